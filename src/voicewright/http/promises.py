"""`Idempotency-Key`: a request that comes a second time is told what it was told the first time. Every POST that needs a key passes here."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias, cast

from fastapi import Request, Response
from starlette.datastructures import Headers, UploadFile

from voicewright.domain.account import Caller
from voicewright.domain.errors import FieldInvalid
from voicewright.domain.promise import Place, Promise, Reply
from voicewright.http.state import core_of
from voicewright.http.streams import Flowing, ended
from voicewright.services.promises import FIELD, LARGEST, LEASE, PromiseService, checked_name

REPLAYED = "idempotent-replayed"
"""The header that an answer has which was given before."""
_OF_THE_CONNECTION = frozenset({"content-length", "connection", "date", "transfer-encoding"})

Handle: TypeAlias = Callable[[Request], Awaitable[Response]]


async def once(request: Request, handle: Handle, *, keeping: bool = True) -> Response:
    """The handler's answer, or the one that it gave to the same request before. Raises as `PromiseService.claim`.

    `keeping`: whether answers may be kept. Raises FieldInvalid where they may not, and are asked to be.
    """
    name = request.headers.get(FIELD)
    if name is None or request.method != "POST":
        return await handle(request)
    if not keeping:
        raise FieldInvalid(field=FIELD, problem="cannot be used here: the answer shows a secret, and secrets are not kept")
    caller = cast("Caller", request.state.caller)
    place = Place(key=caller.key, method=request.method, path=request.url.path, name=checked_name(name))
    promises = core_of(request).promises
    async with AsyncExitStack() as stack:
        stack.push_async_callback(request.close)
        promise = await promises.claim(place, caller, await _fingerprint(request))
        if promise.reply is not None:
            return _again(promise.reply)
        ours = _Keeping(promises=promises, promise=promise)
        stack.push_async_exit(ours.abandoned)
        request.state.caller = dataclasses.replace(caller, promise=promise.token, begun=promise.tasks)
        return await ours.kept(await handle(request))


@dataclass(kw_only=True)
class _Keeping:
    """One promise while its request is answered."""

    promises: PromiseService
    promise: Promise
    holding: asyncio.Task[None] = field(init=False)

    def __post_init__(self) -> None:
        self.holding = asyncio.create_task(self._hold())

    async def kept(self, response: Response) -> Response:
        """The answer, which is kept for the next time: at once, or when the last of it has gone out."""
        headers = {name: value for name, value in response.headers.items() if name not in _OF_THE_CONNECTION}
        if isinstance(response, Flowing):
            recorded = self._recorded(response, headers)
            await anext(recorded)  # from here on, closing it releases the promise
            response.rest = recorded
            return response
        await self.promises.keep(self.promise, Reply(status=response.status_code, headers=headers, body=bytes(response.body)))
        await ended(self.holding)
        return response

    async def abandoned(self, kind: type[BaseException] | None, error: BaseException | None, _traceback: object) -> None:
        """Let the request be sent again, if it was not answered."""
        del kind
        if error is not None:
            await self._let_go()

    async def _recorded(self, response: Flowing, headers: dict[str, str]) -> AsyncGenerator[bytes, None]:
        pieces, size = [response.first], len(response.first)
        rest = response.rest
        async with AsyncExitStack() as undoing:
            undoing.push_async_callback(self._let_go)
            await undoing.enter_async_context(aclosing(rest))
            yield b""
            async for piece in rest:
                size += len(piece)
                pieces.append(piece if size <= LARGEST else b"")
                yield piece
            body = b"".join(pieces) if size <= LARGEST else None
            await self.promises.keep(self.promise, Reply(status=response.status_code, headers=headers, body=body))
            undoing.pop_all()
            await ended(self.holding)

    async def _let_go(self) -> None:
        await ended(self.holding)
        await self.promises.release(self.promise)

    async def _hold(self) -> None:
        ours = True
        while ours:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            ours = await self.promises.hold(self.promise)


def _again(reply: Reply) -> Response:
    return Response(reply.body, status_code=reply.status, headers={**reply.headers, REPLAYED: "true"})


async def _fingerprint(request: Request) -> str:
    """Of the query and the body. A form counts by its fields: what stands between them differs each time it is sent."""
    digest = sha256()

    def add(*parts: bytes) -> None:
        for part in parts:
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)

    add(request.url.query.encode())
    if not Headers(scope=request.scope).get("content-type", "").lower().startswith("multipart/"):
        add(await request.body())
        return digest.hexdigest()
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            add(name.encode(), (value.filename or "").encode(), (value.content_type or "").encode(), await value.read())
            await value.seek(0)
        else:
            add(name.encode(), value.encode())
    return digest.hexdigest()
