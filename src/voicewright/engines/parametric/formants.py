"""The program that loads espeak-ng: a process of its own, one speaker, asked over a pipe.

espeak-ng is under the GPL and keeps its state in globals, so it never enters our own process. Run as
`python -m voicewright.engines.parametric.formants LIBRARY DATA`. Both ways, a message is a little-endian `u32`
length, one byte that says its kind, and a body:

    → S  u16 words/min, u8 pitch, u8 range, u32 most samples, u8 length + voice, text in UTF-8
    ← R  u32 sample rate                            once, when the library is ready
    ← A  s16 samples
    ← E  n × (u8 kind, u32 sample, u32 place, 8 bytes name)    kind 1 word, 2 sentence, 7 phoneme; place: the character in the text
    ← D  (empty)                                    the utterance is complete
    ← F  reason in UTF-8                            it cannot be said
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from typing import BinaryIO, ClassVar

_SYNCHRONOUS = 2
_PHONEME_EVENTS = 1
_DONT_EXIT = 0x8000
_UTF8_PHONEMES = 1 | 0x100
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_END, _KINDS = 0, (1, 2, 7)
_HEAD = struct.Struct("<IB")
_SAY = struct.Struct("<HBBIB")
_EVENT = struct.Struct("<BII8s")
_SEED = 1


class _Id(ctypes.Union):
    _fields_: ClassVar = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Hears = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Library:
    """espeak-ng by ctypes, answering on a stream."""

    def __init__(self, library: str, data: str, out: BinaryIO) -> None:
        self._lib = ctypes.CDLL(library)
        self._out = out
        self._left = 0
        self._hears = _Hears(self._heard)
        self.rate = int(self._lib.espeak_Initialize(_SYNCHRONOUS, 100, data.encode(), _PHONEME_EVENTS | _DONT_EXIT))
        self._lib.espeak_SetSynthCallback(self._hears)

    def say(self, body: bytes) -> None:
        """Speak one request; every answer but the last is sent from within the library's callback."""
        rate, pitch, span, most, length = _SAY.unpack_from(body)
        voice, text = body[_SAY.size : _SAY.size + length], body[_SAY.size + length :]
        if self._lib.espeak_SetVoiceByName(voice) != 0:
            self.send(b"F", b"there is no voice " + voice)
            return
        for parameter, value in ((_RATE, rate), (_VOLUME, 70), (_PITCH, pitch), (_RANGE, span)):
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._lib.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        self._left = most
        failed = self._lib.espeak_Synth(text + b"\0", len(text) + 1, 0, 1, 0, _UTF8_PHONEMES, None, None)
        self.send(b"F", b"espeak-ng could not speak the text") if failed else self.send(b"D", b"")

    def send(self, kind: bytes, body: bytes) -> None:
        """One message, flushed."""
        self._out.write(_HEAD.pack(len(body), kind[0]) + body)
        self._out.flush()

    def _heard(self, samples: ctypes.Array[ctypes.c_short], count: int, events: ctypes.Array[_Event]) -> int:
        if samples and count > 0:
            self._left -= count
            self.send(b"A", ctypes.string_at(samples, 2 * count))
        marks = b"".join(self._marks(events))
        if marks:
            self.send(b"E", marks)
        return int(self._left < 0)

    @staticmethod
    def _marks(events: ctypes.Array[_Event]) -> list[bytes]:
        marks: list[bytes] = []
        index = 0
        while (event := events[index]).type != _END:
            if event.type in _KINDS:
                name = bytes(event.id.string) if event.type == _KINDS[-1] else b""
                marks.append(_EVENT.pack(event.type, max(0, event.sample), max(0, event.text_position - 1), name))
            index += 1
        return marks


def apart(library: Library, body: bytes) -> None:
    """Say one request in a fork.

    Pitch cycles and flutter carry over from one utterance to the next in the library, and the same text must make the
    same samples whatever was said before it.
    """
    child = os.fork()
    if child == 0:
        library.say(body)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(1)


def main() -> None:
    """Serve until the other end closes."""
    asked = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the library prints must not get between our messages
    library = Library(sys.argv[1], sys.argv[2], answers)
    library.send(b"R", struct.pack("<I", max(0, library.rate)))
    while len(head := asked.read(_HEAD.size)) == _HEAD.size:
        length, _ = _HEAD.unpack(head)
        apart(library, asked.read(length))


if __name__ == "__main__":
    main()
