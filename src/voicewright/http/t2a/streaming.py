"""A text spoken in one answer, or in a stream of blocks (contract §0, rules 4 to 8)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TypeAlias

from fastapi import Request, Response

from voicewright.domain.account import Caller
from voicewright.domain.commands import Speak
from voicewright.domain.errors import Refusal
from voicewright.domain.task import Task
from voicewright.http.answers import encoded
from voicewright.http.fields import Out
from voicewright.http.links import Address
from voicewright.http.media import address_of
from voicewright.http.state import trace_of
from voicewright.http.streams import ToldBroken, primed
from voicewright.http.t2a.manner import Passage, T2aIn, passage
from voicewright.http.t2a.models import Model
from voicewright.http.t2a.sounds import (
    GOING_ON,
    WELL,
    BlockOut,
    EndedSoundOut,
    FollowedSoundOut,
    SoundOut,
    SpeechOut,
    TitledSoundOut,
    extra_of,
)
from voicewright.http.waiting import finished
from voicewright.services.core import Core
from voicewright.services.speak import Part
from voicewright.services.subtitles import lines_of

Broken: TypeAlias = Callable[[Refusal, str], Out]
"""What a stream that fails on the way ends with, in a dialect's words, with its trace id."""
Shaped: TypeAlias = Callable[[BlockOut | SpeechOut], Out]
"""A block in a dialect's shape."""

_STREAMED = {"content-type": "text/event-stream", "cache-control": "no-cache", "x-accel-buffering": "no"}


async def whole(request: Request, core: Core, caller: Caller, body: T2aIn, model: Model) -> SpeechOut:
    """The text, spoken. Raises what `T2aIn.command` and `SpeakService.submit` raise, and what the work fails with."""
    text = passage(body.text, field="text")
    command = body.command(model, text)
    task = await finished(request, core, caller, await core.speak.submit(caller, command))
    assert task.output is not None
    sound = await _sound(core, caller, task, address_of(request), linked=body.output_format == "url")
    extra = extra_of(command, text, size=task.output.size, seconds=task.output.seconds)
    return SpeechOut(data=sound, extra_info=extra, trace_id=trace_of(request), base_resp=WELL)


def as_it_is(block: BlockOut | SpeechOut) -> Out:
    """The shape that MiniMax's own blocks have."""
    return block


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How a dialect tells its streams."""

    broken: Broken
    shaped: Shaped = as_it_is

    async def streamed(self, request: Request, core: Core, caller: Caller, body: T2aIn, model: Model) -> Response:
        """The text, while it is spoken. Raises as `whole`, before the first block."""
        text = passage(body.text, field="text")
        told = Told(
            telling=self,
            trace=trace_of(request),
            command=body.command(model, text),
            text=text,
            address=address_of(request),
            aggregated=body.aggregated,
            following=body.subtitle_type == "word_streaming",
        )
        stream = told.blocks(core.speak.parts(caller, told.command))
        return await primed(request, stream, media_type="text/event-stream", headers=_STREAMED)


async def _sound(core: Core, caller: Caller, task: Task, address: Address, *, linked: bool) -> SoundOut:
    output = task.output
    assert output is not None
    audio = address(output.key, output.spec.codec) if linked else (await core.objects.get(output.key)).hex()
    if output.subtitles is not None:
        return TitledSoundOut(audio=audio, status=2, ced="", subtitle_file=address(output.subtitles, "subtitles"))
    if not linked:
        await core.tasks.discard(caller, task.id)  # the caller has it all, and no way to ask for it again
    return SoundOut(audio=audio, status=2, ced="")


@dataclass(kw_only=True)
class Told:
    """A stream as it is told: blocks with the key `extra_info` are thrown away by clients, so only the last has it."""

    telling: Telling
    trace: str
    command: Speak
    text: Passage
    address: Address
    aggregated: bool
    """Whether the last block repeats the whole sound."""
    following: bool
    """Whether each block tells its words."""
    sound: bytearray = field(default_factory=bytearray)
    size: int = 0
    seconds: float = 0.0
    lines: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    titles: str | None = None

    async def blocks(self, parts: AsyncGenerator[Part, None]) -> AsyncGenerator[bytes, None]:
        """The blocks. A refusal before the first is raised; a later one is the last block's. Raises ToldBroken after that."""
        try:
            async with aclosing(parts):
                async for data in self._sounds(parts):
                    yield event(self.telling.shaped(BlockOut(data=data, trace_id=self.trace, base_resp=GOING_ON)))
        except Refusal as refusal:
            if not self.size:
                raise
            yield event(self.telling.broken(refusal, self.trace))
            raise ToldBroken from refusal
        yield event(self.telling.shaped(self._end()))

    async def _sounds(self, parts: AsyncGenerator[Part, None]) -> AsyncGenerator[SoundOut, None]:
        async for part in parts:
            if (data := self._taken(part)) is not None:
                yield data

    def _taken(self, part: Part) -> SoundOut | None:
        self.seconds += part.seconds
        self.size += len(part.data)
        self.titles = part.subtitles or self.titles
        if self.aggregated:
            self.sound += part.data
        if self.following and part.said is not None:
            self.lines += lines_of(part.said, words=True)
        if not part.data:
            return None
        if not self.lines:
            return SoundOut(audio=part.data.hex(), status=1, ced="")
        return FollowedSoundOut(audio=part.data.hex(), status=1, ced="", subtitle=self._lines())

    def _lines(self) -> list[dict[str, object]]:
        lines, self.lines = self.lines, []
        return lines

    def _end(self) -> SpeechOut:
        extra = extra_of(self.command, self.text, size=self.size, seconds=self.seconds)
        return SpeechOut(data=self._last(self.sound.hex()), extra_info=extra, trace_id=self.trace, base_resp=WELL)

    def _last(self, audio: str) -> SoundOut | TitledSoundOut | EndedSoundOut:
        if self.titles is None:
            return SoundOut(audio=audio, status=2, ced="")
        file = self.address(self.titles, "subtitles")
        if not self.following:
            return TitledSoundOut(audio=audio, status=2, ced="", subtitle_file=file)
        return EndedSoundOut(audio=audio, status=2, ced="", subtitle_file=file, subtitle=self._lines())


def event(out: Out) -> bytes:
    """One block, framed as every client reads it (contract §2.9)."""
    return b"data: " + encoded(out) + b"\n\n"
