"""Bodies that are sent while they are made: primed before the answer, torn visibly when they fail, stopped when nobody listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from typing import Any, TypeVar

from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from voicewright.ports.completion import completed

T = TypeVar("T")


class ToldBroken(Exception):
    """A stream failed and has told of it in its own words: its body ends whole, but is no success."""


class Flowing(Response):
    """A body whose first piece is there already.

    When making the rest fails, the error goes on to the server, which cuts the connection: the caller sees a torn body
    and not a short one; one that told of it itself ends whole. When the caller leaves, the work stops.
    """

    def __init__(self, first: bytes, rest: AsyncGenerator[bytes, None], *, media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(media_type=media_type, headers=headers)
        if "content-length" not in headers:
            del self.headers["content-length"]
        self.first = first
        self.rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the end, a failure, or the caller's leaving."""
        del scope
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.rest.aclose)
            sending = asyncio.ensure_future(self._sent(send))
            leaving = asyncio.ensure_future(_gone(receive))
            stack.push_async_callback(ended, sending, leaving)
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()

    async def _sent(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.first, "more_body": True})
        with suppress(ToldBroken):
            async for piece in self.rest:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def primed(request: Request, stream: AsyncGenerator[bytes, None], *, media_type: str, headers: Mapping[str, str] | None = None) -> Flowing:
    """An answer, once the stream's first piece is there. Raises what the stream raises before that, and ClientDisconnect."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(stream.aclose)
        first = await attended(request, anext(stream, b""))
        stack.pop_all()
    return Flowing(first, stream, media_type=media_type, headers=headers or {})


async def attended(request: Request, work: Awaitable[T]) -> T:
    """What the work comes to, while the caller is there to wait for it. Raises ClientDisconnect, and the work is cancelled."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request.receive))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(ended, working, leaving)
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()


async def first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Until the first of them ends, well or badly; the others are stopped. Raises what that one raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    async with AsyncExitStack() as stack:
        stack.push_async_callback(ended, *tasks)
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def ended(*tasks: asyncio.Future[Any]) -> None:
    """Stop them, and wait until they have, whoever else is stopped meanwhile."""
    for task in tasks:
        stop(task)
    await completed(asyncio.gather(*tasks, return_exceptions=True))


def stop(task: asyncio.Future[Any]) -> None:
    """Cancel it, unless it has been and is on its way out: what it still has to do there is not to be cut short."""
    if not isinstance(task, asyncio.Task) or not task.cancelling():
        task.cancel()
