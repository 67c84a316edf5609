"""What stands in answers: an envelope of `code`, `message` and `data`. Times are Unix milliseconds."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from voicewright.http.amounts import Amount
from voicewright.http.fields import Out

StateWord: TypeAlias = Literal["processing", "success", "failed"]
TypeWord: TypeAlias = Literal["preparing", "active"]

_ID = Field(examples=["task_12345678"])
_VOICE = Field(examples=["warm001-a1b2c3"])
_RESULT = Field(
    description="JSON in a string. A clone that was given no `preview_text` has no URLs.",
    examples=['{"resultUrls":["https://example.com/preview.mp3"]}'],
)
_MOMENT = Field(examples=[1781502330000])


class SubmittedOut(Out):
    """Speech that was accepted."""

    taskId: str = _ID
    state: StateWord


class NewVoiceOut(SubmittedOut):
    """A voice that was accepted: its id is known already."""

    voice_id: str = _VOICE
    voice_type: TypeWord


class ProcessingOut(SubmittedOut):
    """Speech that is being made."""

    createTime: int = _MOMENT


class ProcessingVoiceOut(NewVoiceOut):
    """A voice that is being made."""

    createTime: int = _MOMENT


class SuccessOut(ProcessingOut):
    """Speech that is there."""

    resultJson: str = _RESULT
    completeTime: int = _MOMENT
    costTime: int = Field(description="Milliseconds of work.", examples=[12500])


class SuccessVoiceOut(ProcessingVoiceOut):
    """A voice that is there."""

    resultJson: str = _RESULT
    completeTime: int = _MOMENT
    costTime: int = Field(description="Milliseconds of work.", examples=[12500])


class FailedOut(ProcessingOut):
    """What could not be made."""

    failCode: str = Field(examples=["AUDIO_DOWNLOAD_FAILED"])
    failMsg: str
    completeTime: int = _MOMENT


StatusOut: TypeAlias = SuccessVoiceOut | SuccessOut | FailedOut | ProcessingVoiceOut | ProcessingOut


class AnswerOut(Out):
    """What went well."""

    code: Literal[200]
    message: str = Field(examples=["success"])


class AcceptedVoiceOut(AnswerOut):
    """A voice was accepted."""

    data: NewVoiceOut


class AcceptedOut(AnswerOut):
    """Speech was accepted."""

    data: SubmittedOut


class TaskOut(AnswerOut):
    """A task as it stands; also what a callback brings."""

    data: StatusOut


class BalanceOut(AnswerOut):
    """What is left of a balance."""

    data: Amount | None = Field(description="US dollars. Null where nothing costs anything, or is paid in another currency.", examples=["74.87"])


class ProblemOut(Out):
    """What was wrong."""

    error: str = Field(examples=["Missing required field: input.prompt"])


class RefusedOut(Out):
    """Every refusal. `code` is the HTTP status too."""

    code: int = Field(examples=[400])
    message: str = Field(examples=["Invalid request"])
    data: ProblemOut
