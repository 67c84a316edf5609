"""The dialect's models."""

from __future__ import annotations

from pydantic import Field

from voicewright.domain.commands import Origin
from voicewright.domain.speech import Emotion
from voicewright.http.fields import In, Text
from voicewright.http.t2a.models import ALL, NONE, USUAL, Model, table

NAME = "minimax"
CLONE, DESIGN = "voice_clone", "voice_design"


def _model(name: str, *, emotions: frozenset[Emotion] = USUAL, sounds: bool = False, late: bool = True) -> Model:
    return Model(dialect=NAME, name=name, emotions=emotions, sounds=sounds, late=late)


TABLE = table(
    _model("speech-2.8-hd", sounds=True),
    _model("speech-2.8-turbo", sounds=True),
    _model("speech-2.6-hd", emotions=ALL),
    _model("speech-2.6-turbo", emotions=ALL),
    _model("speech-02-hd", late=False),
    _model("speech-02-turbo", late=False),
    _model("speech-01-hd", late=False),
    _model("speech-01-turbo", late=False),
    older=(
        _model("speech-2.5-hd-preview"),
        _model("speech-2.5-turbo-preview"),
        _model("speech-01", emotions=NONE, late=False),
        _model("speech-01-240228", emotions=NONE, late=False),
        _model("speech-01-turbo-240228", emotions=NONE, late=False),
    ),
)


class ModelIn(In):
    """Which model speaks."""

    model: Text = Field(examples=list(TABLE.documented))

    def named(self) -> Model:
        """The model. Raises ModelUnknown."""
        return TABLE.named(self.model)


def origin(model: str) -> Origin:
    """What a task that speaks with no model keeps of where it came from."""
    return Origin(dialect=NAME, model=model)
