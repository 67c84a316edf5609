"""Work that is half done is worse than work that is done too late: what has begun is brought to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def completed(work: Awaitable[T]) -> T:
    """What the work comes to. Whoever is cancelled meanwhile, however often, hears of it once the work is done.

    Raises what the work raises; that also where its caller was cancelled, as nobody else would tell of it.
    """
    working = asyncio.ensure_future(work)
    interrupted = await _ended(working)
    result = working.result()
    if interrupted is not None:
        raise interrupted
    return result


async def told(work: Awaitable[T]) -> T:
    """As `completed`, but whoever is cancelled meanwhile is told what the work came to, and hears of the rest where they next wait.

    Not for the last wait of an `asyncio.timeout`: what expires there would be heard of outside.
    """
    working = asyncio.ensure_future(work)
    if await _ended(working) is not None:
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()  # as many are still to be heard of as before
        task.cancel()
    return working.result()


async def _ended(working: asyncio.Future[T]) -> asyncio.CancelledError | None:
    """Wait for it, whatever happens meanwhile, and give back the last of that."""
    interrupted: asyncio.CancelledError | None = None
    while not working.done():
        try:
            await asyncio.wait({working})
        except asyncio.CancelledError as again:
            interrupted = again
    return interrupted
