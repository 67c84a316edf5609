"""The dialect's names: its own, its models', its default voice's."""

from __future__ import annotations

from voicewright.domain.commands import Origin
from voicewright.domain.errors import ModelUnknown

NAME = "aijisu"
SPEECH = ("minimax-speech-2.8-hd", "minimax-speech-02-hd")
CLONE = "minimax-voice-clone"
DESIGN = "minimax-voice-design"

DEFAULT_VOICE = "English_expressive_narrator"
"""Who speaks where no voice is named; one of the two vendor pages calls `voice_id` optional."""


def origin(model: str) -> Origin:
    """What a task of this dialect keeps of where it came from."""
    return Origin(dialect=NAME, model=model)


def speech_model(model: str, *, field: str) -> str:
    """The model, if it speaks. Raises ModelUnknown."""
    if model not in SPEECH:
        raise ModelUnknown(field=field, known=", ".join(SPEECH))
    return model
