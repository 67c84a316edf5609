"""What the services need to count work and to keep credit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from voicewright.domain.account import AccountId
from voicewright.domain.ledger import Balance, Entry, Reservation
from voicewright.domain.task import Task
from voicewright.domain.usage import UsageLine, UsageWanted


class Books(Protocol):
    """Usage facts, written once for each task."""

    async def enter(self, task: Task, *, charged: int = 0) -> None:
        """Write the usage of a finished task, with the millionths that it cost; a second entry for the same task changes nothing."""
        ...

    async def lines(self, wanted: UsageWanted) -> Sequence[UsageLine]:
        """Usage, added up, in the order of what it is grouped by."""
        ...


class Ledger(Protocol):
    """Credit, in entries that are written once and never changed."""

    async def available(self, account: AccountId, currency: str) -> int:
        """Millionths that the account can spend; held against other writers until the unit ends."""
        ...

    async def enter(self, entry: Entry) -> bool:
        """Write an entry down, and move its amounts; false, and nothing written, if it is there already."""
        ...

    async def entered(self, entry_id: str) -> bool:
        """Whether an entry is there already."""
        ...

    async def reserve(self, reservation: Reservation) -> None:
        """Keep a reservation until it is closed."""
        ...

    async def close(self, task: str) -> Reservation | None:
        """Take a task's reservation away; None if there is none, or none any longer."""
        ...

    async def renew(self, tasks: Collection[str], *, until: datetime) -> None:
        """Let the reservations of streams that still speak lapse later."""
        ...

    async def lapsed(self, now: datetime) -> Sequence[Reservation]:
        """Those that nobody has renewed in time."""
        ...

    async def balances(self, account: AccountId | None = None) -> Sequence[Balance]:
        """The account's, or everybody's, in each currency that they ever had."""
        ...

    async def entries(self, account: AccountId, *, limit: int) -> Sequence[Entry]:
        """The account's latest entries, newest first."""
        ...

    async def discrepancies(self) -> Sequence[str]:
        """What is wrong with the books, in words: a balance that is not the sum of its postings, an entry that does not come to nothing."""
        ...
