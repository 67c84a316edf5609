"""The server that the demo talks to: started on a free port with an empty folder, stopped whatever happens."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_WITHIN = 60.0
STOPPED_WITHIN = 40.0
LOOK = 0.05


class WouldNotStart(Exception):
    """The server did not become ready; the message ends with what it said."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """A server that is ready."""

    url: str
    key: str


@contextmanager
def running() -> Generator[Running]:
    """A server of our own. Raises WouldNotStart."""
    with tempfile.TemporaryDirectory(prefix="voicewright-demo-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        key = secrets.token_urlsafe(24)
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(  # noqa: S603 (our own program)
                [Path(sys.executable).with_name("voicewright"), "serve", "--data", home / "data", "--port", "0"],
                cwd=home,  # where no .env of the person's can be read
                env=_environment(key),
                stdout=log,
                stderr=log,
            )
        try:
            yield Running(url=_address(server, home / "log"), key=key)
        finally:
            _stop(server)


def _environment(key: str) -> dict[str, str]:
    """The person's environment without their settings of Voicewright."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VOICEWRIGHT_")}
    return {**kept, "VOICEWRIGHT_API_KEY": key}


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        for line in log.read_text(errors="replace").splitlines():
            if line.startswith("{") and line.endswith("}") and (said := json.loads(line)).get("event") == "ready":
                return str(said["address"])
        time.sleep(LOOK)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
    raise WouldNotStart(f"The server did not start. It said last:\n{last}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
