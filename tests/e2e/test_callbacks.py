"""A callback as its receiver sees it, and as the operator does: a real server, killed between two attempts."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from standardwebhooks import Webhook

from running import Server, started, stopped

pytestmark = pytest.mark.xdist_group("e2e")

DESIGN = {"mode": "design", "voice_id_prefix": "calm001", "prompt": "A calm, deep man.", "preview_text": "Good evening."}


@dataclass(kw_only=True)
class Hook:
    """What a receiver got."""

    url: str
    statuses: list[int]
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list[tuple[dict[str, str], bytes]])

    def waited(self, count: int) -> dict[str, Any]:
        until = time.monotonic() + 60
        while len(self.got) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.got) == count
        return json.loads(self.got[-1][1])


@contextmanager
def hook(*statuses: int) -> Generator[Hook]:
    """A receiver that answers these, and 200 after them."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(told.statuses.pop(0) if told.statuses else 200)
            self.send_header("content-length", "0")
            self.end_headers()
            told.got.append(({name.lower(): value for name, value in self.headers.items()}, body))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name for it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = Hook(url=f"http://127.0.0.1:{server.server_address[1]}/hook", statuses=list(statuses))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def webhook(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The operator's command."""
    program = Path(sys.executable).with_name("voicewright")
    return subprocess.run([program, "webhook", *arguments, "--data", data], cwd=data, capture_output=True, text=True, timeout=60, check=False)


def submitted(server: Server, url: str) -> str:
    answer = server.post("/api/v1/generateTask/minimax-voice", {"request_type": "callback", "callback_url": url, "input": DESIGN})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["taskId"])


def until_noted(data: Path, count: int) -> None:
    """Until so many attempts have been written down."""
    until, found = time.monotonic() + 60, 0
    while found < count and time.monotonic() < until:
        time.sleep(0.05)
        with sqlite3.connect(data / "voicewright.db") as database:
            (found,) = database.execute("SELECT count(*) FROM attempts").fetchone()
    assert found == count


def test_a_callback_survives_a_kill_between_two_attempts_and_is_signed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with hook(500) as receiver:
        server = started(data, "--allow-hosts", "127.0.0.1")
        submitted(server, receiver.url)
        receiver.waited(1)
        delivery = receiver.got[0][0]["webhook-id"]
        until_noted(data, 1)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        _half_a_minute_later(data)

        server = started(data, "--allow-hosts", "127.0.0.1")
        told = receiver.waited(2)
        until_noted(data, 2)
        (url,) = json.loads(told["data"]["resultJson"])["resultUrls"]
        # the address that the request came to went with the server
        assert requests.get(server.url + "/media" + url.partition("/media")[2], timeout=30).status_code == 200
        stopped(server)
        secret = webhook(data, "secret").stdout.strip()
        log = json.loads(webhook(data, "log", delivery, "--json").stdout)

    assert [(it["number"], it["status"]) for it in log["attempts"]] == [(1, 500), (2, 200)]
    headers, body = receiver.got[1]
    assert headers["webhook-id"] == delivery
    assert Webhook(secret).verify(body, headers) == told
    assert told["data"]["voice_type"] == "active"


def test_the_operator_lists_replays_and_tests(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with hook() as receiver:
        server = started(data, "--allow-hosts", "127.0.0.1")
        task = submitted(server, receiver.url)
        receiver.waited(1)
        delivery = receiver.got[0][0]["webhook-id"]
        until_noted(data, 1)

        (row,) = webhook(data, "log").stdout.splitlines()
        assert row.split("\t") == [delivery, "delivered", "1", "", task, receiver.url]
        assert webhook(data, "replay", delivery).returncode == 0
        receiver.waited(2)
        assert receiver.got[1][0]["webhook-id"] == delivery
        assert webhook(data, "replay", "msg_none").returncode == 1

        tried = webhook(data, "test", receiver.url, "--allow-hosts", "127.0.0.1", "--json")
        assert json.loads(tried.stdout)["status"] == 200
        assert receiver.waited(3)["type"] == "webhook.test"
        refused = webhook(data, "test", receiver.url)
        assert (refused.returncode, "it leads into a private network" in refused.stderr) == (2, True)
        receiver.statuses = [410]
        assert webhook(data, "test", receiver.url, "--allow-hosts", "127.0.0.1").returncode == 4

        before = webhook(data, "secret").stdout
        assert webhook(data, "secret", "--new").stdout not in {"", before}
        stopped(server)


def test_without_a_database_the_commands_say_where_they_looked(tmp_path: Path) -> None:
    said = webhook(tmp_path, "log")

    assert said.returncode == 2
    assert f"There is no database in {tmp_path}" in said.stderr


def _half_a_minute_later(data: Path) -> None:
    """The same, without the wait: what was put off is due."""
    with sqlite3.connect(data / "voicewright.db") as database:
        changed = database.execute("UPDATE workflow_status SET delay_until_epoch_ms = 0 WHERE status = 'DELAYED'")
        assert changed.rowcount == 1
