"""A stranger's file is read in a process of its own, and harms that one at most."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
import time
import wave
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from av.packet import Packet

from voicewright.adapters.decoder import DecoderPool
from voicewright.adapters.decoder.cell import Cell, Garbled, believed
from voicewright.adapters.decoder.messages import Refused, Sound
from voicewright.audio.decode import decoded
from voicewright.audio.recording import Limits
from voicewright.domain.errors import (
    EngineCrashed,
    RecordingTooHard,
    RecordingTooLarge,
    RecordingTooLong,
    RecordingTooManyChannels,
    RecordingUnreadable,
    Refusal,
)

LIMITS = Limits(bytes=20_000_000, seconds=300, channels=2)


def wav(seconds: float = 1.0, *, channels: int = 1, rate: int = 16_000) -> bytes:
    """A quiet hum."""
    sound = 0.1 * np.sin(2 * np.pi * 140 * np.arange(int(seconds * rate)) / rate)
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.repeat(sound, channels) * 32767).astype("<i2").tobytes())
    return data.getvalue()


@pytest.fixture
async def pool() -> AsyncIterator[DecoderPool]:
    pool = DecoderPool(size=1)
    yield pool
    await pool.close()


async def seconds(pool: DecoderPool, data: bytes) -> float:
    return (await pool(data, field="audio_url", limits=LIMITS)).seconds


def children(worker: int) -> list[int]:
    """Whoever a process has started that is not yet gone."""
    try:
        return [int(pid) for pid in Path(f"/proc/{worker}/task/{worker}/children").read_text().split()]
    except FileNotFoundError:
        return []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def ended(*pids: int) -> None:
    """Return when these processes are over: who is killed on a busy machine dies when it is their turn."""
    async with asyncio.timeout(20):
        while any(alive(pid) for pid in pids):  # noqa: ASYNC110 - a process's end is nobody's event here
            await asyncio.sleep(0.02)


async def child(pool: DecoderPool, *, after: int = 0) -> int:
    """The process that waits for the next file, once it is another one than before."""
    (worker,) = pool.workers
    while (found := children(worker)) in ([], [after]):  # noqa: ASYNC110 - a process's beginning is nobody's event here
        await asyncio.sleep(0.01)
    return found[0]


async def test_it_hears_what_the_library_hears(pool: DecoderPool, speech: Path) -> None:
    file = (speech / "dev/lj/reference.flac").read_bytes()

    heard, expected = await pool(file, field="audio_url", limits=LIMITS), decoded(file, field="audio_url", limits=LIMITS)

    assert heard.rate == expected.rate
    assert np.array_equal(heard.samples, expected.samples)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"hello, I am no audio", RecordingUnreadable),
        (b"", RecordingUnreadable),
        (wav(channels=6), RecordingTooManyChannels),
        (wav(310, rate=8000), RecordingTooLong),
        (bytes(20_000_001), RecordingTooLarge),
    ],
    ids=["words", "nothing", "six channels", "too long", "too large"],
)
async def test_a_refusal_comes_back_as_it_was_made(pool: DecoderPool, data: bytes, kind: type[Refusal]) -> None:
    with pytest.raises(kind) as refused:
        await seconds(pool, data)
    with pytest.raises(kind) as expected:
        decoded(data, field="audio_url", limits=LIMITS)

    assert str(refused.value) == str(expected.value)
    assert await seconds(pool, wav()) == 1.0


ANSWERS_TWICE = """
import os
from voicewright.adapters.decoder import messages
from voicewright.adapters.decoder.messages import LEAD, READY, Sound

def taken(size):
    data = b""
    while len(data) < size:
        data += os.read(0, size - len(data))
    return data

def sound(token, level):
    samples = level * 8000
    return messages.head(Sound(8000), len(samples), token=token) + samples

for own in (bytes(4), bytes.fromhex("0000003f")):
    os.write(2, READY)
    token, header, size = LEAD.unpack(taken(LEAD.size))
    taken(header + size)
    os.write(1, sound(token, own) + sound(token, bytes.fromhex("6666663f")))
