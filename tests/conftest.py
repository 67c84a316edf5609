"""What tests of every floor share: databases, a store, recordings."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store

OURS = {"VOICEWRIGHT_SPEECH", "VOICEWRIGHT_TEST_POSTGRES"}
"""Variables that tests read; any other would change what the program under test does."""

for _name in [name for name in os.environ if name.startswith("VOICEWRIGHT_") and name not in OURS]:
    del os.environ[_name]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a background job ignores Ctrl-C and hands that on; the programs that tests interrupt must not
    signal.signal(signal.SIGINT, signal.default_int_handler)

POSTGRES = os.environ.get("VOICEWRIGHT_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")

EMPTYING: tuple[LiteralString, ...] = (
    # a test that failed may have left connections behind, and they their locks
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "DROP SCHEMA IF EXISTS dbos CASCADE",
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public",
)


@pytest.fixture(scope="session")
def speech() -> Path:
    """The folder of recordings with transcripts."""
    folder = Path(os.environ.get("VOICEWRIGHT_SPEECH", Path(__file__).parents[2] / "shared" / "speech"))
    if not folder.is_dir():
        pytest.skip(f"there are no recordings at {folder}; set VOICEWRIGHT_SPEECH")
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: a SQLite file, then a PostgreSQL database, for this test alone."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'voicewright.db'}"
    url: str = request.getfixturevalue("postgres_database")
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in EMPTYING:
            connection.execute(statement)
    return url


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """The URL of a PostgreSQL database that this process made for itself; whoever takes it empties it."""
    try:
        connection = psycopg.connect(POSTGRES, connect_timeout=3, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"there is no PostgreSQL to test with; set VOICEWRIGHT_TEST_POSTGRES: {error}")
    name = f"voicewright_test_{secrets.token_hex(8)}"
    with connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        # tests see no power loss, and a commit that waits for the disk makes them slow
        connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """A store on an empty database with every table."""
    upgrade(database_url)
    opened = open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A real server with an empty folder, as the variables that tell a client where it is and with which key."""
    home = tmp_path_factory.mktemp("served")
    key = secrets.token_urlsafe(24)
    program = Path(sys.executable).with_name("voicewright")
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [program, "serve", "--data", home / "data", "--port", "0"],
            cwd=home,
            env={**os.environ, "VOICEWRIGHT_API_KEY": key},
            stdout=log,
            stderr=log,
        )
    try:
        yield {"VOICEWRIGHT_URL": _address_of(server, home / "log"), "VOICEWRIGHT_API_KEY": key, "VOICEWRIGHT_DATA": str(home / "data")}
    finally:
        server.terminate()
        server.wait(60)


def _address_of(server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        if (found := re.search(r'"address": "([^"]+)".*"event": "ready"|"event": "ready".*"address": "([^"]+)"', log.read_text())) is not None:
            return found[1] or found[2]
        time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text()[-2000:]}")
