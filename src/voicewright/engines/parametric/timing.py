"""When each word of a sentence is heard, from what espeak-ng announces of the lines that it was given."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from voicewright.domain.script import Sentence
from voicewright.engines.parametric.heard import Heard
from voicewright.engines.parametric.spectrum import HOP, RATE, Floats
from voicewright.ports import Word
from voicewright.text import tokens

_FRAME = HOP / RATE


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A stretch of time that belongs to one word or to several beside each other."""

    words: Sequence[tuple[int, int]]
    begins: float
    ends: float


class Timing:
    """The words of one sentence, line by line. `lines` are what espeak-ng is given for it, in order."""

    def __init__(self, sentence: Sentence, lines: Sequence[str], *, item: int) -> None:
        self._item = item
        self._words = list(tokens.words(sentence.text))
        self._places = _places(sentence.text, lines)

    def line(self, number: int, heard: Heard) -> tuple[Word, ...]:
        """The words of a line, in seconds from its beginning. Words of which nothing is heard are left out."""
        places = self._places[number]
        announced = [(float(places[min(each.place, len(places) - 1)]), each) for each in heard.announced]
        first, last = (bisect_left(self._words, (float(places[edge]) - 0.5, 0.0)) for edge in (0, -1))
        known: list[_Said] = []
        for place, each in announced:
            index = min(max(first, bisect_right(self._words, (place + 0.5, np.inf)) - 1), last - 1)
            begins, ends = each.start * _FRAME, each.stop * _FRAME
            if known and known[-1].words[0] == self._words[index]:
                known[-1] = _Said(words=known[-1].words, begins=known[-1].begins, ends=ends)
            elif first < last:
                known.append(_Said(words=[self._words[index]], begins=begins, ends=ends))
        return tuple(word for said in _completed(known, self._words[first:last]) for word in self._shared(said))

    def _shared(self, said: _Said) -> Iterator[Word]:
        """Each word's part of the time, by its letters."""
        letters = [end - start for start, end in said.words]
        edges = said.begins + (said.ends - said.begins) * np.cumsum([0, *letters]) / sum(letters)
        for (start, end), begins, ends in zip(said.words, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            yield Word(item=self._item, start=start, end=end, begins=begins, ends=ends)


def _completed(known: Sequence[_Said], words: Sequence[tuple[int, int]]) -> Iterator[_Said]:
    """With the words that were not announced: each belongs to the one before it, the first ones to the one behind them."""
    at = 0
    for place, said in enumerate(known):
        until = words.index(known[place + 1].words[0]) if place + 1 < len(known) else len(words)
        if until > at:
            yield _Said(words=words[at:until], begins=said.begins, ends=said.ends)
        at = max(at, until)


def _places(text: str, lines: Sequence[str]) -> list[Floats]:
    """For each character of each line, and for its end, the character of the sentence that it comes from.

    What was respelt lies in proportion between its neighbours that were not.
    """
    whole = "".join(lines)
    if (at := text.find(whole)) >= 0:
        known = [(0, at), (len(whole), at + len(whole))]
    else:
        blocks = SequenceMatcher(None, whole, text, autojunk=False).get_matching_blocks()
        known = [(0, 0)] + [edge for block in blocks for edge in ((block.a, block.b), (block.a + block.size, block.b + block.size))]
    mapped = np.interp(np.arange(len(whole) + 1), [mine for mine, _ in known], [theirs for _, theirs in known])
    edges = np.cumsum([0, *map(len, lines)]).tolist()
    return [mapped[start : end + 1] for start, end in pairwise(edges)]
