"""The program, run as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("voicewright"))


def voicewright(*arguments: str | Path, env: dict[str, str] | None = None, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, without a terminal."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], input=stdin, env={**os.environ, **(env or {})}, capture_output=True, timeout=120, check=False
    )


def lines(said: bytes) -> list[str]:
    """What was said, by lines."""
    return said.decode().splitlines()
