"""The native dialect tells that a task has ended, where it was asked to."""

from __future__ import annotations

import time
from datetime import timedelta

import httpx2
import pytest
from http_receiver import Receiver
from http_shapes import LINK, MOMENT
from http_world import PATIENCE, Program, World

SPEECH = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": "English_Graceful_Lady"}


def test_a_finished_synthesis_is_told_as_its_task_is_shown(program: Program, receiver: Receiver) -> None:
    task = program.speak(voice="English_Graceful_Lady", callback_url=receiver.url)

    told = receiver.waited(1)

    assert told["type"] == "task.completed"
    assert MOMENT.fullmatch(told["timestamp"])
    assert told["data"] == task
    assert LINK.fullmatch(told["data"]["audio_url"])


def test_a_new_voice_is_told(program: Program, receiver: Receiver) -> None:
    made = program.clone(callback_url=receiver.url)

    told = receiver.waited(1)

    assert (told["type"], told["data"]["task_id"], told["data"]["voice_id"]) == ("task.completed", made["task_id"], made["voice_id"])


def test_a_task_that_was_cancelled_is_told_as_failed(program: Program, receiver: Receiver, world: World) -> None:
    world.paused = True
    try:
        task = program.client.post("/aijisu/v1/audio/tasks", json={**SPEECH, "callback_url": receiver.url}).json()["task_id"]
        program.client.delete(f"/aijisu/v1/audio/tasks/{task}")
    finally:
        world.paused = False

    told = receiver.waited(1)

    assert (told["type"], told["data"]["error"]["code"]) == ("task.failed", "task_cancelled")


def test_a_task_can_be_forgotten_while_its_message_is_on_its_way(program: Program, receiver: Receiver, world: World) -> None:
    receiver.statuses = [503]
    task = program.speak(voice="English_Graceful_Lady", callback_url=receiver.url)["task_id"]
    receiver.waited(1)
    delivery = receiver.got[0][0]["webhook-id"]
    deadline = time.monotonic() + PATIENCE
    while _attempts(world, delivery) < 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    program.client.delete(f"/aijisu/v1/audio/tasks/{task}")
    try:
        world.clock.ahead += timedelta(seconds=6)
        told = receiver.waited(2)
    finally:
        world.clock.ahead = timedelta()

    assert told["data"]["task_id"] == task


@pytest.mark.parametrize("url", ["http://example.com/hook", "https://10.1.2.3/hook", "ftp://example.com/", "not a URL", "https://u:p@example.com/"])
def test_an_address_that_will_not_be_called_is_refused_at_once(client: httpx2.Client, url: str) -> None:
    answer = client.post("/aijisu/v1/audio/tasks", json={**SPEECH, "callback_url": url})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request_parameter")
    assert answer.json()["error"]["message"].startswith("`callback_url` cannot be called: it")


def test_an_address_without_end_is_refused(client: httpx2.Client) -> None:
    answer = client.post("/aijisu/v1/audio/tasks", json={**SPEECH, "callback_url": f"https://example.com/{'a' * 2100}"})

    assert answer.json()["error"]["message"] == "`callback_url` has 2120 characters; at most 2048 are allowed."


def test_a_stream_has_nobody_to_tell(client: httpx2.Client) -> None:
    answer = client.post("/aijisu/v1/audio/stream", json={**SPEECH, "callback_url": "https://example.com/hook"})

    assert (answer.status_code, "callback_url" in answer.json()["error"]["message"]) == (400, True)


def _attempts(world: World, delivery: str) -> int:
    found = world.do(world.core.webhooks.log(delivery))
    return 0 if found is None else len(found[1])
