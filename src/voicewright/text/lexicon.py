"""The caller's pronunciation dictionary, looked up with the longest match first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from voicewright.domain.language import Language
from voicewright.domain.script import Reading
from voicewright.domain.speech import Pronunciation
from voicewright.text.letters import folded
from voicewright.text.markup import Piece, Plain, parsed, reading

LONGEST_WORD = 64
"""Characters of an entry; longer ones are never met in a text, and would make the search slower than linear."""

# Scripts that put no space between words: an entry is found anywhere in them.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x2E80, 0x31FF),  # CJK radicals, kana, bopomofo
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),  # Han, compatibility
    (0x20000, 0x323AF),  # Han, rare
)
_HANGUL = (0xAC00, 0xD7A3)


@dataclass(slots=True)
class _Node:
    """A place in the tree of entries."""

    next: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    entry: Pronunciation | None = None


class Lexicon:
    """A dictionary that is ready to be looked up; of two entries for one word, the later one counts."""

    def __init__(self, entries: Sequence[Pronunciation], *, language: Language) -> None:
        self._language = language
        self._root = _Node()
        for entry in entries:
            word = [_folded(char) for char in unicodedata.normalize("NFC", entry.word.strip())]
            if 0 < len(word) <= LONGEST_WORD:
                self._add(word, entry)

    def applied(self, text: str) -> Iterator[Piece]:
        """The text with every word of the dictionary replaced. Replacements are not looked up again."""
        start = place = 0
        while place < len(text):
            found = self._longest(text, place)
            if found is None:
                place += 1
                continue
            end, entry = found
            if place > start:
                yield Plain(text=text[start:place])
            yield from self._said(entry, text[place:end])
            start = place = end
        if start < len(text):
            yield Plain(text=text[start:])

    def _add(self, word: Sequence[str], entry: Pronunciation) -> None:
        node = self._root
        for char in word:
            node = node.next.setdefault(char, _Node())
        node.entry = entry

    def _longest(self, text: str, place: int) -> tuple[int, Pronunciation] | None:
        if not _starts(text, place):
            return None
        node, end, best = self._root, place, None
        while end < len(text):
            following = node.next.get(_folded(text[end]))
            if following is None:
                break
            node, end = following, end + 1
            if node.entry is not None and _ends(text, end):
                best = end, node.entry
        return best

    def _said(self, entry: Pronunciation, written: str) -> Iterator[Piece]:
        notated = reading(entry.said, language=self._language)
        if notated is None:
            yield from parsed(entry.said, language=self._language)
        else:
            yield Reading(text=written, notation=notated[0], symbols=notated[1])


def _folded(char: str) -> str:
    lower = folded(char).lower()
    return lower if len(lower) == 1 else char


def _starts(text: str, place: int) -> bool:
    return place == 0 or not (_binds(text[place - 1]) and _binds(text[place]))


def _ends(text: str, end: int) -> bool:
    # Korean puts its particles right behind the word: 서울 is also meant in 서울은.
    last = text[end - 1]
    if end == len(text) or _HANGUL[0] <= ord(last) <= _HANGUL[1]:
        return True
    return not (_binds(last) and _binds(text[end]))


def _binds(char: str) -> bool:
    """Whether the character makes one word with such a character beside it."""
    if unicodedata.category(char)[0] not in "LMN":
        return False
    return not any(first <= ord(char) <= last for first, last in _UNSPACED)
