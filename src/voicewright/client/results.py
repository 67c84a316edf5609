"""What the server answers, as frozen values. Fields that a newer server adds are ignored."""

from __future__ import annotations

from datetime import datetime

import msgspec

OPEN = frozenset({"queued", "processing"})
VOICES = frozenset({"minimax-voice-clone", "minimax-voice-design"})
"""Models whose tasks make voices."""
SUCCEEDED = frozenset({"completed", "succeeded"})


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How a designed voice's prompt was read."""

    understood: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    """Words that changed nothing."""
    warning: str | None = None
    """Where no word was understood, in a sentence; None otherwise."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a recording."""

    flaw: str
    says: str
    """What is wrong and what to do."""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """What a recording was worth, as it came."""

    score: int
    """0–100."""
    seconds: float
    speech_seconds: float
    language: str | None = None
    """What it is spoken in; None where nobody told."""
    language_by: str | None = None
    """`transcript`, or `heard` by a recogniser."""
    findings: tuple[Finding, ...] = ()
    """Gravest first."""


class Voice(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename={"id": "voice_id", "name": "display_name", "source": "source_type", "models": "compatible_models", "preview_url": "preview_audio_url"},
):
    """A voice that the key may use."""

    id: str
    name: str | None = None
    language: str | None = None
    description: str | None = None
    source: str
    """`system`, `voice_clone` or `voice_design`."""
    visibility: str
    """`public` or `private`."""
    status: str
    """`active`; `preparing` while it is being made; `failed`."""
    models: tuple[str, ...] = ()
    """Models that speak with it."""
    preview_url: str | None = None
    """Where its preview can be fetched for a while, without a key."""
    created_at: datetime
    expires_at: datetime | None = None
    """When it goes unless it is used before; None once it is permanent."""
    design: Reading | None = None
    """None for a voice that was not designed."""
    recording: Recording | None = None
    """None for a voice that was not cloned."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a task failed."""

    message: str
    code: str = ""


class Task(msgspec.Struct, frozen=True, kw_only=True, rename={"id": "task_id"}):
    """Work that the server has accepted."""

    id: str
    model: str = ""
    status: str
    """`queued`, `processing`, `completed` or `failed`."""
    progress: str = "0%"
    voice_id: str | None = None
    audio_url: str | None = None
    """Where the finished sound can be fetched for a while, without a key."""
    subtitles_url: str | None = None
    """The same for its subtitles, where they were asked for."""
    error: Failure | None = None

    @property
    def percent(self) -> int:
        """How far it has come, 0–100."""
        figure = self.progress.rstrip("%")
        return int(figure) if figure.isdigit() else 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.status not in OPEN

    @property
    def makes_voice(self) -> bool:
        """Whether it makes a voice; the sound is the voice's preview then, and stays with it."""
        return self.model in VOICES

    @property
    def succeeded(self) -> bool:
        """Whether it ended well."""
        return self.status in SUCCEEDED


class Discarded(msgspec.Struct, frozen=True, kw_only=True, rename={"id": "task_id", "forgotten": "deleted"}):
    """A task that was cancelled or forgotten."""

    id: str
    forgotten: bool
    """True: it had ended, and is gone with its sound. False: it was open, and has been cancelled."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the writing of a file has come."""

    bytes: int = 0
    """Written so far."""
    percent: int | None = None
    """Of the speaking, 0–100; None where nobody knows."""


class NewVoice(msgspec.Struct, frozen=True, kw_only=True, rename={"preview_url": "preview_audio_url"}):
    """A voice that was just cloned or designed."""

    voice: Voice
    task_id: str
    """The task that made it."""
    preview_url: str | None = None

    @property
    def voice_id(self) -> str:
        """What to speak with: the voice's id."""
        return self.voice.id


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was uploaded."""

    id: str
    filename: str = ""
    purpose: str = ""
    bytes: int = 0


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A model name that tasks may ask for."""

    id: str


class VoicePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of voices."""

    data: tuple[Voice, ...]
    has_more: bool = False
    next: str | None = None


class ModelList(msgspec.Struct, frozen=True, kw_only=True):
    """Every model."""

    data: tuple[Model, ...]


class Ignored(msgspec.Struct, frozen=True, kw_only=True):
    """An answer whose content says no more than its status."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal on the wire."""

    error: Failure
