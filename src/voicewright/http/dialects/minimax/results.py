"""What became of a long text, as the archive that it comes in."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from voicewright.audio.encode import rate_of
from voicewright.domain.account import Caller
from voicewright.domain.errors import UploadNotVisible
from voicewright.domain.task import SpeechWork, Stage
from voicewright.http.answers import encoded
from voicewright.http.dialects.minimax.archive import Member, packed, size_of
from voicewright.http.dialects.minimax.schemas import LongExtraOut
from voicewright.http.t2a.batches import Batch, parts_of
from voicewright.http.t2a.sounds import bitrate_of, words_in
from voicewright.services.core import Core

PURPOSE = "t2a_async"

StatusWord: TypeAlias = Literal["Processing", "Success", "Failed", "Expired"]
_STATUSES: dict[Stage, StatusWord] = {Stage.FAILED: "Failed", Stage.SUCCEEDED: "Success"}


@dataclass(frozen=True, kw_only=True)
class Result(Batch):
    """The tasks of one long text."""

    @property
    def status(self) -> StatusWord:
        """How far it is."""
        return _STATUSES.get(self.stage, "Processing")

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
    batch = await parts_of(core, caller, number)
    return Result(number=batch.number, parts=batch.parts)


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
