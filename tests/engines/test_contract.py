"""The suite holds an honest engine to nothing impossible, and lets no bad one through."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hum import Hum, engine

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Recording, Samples
from voicewright.audio.resample import resampled
from voicewright.domain.language import Language
from voicewright.domain.script import Pause, Script, Sentence
from voicewright.domain.speech import Prosody
from voicewright.engines import hearing
from voicewright.engines.contract import EngineContract
from voicewright.ports import Design, Engine, Frame, Reference, Share, Timbre


class TestHum(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Engine:
        return engine()


class Twisted(Hum):
    """An engine with one fault."""

    def __init__(self, fault: Callable[[Iterator[Frame], Script], Iterator[Frame]]) -> None:
        self._fault = fault

    def speak(self, timbre: Timbre, script: Script) -> Iterator[Frame]:
        yield from self._fault(super().speak(timbre, script), script)


class Forgetful(Hum):
    """Another voice on every call."""

    def __init__(self) -> None:
        self._calls = 0

    def imagine(self, design: Design) -> Timbre:
        self._calls += 1
        return super().imagine(replace(design, seed=self._calls))

    def learn(self, reference: Reference) -> Timbre:
        self._calls += 1
        return super().learn(replace(reference, seed=self._calls))


class Parrot(Hum):
    """Begins with what it learned from, so many times as slowly."""

    def __init__(self, slowness: float = 1.0) -> None:
        self._slowness = slowness

    def learn(self, reference: Reference) -> Timbre:
        timbre, clip = super().learn(reference), reference.recording.samples[:RATE]
        slower = np.interp(np.arange(0, len(clip) - 1, 1 / self._slowness), np.arange(len(clip)), clip)
        return Timbre(arrays={**timbre.arrays, "clip": slower.astype(np.float32)})

    def speak(self, timbre: Timbre, script: Script) -> Iterator[Frame]:
        yield Frame(samples=np.asarray(timbre.arrays["clip"], dtype=np.float32))
        yield from super().speak(timbre, script)


RATE = Hum.capabilities.rate


def _changed(frames: Iterator[Frame], change: Callable[[Samples], Samples]) -> Iterator[Frame]:
    return (Frame(samples=change(frame.samples), words=frame.words) for frame in frames)


def _noisy(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    generator = np.random.default_rng()
    return _changed(frames, lambda samples: samples + generator.normal(0, 1e-3, len(samples)).astype(np.float32))


def _double(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    return _changed(frames, lambda samples: samples.astype(np.float64))  # type: ignore[arg-type,return-value] # the fault is the type


def _infinite(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    return _changed(frames, lambda samples: samples * np.float32("nan"))


def _clipped(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    return _changed(frames, lambda samples: np.clip(samples * 20, -1, 1))


def _whole(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    said = list(frames)
    yield Frame(samples=np.concatenate([frame.samples for frame in said]), words=tuple(word for frame in said for word in frame.words))


def _twice(frames: Iterator[Frame], script: Script) -> Iterator[Frame]:
    said = list(frames)
    yield from said
    if len(script.items) == 1:
        yield from said


def _one_speed(_: Iterator[Frame], script: Script) -> Iterator[Frame]:
    return Hum().speak(Hum().imagine(_DESIGN), replace(script, prosody=Prosody()))


def _no_pauses(_: Iterator[Frame], script: Script) -> Iterator[Frame]:
    return Hum().speak(Hum().imagine(_DESIGN), replace(script, items=tuple(item for item in script.items if not isinstance(item, Pause))))


def _mute(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    return _changed(frames, lambda samples: samples * 0)


def _chatty(frames: Iterator[Frame], script: Script) -> Iterator[Frame]:
    sys.stderr.write(f"speaking {script}\n")
    return frames


def _eager(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    yield Frame(samples=np.zeros(100, dtype=np.float32))
    yield from frames


def _fragile(frames: Iterator[Frame], script: Script) -> Iterator[Frame]:
    for item in script.items:
        assert not isinstance(item, Sentence) or item.text.isprintable()
    return frames


def _hoarding(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    return iter(list(_changed(frames, lambda samples: np.repeat(samples, 40))))


def _moved(seconds: float) -> Callable[[Iterator[Frame], Script], Iterator[Frame]]:
    def late(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
        for frame in frames:
            words = tuple(replace(word, begins=word.begins + seconds, ends=word.ends + seconds) for word in frame.words)
            yield Frame(samples=frame.samples, words=words)

    return late


def _forgetful(frames: Iterator[Frame], _: Script) -> Iterator[Frame]:
    return (Frame(samples=frame.samples, words=tuple(word for word in frame.words if word.start)) for frame in frames)


class Partial(Hum):
    """Hears only the first voice of a mix."""

    def mix(self, shares: Sequence[Share]) -> Timbre:
        return shares[0].timbre


class Stuck(Hum):
    """Goes on where the last listener left."""

    def __init__(self) -> None:
        self._left: Iterator[Frame] = iter(())

    def speak(self, timbre: Timbre, script: Script) -> Iterator[Frame]:
        yield from self._left
        self._left = iter(list(super().speak(timbre, script)))
        yield from self._left


_DESIGN = Design(prompt="a voice", language=Language.ENGLISH, seed=1)
_SUITE = EngineContract()


@pytest.mark.parametrize("fault", [_double, _infinite, _clipped], ids=lambda fault: fault.__name__)
def test_unclean_sound_is_found(fault: Callable[[Iterator[Frame], Script], Iterator[Frame]]) -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_its_sound_is_clean(Twisted(fault), Hum().imagine(_DESIGN))


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        (_noisy, _SUITE.test_the_same_script_makes_the_same_sound),
        (_noisy, _SUITE.test_a_voice_that_was_stored_sounds_the_same),
        (_whole, _SUITE.test_it_streams),
        (_twice, _SUITE.test_it_says_a_text_once_and_at_a_human_pace),
        (_one_speed, _SUITE.test_speed_changes_the_duration),
        (_eager, _SUITE.test_nothing_to_say_is_nothing),
        (_mute, _SUITE.test_voices_are_about_equally_loud),
        (_hoarding, _SUITE.test_a_long_text_takes_little_memory),
    ],
    ids=lambda value: value.__name__,
)
def test_a_fault_is_found(fault: Callable[[Iterator[Frame], Script], Iterator[Frame]], check: Callable[[Engine, Timbre], None]) -> None:
    with pytest.raises(AssertionError):
        check(Twisted(fault), Hum().imagine(_DESIGN))


@pytest.mark.parametrize("fault", [_moved(-0.2), _moved(0.2), _forgetful], ids=["early", "late", "forgetful"])
def test_words_that_are_timed_wrongly_are_found(fault: Callable[[Iterator[Frame], Script], Iterator[Frame]]) -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_it_tells_when_each_word_is_heard(Twisted(fault), Hum().imagine(_DESIGN))


def test_a_mix_that_is_none_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_a_mix_lies_between_its_voices(Partial())


def test_a_voice_of_one_pitch_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_pitch_moves_the_voice(Twisted(_one_speed), Hum().imagine(_DESIGN), 4.0)


def test_a_swallowed_pause_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_a_pause_is_as_long_as_it_was_asked_for(Twisted(_no_pauses), Hum().imagine(_DESIGN), 2.0)


def test_a_language_in_name_only_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_it_speaks_every_language_that_it_declares(Twisted(_mute), Hum().imagine(_DESIGN), Language.TAMIL)


def test_a_sound_in_name_only_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_an_interjection_is_heard_where_it_is_declared(Twisted(_mute), Hum().imagine(_DESIGN), next(iter(Hum.capabilities.sounds)))


def test_an_engine_that_trips_over_control_characters_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_whatever_can_be_typed_does_no_harm(Twisted(_fragile), Hum().imagine(_DESIGN), "\x07")


def test_a_voice_that_changes_from_call_to_call_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_the_same_design_makes_the_same_voice(Forgetful())
    with pytest.raises(AssertionError):
        _SUITE.test_the_same_reference_makes_the_same_voice(Forgetful(), _reference())


@pytest.mark.parametrize("slowness", [1.0, 1.06, 0.94], ids=["as it was", "slower", "faster"])
def test_an_echo_of_the_reference_is_found(slowness: float) -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_it_begins_with_the_text_and_not_with_the_reference(Parrot(slowness), _reference())


@pytest.mark.parametrize("slowness", [1.0, 1.06, 0.94], ids=["as it was", "slower", "faster"])
def test_an_echo_of_a_real_recording_is_found(speech: Path, slowness: float) -> None:
    clip = decoded((speech / "dev" / "lj" / "reference.flac").read_bytes(), field="reference", limits=Limits())
    reference = replace(_reference(), recording=resampled(clip, RATE))

    with pytest.raises(AssertionError):
        _SUITE.test_it_begins_with_the_text_and_not_with_the_reference(Parrot(slowness), reference)


def test_an_engine_that_does_not_forget_the_last_listener_is_found() -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_a_listener_may_leave(Stuck(), Hum().imagine(_DESIGN))


def test_an_engine_that_prints_what_it_says_is_found(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AssertionError):
        _SUITE.test_it_tells_nobody_what_it_says(Twisted(_chatty), Hum().imagine(_DESIGN), capfd)


@pytest.mark.parametrize("hertz", [80.0, 130.0, 220.0, 390.0])
def test_the_suite_hears_the_pitch_of_a_buzz(hertz: float) -> None:
    times = np.arange(RATE) / RATE
    buzz = (0.1 * np.sum([np.sin(2 * np.pi * hertz * n * times) / n for n in range(1, 8)], axis=0)).astype(np.float32)

    assert hearing.pitch(buzz, rate=RATE) == pytest.approx(hertz, rel=0.02)


def test_the_suite_hears_no_pitch_in_noise() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)

    assert np.isnan(hearing.pitch(noise, rate=RATE))


def _reference() -> Reference:
    """Something that changes all the time, as speech does: a chord of noise every tenth of a second."""
    generator = np.random.default_rng(5)
    times = np.arange(RATE // 10) / RATE
    chords = [np.sum([np.sin(2 * np.pi * hertz * times) for hertz in generator.uniform(200, 7000, 3)], axis=0) for _ in range(60)]
    samples = (0.1 * np.concatenate(chords) + generator.normal(0, 0.003, 6 * RATE)).astype(np.float32)
    return Reference(recording=Recording(samples=samples, rate=RATE), transcript=None, transcript_fit=0.5, language=Language.ENGLISH, seed=2)
