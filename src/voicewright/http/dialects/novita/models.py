"""The dialect's models: in paths with `minimax-` before them, for previews without (contract §3.1 and §3.2)."""

from __future__ import annotations

from voicewright.domain.commands import Origin
from voicewright.domain.errors import PathUnknown
from voicewright.domain.speech import Emotion
from voicewright.http.t2a.models import ALL, USUAL, Model, table

NAME = "novita"
CLONE, DESIGN = "minimax-voice-cloning", "minimax-voice-design"
PREFIX = "minimax-speech-"


def _model(name: str, *, emotions: frozenset[Emotion] = USUAL, sounds: bool = False, late: bool = True) -> Model:
    return Model(dialect=NAME, name=name, emotions=emotions, sounds=sounds, late=late)


PREVIEWS = table(
    _model("speech-02-hd", late=False),
    _model("speech-02-turbo", late=False),
    _model("speech-2.5-hd-preview"),
    _model("speech-2.5-turbo-preview"),
    _model("speech-2.6-hd", emotions=ALL),
    _model("speech-2.6-turbo", emotions=ALL),
    _model("speech-2.8-hd", emotions=ALL, sounds=True),
    _model("speech-2.8-turbo", emotions=ALL, sounds=True),
    older=(_model("speech-01-hd", late=False), _model("speech-01-turbo", late=False)),
)
"""The vendor's own example previews with `speech-01-hd`, which stands in no list of its."""

SERIES = tuple(name.removeprefix("speech-") for name in PREVIEWS.documented)
"""What stands at the end of a path."""
_FULL = frozenset({"minimax-speech-2.8-hd", "minimax-speech-2.8-turbo"})


def at_path(series: str) -> Model:
    """The model of a path. Raises PathUnknown."""
    if series not in SERIES:
        raise PathUnknown
    preview = PREVIEWS.models[f"speech-{series}"]
    return _model(f"{PREFIX}{series}", emotions=preview.emotions, sounds=preview.sounds, late=preview.late)


def tells_all(model: Model) -> bool:
    """Whether its answers have MiniMax's own shape; those of the others are flat (contract §3.4)."""
    return model.name in _FULL


def origin(model: str) -> Origin:
    """What a task that speaks with no model keeps of where it came from."""
    return Origin(dialect=NAME, model=model)
