"""What a modification does to really spoken sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from voicewright.audio.effects import SEMITONES, Effects
from voicewright.audio.loudness import Limiter, loudness
from voicewright.audio.recording import Recording, Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Effect, Modification, Prosody
from voicewright.engines import hearing
from voicewright.engines.parametric import engine as make
from voicewright.ports import Design
from voicewright.services.rendering import turned

RATE = 24000
STEPS = (-100, -50, 0, 50, 100)
EVERY = [
    *(changed for step in (-100, 100) for changed in (Modification(pitch=step), Modification(intensity=step), Modification(timbre=step))),
    *(Modification(effect=effect) for effect in Effect),
    Modification(pitch=40, intensity=-60, timbre=30, effect=Effect.AUDITORIUM_ECHO),
]


@pytest.fixture(scope="module", params=["A bright young woman", "An old man with a deep, rough voice"], ids=["woman", "man"])
def speech(request: pytest.FixtureRequest) -> Samples:
    engine = make()
    prompt: str = request.param
    script = Script(items=tuple(Sentence(runs=(Words(text=text),)) for text in hearing.ENGLISH[:2]), language=Language.ENGLISH, prosody=Prosody())
    said = hearing.said(engine, engine.imagine(Design(prompt=prompt, language=Language.ENGLISH, seed=1)), script)
    engine.close()
    return said


def changed(samples: Samples, modification: Modification, *, piece: int = 2400) -> Samples:
    effects = Effects(modification, rate=RATE)
    parts = [effects.feed(samples[start : start + piece]) for start in range(0, len(samples), piece)]
    return np.concatenate([*parts, effects.finish()])


def power(samples: Samples, low: float, high: float) -> float:
    """dB between two frequencies in Hz."""
    powers = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(10 * np.log10(powers[(hertz >= low) & (hertz < high)].sum() + 1e-12))


def swing(samples: Samples) -> float:
    """dB between the loud and the middling of the 20 ms steps in which somebody speaks."""
    steps = samples[: len(samples) // 480 * 480].reshape(-1, 480).astype(np.float64)
    levels = 10 * np.log10((steps**2).mean(axis=1) + 1e-9)
    loud = levels[levels > levels.max() - 30]
    return float(np.percentile(loud, 90) - np.percentile(loud, 30))


def lufs(samples: Samples) -> float:
    return loudness(Recording(samples=samples, rate=RATE))


@pytest.mark.parametrize("modification", EVERY, ids=str)
def test_it_stays_as_loud_as_it_was_and_does_not_clip(speech: Samples, modification: Modification) -> None:
    limiter = Limiter(rate=RATE)
    sound = np.concatenate([limiter.feed(changed(speech, modification)), limiter.finish()])

    assert lufs(sound) == pytest.approx(lufs(speech), abs=1.5)
    assert np.abs(sound).max() < 1.0


@pytest.mark.parametrize("modification", EVERY, ids=str)
def test_pieces_together_are_the_whole(speech: Samples, modification: Modification) -> None:
    whole = changed(speech, modification, piece=len(speech))

    assert np.array_equal(changed(speech, modification, piece=777), whole)


def test_nothing_asked_for_changes_no_sample(speech: Samples) -> None:
    assert np.array_equal(changed(speech, Modification()), speech)


@pytest.mark.parametrize("modification", EVERY[:6], ids=str)
def test_what_is_no_echo_is_as_long_as_before(speech: Samples, modification: Modification) -> None:
    assert len(changed(speech, modification)) == len(speech)


def test_brighter_is_higher_and_has_more_treble_for_its_bass(speech: Samples) -> None:
    sounds = [changed(speech, Modification(pitch=step)) for step in STEPS]
    tilts = [power(sound, 2500, 10000) - power(sound, 60, 400) for sound in sounds]

    assert tilts == sorted(tilts)
    assert tilts[-1] - tilts[0] > 8.0
    assert [turned(Prosody(pitch=1.0), Modification(pitch=step)).pitch for step in (-100, 0, 50)] == [1 - SEMITONES, 1, 1 + SEMITONES / 2]
    assert turned(Prosody(pitch=11.0), Modification(pitch=100)).pitch == 12.0


def test_softer_is_darker_and_stronger_has_fewer_soft_moments(speech: Samples) -> None:
    sounds = [changed(speech, Modification(intensity=step)) for step in STEPS]
    efforts = [power(sound, 1500, 6000) - power(sound, 60, 1000) for sound in sounds]

    assert efforts == sorted(efforts, reverse=True)
    assert swing(sounds[0]) + 1.0 < swing(sounds[2])


def test_crisper_has_more_air_and_less_nose(speech: Samples) -> None:
    sounds = [changed(speech, Modification(timbre=step)) for step in STEPS]
    airs = [power(sound, 4000, 12000) - power(sound, 200, 1200) for sound in sounds]
    noses = [power(sound, 800, 1250) - power(sound, 400, 600) for sound in sounds]

    assert airs == sorted(airs)
    assert noses == sorted(noses, reverse=True)


@pytest.mark.parametrize(("effect", "seconds"), [(Effect.SPACIOUS_ECHO, 0.6), (Effect.AUDITORIUM_ECHO, 0.613)])
def test_an_echo_is_heard_after_the_last_word(speech: Samples, effect: Effect, seconds: float) -> None:
    sound = changed(speech, Modification(effect=effect))
    after = sound[len(speech) :]

    assert len(after) == round(seconds * RATE)
    assert np.sqrt((after[:2400] ** 2).mean()) > 0.001
    assert np.abs(after[-120:]).max() < 0.02


def test_a_telephone_has_neither_bass_nor_treble(speech: Samples) -> None:
    sound = changed(speech, Modification(effect=Effect.LOFI_TELEPHONE))

    assert power(sound, 20, 150) < power(sound, 300, 3400) - 20
    assert power(sound, 5000, 12000) < power(sound, 300, 3400) - 20
    assert power(speech, 20, 300) - power(speech, 300, 3400) > power(sound, 20, 300) - power(sound, 300, 3400) + 6


def test_a_robot_speaks_in_one_tone(speech: Samples) -> None:
    sound = changed(speech, Modification(effect=Effect.ROBOTIC))
    parts = [sound[start : start + RATE] for start in range(0, len(sound) - RATE, RATE)]
    pitches = [pitch for pitch in (hearing.pitch(part, rate=RATE) for part in parts) if np.isfinite(pitch)]

    assert pitches == pytest.approx([93.75] * len(pitches), rel=0.03)


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 48000])
def test_it_works_at_the_rate_of_any_engine(rate: int) -> None:
    moments = np.arange(rate) / rate
    tone = (0.2 * np.sin(2 * np.pi * 180 * moments)).astype(np.float32)
    for modification in EVERY:
        effects = Effects(replace(modification, pitch=-10), rate=rate)
        sound = np.concatenate([effects.feed(tone), effects.finish()])
        assert len(sound) >= rate
        assert np.isfinite(sound).all()
