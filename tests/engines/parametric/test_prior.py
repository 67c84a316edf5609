"""What the engine knows of people before it has heard a speaker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicewright.audio.decode import Limits, decoded
from voicewright.engines.parametric.fronts import Voice, of_woman, variant_for
from voicewright.engines.parametric.heard import Heard, hear, pause
from voicewright.engines.parametric.learning import compared, met, said_as_fast
from voicewright.engines.parametric.prior import REACH, Person, prior
from voicewright.engines.parametric.recording import speech_in
from voicewright.engines.parametric.source import Source
from voicewright.engines.parametric.spectrum import SIZE, Floats, Singles

READERS = ("ls2033", "lj", "p226", "ls3080")
WORDS = "She opened the old wooden door slowly, and found a letter lying on the kitchen table."


@pytest.fixture(scope="module")
def source() -> Iterator[Source]:
    source = Source()
    yield source
    source.close()


@pytest.fixture(scope="module")
def heard(source: Source) -> Heard:
    heard = hear(source, WORDS, Voice(front="en-us", variant=0), 165)
    assert heard is not None
    return heard


@pytest.fixture(scope="module")
def moments(heard: Heard) -> Singles:
    return prior().moments(heard.cepstra(0, len(heard)), heard.line(), np.arange(len(heard)), woman=True)


@settings(deadline=None)
@given(begins=st.integers(0, 300), lasts=st.integers(1, 90))
def test_a_moment_is_the_same_in_whichever_stretch_of_the_line_it_is_looked_at(heard: Heard, moments: Singles, begins: int, lasts: int) -> None:
    frames = np.arange(begins, min(begins + lasts, len(heard)))
    first, last = max(0, begins - REACH), min(len(heard), begins + lasts + REACH)

    again = prior().moments(heard.cepstra(0, len(heard))[first:last], heard.line(), frames, woman=True, first=first)

    assert np.allclose(again, moments[frames], atol=1e-3)


@settings(deadline=None)
@given(seed=st.integers(0, 1 << 30))
def test_who_speaks_is_found_again_from_what_they_say(moments: Singles, seed: int) -> None:
    random = np.random.default_rng(seed)
    shift = random.normal(0, 0.2, SIZE)
    person = Person(code=random.normal(0, 0.5, prior().directions), shift=shift, leaning=np.zeros((moments.shape[1], SIZE)))
    frames = prior().said(moments, person)

    found = prior().said(moments, prior().person(moments, frames))

    assert ((found - frames) ** 2).mean() < 0.05 * ((frames - frames.mean(axis=0)) ** 2).mean()


def test_sounds_of_languages_that_no_reader_spoke_are_given_a_spectrum_too(source: Source) -> None:
    said = hear(source, "你好，我們去看海。", Voice(front="yue", variant=0), 165)
    assert said is not None

    known = prior().moments(said.cepstra(0, len(said)), said.line(), np.arange(len(said)), woman=True)

    assert np.isfinite(known).all()
    assert not all(pause(name) for name in said.names)


def _apart(frames: Floats, others: Floats) -> float:
    return float((((frames - frames.mean(axis=0)) - (others - others.mean(axis=0))) ** 2).mean())


def test_what_one_recording_tells_of_a_speaker_holds_in_another(source: Source, speech: Path) -> None:
    everyone: list[dict[str, Any]] = json.loads((speech / "dev" / "manifest.json").read_text())["speakers"]
    people: dict[str, Person] = {}
    clips: dict[str, tuple[Singles, Floats]] = {}
    for known in (it for it in everyone if it["speaker_id"] in READERS):
        for clip, name in ((known["reference"], ""), (known["tests"][0], known["speaker_id"])):
            spoken = speech_in(decoded((speech / "dev" / clip["file"]).read_bytes(), field="reader", limits=Limits()))
            voice = Voice(front="en-us", variant=variant_for(spoken.pitch))
            said = said_as_fast(source, clip["transcript"], voice, spoken)
            assert said is not None
            told = compared(spoken, *said)
            ((part, cepstra),) = told.said.parts
            here = part.moments(cepstra, woman=of_woman(voice.variant))[:: told.step]
            pairs, person = met(spoken, told, prior(), here)
            if name:
                clips[name] = here[pairs.source], spoken.cepstra[:: told.step][pairs.speaker]
            else:
                people[known["speaker_id"]] = person

    for name, (here, frames) in clips.items():
        far = {other: _apart(prior().said(here, person), frames) for other, person in people.items()}

        assert min(far, key=far.__getitem__) == name
