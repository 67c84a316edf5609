"""Long texts, spoken while nobody waits: what callers send, and the tasks that it becomes (contract §1.11)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from pydantic import Field

from voicewright.domain.account import Caller
from voicewright.domain.commands import Speak
from voicewright.domain.errors import FieldInvalid, FieldMissing
from voicewright.domain.speech import AudioSpec
from voicewright.domain.task import Stage
from voicewright.domain.webhook import Callback
from voicewright.http.fields import Serial, Unless, Whole
from voicewright.http.t2a.batches import Batch, kept, long_text
from voicewright.http.t2a.manner import AudioSettingIn, MannerIn, passage
from voicewright.http.t2a.models import Model
from voicewright.services.core import Core

_BOTH_SIDES = 2


class LongAudioIn(AudioSettingIn):
    """The form of a long text's sound."""

    audio_sample_rate: Unless[Whole] = Field(default=None, description="Hz; 32000 where nothing is said.")

    def spec(self, *, streamed: bool) -> AudioSpec:
        """The form; two channels where nothing is said. Raises FieldInvalid."""
        rate = self.sample_rate if self.audio_sample_rate is None else self.audio_sample_rate
        return AudioSettingIn(
            sample_rate=rate, bitrate=self.bitrate, format=self.format, channel=self.channel or _BOTH_SIDES, force_cbr=self.force_cbr
        ).spec(streamed=streamed)


class LongTextIn(MannerIn):
    """Say a long text, which is sent along or was uploaded before."""

    text: Unless[str] = Field(default=None, description="At most 50,000 characters; or `text_file_id`.")
    text_file_id: Unless[Serial] = Field(
        default=None,
        description="The number of an uploaded file: .txt, or .zip of only .txt or only .json (`title`, `content`, `extra`).",
    )
    audio_setting: LongAudioIn | None = None

    def command(self, model: Model, text: str, *, field: str, limit: int) -> Speak:
        """The command for one of its texts, which always has subtitles. Raises what `speak` raises."""
        titled = self.model_copy(update={"subtitle_enable": True})
        spec = (self.audio_setting or LongAudioIn()).spec(streamed=False)
        return titled.speak(model, passage(text, field=field), spec=spec, field=field, limit=limit)


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A long text that will be spoken."""

    batch: Batch
    characters: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a caller wants to happen to a long text."""

    fewer_than: int
    """Characters that the texts of a file stay below."""
    callback: Callback | None = None
    rehearsal: Stage | None = None
    """How the task shall pretend to end, where nothing shall be spoken."""


async def accepted(core: Core, caller: Caller, body: LongTextIn, model: Model, asked: Asked) -> Accepted:
    """All its texts, or none. Raises FieldMissing, FieldInvalid, what `long_text` raises and what `SpeakService.submit` raises."""
    if body.voice_setting is None:
        raise FieldMissing(field="voice_setting")
    long = await long_text(core, caller, text=body.text, file=body.text_file_id, fewer_than=asked.fewer_than)
    if asked.callback is not None and len(long.documents) > 1:
        raise FieldInvalid(field=long.field, problem="names several texts, which do not end at one time: leave the webhook out, or send one text")
    plain = [body.command(model, one.text, field=long.field, limit=long.limit) for one in long.documents]
    commands = [dataclasses.replace(command, callback=asked.callback) for command in plain]
    characters = sum(len(command.text) for command in commands)
    if asked.rehearsal is not None:
        pretended = [("", await core.speak.rehearsed(caller, command, stage=asked.rehearsal)) for command in commands]
        return Accepted(batch=Batch(number=0, parts=pretended), characters=characters)
    tasks = await core.speak.submit_all(caller, commands)
    return Accepted(batch=await kept(core, caller, tasks, [one.title for one in long.documents]), characters=characters)
