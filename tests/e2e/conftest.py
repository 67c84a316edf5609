"""One server for all of these tests, and the recordings beside it."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from running import Server, site, started, stopped


@pytest.fixture(scope="session")
def recordings(speech: Path) -> Generator[str]:
    """The address of the recordings."""
    with site(speech) as address:
        yield address


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """A server that may fetch from this machine."""
    running = started(tmp_path_factory.mktemp("house") / "data", "--allow-hosts", "127.0.0.1")
    yield running
    stopped(running)
