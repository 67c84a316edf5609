"""A recogniser's process, as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio import StreamReader, StreamWriter, TimerHandle
from asyncio.subprocess import PIPE, Process
from typing import TypeVar

import msgspec
import structlog

from voicewright.adapters.recogniser.messages import LENGTH, RATE, Answer, Compare, Dictate, framed
from voicewright.audio.recording import Recording
from voicewright.audio.resample import resampled
from voicewright.domain.errors import EngineCrashed, EngineTooSlow

IDLE = 600.0
"""Seconds after which a process that nobody asks anything is ended: a large model holds gigabytes."""
LARGEST_ANSWER = 1 << 24
LINE_LIMIT = 2000
"""Characters of one line of its standard error that reach the log."""

A = TypeVar("A", bound=Answer)
Pipe = TypeVar("Pipe", StreamReader, StreamWriter)

log = structlog.get_logger(__name__)


class Lane:
    """Asks one question at a time. The process is started by the first, and replaced when anything goes wrong.

    Args:
        name: The recogniser's module beside this one.
        argument: What it is opened with.
        idle: Seconds after which a process without questions is ended.
    """

    def __init__(self, name: str, argument: str = "", *, idle: float = IDLE) -> None:
        self.name = name
        self._argument = argument
        self._idle = idle
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._killed = False
        self._overheard: asyncio.Task[None] | None = None
        self._rest: TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """The process's id, while there is one."""
        return None if self._killed or self._process is None or self._process.returncode is not None else self._process.pid

    async def ask(self, question: Compare | Dictate, recording: Recording, kind: type[A]) -> A:
        """The answer. Raises EngineCrashed where the process ended, EngineTooSlow after `question.within` seconds."""
        samples = await asyncio.to_thread(lambda: resampled(recording, RATE).samples.astype("<f4").tobytes())
        async with self._turn, contextlib.AsyncExitStack() as unless_answered:
            # half an answer may be left in the pipe, also of a question that was given up: whoever asks next must not hear it
            unless_answered.push_async_callback(self._end)
            answer = await self._asked(framed(msgspec.json.encode(question), samples), within=question.within)
            unless_answered.pop_all()
            self._rest = asyncio.get_running_loop().call_later(self._idle, self._kill)
        return msgspec.json.decode(answer, type=kind)

    async def close(self) -> None:
        """End the process, and with it whatever it still does."""
        self._kill()
        async with self._turn:
            await self._end()

    async def _asked(self, message: bytes, *, within: float) -> bytes:
        try:
            async with asyncio.timeout(within):
                process = await self._started()
                stdin, stdout = _pipe(process.stdin), _pipe(process.stdout)
                stdin.write(message)
                await stdin.drain()
                (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
                if length <= LARGEST_ANSWER:
                    return await stdout.readexactly(length)
        except TimeoutError:
            log.error("recogniser too slow", recogniser=self.name, seconds=within)  # noqa: TRY400 - where it was, its own trace says
            raise EngineTooSlow(seconds=f"{within:g}") from None
        except (asyncio.IncompleteReadError, ConnectionError, OSError) as error:
            log.error("recogniser lost", recogniser=self.name, reason=type(error).__name__)  # noqa: TRY400 - as above
            raise EngineCrashed from None
        raise EngineCrashed

    async def _started(self) -> Process:
        if self._rest is not None:
            self._rest.cancel()
        if self._process is not None and self.pid is not None:
            return self._process
        await self._end()
        self._killed = False
        program = (sys.executable, "-P", "-m", "voicewright.adapters.recogniser.worker", self.name, self._argument)
        self._process = await asyncio.create_subprocess_exec(
            *program,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in a terminal is for the server
        )
        self._overheard = asyncio.create_task(_forward(self.name, _pipe(self._process.stderr)))
        return self._process

    async def _end(self) -> None:
        self._kill()
        process, self._process = self._process, None
        overheard, self._overheard = self._overheard, None
        if process is not None:
            await process.wait()
        if overheard is not None:
            await overheard

    def _kill(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        if (pid := self.pid) is not None:
            self._killed = True
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


_USUAL = {
    "HF_HUB_OFFLINE": "1",  # nothing is fetched from a hub behind the operator's back
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that spin while they wait take the cores from the engines, and make a sentence four times as long
}


def _environment() -> dict[str, str]:
    """Ours without our settings. The operator's own values win."""
    return _USUAL | {name: value for name, value in os.environ.items() if not name.startswith("VOICEWRIGHT_")}


async def _forward(name: str, stderr: StreamReader) -> None:
    """What the process writes to its standard error, piece by piece into our log."""
    while piece := await stderr.read(1 << 14):
        for line in piece.decode(errors="replace").splitlines():
            log.warning("recogniser says", recogniser=name, line=line[:LINE_LIMIT])


def _pipe(pipe: Pipe | None) -> Pipe:
    assert pipe is not None, "every process is started with three pipes"
    return pipe
