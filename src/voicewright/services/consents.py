"""What speakers said before their voices were cloned, kept with the recording."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from voicewright.audio.recording import Limits
from voicewright.domain.account import Caller
from voicewright.domain.audit import Act, Subject, event_of
from voicewright.domain.commands import Sent
from voicewright.domain.consent import Consent
from voicewright.domain.errors import ConsentMissing, SampleNotVisible, TextTooLong
from voicewright.domain.naming import opaque_id
from voicewright.ports import Clock, ConsentPage, Objects, Store
from voicewright.services.intake import Intake

LIMITS = Limits(bytes=20_000_000, seconds=300, channels=2)
SHORTEST = 1.0
"""Seconds: nobody consents in less."""
LONGEST_STATEMENT = 2000
"""Characters."""
_RECORDED = re.compile(r"cons_[0-9a-f]{30}")


@dataclass(frozen=True, kw_only=True)
class ConsentService:
    """Keep, find, rename, forget."""

    store: Store
    objects: Objects
    clock: Clock
    intake: Intake

    async def keep(self, caller: Caller, recording: Sent, *, name: str, language: str) -> Consent:
        """Keep a consent whose recording holds speech. Raises BadRecording's leaves, EngineCrashed."""
        await self.intake.heard(recording.data, field=recording.field, limits=LIMITS, shortest=SHORTEST)
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
                await unit.audit.write(event_of(caller, Act.MADE, Subject.CONSENT, consent_id, at=consent.created_at))
            undoing.pop_all()
        return consent

    async def find(self, caller: Caller, consent_id: str, *, field: str) -> Consent:
        """A consent of the caller's. Raises SampleNotVisible."""
        async with self.store.view() as unit:
            consent = await unit.consents.owned(caller.account, consent_id)
        if consent is None:
            raise SampleNotVisible(field=field)
        return consent

    async def given(self, caller: Caller, said: str | None, *, field: str) -> Mapping[str, str]:
        """What is kept with a voice of its speaker's consent: the id of a recorded one, or a statement as it was made.

        Raises ConsentMissing where the account's plan wants one, SampleNotVisible, TextTooLong.
        """
        if said is None or not said.strip():
            if caller.plan.consent:
                raise ConsentMissing(field=field)
            return {}
        if _RECORDED.fullmatch(said):
            return {"consent": (await self.find(caller, said, field=field)).id}
        if len(said) > LONGEST_STATEMENT:
            raise TextTooLong(field=field, length=len(said), limit=LONGEST_STATEMENT)
        return {"statement": said}

    async def page(self, caller: Caller, *, after: str | None, limit: int) -> ConsentPage:
        """The caller's consents, newest first. Raises PageUnknown."""
        async with self.store.view() as unit:
            return await unit.consents.page(caller.account, after=after, limit=limit)

    async def rename(self, caller: Caller, consent_id: str, name: str, *, field: str) -> Consent:
        """Change the name. Raises SampleNotVisible."""
        consent = await self.find(caller, consent_id, field=field)
        async with self.store.unit() as unit:
            await unit.consents.rename(caller.account, consent_id, name)
            await unit.audit.write(event_of(caller, Act.RENAMED, Subject.CONSENT, consent_id, at=self.clock.now()))
        return dataclasses.replace(consent, name=name)

    async def forget(self, caller: Caller, consent_id: str, *, field: str) -> Consent:
        """Remove a consent with its recording; voices stay. Raises SampleNotVisible."""
        consent = await self.find(caller, consent_id, field=field)
        async with self.store.unit() as unit:
            await unit.consents.remove(caller.account, consent_id)
            await unit.audit.write(event_of(caller, Act.DELETED, Subject.CONSENT, consent_id, at=self.clock.now()))
        await self.objects.remove(consent.key)
        return consent
