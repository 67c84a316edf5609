"""One voice of several."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from spoken import RATE, SENTENCE, say

from voicewright.audio.loudness import loudness
from voicewright.audio.recording import Recording, Samples
from voicewright.domain.language import Language
from voicewright.engines import hearing
from voicewright.ports import Design, Engine, Reference, Share, Timbre


@pytest.fixture(scope="module")
def girl(engine: Engine) -> Timbre:
    return engine.imagine(Design(prompt="A bright young woman", language=Language.ENGLISH, seed=1))


@pytest.fixture(scope="module")
def elder(engine: Engine) -> Timbre:
    return engine.imagine(Design(prompt="An old man with a deep, rough voice", language=Language.ENGLISH, seed=1))


@pytest.fixture(scope="module")
def learned(engine: Engine, elder: Timbre) -> Timbre:
    """The elder, learned from what he says: with phonemes and frames of his own."""
    recording = Recording(samples=say(engine, elder, *hearing.ENGLISH[2:]), rate=RATE)
    transcript = " ".join(hearing.ENGLISH[2:])
    return engine.learn(Reference(recording=recording, transcript=transcript, transcript_fit=0.3, language=Language.ENGLISH, seed=1))


def colour(samples: Samples) -> NDArray[np.float64]:
    """The mean spectrum in dB of what is loud, in bands of 250 Hz, without its level."""
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), 768)[::240]
    loud = frames[np.sqrt((frames**2).mean(axis=1)) > 0.03]
    powers = (np.abs(np.fft.rfft(loud * np.hanning(768))) ** 2).mean(axis=0)[1:257].reshape(-1, 8).mean(axis=1)
    decibels = 10 * np.log10(powers + 1e-9)
    return decibels - decibels.mean()


def mixed(engine: Engine, one: Timbre, other: Timbre, part: float) -> Timbre:
    return engine.mix([Share(timbre=one, weight=100 - part), Share(timbre=other, weight=part)])


@pytest.mark.parametrize("pair", ["designed", "learned"])
def test_weights_move_pitch_and_spectrum_from_one_voice_to_the_other(
    engine: Engine, girl: Timbre, elder: Timbre, pair: str, request: pytest.FixtureRequest
) -> None:
    other: Timbre = elder if pair == "designed" else request.getfixturevalue("learned")
    voices = [girl, *(mixed(engine, girl, other, part) for part in (10, 35, 65, 90)), other]
    sounds = [say(engine, voice, SENTENCE) for voice in voices]
    pitches = [hearing.pitch(sound, rate=RATE) for sound in sounds]
    first, last = colour(sounds[0]), colour(sounds[-1])
    way = [float((colour(sound) - first) @ (last - first) / np.sum((last - first) ** 2)) for sound in sounds]

    assert pitches == sorted(pitches, reverse=True)
    assert way == sorted(way)


def test_half_of_each_lies_half_way_up(engine: Engine, girl: Timbre, elder: Timbre) -> None:
    low, middle, high = (hearing.pitch(say(engine, voice, SENTENCE), rate=RATE) for voice in (elder, mixed(engine, girl, elder, 50), girl))

    assert middle == pytest.approx(np.sqrt(low * high), rel=0.06)


def test_a_mix_is_as_loud_as_its_voices(engine: Engine, girl: Timbre, elder: Timbre) -> None:
    sound = say(engine, mixed(engine, girl, elder, 50), SENTENCE)

    assert loudness(Recording(samples=sound, rate=RATE)) == pytest.approx(-18.0, abs=1.5)


def test_four_voices_make_one(engine: Engine, girl: Timbre, elder: Timbre, learned: Timbre) -> None:
    whisperer = engine.imagine(Design(prompt="A child who whispers", language=Language.ENGLISH, seed=1))
    mix = engine.mix([Share(timbre=timbre, weight=weight) for timbre, weight in zip((girl, elder, learned, whisperer), (1, 2, 3, 4), strict=True)])

    assert hearing.level(say(engine, mix, SENTENCE)) > -40.0


def test_only_how_weights_compare_counts(engine: Engine, girl: Timbre, elder: Timbre) -> None:
    one, other = (engine.mix([Share(timbre=girl, weight=2 * by), Share(timbre=elder, weight=3 * by)]) for by in (1, 16))

    assert np.array_equal(say(engine, one, SENTENCE), say(engine, other, SENTENCE))
