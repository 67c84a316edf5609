"""espeak-ng behind its pipe."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voicewright.domain.errors import EngineTooSlow
from voicewright.domain.language import Language
from voicewright.engines.parametric import source as pipe
from voicewright.engines.parametric.fronts import VARIANTS, Voice, front_of
from voicewright.engines.parametric.source import Manner, Source

HELLO = "Hello there, how are you?"
ENGLISH = Manner(voice="en-us+f2")


@pytest.fixture
def source() -> Iterator[Source]:
    source = Source()
    yield source
    source.close()


def child_of(source: Source) -> int:
    assert source._child is not None  # pyright: ignore[reportPrivateUsage] - the process is nobody else's business
    return source._child.pid  # pyright: ignore[reportPrivateUsage] - as above


def test_a_text_comes_back_as_sound_and_phonemes_in_time(source: Source) -> None:
    said = source.say(HELLO, ENGLISH)

    assert said.rate == 22050
    assert 0.8 < len(said.samples) / said.rate < 3
    assert "h" in said.names
    assert np.all(np.diff(said.starts) >= 0)
    assert len(said.words) >= 4


def test_what_was_said_before_changes_nothing(source: Source) -> None:
    alone = source.say(HELLO, ENGLISH).samples
    source.say("Something else, quite long, with another melody!", Manner(voice="de+m3", rate=250))

    assert np.array_equal(source.say(HELLO, ENGLISH).samples, alone)


def test_a_killed_process_is_replaced(source: Source) -> None:
    before = source.say(HELLO, ENGLISH).samples
    os.kill(child_of(source), signal.SIGKILL)

    assert np.array_equal(source.say(HELLO, ENGLISH).samples, before)


def test_a_process_that_hangs_is_ended_and_replaced(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    before = source.say(HELLO, ENGLISH).samples
    monkeypatch.setattr(pipe, "_STALL_SECONDS", 0.3)
    os.kill(child_of(source), signal.SIGSTOP)

    with pytest.raises(EngineTooSlow):
        source.say(HELLO, ENGLISH)
    assert np.array_equal(source.say(HELLO, ENGLISH).samples, before)


def test_closing_leaves_no_process_behind(source: Source) -> None:
    source.say(HELLO, ENGLISH)
    child = child_of(source)
    source.close()

    assert not Path(f"/proc/{child}").exists()


def test_the_process_ends_with_its_parent() -> None:
    program = (
        "import os\n"
        "from voicewright.engines.parametric.source import Manner, Source\n"
        "source = Source()\n"
        "source.say('a', Manner(voice='en-us'))\n"
        "print(source._child.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    child = int(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
    until = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.02)

    assert not Path(f"/proc/{child}").exists()


def test_the_library_never_enters_our_own_process(source: Source) -> None:
    source.say(HELLO, ENGLISH)

    assert "espeak-ng.so" not in Path("/proc/self/maps").read_text()
    assert "espeak-ng.so" in Path(f"/proc/{child_of(source)}/maps").read_text()


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.tag)
def test_every_language_has_a_front_end_that_the_wheel_brings(source: Source, language: Language) -> None:
    for variant in range(len(VARIANTS)):
        assert len(source.say("123", Manner(voice=Voice(front=front_of(language), variant=variant).name)).samples) > 2000


def test_an_unknown_voice_is_an_error_and_the_process_goes_on(source: Source) -> None:
    with pytest.raises(ValueError, match="no voice"):
        source.say(HELLO, Manner(voice="xx-unknown"))
    assert len(source.say(HELLO, ENGLISH).samples) > 0
