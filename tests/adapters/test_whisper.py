"""Whisper as the operator installs it: the real library, with a tiny model that always hears the same words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from voicewright.adapters.recogniser.recognisers import installed
from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.ports import Recogniser

if find_spec("faster_whisper") is None:
    pytest.skip("faster-whisper is not installed", allow_module_level=True)

from whisper_model import WORDS, written

SOUND = Recording(samples=np.random.default_rng(0).normal(0, 0.1, 32_000).astype(np.float32), rate=16_000)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("models") / "whisper")


@pytest.fixture
async def whisper(model: Path) -> AsyncIterator[Recogniser]:
    one = installed(model)[0]
    yield one
    await one.close()


async def test_it_comes_first_takes_dictation_and_knows_every_language(whisper: Recogniser) -> None:
    assert whisper.info.dictates
    assert whisper.info.languages == frozenset(Language)


async def test_a_recording_is_compared_by_what_it_was_heard_to_say(whisper: Recogniser) -> None:
    same = await whisper.compare(SOUND, "Printing, in the only sense!", language=Language.ENGLISH)
    other = await whisper.compare(SOUND, "Printing in no sense.", language=Language.ENGLISH)

    assert (same.likeness, same.heard) == (1.0, " ".join(WORDS))
    assert other.likeness == pytest.approx(9 / 20)


async def test_the_language_is_told_that_was_heard_and_not_the_one_that_was_expected(whisper: Recogniser) -> None:
    found = await whisper.compare(SOUND, "Printing in the only sense", language=Language.GERMAN)

    assert found.language is Language.ENGLISH


async def test_dictation_tells_when_each_word_is_said(whisper: Recogniser) -> None:
    found = await whisper.dictate(SOUND, language=None, words=True)

    (passage,) = found.passages
    assert (found.text, found.seconds) == (" ".join(WORDS), 2.0)
    assert (passage.begins, passage.ends) == pytest.approx((0.0, 2.0), abs=0.05)
    assert [word.text for word in passage.words] == list(WORDS)
    assert [round(word.begins, 1) for word in passage.words] == [0.0, 0.4, 0.8, 1.2, 1.6]


async def test_a_model_for_english_alone_says_so_and_hears_it(tmp_path: Path) -> None:
    one = installed(written(tmp_path / "english", english=True))[0]

    assert one.info.languages == {Language.ENGLISH}
    assert (await one.dictate(SOUND, language=Language.ENGLISH, words=False)).text == " ".join(WORDS)
    assert (await one.compare(SOUND, "Printing in the only sense", language=Language.ENGLISH)).language is None
    await one.close()
