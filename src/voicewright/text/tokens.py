"""What counts as one word where words are timed."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SINGLE = r"\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han and kana, which are written without spaces: each character is a word."""
_BETWEEN = r"\s/\\|…—–"
_WORD = re.compile(rf"[{_SINGLE}][\u3099\u309aー]*|[^{_SINGLE}{_BETWEEN}]+")


def words(text: str) -> Iterator[tuple[int, int]]:
    """Where each word begins and ends, in characters, without the punctuation around it. Something in each is a letter or figure."""
    for found in _WORD.finditer(text):
        start, end = found.span()
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not _spoken(text[end - 1]):
            end -= 1
        if start < end:
            yield start, end


def _spoken(char: str) -> bool:
    return char.isalnum() or char in "%°" or (not char.isascii() and not char.isspace() and char.isidentifier()) or _marks(char)


def _marks(char: str) -> bool:
    return f"a{char}".isidentifier()
