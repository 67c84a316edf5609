"""Nothing stays longer than it must: voices whose time is over, old sounds, answers nobody asks for again, objects that nothing names."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from voicewright.domain.audit import Act, Event, Subject
from voicewright.domain.naming import opaque_id
from voicewright.domain.voice import State, Voice
from voicewright.domain.webhook import Delivery, DeliveryState
from voicewright.ports import Clock, Objects, WorkerStore, WorkerUnit
from voicewright.services.erasure import Erasure, written

WARNED_BEFORE = timedelta(hours=24)
"""How long before its end a voice's owner is told."""
PATIENCE = timedelta(hours=1)
"""How long an expired voice waits for work that was accepted while it was alive."""
STRAY = timedelta(hours=24)
"""How long an object may lie that nothing names: it is put first and named afterwards."""
BATCH = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is to go, or went."""

    voices: tuple[str, ...] = ()
    """Ids of voices that have expired."""
    tasks: tuple[str, ...] = ()
    """Ids of speech tasks whose sound is older than it is kept."""
    objects: tuple[str, ...] = ()
    """Keys of objects that nothing names."""
    bytes: int = 0
    """Of those objects."""


@dataclass(kw_only=True)
class _Strays:
    keys: list[str] = field(default_factory=list[str])
    bytes: int = 0


@dataclass(frozen=True, kw_only=True)
class RetentionService:
    """What the sweeper does, and the operator's own command."""

    store: WorkerStore
    objects: Objects
    clock: Clock
    erasure: Erasure

    async def warn(self) -> int:
        """Tell owners, once, of voices that will expire within a day; how many."""
        now = self.clock.now()
        async with self.store.view() as unit:
            soon = await unit.voices.expiring(after=now, until=now + WARNED_BEFORE, limit=BATCH)
        for voice in soon:
            async with self.store.unit() as unit:
                await self._told(unit, voice)
        return len(soon)

    async def expire(self) -> Sequence[str]:
        """Erase voices whose time is over, and old speech tasks with their sounds; the ids of the voices."""
        gone: list[str] = []
        while ids := await self._expired(BATCH):
            erased = [voice_id for voice_id in ids if await self._erase(voice_id)]
            gone += erased
            if not erased:  # somebody else is at them
                break
        return gone

    async def forget(self) -> Sequence[str]:
        """Forget old speech tasks with their sounds, and answers that are not repeated any more; the ids of the tasks."""
        async with self.store.unit() as unit:
            answers = await unit.promises.forget(before=self.clock.now())
        await self.erasure.remove(answers)
        gone: list[str] = []
        while some := await self._forgotten():
            gone += some
        return gone

    async def tidy(self) -> Found:
        """Remove objects that nothing names and that have lain for a day; which."""
        strays = _Strays()
        async for keys, size in self._strays():
            await self.erasure.remove(keys)
            strays.keys += keys
            strays.bytes += size
        return Found(objects=tuple(strays.keys), bytes=strays.bytes)

    async def purge(self) -> Found:
        """Everything that is to go, at once; what went."""
        voices, tasks, strays = await self.expire(), await self.forget(), await self.tidy()
        found = Found(voices=tuple(voices), tasks=tuple(tasks), objects=strays.objects, bytes=strays.bytes)
        if voices or tasks or strays.objects:
            log.info("purged", voices=len(voices), tasks=len(tasks), objects=len(strays.objects), bytes=strays.bytes)
        return found

    async def due(self) -> Found:
        """What `purge` would remove now. Nothing is changed."""
        every = 10**9
        voices = await self._expired(every)
        async with self.store.view() as unit:
            tasks = await unit.tasks.spoken(before=self.clock.now() - self.erasure.outputs_kept, limit=every)
        strays = _Strays()
        async for keys, size in self._strays():
            strays.keys += keys
            strays.bytes += size
        return Found(voices=tuple(voices), tasks=tuple(task.id for task in tasks), objects=tuple(strays.keys), bytes=strays.bytes)

    async def _expired(self, limit: int) -> Sequence[str]:
        async with self.store.view() as unit:
            return await unit.voices.expired(before=self.clock.now() - PATIENCE, limit=limit)

    async def _erase(self, voice_id: str) -> bool:
        now = self.clock.now()
        async with self.store.view() as unit:
            voice = await unit.voices.get(voice_id)
        if voice is None:
            return False
        event = _event(Act.PURGED, voice, self.clock)
        return await self.erasure.erase(voice_id, event, still=lambda it: it.state_at(now) is State.EXPIRED) is not None

    async def _forgotten(self) -> Sequence[str]:
        async with self.store.unit() as unit:
            old = await unit.tasks.spoken(before=self.clock.now() - self.erasure.outputs_kept, limit=BATCH)
            await unit.tasks.forget([task.id for task in old])
        await self.erasure.remove([key for task in old for key in written(task)])
        return [task.id for task in old]

    async def _strays(self) -> AsyncIterator[tuple[Sequence[str], int]]:
        before = self.clock.now() - STRAY
        async for some in self.objects.all():
            old = {it.key: it.size for it in some if it.since < before}
            async with self.store.view() as unit:
                strays = await unit.inventory.strays(list(old))
            kinds = Counter(key.partition("/")[0] for key in strays)
            if kinds:
                log.warning("objects that nothing names", **kinds)
            yield sorted(strays), sum(old[key] for key in strays)

    async def _told(self, unit: WorkerUnit, voice: Voice) -> None:
        """Put the word of a voice's end on its way, unless somebody else has, or the voice has spoken meanwhile."""
        assert voice.owner is not None
        target = await unit.targets.of(voice.owner)
        now = self.clock.now()
        if target is None or not await unit.voices.warn(voice.id, at=now):
            return
        await unit.audit.write(_event(Act.WARNED, voice, self.clock))
        await unit.deliveries.add(
            Delivery(
                id=opaque_id("msg"),
                account=voice.owner,
                task="",
                dialect=target.dialect,
                url=target.url,
                body=_warning(voice, self.clock),
                request="",
                state=DeliveryState.WAITING,
                created_at=now,
                due_at=now,
            )
        )


def _event(act: Act, voice: Voice, clock: Clock) -> Event:
    return Event(at=clock.now(), act=act, subject=Subject.VOICE, name=voice.id, account=voice.owner)


def _warning(voice: Voice, clock: Clock) -> str:
    data = {
        "voice_id": voice.id,
        "display_name": voice.name,
        "created_at": voice.created_at.isoformat(),
        "expires_at": None if voice.expires_at is None else voice.expires_at.isoformat(),
    }
    return json.dumps({"type": "voice.expiring", "timestamp": clock.now().isoformat(), "data": data}, ensure_ascii=False)
