"""One speech on its way from a worker to its listener."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import structlog

from voicewright.domain.errors import EngineCrashed, Refusal, WorkCancelled
from voicewright.domain.script import Script
from voicewright.engines.host import messages
from voicewright.engines.host.limits import READ_AHEAD, Limits, allowance
from voicewright.engines.host.messages import Said
from voicewright.engines.host.pool import Pool
from voicewright.engines.host.process import Worker
from voicewright.ports import EngineInfo, Frame, Timbre

log = structlog.get_logger(__name__)


class Speech:
    """Frames are fetched a little ahead, so that a worker is not held up by a listener who takes them in gulps."""

    def __init__(self, pool: Pool, engine: EngineInfo, limits: Limits) -> None:
        self._pool = pool
        self._engine = engine
        self._limits = limits
        self._room = asyncio.Semaphore(READ_AHEAD)
        self._frames: asyncio.Queue[Frame | Refusal | None] = asyncio.Queue()
        """None is the end of it, a refusal a bad one."""

    async def heard(self, timbre: Timbre, script: Script) -> AsyncGenerator[Frame, None]:
        """The frames. Raises EngineCrashed, EngineTooSlow, WorkCancelled. Closing it stops the work."""
        fetching = asyncio.create_task(self._fetch(timbre, script))
        try:
            while (frame := await self._frames.get()) is not None:
                if isinstance(frame, Refusal):
                    raise frame
                self._room.release()
                yield frame
        finally:
            fetching.cancel()

    async def _fetch(self, timbre: Timbre, script: Script) -> None:
        end: Refusal | None = EngineCrashed()
        try:
            async with self._pool.worker() as worker:
                await worker.begin(*messages.speaking(timbre, script))
                await self._relay(worker, script)
            end = None
        except Refusal as refusal:
            end = refusal
        finally:
            self._frames.put_nowait(end)

    async def _relay(self, worker: Worker, script: Script) -> None:
        left = allowance(script) * self._engine.capabilities.rate
        while isinstance((answer := await worker.answer(within=self._limits.frame))[0], Said):
            frame = messages.frame_of(answer[0], answer[1])
            left -= len(frame)
            if left < 0:
                log.error("engine babbles", engine=self._engine.name, pid=worker.pid, allowance=allowance(script))
                raise EngineCrashed
            await self._make_room(worker)
            self._frames.put_nowait(frame)

    async def _make_room(self, worker: Worker) -> None:
        try:
            async with asyncio.timeout(self._limits.listener):
                await self._room.acquire()
        except TimeoutError:
            log.warning("listener gone", engine=self._engine.name, pid=worker.pid, seconds=self._limits.listener)
            raise WorkCancelled from None
