"""A real server in a folder of its own, and a small site beside it that serves recordings."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.sql.store import open_store
from voicewright.domain.account import Account, AccountId, Key
from voicewright.domain.naming import opaque_id

KEY = "a-key-that-the-operator-brought"


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def call(self, method: str, path: str, *, key: str | None = KEY, **request: object) -> requests.Response:
        """One request."""
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        return requests.request(method, f"{self.url}{path}", headers=headers, timeout=180, **request)  # type: ignore[arg-type]

    def post(self, path: str, body: Mapping[str, object], *, key: str | None = KEY) -> requests.Response:
        """One JSON request."""
        return self.call("POST", path, key=key, json=body)

    def finished(self, task_id: str) -> dict[str, object]:
        """A task once it has ended."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            task: dict[str, object] = self.call("GET", f"/v1/audio/tasks/{task_id}").json()
            if task["status"] in {"completed", "failed"}:
                return task
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text()[-2000:])


def started(data: Path, *arguments: str) -> Server:
    """A server on a free port; the same folder may be given again after it has ended."""
    log = data / f"server-{time.time_ns()}.log"
    data.mkdir(exist_ok=True)
    program = Path(sys.executable).with_name("voicewright")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program, "serve", "--data", data, "--port", "0", *arguments],
            cwd=data,
            env={**os.environ, "VOICEWRIGHT_API_KEY": KEY},
            stdout=out,
            stderr=out,
        )
    return Server(process=process, url=_address(process, log), log=log)


def newcomer(data: Path) -> str:
    """A valid key of an account that was not there before, in the server of a folder."""
    return asyncio.run(_account(f"sqlite:///{data / 'voicewright.db'}"))


async def _account(database: str) -> str:
    secret, now = secrets.token_urlsafe(32), SystemClock().now()
    account = Account(id=AccountId(opaque_id("acct")), name="somebody else", created_at=now)
    key = Key(id=opaque_id("key"), account=account.id, name="theirs", digest=sha256(secret.encode()).hexdigest(), hint=secret[-4:], created_at=now)
    store = open_store(database)
    async with store.unit() as unit:
        await unit.accounts.add(account)
        await unit.accounts.add_key(key)
    await store.close()
    return secret


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < until:
        for line in log.read_text().splitlines():
            if '"event": "ready"' in line:
                return str(json.loads(line)["address"])
        time.sleep(0.05)
    raise RuntimeError(log.read_text())


def stopped(server: Server) -> None:
    """End a server as a service manager does."""
    server.process.terminate()
    server.process.wait(60)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name for it
        """Say nothing."""


@contextmanager
def site(folder: Path) -> Generator[str]:
    """A folder served on loopback; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
