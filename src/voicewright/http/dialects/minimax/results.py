"""What became of a long text: several tasks under one number, and the archive that they come in."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from voicewright.audio.encode import rate_of
from voicewright.domain.account import Caller
from voicewright.domain.errors import TaskNotVisible, UploadNotVisible
from voicewright.domain.task import SpeechWork, Stage, Task
from voicewright.http.answers import encoded
from voicewright.http.dialects.minimax.archive import Member, packed, size_of
from voicewright.http.dialects.minimax.schemas import LongExtraOut, bitrate_of, words_in
from voicewright.services.core import Core

PURPOSE = "t2a_async"
MARK = "task_"
"""How the name of a task begins."""
_APART = " "

StatusWord: TypeAlias = Literal["Processing", "Success", "Failed", "Expired"]


def batch(tasks: Sequence[Task], titles: Sequence[str]) -> str:
    """The name under which a number keeps tasks: `task_…=title` with spaces between."""
    return _APART.join(f"{task.id}={title}" for task, title in zip(tasks, titles, strict=True))


@dataclass(frozen=True, kw_only=True)
class Result:
    """The tasks of one long text."""

    number: int
    parts: Sequence[tuple[str, Task]]
    """What each is called, which may be nothing."""

    @property
    def status(self) -> StatusWord:
        """How far it is."""
        stages = {task.stage for _, task in self.parts}
        if stages & {Stage.FAILED, Stage.CANCELLED}:
            return "Failed"
        return "Success" if stages == {Stage.SUCCEEDED} else "Processing"

    @property
    def made_at(self) -> datetime:
        """When the last part was made; before that, when the first was accepted."""
        return max(task.finished_at or task.created_at for _, task in self.parts)

    @property
    def filename(self) -> str:
        """As a file is called."""
        return f"{self.number}.tar"

    async def members(self, core: Core) -> list[Member]:
        """The archive's files: of each part the sound, its lines, its figures. Raises UploadNotVisible before it is made."""
        if self.status != "Success":
            raise UploadNotVisible
        found: list[Member] = []
        for title, task in self.parts:
            output, work = task.output, task.work
            if output is None or output.subtitles is None or not isinstance(work, SpeechWork):
                raise UploadNotVisible
            name = f"{self.number}/{title}" if title else str(self.number)
            extra = encoded(_extra(work, size=output.size, seconds=output.seconds))
            titles = await core.objects.size(output.subtitles)
            found += [
                Member(name=f"{name}.{work.spec.codec.value}", size=output.size, source=output.key),
                Member(name=f"{name}.titles", size=titles, source=output.subtitles),
                Member(name=f"{name}.extra", size=len(extra), source=extra),
            ]
        return found

    async def size(self, core: Core) -> int:
        """Bytes of the archive; 0 before it is made."""
        return size_of(await self.members(core)) if self.status == "Success" else 0

    async def archive(self, core: Core) -> AsyncGenerator[bytes, None]:
        """The archive, in pieces."""
        async for piece in packed(await self.members(core), core.objects, made_at=self.made_at):
            yield piece


async def result_of(core: Core, caller: Caller, number: int) -> Result:
    """What a number stands for. Raises TaskNotVisible."""
    thing = await core.numbers.thing(caller, number) or ""
    if not thing.startswith(MARK):
        raise TaskNotVisible
    named = [part.partition("=") for part in thing.split(_APART)]
    return Result(number=number, parts=[(title, await core.tasks.of(caller, task_id)) for task_id, _, title in named])


async def discard(core: Core, caller: Caller, result: Result) -> None:
    """Forget a result with its sounds, or end what is still being made."""
    for _, task in result.parts:
        if not task.stage.ended:
            await core.tasks.discard(caller, task.id)  # once to end it, once to forget it
        await core.tasks.discard(caller, task.id)
    await core.numbers.forget(batch([task for _, task in result.parts], [title for title, _ in result.parts]))


def _extra(work: SpeechWork, *, size: int, seconds: float) -> LongExtraOut:
    return LongExtraOut(
        audio_length=round(1000 * seconds),
        audio_sample_rate=rate_of(work.spec),
        audio_size=size,
        bitrate=bitrate_of(work.spec, size=size, seconds=seconds),
        word_count=words_in(work.text),
        usage_characters=len(work.text),
        audio_format=work.spec.codec.value,
        audio_channel=work.spec.channels,
    )
