"""Requests per second of the voice list, beside a bare route of the same framework that answers the same bytes.

Both servers run on this machine, one after the other, three times in turn; both are asked by the same client over 16 kept connections.
The ratio is what keys, ownership, the database and the making of the answer cost.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import open_store
from voicewright.domain.account import Account, AccountId
from voicewright.domain.language import Language
from voicewright.domain.voice import Source, State, Voice

VOICES = 40
CONNECTIONS = 16
SECONDS = 3.0
ROUNDS = 3
PATH = "/v1/audio/voices"

BARE = """
import socket, sys
import uvicorn
from fastapi import FastAPI, Response
app = FastAPI()
body = open(sys.argv[1], "rb").read()
@app.get("/v1/audio/voices")
async def voices() -> Response:
    return Response(body, media_type="application/json")
listener = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, loop="uvloop", http="httptools", log_level="warning", access_log=False)).run(sockets=[listener])
"""


async def filled(data: Path) -> None:
    """A database with an account that owns some voices."""
    url = f"sqlite:///{data / 'voicewright.db'}"
    await asyncio.to_thread(upgrade, url)
    store = open_store(url)
    born = datetime.now(UTC)
    async with store.unit() as unit:
        await unit.accounts.add(Account(id=AccountId("acct_bench"), name="bench", created_at=born))
        for number in range(VOICES):
            await unit.voices.add(_voice(number, born))
    await store.close()


def _voice(number: int, born: datetime) -> Voice:
    return Voice(
        id=f"VoiceClone{number:06d}",
        owner=AccountId("acct_bench"),
        source=Source.CLONE,
        state=State.ACTIVE,
        name=f"voice {number}",
        language=Language.ENGLISH,
        language_label="English",
        description="A voice of the benchmark.",
        created_at=born + timedelta(seconds=number),
        seed=number,
    )


@contextmanager
def ours(data: Path, key: str) -> Generator[str]:
    """Our server; its address."""
    program = Path(sys.executable).with_name("voicewright")
    environment = {**os.environ, "VOICEWRIGHT_API_KEY": key}
    with (data / "log").open("wb+") as log:
        server = subprocess.Popen([program, "serve", "--data", data, "--port", "0"], env=environment, stdout=log, stderr=log)
        try:
            yield _ready(data / "log", server)
        finally:
            server.terminate()
            server.wait(60)


def _ready(log: Path, server: subprocess.Popen[bytes]) -> str:
    while server.poll() is None:
        for line in log.read_text().splitlines():
            if '"event": "ready"' in line:
                return str(json.loads(line)["address"])
        time.sleep(0.05)
    raise SystemExit(log.read_text())


@contextmanager
def bare(body: Path) -> Generator[str]:
    """A server with one route and nothing behind it; its address."""
    server = subprocess.Popen([sys.executable, "-c", BARE, body], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


async def rate(address: str, key: str) -> float:
    """Answers per second."""
    until = time.perf_counter() + SECONDS
    counts = await asyncio.gather(*(_asked(address, key, until) for _ in range(CONNECTIONS)))
    return sum(counts) / SECONDS


async def _asked(address: str, key: str, until: float) -> int:
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    request = f"GET {PATH} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    count = 0
    while time.perf_counter() < until:
        writer.write(request)
        await _answer(reader)
        count += 1
    writer.close()
    await writer.wait_closed()
    return count


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(head.decode())
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


async def body_of(address: str, key: str) -> bytes:
    """What our server answers."""
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(f"GET {PATH} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
    body = await _answer(reader)
    writer.close()
    await writer.wait_closed()
    return body


def main() -> None:
    """Measure, in turn, and print."""
    key = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        asyncio.run(filled(data))
        body = data / "body.json"
        with ours(data, key) as address:
            body.write_bytes(asyncio.run(body_of(address, key)))
            with bare(body) as other:
                pairs = [(asyncio.run(rate(address, key)), asyncio.run(rate(other, key))) for _ in range(ROUNDS)]
        size = body.stat().st_size
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    print(f"voice list, {VOICES} own voices and the system's, {size} bytes, {CONNECTIONS} connections, median of {ROUNDS} × {SECONDS:g} s")
    print(f"  ours        {mine:8.0f} requests/s")
    print(f"  bare route  {theirs:8.0f} requests/s")
    print(f"  ratio       {mine / theirs:8.2f}   (each round: {', '.join(f'{a / b:.2f}' for a, b in pairs)})")


if __name__ == "__main__":
    main()
