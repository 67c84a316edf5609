"""Speech tasks in the native dialect: follow, cancel, forget, watch."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from http_engine import CRASH_LATER, NEVER_END
from http_world import Program, World

TASKS = "/aijisu/v1/audio/tasks"
VOICE = "English_Graceful_Lady"


@pytest.fixture
def paused(world: World) -> Iterator[World]:
    """No worker comes."""
    world.paused = True
    yield world
    world.paused = False


def submitted(program: Program, **fields: object) -> str:
    body = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": VOICE, **fields}
    return program.client.post(TASKS, json=body).json()["task_id"]


def events(program: Program, task_id: str) -> str:
    return program.client.get(f"{TASKS}/{task_id}/events").text


def test_a_task_waits_in_the_queue_until_a_worker_comes(program: Program, paused: World) -> None:
    task = program.task(submitted(program))

    assert paused.paused
    assert (task["status"], task["progress"], task["audio_url"], task["result"], task["outputs"]) == ("queued", "0%", None, None, [])


def test_a_finished_task_links_to_the_sound_that_was_asked_for(program: Program) -> None:
    task = program.speak(voice=VOICE, audio_setting={"format": "wav", "sample_rate": 16000})
    sound = program.client.get(task["audio_url"])

    assert task["status"] == "completed"
    assert sound.headers["content-type"] == "audio/wav"
    assert sound.content[:4] == b"RIFF"


def test_subtitles_stand_beside_the_sound(program: Program) -> None:
    task = program.speak(voice=VOICE, text="I have 2 cats.", subtitles=True)
    file = program.client.get(task["subtitles_url"])
    (line,) = file.json()

    assert file.headers["content-type"] == "application/json"
    assert (line["text"], line["pronounce_text"]) == ("I have 2 cats.", "I have two cats.")
    assert [word["word"] for word in line["timestamped_words"]] == ["I", " ", "have", " ", "2", " ", "cats", "."]
    assert program.speak(voice=VOICE)["subtitles_url"] is None


def test_a_stream_has_no_file_for_subtitles(program: Program) -> None:
    body = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": VOICE, "subtitles": True}

    assert program.client.post("/aijisu/v1/audio/stream", json=body).json()["error"]["message"].startswith("`subtitles` are made for tasks")


def test_a_failed_task_says_why_in_the_shape_of_a_refusal(program: Program) -> None:
    task = program.speak(voice=VOICE, text=CRASH_LATER)

    assert (task["status"], task["audio_url"], task["result"]) == ("failed", None, None)
    assert task["error"]["code"] == "engine_error"
    assert task["error"]["type"] == "server_error"


def test_an_open_task_is_cancelled_and_then_forgotten(program: Program, paused: World) -> None:
    task_id = submitted(program)

    assert paused.paused
    assert program.client.delete(f"{TASKS}/{task_id}").json()["deleted"] is False
    assert program.task(task_id)["error"]["code"] == "task_cancelled"
    assert program.client.delete(f"{TASKS}/{task_id}").json()["deleted"] is True
    assert program.client.get(f"{TASKS}/{task_id}").status_code == 404


def test_cancelling_a_running_task_stops_the_work(program: Program, world: World) -> None:
    task_id = submitted(program, text=NEVER_END)
    while program.task(task_id)["status"] != "processing":
        pass
    program.client.delete(f"{TASKS}/{task_id}")

    assert '"status":"failed"' in events(program, task_id)
    assert program.speak(voice=VOICE)["status"] == "completed"
    assert world.hum.speaking == 0


def test_a_forgotten_task_takes_its_sound_along(program: Program) -> None:
    task = program.speak(voice=VOICE)
    program.client.delete(f"{TASKS}/{task['task_id']}")

    assert program.client.get(task["audio_url"]).status_code == 404


def test_whoever_watches_is_told_of_every_change_and_of_the_end(program: Program) -> None:
    lines = events(program, submitted(program)).split("\n\n")
    seen = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]

    assert lines[-1] == ""
    assert all(line.startswith("data: {") and "\n" not in line for line in lines[:-1])
    assert seen[-1]["status"] == "completed"
    assert seen[-1]["audio_url"]


def test_watching_a_task_that_has_ended_tells_once(program: Program) -> None:
    assert events(program, program.speak(voice=VOICE)["task_id"]).count("data: ") == 1


def test_a_task_of_a_clone_can_be_looked_up_too(program: Program) -> None:
    made = program.clone()
    task = program.task(made["task_id"])

    assert (task["model"], task["status"], task["voice_id"]) == ("minimax-voice-clone", "completed", made["voice_id"])
