"""Long texts, spoken while nobody waits (contract §1.11)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from voicewright.domain.commands import Speak
from voicewright.domain.errors import FieldMissing
from voicewright.domain.speech import AudioSpec
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialects.minimax.models import ModelIn
from voicewright.http.dialects.minimax.results import result_of
from voicewright.http.dialects.minimax.router import routes
from voicewright.http.dialects.minimax.schemas import AcceptedOut, ProgressOut, RefusedOut
from voicewright.http.fields import Serial, Unless, Whole
from voicewright.http.state import TheCore
from voicewright.http.t2a.batches import kept, long_text
from voicewright.http.t2a.documents import LONGEST
from voicewright.http.t2a.manner import AudioSettingIn, MannerIn, passage
from voicewright.http.t2a.sounds import WELL

_BOTH_SIDES = 2

router = routes()


class LongAudioIn(AudioSettingIn):
    """The form of a long text's sound."""

    audio_sample_rate: Unless[Whole] = Field(default=None, description="Hz; 32000 where nothing is said.")

    def spec(self, *, streamed: bool) -> AudioSpec:
        """The form; two channels where nothing is said. Raises FieldInvalid."""
        rate = self.sample_rate if self.audio_sample_rate is None else self.audio_sample_rate
        return AudioSettingIn(
            sample_rate=rate, bitrate=self.bitrate, format=self.format, channel=self.channel or _BOTH_SIDES, force_cbr=self.force_cbr
        ).spec(streamed=streamed)


class LongTextIn(MannerIn, ModelIn):
    """Say a long text, which is sent along or was uploaded before."""

    text: Unless[str] = Field(default=None, description="At most 50,000 characters; or `text_file_id`.")
    text_file_id: Unless[Serial] = Field(
        default=None, description="A file uploaded for `t2a_async_input`: .txt, or .zip of only .txt or only .json (`title`, `content`, `extra`)."
    )
    audio_setting: LongAudioIn | None = None

    def command(self, text: str, *, field: str, limit: int) -> Speak:
        """The command for one of its texts, which always has subtitles. Raises what `speak` raises."""
        titled = self.model_copy(update={"subtitle_enable": True})
        return titled.speak(
            self.named(), passage(text, field=field), spec=(self.audio_setting or LongAudioIn()).spec(streamed=False), field=field, limit=limit
        )


@router.post("/v1/t2a_async_v2", response_model=AcceptedOut | RefusedOut)
async def accept(caller: TheCaller, core: TheCore, body: LongTextIn) -> Response:
    """Accept a long text; ask how far it is, then retrieve the file."""
    if body.voice_setting is None:
        raise FieldMissing(field="voice_setting")
    long = await long_text(core, caller, text=body.text, file=body.text_file_id, fewer_than=LONGEST)
    commands = [body.command(one.text, field=long.field, limit=long.limit) for one in long.documents]
    tasks = await core.speak.submit_all(caller, commands)
    number = (await kept(core, caller, tasks, [one.title for one in long.documents])).number
    count = sum(len(command.text) for command in commands)
    return answer(AcceptedOut(task_id=str(number), task_token=tasks[0].request, file_id=number, usage_characters=count, base_resp=WELL))


@router.get("/v1/query/t2a_async_query_v2", response_model=ProgressOut | RefusedOut)
async def show(caller: TheCaller, core: TheCore, task_id: Annotated[Serial, Query()]) -> Response:
    """How far a long text is."""
    result = await result_of(core, caller, task_id)
    return answer(ProgressOut(task_id=task_id, status=result.status, file_id=task_id, base_resp=WELL))
