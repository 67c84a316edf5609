"""What a listener hears of directions in free words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from spoken import RATE, SENTENCE, script

from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.domain.speech import Emotion, Prosody
from voicewright.engines import hearing
from voicewright.engines.parametric.directing import directed
from voicewright.engines.parametric.portrait import Portrait, recalled
from voicewright.ports import Design, Engine, Timbre


def said(engine: Engine, voice: Timbre, directions: str, speed: float = 1.0) -> Samples:
    asked = replace(script(SENTENCE), prosody=Prosody(directions=directions, speed=speed))
    return hearing.said(engine, voice, asked)


def facts(engine: Engine, voice: Timbre, directions: str) -> list[dict[str, str]]:
    asked = replace(script(SENTENCE, "And then?"), prosody=Prosody(directions=directions))
    return [dict(frame.facts) for frame in engine.speak(voice, asked)]


@pytest.fixture(scope="module")
def plain(engine: Engine, woman: Timbre) -> Samples:
    return said(engine, woman, "")


def semitones(sound: Samples, beside: Samples) -> float:
    return float(12 * np.log2(hearing.pitch(sound, rate=RATE) / hearing.pitch(beside, rate=RATE)))


@pytest.mark.parametrize(("directions", "least"), [("Speak slowly", 1.12), ("说得非常慢", 1.2), ("sad", 1.1)])
def test_pace_slows_down(engine: Engine, woman: Timbre, plain: Samples, directions: str, least: float) -> None:
    assert len(said(engine, woman, directions)) > least * len(plain)


def test_pace_quickens_and_stands_beside_the_speed(engine: Engine, woman: Timbre, plain: Samples) -> None:
    assert len(said(engine, woman, "Talk faster, please")) < 0.92 * len(plain)
    assert len(said(engine, woman, "Talk faster", speed=2.0)) < 0.5 * len(plain)


@pytest.mark.parametrize(("directions", "least"), [("cheerful", 1.0), ("high-pitched", 2.0), ("惊讶", 2.0), ("nervous", 1.5)])
def test_pitch_rises(engine: Engine, woman: Timbre, plain: Samples, directions: str, least: float) -> None:
    assert semitones(said(engine, woman, directions), plain) > least


def test_pitch_falls(engine: Engine, woman: Timbre, plain: Samples) -> None:
    assert semitones(said(engine, woman, "in a deep voice"), plain) < -2


def test_loud_is_louder_and_quiet_is_not(engine: Engine, woman: Timbre, plain: Samples) -> None:
    assert hearing.level(said(engine, woman, "loudly")) > hearing.level(plain) + 1.5
    assert hearing.level(said(engine, woman, "小声")) < hearing.level(plain) - 3


def test_an_emotion_in_words_moves_as_the_emotion_itself(engine: Engine, woman: Timbre, plain: Samples) -> None:
    felt = hearing.said(engine, woman, script(SENTENCE, emotion=Emotion.ANGRY))
    directed_so = said(engine, woman, "angry")

    assert len(directed_so) == pytest.approx(len(felt), rel=0.03)
    assert semitones(directed_so, plain) == pytest.approx(semitones(felt, plain), abs=0.5)


@pytest.mark.parametrize(
    "directions", ["warm", "rough", "nasal", "breathy", "bright", "whisper this", "with a British accent", "confident", "emphatic"]
)
def test_every_kind_of_word_is_heard(engine: Engine, woman: Timbre, plain: Samples, directions: str) -> None:
    sound = said(engine, woman, directions)

    assert len(sound) != len(plain) or np.abs(sound - plain).max() > 0.02


@pytest.mark.parametrize("directions", ["purple", "like a woman", "in English", "Speak in your own manner, please."])
def test_what_is_said_to_change_nothing_changes_nothing(engine: Engine, woman: Timbre, plain: Samples, directions: str) -> None:
    assert np.array_equal(said(engine, woman, directions), plain)


def test_the_first_frame_names_what_was_understood_and_what_not(engine: Engine, woman: Timbre) -> None:
    first, *rest = facts(engine, woman, "Sound very happy, not fast, purple, like a man")

    assert first == {"understood": "happy, not fast", "unknown": "purple, man"}
    assert not any(rest)
    assert not any(facts(engine, woman, "  "))


def test_contrary_words_and_too_many_of_them_stay_within_bounds() -> None:
    words = "extremely high extremely happy surprised squeaky shrill child loud shouting yelling fearful nervous"
    moved = directed(Portrait(variant=0, pitch=200.0), Prosody(directions=words), Language.ENGLISH)

    assert moved.manner.pitch <= 8
    assert moved.manner.level <= 6
    assert moved.manner.range <= 2.4
    assert moved.portrait.warp <= 1.26
    assert 0.6 < moved.manner.pace < 1.6


def test_what_is_denied_is_not_done() -> None:
    still = Portrait(variant=0, pitch=200.0)
    asked, denied = (directed(still, Prosody(directions=words), Language.ENGLISH).manner for words in ("sad", "not sad"))

    assert asked.pitch < 0 < denied.pitch


def test_a_voice_that_breathes_can_be_told_to_be_clear(engine: Engine) -> None:
    breathy = recalled(engine.imagine(Design(prompt="a breathy woman", language=Language.ENGLISH, seed=1)))
    clear = directed(breathy, Prosody(directions="clear"), Language.ENGLISH).manner

    assert -breathy.breath <= clear.breath < 0
