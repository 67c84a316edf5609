"""The parent's end of the espeak-ng process: start it, ask it, wait within bounds, start it again."""

from __future__ import annotations

import contextlib
import os
import select
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, TypeAlias

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from voicewright.domain.errors import EngineCrashed, EngineTooSlow

_HEAD = struct.Struct("<IB")
_SAY = struct.Struct("<HBBIB")
_EVENTS = np.dtype([("kind", "u1"), ("sample", "<u4"), ("place", "<u4"), ("name", "S8")])
_PHONEME, _WORD = 7, 1
_READY_SECONDS = 20.0
_STALL_SECONDS = 15.0
_MOST_SECONDS = 120
_LARGEST_MESSAGE = 1 << 22
_DIED = (EOFError, BrokenPipeError, ConnectionError)

Pcm: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How espeak-ng is to speak."""

    voice: str
    """Language and variant, such as `en-us+f2`."""
    rate: int = 175
    """Words per minute, 80–450."""
    pitch: int = 50
    range: int = 50
    """0–99; 0 is a monotone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Utterance:
    """What espeak-ng said, with the phonemes in it."""

    samples: Pcm
    """Full scale at ±1."""
    rate: int
    """Hz."""
    names: tuple[str, ...]
    """espeak-ng's phoneme names; the empty name is silence."""
    starts: NDArray[np.int64]
    """The first sample of each phoneme."""
    words: NDArray[np.int64]
    """The first sample of each word that was announced: words that are said as one have one announcement."""
    places: NDArray[np.int64]
    """Where each of those words begins in the text, in characters."""


class Source:
    """espeak-ng behind a pipe. One caller at a time; a dead process is replaced at the next call."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._rate = 22050
        self._buffer = bytearray()

    def say(self, text: str, manner: Manner) -> Utterance:
        """Speak a text. Raises EngineCrashed if the process dies twice over it, EngineTooSlow if it stalls."""
        with self._lock:
            try:
                return self._attempt(text, manner)
            except _DIED:
                pass
            try:
                return self._attempt(text, manner)
            except _DIED as error:
                raise EngineCrashed(engine="parametric") from error

    def close(self) -> None:
        """End the process and wait for it."""
        with self._lock:
            self._end()

    def _attempt(self, text: str, manner: Manner) -> Utterance:
        voice = manner.voice.encode()
        body = _SAY.pack(manner.rate, manner.pitch, manner.range, _MOST_SECONDS * self._rate, len(voice))
        # NUL would end the text early for the library
        body += voice + text.replace("\0", " ").encode(errors="replace")
        with contextlib.ExitStack() as torn:
            # half an answer may be left in the pipe: whoever asks next must not hear it
            torn.callback(self._end)
            child = self._started()
            assert child.stdin is not None
            child.stdin.write(_HEAD.pack(len(body), ord("S")) + body)
            child.stdin.flush()
            said = self._gather(child)
            torn.pop_all()
        return said

    def _gather(self, child: subprocess.Popen[bytes]) -> Utterance:
        sound, events = bytearray(), bytearray()
        while True:
            kind, body = self._message(child, _STALL_SECONDS)
            if kind == "A":
                sound += body
            elif kind == "E":
                events += body
            elif kind == "D":
                return self._utterance(bytes(sound), bytes(events))
            else:
                raise ValueError(body.decode(errors="replace"))

    def _utterance(self, sound: bytes, events: bytes) -> Utterance:
        samples = np.frombuffer(sound, "<i2").astype(np.float64) / 32768
        marks = np.frombuffer(events, _EVENTS)
        phonemes = marks[marks["kind"] == _PHONEME]
        words = marks[marks["kind"] == _WORD]
        return Utterance(
            samples=samples,
            rate=self._rate,
            names=tuple(bytes(name).decode(errors="replace") for name in phonemes["name"].tolist()),
            starts=np.minimum(phonemes["sample"].astype(np.int64), len(samples)),
            words=np.minimum(words["sample"].astype(np.int64), len(samples)),
            places=words["place"].astype(np.int64),
        )

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        program = [sys.executable, "-m", "voicewright.engines.parametric.formants"]
        places = [espeakng_loader.get_library_path(), espeakng_loader.get_data_path()]
        child = subprocess.Popen(  # noqa: S603 - our own module, paths from the installed wheel
            [*program, *map(str, places)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._child = child
        kind, body = self._message(child, _READY_SECONDS)
        if kind != "R":
            raise ConnectionError
        (self._rate,) = struct.unpack("<I", body)
        return child

    def _message(self, child: subprocess.Popen[bytes], seconds: float) -> tuple[str, bytes]:
        assert child.stdout is not None
        until = time.monotonic() + seconds
        length, kind = _HEAD.unpack(self._exactly(child.stdout, _HEAD.size, until))
        if length > _LARGEST_MESSAGE:
            raise ConnectionError
        return chr(kind), self._exactly(child.stdout, length, until)

    def _exactly(self, stream: IO[bytes], size: int, until: float) -> bytes:
        while len(self._buffer) < size:
            left = until - time.monotonic()
            if left <= 0 or not select.select([stream], [], [], left)[0]:
                raise EngineTooSlow(engine="parametric", seconds=_STALL_SECONDS)
            part = os.read(stream.fileno(), 1 << 16)
            if not part:
                raise EOFError
            self._buffer += part
        body = bytes(self._buffer[:size])
        del self._buffer[:size]
        return body

    def _end(self) -> None:
        child, self._child = self._child, None
        self._buffer.clear()
        if child is None:
            return
        child.kill()
        with contextlib.suppress(OSError):
            if child.stdin is not None:
                child.stdin.close()
        if child.stdout is not None:
            child.stdout.close()
        child.wait()
