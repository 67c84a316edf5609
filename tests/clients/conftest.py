"""A server for the clients, two accounts, a recording, and each client in an environment of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import soundfile
from calls import SENTENCE, At
from environments import Environment, environment

from running import KEY, Server, newcomer, started, stopped


@pytest.fixture(scope="session")
def client() -> Callable[[str], Environment]:
    """A client by its name, installed at most once; one that cannot be is skipped, with the reason, wherever it is asked for."""
    found: dict[str, Environment | str] = {}

    def named(name: str) -> Environment:
        if name not in found:
            try:
                found[name] = environment(name)
            except pytest.skip.Exception as skipped:
                found[name] = str(skipped)
        if isinstance(one := found[name], str):
            pytest.skip(one)
        return one

    return named


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's data folder."""
    return tmp_path_factory.mktemp("house") / "data"


@pytest.fixture(scope="session")
def server(house: Path) -> Generator[Server]:
    """A real server."""
    running = started(house, "--allow-hosts", "127.0.0.1")
    yield running
    stopped(running)


@pytest.fixture(scope="session")
def ours(server: Server) -> At:
    """The account that everything belongs to, at the root; the others come by the prefix."""
    return At(url=server.url, key=KEY)


@pytest.fixture(scope="session")
def native(ours: At, theirs: At) -> tuple[At, At]:
    """Our account and somebody else's, both in the native dialect at the root."""
    return ours, At(url=ours.url, key=theirs.key)


@pytest.fixture(scope="session")
def our_openai(server: Server) -> At:
    """The same account, as OpenAI's clients are told of it."""
    return At(url=f"{server.url}/openai/v1", key=KEY)


@pytest.fixture(scope="session")
def their_openai(our_openai: At, theirs: At) -> At:
    """Somebody else's account, the same way."""
    return At(url=our_openai.url, key=theirs.key)


@pytest.fixture(scope="session")
def wrong(server: Server) -> At:
    """A key that nobody has."""
    return At(url=f"{server.url}/minimax", key="sk-wrong")


@pytest.fixture(scope="session")
def theirs(server: Server, house: Path) -> At:
    """A valid key of somebody else's account."""
    return At(url=f"{server.url}/minimax", key=newcomer(house))


@pytest.fixture(scope="session")
def everybody(ours: At, wrong: At, theirs: At) -> tuple[At, At, At]:
    """All three of them."""
    return ours, wrong, theirs


@pytest.fixture(scope="session")
def recording(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of one speaker: a real one where there are recordings, otherwise one that the server speaks itself."""
    own = tmp_path_factory.mktemp("recording") / "me.wav"
    speech = Path(os.environ.get("VOICEWRIGHT_SPEECH", Path(__file__).parents[3] / "shared" / "speech"))
    if (real := speech / "dev" / "lj" / "reference.flac").exists():
        samples, rate = soundfile.read(real)
        soundfile.write(own, samples, rate)
        return own
    body = {"model": "minimax-speech-2.8-hd", "voice_id": "English_Graceful_Lady", "text": f"{SENTENCE} " * 3, "format": "wav"}
    own.write_bytes(server.call("POST", "/v1/audio/stream", json=body).content)
    return own


@pytest.fixture(scope="session")
def designed(server: Server) -> str:
    """A voice that was designed in the native dialect."""
    made = server.post("/aijisu/v1/audio/voices/design", {"prompt": "A deep, calm man", "preview_text": "Good evening to you."})
    assert made.status_code == 200, made.text
    return str(made.json()["voice_id"])
