"""One engine for all tests of it, and the words they say with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from voicewright.domain.language import Language
from voicewright.engines.parametric import engine as make
from voicewright.ports import Design, Engine, Timbre


@pytest.fixture(scope="package")
def engine() -> Iterator[Engine]:
    engine = make()
    yield engine
    engine.close()


@pytest.fixture(scope="package")
def woman(engine: Engine) -> Timbre:
    return engine.imagine(Design(prompt="a clear young woman", language=Language.ENGLISH, seed=1))
