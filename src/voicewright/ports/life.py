"""What the services need of a database to keep promises, to tell what was done, and to let nothing stay too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from voicewright.domain.account import AccountId
from voicewright.domain.audit import Entry, Event
from voicewright.domain.promise import Place, Promise, Reply
from voicewright.domain.webhook import Target


class Targets(Protocol):
    """Where accounts want to be told what concerns no single task."""

    async def put(self, target: Target) -> None:
        """Write an account's target, in place of the one before."""
        ...

    async def of(self, account: AccountId) -> Target | None:
        """An account's target."""
        ...

    async def remove(self, account: AccountId) -> None:
        """Tell an account nothing any longer."""
        ...


class Promises(Protocol):
    """Rows of requests that count once."""

    async def add(self, promise: Promise) -> bool:
        """Keep a new promise; false, and nothing written, if there is one at its place."""
        ...

    async def find(self, place: Place) -> Promise | None:
        """The promise at a place; held against other writers until the unit ends."""
        ...

    async def save(self, promise: Promise) -> None:
        """Write a promise over the one at its place."""
        ...

    async def remove(self, place: Place) -> None:
        """Forget a promise."""
        ...

    async def extend(self, token: str, *, until: datetime) -> bool:
        """Lease a promise for longer; false if somebody else has it now, or it is answered."""
        ...

    async def accepted(self, token: str, *, tasks: Sequence[str], voices: Sequence[str]) -> bool:
        """Note what was accepted for a promise; false if somebody else has it now."""
        ...

    async def voices(self, token: str) -> Sequence[str]:
        """The voices that were noted for a promise; none if somebody else has it now."""
        ...

    async def answered(self, token: str, reply: Reply) -> bool:
        """Note how it was answered; false if somebody else has it now."""
        ...

    async def forget_voice(self, owner: AccountId, voice_id: str) -> Sequence[str]:
        """Forget what was answered of a voice; the object keys of large answers. The promises themselves stay."""
        ...

    async def forget(self, *, before: datetime) -> Sequence[str]:
        """Forget promises that expired before a moment; the object keys of large answers."""
        ...


class Audit(Protocol):
    """What was done. Nothing here changes what was written."""

    async def write(self, *events: Event) -> None:
        """Write down what was done, in the transaction that does it."""
        ...

    async def read(self, *, name: str | None, account: AccountId | None, since: datetime | None, before: int | None, limit: int) -> Sequence[Entry]:
        """Every account's lines, last first: of one thing, of one account, since a moment, before a line; for the operator."""
        ...


class Inventory(Protocol):
    """Which objects something still knows of."""

    async def strays(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the keys, of one kind of objects, that no row names. Kinds that nobody here writes have none."""
        ...
