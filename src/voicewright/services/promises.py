"""Requests that may be sent twice and count once: whoever sends an `Idempotency-Key` a second time is told what they were told the first time."""

from __future__ import annotations

import dataclasses
import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from voicewright.domain.account import Caller
from voicewright.domain.errors import FieldInvalid, IdempotencyKeyReused, RequestInFlight
from voicewright.domain.promise import Place, Promise, Reply
from voicewright.ports import Clock, Objects, Store
from voicewright.services.presence import present

FIELD = "Idempotency-Key"
LONGEST = 255
"""Characters of a key."""
KEPT = timedelta(hours=24)
"""How long an answer is repeated (contracts §9)."""
LEASE = timedelta(seconds=30)
"""How long a request is believed to be under way when the server that answers it says nothing any more."""
RETRY_AFTER = 1
"""Seconds after which whoever sends a twin may ask again (contracts §9)."""
IN_ROW = 64 * 1024
"""Bytes of an answer that are kept in the database; a larger one is an object."""
LARGEST = 64 * 1_000_000
"""Bytes of the largest answer that is kept at all."""
GONE = "names a request that was answered, and the answer is not kept: it was too large, or its voice is gone; send a new key to have it made again"


@dataclass(frozen=True, kw_only=True)
class PromiseService:
    """Give a promise, keep it, let go of it."""

    store: Store
    objects: Objects
    clock: Clock

    async def claim(self, place: Place, caller: Caller, fingerprint: str) -> Promise:
        """The promise that this request is kept by: a new one, one that nobody is at any more, or one with its answer.

        Raises IdempotencyKeyReused, RequestInFlight, and FieldInvalid where the answer was not kept.
        """
        fresh = self._fresh(place, caller, fingerprint)
        left: str | None = None
        async with self.store.unit() as unit:
            if await unit.promises.add(fresh):
                return fresh
            before = await unit.promises.find(place)
            if before is not None and before.expires_at > self.clock.now():
                claimed = self._taken_up(before, fresh)
            else:
                claimed, left = fresh, None if before is None or before.reply is None else before.reply.kept_at
            if claimed is not before:
                await unit.promises.save(claimed)
        if left is not None:
            await self.objects.remove(left)
        return await self._with_body(claimed)

    async def hold(self, promise: Promise) -> bool:
        """Say that the request is still being answered; false if somebody else has taken over."""
        async with self.store.unit() as unit:
            return await unit.promises.extend(promise.token, until=self.clock.now() + LEASE)

    async def keep(self, promise: Promise, reply: Reply) -> None:
        """Keep an answer, to be repeated. One that is too large, or whose voice is gone, is not, and the same request is not answered again."""
        key = f"answers/{secrets.token_hex(16)}"
        async with AsyncExitStack() as undoing:
            if reply.body is not None and len(reply.body) > LARGEST:
                reply = dataclasses.replace(reply, body=None)
            elif reply.body is not None and len(reply.body) > IN_ROW:
                undoing.push_async_callback(self.objects.remove, key)
                await self.objects.put(key, reply.body)
                reply = dataclasses.replace(reply, body=None, kept_at=key)
            async with self.store.unit() as unit:
                there = await present(unit, promise.account, await unit.promises.voices(promise.token))
                kept = await unit.promises.answered(promise.token, reply if there else dataclasses.replace(reply, body=None, kept_at=None))
            if kept and there:
                undoing.pop_all()

    async def release(self, promise: Promise) -> None:
        """Let the same request be sent again: it was not answered. What was accepted for it is found by the next one."""
        async with self.store.unit() as unit:
            current = await unit.promises.find(promise.place)
            if current is None or current.token != promise.token or current.reply is not None:
                return
            if current.tasks:
                await unit.promises.save(dataclasses.replace(current, leased_until=self.clock.now()))
            else:
                await unit.promises.remove(promise.place)

    def _fresh(self, place: Place, caller: Caller, fingerprint: str) -> Promise:
        now = self.clock.now()
        return Promise(
            place=place,
            account=caller.account,
            fingerprint=fingerprint,
            token=secrets.token_hex(16),
            leased_until=now + LEASE,
            expires_at=now + KEPT,
        )

    def _taken_up(self, before: Promise, fresh: Promise) -> Promise:
        if before.fingerprint != fresh.fingerprint:
            raise IdempotencyKeyReused
        if before.reply is not None:
            return before
        if before.leased_until > self.clock.now():
            raise RequestInFlight(retry_after=RETRY_AFTER)
        return dataclasses.replace(fresh, tasks=before.tasks, voices=before.voices, expires_at=before.expires_at)

    async def _with_body(self, promise: Promise) -> Promise:
        reply = promise.reply
        if reply is None or reply.body is not None:
            return promise
        if reply.kept_at is None:
            raise FieldInvalid(field=FIELD, problem=GONE)
        try:
            body = await self.objects.get(reply.kept_at)
        except KeyError:
            raise FieldInvalid(field=FIELD, problem=GONE) from None
        return dataclasses.replace(promise, reply=dataclasses.replace(reply, body=body))


def checked_name(name: str) -> str:
    """A key that a caller chose. Raises FieldInvalid."""
    if not 1 <= len(name) <= LONGEST or not all("!" <= character <= "~" or character == " " for character in name):
        raise FieldInvalid(field=FIELD, problem=f"must have 1 to {LONGEST} printable ASCII characters")
    return name
