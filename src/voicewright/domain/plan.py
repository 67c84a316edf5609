"""What an account may do, and what it pays by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

RETENTION = timedelta(hours=168)
"""How long a new voice waits for its first real synthesis (seeds 001, 002, 003)."""


class Verb(StrEnum):
    """What limits are set on, each for itself."""

    READ = "read"
    CHANGE = "change"
    """Keep, rename, delete."""
    CLONE = "clone"
    DESIGN = "design"
    SPEAK = "speak"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much of one verb; None: no limit."""

    per_minute: int | None = None
    """Requests."""
    at_once: int | None = None
    """Tasks that have not ended."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Several accounts may have the same plan."""

    name: str
    retention: timedelta = RETENTION
    consent: bool = False
    """Whether a clone needs a record of its speaker's consent."""
    price_book: str = "free"
    """The name of the book that usage is priced by."""
    limits: Mapping[Verb, Limit] = field(default_factory=dict[Verb, Limit])
    """A verb that is not there has no limits."""
    forbidden_words: frozenset[str] = frozenset()
    """Words and phrases that its accounts may not have said, beside those that nobody may."""


FREE = Plan(name="free")
"""What accounts have where nobody said otherwise: everything, unlimited, for nothing."""
