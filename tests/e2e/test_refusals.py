"""Bad input over a real socket: the documented words, and nothing spent."""

from __future__ import annotations

import io
import socket
import threading
import time
import wave
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from running import Server, site

pytestmark = pytest.mark.xdist_group("e2e")

CLONE = "/v1/audio/voices/clone"
DESIGN = "/v1/audio/voices/design"
TASKS = "/v1/audio/tasks"
VOICE = "`voice_id` is not visible for the current client or is not compatible with this model"


def said(server: Server, path: str, body: dict[str, object], *, key: str | None = "a-key-that-the-operator-brought") -> tuple[int, str, str]:
    """Status, code and message of a refusal."""
    answer = server.post(path, body, key=key)
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["message"]


def voices(server: Server) -> int:
    """How many voices there are."""
    return len(server.call("GET", "/v1/audio/voices").json()["data"])


def wav(seconds: float, *, channels: int = 1, level: float = 0.1, rate: int = 16000) -> bytes:
    """Noise, or silence."""
    samples = level * np.random.default_rng(0).standard_normal(int(seconds * rate))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(np.repeat((np.clip(samples, -1, 1) * 32767).astype("<i2"), channels).tobytes())
    return file.getvalue()


def test_without_a_key_nothing_is_learned(server: Server) -> None:
    assert said(server, CLONE, {}, key=None) == (401, "api_key_required", "API key required.")
    assert said(server, CLONE, {}, key="sk-wrong")[:2] == (401, "invalid_api_key")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (CLONE, {}, "audio_url"),
        (CLONE, {"audio_url": ""}, "audio_url"),
        (DESIGN, {"preview_text": "Hi."}, "prompt"),
        (DESIGN, {"prompt": "A warm voice."}, "preview_text"),
        (DESIGN, {"prompt": "   ", "preview_text": "Hi."}, "prompt"),
        (TASKS, {"model": "minimax-speech-2.8-hd", "voice_id": "English_Graceful_Lady"}, "text"),
        (TASKS, {"model": "minimax-speech-2.8-hd", "voice_id": "English_Graceful_Lady", "text": ""}, "text"),
        (TASKS, {"text": "Hello.", "voice_id": "English_Graceful_Lady"}, "model"),
    ],
)
def test_what_is_missing_is_named(server: Server, path: str, body: dict[str, object], field: str) -> None:
    assert said(server, path, body) == (400, "invalid_request_parameter", f"`{field}` is required.")


def test_a_hundred_thousand_characters_are_too_many(server: Server) -> None:
    status, code, message = said(server, TASKS, {"model": "minimax-speech-2.8-hd", "text": "a" * 100_000, "voice_id": "English_Graceful_Lady"})

    assert (status, code) == (400, "invalid_request_parameter")
    assert message == "`text` has 100000 characters; at most 10000 are allowed."


def test_an_unknown_voice_is_not_visible(server: Server) -> None:
    body: dict[str, object] = {"model": "minimax-speech-2.8-hd", "text": "Hello.", "voice_id": "VoiceClone000000000000"}

    assert said(server, TASKS, body) == (400, "invalid_request_parameter", VOICE)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("words.wav", b"I am no sound at all.", "is no audio that can be read here"),
        ("two.wav", wav(2), "has 2.0 s of sound; at least 10 s are needed"),
        ("six.wav", wav(360, rate=8000), "is longer than 300 s"),
        ("many.wav", wav(12, channels=8), "has 8 channels"),
        ("silent.wav", wav(12, level=0.0), "holds no speech"),
        ("large.wav", bytes(21_000_000), "is larger than 20 MB"),
    ],
)
def test_a_recording_that_cannot_be_used_is_refused(server: Server, tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    before = voices(server)
    with site(tmp_path) as address:
        status, code, message = said(server, CLONE, {"audio_url": f"{address}/{name}"})

    assert (status, code) == (400, "invalid_request_parameter")
    assert message.startswith("`audio_url` ")
    assert words in message
    assert voices(server) == before


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:1/me.wav", "could not be fetched"),
        ("http://nowhere.invalid/me.wav", "could not be fetched"),
        ("http://[::1]/me.wav", "may not be fetched"),
        ("http://169.254.169.254/latest/meta-data", "may not be fetched"),
        ("file:///etc/hostname", "may not be fetched"),
        ("me.wav", "`audio_url`"),
    ],
)
def test_an_address_that_leads_nowhere_good_is_refused(server: Server, url: str, words: str) -> None:
    status, code, message = said(server, CLONE, {"audio_url": url})

    assert (status, code) == (400, "invalid_request_parameter")
    assert words in message


@contextmanager
def answering(answer: bytes, *, endless: bool = False) -> Generator[str]:
    """A site that gives one answer to everybody, and goes on giving where it is endless."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = listener.accept()
        with client:
            client.recv(4096)
            try:
                client.sendall(answer)
                while endless:
                    client.sendall(bytes(65536))
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/me.wav"
    finally:
        thread.join(40)
        listener.close()


def test_a_redirect_to_a_private_address_is_refused(server: Server) -> None:
    with answering(b"HTTP/1.1 302 Found\r\nLocation: http://[::1]:8000/\r\nContent-Length: 0\r\n\r\n") as url:
        assert "may not be fetched" in said(server, CLONE, {"audio_url": url})[2]


def test_an_answer_that_never_ends_is_cut_off(server: Server) -> None:
    started = time.monotonic()
    with answering(b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\n", endless=True) as url:
        assert "is larger than 20 MB" in said(server, CLONE, {"audio_url": url})[2]

    assert time.monotonic() - started < 30
