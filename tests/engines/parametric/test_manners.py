"""What a listener hears of emotions and of sounds without words, in two voices."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from spoken import RATE, SENTENCE, say

from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Sound
from voicewright.domain.speech import Emotion
from voicewright.engines import hearing
from voicewright.ports import Design, Engine, Timbre

PROMPTS = ("a clear young woman", "a deep man")


@pytest.fixture(scope="module", params=PROMPTS)
def voice(engine: Engine, request: pytest.FixtureRequest) -> Timbre:
    return engine.imagine(Design(prompt=str(request.param), language=Language.ENGLISH, seed=1))


def beside_neutral(engine: Engine, voice: Timbre, emotion: Emotion) -> tuple[float, float, float]:
    """Semitones higher, per cent faster, dB louder."""
    plain, felt = (say(engine, voice, SENTENCE, emotion=asked) for asked in (None, emotion))
    higher = 12 * np.log2(hearing.pitch(felt, rate=RATE) / hearing.pitch(plain, rate=RATE))
    return float(higher), 100 * (len(plain) / len(felt) - 1), hearing.level(felt) - hearing.level(plain)


@pytest.mark.parametrize(
    ("emotion", "least"),
    [
        (Emotion.HAPPY, (1.0, 5.0, 0.5)),
        (Emotion.ANGRY, (0.5, 5.0, 1.5)),
        (Emotion.SURPRISED, (2.0, 0.0, 0.5)),
        (Emotion.FEARFUL, (1.5, 10.0, None)),
        (Emotion.SAD, (-1.0, -10.0, -1.5)),
        (Emotion.CALM, (-0.2, -5.0, -0.1)),
        (Emotion.DISGUSTED, (-0.5, -5.0, None)),
        (Emotion.FLUENT, (None, 4.0, None)),
    ],
)
def test_an_emotion_is_heard_in_pitch_pace_and_energy(engine: Engine, voice: Timbre, emotion: Emotion, least: tuple[float | None, ...]) -> None:
    for found, wanted in zip(beside_neutral(engine, voice, emotion), least, strict=True):
        if wanted is not None:
            assert found >= wanted if wanted >= 0 else found <= wanted


def test_a_whispered_sentence_is_slower_and_softer_and_has_no_pitch(engine: Engine, voice: Timbre) -> None:
    _, faster, louder = beside_neutral(engine, voice, Emotion.WHISPER)

    assert faster < -3
    assert louder < -1
    assert np.isnan(hearing.pitch(say(engine, voice, SENTENCE, emotion=Emotion.WHISPER), rate=RATE))


def portrayed(sound: Samples) -> NDArray[np.float64]:
    """The levels of 24 bands in eight stretches, dB, and the duration."""
    stretches = np.array_split(sound.astype(np.float64), 8)
    powers = [[band.sum() for band in np.array_split(np.abs(np.fft.rfft(part, 4096)) ** 2, 24)] for part in stretches]
    return np.append((10 * np.log10(np.array(powers) + 1e-6)).ravel(), 40 * np.log2(len(sound) / RATE))


def test_no_two_sounds_are_alike_and_none_is_silent_or_clipped(engine: Engine, voice: Timbre) -> None:
    sounds = {kind: say(engine, voice, Interjection(sound=kind)) for kind in Sound}

    for kind, sound in sounds.items():
        assert 0.02 < float(np.abs(sound).max()) < 0.999, kind
    for one, other in combinations(Sound, 2):
        assert np.abs(portrayed(sounds[one]) - portrayed(sounds[other])).mean() > 2, (one, other)


def test_every_sound_is_made_in_the_voice_that_makes_it(engine: Engine) -> None:
    woman, man = (engine.imagine(Design(prompt=prompt, language=Language.ENGLISH, seed=1)) for prompt in PROMPTS)

    for kind in Sound:
        high, low = (say(engine, timbre, Interjection(sound=kind)) for timbre in (woman, man))
        assert np.abs(portrayed(high) - portrayed(low)).mean() > 1, kind
