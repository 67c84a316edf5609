"""Whatever happens, and wherever it breaks off: credit adds up, and nobody pays twice."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicewright.adapters.books import price_books
from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.notify import LocalNotify
from voicewright.adapters.objects import open_objects
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.account import Account, AccountId, Caller
from voicewright.domain.commands import Origin
from voicewright.domain.errors import CreditShort, EngineCrashed, TaskNotVisible
from voicewright.domain.language import Language
from voicewright.domain.ledger import Balance
from voicewright.domain.naming import opaque_id
from voicewright.domain.plan import Plan
from voicewright.domain.speech import AudioSpec, Prosody
from voicewright.domain.task import Kind, SpeechWork, Stage, Task
from voicewright.domain.usage import Grouping, Usage, UsageWanted
from voicewright.ports import WorkerUnit
from voicewright.services.acceptance import Acceptance
from voicewright.services.billing import LEASE, Billing, settle
from voicewright.services.credit import CreditService
from voicewright.services.limits import LimitService
from voicewright.services.tasks import TaskService

BOOKS = price_books(None)
HISTORIES = {"sqlite": 100, "postgresql": 60}

Crash = Literal["before", "after"] | None
"""Before or after the step's transaction is committed; whoever took the step does not know which."""


class DiedError(Exception):
    """The process was killed."""


@dataclass(kw_only=True)
class Fragile:
    """A database whose process can die at the next step."""

    store: SqlStore
    crash: Crash = None

    @asynccontextmanager
    async def unit(self) -> AsyncGenerator[WorkerUnit, None]:
        crash, self.crash = self.crash, None
        async with self.store.unit() as unit:
            yield unit
            if crash == "before":
                raise DiedError
        if crash == "after":
            raise DiedError

    def view(self) -> AbstractAsyncContextManager[WorkerUnit]:
        return self.store.view()

    async def ping(self) -> None:
        await self.store.ping()


