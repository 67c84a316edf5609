"""The server is gone: so are its engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hosting import Diary, alive, until

SERVER = """
import asyncio
from hosting import QUICK, heard
from voicewright.engines.host import EngineHost
from voicewright.engines.registry import Registry

async def day():
    host = EngineHost(Registry({"hum": "hum:engine"}), workers=1, limits=QUICK)
    await host.start()
    await heard(host, "good morning")
    print("ready", flush=True)
    if COMMAND:
        await heard(host, *COMMAND)
    await asyncio.sleep(60)

asyncio.run(day())
"""


def server(*command: str) -> subprocess.Popen[str]:
    program = SERVER.replace("COMMAND", repr(command))
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    assert process.stdout is not None
    assert "ready\n" in iter(process.stdout.readline, "")
    return process


def end(process: subprocess.Popen[str], sign: signal.Signals) -> None:
    os.kill(process.pid, sign)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def preferred_victim(process: int) -> bool:
    """Whether the kernel would rather end this process than its server when memory runs out."""
    return Path(f"/proc/{process}/oom_score_adj").read_text().strip() == "500"


async def test_an_idle_worker_ends_when_its_server_is_killed(diary: Diary) -> None:
    process = server()
    (worker,) = set(diary.processes("frame"))
    assert alive(worker)
    end(process, signal.SIGKILL)

    await until(lambda: not alive(worker), within=5.0)
    assert diary.processes("closed") == [worker]


@pytest.mark.parametrize("command", ["word " * 4000, "!sleep 60", "!child"])
async def test_a_worker_at_work_ends_when_its_server_is_killed(diary: Diary, command: str) -> None:
    process = server(command)
    await until(lambda: len(diary.lines("frame")) > 20 or bool(diary.lines("!")))
    (worker,) = set(diary.processes("frame"))
    end(process, signal.SIGKILL)

    children = [int(line.split(" ")[2]) for line in diary.lines("child")]
    await until(lambda: not any(map(alive, [worker, *children])), within=5.0)
    assert len(children) == (command == "!child")


async def test_a_worker_that_is_stuck_in_native_code_ends_too(diary: Diary) -> None:
    process = server("!hold")
    await until(lambda: bool(diary.lines("!hold")))
    (worker,) = set(diary.processes("!hold"))
    end(process, signal.SIGKILL)
    assert alive(worker)

    await until(lambda: not alive(worker), within=25.0)


async def test_ctrl_c_in_the_servers_terminal_does_not_reach_its_workers(diary: Diary) -> None:
    process = server()
    (worker,) = set(diary.processes("frame"))

    assert os.getpgid(worker) == worker
    assert os.getsid(worker) == worker != os.getsid(process.pid)
    assert preferred_victim(worker)
    end(process, signal.SIGINT)
    await until(lambda: not alive(worker), within=5.0)
