"""Novita's customers have long texts spoken, ask for tasks, and are told of them."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import timedelta

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE
from http_receiver import Receiver
from http_world import PATIENCE, World
from minimax_calls import Customer as Minimax
from novita_calls import NARRATOR, TASK, Customer, reason


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


def test_a_long_text_is_asked_for_until_it_has_succeeded(customer: Customer, world: World) -> None:
    world.paused = True
    try:
        task_id = customer.long("2.6-hd", audio_setting={"format": "opus"})["task_id"]
        assert customer.task(task_id)["task"]["status"] == "TASK_STATUS_QUEUED"
    finally:
        world.paused = False
    found = customer.settled(task_id)

    assert found["task"]["status"] == "TASK_STATUS_SUCCEED"
    assert found["task"]["task_type"] == "MINIMAX_SPEECH_2.6_HD"
    (audio,) = found["audios"]
    assert audio["audio_type"] == "opus"
    assert customer.client.get(audio["audio_url"]).headers["content-type"].startswith("audio/ogg")


def test_the_file_of_a_2_8_task_is_minimaxs_archive(customer: Customer) -> None:
    accepted = customer.long()
    customer.settled(accepted["task_id"])

    file = Minimax(client=customer.client).get("/v1/files/retrieve", file_id=accepted["file_id"])
    assert file["file"]["purpose"] == "t2a_async"


def test_a_file_of_several_texts_becomes_several_sounds(customer: Customer) -> None:
    text = json.dumps({"title": "A title.", "content": "What follows it."}).encode()
    number = Minimax(client=customer.client).upload(zipped("book.json", text), purpose="t2a_async_input", filename="book.zip")
    accepted = customer.long(text=None, text_file_id=number)

    assert accepted["task_id"] == str(accepted["file_id"])
    assert len(customer.settled(accepted["task_id"])["audios"]) == 2


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, data)
    return file.getvalue()


def test_a_task_that_failed_says_why(customer: Customer) -> None:
    found = customer.settled(customer.long(text=CRASH_AT_ONCE)["task_id"])

    assert found["task"]["status"] == "TASK_STATUS_FAILED"
    assert found["task"]["reason"].startswith("The engine stopped")
    assert found["audios"] == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"voice_setting": None}, "voice_setting"),
        ({"text": "x" * 50_001}, "text"),
        ({"text": None}, "text"),
        ({"text_file_id": 1}, "text_file_id"),
        ({"extra": {"webhook": {}}}, "extra.webhook.url"),
        ({"extra": {"webhook": {"url": "http://10.0.0.1/hook"}}}, "extra.webhook.url"),
        (
            {"extra": {"webhook": {"url": "https://x.example", "test_mode": {"return_task_status": "DONE"}}}},
            "extra.webhook.test_mode.return_task_status",
        ),
    ],
)
def test_a_long_text_that_cannot_be_spoken_is_refused_with_the_field(customer: Customer, fields: dict[str, object], field: str) -> None:
    body = {"text": "A long text.", "voice_setting": {"voice_id": NARRATOR}, **fields}

    assert reason(customer.ask("/v3/async/minimax-speech-02-hd", **body)) == (400, "INVALID_REQUEST_BODY", field)


def test_a_text_file_has_fewer_than_100_000_characters(customer: Customer) -> None:
    number = Minimax(client=customer.client).upload(b"x" * 100_000, purpose="t2a_async_input", filename="long.txt")

    answer = customer.ask("/v3/async/minimax-speech-02-hd", text_file_id=number, voice_setting={"voice_id": NARRATOR})
    assert reason(answer) == (400, "INVALID_REQUEST_BODY", "text_file_id")


@pytest.mark.parametrize("task_id", ["", "1", "9" * 40, "task_nothing", "²"])
def test_no_other_task_is_found(customer: Customer, task_id: str) -> None:
    answer = customer.client.get(f"/novita{TASK}", params={"task_id": task_id})

    assert reason(answer)[:2] == (404, "TASK_NOT_FOUND")


def test_a_webhook_is_told_the_result_signed(customer: Customer, receiver: Receiver) -> None:
    task_id = customer.long(extra={"webhook": {"url": receiver.url}})["task_id"]
    told = receiver.waited()

    assert told["event_type"] == "ASYNC_TASK_RESULT"
    assert told["payload"] == customer.settled(task_id)
    assert receiver.got[0][0]["webhook-signature"].startswith("v1,")


def test_a_webhook_is_tried_five_times_more(customer: Customer, receiver: Receiver, world: World) -> None:
    before = world.clock.ahead
    receiver.statuses = [500] * 9
    customer.long(extra={"webhook": {"url": receiver.url}})
    try:
        for count, pause in enumerate((5, 15, 60, 300, 900), start=1):
            receiver.waited(count)
            until_waiting(world)
            world.clock.ahead += timedelta(seconds=pause)
        receiver.waited(6)
        assert world.rounds == []
    finally:
        world.clock.ahead = before


def until_waiting(world: World) -> None:
    """The next attempt is planned a moment after the one before."""
    deadline = time.monotonic() + PATIENCE
    while not world.rounds and time.monotonic() < deadline:
        time.sleep(0.02)
    assert world.rounds


@pytest.mark.parametrize("status", ["TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"])
def test_a_rehearsal_tells_and_speaks_nothing(customer: Customer, receiver: Receiver, world: World, status: str) -> None:
    before = world.hum.hummed
    mode = {"enabled": True, "return_task_status": status}
    accepted = customer.long(extra={"webhook": {"url": receiver.url, "test_mode": mode}})
    told = receiver.waited()

    assert told["payload"]["task"]["status"] == status
    assert told["payload"]["task"]["task_id"] == accepted["task_id"]
    assert told["payload"]["audios"] == []
    assert accepted["file_id"] == 0
    assert world.hum.hummed == before


def test_several_texts_cannot_be_told_of(customer: Customer, receiver: Receiver) -> None:
    text = json.dumps({"title": "A title.", "content": "What follows it."}).encode()
    number = Minimax(client=customer.client).upload(zipped("book.json", text), purpose="t2a_async_input", filename="book.zip")
    fields = {"text_file_id": number, "voice_setting": {"voice_id": NARRATOR}, "extra": {"webhook": {"url": receiver.url}}}

    assert reason(customer.ask("/v3/async/minimax-speech-02-hd", **fields)) == (400, "INVALID_REQUEST_BODY", "text_file_id")
