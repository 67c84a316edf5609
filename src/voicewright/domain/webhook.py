"""Telling a caller's own server that a task has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicewright.domain.account import AccountId


@dataclass(frozen=True, kw_only=True)
class Callback:
    """Where the end of a task is to be told. Made by `services.webhooks`, which looks where the address leads."""

    url: str
    base: str
    """Where callers reach this server, for the links in what is told; without a slash at the end."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where an account wants to be told what concerns no single task."""

    account: AccountId
    url: str
    dialect: str
    """Whose rule of retries is followed."""
    created_at: datetime


class DeliveryState(StrEnum):
    """Where a delivery is in its life. A replay begins it anew."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message to one address, however often it is tried."""

    id: str
    """`msg_…`; also the `webhook-id` that the receiver sees, the same in every attempt."""
    account: AccountId
    task: str
    """Empty where it tells of none."""
    dialect: str
    """Whose words the message is in, and whose rule of retries it follows."""
    url: str
    body: str
    """JSON."""
    request: str
    """The id of the request that the task came with."""
    state: DeliveryState
    created_at: datetime
    due_at: datetime | None
    """When the next attempt is made; None once nothing more will happen."""
    attempts: int = 0
    """Made so far."""
    replayed_after: int = 0
    """How many of them came before the last replay."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One line of the delivery log."""

    delivery: str
    number: int
    """From 1, over all replays."""
    at: datetime
    seconds: float
    status: int | None
    """HTTP; None where there was no answer."""
    said: str
    """The beginning of the answer, or why there was none."""
