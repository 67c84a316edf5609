"""Servers in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

SERVER = Path(__file__).with_name("jobs_server.py")

Process = subprocess.Popen[str]


@contextmanager
def server(url: str, data: Path, *, seconds: float = 0.05) -> Generator[Process]:
    """A server that has said that it is ready, or has ended without; killed if it is still there in the end."""
    process = started(url, data, seconds=seconds)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def started(url: str, data: Path, *, seconds: float) -> Process:
    """A server that may not be ready yet."""
    return subprocess.Popen(
        [sys.executable, str(SERVER), url, str(data), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stopped(process: Process) -> str:
    """Stop a server kindly; what it wrote to standard error."""
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0, said
    return said
