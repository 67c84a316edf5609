"""A decoding process: `python -m voicewright.adapters.decoder.worker`. It touches no file itself; each is read by a child of its own.

The child waits, shut in, for one file on standard input, answers on standard output and ends. The worker says on standard error,
which the child has not, when the next one is ready. A child that ends in any other way ends its worker: the server starts another.
"""

from __future__ import annotations

import fcntl
import gc
import io
import os
import signal
import sys
import traceback
import wave
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from voicewright.adapters.decoder import messages
from voicewright.adapters.decoder.confinement import confine
from voicewright.adapters.decoder.messages import LEAD, NO_TOKEN, READY, Answer, Broken, Refused, Sound
from voicewright.audio.decode import decoded
from voicewright.audio.recording import Limits
from voicewright.domain.errors import BadRecording

IN, OUT, WORDS = 0, 1, 2
ANSWERED, HUNG_UP = 0, 3
"""How a child ends that is well."""
WALL_SECONDS = 45
"""After which a child ends, should the server be gone that gives it up sooner."""
_PIECE = 1 << 20


def main() -> None:
    """One child after the other, until the server hangs up."""
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_IGN)  # the server decides when its work ends, as it does for engines
    with suppress(OSError):  # only the kernel's choice of a victim depends on it
        Path("/proc/self/oom_score_adj").write_text("800")
    for pipe in (IN, OUT):
        with suppress(OSError):  # no pipe, or more than a user may have: it is filled more often, then
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIECE)
    _warmed()
    gc.freeze()
    ended = ANSWERED
    while ended == ANSWERED:
        child = os.fork()
        if child == 0:
            _live()
        _say(READY)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended != HUNG_UP:
        _say(f"{ended}\n".encode())


def _warmed() -> None:
    """Everything that reading a file needs is loaded: a child cannot open what is missing."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(3200))
    decoded(file.getvalue(), field="", limits=Limits())
    with suppress(BadRecording):
        decoded(b"", field="", limits=Limits())


def _live() -> NoReturn:
    """A child's life, from its first moment to its last."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, WORDS)
    os.close(nothing)
    confine()
    sys.excepthook = partial(_owned_up, NO_TOKEN)
    _warmed()  # while nobody waits: it writes to memory that it shared with the worker until now
    lead = _taken(LEAD.size)
    if len(lead) < LEAD.size:
        os._exit(HUNG_UP)
    signal.alarm(WALL_SECONDS)
    token, header, size = LEAD.unpack(lead)
    sys.excepthook = partial(_owned_up, token)
    answer, sound = _answer(_taken(header), _taken(size))
    with suppress(BrokenPipeError):
        _give(messages.head(answer, len(sound), token=token))
        _give(sound)
    os._exit(ANSWERED)


def _answer(header: bytes, data: bytes) -> tuple[Answer, memoryview]:
    wanted = messages.question(header)
    try:
        recording = decoded(data, field=wanted.field, limits=wanted.limits)
    except BadRecording as refusal:
        return Refused(refusal.code, dict(refusal.facts)), memoryview(b"")
    return Sound(recording.rate), recording.samples.data.cast("B")


def _owned_up(token: bytes, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Our own mistake: the server hears where it was, and not what the error says, which may be of the file."""
    del error
    _give(messages.head(Broken("".join(traceback.format_tb(trace)) + kind.__qualname__), 0, token=token))
    os._exit(1)


def _taken(size: int) -> bytes:
    """So many bytes, fewer where the server hangs up."""
    taken = bytearray()
    while len(taken) < size and (piece := os.read(IN, min(_PIECE, size - len(taken)))):
        taken += piece
    return bytes(taken)


def _give(data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(OUT, left) :]


def _say(word: bytes) -> None:
    with suppress(BrokenPipeError):
        os.write(WORDS, word)


if __name__ == "__main__":
    main()
    sys.exit()
