"""Say a text with a voice: as a task, or as a stream."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field

from voicewright.audio.encode import Whole, bytes_per_second
from voicewright.domain.account import Caller
from voicewright.domain.commands import Speak
from voicewright.domain.errors import FieldInvalid, Refusal, VoiceNotVisible, WorkCancelled
from voicewright.domain.language import Language
from voicewright.domain.naming import opaque_id
from voicewright.domain.plan import Verb
from voicewright.domain.provenance import UNMARKED, Marks, label
from voicewright.domain.script import Script
from voicewright.domain.subtitle import Subtitles
from voicewright.domain.task import Kind, Output, SpeechWork, Stage, Task
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Failure, State, Voice
from voicewright.ports import Clock, Engines, Need, Objects, Store, Word
from voicewright.ports.completion import completed
from voicewright.services.acceptance import Acceptance
from voicewright.services.audit import used
from voicewright.services.billing import settle
from voicewright.services.catalog import Catalog
from voicewright.services.presence import present
from voicewright.services.rendering import Voicing, checked_script, frames, in_one_piece, script_of, streamed, turned
from voicewright.services.subtitles import Following, file_of, passage, subtitles_of
from voicewright.services.system_voices import system_voice
from voicewright.services.tasks import TaskService, output_key, subtitles_key
from voicewright.services.timbres import Timbres
from voicewright.services.voices import checked_text
from voicewright.text.detect import detected

TOLD_EVERY = 0.5
"""Seconds between two notes of progress."""
CHARACTERS_PER_SECOND = 14.0
UNSPACED_PER_SECOND = 4.5
"""A usual pace, to guess how far a synthesis has come; the second where a character is a syllable."""
MOST_BYTES = 2_000_000_000
"""Of one sound, which is held in memory until it is whole."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a stream."""

    data: bytes
    """Of the file; may be empty."""
    seconds: float
    said: Subtitles | None = None
    """Where subtitles were asked for: the words that are over now."""
    subtitles: str | None = None
    """Of the last part: object key of the whole subtitles."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of the first part, where there are directions: `understood` and `unknown`, words of them with commas."""


@dataclass(kw_only=True)
class _Heard:
    """How much of a stream has gone out."""

    seconds: float
    words: list[Word]


