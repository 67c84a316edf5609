"""A decoding process, as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from typing import TypeVar

import msgspec
import numpy as np
import structlog

from voicewright.adapters.decoder import messages
from voicewright.adapters.decoder.messages import HEADER_LIMIT, LEAD, NO_TOKEN, READY, Broken, Read, Refused, Sound
from voicewright.audio.recording import RATES, Limits, Recording
from voicewright.domain.errors import BadRecording, EngineCrashed, RecordingTooHard, Refusal, leaves, recalled

START = 60.0
"""Seconds from a worker's start to its first word, on a machine that has much else to do."""
WALL = 40.0
"""Seconds for one file, with its way there and back; twice the processor time that it gets."""
READ_LIMIT = 1 << 20
"""Bytes held for a reader before a pipe is left alone."""

LAST_WORDS = 2000
"""Characters of a worker's standard error that reach the log."""

_BROKE, _SLOW = "broke the process that read it", "took too long to read"
_PROBLEMS = {-signal.SIGXCPU: _SLOW, -signal.SIGALRM: _SLOW}
"""By how the child ended."""
_NOT_ITS_FAULT = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT})
"""Somebody ended it: the kernel, where memory is short, or whoever runs this machine."""

Pipe = TypeVar("Pipe", StreamReader, StreamWriter)

log = structlog.get_logger(__name__)


class Garbled(Exception):
    """What came back is no answer."""


class Cell:
    """A worker, one file at a time. Whatever goes wrong ends it: a cell is as good as new, or gone."""

    def __init__(self, process: Process, *, wall: float) -> None:
        self._process = process
        self._wall = wall
        self._killed = False
        self._stdin, self._stdout, self._stderr = (_pipe(process.stdin), _pipe(process.stdout), _pipe(process.stderr))

    @classmethod
    async def opened(cls, *, wall: float = WALL) -> Cell:
        """A new worker; its first word is waited for by the first file. Raises OSError."""
        program = (sys.executable, "-P", "-m", "voicewright.adapters.decoder.worker")
        process = await asyncio.create_subprocess_exec(
            *program,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            limit=READ_LIMIT,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in a terminal is for the server; and one signal ends worker and child
        )
        return cls(process, wall=wall)

    @property
    def pid(self) -> int:
        """The worker's process; its child's group has the same number."""
        return self._process.pid

    @property
    def gone(self) -> bool:
        """Whether it takes no more files."""
        return self._killed or self._process.returncode is not None

    async def ready(self) -> None:
        """Wait until a fresh child waits for a file: nothing is told to the last one. Raises EngineCrashed."""
        try:
            async with asyncio.timeout(START):
                word = await self._stderr.readline()
        except TimeoutError:
            word = b""
        except asyncio.CancelledError:
            self.kill()
            raise
        if word != READY:
            self.kill()
            said = word + await self._stderr.read()
            log.error("decoder does not start", pid=self.pid, reason=said.decode(errors="replace")[-LAST_WORDS:])
            raise EngineCrashed

    async def read(self, data: bytes, *, field: str, limits: Limits) -> Recording:
        """Decode, once it is ready. Raises BadRecording's leaves, EngineCrashed."""
        try:
            async with asyncio.timeout(self._wall):
                answer, sound = await self._exchanged(data, Read(field, limits))
            if isinstance(answer, Broken):
                log.error("decoder failed", pid=self.pid, trace=answer.trace)
                self.kill()
                raise EngineCrashed
            return believed(answer, sound, limits=limits)
        except TimeoutError:
            self.kill()
            problem = _SLOW
        except Garbled:
            self.kill()
            problem = _BROKE
        except (ConnectionError, asyncio.IncompleteReadError):
            problem = await self._ending()
        except asyncio.CancelledError:
            self.kill()
            raise
        log.warning("decoder ended", pid=self.pid, reason=problem)
        raise RecordingTooHard(field=field, problem=problem)

    async def close(self) -> None:
        """End it, and whatever it still does."""
        self.kill()
        await self._process.wait()

    def kill(self) -> None:
        """End worker and child, at once."""
        self._killed = True
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    async def _exchanged(self, data: bytes, question: Read) -> tuple[messages.Answer, bytes]:
        token = secrets.token_bytes(len(NO_TOKEN))
        self._stdin.write(messages.head(question, len(data), token=token))
        self._stdin.write(data)
        await self._stdin.drain()
        echoed, header, size = LEAD.unpack(await self._stdout.readexactly(LEAD.size))
        if echoed != token or header > HEADER_LIMIT or size > _most(question.limits):
            raise Garbled
        try:
            return messages.answer(await self._stdout.readexactly(header)), await self._stdout.readexactly(size)
        except msgspec.MsgspecError:
            raise Garbled from None

    async def _ending(self) -> str:
        """Why the child ended, by its worker's last word. Raises EngineCrashed where that was not the file's doing."""
        words = b""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                words = await self._stderr.read()
        self.kill()
        last = words.removeprefix(READY).strip().decode(errors="replace")
        code = int(last) if last.removeprefix("-").isdecimal() else None
        log.error("decoder lost", pid=self.pid, child=last)
        if code is None or code in _NOT_ITS_FAULT:
            raise EngineCrashed
        return _PROBLEMS.get(code, _BROKE)


_SAMPLE = np.dtype("<f4")
_BAD = {kind.__name__ for kind in leaves(BadRecording)}


def believed(answer: Sound | Refused, sound: bytes, *, limits: Limits) -> Recording:
    """The sound, looked at as something that a stranger's file may have written. Raises the refusal that was answered, Garbled."""
    if isinstance(answer, Refused):
        raise _refusal(answer)
    if len(sound) % _SAMPLE.itemsize:
        raise Garbled
    samples = np.frombuffer(sound, dtype=_SAMPLE)
    if not RATES[0] <= answer.rate <= RATES[1] or not 0 < len(samples) <= limits.seconds * answer.rate:
        raise Garbled
    if not (samples.min() >= -1.0 and samples.max() <= 1.0):  # which is also untrue of what is no number
        raise Garbled
    return Recording(samples=samples.astype(np.float32), rate=answer.rate)


def _refusal(answer: Refused) -> Refusal:
    if answer.code not in _BAD:
        raise Garbled
    try:
        return recalled(answer.code, answer.facts)
    except (KeyError, IndexError, ValueError):
        raise Garbled from None


def _most(limits: Limits) -> int:
    return int(limits.seconds * RATES[1]) * _SAMPLE.itemsize


def _environment() -> dict[str, str]:
    """Nothing of ours: what is not there cannot be read. Only what Python and its libraries need to be found."""
    needed = {"PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT"}
    return {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | {name: value for name, value in os.environ.items() if name in needed}


def _pipe(pipe: Pipe | None) -> Pipe:
    assert pipe is not None, "every worker is started with three pipes"
    return pipe
