"""See `ports.Moderator`: the operator's own lists of words."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path

from voicewright.domain.account import Caller
from voicewright.text.forbidden import Forbidden, listed


class WordList:
    """Objects to the words of a list that is everybody's and to those of the caller's plan.

    Args:
        everybody: Phrases that nobody may have said.
    """

    def __init__(self, everybody: frozenset[str] = frozenset()) -> None:
        self._everybody = everybody

    async def objection(self, caller: Caller, text: str) -> str | None:
        """See `ports.Moderator`."""
        phrases = self._everybody | caller.plan.forbidden_words
        return await asyncio.to_thread(_forbidden(phrases).found, text) if phrases else None


def read_list(path: Path) -> frozenset[str]:
    """The phrases of a file. Raises OSError, UnicodeDecodeError."""
    return listed(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _forbidden(phrases: frozenset[str]) -> Forbidden:
    return Forbidden(phrases)
