"""What it costs to decode each file in a process of its own, and what a small file with hours in it costs.

Run: python benchmarks/decoding.py. Each clip of 15 s is read many times, once here and once by the pool, in turns. The
last part makes 25 MB of Opus that last 34 hours, and tells when the refusal comes and how much memory its process had at most.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet

from voicewright.adapters.decoder import DecoderPool
from voicewright.audio.decode import decoded
from voicewright.audio.encode import encoded
from voicewright.audio.recording import Limits
from voicewright.domain.errors import Refusal
from voicewright.domain.speech import AudioSpec, Codec

ROUNDS = 40
PAUSE = 0.05
"""Seconds between two files: nobody sends them back to back."""
RATE, SECONDS = 24_000, 15
LARGE = 25_000_000
LIMITS = Limits(bytes=2 * LARGE, seconds=300)


def clips() -> Iterator[tuple[str, bytes]]:
    """Noise, which no coding makes small."""
    sound = (0.2 * np.random.default_rng(0).standard_normal(RATE * SECONDS)).astype(np.float32)
    for codec in (Codec.WAV, Codec.MP3, Codec.FLAC, Codec.OPUS, Codec.AAC):
        yield codec.value, encoded(sound, rate=RATE, spec=AudioSpec(codec=codec, rate=RATE))


def bomb() -> bytes:
    """Opus of three bytes every 20 ms."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg", options={"page_duration": "5000000"}) as container:
        stream = container.add_stream("libopus", rate=48000, layout="mono")
        assert isinstance(stream, AudioStream)
        stream.codec_context.open()
        number = 0
        while file.tell() < LARGE:
            packet = Packet(b"\xf8\xff\xfe")
            packet.stream, packet.time_base = stream, Fraction(1, 48000)
            packet.pts = packet.dts = 960 * number
            packet.duration = 960
            container.mux(packet)
            number += 1
    print(f"{file.tell() / 1e6:.1f} MB of Opus, {number * 0.02 / 3600:.1f} hours")
    return file.getvalue()


async def cost(pool: DecoderPool, name: str, data: bytes) -> None:
    """One line for a person."""
    here: list[float] = []
    there: list[float] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        decoded(data, field="file", limits=LIMITS)
        between = time.perf_counter()
        await pool(data, field="file", limits=LIMITS)
        here.append(1000 * (between - begun))
        there.append(1000 * (time.perf_counter() - between))
        await asyncio.sleep(PAUSE)
    for what, ours, theirs in (("median", median(here), median(there)), ("best", min(here), min(there))):
        print(
            f"{name:<6}{what:<8}{ours:8.1f} ms here{theirs:8.1f} ms in its own process{theirs / ours:8.2f} times{theirs - ours:8.1f} ms more",
            flush=True,
        )


async def refused(pool: DecoderPool, data: bytes) -> None:
    """How long, and how much memory."""
    (worker,) = pool.workers
    children = Path(f"/proc/{worker}/task/{worker}/children")
    before = max(map(_peak, children.read_text().split()), default=0)  # noqa: ASYNC240 - a glance into the kernel
    reading = asyncio.ensure_future(pool(data, field="file", limits=LIMITS))
    begun, peak, said = time.perf_counter(), 0, ""
    while not reading.done():
        peak = max(peak, *map(_peak, children.read_text().split()), 0)  # noqa: ASYNC240 - as above
        await asyncio.sleep(0.005)
    seconds = time.perf_counter() - begun
    try:
        await reading
    except Refusal as refusal:
        said = str(refusal)
    print(f"{said} After {seconds:.2f} s; its process had {peak / 1e6:.0f} MB at most, {before / 1e6:.0f} MB before the file came.")


def _peak(pid: str) -> int:
    """Bytes that a process had in memory at most; 0 once it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return 1024 * int(line.split()[1])
    return 0


async def main() -> None:
    """Clips, then the bomb."""
    pool = DecoderPool(size=1)
    try:
        for name, data in clips():
            await cost(pool, name, data)
        await refused(pool, bomb())
    finally:
        await pool.close()


if __name__ == "__main__":
    asyncio.run(main())
