"""An engine that hums: instant, and obedient where a test needs it to fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from voicewright.domain.errors import EngineCrashed, EngineUnavailable
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence
from voicewright.ports import Capabilities, Design, EngineInfo, Frame, Need, Reference, Share, Timbre, Word
from voicewright.text import tokens

RATE = 24_000
CRASH_AT_ONCE = "Crash at once."
CRASH_LATER = "Crash after the first frames."
FAIL_STRANGELY = "Fail in a way that nobody foresaw."
NEVER_END = "Never end."
UNKNOWN = {"purple", "紫色的"}
"""Words of directions that it does not act upon."""
SPEECHLESS = Language.TAMIL
"""The one language that it does not speak."""


@dataclass(kw_only=True)
class Hum:
    """See `ports.Engines`."""

    info: EngineInfo = field(
        default_factory=lambda: EngineInfo(
            name="hum",
            version="1",
            capabilities=Capabilities(
                languages=frozenset(Language) - {SPEECHLESS},
                clones=True,
                designs=True,
                streams=True,
                rate=RATE,
                sounds=frozenset(),
                licence="CC0-1.0",
                device="cpu",
                directs=True,
            ),
        )
    )
    speaking: int = 0
    """Syntheses that are under way."""
    hummed: int = 0
    """Frames that were taken from it."""
    held: asyncio.Event | None = None
    """Nothing is said before it is set."""

    def all(self) -> Sequence[EngineInfo]:
        return (self.info,)

    def choose(self, need: Need) -> EngineInfo:
        if need.language not in self.info.capabilities.languages:
            raise EngineUnavailable(need="speak", language=need.language.value)
        return self.info

    async def learn(self, engine: EngineInfo, reference: Reference) -> Timbre:
        del engine
        return Timbre(arrays={"pitch": np.array([100.0 + reference.seed % 100], dtype=np.float32)})

    async def imagine(self, engine: EngineInfo, design: Design) -> Timbre:
        del engine
        first = design.prompt.split()[0].lower()
        facts = {"understood": "" if first in UNKNOWN else first, "unknown": "purple" if "purple" in design.prompt else ""}
        drawn = crc32(f"{design.prompt} {design.seed}".encode()) % 10_000
        return Timbre(arrays={"pitch": np.array([100.0 + drawn / 100], dtype=np.float32)}, facts=facts)

    async def mix(self, engine: EngineInfo, shares: Sequence[Share]) -> Timbre:
        del engine
        weights = [share.weight for share in shares]
        pitches = [float(share.timbre.arrays["pitch"][0]) for share in shares]
        return Timbre(arrays={"pitch": np.array([np.average(pitches, weights=weights)], dtype=np.float32)})

    async def speak(self, engine: EngineInfo, timbre: Timbre, script: Script) -> AsyncGenerator[Frame, None]:
        del engine
        text = "".join(item.text for item in script.items if isinstance(item, Sentence))
        moments = np.arange(RATE // 2, dtype=np.float32) / RATE
        frame = (0.2 * np.sin(2 * np.pi * timbre.arrays["pitch"].astype(np.float32)[0] * moments)).astype(np.float32)
        asked = script.prosody.directions.lower().split()
        heard = (
            {"understood": ", ".join(word for word in asked if word not in UNKNOWN), "unknown": ", ".join(word for word in asked if word in UNKNOWN)}
            if asked
            else {}
        )
        self.speaking += 1
        try:
            if self.held is not None:
                await self.held.wait()
            if CRASH_AT_ONCE in text:
                raise EngineCrashed
            if FAIL_STRANGELY in text:
                raise ZeroDivisionError
            spans = [(at, *span) for at, item in enumerate(script.items) if isinstance(item, Sentence) for span in tokens.words(item.text)]
            words = tuple(Word(item=item, start=start, end=end, begins=at / 5, ends=at / 5 + 0.2) for at, (item, start, end) in enumerate(spans))
            for number in range(1_000_000 if NEVER_END in text else 4):
                self.hummed += 1
                yield Frame(samples=frame, words=() if number else words, facts={} if number else heard)
                await asyncio.sleep(0.02 if NEVER_END in text else 0)
                if CRASH_LATER in text and number == 2:
                    raise EngineCrashed
        finally:
            self.speaking -= 1