@dataclass(kw_only=True)
class Hands:
    """A clock that is moved by hand."""

    at: datetime = datetime(2026, 11, 21, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@dataclass(kw_only=True)
class Life:
    """One account, and everything that may happen to its credit."""

    fragile: Fragile
    folder: Path
    caller: Caller
    clock: Hands = field(default_factory=Hands)
    paid: int = 0
    due: dict[str, int] = field(default_factory=dict[str, int])
    """What finished work comes to, by task."""
    open: list[Task] = field(default_factory=list[Task])
    ended: list[Task] = field(default_factory=list[Task])
    deposits: int = 0

    def __post_init__(self) -> None:
        self.billing = Billing(store=self.fragile, clock=self.clock, books=BOOKS)
        self.acceptance = Acceptance(store=self.fragile, limits=LimitService(store=self.fragile, meter=LocalMeter()), billing=self.billing)
        objects = open_objects(str(self.folder))
        self.tasks = TaskService(store=self.fragile, objects=objects, clock=self.clock, notify=LocalNotify())
        self.credit = CreditService(store=self.fragile, clock=self.clock, books=BOOKS)

    async def step(self, name: str, number: int, crash: Crash) -> None:
        if name == "deposit":
            await self.deposit(number, crash)
        elif name == "accept":
            await self.accept(number, crash)
        elif name in {"heard", "torn", "killed"}:
            await self.stream(name, number)
        elif name == "tend":
            self.clock.at += LEASE / 3 * number
            await self.surely(self.billing.tend, crash)
        elif self.open:
            await self.end(name, number, crash)
        elif self.ended:
            await self.end_again(name, number)

    async def deposit(self, number: int, crash: Crash) -> None:
        self.deposits += 1
        reference, amount = f"invoice-{self.deposits}", Decimal(number + 1) / 1000

        async def add() -> None:
            await self.credit.add(self.caller.account, amount, currency="USD", reference=reference)

        await self.surely(add, crash)
        self.paid += 1000 * (number + 1)

    async def accept(self, number: int, crash: Crash) -> None:
        tasks = [self.task(number + 5 * part) for part in range(1 + number % 3)]
        self.fragile.crash = crash
        try:
            async with self.fragile.unit() as unit:
                self.open += await self.acceptance.accept(unit, self.caller, tasks)
        except CreditShort:
            self.fragile.crash = None
        except DiedError:
            kept = [task for task in [await self.stored(task.id) for task in tasks] if task is not None]
            assert len(kept) in {0, len(tasks)}
            self.open = [task for task in self.open if task.id not in {it.id for it in tasks}] + kept

    async def end(self, name: str, number: int, crash: Crash) -> None:
        task = self.open.pop(number % len(self.open))
        running = await self.tasks.begin(task.id)
        assert running is not None
        if name == "finish":
            self.due[task.id] = 100 * len(work_of(task).text)
        await self.surely(lambda: self.once(name, running), crash)
        self.ended.append(running)

    async def end_again(self, name: str, number: int) -> None:
        """What a worker does that does not know that somebody was there before."""
        await self.once(name, self.ended[number % len(self.ended)])

    async def once(self, name: str, task: Task) -> None:
        if name == "finish":
            await self.tasks.finish(task, output=None, usage=Usage(characters=len(work_of(task).text), seconds=1.5))
        elif name == "fail":
            await self.tasks.fail(task.id, EngineCrashed())
        else:
            try:
                await self.tasks.discard(self.caller, task.id)
            except TaskNotVisible:
                assert task.id in {it.id for it in self.ended}

    async def stream(self, name: str, number: int) -> None:
        try:
            async with self.billing.held(self.caller, self.task(number)) as agreed:
                await self.heard(name, agreed, number)
        except (CreditShort, DiedError, EngineCrashed):
            pass

    async def heard(self, name: str, agreed: Task, number: int) -> None:
        if name == "torn":
            raise EngineCrashed
        if name == "killed":
            self.fragile.crash = "before"
            raise DiedError
        if number % 5 == 4:  # the server hung for so long that it was taken for dead
            self.clock.at += 2 * LEASE
            await Billing(store=self.fragile, clock=self.clock, books=BOOKS).tend()
        usage = Usage(characters=len(work_of(agreed).text), seconds=1.5)
        done = dataclasses.replace(agreed, stage=Stage.SUCCEEDED, finished_at=self.clock.now(), usage=usage)
        for _ in range(1 + number % 2):
            async with self.fragile.unit() as unit:
                charged = await settle(unit, done, now=self.clock.now())
                await unit.books.enter(done, charged=charged)
                self.due[done.id] = self.due.get(done.id, 0) + charged

    async def surely(self, take: Callable[[], Awaitable[object]], crash: Crash) -> None:
        """Take a step that may break off, and take it again if it did."""
        self.fragile.crash = crash
        try:
            await take()
        except DiedError:
            await take()
        self.fragile.crash = None

    async def over(self) -> None:
        """Everything ends, one way or the other."""
        for number, task in enumerate(list(self.open)):
            await self.end(("finish", "fail", "cancel")[number % 3], self.open.index(task), None)
        self.clock.at += 2 * LEASE
        await self.billing.tend()

    async def balance(self) -> Balance:
        found = await self.billing.balance(self.caller)
        assert found is not None
        return found

    async def counted(self) -> int:
        """What the account's usage says that it was charged."""
        async with self.fragile.view() as unit:
            lines = await unit.books.lines(UsageWanted(by=Grouping.ACCOUNT, account=self.caller.account))
        return sum(line.charged for line in lines)

    async def stored(self, task_id: str) -> Task | None:
        async with self.fragile.view() as unit:
            return await unit.tasks.get(task_id)

    def task(self, number: int) -> Task:
        return Task(
            id=opaque_id("task"),
            account=self.caller.account,
            kind=Kind.SPEECH,
            stage=Stage.QUEUED,
            origin=Origin(dialect="minimax", model="speech-2.8-hd"),
            voice_id="English_Graceful_Lady",
            work=SpeechWork(text="x" * (1 + number), language=Language.ENGLISH, prosody=Prosody(), volume=1.0, spec=AudioSpec(), pronunciations=()),
            request="req_test",
            created_at=self.clock.now(),
        )


def work_of(task: Task) -> SpeechWork:
    assert isinstance(task.work, SpeechWork)
    return task.work


async def born(store: SqlStore, folder: Path) -> Life:
    account = Account(id=AccountId(opaque_id("acct")), name="test", created_at=datetime.now(UTC))
    async with store.unit() as unit:
        await unit.accounts.add(account)
    caller = Caller(account=account.id, key="key_test", request="req_test", plan=Plan(name="paying", price_book="minimax"))
    return Life(fragile=Fragile(store=store), folder=folder, caller=caller)


STEPS = st.tuples(
    st.sampled_from(["deposit", "accept", "accept", "finish", "fail", "cancel", "heard", "torn", "killed", "tend"]),
    st.integers(0, 12),
    st.sampled_from([None, None, "before", "after"]),
)


async def lived(store: SqlStore, folder: Path, history: list[tuple[str, int, Crash]]) -> None:
    life = await born(store, folder)
    for name, number, crash in history:
        await life.step(name, number, crash)
        now = await life.balance()
        assert min(now.available, now.reserved, now.charged) >= 0
        assert now.available + now.reserved + now.charged == life.paid
    await life.over()

    end = await life.balance()
    assert end.reserved == 0
    assert end.charged == sum(life.due.values()) == await life.counted()
    assert end.available == life.paid - end.charged


def test_in_every_history_balances_are_the_sums_of_their_entries_and_nothing_is_charged_twice(database_url: str, tmp_path: Path) -> None:
    upgrade(database_url)
    with asyncio.Runner() as runner:
        store = open_store(database_url)
        runner.run(hurried(store))

        @settings(max_examples=HISTORIES[database_url.partition(":")[0]], deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(st.integers(0, 12), st.lists(STEPS, min_size=8, max_size=30))
        def every(first: int, history: list[tuple[str, int, Crash]]) -> None:
            runner.run(lived(store, tmp_path / "objects", [("deposit", first, None), *history]))

        every()
        assert runner.run(discrepancies(store)) == []
        runner.run(store.close())


async def hurried(store: SqlStore) -> None:
    """Tests see no power loss, and a commit that waits for the disk makes them slow."""
    if store.writing.dialect.name == "sqlite":
        kept = await store.writing.raw_connection()
        assert kept.driver_connection is not None
        await kept.driver_connection.execute("PRAGMA synchronous=OFF")
        kept.close()


async def discrepancies(store: SqlStore) -> list[str]:
    async with store.view() as unit:
        return list(await unit.ledger.discrepancies())


async def test_books_that_somebody_has_changed_by_hand_are_found_out(store: SqlStore, tmp_path: Path) -> None:
    life = await born(store, tmp_path / "objects")
    await life.step("deposit", 9, None)
    await life.step("accept", 1, None)
    assert await discrepancies(store) == []

    async with store.writing.begin() as connection:
        await connection.exec_driver_sql("UPDATE balances SET amount = amount + 1 WHERE place = 'reserved'")
    found = await discrepancies(store)
    assert [word in " ".join(found) for word in ("reserved of acct_", "its postings come to", "open reservations come to")] == [True] * 3


async def test_what_was_agreed_holds_when_prices_change(store: SqlStore, tmp_path: Path) -> None:
    life = await born(store, tmp_path / "objects")
    await life.step("deposit", 9, None)
    await life.step("accept", 9, None)
    (task,) = life.open
    dearer = dataclasses.replace(life.caller, plan=Plan(name="paying", price_book="novita"))
    assert life.billing.price(dearer, task.kind, task.origin) != life.billing.price(life.caller, task.kind, task.origin)

    stored = await life.stored(task.id)
    assert stored is not None
    assert stored.terms is not None
    assert (stored.terms.book, stored.terms.version, stored.terms.key, stored.terms.most) == ("minimax", BOOKS["minimax"].version, "key_test", 1000)
    await life.end("finish", 0, None)
    assert (await life.balance()).charged == 1000


async def test_the_reservation_of_a_stream_whose_server_died_is_given_back(store: SqlStore, tmp_path: Path) -> None:
    life = await born(store, tmp_path / "objects")
    await life.step("deposit", 9, None)
    await life.step("killed", 9, None)
    await life.billing.tend()
    assert (await life.balance()).reserved == 1000

    life.clock.at += LEASE + timedelta(seconds=1)
    await life.billing.tend()
    assert (await life.balance()).reserved == 0


async def test_a_stream_that_still_speaks_keeps_its_reservation(store: SqlStore, tmp_path: Path) -> None:
    life = await born(store, tmp_path / "objects")
    await life.step("deposit", 9, None)
    async with life.billing.held(life.caller, life.task(9)):
        for _ in range(5):
            life.clock.at += LEASE / 2
            await life.billing.tend()
        assert (await life.balance()).reserved == 1000
    assert (await life.balance()).reserved == 0


async def test_several_texts_are_paid_together_or_not_at_all(store: SqlStore, tmp_path: Path) -> None:
    life = await born(store, tmp_path / "objects")
    await life.step("deposit", 1, None)
    tasks = [life.task(9), life.task(10)]
    with pytest.raises(CreditShort, match=r"would cost 0\.0021 USD, and the account has 0\.002 USD left"):
        async with store.unit() as unit:
            await life.acceptance.accept(unit, life.caller, tasks)
    assert [await life.stored(task.id) for task in tasks] == [None, None]
    assert (await life.balance()).reserved == 0
