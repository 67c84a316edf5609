"""Lists of words that may not be said, and whether a text has one of them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "BOPOMOFO ", "THAI ", "LAO ", "KHMER ", "MYANMAR ")
"""Scripts that put no borders, or none that can be relied on, between words; Korean hangs its particles on them."""
_INVISIBLE = "Cf"


def listed(text: str) -> frozenset[str]:
    """The phrases of a list: one a line; empty lines and lines that begin with `#` count for nothing, and so does what has no letter or figure."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return frozenset(line for line in lines if not line.startswith("#") and any(map(str.isalnum, line)))


class Forbidden:
    """Finds phrases as whole words, whatever their case and width; anywhere in scripts without borders between words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[Sequence[str], str]]] = defaultdict(list)
        for phrase in sorted(phrases):
            parts = _parts(phrase)
            self._by_first[parts[0]].append((parts, phrase))

    def found(self, text: str) -> str | None:
        """The first phrase that a text has, as the list has it. Takes time in proportion to the text."""
        parts = _parts(text)
        for place, part in enumerate(parts):
            for phrase, written in self._by_first.get(part, ()):
                if parts[place : place + len(phrase)] == phrase:
                    return written
        return None


def _parts(text: str) -> Sequence[str]:
    """Words; single characters where a script has no borders between them; every sign for itself. Spaces and what is invisible do not count."""
    visible = "".join(char for char in text if unicodedata.category(char) != _INVISIBLE)
    # folding case can make what has a compatible form again
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return tuple(_split(plain))


def _split(text: str) -> Iterator[str]:
    for kind, chars in groupby(text, key=_kind):
        if kind == "word":
            yield "".join(chars)
        elif kind == "single":
            yield from chars


@lru_cache(maxsize=1 << 14)
def _kind(char: str) -> str:
    if char.isspace():
        return "space"
    if not char.isalnum() and unicodedata.category(char)[0] != "M":
        return "single"
    return "single" if unicodedata.name(char, "").startswith(_UNSPACED) else "word"
