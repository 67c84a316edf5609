"""A request with an `Idempotency-Key` may be sent twice and counts once, whatever it asks for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from http_engine import CRASH_LATER, NEVER_END
from http_world import Program, World
from test_vendors import EVERY_CASE, Case, asked, filled

CLONE, DESIGN, STREAM = "/aijisu/v1/audio/voices/clone", "/aijisu/v1/audio/voices/design", "/aijisu/v1/audio/stream"
BODY = {"prompt": "A calm voice.", "preview_text": "Hello there."}
VOICE = "English_Graceful_Lady"
T2A, OPENAI = "/minimax/v1/t2a_v2", "/openai/v1/audio/speech"
NATIVE_STREAM = pytest.param(STREAM, {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": ""}, id="aijisu")
OPENAI_STREAM = pytest.param(OPENAI, {"model": "tts-1", "input": "Hello there.", "voice": ""}, id="openai")
OPENAI_EVENTS = pytest.param(OPENAI, {"model": "gpt-4o-mini-tts", "input": "Hello there.", "voice": "", "stream_format": "sse"}, id="openai-events")


def _firsts() -> list[Case]:
    """The first documented success of every POST."""
    found: dict[tuple[str, str], Case] = {}
    for case in EVERY_CASE:
        answer = case.said["answer"]
        fine = answer["status"] < 400 and answer.get("json", {}).get("base_resp", {}).get("status_code", 0) == 0
        if case.said["request"]["method"] == "POST" and fine:
            found.setdefault((case.dialect.name, case.said["request"]["path"].partition("?")[0]), case)
    return list(found.values())


def designed(client: httpx2.Client, key: str = "key-1", **fields: object) -> httpx2.Response:
    return client.post(DESIGN, json={**BODY, **fields}, headers={"Idempotency-Key": key})


def own(client: httpx2.Client) -> list[str]:
    return [it["voice_id"] for it in client.get("/aijisu/v1/audio/voices?visibility=private").json()["data"]]


@pytest.mark.parametrize("case", _firsts(), ids=str)
def test_every_post_is_answered_again_byte_for_byte_unless_it_shows_a_secret(case: Case, client: httpx2.Client, operator: httpx2.Client) -> None:
    client = operator if case.said["request"].get("scope") == "admin" else client
    request: dict[str, Any] = filled(case.said, Program(client=client))["request"]
    request["headers"] = {**request.get("headers", {}), "Idempotency-Key": "once-and-for-all"}

    first, second = asked(client, f"/{case.dialect.name}", request), asked(client, f"/{case.dialect.name}", request)

    assert "idempotent-replayed" not in first.headers
    if "api_key" in case.said["answer"].get("json", {}):
        assert (first.status_code, second.status_code) == (400, 400)
        assert "secrets are not kept" in second.json()["error"]["message"]
        return
    assert second.headers["idempotent-replayed"] == "true"
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers["content-type"] == first.headers["content-type"]


def test_a_request_that_is_sent_twice_makes_one_voice(client: httpx2.Client) -> None:
    first, second = designed(client), designed(client)

    assert first.json() == second.json()
    assert own(client) == [first.json()["voice_id"]]
    assert designed(client, "key-2").json()["voice_id"] != first.json()["voice_id"]


def test_twins_at_the_same_instant_make_one_voice(client: httpx2.Client, world: World) -> None:
    key = client.headers["authorization"].removeprefix("Bearer ")
    start = threading.Barrier(8)

    def ask(_: int) -> httpx2.Response:
        with world.client(key) as mine:
            start.wait()
            return designed(mine)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))

    fresh = [it for it in answers if it.status_code == 200 and "idempotent-replayed" not in it.headers]
    waiting = [it for it in answers if it.status_code == 409]
    assert len(fresh) == 1
    assert all(it.headers["retry-after"] == "1" and it.json()["error"]["code"] == "request_in_flight" for it in waiting)
    assert {it.status_code for it in answers} <= {200, 409}
    assert len(own(client)) == 1


def test_the_same_key_with_another_body_is_refused(client: httpx2.Client) -> None:
    designed(client)
    other = designed(client, prompt="A loud voice.")

    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert len(own(client)) == 1


def test_a_key_is_its_owners_and_its_paths_own(client: httpx2.Client, stranger: httpx2.Client) -> None:
    mine, theirs = designed(client), designed(stranger)
    elsewhere = client.post(STREAM, json={"model": "minimax-speech-2.8-hd", "text": "Hello."}, headers={"Idempotency-Key": "key-1"})

    assert mine.json()["voice_id"] != theirs.json()["voice_id"]
    assert elsewhere.status_code == 200


def test_a_refused_request_can_be_put_right_under_the_same_key(client: httpx2.Client) -> None:
    assert designed(client, prompt="").status_code == 400
    assert designed(client).status_code == 200


def test_a_request_that_failed_on_our_side_can_be_sent_again(client: httpx2.Client, world: World) -> None:
    del world
    failed = designed(client, preview_text="Crash at once.")
    again = designed(client, preview_text="Crash at once.")

    assert failed.status_code == again.status_code == 502
    assert "idempotent-replayed" not in again.headers


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\u00e9"])
def test_a_key_has_1_to_255_printable_characters(client: httpx2.Client, key: str) -> None:
    answer = client.post(DESIGN, json=BODY, headers=[(b"Idempotency-Key", key.encode("latin-1"))])

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["error"]["message"]


def test_an_answer_is_repeated_for_a_day(client: httpx2.Client, world: World) -> None:
    first = designed(client).json()["voice_id"]
    world.clock.ahead += timedelta(hours=25)
    try:
        assert designed(client).json()["voice_id"] != first
    finally:
        world.clock.ahead -= timedelta(hours=25)


def test_who_left_before_the_answer_finds_the_voice_that_was_begun(client: httpx2.Client, world: World) -> None:
    world.paused = True
    try:
        with pytest.raises(httpx2.ReadTimeout):
            client.post(DESIGN, json=BODY, headers={"Idempotency-Key": "key-1"}, timeout=0.5)
    finally:
        world.paused = False
    answer = designed(client)
    while answer.status_code == 409:
        answer = designed(client)

    assert answer.status_code == 200
    assert own(client) == [answer.json()["voice_id"]]


def test_a_stream_that_its_listener_left_can_be_asked_for_again(client: httpx2.Client) -> None:
    body = {"model": "minimax-speech-2.8-hd", "text": NEVER_END}
    with client.stream("POST", STREAM, json=body, headers={"Idempotency-Key": "key-1"}) as answer:
        next(answer.iter_bytes())
    while True:
        with client.stream("POST", STREAM, json=body, headers={"Idempotency-Key": "key-1"}) as answer:
            if answer.status_code != 409:
                break

    assert answer.status_code == 200
    assert "idempotent-replayed" not in answer.headers


def test_what_was_answered_about_a_voice_goes_with_it(client: httpx2.Client) -> None:
    voice = designed(client).json()["voice_id"]
    client.delete(f"/aijisu/v1/audio/voices/{voice}")
    again = designed(client)

    assert (again.status_code, "not kept" in again.text) == (400, True)
    assert own(client) == []


@pytest.mark.parametrize(("path", "body"), [NATIVE_STREAM, OPENAI_STREAM, OPENAI_EVENTS])
def test_a_stream_is_not_repeated_once_its_voice_is_deleted(client: httpx2.Client, path: str, body: dict[str, str]) -> None:
    voice = designed(client, "key-of-the-voice").json()["voice_id"]
    said = {name: value or voice for name, value in body.items()}
    first = client.post(path, json=said, headers={"Idempotency-Key": "key-1"})
    assert (first.status_code, bool(first.content)) == (200, True)

    client.delete(f"/aijisu/v1/audio/voices/{voice}")
    again = client.post(path, json=said, headers={"Idempotency-Key": "key-1"})

    assert (again.status_code, "not kept" in again.text) == (400, True)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        pytest.param(T2A, {"model": "speech-2.8-hd", "text": CRASH_LATER, "stream": True, "voice_setting": {"voice_id": VOICE}}, id="minimax"),
        pytest.param(OPENAI, {"model": "gpt-4o-mini-tts", "input": CRASH_LATER, "voice": "alloy", "stream_format": "sse"}, id="openai"),
    ],
)
def test_a_stream_that_told_of_its_failure_ends_whole_and_is_spoken_anew(
    client: httpx2.Client, world: World, path: str, body: dict[str, Any]
) -> None:
    first = client.post(path, json=body, headers={"Idempotency-Key": "key-1"})
    hummed = world.hum.hummed
    again = client.post(path, json=body, headers={"Idempotency-Key": "key-1"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.text.count("data: ") == again.text.count("data: ") > 1
    assert "idempotent-replayed" not in again.headers
    assert world.hum.hummed > hummed
