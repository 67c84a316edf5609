"""A small house around the worker: a real database and real tasks; what a task does, the test says."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.notify import LocalNotify
from voicewright.adapters.objects import open_objects
from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.account import Account, AccountId, Caller
from voicewright.domain.books import FREE
from voicewright.domain.commands import Origin
from voicewright.domain.errors import Refusal
from voicewright.domain.language import Language
from voicewright.domain.naming import opaque_id
from voicewright.domain.task import Kind, Stage, Task, VoiceWork
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Source, State, Voice
from voicewright.jobs.runtime import Jobs
from voicewright.services.acceptance import Acceptance
from voicewright.services.billing import Billing
from voicewright.services.limits import LimitService
from voicewright.services.tasks import TaskService

ACCOUNT = AccountId("acct_test")
CALLER = Caller(account=ACCOUNT, key="key_test", request="req_test")
NEIGHBOUR = Caller(account=AccountId("acct_neighbour"), key="key_neighbour", request="req_neighbour")
SECRET_TEXT = "nobody but the tasks' own table may hold this sentence"

Act = Callable[[Task], Awaitable[None]]


async def nothing(_task: Task) -> None:
    """The quickest work there is."""


@dataclass(kw_only=True)
class Doing:
    """Begins a task, does what the test says, brings the voice to life."""

    tasks: TaskService
    act: Act = nothing
    begun: Counter[str] = field(default_factory=Counter[str])

    async def perform(self, task_id: str) -> None:
        task = await self.tasks.begin(task_id)
        if task is None:
            return
        self.begun[task_id] += 1
        await self.act(task)
        await self.tasks.finish(task, output=None, usage=Usage(voice_clones=1), shape=lambda it: dataclasses.replace(it, state=State.ACTIVE))

    async def fail(self, task_id: str, refusal: Refusal) -> None:
        await self.tasks.fail(task_id, refusal)

    async def open(self) -> Mapping[str, str]:
        async with self.tasks.store.view() as unit:
            return await unit.tasks.open()


@dataclass(frozen=True, kw_only=True)
class House:
    store: SqlStore
    tasks: TaskService
    jobs: Jobs
    work: Doing

    async def submit(self, caller: Caller = CALLER) -> Task:
        """Accept a clone, as the services do: voice, task and queue in one transaction."""
        (task,) = await self.submit_all(1, caller)
        return task

    async def submit_all(self, number: int, caller: Caller = CALLER) -> list[Task]:
        """Accept several, in the order in which they were sent."""
        billing = Billing(store=self.store, clock=SystemClock(), books={FREE.name: FREE})
        acceptance = Acceptance(store=self.store, limits=LimitService(store=self.store, meter=LocalMeter()), billing=billing)
        accepted: list[Task] = []
        for _ in range(number):
            async with self.store.unit() as unit:
                task = dataclasses.replace(clone_task(), account=caller.account)
                await unit.voices.add(voice_of(task))
                await acceptance.accept(unit, caller, [task])
            accepted.append(task)
        return accepted

    async def ended(self, task: Task, *, within: float = 15.0) -> Task:
        """The task once it has ended."""
        task = await self.tasks.settled(await self.tasks.of(CALLER, task.id), within=within)
        assert task.stage.ended, f"{task.id} is still {task.stage}"
        return task

    async def voice(self, task: Task) -> Voice:
        async with self.store.view() as unit:
            voice = await unit.voices.get(task.voice_id)
        assert voice is not None
        return voice


@asynccontextmanager
async def opened(url: str, data: Path, *, act: Act = nothing, concurrency: int = 2) -> AsyncGenerator[House]:
    """A house whose worker has not started."""
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True)
    upgrade(url)
    jobs = Jobs(engine=sync_engine(url), data=data, concurrency=concurrency, backoff=0.05)
    store = open_store(url, enqueue=jobs.enqueue)
    await _account(store)
    tasks = TaskService(store=store, objects=open_objects(str(data / "objects")), clock=SystemClock(), notify=LocalNotify())
    try:
        yield House(store=store, tasks=tasks, jobs=jobs, work=Doing(tasks=tasks, act=act))
    finally:
        await jobs.close(drain=0)
        await store.close()


@asynccontextmanager
async def working(url: str, data: Path, *, act: Act = nothing, concurrency: int = 2) -> AsyncGenerator[House]:
    """A house at work, and in good health to the end."""
    async with opened(url, data, act=act, concurrency=concurrency) as house:
        await house.jobs.start(house.work)
        yield house
        await house.jobs.check()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that nothing tells us of."""
    for _ in range(300):
        if await holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came true")


def clone_task() -> Task:
    task_id = opaque_id("task")
    return Task(
        id=task_id,
        account=ACCOUNT,
        kind=Kind.CLONE,
        stage=Stage.QUEUED,
        origin=Origin(dialect="aijisu", model="speech-2.8-hd"),
        voice_id=f"voice-{task_id}",
        work=VoiceWork(preview_text=SECRET_TEXT),
        request=f"req_{task_id[-6:]}",
        created_at=datetime.now(UTC),
    )


def voice_of(task: Task) -> Voice:
    return Voice(
        id=task.voice_id,
        owner=task.account,
        source=Source.CLONE,
        state=State.PREPARING,
        name="",
        language=Language.ENGLISH,
        language_label="english",
        description="",
        created_at=task.created_at,
        seed=1,
    )


async def _account(store: SqlStore) -> None:
    async with store.unit() as unit:
        if await unit.accounts.first() is None:
            await unit.accounts.add(Account(id=ACCOUNT, name="ours", created_at=datetime.now(UTC)))
            await unit.accounts.add(Account(id=NEIGHBOUR.account, name="the neighbour's", created_at=datetime.now(UTC)))
