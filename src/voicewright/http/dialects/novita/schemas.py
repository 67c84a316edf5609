"""What stands in answers."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from voicewright.http.fields import Out
from voicewright.http.t2a.sounds import BaseOut

StatusWord: TypeAlias = Literal["TASK_STATUS_QUEUED", "TASK_STATUS_PROCESSING", "TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"]


class ReasonOut(Out):
    """What was refused, for clients that look for `error`."""

    code: str = Field(examples=["INVALID_REQUEST_BODY"])
    message: str


class ErrorOut(Out):
    """Every refusal."""

    code: int = Field(examples=[400], description="The HTTP status.")
    reason: str = Field(examples=["INVALID_REQUEST_BODY"])
    message: str = Field(examples=["`audio_url` is required."])
    metadata: dict[str, str] = Field(examples=[{"field": "audio_url"}], description="The facts that the message is made of.")
    error: ReasonOut


class ClonedOut(Out):
    """A voice that was cloned."""

    demo_audio_url: str = Field(description="A link to the preview that works for a day; empty without one.")
    voice_id: str
    audio_url: str = Field(description="The same as `demo_audio_url`, which the vendor's own command line looks for here.")


class DesignedOut(Out):
    """A voice that was designed."""

    voice_id: str
    trial_audio: str = Field(description="An mp3, hexadecimal.")


class FlatOut(Out):
    """A text that was spoken by a model before 2.8, or a part of it."""

    audio: str = Field(description="Hexadecimal; with `output_format: url`, a link that works for a day.")
    status: Literal[1, 2] = Field(description="1: more follows. 2: this is the end.")


class AcceptedOut(Out):
    """A long text that was accepted."""

    task_id: str = Field(examples=["task_437fb17536aa4ff7830ffb7a39f43a99"])


class DetailsOut(Out):
    """What is counted."""

    usage_characters: int


class AcceptedInFullOut(AcceptedOut):
    """A long text that a 2.8 model will speak."""

    file_id: int = Field(description="Of MiniMax's archive with the sound, its lines and its figures, once it is there; 0 for a rehearsal.")
    task_token: str
    usage_characters: int = Field(description="Unicode code points of the text.")
    details: DetailsOut
    base_resp: BaseOut


class TaskOut(Out):
    """How far a task is."""

    task_id: str
    task_type: str = Field(examples=["MINIMAX_SPEECH_2.8_HD"])
    status: StatusWord
    reason: str = Field(description="Why it failed; otherwise empty.")
    eta: int = Field(description="Seconds that are left; 0, as nobody knows.")
    progress_percent: int


class AudioOut(Out):
    """One sound."""

    audio_url: str
    audio_url_ttl: str = Field(examples=["86400"], description="Seconds that the link works at least.")
    audio_type: str = Field(examples=["mp3"])
    audio_metadata: None


class TaskResultOut(Out):
    """A task and what it made."""

    extra: dict[str, str] = Field(description="Empty.")
    task: TaskOut
    images: list[str] = Field(description="Always empty.")
    videos: list[str] = Field(description="Always empty.")
    audios: list[AudioOut]


class EventOut(Out):
    """What a webhook is told."""

    event_type: Literal["ASYNC_TASK_RESULT"]
    payload: TaskResultOut


class UserOut(Out):
    """The account."""

    allow_features: list[str]
    credit_balance: int = Field(
        description="Ten-thousandths of the currency that the account pays in; 0 where nothing costs anything.", examples=[10000]
    )
    free_trial: dict[str, int]