"""
"""A worker whose first child was taken over by its file: it answers once more than it was asked."""


async def test_a_file_that_takes_its_reader_over_cannot_answer_for_the_next_one() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", ANSWERS_TWICE, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True)
    cell = Cell(process, wall=20)
    await cell.ready()
    assert not (await cell.read(b"theirs", field="audio_url", limits=LIMITS)).samples.any()
    await cell.ready()

    with pytest.raises(RecordingTooHard):
        await cell.read(b"ours", field="audio_url", limits=LIMITS)

    assert cell.gone
    await cell.close()


async def test_no_process_reads_two_files(pool: DecoderPool) -> None:
    await pool.start()
    first = await child(pool)
    await seconds(pool, wav())

    assert await child(pool, after=first) != first
    assert not alive(first)


@pytest.mark.parametrize(("sign", "problem"), [(signal.SIGSEGV, "broke the process"), (signal.SIGABRT, "broke"), (signal.SIGXCPU, "took too long")])
async def test_a_file_that_breaks_its_process_is_refused_and_the_next_is_read(pool: DecoderPool, sign: signal.Signals, problem: str) -> None:
    await pool.start()
    stopped = await child(pool)
    os.kill(stopped, signal.SIGSTOP)
    reading = asyncio.ensure_future(seconds(pool, wav()))
    await asyncio.sleep(0.1)
    os.kill(stopped, sign)
    os.kill(stopped, signal.SIGCONT)

    with pytest.raises(RecordingTooHard, match=f"`audio_url` {problem}"):
        await reading
    assert await seconds(pool, wav()) == 1.0


async def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    pool = DecoderPool(size=1, wall=2)
    await pool.start()
    stopped = await child(pool)
    os.kill(stopped, signal.SIGSTOP)

    with pytest.raises(RecordingTooHard, match="took too long"):
        await seconds(pool, wav())
    assert await seconds(pool, wav()) == 1.0
    while alive(stopped):  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.01)
    await pool.close()


async def test_when_the_machine_ends_a_process_that_is_not_the_files_fault(pool: DecoderPool) -> None:
    await pool.start()
    stopped = await child(pool)
    os.kill(stopped, signal.SIGSTOP)
    reading = asyncio.ensure_future(seconds(pool, wav()))
    await asyncio.sleep(0.1)
    os.kill(stopped, signal.SIGKILL)

    with pytest.raises(EngineCrashed):
        await reading
    assert await seconds(pool, wav()) == 1.0


async def test_a_worker_that_died_while_it_was_idle_costs_nobody_anything(pool: DecoderPool) -> None:
    await seconds(pool, wav())
    (worker,) = pool.workers
    os.kill(worker, signal.SIGKILL)
    while pool.workers:  # noqa: ASYNC110 - nor is its end
        await asyncio.sleep(0.01)

    assert await seconds(pool, wav()) == 1.0


async def test_an_answer_that_nobody_waits_for_is_not_the_next_one(pool: DecoderPool) -> None:
    await pool.start()
    os.kill(await child(pool), signal.SIGSTOP)
    given_up = asyncio.ensure_future(seconds(pool, wav(3)))
    await asyncio.sleep(0.1)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)

    assert await seconds(pool, wav(2)) == 2.0


def test_what_a_process_that_was_taken_over_says_is_not_believed() -> None:
    loud = np.array([0.5, 7.0], dtype=np.float32).tobytes()
    nothing = np.array([np.nan], dtype=np.float32).tobytes()
    said: list[tuple[Sound | Refused, bytes]] = [
        (Sound(16_000), loud),
        (Sound(16_000), nothing),
        (Sound(16_000), b""),
        (Sound(16_000), b"odd"),
        (Sound(16_000), bytes(4 * 16_000 * 2)),
        (Sound(0), bytes(4)),
        (Sound(10**9), bytes(4)),
        (Refused("Unexpected", {"request_id": "x"}), b""),
        (Refused("KeyUnknown", {}), b""),
        (Refused("RecordingTooLong", {}), b""),
    ]
    for answer, sound in said:
        with pytest.raises(Garbled):
            believed(answer, sound, limits=Limits(seconds=1))


async def test_many_files_share_few_processes() -> None:
    pool = DecoderPool(size=2)

    assert await asyncio.gather(*(seconds(pool, wav(length)) for length in range(1, 11))) == [float(length) for length in range(1, 11)]
    assert len(pool.workers) == 2
    await pool.close()


async def test_nothing_is_left_when_it_is_closed(pool: DecoderPool) -> None:
    await pool.start()
    await seconds(pool, wav())
    (worker,), waiting = pool.workers, await child(pool)
    await pool.close()

    await ended(worker, waiting)
    with pytest.raises(EngineCrashed):
        await seconds(pool, wav())


def preferred_victim(pid: int) -> bool:
    """Whether the kernel would rather end this process than its server when memory runs out."""
    return Path(f"/proc/{pid}/oom_score_adj").read_text().strip() == "800"


async def test_ctrl_c_in_the_servers_terminal_does_not_reach_it(pool: DecoderPool) -> None:
    await seconds(pool, wav())
    (worker,) = pool.workers

    assert os.getsid(worker) == worker != os.getsid(0)
    assert preferred_victim(worker)


SERVER = """
import asyncio, sys
from voicewright.adapters.decoder import DecoderPool
from voicewright.audio.recording import Limits

async def day():
    pool = DecoderPool(size=1)
    await pool(sys.stdin.buffer.read(), field="x", limits=Limits())
    print(*pool.workers, flush=True)
    await asyncio.sleep(60)

asyncio.run(day())
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_when_the_server_is_killed_its_processes_end(sign: signal.Signals) -> None:
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(wav())
    server.stdin.close()
    worker = int(server.stdout.readline())
    family = [worker, *children(worker)]
    server.send_signal(sign)
    server.wait()
    server.stdout.close()

    deadline = time.monotonic() + 10
    while any(map(alive, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, family))


def long_opus(packets: int) -> bytes:
    """An Ogg file of 20 ms packets, each three bytes of silence: an hour in 0.8 MB."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg", options={"page_duration": "5000000"}) as container:
        stream = container.add_stream("libopus", rate=48000, layout="mono")
        assert isinstance(stream, AudioStream)
        stream.codec_context.open()
        for number in range(packets):
            packet = Packet(b"\xf8\xff\xfe")
            packet.stream, packet.time_base = stream, Fraction(1, 48000)
            packet.pts = packet.dts = 960 * number
            packet.duration = 960
            container.mux(packet)
    return file.getvalue()


async def test_hours_in_a_small_file_are_neither_decoded_nor_held(pool: DecoderPool) -> None:
    file = long_opus(100_000)

    assert len(file) < 500_000
    with pytest.raises(RecordingTooLong, match="longer than 300 s"):
        await seconds(pool, file)
    assert await seconds(pool, wav()) == 1.0
