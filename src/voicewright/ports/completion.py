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
    interrupted: asyncio.CancelledError | None = None
    while not working.done():
        try:
            await asyncio.wait({working})
        except asyncio.CancelledError as again:
            interrupted = again
    result = working.result()
    if interrupted is not None:
        raise interrupted
    return result
