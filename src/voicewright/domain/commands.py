"""What any caller can ask of the core, whatever dialect they ask it in."""

from __future__ import annotations

from dataclasses import dataclass, field

from voicewright.domain.language import Language
from voicewright.domain.naming import Naming
from voicewright.domain.speech import (
    TEXT_LIMIT,
    UNMODIFIED,
    USUAL_WORDING,
    AudioSpec,
    Modification,
    Pronunciation,
    Prosody,
    VoiceShare,
    Wording,
)
from voicewright.domain.voice import Source
from voicewright.domain.webhook import Callback


@dataclass(frozen=True, kw_only=True)
class FromUrl:
    """The recording stands at an address."""

    url: str
    field: str
    """The wire's name for it, for refusals."""


@dataclass(frozen=True, kw_only=True)
class FromUpload:
    """The recording was uploaded before."""

    file_id: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The recording came with the request."""

    data: bytes = field(repr=False)
    field: str


@dataclass(frozen=True, kw_only=True)
class PromptAudio:
    """A second, short recording of the speaker, with what it says."""

    recording: FromUrl | FromUpload
    transcript: str
    field: str
    """The wire's name for the transcript, for refusals."""


@dataclass(frozen=True, kw_only=True)
class Validation:
    """What a recording is claimed to say, to be heard before it is believed."""

    text: str
    accuracy: float
    """How alike what was heard must be, 0–1."""
    field: str
    """The wire's name for the text, for refusals."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a request came from, kept with its task and named on the bill."""

    dialect: str
    model: str
    """The model as the caller named it."""


@dataclass(frozen=True, kw_only=True)
class CloneVoice:
    """Make a voice from one recording."""

    origin: Origin
    naming: Naming
    recording: FromUrl | FromUpload | Sent
    transcript: str | None
    """What the recording says. Believed only where it fits the recording."""
    transcript_fit: float
    """How well it must fit, 0–1."""
    preview_text: str | None
    name: str
    language: Language | None
    """None: found from the transcript, then English."""
    language_label: str | None
    description: str
    noise_reduction: bool
    volume_normalization: bool
    prompt: PromptAudio | None = None
    validation: Validation | None = None
    wording: Wording = USUAL_WORDING
    """Of the preview, as the next."""
    watermark: bool = False
    callback: Callback | None = None
    consent: str | None = None
    """That the speaker consented: the id of a recorded consent, or the statement itself. Kept with the voice."""
    consent_field: str = "consent"
    """The wire's name for it, for refusals."""


@dataclass(frozen=True, kw_only=True)
class DesignVoice:
    """Make a voice from a description."""

    origin: Origin
    naming: Naming
    prompt: str
    preview_text: str
    name: str
    language: Language | None
    """None: found from the preview text."""
    language_label: str | None
    description: str
    seed: int | None
    """None: drawn at random and kept with the voice."""
    watermark: bool = False
    """Of the preview."""
    callback: Callback | None = None


@dataclass(frozen=True, kw_only=True)
class Speak:
    """Say a text with a voice, or with a mix of some."""

    origin: Origin
    voice_id: str
    """Empty where there is a mix."""
    text: str
    text_field: str
    """The wire's name for the text, for refusals."""
    language: Language | None
    """None: found from the text; the voice's own where that is not clear."""
    prosody: Prosody
    volume: float
    spec: AudioSpec
    pronunciations: tuple[Pronunciation, ...] = ()
    mix: tuple[VoiceShare, ...] = ()
    """One to four voices that speak as one, instead of `voice_id`."""
    modification: Modification = UNMODIFIED
    subtitles: bool = False
    """Whether it shall also be said when each line is heard."""
    word_times: bool = True
    """Whether subtitles also say when each word is heard."""
    wording: Wording = USUAL_WORDING
    watermark: bool = False
    """Whether a tone at the end tells that a machine has spoken."""
    limit: int = TEXT_LIMIT
    """Characters that this way of asking allows."""
    callback: Callback | None = None
    """Tasks only: a stream has no end to tell."""


@dataclass(frozen=True, kw_only=True)
class Transcribe:
    """Write down what a recording says."""

    recording: bytes | FromUrl | FromUpload
    """The file itself, or where it is."""
    field: str
    """The wire's name for it, for refusals."""
    language: Language | None
    """None: found from the sound."""
    words: bool
    """Whether the time of each word is wanted."""


@dataclass(frozen=True, kw_only=True)
class ListVoices:
    """Which of the voices that a caller may see."""

    source: Source | None = None
    language: Language | None = None
    own_only: bool = False
    search: str | None = None
    """Part of a name, an id or a description."""
    limit: int = 1000
    after: str | None = None
    """The cursor that the page before handed out."""


@dataclass(frozen=True, kw_only=True)
class Rename:
    """Change what lists show of a voice; None leaves a field as it is."""

    name: str | None = field(default=None)
    description: str | None = field(default=None)
