"""Durable work with a state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicewright.domain.account import AccountId
from voicewright.domain.commands import Origin
from voicewright.domain.language import Language
from voicewright.domain.pricing import Terms
from voicewright.domain.speech import UNMODIFIED, USUAL_WORDING, AudioSpec, Modification, Pronunciation, Prosody, VoiceShare, Wording
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Failure
from voicewright.domain.webhook import Callback


class Kind(StrEnum):
    """What a task does."""

    CLONE = "clone"
    DESIGN = "design"
    SPEECH = "speech"


class Stage(StrEnum):
    """A task's state. It only moves forward."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self in {Stage.SUCCEEDED, Stage.FAILED, Stage.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class VoiceWork:
    """Bring a voice to life: learn or imagine its timbre, speak the preview where one was asked for."""

    preview_text: str | None
    wording: Wording = USUAL_WORDING
    watermark: bool = False
    """Of the preview."""


@dataclass(frozen=True, kw_only=True)
class SpeechWork:
    """Say a text with the task's voice."""

    text: str
    language: Language
    prosody: Prosody
    volume: float
    spec: AudioSpec
    pronunciations: tuple[Pronunciation, ...]
    mix: tuple[VoiceShare, ...] = ()
    """Empty: the task's voice speaks alone."""
    modification: Modification = UNMODIFIED
    subtitles: bool = False
    word_times: bool = True
    wording: Wording = USUAL_WORDING
    watermark: bool = False


@dataclass(frozen=True, kw_only=True)
class Output:
    """One sound that a task made."""

    key: str
    """Object key."""
    spec: AudioSpec
    seconds: float
    size: int
    """Bytes."""
    subtitles: str | None = None
    """Object key of the file that says when each word is heard."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One piece of accepted work."""

    id: str
    """`task_…`"""
    account: AccountId
    kind: Kind
    stage: Stage
    origin: Origin
    voice_id: str
    """Of a mix, the heaviest."""
    work: VoiceWork | SpeechWork
    request: str
    """The id of the request that it came with."""
    created_at: datetime
    turn: int = 0
    """When it is begun, among the tasks that wait: the lowest first, among equals the oldest."""
    progress: int = 0
    """Per cent."""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    output: Output | None = None
    usage: Usage | None = None
    failure: Failure | None = None
    callback: Callback | None = None
    """Where its end is told."""
    terms: Terms | None = None
    """What it costs; None for what was accepted before there were prices."""

    @property
    def voice_ids(self) -> tuple[str, ...]:
        """Every voice that it makes or speaks with."""
        mix = self.work.mix if isinstance(self.work, SpeechWork) else ()
        return tuple(share.voice_id for share in mix) or (self.voice_id,)
