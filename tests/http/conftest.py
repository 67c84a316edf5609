"""A server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
import structlog
from http_receiver import Receiver, receiving
from http_world import LOGS, Program, World

from voicewright.domain.account import Scope


@pytest.fixture(scope="module", autouse=True)
def logs() -> Iterator[None]:
    """What is logged is kept, and not printed."""
    LOGS.entries.clear()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, LOGS])
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(folder=tmp_path_factory.mktemp("server"))
    world.start()
    yield world
    world.stop()


@pytest.fixture
def client(world: World) -> Iterator[httpx2.Client]:
    """A program with a key of its own account."""
    with world.client(world.key()) as client:
        yield client


@pytest.fixture
def stranger(world: World) -> Iterator[httpx2.Client]:
    """Somebody else's program, with a valid key."""
    with world.client(world.key()) as client:
        yield client


@pytest.fixture
def operator(world: World) -> Iterator[httpx2.Client]:
    """The operator's program, whose key may administer too."""
    with world.client(world.key(scopes=frozenset(Scope))) as client:
        yield client


@pytest.fixture
def program(client: httpx2.Client) -> Program:
    return Program(client=client)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server of a customer's own."""
    with receiving() as receiver:
        yield receiver
