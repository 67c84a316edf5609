"""The embedded engine keeps the contract, at home and in its process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest
from hosting import script

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.engines.contract import EngineContract
from voicewright.engines.host import EngineHost
from voicewright.engines.host import Limits as Patience
from voicewright.engines.registry import Registry, engine_of
from voicewright.ports import Design, Engine, EngineInfo, Need, Reference, Timbre

NAME = "parametric"


def _recorded(speech: Path) -> Reference:
    speaker = json.loads((speech / "dev" / "manifest.json").read_text())["speakers"][0]["reference"]
    recording = decoded((speech / "dev" / speaker["file"]).read_bytes(), field="reference", limits=Limits())
    return Reference(recording=recording, transcript=speaker["transcript"], transcript_fit=0.5, language=Language.ENGLISH, seed=3)


class TestParametric(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Iterator[Engine]:
        engine = engine_of(Registry().factory(NAME))
        yield engine
        engine.close()

    def test_it_is_called_by_the_name_under_which_it_is_installed(self, engine: Engine) -> None:
        assert engine.name == NAME

    def test_it_speaks_all_forty_languages(self, engine: Engine) -> None:
        assert engine.capabilities.languages == frozenset(Language)


def test_it_learns_a_real_voice_and_repeats_none_of_the_recording(speech: Path) -> None:
    engine, checks, recorded = engine_of(Registry().factory(NAME)), EngineContract(), _recorded(speech)
    try:
        checks.test_the_same_reference_makes_the_same_voice(engine, recorded)
        checks.test_it_begins_with_the_text_and_not_with_the_reference(engine, recorded)
        checks.test_its_sound_is_clean(engine, engine.learn(recorded))
    finally:
        engine.close()


async def test_it_speaks_in_its_own_process_as_it_does_at_home() -> None:
    host = EngineHost(Registry(), workers=2)
    await host.start()
    try:
        chosen = host.choose(Need(language=Language.ENGLISH, design=True))
        timbre = await host.imagine(chosen, Design(prompt="An old, slow man", language=Language.ENGLISH, seed=4))
        first, second = await asyncio.gather(*(_heard(host, chosen, timbre) for _ in range(2)))
    finally:
        await host.close()

    assert len(first) > chosen.capabilities.rate
    assert np.array_equal(first, second)


async def test_a_listener_who_leaves_takes_no_worker_with_them() -> None:
    host = EngineHost(Registry(), workers=1, limits=Patience(stop=60.0))  # tests beside this one may have the processor for a while
    await host.start()
    try:
        chosen = host.choose(Need(language=Language.ENGLISH))
        timbre = await host.imagine(chosen, Design(prompt="A young woman", language=Language.ENGLISH, seed=4))
        async with aclosing(host.speak(chosen, timbre, script(*["This goes on and on and on."] * 200))) as frames:
            await anext(frames)
        again = await _heard(host, chosen, timbre)
        state = host.state()
    finally:
        await host.close()

    assert len(again) > 0
    assert state.restarts == 0


async def _heard(host: EngineHost, engine: EngineInfo, timbre: Timbre) -> Samples:
    async with aclosing(host.speak(engine, timbre, script("The weather is fine today."))) as frames:
        return np.concatenate([frame.samples async for frame in frames])
