"""The whole server killed, or told to stop, while it works, and what is there after the next start."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from running import started, stopped

pytestmark = pytest.mark.xdist_group("e2e")

TEXT = "What was accepted is finished, whatever happens to the machine in between. " * 6


def test_every_accepted_task_is_finished_once_after_kills(tmp_path: Path) -> None:
    data = tmp_path / "data"
    tasks: list[str] = []
    for pause in (0.05, 0.6, 1.5):
        server = started(data)
        for _ in range(3):
            answer = server.post("/v1/audio/tasks", {"model": "minimax-speech-2.8-hd", "text": TEXT, "voice_id": "English_Graceful_Lady"})
            tasks.append(answer.json()["task_id"])
        time.sleep(pause)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()

    server = started(data)
    ended = [server.finished(task) for task in tasks]
    stopped(server)

    assert [task["status"] for task in ended] == ["completed"] * len(tasks)
    with sqlite3.connect(data / "voicewright.db") as database:
        billed = database.execute("SELECT task_id, count(*) FROM usage GROUP BY task_id").fetchall()
    assert sorted(billed) == sorted((task, 1) for task in tasks)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=["service manager", "Ctrl-C"])
def test_a_server_told_to_stop_finishes_what_runs_and_leaves_the_rest_for_the_next_start(tmp_path: Path, sign: signal.Signals) -> None:
    data = tmp_path / "data"
    server = started(data, "--workers", "1")
    body = {"model": "minimax-speech-2.8-hd", "text": TEXT, "voice_id": "English_Graceful_Lady"}
    first, second = (str(server.post("/v1/audio/tasks", body).json()["task_id"]) for _ in range(2))
    while _stages(data)[first] == "queued":
        time.sleep(0.02)

    server.process.send_signal(sign)

    assert server.process.wait(60) == 0
    assert _stages(data) == {first: "succeeded", second: "queued"}
    server = started(data)
    assert server.finished(second)["status"] == "completed"
    stopped(server)


def _stages(data: Path) -> dict[str, str]:
    with sqlite3.connect(data / "voicewright.db") as database:
        return dict(database.execute("SELECT id, stage FROM tasks"))
