"""An engine's process: `python -m voicewright.engines.host.worker NAME MODULE:ATTRIBUTE MAKE FRAME`.

Orders come by standard input, answers go to standard output, and whatever else is printed goes to standard error. MAKE and
FRAME are the seconds after which a job is taken for stuck. The process ends when its standard input does, and only then: a
service manager that asks every process of the service to stop must not cut off the work that the server lets finish. What the
engine starts inherits this, so it ends its own children by SIGKILL or by closing their pipes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from voicewright.engines.host import messages
from voicewright.engines.host.messages import Answer, Cancel, Done, Failed, Hello, Imagine, Job, Learn, Made, Mix, Speak
from voicewright.engines.registry import engine_of
from voicewright.ports import Engine, EngineInfo, Frame, Timbre

GRACE = 1.5
"""Seconds that the engine gets to let go of things once the server is gone."""

SLACK = 5.0
"""Seconds after the server's own deadline at which a stuck process ends itself, should the server be gone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Outbox:
    """Where answers go."""

    stream: BinaryIO

    def send(self, message: Answer, payload: bytes = b"") -> None:
        """Blocks while the server takes nothing: that is the back-pressure. Ends the process where the server is gone."""
        try:
            self.stream.write(messages.letter(message, payload))
            self.stream.flush()
        except BrokenPipeError:
            os._exit(0)


@dataclass(kw_only=True, eq=False)
class Inbox:
    """Where orders come from. Read on a thread of its own, so that a cancel is seen while the engine works."""

    stream: BinaryIO
    jobs: SimpleQueue[tuple[Job, bytes] | None] = field(default_factory=SimpleQueue[tuple[Job, bytes] | None])
    cancelled: float = 0
    """Every job up to this one, counted from 1, is to be left."""

    def listen(self) -> None:
        """Until the server hangs up; then the process has `GRACE` seconds, and so has every process that the engine started."""
        try:
            while prefix := self.stream.read(messages.PREFIX.size):
                self._take(prefix)
        finally:
            self.cancelled = float("inf")
            self.jobs.put(None)
            time.sleep(GRACE)
            _end_all()

    def _take(self, prefix: bytes) -> None:
        header, payload = messages.lengths(prefix)
        order = messages.order(self.stream.read(header))
        body = self.stream.read(payload)
        if isinstance(order, Cancel):
            self.cancelled = order.number
        else:
            self.jobs.put((order, body))


def main(name: str, factory: str, make: float, frame: float) -> None:
    """Make the engine, then do one job after the other."""
    inbox, outbox = _pipes()
    faulthandler.enable()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_IGN)
    with contextlib.suppress(OSError):  # only the kernel's choice of a victim depends on it
        Path("/proc/self/oom_score_adj").write_text("500")
    threading.Thread(target=inbox.listen, daemon=True).start()
    engine = engine_of(factory)
    outbox.send(Hello(EngineInfo(name=name, version=engine.version, capabilities=engine.capabilities)))
    post = Post(engine=engine, inbox=inbox, outbox=outbox, make=make, frame=frame)
    number = 0
    while (order := inbox.jobs.get()) is not None:
        number += 1
        post.serve(number, *order)
    engine.close()


@dataclass(frozen=True, kw_only=True, eq=False)
class Post:
    """The engine at work."""

    engine: Engine
    inbox: Inbox
    outbox: Outbox
    make: float
    frame: float

    def serve(self, number: int, job: Job, payload: bytes) -> None:
        """Do one job; its last answer is `Made`, `Done` or `Failed`."""
        try:
            self.outbox.send(*self._answer(number, job, payload))
        except Exception as error:  # noqa: BLE001 - the edge of a process: whatever an engine raises costs this job only
            fatal = isinstance(error, MemoryError)
            self.outbox.send(Failed(trace_of(error), fatal))
            if fatal:
                sys.exit(1)

    def _answer(self, number: int, job: Job, payload: bytes) -> tuple[Answer, bytes]:
        if isinstance(job, Speak):
            self._speak(number, job, payload)
            return Done(), b""
        with _watched(self.make):
            timbre = self._made(job, payload)
        head, arrays = messages.timbre_parts(timbre)
        return Made(head), arrays

    def _made(self, job: Learn | Imagine | Mix, payload: bytes) -> Timbre:
        if isinstance(job, Learn):
            return self.engine.learn(messages.reference_of(job, payload))
        if isinstance(job, Mix):
            return self.engine.mix(messages.shares_of(job, payload))
        return self.engine.imagine(job.design)

    def _speak(self, number: int, job: Speak, payload: bytes) -> None:
        timbre = messages.timbre_of(job.timbre, payload)
        with _watched(self.frame):
            frames = self.engine.speak(timbre, messages.script_of(job))
        try:
            while self.inbox.cancelled < number and (frame := self._next(frames)) is not None:
                self.outbox.send(*messages.saying(frame))
        finally:
            if (close := getattr(frames, "close", None)) is not None:
                close()

    def _next(self, frames: Iterator[Frame]) -> Frame | None:
        with _watched(self.frame):
            return next((frame for frame in frames if len(frame) or frame.words), None)


def trace_of(error: BaseException) -> str:
    """Where an error came from, without what it says: an engine's message may hold the text that it was to speak."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        own_words = f": {cause}" if isinstance(cause, (OSError, ImportError)) else ""
        parts.append("".join(traceback.format_tb(cause.__traceback__)) + type(cause).__qualname__ + own_words)
        cause = cause.__cause__ or cause.__context__
    return "\n\n".join(parts)


@contextlib.contextmanager
def _watched(seconds: float) -> Generator[None]:
    """End the process, saying where it was, when this takes far too long. Needs no interpreter lock, unlike a thread of ours."""
    faulthandler.dump_traceback_later(seconds + SLACK, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _pipes() -> tuple[Inbox, Outbox]:
    """Take the two pipes for ourselves, so that nothing that an engine prints or reads can disturb them."""
    inbox, outbox = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return Inbox(stream=os.fdopen(inbox, "rb")), Outbox(stream=os.fdopen(outbox, "wb"))


def _end_all() -> None:
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
