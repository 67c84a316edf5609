"""One engine process, as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio import StreamReader, StreamWriter, SubprocessTransport
from asyncio.subprocess import SubprocessStreamProtocol
from dataclasses import dataclass
from typing import TypeVar

import structlog

from voicewright.domain.errors import EngineCrashed, EngineTooSlow
from voicewright.engines.host import messages
from voicewright.engines.host.limits import Limits
from voicewright.engines.host.messages import Answer, Cancel, Done, Failed, Garbled, Hello, Job, Made
from voicewright.ports import EngineInfo

log = structlog.get_logger(__name__)

LINE_LIMIT = 2000
"""Characters of one line of an engine's standard error that reach the log."""

READ_LIMIT = 1 << 16
"""Bytes held for a reader before a pipe is left alone, and so the engine held back."""

LAST_WORDS = 0.5
"""Seconds that we wait for what a process wrote just before its end."""

Pipe = TypeVar("Pipe", StreamReader, StreamWriter)

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""The processes are the parallelism: threads beneath them only fight for the same cores. The operator's own values win."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a worker is started for."""

    name: str
    factory: str
    """`module:attribute`."""
    limits: Limits


class Line(SubprocessStreamProtocol):
    """The three pipes of a process. Its end is known when it ends, not when the last of its pipes has been read empty."""

    def __init__(self) -> None:
        super().__init__(limit=READ_LIMIT, loop=asyncio.get_running_loop())
        self.ended = asyncio.Event()

    def process_exited(self) -> None:
        """Called by the event loop."""
        self.ended.set()
        super().process_exited()


class Inbox:
    """The answers that come out of a pipe. Whoever stops waiting for one, wherever in it that was, leaves it whole for the next."""

    def __init__(self, pipe: StreamReader) -> None:
        self._pipe = pipe
        self._begun: tuple[int, int] | None = None

    async def next(self) -> tuple[Answer, bytes]:
        """An answer and its payload. Raises asyncio.IncompleteReadError, Garbled."""
        if self._begun is None:
            self._begun = messages.lengths(await self._pipe.readexactly(messages.PREFIX.size))
        header, payload = self._begun
        body = await self._pipe.readexactly(header + payload)
        self._begun = None
        return messages.answer(body[:header]), body[header:]


