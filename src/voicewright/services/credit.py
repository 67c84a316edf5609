"""Credit and usage of every account, for the operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from voicewright.domain.account import AccountId
from voicewright.domain.books import PriceBook
from voicewright.domain.errors import FieldInvalid
from voicewright.domain.ledger import Balance, Entry, deposited
from voicewright.domain.money import LARGEST, MICRO, exact, micros
from voicewright.domain.naming import opaque_id
from voicewright.domain.usage import UsageLine, UsageWanted
from voicewright.ports import Clock, Store


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of credit that was to be added."""

    entry: Entry
    fresh: bool
    """False: the reference had been used, and nothing was added."""


@dataclass(frozen=True, kw_only=True)
class CreditService:
    """Add credit; look at it; look at usage."""

    store: Store
    clock: Clock
    books: Mapping[str, PriceBook]

    async def add(self, account: str, amount: Decimal, *, currency: str, reference: str | None = None, note: str = "") -> Added:
        """Add credit, or take some back with a negative amount; once for each reference. Raises FieldInvalid."""
        micro = self._checked(amount, currency)
        owner = AccountId(account)
        async with self.store.unit() as unit:
            if await unit.accounts.get(owner) is None:
                raise FieldInvalid(field="account", problem=f"names no account: {account}")
            left = await unit.ledger.available(owner, currency)
            entry = deposited(owner, micro, currency=currency, at=self.clock.now(), reference=reference or opaque_id("ref"), note=note)
            if left + micro < 0 and not await unit.ledger.entered(entry.id):
                raise FieldInvalid(field="amount", problem=f"is more than is left: {exact(left)} {currency} can be taken back")
            return Added(entry=entry, fresh=await unit.ledger.enter(entry))

    async def balances(self, account: str | None = None) -> Sequence[Balance]:
        """The account's, or everybody's, in each currency."""
        async with self.store.view() as unit:
            return await unit.ledger.balances(None if account is None else AccountId(account))

    async def entries(self, account: str, *, limit: int) -> Sequence[Entry]:
        """The account's latest entries, newest first."""
        async with self.store.view() as unit:
            return await unit.ledger.entries(AccountId(account), limit=limit)

    async def discrepancies(self) -> Sequence[str]:
        """What is wrong with the books; empty where every balance is the sum of its postings."""
        async with self.store.view() as unit:
            return await unit.ledger.discrepancies()

    async def usage(self, wanted: UsageWanted) -> Sequence[UsageLine]:
        """Usage, added up."""
        async with self.store.view() as unit:
            return await unit.books.lines(wanted)

    def _checked(self, amount: Decimal, currency: str) -> int:
        known = sorted({book.currency for book in self.books.values() if book.currency})
        if currency not in known:
            raise FieldInvalid(field="currency", problem=f"is in no price book; there are {', '.join(known)}")
        if not amount.is_finite() or abs(amount) > LARGEST // MICRO or amount * MICRO % 1 or not amount:
            raise FieldInvalid(field="amount", problem=f"must not be 0, nor beyond {LARGEST // MICRO}, and have six places behind the point at most")
        return micros(amount)
