"""Which voices a caller may see, and the one place where that is decided."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from voicewright.domain.account import Caller
from voicewright.domain.audit import Act, Subject, event_of
from voicewright.domain.commands import ListVoices, Rename
from voicewright.domain.errors import FieldInvalid, VoiceNotVisible
from voicewright.domain.voice import Source, State, Voice
from voicewright.ports import Clock, Store
from voicewright.services.erasure import Erasure
from voicewright.services.system_voices import SYSTEM_VOICES, system_voice


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page: system voices stand before the first page of own ones."""

    voices: tuple[Voice, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Look up, rename and delete."""

    store: Store
    clock: Clock
    erasure: Erasure

    async def visible(self, caller: Caller, wanted: ListVoices) -> Listed:
        """System voices, then the caller's own, newest first."""
        system = () if wanted.own_only or wanted.after else tuple(v for v in SYSTEM_VOICES if _fits(v, wanted))
        if wanted.source is Source.SYSTEM:
            return Listed(voices=system, next=None)
        async with self.store.view() as unit:
            page = await unit.voices.page(caller.account, wanted, now=self.clock.now())
        return Listed(voices=system + page.voices, next=page.next)

    async def every(self, caller: Caller, *, source: Source | None = None) -> Sequence[Voice]:
        """All that `visible` shows, page by page."""
        found: list[Voice] = []
        wanted: ListVoices | None = ListVoices(source=source)
        while wanted is not None:
            page = await self.visible(caller, wanted)
            found += page.voices
            wanted = None if page.next is None else ListVoices(source=source, after=page.next)
        return found

    def public(self, wanted: ListVoices) -> Listed:
        """The voices that everybody has, for whoever asks."""
        return Listed(voices=tuple(voice for voice in SYSTEM_VOICES if _fits(voice, wanted)), next=None)

    async def voice(self, caller: Caller, voice_id: str) -> Voice:
        """A voice that the caller may see, whatever its state. Raises VoiceNotVisible."""
        if (system := system_voice(voice_id)) is not None:
            return system
        async with self.store.view() as unit:
            voice = await unit.voices.owned(caller.account, voice_id)
        if voice is None or voice.state_at(self.clock.now()) in {State.EXPIRED, State.DELETED}:
            raise VoiceNotVisible
        return voice

    async def speaking(self, caller: Caller, voice_id: str) -> Voice:
        """A voice that the caller may speak with now. Raises VoiceNotVisible, for whatever reason they may not."""
        voice = await self.voice(caller, voice_id)
        if not voice.speaks_at(self.clock.now()):
            raise VoiceNotVisible
        return voice

    async def rename(self, caller: Caller, voice_id: str, rename: Rename) -> Voice:
        """Change what lists show. Raises VoiceNotVisible; FieldInvalid for system voices."""
        voice = await self._own(caller, voice_id)
        changed = dataclasses.replace(
            voice,
            name=voice.name if rename.name is None else rename.name,
            description=voice.description if rename.description is None else rename.description,
        )
        async with self.store.unit() as unit:
            await unit.voices.describe(caller.account, voice_id, name=changed.name, description=changed.description)
            await unit.audit.write(event_of(caller, Act.RENAMED, Subject.VOICE, voice_id, at=self.clock.now()))
        return changed

    async def delete(self, caller: Caller, voice_id: str) -> Voice:
        """Delete a voice with all that belongs to it, also what it has spoken; its id stays taken. Raises as `rename`."""
        await self._own(caller, voice_id)
        event = event_of(caller, Act.DELETED, Subject.VOICE, voice_id, at=self.clock.now())
        erased = await self.erasure.erase(voice_id, event, still=lambda it: it.state is not State.DELETED)
        if erased is None:
            raise VoiceNotVisible
        return erased

    async def _own(self, caller: Caller, voice_id: str) -> Voice:
        voice = await self.voice(caller, voice_id)
        if voice.owner is None:
            raise FieldInvalid(field="voice_id", problem="names a system voice, which cannot be changed")
        return voice


def _fits(voice: Voice, wanted: ListVoices) -> bool:
    said = f"{voice.id}\n{voice.name}\n{voice.description}".lower()
    return (
        wanted.source in {None, Source.SYSTEM}
        and wanted.language in {None, voice.language}
        and (wanted.search is None or wanted.search.lower() in said)
    )
