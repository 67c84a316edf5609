"""What making a voice from a recording and making one from a description have in common."""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass
from datetime import datetime

from voicewright.audio.recording import Recording
from voicewright.audio.watermark import marked
from voicewright.domain.account import Caller
from voicewright.domain.audit import Act, Subject, event_of
from voicewright.domain.commands import CloneVoice, DesignVoice
from voicewright.domain.errors import FieldMissing, Refusal, TextTooLong, Unexpected, VoiceIdTaken, VoiceNotVisible
from voicewright.domain.language import Language
from voicewright.domain.naming import Chosen, opaque_id
from voicewright.domain.provenance import UNMARKED, Marks, label
from voicewright.domain.speech import PREVIEW_LIMIT, AudioSpec, Prosody
from voicewright.domain.task import Kind, Output, Stage, Task, VoiceWork
from voicewright.domain.voice import Failure, Source, State, Voice
from voicewright.ports import Clock, EngineInfo, Engines, Objects, Store, Timbre
from voicewright.services.acceptance import Acceptance
from voicewright.services.rendering import Voicing, in_form, script_of, whole
from voicewright.services.system_voices import system_voice
from voicewright.services.tasks import preview_key

TRIES = 8
"""Ids minted before we believe that something is wrong."""
PREVIEW_SPEC = AudioSpec()


@dataclass(frozen=True, kw_only=True)
class Nursery:
    """Accepts voices that are to be made, and speaks their previews."""

    store: Store
    objects: Objects
    engines: Engines
    clock: Clock
    acceptance: Acceptance
    marks: Marks = UNMARKED

    async def accept(self, caller: Caller, voice: Voice, *, command: CloneVoice | DesignVoice, work: VoiceWork) -> Task:
        """Keep the voice, its task, and hand the task to the worker: all in one transaction. Raises VoiceIdTaken, CreditShort.

        An id that its owner chose for a voice that could not be made is theirs to choose again.
        """
        for _ in range(TRIES):
            named = dataclasses.replace(voice, id=self._id(command))
            task = self._task(caller, named, command, work)
            try:
                return await self._keep(caller, named, task)
            except VoiceIdTaken:
                if isinstance(command.naming, Chosen):
                    raise
        raise Unexpected(request_id=caller.request)

    def stillborn(self, caller: Caller, command: CloneVoice | DesignVoice, work: VoiceWork, refusal: Refusal) -> Task:
        """The task of a voice that never came to be, under the id that it would have had."""
        prompt = command.prompt if isinstance(command, DesignVoice) else None
        source = Source.CLONE if prompt is None else Source.DESIGN
        voice = conceived(caller, command, source=source, language=Language.ENGLISH, now=self.clock.now())
        named = dataclasses.replace(voice, id=self._id(command), prompt=prompt)
        task = self._task(caller, named, command, work)
        failure = Failure(code=refusal.code, facts=dict(refusal.facts))
        return dataclasses.replace(task, stage=Stage.FAILED, finished_at=self.clock.now(), failure=failure)

    async def expected(self, task: Task) -> Voice:
        """The voice that a task is to make. Raises VoiceNotVisible once it is gone."""
        async with self.store.view() as unit:
            voice = await unit.voices.owned(task.account, task.voice_id)
        if voice is None or voice.state is not State.PREPARING:
            raise VoiceNotVisible
        return voice

    async def preview(self, voice: Voice, engine: EngineInfo, timbre: Timbre, work: VoiceWork) -> Recording:
        """The preview, as the engine says it."""
        text = work.preview_text or ""
        script = script_of(text, engine=engine, language=voice.language, prosody=Prosody(), seed=voice.seed, wording=work.wording)
        return await whole(self.engines, Voicing(engine=engine, timbre=timbre, script=script, hidden=self.marks.word))

    async def keep_preview(self, task: Task, work: VoiceWork, sound: Recording) -> Output:
        """Put a preview where its link will find it, marked where that was asked for. Writing it again changes nothing."""
        sound = marked(sound) if work.watermark else sound
        data = await in_form(sound, PREVIEW_SPEC, label=label(producer=self.marks.producer, produced=task.id))
        output = Output(key=preview_key(task), spec=PREVIEW_SPEC, seconds=sound.seconds, size=len(data))
        await self.objects.put(output.key, data)
        return output

    async def _keep(self, caller: Caller, voice: Voice, task: Task) -> Task:
        if system_voice(voice.id) is not None:
            raise VoiceIdTaken
        async with self.store.unit() as unit:
            before = await unit.voices.held(caller.account, voice.id)
            if before is not None and before.state is State.FAILED:
                await unit.voices.save(voice)
            else:
                await unit.voices.add(voice)
            (kept,) = await self.acceptance.accept(unit, caller, [task])
            if {"consent", "statement"} & voice.facts.keys():
                await unit.audit.write(event_of(caller, Act.CONSENTED, Subject.VOICE, voice.id, at=task.created_at))
        return kept

    def _id(self, command: CloneVoice | DesignVoice) -> str:
        return command.naming.voice_id if isinstance(command.naming, Chosen) else command.naming.mint(self.clock.now())

    def _task(self, caller: Caller, voice: Voice, command: CloneVoice | DesignVoice, work: VoiceWork) -> Task:
        return Task(
            id=opaque_id("task"),
            account=caller.account,
            kind=Kind.DESIGN if voice.prompt is not None else Kind.CLONE,
            stage=Stage.QUEUED,
            origin=command.origin,
            voice_id=voice.id,
            work=work,
            request=caller.request,
            created_at=self.clock.now(),
            callback=command.callback,
        )


def conceived(caller: Caller, command: CloneVoice | DesignVoice, *, source: Source, language: Language, now: datetime) -> Voice:
    """A new voice as every way of making one begins it: in preparation, without an id yet."""
    return Voice(
        id="",
        owner=caller.account,
        source=source,
        state=State.PREPARING,
        name=command.name,
        language=language,
        language_label=command.language_label or language.value,
        description=command.description,
        created_at=now,
        expires_at=now + caller.plan.retention,
        seed=secrets.randbelow(2**31),
    )


def checked_text(text: str, *, field: str, limit: int) -> str:
    """A text that a caller must give. Raises FieldMissing, TextTooLong."""
    if not text.strip():
        raise FieldMissing(field=field)
    if len(text) > limit:
        raise TextTooLong(field=field, length=len(text), limit=limit)
    return text


def checked_preview(text: str | None, *, field: str) -> str | None:
    """A preview text that a caller may give. Raises TextTooLong."""
    if text is None or not text.strip():
        return None
    return checked_text(text, field=field, limit=PREVIEW_LIMIT)
