"""A server for tests to kill: `python jobs_server.py DATABASE_URL FOLDER SECONDS`.

It works until its standard input ends. Each start of a piece of work is a line in FOLDER/begun, a claim of success one in FOLDER/done.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from pathlib import Path

from jobs_house import opened

from voicewright import logs
from voicewright.domain.task import Task
from voicewright.jobs.lock import AlreadyServed


def note(path: Path, line: str) -> None:
    """Append a line, whole, and have it on the disk."""
    with path.open("a") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


async def serve(url: str, data: Path, seconds: float) -> None:
    async def work(task: Task) -> None:
        note(data / "begun", f"{task.id} {os.getpid()}")
        await asyncio.sleep(random.uniform(seconds / 2, seconds))  # noqa: S311  # no secret, just uneven

    async with opened(url, data, act=work, concurrency=4) as house:
        await house.jobs.start(house.work)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await house.jobs.close(drain=5)


if __name__ == "__main__":
    logs.configure()
    try:
        asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
    except AlreadyServed as refusal:
        sys.exit(str(refusal))
