"""novita-client waits for long texts, and raises what it is refused. Novita's own command line clones, speaks, waits, and says why it is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests
from calls import SENTENCE, At, Named, novita, seconds_in, seconds_of, texts

from running import Server, site

pytestmark = pytest.mark.clients

SECONDS = (3.0, 12.0)
"""How long the sentence may take to say."""
RATE = 32_000
"""Samples per second where none are asked for."""


def printed(client: Named, at: At, folder: Path, *arguments: str) -> str:
    """What the command line prints when all is well."""
    done = novita(client, at, folder, *arguments)
    assert done.status == 0, done.err[-3000:]
    return done.out


def refused(client: Named, at: At, folder: Path, *arguments: str) -> str:
    """What it says when it is refused."""
    done = novita(client, at, folder, *arguments)
    assert (done.status, done.out) == (1, "")
    return done.err


@pytest.fixture(scope="module")
def cloning(client: Named, ours: At, recording: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the command line prints of a voice that it clones from an address."""
    with site(recording.parent) as address:
        asked = ("audio", "voice-clone", f"{address}/{recording.name}", "--text", "Hello, this is my voice.", "--accuracy", "0.5")
        return printed(client, ours, tmp_path_factory.mktemp("cloning"), *asked)


@pytest.fixture(scope="module")
def cloned(cloning: str) -> str:
    """That voice's id."""
    return cloning.splitlines()[0].removeprefix("Voice ID: ")


def accepted(server: Server, *, voice: str, **asked: object) -> str:
    """The id of a long text that is to be spoken; the command line has no call for it."""
    answer = server.post("/v3/async/minimax-speech-2.8-hd", {"text": SENTENCE, "voice_setting": {"voice_id": voice}, **asked})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["task_id"])


@pytest.fixture(scope="session")
def wrong_novita(wrong: At) -> At:
    """A key that nobody has, where the paths have Novita's prefix."""
    return At(url=wrong.url.replace("/minimax", "/novita"), key=wrong.key)


@pytest.fixture(scope="session")
def their_novita(theirs: At) -> At:
    """Somebody else's account, the same way."""
    return At(url=theirs.url.replace("/minimax", "/novita"), key=theirs.key)


def test_novita_client_waits_until_a_long_text_is_spoken_by_a_voice_from_another_dialect(
    client: Named, server: Server, ours: At, designed: str, tmp_path: Path
) -> None:
    asked = texts((ours, {"series": "2.8-hd", "voice": designed}), (ours, {"series": "02-turbo", "voice": "Wise_Woman"}))
    first, second = client("novita-client").drive(asked, cwd=tmp_path)["told"]

    assert (first["status"], first["type"]) == ("TASK_STATUS_SUCCEED", "MINIMAX_SPEECH_2.8_HD"), first
    assert (second["status"], second["type"]) == ("TASK_STATUS_SUCCEED", "MINIMAX_SPEECH_02_TURBO"), second
    assert (first["images"], first["credit"]) == ([], 0)
    result = server.call("GET", f"/v3/async/task-result?task_id={first['task']}").json()
    assert result["audios"][0]["audio_url"].startswith("http")


def test_novita_client_raises_for_a_wrong_key_and_somebody_elses_voice(
    client: Named, wrong_novita: At, their_novita: At, designed: str, tmp_path: Path
) -> None:
    asked = texts(*((one, {"series": "2.6-hd", "voice": designed}) for one in (wrong_novita, their_novita)))
    unkeyed, foreign = client("novita-client").drive(asked, cwd=tmp_path)["told"]

    assert (unkeyed["raised"], foreign["raised"]) == ("NovitaResponseError", "NovitaResponseError")
    assert "INVALID_API_KEY" in unkeyed["message"]
    assert "VOICE_NOT_FOUND" in foreign["message"]


def test_the_command_line_clones_from_an_address_and_links_to_the_preview(cloning: str, tmp_path: Path) -> None:
    found = re.fullmatch(r"Voice ID: (nv-\S+)\nPreview:  (http\S+)\n", cloning)

    assert found is not None, cloning
    preview = tmp_path / "preview.mp3"
    preview.write_bytes(requests.get(found[2], timeout=30).content)
    assert 0.8 < seconds_in(preview) < 6


def test_a_clone_without_a_text_has_no_preview(client: Named, ours: At, recording: Path, tmp_path: Path) -> None:
    with site(recording.parent) as address:
        said = printed(client, ours, tmp_path, "audio", "voice-clone", f"{address}/{recording.name}")

    assert re.fullmatch(r"Voice ID: nv-\S+\n", said)


@pytest.mark.parametrize("form", ["mp3", "wav", "flac"])
def test_the_cloned_voice_speaks_into_a_file(client: Named, ours: At, cloned: str, tmp_path: Path, form: str) -> None:
    said = printed(client, ours, tmp_path, "audio", "tts", SENTENCE, "--voice", cloned, "--format", form)

    assert said == f"Saved: novita_tts.{form}\n"
    assert SECONDS[0] < seconds_in(tmp_path / f"novita_tts.{form}") < SECONDS[1]


