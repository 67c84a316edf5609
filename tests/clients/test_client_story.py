"""A voice made through one program speaks through the others; that a designed one speaks through litellm is told beside what else litellm says."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import requests
import soundfile
from calls import SENTENCE, At, Named, Saying, livekit, mcp, mmx, seconds_in, seconds_of

from running import Server

pytestmark = pytest.mark.clients

VOICE = "Reader-of-the-tests-01"


@pytest.fixture(scope="module")
def cloned(client: Named, ours: At, recording: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a voice that minimax-mcp has cloned from a recording."""
    folder = tmp_path_factory.mktemp("cloned")
    arguments = {"voice_id": VOICE, "file": str(recording), "text": "Hello, this is my voice."}
    (said,) = mcp(client, ours, folder, ("voice_clone", arguments))
    assert f"Voice ID: {VOICE}, demo audio saved as:" in said, said
    (demo,) = folder.glob("voice_clone*")
    assert 0.8 < seconds_in(demo) < 6
    return VOICE


def test_a_voice_cloned_by_an_agent_speaks_over_a_websocket(client: Named, ours: At, cloned: str, tmp_path: Path) -> None:
    (told,) = livekit(client, tmp_path, Saying(at=ours, voice=cloned))

    assert "raised" not in told, told
    assert 3 < seconds_of(told) < 15


def test_it_speaks_in_the_native_dialect_and_is_listed_to_the_agent(client: Named, server: Server, ours: At, cloned: str, tmp_path: Path) -> None:
    accepted = server.post("/aijisu/v1/audio/tasks", {"model": "minimax-speech-2.8-hd", "text": SENTENCE, "voice_id": cloned}).json()
    task = server.finished(accepted["task_id"])
    (listed,) = mcp(client, ours, tmp_path, ("list_voices", {"voice_type": "voice_cloning"}))

    assert task["status"] == "completed", task
    samples, rate = soundfile.read(io.BytesIO(requests.get(str(task["audio_url"]), timeout=30).content))
    assert 3 < len(samples) / rate < 15
    assert f"ID: {cloned}" in listed


def test_a_clone_is_linked_to_in_url_mode(client: Named, ours: At, recording: Path, tmp_path: Path) -> None:
    arguments = {"voice_id": f"{VOICE}-linked", "file": str(recording), "text": "Hello, this is my voice."}
    (said,) = mcp(client, ours, tmp_path, ("voice_clone", arguments), mode="url")

    assert said.startswith("Success. Demo audio URL: http"), said
    demo = requests.get(said.removeprefix("Success. Demo audio URL: "), timeout=30)
    assert demo.status_code == 200
    assert len(demo.content) > 5000


def test_the_second_voice_of_a_name_is_refused_in_the_vendors_words(client: Named, ours: At, cloned: str, recording: Path, tmp_path: Path) -> None:
    arguments = {"voice_id": cloned, "file": str(recording), "text": "Hello."}
    (said,) = mcp(client, ours, tmp_path, ("voice_clone", arguments))

    assert "2039-voice clone voice id duplicate" in said


@pytest.mark.parametrize("mode", ["local", "url"])
def test_a_voice_designed_by_an_agent_speaks_at_once(client: Named, ours: At, tmp_path: Path, mode: str) -> None:
    voice = f"Designed-by-an-agent-{mode}1"
    design = ("voice_design", {"prompt": "A bright young woman", "preview_text": "Good morning to you.", "voice_id": voice})
    made, spoken = mcp(client, ours, tmp_path, design, ("text_to_audio", {"text": SENTENCE, "voice_id": voice}), mode=mode)

    assert made.startswith("Success."), made
    assert f"Voice ID generated: {voice}" in made
    assert spoken.startswith("Success."), spoken


def test_the_vendors_own_program_keeps_files(client: Named, ours: At, recording: Path, tmp_path: Path) -> None:
    sent = mmx(client, ours, tmp_path, "file", "upload", "--file", str(recording), "--purpose", "voice_clone", "--output", "json")
    listed = mmx(client, ours, tmp_path, "file", "list", "--output", "json")

    assert recording.name in sent
    assert recording.name in listed
