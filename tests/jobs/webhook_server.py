"""A server for tests to kill: `python webhook_server.py DATABASE_URL FOLDER`. It delivers until its standard input ends."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from webhook_house import office

from voicewright import logs


async def serve(url: str, data: Path) -> None:
    async with office(url, data) as opened:
        await opened.start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    logs.configure()
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
