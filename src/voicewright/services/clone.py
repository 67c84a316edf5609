"""Make a voice from one recording."""

from __future__ import annotations

import asyncio
import dataclasses
from contextlib import AsyncExitStack
from dataclasses import dataclass

from voicewright.domain.account import Caller
from voicewright.domain.commands import CloneVoice
from voicewright.domain.language import Language
from voicewright.domain.naming import random_text
from voicewright.domain.task import Task, VoiceWork
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Source, State
from voicewright.ports import Clock, Engines, Need, Objects
from voicewright.services.intake import Intake
from voicewright.services.rendering import checked_script
from voicewright.services.tasks import TaskService
from voicewright.services.timbres import Timbres
from voicewright.services.voices import Nursery, checked_preview, conceived
from voicewright.text.detect import detected


@dataclass(frozen=True, kw_only=True)
class CloneService:
    """Admit a recording, then learn from it."""

    objects: Objects
    engines: Engines
    clock: Clock
    intake: Intake
    timbres: Timbres
    nursery: Nursery
    tasks: TaskService

    async def submit(self, caller: Caller, command: CloneVoice, *, preview_field: str) -> Task:
        """Check everything that can be checked, keep the reference, accept the work. Raises what `Intake` raises."""
        preview = checked_preview(command.preview_text, field=preview_field)
        language = await self._language(command)
        engine = self.engines.choose(Need(language=language, clone=True))
        if preview is not None:
            await asyncio.to_thread(checked_script, preview, field=preview_field, engine=engine, language=language)
        data = await self.intake.reference(caller, command)
        key = f"references/{random_text(32, alphabet='0123456789abcdef')}"
        voice = dataclasses.replace(
            conceived(caller, command, source=Source.CLONE, language=language, now=self.clock.now()),
            transcript=command.transcript,
            transcript_fit=command.transcript_fit,
            reference=key,
        )
        async with AsyncExitStack() as undoing:
            undoing.push_async_callback(self.objects.remove, key)
            await self.objects.put(key, data)
            task = await self.nursery.accept(caller, voice, naming=command.naming, origin=command.origin, preview=preview)
            undoing.pop_all()
        return task

    async def perform(self, task: Task, work: VoiceWork) -> None:
        """Learn the timbre, speak the preview, bring the voice to life."""
        voice = await self.nursery.expected(task)
        engine = self.engines.choose(Need(language=voice.language, clone=True))
        timbre = await self.timbres.derive(voice, engine)
        await self.tasks.progressed(task.id, 60)
        output = None
        if work.preview_text is not None:
            output = await self.nursery.keep_preview(task, await self.nursery.preview(voice, engine, timbre, work.preview_text))
        usage = Usage(
            voice_clones=1,
            preview_characters=len(work.preview_text or ""),
            seconds=output.seconds if output else 0.0,
        )
        preview = output.key if output else None
        await self.tasks.finish(task, output=output, usage=usage, shape=lambda it: dataclasses.replace(it, state=State.ACTIVE, preview=preview))

    async def _language(self, command: CloneVoice) -> Language:
        if command.language is not None:
            return command.language
        said = command.transcript or command.preview_text
        return (await asyncio.to_thread(detected, said) if said else None) or Language.ENGLISH
