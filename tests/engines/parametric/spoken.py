"""Scripts and measurements for the tests of the embedded engine."""

from __future__ import annotations

import numpy as np

from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Item, Script, Sentence, Words
from voicewright.domain.speech import Emotion, Prosody
from voicewright.engines import hearing
from voicewright.ports import Engine, Timbre

RATE = 24000
SENTENCE = "The morning train was late again, so we walked along the river and talked about the summer."


def sentence(text: str) -> Sentence:
    return Sentence(runs=(Words(text=text),))


def script(*items: Item | str, language: Language = Language.ENGLISH, emotion: Emotion | None = None, seed: int = 1) -> Script:
    said = tuple(sentence(item) if isinstance(item, str) else item for item in items)
    return Script(items=said, language=language, prosody=Prosody(emotion=emotion), seed=seed)


def say(engine: Engine, timbre: Timbre, *items: Item | str, language: Language = Language.ENGLISH, emotion: Emotion | None = None) -> Samples:
    return hearing.said(engine, timbre, script(*items, language=language, emotion=emotion))


def envelope(samples: Samples, *, step: int = 240) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The level in dB, 10 ms by 10 ms."""
    steps = samples[: len(samples) // step * step].reshape(-1, step).astype(np.float64)
    return 10 * np.log10((steps**2).mean(axis=1) + 1e-10)
