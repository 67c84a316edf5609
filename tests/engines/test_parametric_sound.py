"""What a listener would complain about in the embedded engine's sound: thumps, wrong paces, cut edges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Pause, Script, Sentence, Words
from voicewright.domain.speech import Emotion, Prosody
from voicewright.domain.voice import Voice
from voicewright.engines import hearing
from voicewright.engines.parametric import engine as make
from voicewright.engines.parametric.portrait import BAND_COUNT
from voicewright.engines.parametric.spectrum import HOP, RATE, Floats, encode, frequencies
from voicewright.engines.parametric.vocoder import Track, Vocoder
from voicewright.engines.phrases import PHRASES
from voicewright.ports import Design, Engine, Timbre
from voicewright.services.system_voices import SYSTEM_VOICES

SENTENCE = "The morning train was late again, so we walked along the river and talked about the summer."
SYLLABLES = 14
"""Of the phrases in Mandarin and Cantonese."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = make()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def slow(engine: Engine) -> Timbre:
    return engine.imagine(Design(prompt="A warm, calm middle-aged woman, soft and graceful, unhurried.", language=Language.ENGLISH, seed=12))


def script(*items: str | Pause, language: Language = Language.ENGLISH, prosody: Prosody | None = None) -> Script:
    said = tuple(item if isinstance(item, Pause) else Sentence(runs=(Words(text=item),)) for item in items)
    return Script(items=said, language=language, prosody=prosody or Prosody(), seed=1)


def say(engine: Engine, timbre: Timbre, *items: str | Pause, prosody: Prosody | None = None) -> Samples:
    return hearing.said(engine, timbre, script(*items, prosody=prosody))


def silences(sound: Samples) -> tuple[float, float]:
    """Seconds without a single sound at both ends."""
    heard = np.flatnonzero(sound)
    return float(heard[0]) / RATE, float(len(sound) - 1 - heard[-1]) / RATE


def syllable_and_closure(pitch: float) -> Floats:
    """A vowel whose lowest notes are strong, as espeak-ng's are, and the silence of a stop after it."""
    hertz = frequencies()
    vowel = encode((-hertz / 2500 + 1.5 * np.exp(-(((hertz - 600) / 150) ** 2)) - 2)[None, :])[0]
    closure = vowel - 12 * encode(np.ones((1, len(hertz))))[0]
    frames = np.repeat(np.stack([vowel, closure]), 60, axis=0)
    track = Track(pitch=np.repeat([pitch, 0.0], 60), cepstra=frames, noise=np.full((len(frames), BAND_COUNT), 0.05))
    vocoder = Vocoder(seed=1)
    return np.concatenate([vocoder.sound(track), vocoder.rest()])


@pytest.mark.parametrize("pitch", [75.0, 110.0, 220.0, 380.0])
def test_a_closure_after_a_vowel_is_silent(pitch: float) -> None:
    """No steps in the rhythm of the vowel."""
    sound = syllable_and_closure(pitch)
    closure = sound[64 * HOP : 75 * HOP]

    assert np.abs(np.diff(closure)).max() < 0.002 * np.abs(sound).max()
    assert np.abs(closure).max() < 0.03 * np.abs(sound).max()


@pytest.mark.parametrize("prompt", ["A deep man", "A clear woman", "A child"])
def test_nothing_rumbles(engine: Engine, prompt: str) -> None:
    timbre = engine.imagine(Design(prompt=prompt, language=Language.ENGLISH, seed=1))
    power = np.abs(np.fft.rfft(say(engine, timbre, SENTENCE))) ** 2
    hertz = np.linspace(0, RATE / 2, len(power))

    assert 10 * np.log10(power[hertz < 50].sum() / power.sum()) < -36
    assert 10 * np.log10(power[hertz < 25].sum() / power.sum()) < -45


@pytest.mark.parametrize(("speed", "longer"), [(0.5, 2.0), (0.75, 4 / 3), (1.5, 2 / 3), (2.0, 0.5)])
def test_a_slow_voice_follows_every_speed(engine: Engine, slow: Timbre, speed: float, longer: float) -> None:
    usual = len(say(engine, slow, SENTENCE))

    assert len(say(engine, slow, SENTENCE, prosody=Prosody(speed=speed))) / usual == pytest.approx(longer, rel=0.08)


def test_slower_is_not_lower(engine: Engine, slow: Timbre) -> None:
    usual, slower = say(engine, slow, SENTENCE), say(engine, slow, SENTENCE, prosody=Prosody(speed=0.5))

    assert hearing.pitch(slower, rate=RATE) == pytest.approx(hearing.pitch(usual, rate=RATE), rel=0.05)


def test_a_slow_voice_can_still_be_sad(engine: Engine, slow: Timbre) -> None:
    usual, sad = say(engine, slow, SENTENCE), say(engine, slow, SENTENCE, prosody=Prosody(emotion=Emotion.SAD, speed=0.6))

    assert len(sad) / len(usual) == pytest.approx(1 / (0.84 * 0.6), rel=0.08)


def test_a_pause_that_was_asked_for_is_as_long_at_every_speed(engine: Engine, slow: Timbre) -> None:
    for speed in (0.5, 1.0):
        prosody = Prosody(speed=speed)
        short, long = (say(engine, slow, "One moment.", Pause(seconds=pause), "Here it is.", prosody=prosody) for pause in (0.4, 1.1))

        assert (len(long) - len(short)) / RATE == pytest.approx(0.7, abs=0.001)


@pytest.mark.parametrize("voice", [voice for voice in SYSTEM_VOICES if voice.language is Language.ENGLISH], ids=lambda voice: voice.id)
def test_english_voices_speak_as_fast_as_people_do(engine: Engine, voice: Voice) -> None:
    timbre = engine.imagine(Design(prompt=voice.prompt or "", language=voice.language, seed=voice.seed or 0))
    minutes = (len(say(engine, timbre, SENTENCE)) / RATE) / 60

    assert 120 < len(SENTENCE.split()) / minutes < 210


@pytest.mark.parametrize(
    "voice", [voice for voice in SYSTEM_VOICES if voice.language in {Language.CHINESE, Language.CANTONESE}], ids=lambda voice: voice.id
)
def test_chinese_voices_speak_as_fast_as_people_do(engine: Engine, voice: Voice) -> None:
    timbre = engine.imagine(Design(prompt=voice.prompt or "", language=voice.language, seed=voice.seed or 0))
    sound = hearing.said(engine, timbre, script(PHRASES[voice.language], language=voice.language))

    assert 0.18 < len(sound) / RATE / SYLLABLES < 0.31


@pytest.mark.parametrize("texts", [(SENTENCE,), ("Stop", "Pass", "Wait.")])
def test_speech_has_silence_at_both_ends(engine: Engine, slow: Timbre, texts: tuple[str, ...]) -> None:
    before, after = silences(say(engine, slow, *texts))

    assert 0.01 <= before < 0.06
    assert 0.03 <= after < 0.1


def test_the_silence_at_the_ends_is_not_repeated_between_sentences(engine: Engine, slow: Timbre) -> None:
    one, two, both = (len(say(engine, slow, *texts)) / RATE for texts in (("One.",), ("Two.",), ("One.", "Two.")))

    assert both == pytest.approx(one + two - 0.05 + 0.32, abs=0.002)


def test_the_first_frame_holds_speech(engine: Engine, slow: Timbre) -> None:
    first = next(iter(engine.speak(slow, script(SENTENCE))))

    assert np.abs(first.samples).max() > 0.01