@dataclass(frozen=True, kw_only=True)
class SpeakService:
    """Admit a text, then speak it."""

    store: Store
    objects: Objects
    engines: Engines
    clock: Clock
    catalog: Catalog
    timbres: Timbres
    tasks: TaskService
    acceptance: Acceptance
    marks: Marks = UNMARKED

    async def submit(self, caller: Caller, command: Speak) -> Task:
        """Check everything and accept the work. Raises FieldMissing, TextTooLong, FieldInvalid, VoiceNotVisible, EngineUnavailable, CreditShort."""
        (task,) = await self.submit_all(caller, [command])
        return task

    async def submit_all(self, caller: Caller, commands: Sequence[Speak]) -> Sequence[Task]:
        """Accept several texts, all or none. Raises as `submit`."""
        if before := await self.acceptance.begun(caller):
            return before
        tasks = [(await self._admitted(caller, command))[1] for command in commands]
        async with self.store.unit() as unit:
            return await self.acceptance.accept(unit, caller, tasks)

    async def rehearsed(self, caller: Caller, command: Speak, *, stage: Stage) -> Task:
        """A task that has ended so, with nothing spoken: what would be told of it is told. Raises as `submit`."""
        _, task = await self._admitted(caller, command)
        failure = Failure(code=WorkCancelled.__name__, facts={}) if stage is Stage.FAILED else None
        ended = dataclasses.replace(task, stage=stage, progress=100, finished_at=self.clock.now(), failure=failure)
        await self.tasks.record(ended)
        return ended

    async def refused(self, caller: Caller, command: Speak, refusal: Refusal) -> Task:
        """A task that has failed already, for callers whose contract tells of it in the task and not in the answer."""
        work = _work(command.text, command, language=command.language or Language.ENGLISH)
        task = self._task(caller, command, work, voice_id=_heaviest(command))
        failure = Failure(code=refusal.code, facts=dict(refusal.facts))
        task = dataclasses.replace(task, stage=Stage.FAILED, finished_at=self.clock.now(), failure=failure)
        await self.tasks.record(task)
        return task

    async def stream(self, caller: Caller, command: Speak) -> AsyncGenerator[bytes, None]:
        """The pieces of one file, each as soon as it is there; see `parts`."""
        async with aclosing(self.parts(caller, command)) as parts:
            async for part in parts:
                if part.data:
                    yield part.data

    async def parts(self, caller: Caller, command: Speak, *, whole: bool = False, placed: bool = False) -> AsyncGenerator[Part, None]:
        """What is spoken, as it is there; `whole`: all data at the end, as one file. Refuses as `submit` does, before the first part.

        Closing the stream stops the work. A text that was heard, if only its beginning, counts as spoken: the voice is permanent
        and the usage is written. A stream that fails on our side costs nothing. Subtitles, where they were asked for, come last.
        A stream takes one of the account's places for speaking; `placed`: its caller has taken one already.
        """
        async with AsyncExitStack() as stack:
            if not placed:
                await stack.enter_async_context(self.acceptance.limits.place(caller, Verb.SPEAK))
            parts = await stack.enter_async_context(aclosing(self._agreed(caller, command, whole=whole)))
            async for part in parts:
                yield part

    async def _agreed(self, caller: Caller, command: Speak, *, whole: bool) -> AsyncGenerator[Part, None]:
        voices, task = await self._admitted(caller, command)
        assert isinstance(task.work, SpeechWork)
        await self.acceptance.heard(caller, task)
        voicing = await self._voicing(task, voices, task.work)
        async with self.acceptance.billing.held(caller, task) as agreed:
            started = dataclasses.replace(agreed, stage=Stage.RUNNING, started_at=self.clock.now())
            async with aclosing(self._parts(caller, started, task.work, voicing, whole=whole)) as parts:
                async for part in parts:
                    yield part

    async def _parts(self, caller: Caller, started: Task, work: SpeechWork, voicing: Voicing, *, whole: bool) -> AsyncGenerator[Part, None]:
        heard = _Heard(seconds=0.0, words=[])
        following = Following(written=work.text, script=voicing.script) if work.subtitles else None
        pieces = (in_one_piece if whole else streamed)(self.engines, voicing, work.spec)
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    heard.seconds += piece.seconds
                    heard.words += piece.words
                    said = None if following is None else passage(following, following.heard(piece.words))
                    yield Part(data=piece.data, seconds=piece.seconds, said=said, facts=piece.facts)
        except (GeneratorExit, asyncio.CancelledError):
            await completed(self._count(caller, started, work, heard))
            raise
        await completed(self._count(caller, started, work, heard))
        if following is not None:
            file = await self._kept(started, work, voicing, heard)
            yield Part(data=b"", seconds=0.0, said=passage(following, following.heard((), last=True)), subtitles=file)

    async def _kept(self, task: Task, work: SpeechWork, voicing: Voicing, heard: _Heard) -> str:
        """The subtitles of a stream, kept with a task that has ended, so that they can be forgotten with it. Raises VoiceNotVisible."""
        key = subtitles_key(task)
        async with AsyncExitStack() as undoing:
            undoing.push_async_callback(self.objects.remove, key)
            await self.objects.put(key, await asyncio.to_thread(_file, work, voicing.script, heard.words))
            async with self.store.unit() as unit:
                if not await present(unit, task.account, task.voice_ids):
                    raise VoiceNotVisible
                await unit.tasks.record(dataclasses.replace(task, stage=Stage.SUCCEEDED, progress=100, finished_at=self.clock.now()))
            undoing.pop_all()
        return key

    async def _count(self, caller: Caller, task: Task, work: SpeechWork, heard: _Heard) -> None:
        """Account for what was heard. It is owed also where its listener leaves a second time, who would call a mere unit off."""
        if not heard.seconds:
            return
        usage = Usage(characters=len(work.text), seconds=heard.seconds)
        done = dataclasses.replace(task, stage=Stage.SUCCEEDED, finished_at=self.clock.now(), usage=usage)
        async with self.store.unit() as unit:
            for voice_id in sorted(task.voice_ids):  # in the order of `present`
                await unit.voices.keep(task.account, voice_id)
            charged = await settle(unit, done, now=self.clock.now())
            await unit.books.enter(done, charged=charged)
            await used(unit, caller, task, at=self.clock.now())

    async def perform(self, task: Task, work: SpeechWork) -> None:
        """Speak the text of a task into a file."""
        voicing = await self._voicing(task, [await self._voice(task, voice_id) for voice_id in task.voice_ids], work)
        data, seconds, words = await self._spoken(task, work, voicing)
        subtitles = subtitles_key(task) if work.subtitles else None
        output = Output(key=output_key(task), spec=work.spec, seconds=seconds, size=len(data), subtitles=subtitles)
        await self.objects.put(output.key, data)
        if subtitles is not None:
            await self.objects.put(subtitles, await asyncio.to_thread(_file, work, voicing.script, words))
        usage = Usage(characters=len(work.text), seconds=seconds)
        await self.tasks.finish(task, output=output, usage=usage)

    async def _admitted(self, caller: Caller, command: Speak) -> tuple[Sequence[Voice], Task]:
        text = checked_text(command.text, field=command.text_field, limit=command.limit)
        heaviest = _heaviest(command)
        names = [share.voice_id for share in command.mix] or [command.voice_id]
        voices = [await self.catalog.speaking(caller, name) for name in names]
        language = command.language or await asyncio.to_thread(_language, text, voices[names.index(heaviest)])
        checked_size(text, command, language=language)
        work = _work(text, command, language=language)
        engine = self.engines.choose(_need(voices, work))
        said = await asyncio.to_thread(
            checked_script,
            text,
            field=command.text_field,
            engine=engine,
            language=language,
            pronunciations=command.pronunciations,
            wording=command.wording,
        )
        await self.acceptance.permit(caller, text, said, field=command.text_field)
        return voices, self._task(caller, command, work, voice_id=heaviest)

    def _task(self, caller: Caller, command: Speak, work: SpeechWork, *, voice_id: str) -> Task:
        return Task(
            id=opaque_id("task"),
            account=caller.account,
            kind=Kind.SPEECH,
            stage=Stage.QUEUED,
            origin=command.origin,
            voice_id=voice_id,
            work=work,
            request=caller.request,
            created_at=self.clock.now(),
            callback=command.callback,
        )

    async def _voice(self, task: Task, voice_id: str) -> Voice:
        voice = system_voice(voice_id)
        if voice is None:
            async with self.store.view() as unit:
                voice = await unit.voices.owned(task.account, voice_id)
        if voice is None or voice.state is State.DELETED:
            raise VoiceNotVisible
        return voice

    async def _voicing(self, task: Task, voices: Sequence[Voice], work: SpeechWork) -> Voicing:
        voice = voices[0]
        if work.mix:
            mix = [(voice, float(share.weight)) for voice, share in zip(voices, work.mix, strict=True)]
            voice = max(mix, key=lambda part: part[1])[0]
            engine, timbre = await self.timbres.mixed(mix, _need(voices, work))
        else:
            engine, timbre = await self.timbres.ready(voice, _need(voices, work))
        script = await asyncio.to_thread(
            script_of,
            work.text,
            engine=engine,
            language=work.language,
            prosody=turned(work.prosody, work.modification),
            seed=voice.seed,
            pronunciations=work.pronunciations,
            wording=work.wording,
        )
        return Voicing(
            engine=engine,
            timbre=timbre,
            script=script,
            volume=work.volume,
            modification=work.modification,
            watermark=work.watermark,
            hidden=self.marks.word,
            label=label(producer=self.marks.producer, produced=_number(task, work)),
        )

    async def _spoken(self, task: Task, work: SpeechWork, voicing: Voicing) -> tuple[bytes, float, list[Word]]:
        """The file, its seconds, and when its words are heard."""
        rate = voicing.engine.capabilities.rate
        file = Whole(spec=work.spec, rate=rate, label=voicing.label)
        expected = max(1.0, len(work.text) / CHARACTERS_PER_SECOND / work.prosody.speed)
        seconds, told = 0.0, time.monotonic()
        words: list[Word] = []
        async with aclosing(frames(self.engines, voicing)) as source:
            async for frame in source:
                await asyncio.to_thread(file.feed, frame.samples)
                words += frame.words
                seconds += len(frame) / rate
                if time.monotonic() - told > TOLD_EVERY:
                    await self.tasks.progressed(task.id, min(95, int(95 * seconds / expected)))
                    told = time.monotonic()
        return await asyncio.to_thread(file.finish), seconds, words


