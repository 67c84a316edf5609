"""The main job over a real socket: a recording becomes a voice, and the voice speaks."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import requests
import soundfile

from running import Server

pytestmark = pytest.mark.xdist_group("e2e")

SPEAKER = "lj"
SENTENCE = "The north wind and the sun were disputing which was the stronger."


def transcript(speech: Path, speaker: str = SPEAKER) -> str:
    """What the speaker's reference says."""
    manifest = json.loads((speech / "dev/manifest.json").read_text())
    found = next(entry for entry in manifest["speakers"] if entry["speaker_id"] == speaker)
    return cast("str", found["reference"]["transcript"])


def heard(file: bytes) -> tuple[np.ndarray, int]:
    """What a decoder that is not ours makes of a file."""
    samples, rate = soundfile.read(io.BytesIO(file), dtype="float32")
    return cast("np.ndarray", samples), rate


def test_a_recording_by_url_becomes_a_voice_that_speaks(server: Server, recordings: str, speech: Path) -> None:
    made = server.post(
        "/v1/audio/voices/clone",
        {
            "audio_url": f"{recordings}/dev/{SPEAKER}/reference.flac",
            "reference_text": transcript(speech),
            "text": "Hello, this is my voice.",
            "display_name": "reader",
        },
    )
    assert made.status_code == 200, made.text
    voice = made.json()
    assert voice["billing_contract"]["facts"] == {"voice_clones": 1, "preview_characters": 24}
    assert voice["voice"]["status"] == "active"
    assert voice["voice"]["expires_at"] is not None
    preview, _ = heard(requests.get(voice["preview_audio_url"], timeout=30).content)
    assert 0.02 < np.sqrt(np.mean(preview**2)) < 0.4

    listed = server.call("GET", "/v1/audio/voices", params={"source_type": "voice_clone", "search": "reader"}).json()
    assert voice["voice_id"] in [entry["voice_id"] for entry in listed["data"]]

    accepted = server.post("/v1/audio/tasks", {"model": "minimax-speech-2.8-hd", "text": SENTENCE, "voice_id": voice["voice_id"]})
    task = server.finished(accepted.json()["task_id"])
    assert task["status"] == "completed", task
    samples, rate = heard(requests.get(str(task["audio_url"]), timeout=30).content)
    assert rate == 32000
    assert 2 < len(samples) / rate < 10

    shown = server.call("GET", f"/v1/audio/voices/{voice['voice_id']}").json()
    assert shown["expires_at"] is None


def test_a_recording_as_a_file_becomes_a_voice_in_another_language(server: Server, speech: Path) -> None:
    recording = (speech / "dev/de_kerstin/reference.flac").read_bytes()
    upload = server.call("POST", "/v1/files", files={"file": ("me.flac", recording)}, data={"purpose": "voice_clone"}).json()

    made = server.post(
        "/v1/audio/voices/clone", {"file_id": upload["id"], "reference_text": transcript(speech, "de_kerstin"), "language": "German"}
    ).json()
    streamed = server.call(
        "POST",
        "/v1/audio/stream",
        json={"model": "minimax-speech-02-hd", "text": "Guten Morgen, wie geht es Ihnen?", "voice_id": made["voice_id"], "format": "flac"},
    )

    assert made["preview_audio_url"] is None
    assert streamed.headers["content-type"] == "audio/flac"
    assert len(streamed.content) > 20_000


@pytest.mark.parametrize("voice_id", ["English_Graceful_Lady", "Chinese (Mandarin)_Warm_Girl", "Arabic_CalmWoman"])
def test_system_voices_speak(server: Server, voice_id: str) -> None:
    text = {"English": "Good morning.", "Chinese": "早上好，今天天气很好。", "Arabic": "صباح الخير، كيف حالك اليوم؟"}[
        voice_id.split("_", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    ]

    sound = server.call("POST", "/v1/audio/stream", json={"model": "minimax-speech-2.8-hd", "text": text, "voice_id": voice_id, "format": "wav"})

    samples, rate = heard(sound.content)
    assert 0.5 < len(samples) / rate < 6
    assert np.abs(samples).max() > 0.05


def test_progress_is_told_while_a_long_text_is_spoken(server: Server) -> None:
    accepted = server.post(
        "/v1/audio/tasks", {"model": "minimax-speech-2.8-hd", "text": f"{SENTENCE} " * 40, "voice_id": "English_Graceful_Lady"}
    ).json()

    with requests.get(
        f"{server.url}/v1/audio/tasks/{accepted['task_id']}/events",
        headers={"Authorization": "Bearer a-key-that-the-operator-brought"},
        stream=True,
        timeout=120,
    ) as events:
        told = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith(b"data: ")]

    assert told[-1]["status"] == "completed"
    assert len({event["progress"] for event in told}) > 2
