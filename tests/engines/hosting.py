"""What the tests of the host say and ask."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hum import Hum

from voicewright.audio.recording import Recording, Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Item, Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.host import EngineHost, Limits
from voicewright.ports import Design, EngineInfo, Reference

HUM = EngineInfo(name="hum", version=Hum.version, capabilities=Hum.capabilities)
DESIGN = Design(prompt="A soft hum", language=Language.ENGLISH, seed=1)
VOICE = Hum().imagine(DESIGN)
QUICK = Limits(start=30.0, make=2.5, frame=2.5, stop=2.0, listener=2.5)
PATIENT = Limits(start=60.0, make=60.0, frame=60.0, stop=60.0, listener=60.0)
"""For tests in which nobody is late: others may have the processor for a while."""


@dataclass(frozen=True)
class Diary:
    """What the engines noted, each line after the process that wrote it."""

    path: Path

    def lines(self, ending: str) -> list[str]:
        return [line for line in self.path.read_text().splitlines() if line.split(" ", 1)[1].startswith(ending)]

    def processes(self, ending: str) -> list[int]:
        return [int(line.split(" ")[0]) for line in self.lines(ending)]


def script(*items: Item | str) -> Script:
    said = tuple(Sentence(runs=(Words(text=item),)) if isinstance(item, str) else item for item in items)
    return Script(items=said, language=Language.ENGLISH, prosody=Prosody())


def reference(transcript: str | None) -> Reference:
    times = np.arange(16000, dtype=np.float32) / 16000
    samples = (0.3 * np.sin(2 * np.pi * 200 * times)).astype(np.float32)
    return Reference(recording=Recording(samples=samples, rate=16000), transcript=transcript, transcript_fit=0.7, language=Language.ENGLISH, seed=3)


async def heard(host: EngineHost, *items: Item | str) -> Samples:
    async with aclosing(host.speak(HUM, VOICE, script(*items))) as frames:
        return np.concatenate([frame.samples async for frame in frames] or [np.zeros(0, dtype=np.float32)])


async def until(claim: Callable[[], bool], *, within: float = 10.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + within
    while not claim():
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.02)


def alive(process: int) -> bool:
    """Whether a process runs; one that nobody has fetched yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def descendants() -> list[int]:
    """The engine processes that are our own children, by id; other tests of this process may have started servers."""
    children = [int(child) for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    return [child for child in children if alive(child) and b"voicewright.engines.host.worker" in Path(f"/proc/{child}/cmdline").read_bytes()]
