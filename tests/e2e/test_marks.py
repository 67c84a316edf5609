"""What a server puts into its sound that nobody hears is found again in what its clients got."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import requests

from running import KEY, Server, started, stopped

pytestmark = pytest.mark.xdist_group("e2e")

TEXT = (
    "The old harbour was quiet in the morning, and only a few gulls followed the boats out past the yellow lighthouse. By noon the wind had turned."
)
VOICE = "English_Graceful_Lady"
ASKED = {"model": "speech-2.8-hd", "text": TEXT, "voice_setting": {"voice_id": VOICE}}


@pytest.fixture(scope="module")
def marking(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    running = started(tmp_path_factory.mktemp("house") / "data", "--hidden-mark", "Orchard")
    yield running
    stopped(running)


def verified(file: Path, sound: bytes) -> dict[str, Any]:
    file.write_bytes(sound)
    program = Path(sys.executable).with_name("voicewright")
    done = subprocess.run([program, "verify", file, "--mark", "orchard", "--json"], capture_output=True, timeout=60, check=False)
    return json.loads(done.stdout)


def whole(server: Server) -> bytes:
    answer = server.post("/v1/t2a_v2", {**ASKED, "audio_setting": {"format": "mp3", "bitrate": 64000, "sample_rate": 16000}})
    return bytes.fromhex(answer.json()["data"]["audio"])


def streamed(server: Server) -> bytes:
    asked = {"model": "tts-1", "voice": VOICE, "input": TEXT, "response_format": "opus"}
    with requests.post(
        server.url + "/openai/v1/audio/speech", json=asked, headers={"Authorization": f"Bearer {KEY}"}, stream=True, timeout=60
    ) as answer:
        assert answer.status_code == 200, answer.text
        return b"".join(answer.iter_content(None))


def preview(server: Server) -> bytes:
    answer = server.post("/v1/voice_design", {"prompt": "A calm, deep man.", "preview_text": TEXT})
    return bytes.fromhex(answer.json()["trial_audio"])


@pytest.mark.parametrize("way", [whole, streamed, preview], ids=lambda way: way.__name__)
def test_the_mark_is_in_everything_that_is_spoken(marking: Server, tmp_path: Path, way: Any) -> None:
    told = verified(tmp_path / "sound", way(marking))

    assert told["marked"], told
    assert told["label"]["ContentProducer"] == "Voicewright" if told["label"] else way is streamed


def test_a_server_that_was_not_asked_marks_nothing(server: Server, tmp_path: Path) -> None:
    assert not verified(tmp_path / "sound", whole(server))["marked"]
