"""What work costs: reserved when it is accepted, charged when it is done, given back when it is not."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voicewright.domain.account import Caller
from voicewright.domain.books import FREE, PriceBook
from voicewright.domain.commands import Origin
from voicewright.domain.errors import CreditShort
from voicewright.domain.ledger import Balance, Reservation, released, reserved, settled
from voicewright.domain.money import Money, exact
from voicewright.domain.pricing import Price, Terms
from voicewright.domain.task import Kind, SpeechWork, Task, VoiceWork
from voicewright.domain.usage import Grouping, Usage, UsageLine, UsageWanted
from voicewright.ports import Clock, Store, Unit
from voicewright.ports.completion import completed

LEASE = timedelta(minutes=10)
"""How long a stream's reservation outlives the last sign that its server gave of it."""
SLOWEST = 2.0
"""Characters in a second of the slowest speech: what is reserved where seconds cost something."""


@dataclass(frozen=True, kw_only=True)
class Billing:
    """Prices for callers, and their credit."""

    store: Store
    clock: Clock
    books: Mapping[str, PriceBook] = field(default_factory=lambda: {FREE.name: FREE})
    """By name."""
    _speaking: set[str] = field(default_factory=set[str], repr=False)
    """Streams of this server that have a reservation."""

    def book(self, caller: Caller) -> PriceBook:
        """What the caller pays by."""
        return self.books[caller.plan.price_book]

    def price(self, caller: Caller, kind: Kind, origin: Origin) -> Price:
        """What such work costs the caller."""
        return self.book(caller).price(kind, origin)

    async def reserve(self, unit: Unit, caller: Caller, tasks: Sequence[Task]) -> Sequence[Task]:
        """The tasks with what was agreed; what they may come to is put aside for all of them, or for none. Raises CreditShort."""
        agreed = [self._agreed(caller, task) for task in tasks]
        await self._put_aside(unit, agreed, until=None)
        return agreed

    @asynccontextmanager
    async def held(self, caller: Caller, task: Task) -> AsyncGenerator[Task, None]:
        """A stream with what was agreed; what is left of its reservation at the end is given back. Raises CreditShort."""
        agreed = self._agreed(caller, task)
        if agreed.terms is None or not agreed.terms.most:
            yield agreed
            return
        try:
            await self._taken(agreed)
            yield agreed
        finally:
            self._speaking.discard(task.id)
            await completed(self._given_back(task.id))  # which whoever leaves again would call off

    async def afford(self, caller: Caller, kind: Kind, origin: Origin, work: VoiceWork | SpeechWork) -> None:
        """Whether there is credit for such work now, before anything is done for it. Raises CreditShort."""
        most = self.price(caller, kind, origin).of(most_of(kind, work))
        if most and (balance := await self.balance(caller)) is not None and balance.available < most:
            raise _short(most, balance.currency, balance.available)

    async def balance(self, caller: Caller) -> Balance | None:
        """The caller's credit in the currency that they pay in; None where nothing costs anything."""
        book = self.book(caller)
        if book.free:
            return None
        async with self.store.view() as unit:
            found = await unit.ledger.balances(caller.account)
        none = Balance(account=caller.account, currency=book.currency, available=0, reserved=0, charged=0)
        return next((balance for balance in found if balance.currency == book.currency), none)

    async def usage(self, caller: Caller, *, by: Grouping, since: datetime | None, until: datetime | None) -> Sequence[UsageLine]:
        """What the caller's account has used."""
        async with self.store.view() as unit:
            return await unit.books.lines(UsageWanted(by=by, account=caller.account, since=since, until=until))

    async def tend(self) -> None:
        """Keep the reservations of streams that speak here; give back those of streams whose server has died."""
        now = self.clock.now()
        async with self.store.unit() as unit:
            if self._speaking:
                await unit.ledger.renew(self._speaking, until=now + LEASE)
            for reservation in await unit.ledger.lapsed(now):
                await release(unit, reservation.task, now=now)

    def _agreed(self, caller: Caller, task: Task) -> Task:
        book = self.book(caller)
        price = book.price(task.kind, task.origin)
        most = price.of(most_of(task.kind, task.work))
        terms = Terms(key=caller.key, book=book.name, version=book.version, currency=book.currency, price=price, most=most)
        return dataclasses.replace(task, terms=terms)

    async def _taken(self, stream: Task) -> None:
        async with self.store.unit() as unit:
            await self._put_aside(unit, [stream], until=self.clock.now() + LEASE)
        self._speaking.add(stream.id)

    async def _given_back(self, stream: str) -> None:
        async with self.store.unit() as unit:
            await release(unit, stream, now=self.clock.now())

    async def _put_aside(self, unit: Unit, tasks: Sequence[Task], *, until: datetime | None) -> None:
        priced = [(task, task.terms) for task in tasks if task.terms is not None and task.terms.most]
        if not priced:
            return
        account, currency = priced[0][0].account, priced[0][1].currency
        total, left = sum(terms.most for _, terms in priced), await unit.ledger.available(account, currency)
        if left < total:
            raise _short(total, currency, left)
        for task, terms in priced:
            reservation = Reservation(task=task.id, account=account, currency=currency, amount=terms.most, until=until)
            await unit.ledger.reserve(reservation)
            await unit.ledger.enter(reserved(reservation, at=self.clock.now()))


async def settle(unit: Unit, done: Task, *, now: datetime) -> int:
    """Charge for work that is done, and give back what else was reserved. Millionths that were charged."""
    if done.terms is None or done.usage is None or not done.terms.most:
        return 0
    due = done.terms.due(done.usage)
    reservation = await unit.ledger.close(done.id)
    if reservation is None:
        # a stream that spoke on after its server had been taken for dead: it costs what there is still credit for
        due = min(due, await unit.ledger.available(done.account, done.terms.currency))
        reservation = Reservation(task=done.id, account=done.account, currency=done.terms.currency, amount=0, until=None)
    return due if await unit.ledger.enter(settled(reservation, due, at=now)) else 0


async def release(unit: Unit, task_id: str, *, now: datetime) -> None:
    """Give back what was reserved for work that will not be done. Nothing happens where that, or the opposite, has happened."""
    reservation = await unit.ledger.close(task_id)
    if reservation is not None:
        await unit.ledger.enter(released(reservation, at=now))


def cost(task: Task) -> Money | None:
    """What a task costs: once it is done what it came to, before that what it may come to. None where it costs nothing by its book."""
    if task.terms is None or not task.terms.currency:
        return None
    due = task.terms.most if task.usage is None else task.terms.due(task.usage)
    return Money(micro=due, currency=task.terms.currency)


def most_of(kind: Kind, work: VoiceWork | SpeechWork) -> Usage:
    """What work may use; characters to the last, seconds as if it were spoken slowly."""
    if isinstance(work, SpeechWork):
        count = len(work.text)
        return Usage(characters=count, seconds=count / SLOWEST / work.prosody.speed)
    return Usage(voice_clones=int(kind is Kind.CLONE), voice_designs=int(kind is Kind.DESIGN), preview_characters=len(work.preview_text or ""))


def _short(price: int, currency: str, left: int) -> CreditShort:
    return CreditShort(price=str(exact(price)), currency=currency, left=str(exact(left)))
