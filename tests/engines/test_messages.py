"""What is said between the server and an engine's process arrives as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hosting import reference

from voicewright.audio.recording import Recording
from voicewright.engines.host import messages
from voicewright.ports import Prompt


def test_a_reference_crosses_the_boundary_with_its_prompt() -> None:
    given = reference("hm")
    prompt = Prompt(recording=Recording(samples=np.linspace(-1, 1, 500, dtype=np.float32), rate=8000), transcript="It rained.")

    alone, both = (messages.reference_of(*messages.learning(one)) for one in (given, replace(given, prompt=prompt)))

    assert alone.prompt is None
    assert both.prompt is not None
    assert (both.prompt.transcript, both.prompt.recording.rate) == ("It rained.", 8000)
    assert np.array_equal(both.prompt.recording.samples, prompt.recording.samples)
    assert np.array_equal(both.recording.samples, given.recording.samples)