def test_bare_samples_are_saved_at_the_usual_rate(client: Named, ours: At, cloned: str, tmp_path: Path) -> None:
    printed(client, ours, tmp_path, "audio", "tts", SENTENCE, "--voice", cloned, "--format", "pcm", "-o", "a.pcm")

    assert SECONDS[0] < seconds_of({"file": tmp_path / "a.pcm", "rate": RATE}) < SECONDS[1]


def test_speed_and_emotion_are_heard_in_the_voice_that_it_has_by_itself(client: Named, ours: At, tmp_path: Path) -> None:
    for name, manner in {"usual": (), "fast": ("--speed", "2"), "sad": ("--emotion", "sad")}.items():
        printed(client, ours, tmp_path, "audio", "tts", SENTENCE, "-o", f"{name}.mp3", *manner)
    usual, fast = (seconds_in(tmp_path / f"{name}.mp3") for name in ("usual", "fast"))

    assert 0.4 < fast / usual < 0.7
    assert (tmp_path / "sad.mp3").read_bytes() != (tmp_path / "usual.mp3").read_bytes()


def test_as_json_the_answer_has_the_link(client: Named, ours: At, cloned: str, tmp_path: Path) -> None:
    told = json.loads(printed(client, ours, tmp_path, "--json-output", "audio", "tts", SENTENCE, "--voice", cloned))

    assert told["status"] == 2
    file = tmp_path / "linked.mp3"
    file.write_bytes(requests.get(told["audio"], timeout=30).content)
    assert SECONDS[0] < seconds_in(file) < SECONDS[1]


def test_it_waits_for_a_long_text_in_the_cloned_voice_and_saves_it(client: Named, server: Server, ours: At, cloned: str, tmp_path: Path) -> None:
    task = accepted(server, voice=cloned)
    waited = novita(client, ours, tmp_path, "task", "wait", task, "-o", "results")
    status = printed(client, ours, tmp_path, "task", "status", task)

    file = tmp_path / "results" / f"task_{task[:8]}_0.mp3"
    assert waited.out == f"Saved: {file.relative_to(tmp_path)}\n", waited.err
    assert waited.err.endswith("100% - TASK_STATUS_SUCCEED\n")
    assert SECONDS[0] < seconds_in(file) < SECONDS[1]
    assert f"Task:     {task}\nType:     MINIMAX_SPEECH_2.8_HD\nStatus:   TASK_STATUS_SUCCEED\nProgress: 100%\nAudio:    http" in status


def test_it_waits_for_a_task_of_another_dialect(client: Named, server: Server, ours: At, cloned: str, tmp_path: Path) -> None:
    made = server.post("/aijisu/v1/audio/tasks", {"model": "minimax-speech-2.8-hd", "text": SENTENCE, "voice_id": cloned}).json()
    said = printed(client, ours, tmp_path, "task", "wait", made["task_id"])

    assert SECONDS[0] < seconds_in(tmp_path / said.removeprefix("Saved: ").strip()) < SECONDS[1]


def test_it_says_why_a_task_has_failed(client: Named, server: Server, ours: At, tmp_path: Path) -> None:
    with site(tmp_path) as address:
        rehearsed = {"url": address, "test_mode": {"enabled": True, "return_task_status": "TASK_STATUS_FAILED"}}
        task = accepted(server, voice="Wise_Woman", extra={"webhook": rehearsed})
        said = refused(client, ours, tmp_path, "task", "wait", task)

    assert said.endswith("Error: Task failed: The task was cancelled; nothing was charged.\n")


def test_there_is_no_credit(client: Named, ours: At, tmp_path: Path) -> None:
    assert printed(client, ours, tmp_path, "account", "balance") == "Credit Balance: $0.0000\n"


def test_a_wrong_key_is_said_whatever_is_asked(client: Named, wrong_novita: At, tmp_path: Path) -> None:
    for asked in (
        ("account", "balance"),
        ("audio", "tts", SENTENCE),
        ("audio", "voice-clone", "https://x.example/a.wav"),
        ("task", "wait", "task_1"),
    ):
        assert refused(client, wrong_novita, tmp_path, *asked) == "Error: The API key is not valid.\n"
    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_voice_and_task_are_nobodys(client: Named, server: Server, their_novita: At, cloned: str, tmp_path: Path) -> None:
    foreign = refused(client, their_novita, tmp_path, "audio", "tts", SENTENCE, "--voice", cloned)
    task = refused(client, their_novita, tmp_path, "task", "wait", accepted(server, voice=cloned))

    assert foreign == "Error: The voice does not exist, has expired, or belongs to somebody else.\n"
    assert task == "Error: The task does not exist, or belongs to somebody else.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_is_named_by_its_field(client: Named, ours: At, tmp_path: Path) -> None:
    with site(tmp_path) as address:
        missing = refused(client, ours, tmp_path, "audio", "voice-clone", f"{address}/nothing.wav")
    fast = refused(client, ours, tmp_path, "audio", "tts", SENTENCE, "--speed", "3")

    assert missing == "Error: `audio_url` could not be fetched: its server answered 404.\n"
    assert fast == "Error: `voice_setting.speed` must be at most 2.0.\n"