class Worker:
    """An engine process with at most one job. Whatever goes wrong kills it: a worker is as good as new, or gone."""

    def __init__(self, kind: Kind, transport: SubprocessTransport, line: Line) -> None:
        self.busy = False
        """Whether a job was begun whose last answer has not come yet."""
        self.pid = transport.get_pid()
        """The process's id, which is its group's too."""
        self._kind = kind
        self._transport = transport
        self._line = line
        self._inbox = Inbox(_pipe(line.stdout))
        self._killed = False
        self._jobs = 0
        self._overheard = asyncio.create_task(_forward(kind.name, self.pid, _pipe(line.stderr)))

    @classmethod
    async def started(cls, kind: Kind) -> tuple[Worker, EngineInfo]:
        """Start a process and wait for its engine. Raises EngineCrashed, EngineTooSlow."""
        worker = cls(kind, *await _spawned(kind))
        async with contextlib.AsyncExitStack() as unless_ready:
            unless_ready.push_async_callback(worker.close)
            hello, _ = await worker.answer(within=kind.limits.start)
            if not isinstance(hello, Hello):
                raise EngineCrashed
            unless_ready.pop_all()
        log.info("engine started", engine=kind.name, pid=worker.pid)
        return worker, hello.info

    @property
    def gone(self) -> bool:
        """Whether the process has ended or is about to."""
        return self._killed or self._line.ended.is_set()

    @property
    def used(self) -> bool:
        """Whether it was ever given a job."""
        return self._jobs > 0

    async def begin(self, job: Job, payload: bytes) -> None:
        """Hand over a job. Raises EngineCrashed, EngineTooSlow."""
        self.busy = True
        self._jobs += 1
        await self._send(messages.letter(job, payload), within=self._kind.limits.frame)

    async def answer(self, *, within: float) -> tuple[Answer, bytes]:
        """The next answer, and its payload. Raises EngineCrashed where the engine raised or ended, EngineTooSlow."""
        try:
            async with asyncio.timeout(within):
                answer, payload = await self._inbox.next()
        except TimeoutError:
            raise self._stuck(within) from None
        except (asyncio.IncompleteReadError, Garbled, ConnectionError) as error:
            raise self._lost(error) from None
        if isinstance(answer, (Made, Done, Failed)):
            self.busy = False
        if isinstance(answer, Failed):
            log.error("engine failed", engine=self._kind.name, pid=self.pid, trace=answer.trace)
            if answer.fatal:
                self.kill()
            raise EngineCrashed
        return answer, payload

    async def settle(self) -> None:
        """Make the worker leave its job, within `Limits.stop` seconds. Kills it where it does not."""
        limit = self._kind.limits.stop
        with contextlib.suppress(EngineCrashed, EngineTooSlow, TimeoutError):
            async with asyncio.timeout(limit):
                await self._send(messages.letter(Cancel(self._jobs)), within=2 * limit)
                while self.busy:
                    await self.answer(within=2 * limit)
        if self.busy:
            log.warning("engine does not leave off", engine=self._kind.name, pid=self.pid)
            self.kill()

    async def ended(self) -> None:
        """Wait until the process is no more."""
        await self._line.ended.wait()

    async def close(self) -> None:
        """Hang up and wait; kill it where it does not end within `Limits.stop` seconds."""
        _pipe(self._line.stdin).close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._kind.limits.stop):
                await self._line.ended.wait()
        self.kill()
        await self._line.ended.wait()
        await asyncio.wait({self._overheard}, timeout=LAST_WORDS)
        self._transport.close()

    def kill(self) -> None:
        """End the process and every process that it started, at once."""
        self._killed = True
        if not self._line.ended.is_set():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    async def _send(self, letter: bytes, *, within: float) -> None:
        stdin = _pipe(self._line.stdin)
        try:
            async with asyncio.timeout(within):
                stdin.write(letter)
                await stdin.drain()
        except TimeoutError:
            raise self._stuck(within) from None
        except (ConnectionError, RuntimeError) as error:
            raise self._lost(error) from None

    def _stuck(self, seconds: float) -> EngineTooSlow:
        log.error("engine too slow", engine=self._kind.name, pid=self.pid, seconds=seconds)
        self.kill()
        return EngineTooSlow(seconds=f"{seconds:g}")

    def _lost(self, error: Exception) -> EngineCrashed:
        log.error("engine lost", engine=self._kind.name, pid=self.pid, reason=type(error).__name__)
        self.kill()
        return EngineCrashed()


async def _spawned(kind: Kind) -> tuple[SubprocessTransport, Line]:
    program = (sys.executable, "-P", "-m", "voicewright.engines.host.worker")
    settings = (kind.name, kind.factory, str(kind.limits.make), str(kind.limits.frame))
    try:
        return await asyncio.get_running_loop().subprocess_exec(
            Line,
            *program,
            *settings,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in a terminal is for the server, which lets running work finish first
        )
    except OSError as error:
        log.error("engine cannot start", engine=kind.name, reason=error.strerror)  # noqa: TRY400 - a traceback may show the environment
        raise EngineCrashed from error


def _environment() -> dict[str, str]:
    """Ours without our settings: an engine has no business with the server's keys."""
    return _ONE_THREAD | {name: value for name, value in os.environ.items() if not name.startswith("VOICEWRIGHT_")}


async def _forward(name: str, pid: int, stderr: StreamReader) -> None:
    """What an engine writes to its standard error, line by line into our log."""
    rest = b""
    while piece := await stderr.read(READ_LIMIT):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            _overhear(name, pid, line)
        rest = rest[:LINE_LIMIT]
    _overhear(name, pid, rest)


def _overhear(name: str, pid: int, line: bytes) -> None:
    if text := line.decode(errors="replace").strip("\r"):
        log.warning("engine says", engine=name, pid=pid, line=text[:LINE_LIMIT])


def _pipe(pipe: Pipe | None) -> Pipe:
    assert pipe is not None, "every worker is started with three pipes"
    return pipe
