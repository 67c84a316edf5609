"""From a text and a timbre to sound: what every verb that speaks has in common."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import numpy as np

from voicewright.audio.effects import SEMITONES, Effects
from voicewright.audio.encode import Encoder, Whole, encoded
from voicewright.audio.hidden import Marker
from voicewright.audio.loudness import Limiter
from voicewright.audio.recording import Recording, Samples
from voicewright.audio.watermark import mark
from voicewright.domain.errors import FieldInvalid
from voicewright.domain.language import Language
from voicewright.domain.script import Pause, Script, Sentence
from voicewright.domain.speech import PITCH, UNMODIFIED, USUAL_WORDING, AudioSpec, Modification, Pronunciation, Prosody, Wording
from voicewright.ports import EngineInfo, Engines, Frame, Timbre, Word
from voicewright.text.prepare import prepared, speakable

MOST_SILENCE = 600.0
"""Seconds of asked pauses in one synthesis: ten thousand characters can ask for a day of them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Voicing:
    """A script that is ready to be spoken by one engine with one timbre."""

    engine: EngineInfo
    timbre: Timbre
    script: Script
    volume: float = 1.0
    modification: Modification = UNMODIFIED
    watermark: bool = False
    hidden: str = ""
    """The word whose mark is hidden in the sound; see `audio.hidden`."""
    label: str | None = None
    """See `domain.provenance`."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a file."""

    data: bytes
    """May be empty: the encoder waits for more."""
    seconds: float
    """Of the sound that went into the encoder for it."""
    words: tuple[Word, ...] = ()
    """Whose times are known now."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """See `ports.Frame`."""


def script_of(
    text: str,
    *,
    engine: EngineInfo,
    language: Language,
    prosody: Prosody,
    seed: int,
    pronunciations: tuple[Pronunciation, ...] = (),
    wording: Wording = USUAL_WORDING,
) -> Script:
    """What an engine is to say for a text, without the sounds that it cannot make."""
    items = prepared(text, language=language, pronunciations=pronunciations, sounds=engine.capabilities.sounds, wording=wording)
    return Script(items=items, language=language, prosody=prosody, seed=seed)


def checked_script(
    text: str,
    *,
    field: str,
    engine: EngineInfo,
    language: Language,
    pronunciations: tuple[Pronunciation, ...] = (),
    wording: Wording = USUAL_WORDING,
) -> str:
    """The sentences that are said for a text. Raises FieldInvalid where there is nothing to say, or a day of pauses."""
    items = prepared(text, language=language, pronunciations=pronunciations, sounds=engine.capabilities.sounds, wording=wording)
    if not speakable(items):
        raise FieldInvalid(field=field, problem="holds nothing that can be said")
    silence = sum(item.seconds for item in items if isinstance(item, Pause))
    if silence > MOST_SILENCE:
        raise FieldInvalid(field=field, problem=f"asks for {silence:.0f} s of silence; at most {MOST_SILENCE:.0f} s are made")
    return "\n".join(item.text for item in items if isinstance(item, Sentence))


def turned(prosody: Prosody, modification: Modification) -> Prosody:
    """The prosody with what a modification asks of the engine itself."""
    pitch = prosody.pitch + SEMITONES * modification.pitch / 100
    return replace(prosody, pitch=min(PITCH[1], max(PITCH[0], pitch)))


class _Finish:
    """What is done to an engine's sound: the modification, the volume, the hidden mark, and no sample over full scale."""

    def __init__(self, voicing: Voicing) -> None:
        rate = voicing.engine.capabilities.rate
        self._effects, self._limiter = Effects(voicing.modification, rate=rate), Limiter(rate=rate)
        self._volume = np.float32(voicing.volume)
        self._marker = Marker(word=voicing.hidden, rate=rate) if voicing.hidden else None
        self._idle = voicing.volume == 1.0 and voicing.modification.plain and self._marker is None

    def frame(self, frame: Frame) -> Frame:
        """A frame with what can go out; its words are told at once."""
        if self._idle:
            return frame
        return Frame(samples=self._limiter.feed(self._marked(self._effects.feed(frame.samples) * self._volume)), words=frame.words, facts=frame.facts)

    def rest(self) -> Frame:
        """What is left."""
        last = self._marked(self._effects.finish() * self._volume)
        if self._marker is not None:
            last = np.concatenate([last, self._marker.finish()])
        return Frame(samples=np.concatenate([self._limiter.feed(last), self._limiter.finish()]))

    def _marked(self, samples: Samples) -> Samples:
        return samples if self._marker is None else self._marker.feed(samples)


async def frames(engines: Engines, voicing: Voicing) -> AsyncGenerator[Frame, None]:
    """The sound as it is made, at the engine's rate, modified, at the volume asked for and never over full scale."""
    finish = _Finish(voicing)
    async with aclosing(engines.speak(voicing.engine, voicing.timbre, voicing.script)) as source:
        async for frame in source:
            yield finish.frame(frame)
    if len(rest := finish.rest()):
        yield rest
    if voicing.watermark:
        yield Frame(samples=mark(voicing.engine.capabilities.rate))


async def whole(engines: Engines, voicing: Voicing) -> Recording:
    """The sound when it is complete."""
    async with aclosing(frames(engines, voicing)) as source:
        parts = [frame.samples async for frame in source]
    samples = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
    return Recording(samples=samples, rate=voicing.engine.capabilities.rate)


async def in_form(recording: Recording, spec: AudioSpec, *, label: str | None) -> bytes:
    """The sound as one file."""
    return await asyncio.to_thread(encoded, recording.samples, rate=recording.rate, spec=spec, label=label)


async def streamed(engines: Engines, voicing: Voicing, spec: AudioSpec) -> AsyncGenerator[Piece, None]:
    """The sound as the pieces of one file, each as soon as it is there."""
    rate = voicing.engine.capabilities.rate
    encoder = Encoder(spec=spec, rate=rate, label=voicing.label)
    async with aclosing(frames(engines, voicing)) as source:
        async for frame in source:
            data = await asyncio.to_thread(encoder.feed, frame.samples)
            yield Piece(data=data, seconds=len(frame) / rate, words=frame.words, facts=frame.facts)
    yield Piece(data=await asyncio.to_thread(encoder.finish), seconds=0.0)


async def in_one_piece(engines: Engines, voicing: Voicing, spec: AudioSpec) -> AsyncGenerator[Piece, None]:
    """The same, but that the data comes last and at once: a file whose header knows its length."""
    rate = voicing.engine.capabilities.rate
    file = Whole(spec=spec, rate=rate, label=voicing.label)
    async with aclosing(frames(engines, voicing)) as source:
        async for frame in source:
            await asyncio.to_thread(file.feed, frame.samples)
            yield Piece(data=b"", seconds=len(frame) / rate, words=frame.words, facts=frame.facts)
    yield Piece(data=await asyncio.to_thread(file.finish), seconds=0.0)
