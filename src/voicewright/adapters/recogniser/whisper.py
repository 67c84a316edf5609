"""Whisper within its process, by faster-whisper, from a folder that the operator installed."""

from __future__ import annotations

import errno
import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, cast

from voicewright.adapters.recogniser.messages import RATE, Answer, Compare, Question
from voicewright.audio.recording import Samples
from voicewright.domain.language import Language, language_named
from voicewright.ports import Comparison, Dictation, Heard, Passage
from voicewright.text.likeness import likeness, spoken_words

_TAGS = {Language.FILIPINO: "tl", Language.NORWEGIAN: "no"}
"""Where Whisper's names of languages are not ours."""
_SURE = 0.5
"""The least probability of a language that is told."""

_MULTILINGUAL = 51_865
"""Entries of the vocabulary, from which on a model knows more than English."""


class _Word(Protocol):
    word: str
    start: float
    end: float


class _Segment(Protocol):
    text: str
    start: float
    end: float
    words: Iterable[_Word] | None


class Whisper:
    """See `messages.Ear`."""

    def __init__(self, folder: str) -> None:
        library: Any = importlib.import_module("faster_whisper")
        self._model: Any = library.WhisperModel(folder, local_files_only=True)

    def __call__(self, question: Question, samples: Samples) -> Answer:
        """What the sound says, or how alike that is to the expected text."""
        if isinstance(question, Compare):
            heard = self._dictation(samples, language=question.language, words=False).text
            expected, found = (spoken_words(text, language=question.language) for text in (question.text, heard))
            return Comparison(likeness=likeness(expected, found), heard=heard, language=self._language(samples))
        return self._dictation(samples, language=question.language, words=question.words)

    def _dictation(self, samples: Samples, *, language: Language | None, words: bool) -> Dictation:
        segments, _ = self._model.transcribe(
            samples,
            language=None if language is None else self._tag(language),
            word_timestamps=words,
            condition_on_previous_text=False,  # a mistake must not run through the rest
        )
        passages = tuple(map(_passage, cast("Iterable[_Segment]", segments)))
        text = " ".join(passage.text for passage in passages)
        return Dictation(text=text, seconds=len(samples) / RATE, passages=passages)

    def _language(self, samples: Samples) -> Language | None:
        """What the first half minute is spoken in, whatever language was expected."""
        if not self._model.model.is_multilingual:
            return None
        tag, probability, _ = self._model.detect_language(samples)
        return language_named(str(tag)) if probability >= _SURE else None

    def _tag(self, language: Language) -> str:
        """Its name for a language; models before the third know no Cantonese, and write it down as Chinese."""
        if not self._model.model.is_multilingual:
            return Language.ENGLISH.tag
        tag = _TAGS.get(language, language.tag)
        return tag if self._model.hf_tokenizer.token_to_id(f"<|{tag}|>") is not None else Language.CHINESE.tag


def _passage(segment: _Segment) -> Passage:
    words = tuple(Heard(text=word.word.strip(), begins=float(word.start), ends=float(word.end)) for word in segment.words or ())
    return Passage(text=segment.text.strip(), begins=float(segment.start), ends=float(segment.end), words=words)


def languages_of(folder: Path) -> frozenset[Language]:
    """What the model in a folder understands. Reads its vocabulary alone. Raises OSError, ValueError where there is no model."""
    if not (folder / "model.bin").is_file():
        raise FileNotFoundError(errno.ENOENT, "there is no model.bin in it")
    lists, lines = folder / "vocabulary.json", folder / "vocabulary.txt"
    size = len(cast("list[str]", json.loads(lists.read_text()))) if lists.exists() else len(lines.read_text().splitlines())
    return frozenset(Language) if size >= _MULTILINGUAL else frozenset({Language.ENGLISH})


def opened(folder: str) -> Whisper:
    """See `worker`."""
    return Whisper(folder)
