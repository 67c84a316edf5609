"""What the server and a decoding process say to each other: MessagePack headers, each followed by raw bytes. Never pickle.

On the wire come a token of sixteen bytes, which an answer has from its question, both lengths (u32, u64, little-endian), the
header, and the bytes. A child that a file has taken over cannot answer for the next one: it does not know that token.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from voicewright.audio.recording import Limits
from voicewright.domain.errors import Fact

LEAD = struct.Struct("<16sIQ")
NO_TOKEN = bytes(16)
"""Of what is said before there was a question."""
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


def head(message: Read | Answer, size: int, *, token: bytes) -> bytes:
    """A message, but for the bytes that follow it."""
    header = _ENCODER.encode(message)
    return LEAD.pack(token, len(header), size) + header


def question(header: bytes) -> Read:
    """What a child is asked."""
    return _READS.decode(header)


def answer(header: bytes) -> Answer:
    """What a child says. Raises msgspec.MsgspecError."""
    return _ANSWERS.decode(header)
