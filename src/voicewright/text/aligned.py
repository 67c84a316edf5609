"""Which words of a written text became which of the spoken one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from voicewright.domain.script import Sound
from voicewright.domain.subtitle import Span
from voicewright.text import tokens

_FAR = 80
"""Words that one written figure, or a few together, are read as at most."""
_MARK = re.compile(rf"<#[^#<>\n]{{0,24}}#>|[(（] ?(?:{'|'.join(Sound)}) ?[)）]", re.IGNORECASE)


def aligned(written: str, spoken: str) -> Iterator[tuple[Span, Span]]:
    """Written and spoken words that belong together, in order: one and one where nothing was changed, else several.

    Every spoken word is in one pair. Takes time in proportion to the text.
    """
    ours, theirs = list(tokens.words(shown(written))), list(tokens.words(spoken))
    here, there = _plain(written, ours), _plain(spoken, theirs)
    pairs: list[tuple[int, int, int, int]] = []
    at = said = 0
    while said < len(theirs):
        more, said_more = _passed(here[at : at + _FAR], there[said : said + _FAR])
        if said_more and (more or not pairs):
            pairs.append((at, at + max(1, more), said, said + said_more))
        elif said_more:  # said, and never written: with the word before it
            pairs[-1] = (*pairs[-1][:3], said + said_more)
        at, said = at + more, said + said_more
    for first, stop, said_first, said_stop in pairs:
        yield _span(ours, first, stop, len(written)), _span(theirs, said_first, said_stop, len(spoken))


def shown(text: str) -> str:
    """The text with spaces in the place of pauses and sounds, which nobody reads."""
    return _MARK.sub(lambda found: " " * len(found.group()), text)


def _passed(here: Sequence[str], there: Sequence[str]) -> tuple[int, int]:
    """How many words on either side belong together: one each where they are the same, else all before both say the same again."""
    if here and here[0] == there[0]:
        return 1, 1
    for passed in range(1, len(here) + len(there) - 1):
        for mine in range(max(0, passed - len(there) + 1), min(passed, len(here) - 1) + 1):
            if here[mine] == there[passed - mine]:
                return mine, passed - mine
    return len(here), len(there)


def _plain(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [unicodedata.normalize("NFKC", text[start:end]).casefold() for start, end in spans]


def _span(words: Sequence[tuple[int, int]], first: int, stop: int, length: int) -> Span:
    if first >= len(words):
        return Span(start=length, end=length)
    return Span(start=words[first][0], end=words[min(stop, len(words)) - 1][1])
