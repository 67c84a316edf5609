"""A thousand programs ask one server process, again and again, what has become of their tasks.

Run: python benchmarks/polls.py [POLLERS]. Each poller has a connection of its own and asks every five seconds, at a moment of its own, as the
vendors advise; a third each in APIXO's, Novita's and the native dialect. Then the same at once: everybody asks as soon as the answer is there.
Beside both stands the answer to `GET /healthz` from the same number of connections. Anything but 200 counts as an error.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlsplit

import httpx2

from streams import Server, served

POLLERS = 1_000
PAUSE, SECONDS, AT_ONCE = 5.0, 20.0, 10.0
"""Seconds between two polls, of the patient part, of the impatient one."""
PATIENCE = 30.0
NARRATOR = "English_expressive_narrator"
TEXT = "Good evening, and welcome."


@dataclass(kw_only=True)
class Tally:
    """What the pollers saw."""

    seconds: list[float] = field(default_factory=list[float])
    errors: int = 0

    def told(self, name: str, lasted: float) -> None:
        """One line for a person."""
        ordered = sorted(1000 * one for one in self.seconds)
        at = ordered[int(0.99 * (len(ordered) - 1))]
        print(f"{name:<34}{median(ordered):8.0f}{at:8.0f} ms (p50, p99){len(ordered) / lasted:8.0f} a second{self.errors:6} errors", flush=True)


def submitted(server: Server) -> Sequence[str]:
    """A task of each dialect that has ended; the paths at which it is asked for."""
    voice = {"voice_setting": {"voice_id": NARRATOR}}
    with httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}, timeout=60) as client:
        native = client.post("/aijisu/v1/audio/tasks", json={"model": "minimax-speech-2.8-hd", "text": TEXT, "voice_id": NARRATOR}).json()["id"]
        novita = client.post("/novita/v3/async/minimax-speech-2.8-hd", json={"text": TEXT, **voice}).json()["task_id"]
        given = {"input": {"mode": "speech-hd", "voice_id": NARRATOR, "prompt": TEXT}}
        apixo = client.post("/apixo/api/v1/generateTask/minimax-speech-2-8", json=given).json()["data"]["taskId"]
        until = time.monotonic() + PATIENCE
        while client.get(f"/aijisu/v1/audio/tasks/{native}").json()["status"] != "completed" and time.monotonic() < until:
            time.sleep(0.1)
    return (
        f"/aijisu/v1/audio/tasks/{native}",
        f"/novita/v3/async/task-result?task_id={novita}",
        f"/apixo/api/v1/statusTask/minimax-speech-2-8?taskId={apixo}",
    )


async def crowd(server: Server, paths: Sequence[str], pollers: int, *, pause: float, seconds: float) -> Tally:
    """So many pollers for so long."""
    tally, until = Tally(), time.perf_counter() + seconds
    await asyncio.gather(*(_poller(server, paths[number % len(paths)], tally, pause=pause, until=until) for number in range(pollers)))
    return tally


async def _poller(server: Server, path: str, tally: Tally, *, pause: float, until: float) -> None:
    place = urlsplit(server.url)
    await asyncio.sleep(random.random() * min(pause, 1.0))  # noqa: S311 - moments, no secrets
    try:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
    except OSError:
        tally.errors += 1
        return
    request = f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {server.key}\r\n\r\n".encode()
    await asyncio.sleep(random.random() * pause)  # noqa: S311 - as above
    while time.perf_counter() < until:
        begun = time.perf_counter()
        writer.write(request)
        tally.errors += not await _well(reader)
        tally.seconds.append(time.perf_counter() - begun)
        await asyncio.sleep(max(0.0, begun + pause - time.perf_counter()))
    writer.close()


async def _well(reader: asyncio.StreamReader) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        return False
    return head.startswith(b"http/1.1 200")


def main() -> None:
    """One server, four crowds."""
    pollers = int(sys.argv[1]) if len(sys.argv) > 1 else POLLERS
    with served() as server:
        tasks = submitted(server)
        for name, paths in (("GET /healthz", ("/healthz",)), ("tasks", tasks)):
            for manner, pause, seconds in ((f"every {PAUSE:g} s", PAUSE, SECONDS), ("at once", 0.0, AT_ONCE)):
                tally = asyncio.run(crowd(server, paths, pollers, pause=pause, seconds=seconds))
                tally.told(f"{pollers} pollers, {name}, {manner}", seconds)


if __name__ == "__main__":
    main()
