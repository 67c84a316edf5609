"""A text spoken: as the bytes of a file, or in server-sent events (contract §5.1)."""

from __future__ import annotations

import base64
import math
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from urllib.parse import quote

from voicewright.domain.errors import Refusal
from voicewright.http.answers import encoded
from voicewright.http.dialects.openai.schemas import DeltaOut, DoneOut, ErrorOut, UsageOut
from voicewright.http.dialects.openai.words import worded
from voicewright.http.fields import Out
from voicewright.http.streams import ToldBroken
from voicewright.services.speak import Part

STREAMED = {"cache-control": "no-cache", "x-accel-buffering": "no"}
UNDERSTOOD, IGNORED = "x-voicewright-understood", "x-voicewright-ignored"
TOKENS_PER_SECOND = 20
"""Of sound, about as the vendor's prices imply; of text a token is a character."""
_LONGEST_HEADER = 1000
"""Words of instructions, in characters."""


@dataclass(kw_only=True)
class Told:
    """A stream as it is told, and what it says of the instructions before the first sound."""

    characters: int
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    begun: bool = False
    seconds: float = 0.0

    @property
    def headers(self) -> dict[str, str]:
        """Which words of the instructions were understood, and which changed nothing."""
        named = {UNDERSTOOD: self.facts.get("understood"), IGNORED: self.facts.get("unknown")}
        return {name: quote(words[:_LONGEST_HEADER], safe=", '") for name, words in named.items() if words}

    async def sound(self, parts: AsyncGenerator[Part, None]) -> AsyncGenerator[bytes, None]:
        """The file. A refusal before its first byte is raised, a later one tears it."""
        async with aclosing(parts):
            async for part in parts:
                self.seconds += part.seconds
                self.facts = part.facts or self.facts
                if part.data:
                    self.begun = True
                    yield part.data

    async def events(self, parts: AsyncGenerator[Part, None]) -> AsyncGenerator[bytes, None]:
        """The events. A refusal before the first is raised; a later one is the last event. Raises ToldBroken after that."""
        try:
            async with aclosing(self.sound(parts)) as pieces:
                async for piece in pieces:
                    yield _event(DeltaOut(type="speech.audio.delta", audio=base64.b64encode(piece).decode()))
        except Refusal as refusal:
            if not self.begun:
                raise
            yield _event(ErrorOut(error=worded(refusal)))
            raise ToldBroken from refusal
        made = math.ceil(self.seconds * TOKENS_PER_SECOND)
        usage = UsageOut(input_tokens=self.characters, output_tokens=made, total_tokens=self.characters + made)
        yield _event(DoneOut(type="speech.audio.done", usage=usage))


def _event(out: Out) -> bytes:
    return b"data: " + encoded(out) + b"\n\n"
