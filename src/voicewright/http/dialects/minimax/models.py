"""The dialect's models, and what each of them can be asked for (contract §1.7)."""

from __future__ import annotations

from dataclasses import dataclass

from voicewright.domain.commands import Origin
from voicewright.domain.errors import FieldInvalid, ModelUnknown
from voicewright.domain.language import Language
from voicewright.domain.speech import Emotion

NAME = "minimax"
CLONE, DESIGN = "voice_clone", "voice_design"

_ALL = frozenset(Emotion)
_USUAL = _ALL - {Emotion.FLUENT, Emotion.WHISPER}
_NONE: frozenset[Emotion] = frozenset()
_LATE = frozenset({Language.PERSIAN, Language.FILIPINO, Language.TAMIL})
"""Languages that came after the 02 models."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A name that speaks."""

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
        return Origin(dialect=NAME, model=self.name)

    def emotion(self, word: str | None) -> Emotion | None:
        """The emotion of a word; `neutral`, which older clients send, is calm. Raises FieldInvalid."""
        if word is None:
            return None
        emotion = Emotion.CALM if word == "neutral" else Emotion(word)
        if not self.emotions:
            raise FieldInvalid(
                field="voice_setting.emotion", problem=f"cannot be set: this model does not support emotion setting, model: {self.name}"
            )
        if emotion not in self.emotions:
            raise FieldInvalid(field="voice_setting.emotion", problem=f"is {word}, which this model does not support, model: {self.name}")
        return emotion

    def speaks(self, language: Language | None) -> Language | None:
        """The language, if the model speaks it. Raises FieldInvalid."""
        if language in _LATE and not self.late:
            raise FieldInvalid(field="language_boost", problem=f"is {language}, which this model does not speak, model: {self.name}")
        return language


def _pair(series: str, *, emotions: frozenset[Emotion], sounds: bool = False, late: bool = True) -> tuple[Model, ...]:
    names = (f"speech-{series}-hd", f"speech-{series}-turbo")
    return tuple(Model(name=name, emotions=emotions, sounds=sounds, late=late) for name in names)


_MODELS = (
    *_pair("2.8", emotions=_USUAL, sounds=True),
    *_pair("2.6", emotions=_ALL),
    *_pair("02", emotions=_USUAL, late=False),
    *_pair("01", emotions=_USUAL, late=False),
)
_LEGACY = (
    Model(name="speech-2.5-hd-preview", emotions=_USUAL),
    Model(name="speech-2.5-turbo-preview", emotions=_USUAL),
    Model(name="speech-01", emotions=_NONE, late=False),
    Model(name="speech-01-240228", emotions=_NONE, late=False),
    Model(name="speech-01-turbo-240228", emotions=_NONE, late=False),
)
MODELS = {model.name: model for model in (*_MODELS, *_LEGACY)}
CURRENT = tuple(model.name for model in _MODELS)
"""The names that are documented today; the others are understood for older clients."""


def model_named(name: str, *, field: str = "model") -> Model:
    """The model. Raises ModelUnknown."""
    if name not in MODELS:
        raise ModelUnknown(field=field, known=", ".join(CURRENT))
    return MODELS[name]


def origin(model: str) -> Origin:
    """What a task that speaks with no model keeps of where it came from."""
    return Origin(dialect=NAME, model=model)
