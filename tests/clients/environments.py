"""An environment of its own for each client, below a folder that git ignores; made once, then used again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INSTALLING = 240.0
"""Seconds that one client may take to be installed; what takes longer is skipped."""
RUNNING = 120.0
"""Seconds that one run of a client may take."""
READY = "ready"
NODE = {"mmx-cli": "mmx-cli", "openai-node": "openai"}
"""Clients that npm installs, by the names of their packages."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one run of a client."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """What the driver printed as its last line."""
        assert self.status == 0, self.err[-3000:]
        told: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return told


@dataclass(frozen=True, kw_only=True)
class Environment:
    """A client that is installed."""

    name: str
    folder: Path

    def drive(self, asked: Mapping[str, object], *, cwd: Path, variables: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What the client's driver tells of what it was asked to do."""
        driver = HERE / "drivers" / f"drive_{self.name.replace('-', '_')}"
        if self.name in NODE:
            command = ["node", f"{driver}.cjs"]
            variables = {"NODE_PATH": str(self.folder / "node_modules"), **(variables or {})}
        else:
            command = [str(self.folder / "bin" / "python"), "-I", f"{driver}.py"]
        return self.run([*command, json.dumps(asked)], variables=variables, cwd=cwd).told

    def run(self, command: list[str], *, variables: Mapping[str, str] | None = None, cwd: Path) -> Outcome:
        """One command inside the environment, whose home is a folder of the test's."""
        path = f"{self.folder / 'bin'}:{self.folder / 'node_modules' / '.bin'}:{os.environ.get('PATH', '')}"
        surroundings = {"PATH": path, "HOME": str(cwd), "LANG": "C.UTF-8", "NO_PROXY": "*", **(variables or {})}
        done = subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, text=True, timeout=RUNNING, check=False)
        return Outcome(status=done.returncode, out=done.stdout, err=done.stderr)


def environment(name: str) -> Environment:
    """The client's environment. Skips the test, with a reason, where it cannot be installed."""
    pins = HERE / "pins" / f"{name}.txt"
    cache = Path(os.environ.get("CLIENTS", ROOT / ".clients"))
    mark = sha256(pins.read_bytes() + sys.version.encode()).hexdigest()[:8]
    folder = cache / f"{name}-{mark}"
    if not (folder / READY).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _install(name, pins, folder)
        (folder / READY).touch()
    return Environment(name=name, folder=folder)


def _install(name: str, pins: Path, folder: Path) -> None:
    begun = time.monotonic()
    for command in _npm(name, pins, folder) if name in NODE else _pip(name, pins, folder):
        left = INSTALLING - (time.monotonic() - begun)
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=max(1.0, left), check=False)
        except FileNotFoundError:
            pytest.skip(f"{name} cannot be installed: there is no {command[0]} on this machine")
        except subprocess.TimeoutExpired:
            pytest.skip(f"{name} could not be installed within {INSTALLING:.0f} s")
        if done.returncode:
            pytest.skip(f"{name} could not be installed: {_reason(done.stderr)}")


def _reason(said: str) -> str:
    """The first line that calls itself an error."""
    lines = said.strip().splitlines() or ["nothing was said"]
    return next((line for line in lines if "error" in line.lower()), lines[-1])


def _pip(name: str, pins: Path, folder: Path) -> list[list[str]]:
    python = str(folder / "bin" / "python")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-compile", "--retries", "1"]
    return [[sys.executable, "-m", "venv", str(folder)], [python, "-m", "pip", "install", *quiet, "--constraint", str(pins), name]]


def _npm(name: str, pins: Path, folder: Path) -> list[list[str]]:
    package = NODE[name]
    version = dict(line.split("==") for line in pins.read_text().splitlines() if not line.startswith("#"))[package]
    quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries", "1"]
    return [["npm", "install", "--prefix", str(folder), *quiet, f"{package}@{version}"]]
