"""Make a voice from a description."""

from __future__ import annotations

import asyncio
import dataclasses
from dataclasses import dataclass

from voicewright.domain.account import Caller
from voicewright.domain.commands import DesignVoice
from voicewright.domain.errors import Refusal
from voicewright.domain.language import Language
from voicewright.domain.speech import PREVIEW_LIMIT, PROMPT_LIMIT
from voicewright.domain.task import Task, VoiceWork
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Source, State, Voice
from voicewright.ports import Clock, Engines, Need, Objects
from voicewright.services.intake import kept
from voicewright.services.rendering import checked_script
from voicewright.services.tasks import TaskService, take_key
from voicewright.services.timbres import Timbres
from voicewright.services.voices import Nursery, checked_text, conceived
from voicewright.text.detect import detected


@dataclass(frozen=True, kw_only=True)
class DesignService:
    """Admit a description, then imagine its voice."""

    objects: Objects
    engines: Engines
    clock: Clock
    timbres: Timbres
    nursery: Nursery
    tasks: TaskService

    async def submit(self, caller: Caller, command: DesignVoice, *, prompt_field: str, preview_field: str) -> Task:
        """Check the description and accept the work. Raises FieldMissing, TextTooLong, EngineUnavailable, VoiceIdTaken."""
        if before := await self.nursery.acceptance.begun(caller):
            return before[0]
        prompt = checked_text(command.prompt, field=prompt_field, limit=PROMPT_LIMIT)
        preview = checked_text(command.preview_text, field=preview_field, limit=PREVIEW_LIMIT)
        language = command.language or await asyncio.to_thread(detected, preview, leaning=Language.ENGLISH) or Language.ENGLISH
        engine = self.engines.choose(Need(language=language, design=True))
        said = await asyncio.to_thread(checked_script, preview, field=preview_field, engine=engine, language=language)
        await self.nursery.acceptance.permit(caller, prompt, field=prompt_field)
        await self.nursery.acceptance.permit(caller, preview, said, field=preview_field)
        voice = conceived(caller, command, source=Source.DESIGN, language=language, now=self.clock.now())
        seed = voice.seed if command.seed is None else command.seed
        voice = dataclasses.replace(voice, prompt=prompt, seed=seed)
        work = VoiceWork(preview_text=preview, watermark=command.watermark)
        return await self.nursery.accept(caller, voice, command=command, work=work)

    async def refused(self, caller: Caller, command: DesignVoice, refusal: Refusal) -> Task:
        """A task that has failed already, for callers whose contract tells of it in the task and not in the answer."""
        work = VoiceWork(preview_text=command.preview_text, watermark=command.watermark)
        task = self.nursery.stillborn(caller, command, work, refusal)
        await self.tasks.record(task)
        return task

    async def perform(self, task: Task, work: VoiceWork) -> None:
        """Imagine the timbre, speak the take, and keep the take as the reference that other engines will learn from."""
        voice = await self.nursery.expected(task)
        engine = self.engines.choose(Need(language=voice.language, design=True))
        timbre = await self.timbres.imagine(voice, engine)
        await self.tasks.progressed(task.id, 50)
        text = work.preview_text or ""
        take = await self.nursery.preview(voice, engine, timbre, work)
        output = await self.nursery.keep_preview(task, work, take)
        reference = take_key(task)
        await self.objects.put(reference, await asyncio.to_thread(kept, take))

        def shape(made: Voice) -> Voice:
            alive = dataclasses.replace(made, state=State.ACTIVE, preview=output.key, facts=dict(timbre.facts))
            return dataclasses.replace(alive, reference=reference, transcript=text, transcript_fit=0.0)

        usage = Usage(voice_designs=1, preview_characters=len(text), seconds=output.seconds)
        await self.tasks.finish(task, output=output, usage=usage, shape=shape)
