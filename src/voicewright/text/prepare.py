"""From what a caller wrote to what an engine says: markup, dictionary, figures, sentences, in that order."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Item, Pause, Reading, Sentence, Sound, Words
from voicewright.domain.speech import USUAL_WORDING, Pronunciation, Wording
from voicewright.text import figures, latex, markup, split
from voicewright.text.lexicon import Lexicon
from voicewright.text.markup import Piece, Plain

_NEWLINE = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")


def prepared(
    text: str,
    *,
    language: Language,
    pronunciations: Sequence[Pronunciation] = (),
    sounds: frozenset[Sound] = frozenset(),
    wording: Wording = USUAL_WORDING,
) -> tuple[Item, ...]:
    """What an engine is asked to say.

    `sounds` are the interjections that the engine renders; others are left out. Never raises; takes time in proportion to
    the text. Every sentence has a letter or figure in it, and at most `split.limit` characters.
    """
    lexicon = Lexicon(pronunciations, language=language)
    written = unicodedata.normalize("NFC", _NEWLINE.sub("\n", text))
    if wording.formulas:
        written = latex.said(written)
    pieces = [one for piece in markup.parsed(written, language=language) for one in _looked_up(piece, lexicon)]
    items = _Items(language, figures.spoken if wording.figures else figures.counted, joined=wording.joined)
    for piece in pieces:
        if isinstance(piece, Plain):
            items.text(piece.text)
        elif isinstance(piece, Reading):
            items.reading(piece)
        elif isinstance(piece, Pause) or (wording.sounds and piece.sound in sounds):
            items.mark(piece)
    return items.finished()


def speakable(items: Sequence[Item]) -> bool:
    """Whether anything is heard: a sentence or a sound, not pauses alone."""
    return any(not isinstance(item, Pause) for item in items)


def _looked_up(piece: Piece, lexicon: Lexicon) -> Iterator[Piece]:
    if isinstance(piece, Plain):
        yield from lexicon.applied(piece.text)
    else:
        yield piece


class _Items:
    """Gathers the runs of a paragraph until a mark or a new line ends it, then cuts it into sentences."""

    def __init__(self, language: Language, said: Callable[..., str], *, joined: bool) -> None:
        self._language = language
        self._said = said
        self._joined = joined
        self._items: list[Item] = []
        self._block: list[str | Reading] = []
        self._last_sentence: int | None = None

    def text(self, text: str) -> None:
        first, *lines = text.split("\n")
        self._block.append(first)
        for line in lines:
            self._flush()
            self._end_paragraph()
            self._block.append(line)

    def reading(self, reading: Reading) -> None:
        self._block.append(reading)

    def mark(self, mark: Pause | Interjection) -> None:
        self._flush()
        self._items.append(mark)

    def finished(self) -> tuple[Item, ...]:
        self._flush()
        return tuple(self._items)

    def _flush(self) -> None:
        for sentence in _sentences(_runs(self._block, self._language, self._said), self._language, joined=self._joined):
            self._last_sentence = len(self._items)
            self._items.append(sentence)
        self._block = []

    def _end_paragraph(self) -> None:
        if self._last_sentence is None:
            return
        last = self._items[self._last_sentence]
        assert isinstance(last, Sentence)
        self._items[self._last_sentence] = Sentence(runs=last.runs, paragraph_end=True)
        self._last_sentence = None


def _runs(block: Sequence[str | Reading], language: Language, said: Callable[..., str]) -> list[Words | Reading]:
    """The block in words. Texts beside each other are read as one, so that no figure is read in halves."""
    runs: list[Words | Reading] = []
    for texts, group in groupby(block, key=lambda part: isinstance(part, str)):
        if texts:
            spoken = said("".join(part for part in group if isinstance(part, str)), language=language)
            runs.extend([Words(text=spoken)] if spoken else [])
        else:
            runs.extend(part for part in group if isinstance(part, Reading))
    return runs


def _sentences(runs: Sequence[Words | Reading], language: Language, *, joined: bool) -> Iterator[Sentence]:
    text = "".join(run.text for run in runs)
    starts = list(accumulate((len(run.text) for run in runs), initial=0))
    first = 0
    ends = [len(text)] if joined else split.ends(text, language=language)
    for start, end in _bounds(text, runs, starts, ends, most=split.limit(language)):
        if not any(char.isalnum() for char in text[start:end]):
            continue
        while starts[first + 1] <= start:
            first += 1
        yield Sentence(runs=tuple(_between(runs, starts, first, start, end)))


def _bounds(text: str, runs: Sequence[Words | Reading], starts: Sequence[int], ends: Iterable[int], *, most: int) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end, without the white space around them. No reading is cut."""
    start = 0
    for end in ends:
        if _outside(end, runs, starts) != end:
            continue
        start, end_of_words = _stripped(text, start, end)
        while end_of_words - start > most:
            cut = _outside(split.cut(text, start, most), runs, starts)
            yield _stripped(text, start, cut)
            start, _ = _stripped(text, cut, end_of_words)
        yield start, end_of_words
        start = end


def _outside(place: int, runs: Sequence[Words | Reading], starts: Sequence[int]) -> int:
    """The place itself, or the beginning of the reading that it would cut."""
    index = bisect_right(starts, place) - 1
    inside = index < len(runs) and isinstance(runs[index], Reading) and starts[index] < place
    return starts[index] if inside else place


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _between(runs: Sequence[Words | Reading], starts: Sequence[int], first: int, start: int, end: int) -> Iterator[Words | Reading]:
    for index in range(first, len(runs)):
        if starts[index] >= end:
            return
        run = runs[index]
        if isinstance(run, Reading):
            yield run
        elif part := run.text[max(0, start - starts[index]) : end - starts[index]]:
            yield Words(text=part)
