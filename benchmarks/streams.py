"""How soon a stream is heard, and how much memory a long one takes: the whole server over real sockets, with the embedded engine.

Run: python benchmarks/streams.py [ROUNDS]. The sentence has 100 characters and is spoken as mp3. `SSE` counts from the request, with a connection
that is open already; `WebSocket` from `task_continue`, with a task that is started already; `from connect` from nothing at all. Beside them
stands the answer to `GET /healthz` over the same kind of connection, which a busy machine slows too.
Memory is what the server's own process holds, looked at while 10,000 characters stream, with the aggregated last block left out.
"""

from __future__ import annotations

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from websockets.sync.client import ClientConnection, connect

SENTENCE = "The quick brown fox jumps over the lazy dog near the quiet river bank, and it then rests for a while"
LONG = (f"{SENTENCE}. " * 100)[:9_999]
BODY = {"model": "speech-2.8-hd", "voice_setting": {"voice_id": "English_Graceful_Lady"}, "audio_setting": {"format": "mp3"}}
LOOK = 0.02
"""Seconds between two looks at the memory, at least."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    url: str
    key: str

    def memory(self) -> float:
        """MB that it holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1000


@contextmanager
def served() -> Generator[Server]:
    """A server in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        key, log = secrets.token_urlsafe(24), Path(folder) / "log"
        with log.open("wb") as out:
            program = [str(Path(sys.executable).with_name("voicewright")), "serve", "--data", f"{folder}/data", "--port", "0"]
            process = subprocess.Popen(program, env={**os.environ, "VOICEWRIGHT_API_KEY": key}, stdout=out, stderr=out, cwd=folder)
        try:
            yield Server(process=process, url=_address(process, log), key=key)
        finally:
            process.terminate()
            process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        ready = [line for line in log.read_text().splitlines() if '"event": "ready"' in line]
        if ready:
            return str(json.loads(ready[0])["address"])
        time.sleep(0.05)
    raise RuntimeError(log.read_text())


def blocks(client: httpx2.Client, text: str) -> Iterator[dict[str, Any]]:
    """The blocks of a stream."""
    body = {**BODY, "text": text, "stream": True, "stream_options": {"exclude_aggregated_audio": True}}
    with client.stream("POST", "/minimax/v1/t2a_v2", json=body) as answer:
        yield from (json.loads(line[6:]) for line in answer.iter_lines() if line)


def first_of_sse(client: httpx2.Client) -> float:
    """Seconds to the first sound; the rest is heard too."""
    begun = time.perf_counter()
    told = blocks(client, SENTENCE)
    assert next(told)["data"]["audio"]
    first = time.perf_counter() - begun
    for _ in told:
        pass
    return first


@contextmanager
def opened(server: Server) -> Generator[ClientConnection]:
    """A task that is started."""
    headers = {"Authorization": f"Bearer {server.key}"}
    with connect(f"{server.url.replace('http', 'ws', 1)}/minimax/ws/v1/t2a_v2", additional_headers=headers) as socket:
        socket.recv()
        socket.send(json.dumps({"event": "task_start", **BODY}))
        assert json.loads(socket.recv())["event"] == "task_started"
        yield socket


def first_of_socket(server: Server) -> tuple[float, float]:
    """Seconds to the first sound, from the text and from the connection."""
    begun = time.perf_counter()
    with opened(server) as socket:
        asked = time.perf_counter()
        socket.send(json.dumps({"event": "task_continue", "text": SENTENCE}))
        assert json.loads(socket.recv())["data"]["audio"]
        heard = time.perf_counter()
        socket.send(json.dumps({"event": "task_finish"}))
        while json.loads(socket.recv())["event"] != "task_finished":
            pass
    return heard - asked, heard - begun


def told(name: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * one for one in seconds)
    print(f"{name:<28}{statistics.median(ordered):8.0f}{ordered[int(0.95 * (len(ordered) - 1))]:8.0f}   ms (p50, p95)")


def held(server: Server, stream: Callable[[], Iterator[dict[str, Any]]]) -> tuple[float, float, float]:
    """MB before a stream, in its middle half at most, and at its end."""
    before, seen, looked = server.memory(), [server.memory()], time.perf_counter()
    for _ in stream():
        if time.perf_counter() - looked > LOOK:
            looked = time.perf_counter()
            seen.append(server.memory())
    quarter = len(seen) // 4
    return before, max(seen[quarter : 3 * quarter] or seen), max(seen[3 * quarter :])


def spoken(server: Server, text: str) -> Iterator[dict[str, Any]]:
    """The messages of a text over a WebSocket."""
    with opened(server) as socket:
        socket.send(json.dumps({"event": "task_continue", "text": text}))
        message = json.loads(socket.recv())
        while not message["is_final"]:
            yield message
            message = json.loads(socket.recv())


def main(rounds: int) -> None:
    assert len(SENTENCE) == 100
    with served() as server, httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}, timeout=300) as client:
        for _ in range(3):
            first_of_sse(client)
            first_of_socket(server)
        health, sse, texts, connections = list[float](), list[float](), list[float](), list[float]()
        for _ in range(rounds):
            begun = time.perf_counter()
            client.get("/healthz")
            health.append(time.perf_counter() - begun)
            sse.append(first_of_sse(client))
            text, connection = first_of_socket(server)
            texts.append(text)
            connections.append(connection)
        told("GET /healthz", health)
        told("first sound, SSE", sse)
        told("first sound, WebSocket", texts)
        told("  from connect", connections)
        for name, stream in (("SSE", lambda: blocks(client, LONG)), ("WebSocket", lambda: spoken(server, LONG))):
            before, middle, end = held(server, stream)
            print(f"memory, 10,000 characters, {name:<10}{before:7.0f} MB before,{middle:7.0f} in the middle,{end:7.0f} at the end")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
