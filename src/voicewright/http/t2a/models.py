"""Models as callers name them, and what each of them can be asked for (contract §1.7). Which there are, each dialect says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicewright.domain.commands import Origin
from voicewright.domain.errors import FieldInvalid, ModelUnknown
from voicewright.domain.language import Language
from voicewright.domain.speech import Emotion

ALL = frozenset(Emotion)
USUAL = ALL - {Emotion.FLUENT, Emotion.WHISPER}
NONE: frozenset[Emotion] = frozenset()
_LATE = frozenset({Language.PERSIAN, Language.FILIPINO, Language.TAMIL})
"""Languages that came after the 02 models."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A name that speaks."""

    dialect: str
    name: str
    emotions: frozenset[Emotion]
    sounds: bool = False
    """Whether interjections are made; the others leave them out."""
    late: bool = True
    """Whether it speaks the languages that came late."""

    @property
    def quick(self) -> bool:
        """Whether it is one of those that answer sooner."""
        return "turbo" in self.name

    @property
    def runs_on(self) -> bool:
        """Whether it can speak a text without parting its sentences: the newest can."""
        return self.sounds

    @property
    def origin(self) -> Origin:
        """What a task keeps of where it came from."""
        return Origin(dialect=self.dialect, model=self.name)

    def emotion(self, word: str | None) -> Emotion | None:
        """The emotion of a word; `neutral`, which older clients send, is calm. Raises FieldInvalid."""
        if word is None:
            return None
        emotion = Emotion.CALM if word == "neutral" else Emotion(word)
        if not self.emotions:
            raise self.lacks("voice_setting.emotion", problem="cannot be set: this model does not support emotion setting")
        if emotion not in self.emotions:
            raise self.lacks("voice_setting.emotion", problem=f"is {word}, which this model does not support")
        return emotion

    def speaks(self, language: Language | None) -> Language | None:
        """The language, if the model speaks it. Raises FieldInvalid."""
        if language in _LATE and not self.late:
            raise self.lacks("language_boost", problem=f"is {language}, which this model does not speak")
        return language

    def lacks(self, field: str, *, problem: str = "is something that this model does not support") -> FieldInvalid:
        """The refusal of something that only other models can be asked for."""
        return FieldInvalid(field=field, problem=f"{problem}, model: {self.name}")


@dataclass(frozen=True, kw_only=True)
class Table:
    """The models of a dialect."""

    models: Mapping[str, Model]
    """By the name that callers use."""
    documented: tuple[str, ...]
    """The names that are told; the others are understood for older clients."""

    def named(self, name: str, *, field: str = "model") -> Model:
        """The model. Raises ModelUnknown."""
        if name not in self.models:
            raise ModelUnknown(field=field, known=", ".join(self.documented))
        return self.models[name]


def table(*documented: Model, older: Sequence[Model] = ()) -> Table:
    """The models by their own names."""
    return Table(models={model.name: model for model in (*documented, *older)}, documented=tuple(model.name for model in documented))
