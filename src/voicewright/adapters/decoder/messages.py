"""What the server and a decoding process say to each other: MessagePack headers, each followed by raw bytes. Never pickle.

On the wire both lengths come first (u32, u64, little-endian), then the header, then the bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from voicewright.audio.recording import Limits
from voicewright.domain.errors import Fact

LENGTHS = struct.Struct("<IQ")
HEADER_LIMIT = 1 << 16

READY = b"ready\n"
"""A worker's word, on a pipe that its children have not: a fresh child waits for a file. Anything else is why the last one ended."""


class Read(msgspec.Struct, frozen=True):
    """Decode the file that follows."""

    field: str
    limits: Limits


class Sound(msgspec.Struct, frozen=True, tag="sound"):
    """The samples follow, float32, mono."""

    rate: int
    """Hz."""


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A refusal of `BadRecording`'s kind."""

    code: str
    facts: Mapping[str, Fact]


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """Our own mistake."""

    trace: str
    """Where and of what kind; nothing of the file."""


Answer: TypeAlias = Sound | Refused | Broken

_ENCODER = msgspec.msgpack.Encoder()
_READS = msgspec.msgpack.Decoder(Read)
_ANSWERS = msgspec.msgpack.Decoder(Answer)


def head(message: Read | Answer, size: int) -> bytes:
    """A message, but for the bytes that follow it."""
    header = _ENCODER.encode(message)
    return LENGTHS.pack(len(header), size) + header


def question(header: bytes) -> Read:
    """What a child is asked."""
    return _READS.decode(header)


def answer(header: bytes) -> Answer:
    """What a child says. Raises msgspec.MsgspecError."""
    return _ANSWERS.decode(header)
