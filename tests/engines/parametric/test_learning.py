"""Voices from recordings of real people."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spoken import RATE, SENTENCE, say, script

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.loudness import loudness
from voicewright.audio.recording import Recording
from voicewright.domain.language import Language, language_named
from voicewright.domain.speech import Prosody
from voicewright.engines import hearing
from voicewright.engines.parametric.balancing import lacking
from voicewright.engines.parametric.mapping import Mapping
from voicewright.engines.parametric.portrait import recalled
from voicewright.engines.parametric.recording import speech_in
from voicewright.engines.parametric.spectrum import Floats, envelopes, frequencies
from voicewright.ports import Engine, Prompt, Reference, Timbre

BELIEVED = 0.7
SPEAKERS = ("ls2033", "lj", "p226", "de_kerstin")
OTHERS = (
    "Nobody expected the small garden behind the house to produce so many bright red apples.",
    "She opened the old wooden door slowly and found a letter lying on the kitchen table.",
)


class Person:
    def __init__(self, speech: Path, name: str) -> None:
        everyone: list[dict[str, Any]] = json.loads((speech / "dev" / "manifest.json").read_text())["speakers"]
        self.known = next(person for person in everyone if person["speaker_id"] == name)
        self._folder = speech / "dev"

    def recording(self, clip: dict[str, Any]) -> Recording:
        return decoded((self._folder / clip["file"]).read_bytes(), field="reference", limits=Limits())

    def reference(self, *, transcript: str | None = "") -> Reference:
        clip = self.known["reference"]
        said = clip["transcript"] if transcript == "" else transcript
        language = language_named(self.known["language"]) or Language.ENGLISH
        return Reference(recording=self.recording(clip), transcript=said, transcript_fit=BELIEVED, language=language, seed=0)


@pytest.fixture(scope="module")
def learned(engine: Engine, speech: Path) -> dict[str, Timbre]:
    return {name: engine.learn(Person(speech, name).reference()) for name in SPEAKERS}


def shape(recording: Recording) -> Floats:
    """The long-term spectrum as mel-cepstra, without its level."""
    return speech_in(recording).cepstra.mean(axis=0)[1:20]


def test_a_clone_has_the_pitch_of_its_speaker(engine: Engine, learned: dict[str, Timbre], speech: Path) -> None:
    for name, timbre in learned.items():
        person = Person(speech, name)
        recording = person.recording(person.known["reference"])
        own = hearing.pitch(recording.samples, rate=recording.rate)

        assert abs(12 * np.log2(hearing.pitch(say(engine, timbre, SENTENCE), rate=RATE) / own)) < 2.0


def test_a_clone_sounds_more_like_its_speaker_than_like_the_others(engine: Engine, learned: dict[str, Timbre], speech: Path) -> None:
    right = 0
    real = {name: shape(Person(speech, name).recording(Person(speech, name).known["tests"][0])) for name in learned}
    for name, timbre in learned.items():
        mine = shape(Recording(samples=say(engine, timbre, SENTENCE), rate=RATE))
        far = {other: float(np.linalg.norm(mine - theirs)) for other, theirs in real.items()}

        right += min(far, key=far.__getitem__) == name

    assert right >= 3  # of four, by the long-term spectrum alone


def test_a_clone_says_new_words_with_its_speakers_long_term_spectrum(engine: Engine, learned: dict[str, Timbre], speech: Path) -> None:
    band = (frequencies() > 200) & (frequencies() < 5500)
    apart: list[float] = []
    for name, timbre in learned.items():
        person = Person(speech, name)
        lacks = lacking(say(engine, timbre, SENTENCE, *OTHERS).astype(np.float64), person.recording(person.known["reference"]))
        apart.append(float(np.abs(envelopes(lacks[None, :])[0, band]).mean() * 20 / np.log(10)))

    assert np.mean(apart) < 1.35  # dB; 1.5 where only envelopes are compared


@pytest.mark.parametrize("name", SPEAKERS)
def test_right_transcripts_are_believed(learned: dict[str, Timbre], name: str) -> None:
    assert float(learned[name].facts["transcript_fit"]) >= BELIEVED
    assert learned[name].facts["method"] == "transcript"


@pytest.mark.parametrize("name", SPEAKERS[:2])
def test_wrong_transcripts_are_not(engine: Engine, speech: Path, name: str) -> None:
    wrong = "He should make inquiries as to symptoms and time at which food or medicine was last taken, and then he should wait for the inspector to come."
    facts = engine.learn(Person(speech, name).reference(transcript=wrong)).facts

    assert float(facts["transcript_fit"]) < BELIEVED
    assert facts["method"] == "spectrum"


def test_a_short_clip_with_its_words_tells_how_fast_a_speaker_speaks(engine: Engine, speech: Path) -> None:
    person = Person(speech, "p226")
    clip = person.known["tests"][0]
    prompt = Prompt(recording=person.recording(clip), transcript=clip["transcript"])
    untold = person.reference(transcript=None)

    right = engine.learn(replace(untold, prompt=prompt))
    wrong = engine.learn(replace(untold, prompt=replace(prompt, transcript="He was told to wait for the inspector to come.")))

    assert float(wrong.facts["prompt_fit"]) < BELIEVED <= float(right.facts["prompt_fit"])
    clipped = engine.learn(replace(untold, recording=prompt.recording, transcript=prompt.transcript))
    assert recalled(right).rate == pytest.approx(recalled(clipped).rate, rel=0.05)
    assert recalled(right).rate != pytest.approx(recalled(wrong).rate, rel=0.05)


def test_a_clone_is_as_loud_as_any_voice(engine: Engine, learned: dict[str, Timbre]) -> None:
    for timbre in learned.values():
        levels = [loudness(Recording(samples=say(engine, timbre, text), rate=RATE)) for text in (SENTENCE, *OTHERS)]

        assert np.mean(levels) == pytest.approx(-18.0, abs=1.0)
        assert levels == pytest.approx([-18.0] * len(levels), abs=1.6)


def test_a_clone_that_is_to_be_quick_is_as_loud(engine: Engine, learned: dict[str, Timbre]) -> None:
    for timbre in learned.values():
        asked = (replace(script(SENTENCE), prosody=Prosody(quick=it)) for it in (False, True))
        slow, quick = (loudness(Recording(samples=hearing.said(engine, timbre, it), rate=RATE)) for it in asked)

        assert quick == pytest.approx(slow, abs=0.7)


def test_no_moment_of_a_clone_is_louder_than_its_speaker_ever_is(learned: dict[str, Timbre]) -> None:
    for timbre in learned.values():
        known = recalled(timbre)
        ours, theirs = (np.log(np.exp(2 * envelopes(frames)).sum(axis=1)) for frames in (Mapping(known).rehearsed(), known.frames))

        assert ours.max() <= theirs.max()


def test_a_clone_speaks_other_languages(engine: Engine, learned: dict[str, Timbre]) -> None:
    sound = say(engine, learned["p226"], "今天天气很好，我们去公园走走吧。", language=Language.CHINESE)

    assert loudness(Recording(samples=sound, rate=RATE)) == pytest.approx(-18.0, abs=3.0)
    assert hearing.pitch(sound, rate=RATE) == pytest.approx(recalled(learned["p226"]).pitch, rel=0.3)


def test_a_timbre_is_small(learned: dict[str, Timbre]) -> None:
    assert all(sum(array.nbytes for array in timbre.arrays.values()) < 2 << 20 for timbre in learned.values())


def test_long_short_and_silent_recordings_are_learned_from(engine: Engine, speech: Path) -> None:
    reference = Person(speech, "ls2033").reference(transcript=None)
    samples = reference.recording.samples
    odd = (np.tile(samples, 4), samples[:12000], samples[:3000], np.zeros(32000, np.float32), samples * 0.001)
    for clip in odd:
        recording = Recording(samples=clip, rate=reference.recording.rate)
        timbre = engine.learn(Reference(recording=recording, transcript=None, transcript_fit=BELIEVED, language=Language.ENGLISH, seed=0))
        sound = say(engine, timbre, SENTENCE)

        assert np.isfinite(sound).all()
        assert 3 < len(sound) / RATE < 12
