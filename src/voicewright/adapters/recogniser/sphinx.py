"""CMU Sphinx within its process: is an English text what a recording says? Its model comes in its wheel.

It is too weak to take dictation, but it need not: the words that are expected are the only ones it may find. Between any two of
them, and in the place of any of them, it may hear any sounds of speech instead, at a price. A right text is found nearly whole;
where words are wrong the sounds are cheaper. `benchmarks/recognition.py` measures how well that tells texts apart.
"""

from __future__ import annotations

import importlib
import math
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from voicewright.adapters.recogniser.messages import RATE, Compare, Question
from voicewright.adapters.recogniser.phonemes import sounded
from voicewright.audio.quality import speech_frames
from voicewright.audio.recording import Recording, Samples
from voicewright.ports import Comparison
from voicewright.text.likeness import spoken_words

_SOUND = 1e-15
"""The price of one sound of speech that no expected word explains, as a probability."""
_SKIP = 1e-8
"""The price of an expected word that is not said."""
_BEAM = 1e-70
"""How much less likely a path may be than the best one and still be followed; narrower, and right texts are lost now and then."""
_BORDER = 0.86
"""The share of text and sound that a right text exceeds and one with a fifth of its words changed does not (`benchmarks/recognition.py`)."""
_USUAL = 0.7
"""What callers ask for when they do not say."""
_FASTEST = 25.0
"""Phonemes that nobody exceeds in a second."""
_SLOWEST, _LEAD = 1.5, 10.0
"""Seconds that nobody exceeds for each word and before them; what follows in a recording is not looked for words."""

Arc = tuple[int, int, float, str] | tuple[int, int, float]
Sounds = Mapping[str, Sequence[str]]
"""The pronunciations of words, in ARPAbet."""


class _Segment(Protocol):
    word: str
    start_frame: int
    end_frame: int


class Sphinx:
    """See `messages.Ear`."""

    def __init__(self) -> None:
        self._library: Any = importlib.import_module("pocketsphinx")
        self._model = Path(str(self._library.get_model_path("en-us")))
        self._alphabet = sorted({sound for _, said in _entries(self._model) for sound in said.split()})

    def __call__(self, question: Question, samples: Samples) -> Comparison:
        """How alike the sound and the expected text are."""
        assert isinstance(question, Compare), "it declares that it takes no dictation"
        written = spoken_words(question.text, language=question.language)
        sounds = pronunciations(self._model, written)
        words = [word for word in written if word in sounds]
        if not words or _phonemes(words, sounds) > _FASTEST * len(samples) / RATE:
            return Comparison(likeness=0.0, heard=None)
        looked_at = round((_LEAD + _SLOWEST * len(words)) * RATE)
        found = self._decoded(words, sounds, samples[:looked_at])
        said = [(word, frames) for word, frames in found if word in sounds]
        text = _phonemes([word for word, _ in said], sounds) / _phonemes(words, sounds)
        mine = sum(frames for _, frames in said)
        others = sum(frames for word, frames in found if word.startswith(_OTHER)) + _speech(samples[looked_at:])
        return Comparison(likeness=scaled(text * mine / max(1, mine + others)), heard=None)

    def _decoded(self, words: Sequence[str], sounds: Sounds, samples: Samples) -> list[tuple[str, int]]:
        """The likeliest way through the grammar, with the steps of 10 ms that each part lasts; nothing where there is none."""
        with tempfile.TemporaryDirectory() as folder:
            dictionary = Path(folder, "words.dict")
            dictionary.write_text("".join(_dictionary(sounds, self._alphabet)))
            decoder = self._library.Decoder(
                hmm=str(self._model / "en-us"), dict=str(dictionary), lm=None, loglevel="FATAL", cmn="batch",
                lw=1.0, wip=1.0, pip=1.0, beam=_BEAM, pbeam=_BEAM, wbeam=_BEAM, bestpath=False,
            )  # fmt: skip
        decoder.add_fsg("text", decoder.create_fsg("text", 0, len(words), list(_grammar(words, self._alphabet))))
        decoder.activate_search("text")
        decoder.start_utt()
        decoder.process_raw((np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        # read here: the segments are gone with the decoder
        found = cast("Iterable[_Segment]", decoder.seg() or ())
        return [(_plain(one.word), one.end_frame - one.start_frame + 1) for one in found]


_OTHER = "@"
"""Begins the name of a sound that stands for itself."""
_VARIANT = re.compile(r"\(\d+\)$")


def scaled(share: float) -> float:
    """A share of text and sound as a likeness: 0 and 1 stay, and the border comes to lie where callers expect it."""
    return share ** (math.log(_USUAL) / math.log(_BORDER))


def pronunciations(model: Path, words: Collection[str]) -> Sounds:
    """How words are said, by the model's dictionary, else by espeak-ng."""
    wanted = set(words)
    found: dict[str, list[str]] = {}
    for word, said in _entries(model):
        if (bare := word.replace("'", "")) in wanted:
            found.setdefault(bare, []).append(said)
    return {**found, **{word: [said] for word, said in sounded(sorted(wanted - found.keys())).items()}}


def _entries(model: Path) -> Iterator[tuple[str, str]]:
    """The model's dictionary."""
    with (model / "cmudict-en-us.dict").open() as lines:
        for line in lines:
            word, said = line.split(maxsplit=1)
            yield _plain(word), said.strip()


def _dictionary(sounds: Sounds, alphabet: Iterable[str]) -> Iterator[str]:
    for word, variants in sounds.items():
        yield from (f"{word}{f'({number})' if number > 1 else ''} {said}\n" for number, said in enumerate(variants, start=1))
    yield from (f"{_OTHER}{sound} {sound}\n" for sound in alphabet)


def _grammar(words: Sequence[str], alphabet: Sequence[str]) -> Iterator[Arc]:
    """The words in order, each of which may be missing, with any sounds before, between and after them."""
    for place in range(len(words) + 1):
        yield from ((place, place, _SOUND, _OTHER + sound) for sound in alphabet)
    for place, word in enumerate(words):
        yield place, place + 1, 1.0, word
        yield place, place + 1, _SKIP


def _plain(word: str) -> str:
    return _VARIANT.sub("", word)


def _phonemes(words: Iterable[str], sounds: Sounds) -> int:
    return sum(len(sounds[word][0].split()) for word in words)


def _speech(samples: Samples) -> int:
    """Steps of 10 ms that hold speech."""
    return int(speech_frames(Recording(samples=samples, rate=RATE)).sum())


def opened(_: str) -> Sphinx:
    """See `worker`."""
    return Sphinx()
