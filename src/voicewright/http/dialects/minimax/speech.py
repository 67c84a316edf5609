"""A text spoken in one answer, or in a stream of blocks (contract §0, rules 4 to 8, and §1.7)."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response

from voicewright.audio.encode import rate_of
from voicewright.domain.account import Caller
from voicewright.domain.commands import Speak
from voicewright.domain.errors import Refusal
from voicewright.domain.task import Task
from voicewright.http.answers import answer, encoded
from voicewright.http.auth import TheCaller
from voicewright.http.dialects.minimax.router import finished, routes
from voicewright.http.dialects.minimax.schemas import (
    GOING_ON,
    WELL,
    BlockOut,
    BrokenOut,
    EndedSoundOut,
    ExtraOut,
    FollowedSoundOut,
    RefusedOut,
    SoundOut,
    SpeechOut,
    TitledSoundOut,
    bitrate_of,
    words_in,
)
from voicewright.http.dialects.minimax.speaking import Passage, T2aIn, passage
from voicewright.http.dialects.minimax.words import worded
from voicewright.http.links import Address
from voicewright.http.media import address_of
from voicewright.http.state import TheCore, trace_of
from voicewright.http.streams import primed
from voicewright.services.core import Core
from voicewright.services.speak import Part
from voicewright.services.subtitles import lines_of

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The sound; with `stream`, in blocks, the last of which has `extra_info`.", "content": {"text/event-stream": {}}}
}
_STREAMED = {"content-type": "text/event-stream", "cache-control": "no-cache", "x-accel-buffering": "no"}

router = routes()


@router.post("/v1/t2a_v2", response_model=SpeechOut | RefusedOut, responses=_EVENTS)
async def speak(request: Request, caller: TheCaller, core: TheCore, body: T2aIn) -> Response:
    """Have a text spoken: in one answer, or with `stream` in blocks while it is made."""
    text = passage(body.text, field="text")
    command = body.command(text)
    if body.stream:
        options = body.stream_options
        told = Told(
            trace=trace_of(request),
            command=command,
            text=text,
            address=address_of(request),
            aggregated=not (options and options.exclude_aggregated_audio),
            following=body.subtitle_type == "word_streaming",
        )
        stream = told.blocks(core.speak.parts(caller, command))
        return await primed(request, stream, media_type="text/event-stream", headers=_STREAMED)
    task = await finished(request, core, caller, await core.speak.submit(caller, command))
    assert task.output is not None
    sound = await _sound(core, caller, task, address_of(request), linked=body.output_format == "url")
    extra = extra_of(command, text, size=task.output.size, seconds=task.output.seconds)
    return answer(SpeechOut(data=sound, extra_info=extra, trace_id=trace_of(request), base_resp=WELL))


async def _sound(core: Core, caller: Caller, task: Task, address: Address, *, linked: bool) -> SoundOut:
    output = task.output
    assert output is not None
    audio = address(output.key, output.spec.codec) if linked else (await core.objects.get(output.key)).hex()
    if output.subtitles is not None:
        return TitledSoundOut(audio=audio, status=2, ced="", subtitle_file=address(output.subtitles, "subtitles"))
    if not linked:
        await core.tasks.discard(caller, task.id)  # the caller has it all, and no way to ask for it again
    return SoundOut(audio=audio, status=2, ced="")


def extra_of(command: Speak, text: Passage, *, size: int, seconds: float) -> ExtraOut:
    """The figures of a sound."""
    spec = command.spec
    return ExtraOut(
        audio_length=round(1000 * seconds),
        audio_sample_rate=rate_of(spec),
        audio_size=size,
        bitrate=bitrate_of(spec, size=size, seconds=seconds),
        word_count=words_in(text.text),
        invisible_character_ratio=text.invisible,
        usage_characters=len(text.text),
        audio_format=spec.codec.value,
        audio_channel=spec.channels,
    )


@dataclass(kw_only=True)
class Told:
    """A stream as it is told: blocks with the key `extra_info` are thrown away by clients, so only the last has it."""

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
        """The blocks. A refusal before the first is raised; a later one is the last block's."""
        try:
            async with aclosing(parts):
                async for data in self._sounds(parts):
                    yield event(BlockOut(data=data, trace_id=self.trace, base_resp=GOING_ON))
        except Refusal as refusal:
            if not self.size:
                raise
            yield event(BrokenOut(data=SoundOut(audio="", status=2, ced=""), trace_id=self.trace, base_resp=worded(refusal)))
            return
        yield event(self._end())

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


def event(out: BlockOut | BrokenOut | SpeechOut) -> bytes:
    """One block, framed as every client reads it (contract §2.9)."""
    return b"data: " + encoded(out) + b"\n\n"
