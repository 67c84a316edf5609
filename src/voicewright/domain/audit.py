"""What was done with whose voice, by whom, from where: written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicewright.domain.account import AccountId, Caller


class Act(StrEnum):
    """What was done."""

    MADE = "made"
    """Accepted to be made: the voice may still fail."""
    CONSENTED = "consented"
    """A record of the speaker's consent came with it."""
    USED = "used"
    """Spoken with."""
    EXPORTED = "exported"
    """Downloaded."""
    RENAMED = "renamed"
    DELETED = "deleted"
    """By its owner."""
    WARNED = "warned"
    """Its owner was told that it would expire."""
    CHANGED = "changed"
    """An account: its plan, or whether it may call."""
    REVOKED = "revoked"
    """A key, at once, or with its end in sight by a rotation."""
    PURGED = "purged"
    """By the server, after its time."""


class Subject(StrEnum):
    """What it was done with."""

    VOICE = "voice"
    FILE = "file"
    CONSENT = "consent"
    TASK = "task"
    KEY = "key"
    ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of the audit."""

    at: datetime
    act: Act
    subject: Subject
    name: str
    """The id of what it was done with."""
    account: AccountId | None
    """Who did it; of what the server did by itself, or its operator on the command line, whose it was."""
    key: str = ""
    """The key that was used; empty where there was none, as behind a signed link."""
    address: str = ""
    """Where the request came from; empty where the server acted by itself."""
    request: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry(Event):
    """A line as it was written."""

    number: int
    """Lines are numbered in the order in which they were written."""


def event_of(caller: Caller, act: Act, subject: Subject, name: str, *, at: datetime) -> Event:
    """What a caller did."""
    return Event(at=at, act=act, subject=subject, name=name, account=caller.account, key=caller.key, address=caller.address, request=caller.request)
