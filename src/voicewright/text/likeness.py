"""How much of one text is in another, when both are read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from voicewright.domain.language import Language
from voicewright.text import figures
from voicewright.text.letters import folded

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015/\\|…,.;:!?]+")


def spoken_words(text: str, *, language: Language) -> tuple[str, ...]:
    """The words of a text as they are said, without case, punctuation and figures; its characters where a script puts no spaces between words."""
    said = " ".join(figures.spoken(line, language=language) for line in unicodedata.normalize("NFC", text).splitlines())
    words = [bare for word in _BETWEEN.split(folded(said)) if (bare := _bare(word))]
    return tuple(words) if language.spaced else tuple("".join(words))


def likeness(expected: Sequence[str], heard: Sequence[str]) -> float:
    """The share of the expected words that were heard times the share of the heard ones that were expected, in order; 0–1.

    One word in five exchanged for another makes 0.64, half of a text 0.5.
    """
    if not expected or not heard:
        return 0.0
    both = _in_both(expected, heard)
    return both / len(expected) * both / len(heard)


def _bare(word: str) -> str:
    kept = (char for char in unicodedata.normalize("NFKC", word).casefold() if char.isalnum() or unicodedata.category(char)[0] == "M")
    return "".join(kept)


def _in_both(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for mine in one:
        before = 0
        for place, theirs in enumerate(other, start=1):
            before, row[place] = row[place], before + 1 if mine == theirs else max(row[place], row[place - 1])
    return row[-1]
