"""How English words sound that no dictionary has: asked of espeak-ng, in a program of its own, since it is under the GPL.

Run as `python -m voicewright.adapters.recogniser.phonemes LIBRARY DATA`: words come in, one a line, and their sounds go out, in
letters of the International Phonetic Alphabet.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Iterator, Sequence

_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_UTF8, _IPA = 1, 2
_SECONDS = 20.0

# The sounds of ARPAbet, which CMU's dictionary is written in, by espeak-ng's letters for them; the longest match wins.
_ARPABET = {
    "tʃ": "CH", "dʒ": "JH", "eɪ": "EY", "aɪ": "AY", "ɔɪ": "OY", "aʊ": "AW", "oʊ": "OW", "n̩": "AH N", "l̩": "AH L", "ɲ": "N Y",
    "ɜ": "ER", "ɚ": "ER", "i": "IY", "ɪ": "IH", "ᵻ": "IH", "ɛ": "EH", "e": "EH", "æ": "AE", "ʌ": "AH", "ə": "AH", "ɐ": "AH",
    "ɑ": "AA", "a": "AA", "ɔ": "AO", "o": "OW", "ʊ": "UH", "u": "UW", "y": "UW", "ø": "ER", "p": "P", "b": "B", "t": "T", "ɾ": "T",
    "ʔ": "T", "d": "D", "k": "K", "x": "K", "ɡ": "G", "ɣ": "G", "m": "M", "n": "N", "ŋ": "NG", "f": "F", "v": "V", "θ": "TH",
    "ð": "DH", "s": "S", "z": "Z", "ʃ": "SH", "ʒ": "ZH", "h": "HH", "ç": "HH", "w": "W", "j": "Y", "l": "L", "ɬ": "L", "ɹ": "R", "r": "R",
}  # fmt: skip


def sounded(words: Sequence[str]) -> dict[str, str]:
    """ARPAbet for each word that espeak-ng can read."""
    if not words:
        return {}
    import espeakng_loader  # noqa: PLC0415 - the program below must not import it

    program = [sys.executable, "-P", "-m", __name__, espeakng_loader.get_library_path(), espeakng_loader.get_data_path()]
    said = subprocess.run(program, input="\n".join(words), capture_output=True, text=True, check=True, timeout=_SECONDS).stdout  # noqa: S603 - our own module
    sounds = {word: " ".join(_arpabet(line)) for word, line in zip(words, said.splitlines(), strict=True)}
    return {word: sound for word, sound in sounds.items() if sound}


def _arpabet(letters: str) -> Iterator[str]:
    place = 0
    while place < len(letters):
        length = next((length for length in (2, 1) if letters[place : place + length] in _ARPABET), 0)
        if length:
            yield _ARPABET[letters[place : place + length]]
        place += length or 1


def main(library: str, data: str) -> None:
    """Answer what standard input asks."""
    espeak = ctypes.CDLL(library)
    espeak.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _DONT_EXIT)
    espeak.espeak_SetVoiceByName(b"en-us")
    espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
    for line in sys.stdin:
        text, said = ctypes.c_char_p(line.strip().encode()), b""
        while text.value:
            said += espeak.espeak_TextToPhonemes(ctypes.byref(text), _UTF8, _IPA) or b""
        sys.stdout.write(said.decode(errors="replace").replace("\n", " ") + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
