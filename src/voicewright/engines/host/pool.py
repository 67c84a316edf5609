"""The workers of one engine, and the queue before them."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator, Coroutine

import structlog

from voicewright.domain.errors import EngineCrashed, EngineTooSlow, Refusal, WorkCancelled
from voicewright.engines.host.process import Kind, Worker
from voicewright.ports import EngineInfo

log = structlog.get_logger(__name__)

LONGEST_REST = 60.0
"""Seconds at most between two attempts to start a worker that nobody waits for."""


class Pool:
    """As many workers as `size`, each with one caller at a time; callers are served in the order in which they came."""

    def __init__(self, kind: Kind, *, size: int) -> None:
        self.size = size
        self.restarts = 0
        """Workers that ended, or had to be ended, since the start."""
        self._kind = kind
        self._workers: set[Worker] = set()
        self._starting = 0
        self._idle: deque[Worker] = deque()
        self._queue: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self._vain = 0
        """Workers in a row that did not start, or ended without having done anything."""

    @property
    def alive(self) -> int:
        """Workers that are there."""
        return sum(not worker.gone for worker in self._workers)

    @property
    def busy(self) -> int:
        """Workers that somebody uses, or that are still leaving off."""
        return sum(not worker.gone and worker not in self._idle for worker in self._workers)

    @property
    def queued(self) -> int:
        """Callers who wait for a worker."""
        return sum(not caller.done() for caller in self._queue)

    async def open(self) -> EngineInfo:
        """Start the first worker. Raises EngineCrashed, EngineTooSlow."""
        self._starting += 1
        try:
            worker, info = await Worker.started(self._kind)
        finally:
            self._starting -= 1
        if info.capabilities.device != "cpu":
            self.size = 1  # a device has one owner, who batches
        self._enlist(worker)
        return info

    def fill(self) -> None:
        """Start the workers that are missing, without waiting for them."""
        while not self._closed and self._starting + len(self._workers) < self.size:
            self._starting += 1
            self._go(self._hire())

    @contextlib.asynccontextmanager
    async def worker(self) -> AsyncGenerator[Worker, None]:
        """A worker for one job. Left with the job unfinished, the worker is made to leave it, in the background."""
        worker = await self._taken()
        try:
            yield worker
        finally:
            self._back(worker)

    async def close(self) -> None:
        """End every worker; whoever waits is sent away."""
        self._closed = True
        while self._queue:
            _refuse(self._queue.popleft(), WorkCancelled())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.close() for worker in self._workers))
        self._workers.clear()
        self._idle.clear()

    async def _taken(self) -> Worker:
        if self._closed:
            raise WorkCancelled
        while self._idle:
            worker = self._idle.popleft()
            if not worker.gone:
                return worker
        caller = asyncio.get_running_loop().create_future()
        self._queue.append(caller)
        self.fill()
        try:
            return await caller
        except asyncio.CancelledError:
            if caller.done() and not caller.cancelled() and caller.exception() is None:
                self._back(caller.result())
            raise

    def _back(self, worker: Worker) -> None:
        if worker.busy and not worker.gone:
            self._go(self._settle(worker))
        elif not worker.gone:
            self._offer(worker)

    async def _settle(self, worker: Worker) -> None:
        await worker.settle()
        if not worker.gone:
            self._offer(worker)

    def _offer(self, worker: Worker) -> None:
        while self._queue:
            caller = self._queue.popleft()
            if not caller.done():
                caller.set_result(worker)
                return
        self._idle.append(worker)

    def _enlist(self, worker: Worker) -> None:
        self._workers.add(worker)
        self._go(self._watch(worker))
        self._offer(worker)

    async def _watch(self, worker: Worker) -> None:
        """Replace a worker when its process has ended, for whatever reason, also while it was idle.

        One that ended without ever having had a job may well do so again: it is replaced at once only where somebody waits.
        """
        await worker.ended()
        await worker.close()
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        self.restarts += 1
        log.warning("engine ended", engine=self._kind.name, pid=worker.pid)
        if worker.used:
            self._vain = 0
            self.fill()
        else:
            self._retry()

    async def _hire(self) -> None:
        try:
            worker, _ = await Worker.started(self._kind)
        except (EngineCrashed, EngineTooSlow) as refusal:
            self._starting -= 1
            self._give_up(refusal)
            return
        except asyncio.CancelledError:
            self._starting -= 1
            raise
        self._starting -= 1
        self._enlist(worker)

    def _give_up(self, refusal: Refusal) -> None:
        """Each attempt in vain costs one caller, so that nobody waits for an engine that cannot start."""
        log.error("engine cannot start", engine=self._kind.name)
        while self._queue:
            caller = self._queue.popleft()
            if not caller.done():
                caller.set_exception(refusal)
                break
        self._retry()

    def _retry(self) -> None:
        """Start the missing workers: now where somebody waits, else later each time."""
        if self.queued:
            self.fill()
        else:
            self._go(self._fill_after(min(LONGEST_REST, 2.0**self._vain)))
            self._vain += 1

    async def _fill_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.fill()

    def _go(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _refuse(caller: asyncio.Future[Worker], refusal: Refusal) -> None:
    if not caller.done():
        caller.set_exception(refusal)
