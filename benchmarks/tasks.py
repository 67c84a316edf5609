"""What a task costs: accepted and done per second, beside the same number of empty workflows of the library underneath, on SQLite.

Run: python benchmarks/tasks.py [TASKS] [ROUNDS]. The two take turns, so that a busy machine slows both.
A task writes in six transactions: accepted with its voice, taken, begun, finished with its usage, its attempt and its end recorded.
The empty workflow writes in three: queued, taken, its end recorded.
"""

from __future__ import annotations

import asyncio
import dataclasses
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.notify import LocalNotify
from voicewright.adapters.objects import open_objects
from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.account import Account, AccountId
from voicewright.domain.commands import Origin
from voicewright.domain.errors import Refusal
from voicewright.domain.language import Language
from voicewright.domain.naming import opaque_id
from voicewright.domain.task import Kind, Stage, Task, VoiceWork
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Source, State, Voice
from voicewright.jobs.runtime import POLL, Jobs
from voicewright.services.tasks import TaskService

AT_ONCE = 64
"""Both queues start so many at once: the polling, and not the work, would be measured otherwise."""
ACCOUNT = AccountId("acct_bench")


@dataclass(kw_only=True)
class Nothing:
    """A task whose work is its record keeping."""

    tasks: TaskService
    begun: dict[str, float] = field(default_factory=dict[str, float])
    left: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def perform(self, task_id: str) -> None:
        """Begin and finish."""
        self.begun.setdefault(task_id, time.perf_counter())
        task = await self.tasks.begin(task_id)
        if task is None:
            return
        await self.tasks.finish(task, output=None, usage=Usage(voice_clones=1), shape=lambda it: dataclasses.replace(it, state=State.ACTIVE))
        self.left -= 1
        if self.left == 0:
            self.done.set()

    async def fail(self, task_id: str, refusal: Refusal) -> None:
        """Nothing fails here."""
        raise AssertionError(task_id) from refusal

    async def open(self) -> Mapping[str, str]:
        """Nothing is forgotten here."""
        return {}


async def ours(count: int) -> tuple[float, list[float]]:
    """Tasks per second from the first acceptance to the last end, and milliseconds from acceptance to start with an idle worker."""
    with tempfile.TemporaryDirectory() as folder:
        async with _house(Path(folder)) as (store, work):
            work.left = count
            began = time.perf_counter()
            for _ in range(count):
                await _submit(store)
            await work.done.wait()
            rate = count / (time.perf_counter() - began)
            latencies = [await _latency(store, work) for _ in range(30)]
    return rate, latencies


async def bare(count: int) -> float:
    """Empty workflows per second, enqueued one by one and run by the same loop."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bare.db"
        # makes the file, in WAL, as the store does
        upgrade(url)
        engine = sync_engine(url)
        done, left = asyncio.Event(), count

        async def nothing(_id: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                done.set()

        serializer = DBOSPortableJSONSerializer()
        settings = DBOSConfig(
            name="bare", system_database_engine=engine, serializer=serializer, application_version="1", log_level="ERROR", use_listen_notify=False
        )
        DBOS(config=settings)
        DBOS.workflow(name="nothing")(nothing)
        DBOS.launch()
        await DBOS.register_queue_async("bare", worker_concurrency=AT_ONCE, polling_interval_sec=POLL)
        client = DBOSClient(system_database_engine=engine, serializer=serializer, application_name="bare")
        await asyncio.sleep(1.5)
        began = time.perf_counter()
        for _ in range(count):
            await client.enqueue_async(EnqueueOptions(workflow_name="nothing", queue_name="bare"), opaque_id("task"))
        await done.wait()
        rate = count / (time.perf_counter() - began)
        await asyncio.sleep(0.5)
        await asyncio.get_running_loop().run_in_executor(None, lambda: DBOS.destroy(destroy_registry=True))
        client.destroy()
        engine.dispose()
    return rate


@asynccontextmanager
async def _house(folder: Path) -> AsyncGenerator[tuple[SqlStore, Nothing]]:
    url = f"sqlite:///{folder}/voicewright.db"
    upgrade(url)
    jobs = Jobs(engine=sync_engine(url), data=folder, concurrency=AT_ONCE)
    store = open_store(url, enqueue=jobs.enqueue)
    async with store.unit() as unit:
        await unit.accounts.add(Account(id=ACCOUNT, name="bench", created_at=datetime.now(UTC)))
    tasks = TaskService(store=store, objects=open_objects(str(folder / "objects")), clock=SystemClock(), notify=LocalNotify())
    work = Nothing(tasks=tasks)
    await jobs.start(work)
    yield store, work
    await jobs.close(drain=5)
    await store.close()


async def _submit(store: SqlStore) -> str:
    now, task_id = datetime.now(UTC), opaque_id("task")
    voice = Voice(
        id=f"voice-{task_id}",
        owner=ACCOUNT,
        source=Source.CLONE,
        state=State.PREPARING,
        name="",
        language=Language.ENGLISH,
        language_label="english",
        description="",
        created_at=now,
        seed=1,
    )
    task = Task(
        id=task_id,
        account=ACCOUNT,
        kind=Kind.CLONE,
        stage=Stage.QUEUED,
        origin=Origin(dialect="bench", model="none"),
        voice_id=voice.id,
        work=VoiceWork(preview_text=None),
        request=opaque_id("req"),
        created_at=now,
    )
    async with store.unit() as unit:
        await unit.voices.add(voice)
        await unit.tasks.add(task)
    return task_id


async def _latency(store: SqlStore, work: Nothing) -> float:
    work.left = 1
    work.done.clear()
    task_id = await _submit(store)
    accepted = time.perf_counter()
    await work.done.wait()
    await asyncio.sleep(0.03)
    return 1000 * max(0.0, work.begun[task_id] - accepted)


async def idle(seconds: float) -> float:
    """The share of one core that a worker without work uses."""
    with tempfile.TemporaryDirectory() as folder:
        async with _house(Path(folder)):
            await asyncio.sleep(1)
            began, before = time.perf_counter(), time.process_time()
            await asyncio.sleep(seconds)
            return (time.process_time() - before) / (time.perf_counter() - began)


def main() -> None:
    count, rounds = (int(it) for it in (*sys.argv[1:], "300", "3")[:2])
    found: list[tuple[float, float]] = []
    waits: list[float] = []
    print(f"{'round':>5} {'tasks/s':>9} {'bare/s':>9} {'ratio':>6}")
    for number in range(1, rounds + 1):
        rate, latencies = asyncio.run(ours(count))
        found.append((rate, asyncio.run(bare(count))))
        waits += latencies
        print(f"{number:>5} {found[-1][0]:>9.0f} {found[-1][1]:>9.0f} {found[-1][0] / found[-1][1]:>6.2f}")
    print(f"median ratio {statistics.median(a / b for a, b in found):.2f}, {count} tasks a round, {AT_ONCE} at once")
    print(
        f"accepted to started, worker idle: p50 {statistics.median(waits):.0f} ms, p95 {statistics.quantiles(waits, n=20)[-1]:.0f} ms, n={len(waits)}"
    )
    print(f"a worker with nothing to do: {100 * asyncio.run(idle(5)):.1f} % of one core")


if __name__ == "__main__":
    main()
