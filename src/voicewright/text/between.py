"""Whose the punctuation between two words is: what closes goes with the word before it, what opens with the one behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from voicewright.domain.subtitle import Span

_OPENS = "„‚¿¡([{（［「『【〈《"
_EITHER = "“‘«»‹›\"'"
"""What opens in one language and closes in another: »so« and « ainsi », „so“ and “thus”."""
_BEFORE_OPENING = "-–—―，、。：；！？"
"""Behind these no space is written, so that what follows may open as well as close."""
_CLUSTER = re.compile(r"\S+")


def shares(text: str, words: Sequence[Span]) -> list[Span]:
    """Each word with its punctuation, in order. Together they are the text but for white space."""
    if not words:
        return []
    inner = [_parted(text, one.end, other.start) for one, other in pairwise(words)]
    first = Span(start=0, end=words[0].start)
    last = Span(start=words[-1].end, end=len(text))
    starts = [_trimmed(text, first).start, *(start for _, start in inner)]
    ends = [*(end for end, _ in inner), _trimmed(text, last).end]
    return [Span(start=min(start, word.start), end=max(end, word.end)) for start, word, end in zip(starts, words, ends, strict=True)]


def _trimmed(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    start = span.start + len(part) - len(part.lstrip()) if part.strip() else span.end
    return Span(start=start, end=span.start + len(part.rstrip()))


def _parted(text: str, end: int, start: int) -> tuple[int, int]:
    """Where what belongs to the word before ends, and what belongs to the next begins."""
    cut = next((place for place in _openings(text, end, start)), start)
    before, after = _trimmed(text, Span(start=end, end=cut)), _trimmed(text, Span(start=cut, end=start))
    return before.end, min(after.start, start)


def _openings(text: str, end: int, start: int) -> Iterator[int]:
    """Where something could belong to the next word; the first counts."""
    for found in _CLUSTER.finditer(text, end, start):
        if found.start() == end:
            yield from (place for place in range(end, found.end()) if _opens(text, place, end))
        elif found.end() == start or "\n" in text[end : found.start()] or _opens_alone(text, found.start()):
            yield found.start()


def _opens(text: str, place: int, end: int) -> bool:
    """Whether a sign behind a word, with no space between, opens what follows."""
    if text[place] in _OPENS:
        return True
    follows = not text[place + 1].isspace()
    return text[place] in _EITHER and follows and place > end and text[place - 1] in _BEFORE_OPENING


def _opens_alone(text: str, place: int) -> bool:
    """Whether a sign between two spaces opens: a straight quotation mark does where none is open."""
    sign = text[place]
    return sign in _OPENS or sign in "“‘«‹" or (sign == '"' and text.count('"', 0, place) % 2 == 0)
