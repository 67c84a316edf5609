"""What speakers said before their voices were cloned, kept with the recording."""

from __future__ import annotations

import asyncio
import dataclasses
from contextlib import AsyncExitStack
from dataclasses import dataclass

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.quality import demanded
from voicewright.domain.account import Caller
from voicewright.domain.commands import Sent
from voicewright.domain.consent import Consent
from voicewright.domain.errors import SampleNotVisible
from voicewright.domain.naming import opaque_id
from voicewright.ports import Clock, ConsentPage, Objects, Store
from voicewright.services.intake import Intake

LIMITS = Limits(bytes=20_000_000, seconds=300, channels=2)
SHORTEST = 1.0
"""Seconds: nobody consents in less."""


@dataclass(frozen=True, kw_only=True)
class ConsentService:
    """Keep, find, rename, forget."""

    store: Store
    objects: Objects
    clock: Clock
    intake: Intake

    async def keep(self, caller: Caller, recording: Sent, *, name: str, language: str) -> Consent:
        """Keep a consent whose recording holds speech. Raises BadRecording's leaves."""
        async with self.intake.gate:
            await asyncio.to_thread(_heard, recording)
        consent_id = opaque_id("cons")
        consent = Consent(
            id=consent_id,
            owner=caller.account,
            name=name,
            language=language,
            key=f"consents/{consent_id}",
            created_at=self.clock.now(),
        )
        async with AsyncExitStack() as undoing:
            undoing.push_async_callback(self.objects.remove, consent.key)
            await self.objects.put(consent.key, recording.data)
            async with self.store.unit() as unit:
                await unit.consents.add(consent)
            undoing.pop_all()
        return consent

    async def find(self, caller: Caller, consent_id: str, *, field: str) -> Consent:
        """A consent of the caller's. Raises SampleNotVisible."""
        async with self.store.view() as unit:
            consent = await unit.consents.owned(caller.account, consent_id)
        if consent is None:
            raise SampleNotVisible(field=field)
        return consent

    async def page(self, caller: Caller, *, after: str | None, limit: int) -> ConsentPage:
        """The caller's consents, newest first. Raises PageUnknown."""
        async with self.store.view() as unit:
            return await unit.consents.page(caller.account, after=after, limit=limit)

    async def rename(self, caller: Caller, consent_id: str, name: str, *, field: str) -> Consent:
        """Change the name. Raises SampleNotVisible."""
        consent = await self.find(caller, consent_id, field=field)
        async with self.store.unit() as unit:
            await unit.consents.rename(caller.account, consent_id, name)
        return dataclasses.replace(consent, name=name)

    async def forget(self, caller: Caller, consent_id: str, *, field: str) -> Consent:
        """Remove a consent with its recording; voices stay. Raises SampleNotVisible."""
        consent = await self.find(caller, consent_id, field=field)
        async with self.store.unit() as unit:
            await unit.consents.remove(caller.account, consent_id)
        await self.objects.remove(consent.key)
        return consent


def _heard(recording: Sent) -> None:
    sound = decoded(recording.data, field=recording.field, limits=LIMITS)
    demanded(sound, field=recording.field, minimum=SHORTEST, maximum=LIMITS.seconds)
