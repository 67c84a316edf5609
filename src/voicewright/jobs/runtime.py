"""The worker: DBOS, set up so that it is ours alone, and started and stopped with the server."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions

from voicewright.domain.naming import opaque_id
from voicewright.domain.task import Task
from voicewright.domain.webhook import Delivery
from voicewright.jobs.lock import lock_file
from voicewright.jobs.presence import Presence
from voicewright.jobs.sweeper import LostRounds, Sweeper, round_id
from voicewright.jobs.upkeep import Retention, Upkeep
from voicewright.jobs.work import Courier, Performance, Round, Work

APPLICATION = "voicewright"
VERSION = "1"
"""Of the workflow's steps. Only a change to them may change it: work in flight under another one is not taken up."""
QUEUE = "tasks"
WORKFLOW = "perform"
DELIVERIES = "deliveries"
"""A queue of their own: a receiver that keeps us waiting holds no voice up."""
ROUND = "deliver"
AT_ONCE = 16
"""Webhooks on their way from one worker."""
LAST_TURN = 2**31 - 1
"""The largest that DBOS takes; who comes after it waits by the time of their coming."""
SCHEMA = "dbos"
POLL = 0.05
"""Seconds between two looks into the queue."""
DELIVERIES_POLL = 0.25
"""The same for webhooks, which nobody waits for with a connection open."""
BACKOFF = 1.0
"""Seconds before a task's second attempt."""
INTERRUPTIONS = 20
"""Times that a task may be running when its server dies, before it is taken for the cause."""
THREADS = 64
"""DBOS takes over the loop's thread pool, and its own default has no limit."""

log = structlog.get_logger(__name__)