def _heaviest(command: Speak) -> str:
    return max(command.mix, key=lambda share: share.weight).voice_id if command.mix else command.voice_id


def _work(text: str, command: Speak, *, language: Language) -> SpeechWork:
    return SpeechWork(
        text=text,
        language=language,
        prosody=command.prosody,
        volume=command.volume,
        spec=command.spec,
        pronunciations=command.pronunciations,
        mix=command.mix,
        modification=command.modification,
        subtitles=command.subtitles,
        word_times=command.word_times,
        wording=command.wording,
        watermark=command.watermark,
    )


def _number(task: Task, work: SpeechWork) -> str:
    """The number of what is spoken: the same for the same request, so that the same request makes the same file."""
    return hashlib.sha256(repr((task.account, task.voice_ids, work)).encode()).hexdigest()[:32]


def _need(voices: Sequence[Voice], work: SpeechWork) -> Need:
    return Need(
        language=work.language,
        clone=any(voice.reference is not None for voice in voices),
        times=work.subtitles,
        mix=bool(work.mix),
        directions=bool(work.prosody.directions),
    )


def checked_size(text: str, command: Speak, *, language: Language) -> None:
    """Whether the sound of a text can be held. Raises FieldInvalid."""
    pace = CHARACTERS_PER_SECOND if language.spaced else UNSPACED_PER_SECOND
    size = len(text) / pace / command.prosody.speed * bytes_per_second(command.spec)
    if size > MOST_BYTES:
        problem = f"would be about {size / 1e9:.1f} GB of sound in this form; at most {MOST_BYTES / 1e9:.0f} GB are made: choose a lower bit rate, or send it in parts"
        raise FieldInvalid(field=command.text_field, problem=problem)


def _file(work: SpeechWork, script: Script, words: Sequence[Word]) -> bytes:
    return file_of(subtitles_of(work.text, script, words), words=work.word_times)


def _language(text: str, voice: Voice) -> Language:
    return detected(text, leaning=voice.language) or voice.language
