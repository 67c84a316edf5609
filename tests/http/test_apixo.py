"""What a program of APIXO's customers does: a task, then its status or a callback."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from http_receiver import Receiver
from http_shapes import LINK
from http_world import PATIENCE, World
from standardwebhooks import Webhook

VOICE, SPEECH = "minimax-voice", "minimax-speech-2-8"
CLONE: dict[str, Any] = {"mode": "clone", "voice_id_prefix": "warm001", "audio_urls": ["https://example.com/audio/me.wav"]}
DESIGN: dict[str, Any] = {"mode": "design", "voice_id_prefix": "calm001", "prompt": "A calm voice.", "preview_text": "Hello there."}


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody's program, which knows the vendor's paths and nothing of ours."""

    client: httpx2.Client

    def submit(self, model: str, given: dict[str, Any], **around: object) -> dict[str, Any]:
        answer = self.client.post(f"/apixo/api/v1/generateTask/{model}", json={"input": given, **around})
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def status(self, model: str, task_id: str) -> dict[str, Any]:
        answer = self.client.get(f"/apixo/api/v1/statusTask/{model}", params={"taskId": task_id})
        assert (answer.status_code, answer.json()["code"], answer.json()["message"]) == (200, 200, "success")
        return answer.json()["data"]

    def settled(self, model: str, task_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while (found := self.status(model, task_id))["state"] == "processing" and time.monotonic() < deadline:
            time.sleep(0.02)
        return found

    def say(self, voice_id: str) -> dict[str, Any]:
        given = {"mode": "speech-hd", "voice_id": voice_id, "prompt": "Hello there."}
        return self.settled(SPEECH, self.submit(SPEECH, given)["taskId"])


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


def message_of(receiver: Receiver) -> str:
    """The last message's id, from its headers."""
    return receiver.got[-1][0]["webhook-id"]


def logged(world: World, delivery: str) -> list[tuple[int, int | None, str]]:
    """Number, status and answer of every attempt, once the last one has been written down."""
    found = world.do(world.core.webhooks.log(delivery))
    assert found is not None
    return [(it.number, it.status, it.said) for it in found[1]]


def until_noted(world: World, delivery: str, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(logged(world, delivery)) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_clone_is_prepared_then_active_and_speaks(customer: Customer) -> None:
    submitted = customer.submit(VOICE, {**CLONE, "preview_text": "It is me."})
    assert re.fullmatch(r"warm001-[a-z0-9]{6}", submitted["voice_id"])
    assert (submitted["state"], submitted["voice_type"]) == ("processing", "preparing")

    made = customer.settled(VOICE, submitted["taskId"])

    assert (made["state"], made["voice_type"], made["voice_id"]) == ("success", "active", submitted["voice_id"])
    assert LINK.fullmatch(json.loads(made["resultJson"])["resultUrls"][0])
    assert customer.say(made["voice_id"])["state"] == "success"


def test_times_are_unix_milliseconds(customer: Customer) -> None:
    before = time.time_ns() // 1_000_000
    made = customer.settled(VOICE, customer.submit(VOICE, DESIGN)["taskId"])
    after = time.time_ns() // 1_000_000

    assert before - 1 <= made["createTime"] <= made["completeTime"] <= after + 1
    assert 0 <= made["costTime"] <= made["completeTime"] - made["createTime"] + 1


def test_a_clone_without_a_preview_has_an_empty_list_of_urls(customer: Customer) -> None:
    made = customer.settled(VOICE, customer.submit(VOICE, CLONE)["taskId"])

    assert made["resultJson"] == '{"resultUrls":[]}'


def test_a_task_that_is_processing_shows_no_result(customer: Customer, world: World) -> None:
    world.paused = True
    try:
        submitted = customer.submit(VOICE, DESIGN)
        found = customer.status(VOICE, submitted["taskId"])
    finally:
        world.paused = False

    assert found == {**submitted, "createTime": found["createTime"]}


@pytest.mark.parametrize(
    ("url", "code"), [("https://example.com/short/me.wav", "AUDIO_TOO_SHORT"), ("https://nowhere.example/me.wav", "AUDIO_DOWNLOAD_FAILED")]
)
def test_a_recording_that_cannot_be_used_fails_the_task(customer: Customer, url: str, code: str) -> None:
    submitted = customer.submit(VOICE, {**CLONE, "audio_urls": [url]})

    failed = customer.settled(VOICE, submitted["taskId"])

    assert (failed["state"], failed["failCode"]) == ("failed", code)
    assert "`input.audio_urls`" in failed["failMsg"]
    assert failed.keys() == {"taskId", "state", "createTime", "completeTime", "failCode", "failMsg"}


def test_accuracy_decides_whether_the_preview_text_is_believed_to_be_the_transcript(customer: Customer, world: World) -> None:
    made = customer.submit(VOICE, {**CLONE, "preview_text": "It is me.", "accuracy": 0.9})

    voice = world.do(_voice(world, made["voice_id"]))

    assert voice is not None
    assert (voice.transcript, voice.transcript_fit) == ("It is me.", 0.9)


def test_a_callback_brings_the_final_status_signed(customer: Customer, receiver: Receiver, world: World) -> None:
    submitted = customer.submit(VOICE, {**CLONE, "preview_text": "It is me."}, request_type="callback", callback_url=receiver.url)

    told = receiver.waited(1)

    status = customer.status(VOICE, submitted["taskId"])
    links = [json.loads(data.pop("resultJson"))["resultUrls"] for data in (told["data"], status)]
    assert told == {"code": 200, "message": "success", "data": status}
    assert all(LINK.fullmatch(url) for urls in links for url in urls)
    assert links[1]
    headers, body = receiver.got[0]
    secret = world.do(_secret(world, submitted["taskId"]))
    assert Webhook(secret).verify(body, headers) == json.loads(body)


def test_the_link_in_a_callback_works(customer: Customer, receiver: Receiver) -> None:
    given = {"mode": "speech-turbo", "voice_id": "preset_general_wise_woman", "prompt": "Hello there."}
    customer.submit(SPEECH, given, request_type="callback", callback_url=receiver.url)

    (url,) = json.loads(receiver.waited(1)["data"]["resultJson"])["resultUrls"]

    assert httpx2.get(url).headers["content-type"] == "audio/mpeg"


def test_a_failure_is_told_too(customer: Customer, receiver: Receiver) -> None:
    given = {**CLONE, "audio_urls": ["https://example.com/short/me.wav"]}
    customer.submit(VOICE, given, request_type="callback", callback_url=receiver.url)

    told = receiver.waited(1)

    assert (told["data"]["state"], told["data"]["failCode"]) == ("failed", "AUDIO_TOO_SHORT")


def test_a_callback_is_tried_three_times_more_at_growing_intervals_and_then_no_more(customer: Customer, receiver: Receiver, world: World) -> None:
    receiver.statuses = [500, 302, 404, 503]
    customer.submit(VOICE, DESIGN, request_type="callback", callback_url=receiver.url)
    receiver.waited(1)
    delivery = message_of(receiver)
    until_noted(world, delivery, 1)
    try:
        for count, pause in enumerate((30, 120, 600), start=2):
            world.clock.ahead += timedelta(seconds=pause // 3)
            time.sleep(0.1)
            assert len(receiver.got) == count - 1
            world.clock.ahead += timedelta(seconds=pause)
            receiver.waited(count)
            until_noted(world, delivery, count)
        world.clock.ahead += timedelta(days=1)
        time.sleep(0.1)
    finally:
        world.clock.ahead = timedelta()

    assert logged(world, delivery) == [(1, 500, "got"), (2, 302, "got"), (3, 404, "got"), (4, 503, "got")]
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {delivery}
    assert len({body for _, body in receiver.got}) == 1


def test_a_callback_that_was_given_up_can_be_replayed_and_is_then_tried_as_often_again(customer: Customer, receiver: Receiver, world: World) -> None:
    customer.submit(VOICE, DESIGN, request_type="callback", callback_url=receiver.url)
    receiver.waited(1)
    delivery = message_of(receiver)
    until_noted(world, delivery, 1)
    receiver.statuses = [500]

    world.do(_replayed(world, delivery))
    receiver.waited(2)
    until_noted(world, delivery, 2)
    try:
        world.clock.ahead += timedelta(seconds=31)
        receiver.waited(3)
        until_noted(world, delivery, 3)
    finally:
        world.clock.ahead = timedelta()

    assert [(number, status) for number, status, _ in logged(world, delivery)] == [(1, 200), (2, 500), (3, 200)]


def test_polling_goes_on_working_beside_a_callback(customer: Customer, receiver: Receiver) -> None:
    submitted = customer.submit(VOICE, DESIGN, request_type="callback", callback_url=receiver.url)

    assert customer.settled(VOICE, submitted["taskId"])["state"] == "success"
    receiver.waited(1)


def test_with_async_nobody_is_called(customer: Customer, receiver: Receiver) -> None:
    submitted = customer.submit(VOICE, DESIGN, request_type="async", callback_url=receiver.url)

    assert customer.settled(VOICE, submitted["taskId"])["state"] == "success"
    assert receiver.got == []


def test_a_foreign_voice_is_refused_like_one_that_there_is_not(customer: Customer, stranger: httpx2.Client) -> None:
    voice = customer.settled(VOICE, customer.submit(VOICE, DESIGN)["taskId"])["voice_id"]
    answers = [
        stranger.post(f"/apixo/api/v1/generateTask/{SPEECH}", json={"input": {"mode": "speech-hd", "voice_id": it, "prompt": "Hi."}})
        for it in (voice, "warm001-zzzzzz")
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["data"] == {"error": "`input.voice_id` is not valid or not available for the current account."}


def test_a_foreign_task_is_refused_like_one_that_there_is_not(customer: Customer, stranger: httpx2.Client) -> None:
    task = customer.submit(VOICE, DESIGN)["taskId"]
    answers = [stranger.get(f"/apixo/api/v1/statusTask/{VOICE}", params={"taskId": it}) for it in (task, "task_none")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


def test_the_paths_answer_at_the_root_too(client: httpx2.Client) -> None:
    answer = client.get("/api/v1/apikeys/current-balance").json()

    assert (answer["code"], answer["message"], answer["data"]) == (200, "success", None)


def test_nothing_is_made_where_the_callback_leads_into_a_private_network(client: httpx2.Client) -> None:
    body = {"input": DESIGN, "request_type": "callback", "callback_url": "https://10.0.0.1/hook"}
    answer = client.post(f"/apixo/api/v1/generateTask/{VOICE}", json=body)

    assert answer.status_code == 400
    assert client.get("/aijisu/v1/audio/voices", params={"visibility": "private"}).json()["data"] == []


async def _voice(world: World, voice_id: str) -> Any:
    async with world.store.view() as unit:
        return await unit.voices.get(voice_id)


async def _secret(world: World, task_id: str) -> str:
    async with world.store.unit() as unit:
        task = await unit.tasks.get(task_id)
        assert task is not None
        return await unit.accounts.webhook_secret(task.account, fresh="whsec_none")


async def _replayed(world: World, delivery: str) -> None:
    assert await world.core.webhooks.replay(delivery) is not None
