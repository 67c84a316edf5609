"""What is said between the server and an engine's process arrives as it was."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from hosting import reference

from voicewright.audio.recording import Recording
from voicewright.engines.host import messages
from voicewright.engines.host.messages import Said
from voicewright.engines.host.process import Inbox
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


@pytest.mark.parametrize("read", [0, 5, 12, 20, -1])
async def test_who_stops_waiting_in_the_middle_of_an_answer_leaves_it_whole_for_the_next(read: int) -> None:
    pipe, sound = asyncio.StreamReader(), np.arange(10, dtype="<f4").tobytes()
    letter = messages.letter(Said(words=(), facts={}), sound)
    inbox = Inbox(pipe)
    pipe.feed_data(letter[:read])
    first = asyncio.create_task(inbox.next())
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    assert first.cancelled()

    pipe.feed_data(letter[read:] + letter)

    assert [(await inbox.next())[1] for _ in range(2)] == [sound, sound]
