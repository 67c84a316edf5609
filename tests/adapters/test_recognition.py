"""The built-in recogniser on real recordings, in a process that may die."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from voicewright.adapters.recogniser.lane import Lane
from voicewright.adapters.recogniser.messages import Compare
from voicewright.adapters.recogniser.recognisers import Apart, installed
from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Recording
from voicewright.domain.errors import EngineCrashed, EngineTooSlow
from voicewright.domain.language import Language
from voicewright.ports import Comparison

pytestmark = pytest.mark.skipif(find_spec("pocketsphinx") is None, reason="pocketsphinx is not installed")

USUAL = 0.7
CLIP = "ls367/test_2.flac"
SAID = "Put this in a double boiler and let cook until thick, stirring constantly."


@pytest.fixture
async def sphinx() -> AsyncIterator[Apart]:
    one = cast("Apart", installed(None)[-1])
    yield one
    await one.close()


@pytest.fixture
def clip(speech: Path) -> Recording:
    return read(speech / "dev" / CLIP)


def read(path: Path) -> Recording:
    return decoded(path.read_bytes(), field="file", limits=Limits())


def silence(seconds: float = 1.0) -> Recording:
    return Recording(samples=np.zeros(int(16_000 * seconds), dtype=np.float32), rate=16_000)


async def started(sphinx: Apart) -> int:
    while (pid := sphinx.lane.pid) is None:  # noqa: ASYNC110 - a process's beginning is nobody's event here
        await asyncio.sleep(0.01)
    return pid


async def likeness(sphinx: Apart, clip: Recording, text: str) -> float:
    return (await sphinx.compare(clip, text, language=Language.ENGLISH)).likeness


@pytest.mark.parametrize("name", ["ls1688/test_2.flac", "ls1998/test_1.flac", "p226/test_1.flac"])
async def test_what_a_recording_says_passes(sphinx: Apart, speech: Path, name: str) -> None:
    manifest = json.loads((speech / "dev" / "manifest.json").read_text())
    said = next(test["transcript"] for speaker in manifest["speakers"] for test in speaker["tests"] if test["file"] == name)

    assert await likeness(sphinx, read(speech / "dev" / name), said) >= USUAL


@pytest.mark.parametrize(
    "text",
    [
        "When is a lobster not a lobster? When it is a crayfish.",
        "Put this in a double boiler and",
        "let cook until thick, stirring constantly.",
        "Constantly stirring, double a boiler in this put and thick until cook let.",
        "Take this in a single boiler and let cook until soft, stirring seldom.",
    ],
)
async def test_what_a_recording_does_not_say_fails(sphinx: Apart, clip: Recording, text: str) -> None:
    assert await likeness(sphinx, clip, text) < USUAL


async def test_a_text_without_words_or_far_too_long_for_the_recording_is_not_what_it_says(sphinx: Apart, clip: Recording) -> None:
    assert await likeness(sphinx, clip, "…") == 0.0
    assert await likeness(sphinx, clip, SAID * 50) == 0.0
    assert await likeness(sphinx, silence(), "Hello.") == 0.0


async def test_a_process_that_dies_costs_one_call(sphinx: Apart, clip: Recording) -> None:
    asked = asyncio.ensure_future(likeness(sphinx, clip, SAID))
    os.kill(await started(sphinx), signal.SIGKILL)
    with pytest.raises(EngineCrashed):
        await asked

    assert await likeness(sphinx, clip, SAID) >= USUAL


async def test_a_process_that_takes_too_long_is_ended_and_replaced(sphinx: Apart, clip: Recording) -> None:
    with pytest.raises(EngineTooSlow, match=r"within 0\.001 s"):
        await sphinx.lane.ask(Compare(text=SAID, language=Language.ENGLISH, within=0.001), clip, Comparison)

    assert sphinx.lane.pid is None
    assert await likeness(sphinx, clip, SAID) >= USUAL


async def test_an_answer_that_nobody_waits_for_is_not_the_next_one(sphinx: Apart, clip: Recording) -> None:
    given_up = asyncio.ensure_future(likeness(sphinx, clip, SAID))
    await started(sphinx)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)

    assert await likeness(sphinx, silence(), "Hello.") == 0.0


async def test_a_process_that_nobody_asks_anything_is_ended() -> None:
    lane = Lane("sphinx", idle=0.01)

    await lane.ask(Compare(text="Hello.", language=Language.ENGLISH, within=120), silence(), Comparison)
    while lane.pid is not None:  # noqa: ASYNC110 - nor is its end
        await asyncio.sleep(0.01)

    assert (await lane.ask(Compare(text="Hello.", language=Language.ENGLISH, within=120), silence(), Comparison)).likeness == 0.0
    await lane.close()


def test_a_folder_without_a_model_is_left_out_and_the_others_serve(tmp_path: Path) -> None:
    assert [one.info.name for one in installed(tmp_path)] == ["sphinx"]
