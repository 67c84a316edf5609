"""The verbs over a real database and a real folder, with an engine that a test can hold up at any point."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.notify import LocalNotify
from voicewright.adapters.objects import open_objects
from voicewright.adapters.post import HttpPost
from voicewright.adapters.sql.store import SqlStore
from voicewright.audio.decode import decoded
from voicewright.audio.encode import encoded
from voicewright.audio.recording import Limits, Recording
from voicewright.domain.account import Caller
from voicewright.domain.commands import CloneVoice, DesignVoice, FromUrl, Origin, PromptAudio, Speak, Validation
from voicewright.domain.errors import EngineCrashed, Refusal
from voicewright.domain.language import Language
from voicewright.domain.naming import Minted, opaque_id
from voicewright.domain.provenance import UNMARKED, Marks
from voicewright.domain.script import Script, Sentence
from voicewright.domain.speech import AudioSpec, Codec, Prosody
from voicewright.domain.task import Task
from voicewright.ports import Capabilities, Design, EngineInfo, Fetch, Frame, Moderator, Need, Recogniser, Reference, Share, Timbre, Word
from voicewright.services.core import Core, core_of
from voicewright.services.limits import QUEUE_LIMIT
from voicewright.text import tokens

RATE = 24_000
ORIGIN = Origin(dialect="aijisu", model="minimax-speech-2.8-hd")
SECONDS = 1.5
"""Of everything that is said."""
PREVIEW = "Hello there, this is me."

Hook = Callable[[], Awaitable[object]]


@dataclass(kw_only=True)
class Reed:
    """See `ports.Engines`. Hums; calls its hooks first."""

    info: EngineInfo = field(
        default_factory=lambda: EngineInfo(
            name="reed",
            version="1",
            capabilities=Capabilities(
                languages=frozenset(Language),
                clones=True,
                designs=True,
                streams=True,
                rate=RATE,
                sounds=frozenset(),
                licence="CC0-1.0",
                device="cpu",
            ),
        )
    )
    hooks: dict[str, Hook] = field(default_factory=dict[str, Hook])
    """By what is about to be done: `make` or `speak`."""
    spoken: list[tuple[float, Script]] = field(default_factory=list[tuple[float, Script]])
    """The pitch of each voice that spoke, and what it said."""
    learned: list[Reference] = field(default_factory=list[Reference])
    """What voices were made from."""
    calls: list[asyncio.Future[object]] = field(default_factory=list[asyncio.Future[object]])
    """What the hooks have begun."""

    def all(self) -> Sequence[EngineInfo]:
        return (self.info,)

    def choose(self, need: Need) -> EngineInfo:
        del need
        return self.info

    async def learn(self, engine: EngineInfo, reference: Reference) -> Timbre:
        del engine
        self.learned.append(reference)
        return await self._made()

    async def imagine(self, engine: EngineInfo, design: Design) -> Timbre:
        del engine, design
        return await self._made()

    async def mix(self, engine: EngineInfo, shares: Sequence[Share]) -> Timbre:
        del engine
        weights = [share.weight for share in shares]
        pitches = [float(share.timbre.arrays["pitch"][0]) for share in shares]
        return Timbre(arrays={"pitch": np.array([np.average(pitches, weights=weights)], dtype=np.float32)})

    async def speak(self, engine: EngineInfo, timbre: Timbre, script: Script) -> AsyncGenerator[Frame, None]:
        del engine
        await self._hook("speak")
        spans = [(number, *span) for number, item in enumerate(script.items) if isinstance(item, Sentence) for span in tokens.words(item.text)]
        words = [Word(item=item, start=start, end=end, begins=0.1 * at, ends=0.1 * at + 0.1) for at, (item, start, end) in enumerate(spans)]
        self.spoken.append((float(timbre.arrays["pitch"][0]), script))
        for part in range(3):
            yield Frame(samples=np.full(int(RATE * SECONDS / 3), 0.1, dtype=np.float32), words=tuple(words) if part == 0 else ())

    async def _made(self) -> Timbre:
        await self._hook("make")
        return Timbre(arrays={"pitch": np.ones(1, dtype=np.float32)})

    async def _hook(self, name: str) -> None:
        if name in self.hooks:
            # somebody else's request: the end of the work must not be the end of it
            call = asyncio.ensure_future(self.hooks[name]())
            self.calls.append(call)
            await asyncio.shield(call)


async def library(url: str, *, field: str, limit: int) -> bytes:
    """A recording of twelve seconds, whatever the address."""
    del url, field, limit
    moments = np.arange(12 * RATE) / RATE
    sound = (0.2 * np.sin(2 * np.pi * 140 * moments) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * moments))).astype(np.float32)
    return await asyncio.to_thread(encoded, sound, rate=RATE, spec=AudioSpec(codec=Codec.WAV, rate=RATE))


async def read(data: bytes, *, field: str, limits: Limits) -> Recording:
    """See `ports.Decoder`. The tests' own files need no process of their own."""
    return await asyncio.to_thread(decoded, data, field=field, limits=limits)


