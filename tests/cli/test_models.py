"""An operator installs what understands speech: the real command against a hub on this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any, cast
from urllib.parse import urlsplit

import httpx2
import pytest
from command import lines, voicewright

if find_spec("faster_whisper") is None:
    pytest.skip("faster-whisper is not installed", allow_module_level=True)

from voicewright.adapters.recogniser.hub import NotFetched, fetched
from whisper_model import written

SHA = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """Serves one repository, whatever it is called."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Shelf)
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.server_port}"


class Shelf(BaseHTTPRequestHandler):
    """What is asked of a hub, and what it answers."""

    def do_GET(self) -> None:
        folder = cast("Hub", self.server).folder
        path = urlsplit(self.path).path
        if path.startswith("/api/models/missing/"):
            self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
        elif "/tree/" in path:
            self._answer(200, json.dumps([_entry(file) for file in folder.iterdir()]).encode())
        elif path.startswith("/api/models/"):
            files = [{"rfilename": file.name} for file in folder.iterdir()]
            self._answer(200, json.dumps({"id": "somebody/model", "sha": SHA, "siblings": files}).encode())
        else:
            data = (folder / path.rsplit("/", 1)[-1]).read_bytes()
            self._answer(200, data, {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": SHA})

    do_HEAD = do_GET  # noqa: N815 - the name that the base class calls

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class has it
        del format, args

    def _answer(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), "Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


def _entry(file: Path) -> dict[str, object]:
    return {"type": "file", "path": file.name, "size": file.stat().st_size, "oid": hashlib.sha1(file.read_bytes()).hexdigest()}  # noqa: S324 - the hub's ids


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    hub = Hub(written(tmp_path_factory.mktemp("hub") / "model"))
    Thread(target=hub.serve_forever, daemon=True).start()
    yield hub
    hub.shutdown()
    hub.server_close()


def _environment(hub: Hub, tmp_path: Path) -> dict[str, str]:
    return {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "home"), "HF_HUB_DISABLE_XET": "1", "VOICEWRIGHT_DATA": str(tmp_path / "data")}


def test_a_model_that_was_installed_is_used_before_what_is_built_in(hub: Hub, tmp_path: Path) -> None:
    env = _environment(hub, tmp_path)
    assert [line.split("\t")[0] for line in lines(voicewright("models", "list", env=env).stdout)] == ["sphinx"]

    done = voicewright("models", "install", "somebody/model", env=env)

    assert done.returncode == 0, done.stderr
    assert lines(done.stdout) == [str(tmp_path / "data" / "models" / "whisper")]
    assert b"from its next start" in done.stderr
    assert {file.name for file in (tmp_path / "data" / "models" / "whisper").iterdir()} >= {"model.bin", "tokenizer.json", "vocabulary.json"}
    whisper, sphinx = json.loads(voicewright("models", "list", "--json", env=env).stdout)
    assert (whisper["name"], whisper["dictates"], len(whisper["languages"])) == ("whisper", True, 40)
    assert (sphinx["name"], sphinx["dictates"], sphinx["languages"]) == ("sphinx", False, ["English"])


@pytest.mark.parametrize(("name", "reason"), [("enormous", "There is no model called enormous; use one of"), ("missing/model", "cannot be fetched")])
def test_a_model_that_is_not_to_be_had_leaves_everything_as_it_was(hub: Hub, tmp_path: Path, name: str, reason: str) -> None:
    done = voicewright("models", "install", name, env=_environment(hub, tmp_path))

    assert done.returncode == 4
    assert reason in done.stderr.decode()
    assert not (tmp_path / "data" / "models" / "whisper").exists()


def test_who_has_no_way_to_a_hub_is_told_why_and_what_to_do(hub: Hub, tmp_path: Path) -> None:
    done = voicewright("models", "install", "tiny", env=_environment(hub, tmp_path) | {"HF_ENDPOINT": "http://127.0.0.1:9"})

    folder = tmp_path / "data" / "models" / "whisper"
    said = " ".join(done.stderr.decode().split())
    assert said.endswith(
        f"The model tiny cannot be fetched: [Errno 111] Connection refused. Where there is no way to a hub, copy a model to {folder}."
    )


@pytest.mark.parametrize("error", [ConnectionError(), TimeoutError(""), OSError("\n")])
def test_a_hub_that_does_not_answer_is_told_by_what_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def unreachable(*_: object, **__: object) -> str:
        raise FileNotFoundError(f"Got: {type(error).__name__}: {error}\nPlease check your connection.") from error

    monkeypatch.setattr("faster_whisper.download_model", unreachable)
    with pytest.raises(NotFetched, match=f"The model tiny cannot be fetched: {type(error).__name__}. Where"):
        fetched("tiny", tmp_path / "model")


def test_whoever_watches_a_server_sees_what_it_understands(served: dict[str, str]) -> None:
    checks = httpx2.get(f"{served['VOICEWRIGHT_URL']}/readyz").json()["checks"]

    assert checks["recognisers"] == {"ok": True, "detail": "sphinx: English, compares speech with a text"}
