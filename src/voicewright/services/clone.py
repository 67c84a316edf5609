"""Make a voice from one recording."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from voicewright.domain.account import Caller
from voicewright.domain.commands import CloneVoice, PromptAudio, Validation
from voicewright.domain.errors import Refusal
from voicewright.domain.language import Language
from voicewright.domain.naming import random_text
from voicewright.domain.report import Evidence
from voicewright.domain.task import Kind, Task, VoiceWork
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Source, State
from voicewright.ports import Clock, Engines, Need, Objects
from voicewright.services.consents import ConsentService
from voicewright.services.intake import Intake, Taken
from voicewright.services.recognition import Recognition
from voicewright.services.rendering import checked_script
from voicewright.services.tasks import TaskService
from voicewright.services.timbres import Timbres
from voicewright.services.voices import Nursery, checked_preview, checked_text, conceived
from voicewright.text.detect import detected

VALIDATION_LIMIT = 200
"""Characters (seed 002)."""
PROMPT_TEXT_LIMIT = 500
"""Characters; nobody says as many in eight seconds."""


@dataclass(frozen=True, kw_only=True)
class CloneService:
    """Admit a recording, then learn from it."""

    objects: Objects
    engines: Engines
    clock: Clock
    intake: Intake
    consents: ConsentService
    recognition: Recognition
    timbres: Timbres
    nursery: Nursery
    tasks: TaskService

    async def submit(self, caller: Caller, command: CloneVoice, *, preview_field: str) -> Task:
        """Check everything that can be checked, keep the reference, accept the work.

        Raises ConsentMissing, CreditShort, and what `Intake` and `Recognition` raise.
        """
        if before := await self.nursery.acceptance.begun(caller):
            return before[0]
        consent = await self.consents.given(caller, command.consent, field=command.consent_field)
        preview = checked_preview(command.preview_text, field=preview_field)
        told = await self._language(command)
        language = told or Language.ENGLISH
        engine = self.engines.choose(Need(language=language, clone=True))
        if preview is not None:
            said = await asyncio.to_thread(checked_script, preview, field=preview_field, engine=engine, language=language, wording=command.wording)
            await self.nursery.acceptance.permit(caller, preview, said, field=preview_field)
        self._heard_at_all(command, language)
        work = VoiceWork(preview_text=preview, wording=command.wording, watermark=command.watermark)
        await self.nursery.acceptance.billing.afford(caller, Kind.CLONE, command.origin, work)
        taken, clip = await self.intake.reference(caller, command), await self.intake.prompt(caller, command)
        taken = await self._listened(command, taken, clip, language)
        sounds = _sounds(taken, clip)
        keys = _keys(sounds)
        voice = dataclasses.replace(
            conceived(caller, command, source=Source.CLONE, language=language, now=self.clock.now()),
            transcript=command.transcript or (command.validation.text if command.validation else None),
            transcript_fit=command.transcript_fit,
            prompt_text=None if command.prompt is None else command.prompt.transcript,
            reference=keys["reference"],
            prompt_audio=keys.get("prompt_audio"),
            facts=_facts(consent, taken, keys),
        )
        if told is None:  # nothing is claimed that nobody said
            voice = dataclasses.replace(voice, language_label=command.language_label or "")
        async with AsyncExitStack() as undoing:
            for part, key in keys.items():
                undoing.push_async_callback(self.objects.remove, key)
                await self.objects.put(key, sounds[part])
            task = await self.nursery.accept(caller, voice, command=command, work=work)
            undoing.pop_all()
        return task

    async def refused(self, caller: Caller, command: CloneVoice, refusal: Refusal) -> Task:
        """A task that has failed already, for callers whose contract tells of unusable recordings in the task and not in the answer."""
        work = VoiceWork(preview_text=command.preview_text, wording=command.wording, watermark=command.watermark)
        task = self.nursery.stillborn(caller, command, work, refusal)
        await self.tasks.record(task)
        return task

    async def perform(self, task: Task, work: VoiceWork) -> None:
        """Learn the timbre, speak the preview, bring the voice to life."""
        voice = await self.nursery.expected(task)
        engine = self.engines.choose(Need(language=voice.language, clone=True))
        timbre = await self.timbres.derive(voice, engine)
        await self.tasks.progressed(task.id, 60)
        output = None
        if work.preview_text is not None:
            output = await self.nursery.keep_preview(task, work, await self.nursery.preview(voice, engine, timbre, work))
        usage = Usage(
            voice_clones=1,
            preview_characters=len(work.preview_text or ""),
            seconds=output.seconds if output else 0.0,
        )
        preview = output.key if output else None
        await self.tasks.finish(task, output=output, usage=usage, shape=lambda it: dataclasses.replace(it, state=State.ACTIVE, preview=preview))

    def _heard_at_all(self, command: CloneVoice, language: Language) -> None:
        """Refuse what nobody here can check, and texts that no recording can say, before anything is fetched."""
        for claim, text, limit in _claims(command):
            checked_text(text, field=claim.field, limit=limit)
            self.recognition.listener(language, field=claim.field)

    async def _listened(self, command: CloneVoice, taken: Taken, clip: Taken | None, language: Language) -> Taken:
        """Compare the recordings with what they are said to say. The reference comes back with the language that was heard in it."""
        if command.prompt is not None and clip is not None:
            await self.recognition.prompted(clip.recording, command.prompt, language=language)
        if command.validation is not None:
            heard = await self.recognition.validated(taken.recording, command.validation, language=language)
            if heard is not None and taken.report is not None:
                return dataclasses.replace(taken, report=taken.report.spoken(heard, by=Evidence.HEARD, wanted=command.language))
        return taken

    async def _language(self, command: CloneVoice) -> Language | None:
        """What the caller named, or else wrote in; None where neither tells."""
        if command.language is not None:
            return command.language
        claimed = (text for _, text, _ in _claims(command))
        said = next((text for text in (command.transcript, *claimed, command.preview_text) if text), None)
        return await asyncio.to_thread(detected, said, leaning=Language.ENGLISH) if said else None


def _sounds(taken: Taken, clip: Taken | None) -> dict[str, bytes]:
    """What is kept of a voice's recordings."""
    sounds = {"reference": taken.data, "prompt_audio": None if clip is None else clip.data, "original": taken.original}
    return {part: data for part, data in sounds.items() if data is not None}


def _keys(sounds: Iterable[str]) -> dict[str, str]:
    keys = {part: f"references/{random_text(32, alphabet='0123456789abcdef')}" for part in sounds}
    if "original" in keys:  # so that it is known whose it is
        keys["original"] = keys["reference"].replace("references/", "originals/", 1)
    return keys


def _facts(consent: Mapping[str, str], taken: Taken, keys: Mapping[str, str]) -> dict[str, str]:
    facts = {**consent, "report": None if taken.report is None else taken.report.text(), "original": keys.get("original")}
    return {name: fact for name, fact in facts.items() if fact is not None}


def _claims(command: CloneVoice) -> Iterator[tuple[Validation | PromptAudio, str, int]]:
    """What the recordings are said to say, and the most characters that it may have."""
    if command.validation is not None:
        yield command.validation, command.validation.text, VALIDATION_LIMIT
    if command.prompt is not None:
        yield command.prompt, command.prompt.transcript, PROMPT_TEXT_LIMIT
