"""Facts that are counted. A price book turns them into money; nothing here knows a price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicewright.domain.account import AccountId


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What one finished piece of work consumed. Characters are Unicode code points."""

    voice_clones: int = 0
    voice_designs: int = 0
    preview_characters: int = 0
    characters: int = 0
    seconds: float = 0.0
    """Seconds of audio delivered."""


class Grouping(StrEnum):
    """What usage is added up by."""

    ACCOUNT = "account"
    KEY = "key"
    VOICE = "voice"
    DAY = "day"
    """UTC."""
    MODEL = "model"


@dataclass(frozen=True, kw_only=True)
class UsageWanted:
    """Which usage."""

    by: Grouping
    account: AccountId | None = None
    """None: everybody's; for the operator."""
    since: datetime | None = None
    """Work that ended then or later."""
    until: datetime | None = None
    """Work that ended before."""


@dataclass(frozen=True, kw_only=True)
class UsageLine:
    """What one group came to, in one currency."""

    group: str
    """The account's, the key's or the voice's id, the model's name, or the day as `2026-11-21`; empty where nobody knows."""
    currency: str
    """Empty: nothing was charged."""
    charged: int
    """Millionths."""
    tasks: int
    voice_clones: int
    voice_designs: int
    preview_characters: int
    characters: int
    seconds: float
