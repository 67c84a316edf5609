"""A recogniser's process: `python -m voicewright.adapters.recogniser.worker NAME [ARGUMENT]`.

Questions come by standard input, each followed by its sound as little-endian float32; answers go to standard output, and
whatever else is printed goes to standard error. It ends when its standard input does, and when anything goes wrong: the server
starts another.
"""

from __future__ import annotations

import faulthandler
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

import msgspec
import numpy as np

from voicewright.adapters.recogniser.messages import LENGTH, Ear, Question, framed

SLACK = 5.0
"""Seconds after the server's own deadline at which a stuck process ends itself, should the server be gone."""


def main(name: str, argument: str) -> None:
    """Open the recogniser, then answer one question after the other."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between our messages
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_IGN)  # the server decides when its work ends, as it does for engines
    with suppress(OSError):  # only the kernel's choice of a victim depends on it
        Path("/proc/self/oom_score_adj").write_text("500")
    module = importlib.import_module(f"voicewright.adapters.recogniser.{name}")
    ear = cast("Callable[[str], Ear]", module.opened)(argument)
    sys.excepthook = _without_values
    while (question := _part(asked)) is not None:
        _answer(ear, msgspec.json.decode(question, type=Question), np.frombuffer(_part(asked) or b"", "<f4"), answers)


def _answer(ear: Ear, question: Question, samples: np.ndarray, answers: BinaryIO) -> None:
    faulthandler.dump_traceback_later(question.within + SLACK, exit=True)
    answer = ear(question, samples.astype(np.float32))
    faulthandler.cancel_dump_traceback_later()
    answers.write(framed(msgspec.json.encode(answer)))
    answers.flush()


def _part(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _without_values(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error's message may hold what a caller said."""
    del error
    sys.stderr.write("".join(traceback.format_tb(trace)) + kind.__qualname__ + "\n")


if __name__ == "__main__":
    main(sys.argv[1], "".join(sys.argv[2:]))
