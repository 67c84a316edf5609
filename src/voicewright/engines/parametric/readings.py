"""A sentence in the letters that espeak-ng reads best."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from voicewright.domain.language import Language
from voicewright.domain.script import Notation, Reading, Sentence, Words
from voicewright.engines.parametric.fronts import SYLLABLES, front_of
from voicewright.engines.parametric.kana import pronounced
from voicewright.engines.parametric.scripts import Stretch, stretches

_PHONEMES = {
    # IPA to the mnemonics that most of espeak-ng's phoneme tables share; longest first when matched
    "tʃ": "tS", "dʒ": "dZ", "ts": "ts", "dz": "dz", "aɪ": "aI", "aʊ": "aU", "eɪ": "eI", "oʊ": "oU", "əʊ": "oU", "ɔɪ": "OI",
    "ɪə": "i@", "eə": "e@", "ʊə": "U@", "ɑː": "A:", "iː": "i:", "uː": "u:", "ɔː": "O:", "ɜː": "3:", "ɑ": "A:", "ɒ": "0", "æ": "a", "ʌ": "V",
    "ə": "@", "ɚ": "3", "ɝ": "3:", "ɜ": "3:", "ɪ": "I", "ʊ": "U", "ɛ": "E", "ɔ": "O", "i": "i:", "u": "u:", "e": "e", "o": "o", "a": "a",
    "y": "y", "ø": "Y", "œ": "W", "ɯ": "u", "ɐ": "V", "ɨ": "i", "θ": "T", "ð": "D", "ʃ": "S", "ʒ": "Z", "ŋ": "N", "ɲ": "n^", "ʎ": "l^",
    "ɹ": "r", "ɾ": "*", "ʁ": "R", "ɡ": "g", "g": "g", "x": "x", "χ": "x", "ç": "C", "ɣ": "Q", "β": "B", "ɸ": "f", "ʔ": "?", "ɫ": "l", "j": "j",
    "w": "w", "v": "v", "f": "f", "s": "s", "z": "z", "h": "h", "ɦ": "h", "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "m": "m",
    "n": "n", "l": "l", "r": "r", "ˈ": "'", "ˌ": ",", "ː": ":", ".": "", "ʰ": "", "ʲ": ";", "̃": "~",
}  # fmt: skip
_IPA = re.compile("|".join(sorted(map(re.escape, _PHONEMES), key=len, reverse=True)) + "|(?P<unknown>.)", re.DOTALL)
_LATIN_SYLLABLES = {Language.CHINESE: Notation.PINYIN, Language.CANTONESE: Notation.JYUTPING}
_SYLLABLES = re.compile(r"[a-zü:]+[1-6]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def stretched(sentence: Sentence, language: Language) -> tuple[Stretch, ...]:
    """The sentence in stretches of one script, readings as phonemes or syllables where espeak-ng can say them."""
    own = SYLLABLES if spoken_in_syllables(sentence) else front_of(language)
    parts = [part for run in sentence.runs for part in _spelt(run, language, own)]
    return tuple(Stretch(front=front, text="".join(part.text for part in group)) for front, group in groupby(parts, key=lambda part: part.front))


def spoken_in_syllables(sentence: Sentence) -> bool:
    """Whether a run is given in jyutping, which espeak-ng reads in a voice of its own."""
    return any(isinstance(run, Reading) and run.notation is Notation.JYUTPING for run in sentence.runs)


def _spelt(run: Words | Reading, language: Language, own: str) -> Iterator[Stretch]:
    symbols = _symbols(run, language) if isinstance(run, Reading) else None
    if symbols is not None:
        yield Stretch(front=own, text=f" {symbols} ")
        return
    for part in stretches(plain(run.text), language, own):
        yield Stretch(front=part.front, text=pronounced(part.text) if part.front == "ja" else part.text)


def _symbols(reading: Reading, language: Language) -> str | None:
    """A reading in espeak-ng's own spelling; None where it has none."""
    if reading.notation is Notation.IPA:
        phonemes = _mnemonics(reading.symbols)
        return None if phonemes is None else f"[[{phonemes}]]"
    syllables = _SYLLABLES.findall(reading.symbols.lower())
    return " ".join(syllables) if syllables and _LATIN_SYLLABLES.get(language) is reading.notation else None


def plain(text: str) -> str:
    """A text without brackets that espeak-ng would take for phonemes, and without characters nobody sees."""
    return _INVISIBLE.sub(" ", text).replace("[[", "[ [").replace("]]", "] ]")


def _mnemonics(symbols: str) -> str | None:
    said: list[str] = []
    for match in _IPA.finditer(symbols.strip(" /[]")):
        if match.group("unknown") is not None and not match.group().isspace():
            return None
        said.append(_PHONEMES.get(match.group(), " "))
    return "".join(said).strip() or None