@dataclass(frozen=True, kw_only=True)
class House:
    core: Core
    store: SqlStore
    reed: Reed
    caller: Caller
    folder: Path

    async def clone(
        self,
        *,
        language: Language | None = Language.ENGLISH,
        validation: Validation | None = None,
        prompt: PromptAudio | None = None,
        transcript: str | None = None,
    ) -> Task:
        command = CloneVoice(
            origin=ORIGIN,
            naming=Minted(mint=_minted),
            recording=FromUrl(url="https://example.com/me.wav", field="audio_url"),
            transcript=transcript,
            transcript_fit=0.7,
            preview_text=PREVIEW,
            name="",
            language=language,
            language_label=None,
            description="",
            noise_reduction=False,
            volume_normalization=False,
            validation=validation,
            prompt=prompt,
        )
        return await self.core.clone.submit(self.caller, command, preview_field="text")

    async def design(self) -> Task:
        command = DesignVoice(
            origin=ORIGIN,
            naming=Minted(mint=_minted),
            prompt="A calm voice.",
            preview_text="Hello there.",
            name="",
            language=Language.ENGLISH,
            language_label=None,
            description="",
            seed=1,
        )
        return await self.core.design.submit(self.caller, command, prompt_field="prompt", preview_field="text")

    def words(self, voice_id: str = "English_Graceful_Lady") -> Speak:
        return Speak(
            origin=ORIGIN,
            voice_id=voice_id,
            text="Hello there.",
            text_field="text",
            language=Language.ENGLISH,
            prosody=Prosody(),
            volume=1.0,
            spec=AudioSpec(codec=Codec.WAV, rate=RATE),
        )

    async def work(self, task: Task) -> Task:
        """What the worker does with a task: an attempt, and the end where it met a refusal."""
        try:
            await self.core.work.perform(task.id)
        except Refusal as refusal:
            await self.core.work.fail(task.id, refusal)
        await asyncio.gather(*self.reed.calls, return_exceptions=True)
        return await self.core.tasks.of(self.caller, task.id)

    def kept(self) -> set[str]:
        """The keys of all objects."""
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}


def house_in(
    store: SqlStore,
    caller: Caller,
    folder: Path,
    *,
    fetch: Fetch = library,
    moderator: Moderator | None = None,
    recognisers: Sequence[Recogniser] = (),
    queue_limit: int = QUEUE_LIMIT,
    reed: Reed | None = None,
    keep_originals: bool = False,
    marks: Marks = UNMARKED,
) -> House:
    """A house whose work is done when a test says so."""
    reed = reed or Reed()
    core = core_of(
        store=store,
        objects=open_objects(str(folder)),
        engines=reed,
        fetch=fetch,
        decoder=read,
        moderator=moderator,
        post=HttpPost(),
        clock=SystemClock(),
        notify=LocalNotify(),
        meter=LocalMeter(),
        queue_limit=queue_limit,
        recognisers=recognisers,
        keep_originals=keep_originals,
        marks=marks,
    )
    return House(core=core, store=store, reed=reed, caller=caller, folder=folder)


async def crash() -> None:
    raise EngineCrashed


def _minted(_now: datetime) -> str:
    return opaque_id("voice")
