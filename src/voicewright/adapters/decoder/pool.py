"""See `ports.Decoder`: a few cells, started when they are first needed and kept."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import structlog

from voicewright.adapters.decoder.cell import WALL, Cell
from voicewright.audio.recording import MEGABYTE, Limits, Recording
from voicewright.domain.errors import EngineCrashed, RecordingTooLarge

log = structlog.get_logger(__name__)


class DecoderPool:
    """Decodes each file in a process of its own.

    Args:
        size: Files at one time; others wait for their turn.
        wall: Seconds for one file.

    It belongs to the event loop that first uses it.
    """

    def __init__(self, *, size: int, wall: float = WALL) -> None:
        self._wall = wall
        self._turns = asyncio.Semaphore(size)
        self._idle: deque[Cell] = deque()
        self._cells: set[Cell] = set()
        self._closed = False

    @property
    def workers(self) -> frozenset[int]:
        """The processes that there are."""
        return frozenset(cell.pid for cell in self._cells if not cell.gone)

    async def start(self) -> None:
        """Start one, so that the first file does not wait for it. One that cannot start is logged, and tried again when it is needed."""
        with suppress(EngineCrashed):
            async with self._turns:
                self._idle.append(await self._fresh())

    async def close(self) -> None:
        """End every process, and whatever it still does."""
        self._closed = True
        await asyncio.gather(*(cell.close() for cell in self._cells))
        self._cells.clear()

    async def __call__(self, data: bytes, *, field: str, limits: Limits) -> Recording:
        """See `ports.Decoder`."""
        if len(data) > limits.bytes:
            raise RecordingTooLarge(field=field, limit_mb=limits.bytes // MEGABYTE)
        async with self._cell() as cell:
            return await cell.read(data, field=field, limits=limits)

    @asynccontextmanager
    async def _cell(self) -> AsyncGenerator[Cell, None]:
        """One that is ready, for one file."""
        async with self._turns:
            cell = await self._ready()
            try:
                yield cell
            finally:
                if not cell.gone:
                    self._idle.append(cell)

    async def _ready(self) -> Cell:
        """One that is idle, else a new one. Raises EngineCrashed where none can be had."""
        while self._idle:
            cell = self._idle.pop()
            if cell.gone:
                await self._buried(cell)
                continue
            try:
                await cell.ready()
            except EngineCrashed:
                await self._buried(cell)
            else:
                return cell
        cell = await self._fresh()
        await cell.ready()
        return cell

    async def _fresh(self) -> Cell:
        if self._closed:
            raise EngineCrashed
        for cell in [cell for cell in self._cells if cell.gone]:
            await self._buried(cell)
        try:
            cell = await Cell.opened(wall=self._wall)
        except OSError as error:
            log.error("decoder cannot start", reason=error.strerror)  # noqa: TRY400 - a traceback may show the environment
            raise EngineCrashed from error
        self._cells.add(cell)
        if self._closed:  # while it was started
            await self._buried(cell)
            raise EngineCrashed
        return cell

    async def _buried(self, cell: Cell) -> None:
        self._cells.discard(cell)
        await cell.close()
