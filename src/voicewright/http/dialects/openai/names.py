"""The dialect's names: its own, its models', its voices'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from voicewright.domain.commands import Origin
from voicewright.domain.errors import ModelUnknown
from voicewright.domain.naming import Minted, Naming, random_text

NAME = "openai"
SINCE = int(datetime(2026, 11, 21, tzinfo=UTC).timestamp())
CLONE, DESIGN = "custom-voice", "prompt-voice"
"""What tasks that make voices keep as their model: the vendor names none."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A name that speaks."""

    name: str
    quick: bool = False
    """Whether it is one that answers sooner rather than finer."""


_MODELS = (
    Model(name="gpt-4o-mini-tts"),
    Model(name="tts-1", quick=True),
    Model(name="tts-1-hd"),
)
_DATED = (
    Model(name="gpt-4o-mini-tts-2025-03-20"),
    Model(name="gpt-4o-mini-tts-2025-12-15"),
    Model(name="tts-1-1106", quick=True),
    Model(name="tts-1-hd-1106"),
)
MODELS = {model.name: model for model in (*_MODELS, *_DATED)}
CURRENT = tuple(model.name for model in _MODELS)

VOICES = {
    "alloy": "English_FriendlyPerson",
    "ash": "English_Diligent_Man",
    "ballad": "English_Gentle-voiced_man",
    "cedar": "English_PatientMan",
    "coral": "English_Playful_Girl",
    "echo": "English_DecentYoungMan",
    "fable": "English_CaptivatingStoryteller",
    "marin": "English_ConfidentWoman",
    "nova": "English_Upbeat_Woman",
    "onyx": "English_Trustworthy_Man",
    "sage": "English_CalmWoman",
    "shimmer": "English_Graceful_Lady",
    "verse": "English_expressive_narrator",
}
"""The vendor's voices, each by the system voice that speaks for it. No voice of a caller's has so short an id."""
KNOWN_AS = {voice_id: name for name, voice_id in VOICES.items()}


def model_named(name: str) -> Model:
    """The model. Raises ModelUnknown."""
    if name not in MODELS:
        raise ModelUnknown(field="model", known=", ".join(CURRENT))
    return MODELS[name]


def origin(model: str) -> Origin:
    """What a task of this dialect keeps of where it came from."""
    return Origin(dialect=NAME, model=model)


def minted() -> Naming:
    """`voice_` and 24 letters or digits."""
    return Minted(mint=_voice_id)


def _voice_id(now: datetime) -> str:
    del now
    return f"voice_{random_text(24)}"
