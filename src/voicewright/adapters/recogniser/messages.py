"""What a recogniser's process is asked, and how a message is framed: a little-endian `u32` length before each part."""

from __future__ import annotations

import struct
from typing import Protocol

import msgspec

from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.ports import Comparison, Dictation

RATE = 16_000
"""Hz of the sound that goes along."""
LENGTH = struct.Struct("<I")


class Compare(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Answered by a `Comparison`."""

    text: str
    language: Language
    within: float
    """Seconds after which nobody waits for the answer."""


class Dictate(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Answered by a `Dictation`."""

    language: Language | None
    words: bool
    within: float


Question = Compare | Dictate
Answer = Comparison | Dictation


class Ear(Protocol):
    """A recogniser within its process."""

    def __call__(self, question: Question, samples: Samples) -> Answer:
        """The answer, to sound at `RATE`."""
        ...


def framed(*parts: bytes) -> bytes:
    """One message."""
    return b"".join(LENGTH.pack(len(part)) + part for part in parts)