class Jobs:
    """Queues tasks in the transaction that accepts them, and performs them. One at a time in a process: DBOS is global."""

    def __init__(self, *, engine: sa.Engine, data: Path, concurrency: int, backoff: float = BACKOFF) -> None:
        """The engine is the database's of the tasks, and is disposed of when this is closed.

        Where several servers share a PostgreSQL database, the one that started last says how many tasks each performs at once.
        """
        _quieten()
        self._engine = engine
        self._data = data
        self._concurrency = concurrency
        self._backoff = backoff
        self._client = DBOSClient(
            system_database_engine=engine,
            dbos_system_schema=SCHEMA,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )
        self._held = ExitStack()
        self._running: set[asyncio.Task[None]] = set()
        self._delivering: set[asyncio.Task[None]] = set()
        self._dbos: DBOS | None = None
        self._sweeping: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None

    def enqueue(self, connection: sa.Connection, task: Task) -> None:
        """Queue a task within the transaction of a connection: it runs if, and only if, the transaction is committed."""
        self._enqueue(connection, task.id, task.request, turn=task.turn)

    def enqueue_again(self, task_id: str, request: str) -> None:
        """Queue a task that no queue knows of any more, as the next one: it has waited."""
        with self._engine.begin() as connection:
            self._enqueue(connection, task_id, request, turn=0)

    def dispatch(self, connection: sa.Connection, delivery: Delivery) -> None:
        """Queue a delivery's next attempt for its time, within the transaction of a connection."""
        options = EnqueueOptions(workflow_name=ROUND, queue_name=DELIVERIES, workflow_id=round_id(delivery), app_version=VERSION)
        delay = 0.0 if delivery.due_at is None else delivery.due_at.timestamp() - time.time()
        if delay > 0:
            options["delay_seconds"] = delay
        self._client.enqueue_in_transaction(connection, options, delivery.id, delivery.attempts + 1, delivery.request)

    def dispatch_again(self, delivery: Delivery) -> None:
        """Queue an attempt that no queue knows of any more."""
        with self._engine.begin() as connection:
            self.dispatch(connection, delivery)

    async def start(
        self,
        work: Work,
        courier: Courier | None = None,
        retention: Retention | None = None,
        *,
        tend: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Take up what was left and whatever comes, on the running loop. `tend`: what has to be looked after besides. Raises AlreadyServed."""
        async with AsyncExitStack() as undo:
            undo.push_async_callback(self.close, drain=0)
            executor, presence = await asyncio.to_thread(self._claimed)
            await asyncio.to_thread(self._prepare)
            self._launch(executor, Performance(work=work, backoff=self._backoff), None if courier is None else Round(courier=courier))
            undo.pop_all()
        lost = None if courier is None else LostRounds(courier=courier, dispatch=self.dispatch_again)
        sweeper = Sweeper(work=work, enqueue=self.enqueue_again, presence=presence, rounds=lost, tend=tend)
        self._sweeping = asyncio.create_task(sweeper.run())
        self._sweeping.add_done_callback(_mourned)
        if retention is not None:
            self._keeping = asyncio.create_task(Upkeep(retention=retention, engine=self._engine).run())

    def rest(self) -> None:
        """Take nothing new; what runs goes on."""
        if self._dbos is not None:
            for stop in self._dbos.background_thread_stop_events:
                stop.set()

    async def close(self, *, drain: float) -> None:
        """Take nothing new, give what runs so many seconds, and leave the rest for the next start or another server."""
        if self._dbos is not None:
            await self._drained(drain)
        chores = [chore for chore in (self._sweeping, self._keeping) if chore is not None]
        self._sweeping = self._keeping = None
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        if self._dbos is not None:
            await _in_thread(lambda: DBOS.destroy(destroy_registry=True))
            self._dbos = None
            # DBOS has shut down the pool that it had put into the loop
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        await _in_thread(self._let_go)

    async def check(self) -> str:
        """In a few words, how busy the worker is. Raises RuntimeError if it does not work."""
        if self._sweeping is None or self._sweeping.done():
            raise RuntimeError("the worker is not running")
        return f"{self.working} of {self._concurrency} at work"

    @property
    def working(self) -> int:
        """Tasks that are being performed here at this moment."""
        return len(self._running)

    def _enqueue(self, connection: sa.Connection, task_id: str, request: str, *, turn: int) -> None:
        options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=QUEUE, workflow_id=task_id, app_version=VERSION)
        if turn:  # without one it goes before all that have one
            options["priority"] = min(turn, LAST_TURN)
        self._client.enqueue_in_transaction(connection, options, task_id, request)

    def _claimed(self) -> tuple[str, Presence | None]:
        """The name under which this worker holds running tasks, and how others see that it lives."""
        if self._engine.dialect.name == "sqlite":
            database = Path(str(self._engine.url.database)).resolve()
            for path, guarded in ((self._data / "server.lock", self._data), (Path(f"{database}.lock"), database)):
                self._held.callback(lock_file(path, guarding=guarded).release)
            return "embedded", None
        presence = Presence(engine=self._engine, executor=opaque_id("worker"))
        presence.show()
        self._held.callback(presence.hide)
        return presence.executor, presence

    def _prepare(self) -> None:
        """Tables and queue, before the launch: queues that appear later are noticed a second later."""
        # DBOS.migrate would make an engine of its own, without our settings, and triggers that nothing listens to
        self._client._sys_db.run_migrations()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # as above
        self._client.register_queue(QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL)
        self._client.register_queue(DELIVERIES, worker_concurrency=AT_ONCE, polling_interval_sec=DELIVERIES_POLL)

    def _launch(self, executor: str, performance: Performance, rounds: Round | None) -> None:
        async def perform(task_id: str, request: str) -> None:
            _counted(self._running)
            await performance(task_id, request)

        async def deliver(delivery_id: str, number: int, request: str) -> None:
            assert rounds is not None
            _counted(self._delivering)
            await rounds(delivery_id, number, request)

        self._dbos = DBOS(
            config=DBOSConfig(
                name=APPLICATION,
                application_version=VERSION,
                executor_id=executor,
                system_database_engine=self._engine,
                dbos_system_schema=SCHEMA,
                serializer=DBOSPortableJSONSerializer(),
                run_migrations=False,
                use_listen_notify=False,
                notification_listener_polling_interval_sec=0.2,
                max_executor_threads=THREADS,
                log_level="WARNING",
                enable_otlp=False,
            )
        )
        DBOS.workflow(name=WORKFLOW, max_recovery_attempts=INTERRUPTIONS)(perform)
        if rounds is not None:
            DBOS.workflow(name=ROUND, max_recovery_attempts=INTERRUPTIONS)(deliver)
        DBOS.launch()

    async def _drained(self, seconds: float) -> None:
        self.rest()
        if self._busy and seconds > 0:
            await asyncio.wait(self._busy, timeout=seconds)
        busy = self._busy
        if not busy:
            return
        log.warning("stopping with tasks unfinished, which the next start takes up", tasks=len(self._running), webhooks=len(self._delivering))
        # it would say the same again, once for every task
        logging.getLogger("dbos").setLevel(logging.ERROR)
        for running in busy:
            running.cancel()
        await asyncio.wait(busy)

    @property
    def _busy(self) -> set[asyncio.Task[None]]:
        return self._running | self._delivering

    def _let_go(self) -> None:
        self._client.destroy()
        self._held.close()
        self._engine.dispose()


def _quieten() -> None:
    """Send what DBOS has to say the way of every other library's words; its advice on its own products stays unsaid."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        # without one, DBOS writes to standard error in a form of its own
        logger.addHandler(logging.NullHandler())
    logger.setLevel(logging.WARNING)
    logger.propagate = True


def _counted(among: set[asyncio.Task[None]]) -> None:
    """Have the task that is running now counted among others until it is done."""
    running = asyncio.current_task()
    assert running is not None
    among.add(running)
    running.add_done_callback(among.discard)


async def _in_thread(do: Callable[[], object]) -> None:
    """Run something in a thread of its own, while the loop's pool comes and goes."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        await asyncio.get_running_loop().run_in_executor(pool, do)


def _mourned(sweeping: asyncio.Task[None]) -> None:
    if not sweeping.cancelled() and (error := sweeping.exception()) is not None:
        log.critical("the sweeper died; restart the server", exc_info=error)
