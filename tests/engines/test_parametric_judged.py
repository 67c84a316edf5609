"""What our own report on recordings says of the voices that the embedded engine designs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from voicewright.audio.judge import judged
from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.domain.report import Flaw
from voicewright.domain.script import Script
from voicewright.domain.speech import Prosody
from voicewright.engines.parametric import engine as make
from voicewright.ports import Design, Engine
from voicewright.text.prepare import prepared

TRAIN = "The train leaves the station at six in the morning, and nobody is there to wave it goodbye. She turned the page, read it again, and laughed."
RAIN = "When the rain had stopped, we walked along the river to the old mill, where a man sold apples and honey. It was nearly dark before anyone spoke again."
NARRATOR = "A deep, resonant narrator"
WOMAN = "A warm, calm middle-aged woman, slow and clear"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = make()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("prompt", "seed", "text"), [(NARRATOR, 100, TRAIN), (NARRATOR, 100, RAIN), (NARRATOR, 200, RAIN), (WOMAN, 200, TRAIN), (WOMAN, 300, TRAIN)]
)
def test_a_designed_voice_is_not_taken_for_two_people_in_turns(engine: Engine, prompt: str, seed: int, text: str) -> None:
    timbre = engine.imagine(Design(prompt=prompt, language=Language.ENGLISH, seed=seed))
    script = Script(items=prepared(text, language=Language.ENGLISH), language=Language.ENGLISH, prosody=Prosody())
    sound = np.concatenate([frame.samples for frame in engine.speak(timbre, script)])

    told = judged(Recording(samples=sound, rate=engine.capabilities.rate))

    assert Flaw.TWO_SPEAKERS not in {finding.flaw for finding in told.findings}
