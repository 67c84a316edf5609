"""Who owes whom: entries of postings that come to nothing together. Amounts are millionths."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicewright.domain.account import AccountId


class Place(StrEnum):
    """Where an amount is. Each customer has all four, in each currency."""

    CUSTOMER = "customer"
    """What they can still spend."""
    DEPOSITS = "deposits"
    """What they have paid in, as a negative amount: the world's side."""
    RESERVED = "reserved"
    """What accepted work may come to."""
    REVENUE = "revenue"
    """What they were charged."""


class EntryKind(StrEnum):
    """Why amounts moved."""

    DEPOSIT = "deposit"
    """Credit was added; or, with a negative amount, taken back."""
    RESERVATION = "reservation"
    SETTLEMENT = "settlement"
    """Work was done: what it costs is charged, what else was reserved is free again."""
    RELEASE = "release"
    """Work was not done: all that was reserved is free again."""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """An amount that came to a place, or left it."""

    place: Place
    amount: int
    """Negative: it left."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Amounts that moved together. Written once for each id."""

    id: str
    account: AccountId
    """Whose."""
    kind: EntryKind
    currency: str
    postings: tuple[Posting, ...]
    """In the order of their places, so that writers who wait for each other's places wait in turn; none of them 0."""
    at: datetime
    task: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if sum(posting.amount for posting in self.postings):
            raise ValueError(f"the postings of {self.id} do not come to nothing")


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """An amount that is kept for work under way. It is closed once: settled or released."""

    task: str
    account: AccountId
    currency: str
    amount: int
    until: datetime | None
    """When it lapses unless whoever speaks has renewed it; None: the task that it is for ends it."""


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What a customer has in one currency."""

    account: AccountId
    currency: str
    available: int
    reserved: int
    charged: int


def deposited(account: AccountId, amount: int, *, currency: str, at: datetime, reference: str, note: str) -> Entry:
    """Credit that was added, or taken back; once for each reference."""
    moved = _postings({Place.CUSTOMER: amount, Place.DEPOSITS: -amount})
    return Entry(id=f"deposit:{account}:{reference}", account=account, kind=EntryKind.DEPOSIT, currency=currency, postings=moved, at=at, note=note)


def reserved(reservation: Reservation, *, at: datetime) -> Entry:
    """An amount that is put aside."""
    return _of(reservation, EntryKind.RESERVATION, {Place.CUSTOMER: -reservation.amount, Place.RESERVED: reservation.amount}, at)


def settled(reservation: Reservation, due: int, *, at: datetime) -> Entry:
    """What is due is charged, and the rest given back."""
    moved = {Place.CUSTOMER: reservation.amount - due, Place.RESERVED: -reservation.amount, Place.REVENUE: due}
    return _of(reservation, EntryKind.SETTLEMENT, moved, at)


def released(reservation: Reservation, *, at: datetime) -> Entry:
    """All of it is given back."""
    return _of(reservation, EntryKind.RELEASE, {Place.CUSTOMER: reservation.amount, Place.RESERVED: -reservation.amount}, at)


def _of(reservation: Reservation, kind: EntryKind, amounts: dict[Place, int], at: datetime) -> Entry:
    entry_id = f"{kind}:{reservation.task}"
    moved, currency = _postings(amounts), reservation.currency
    return Entry(id=entry_id, account=reservation.account, kind=kind, currency=currency, postings=moved, at=at, task=reservation.task)


def _postings(amounts: dict[Place, int]) -> tuple[Posting, ...]:
    return tuple(Posting(place=place, amount=amounts[place]) for place in sorted(amounts) if amounts[place])
