"""What an account is told that asks too often, or for too much at once, in each dialect's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from http_world import World
from websocket_calls import PLAIN, conversation

from voicewright.domain.account import Scope
from voicewright.domain.plan import Limit, Plan, Verb

SLOW = Plan(name="slow", limits={Verb.READ: Limit(per_minute=2), Verb.SPEAK: Limit(per_minute=100, at_once=1)})
ONE_TEXT = Plan(name="one text", limits={Verb.SPEAK: Limit(per_minute=1)})
SPOKEN = {"text": "Hello there.", "voice_setting": {"voice_id": "English_Graceful_Lady"}}

READS = {
    "aijisu": ("GET", "/v1/models", None, 429, "rate_limit_exceeded"),
    "minimax": ("POST", "/v1/get_voice", {"voice_type": "all"}, 200, "1002"),
    "apixo": ("GET", "/api/v1/apikeys/current-balance", None, 429, "429"),
    "novita": ("GET", "/v3/user", None, 429, "RATE_LIMIT_EXCEEDED"),
    "kyma": ("GET", "/v1/credits/balance", None, 429, "rate_limited"),
    "openai": ("GET", "/v1/models", None, 429, "rate_limit_exceeded"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(folder=tmp_path_factory.mktemp("limited"), plans={plan.name: plan for plan in (Plan(name="free"), SLOW, ONE_TEXT)}, queue_limit=3)
    world.start()
    yield world
    world.stop()


@pytest.fixture
def key(world: World) -> str:
    return world.key(plan=SLOW.name)


@pytest.fixture
def limited(world: World, key: str) -> Iterator[httpx2.Client]:
    with world.client(key) as client:
        yield client


@pytest.mark.parametrize("dialect", READS)
def test_the_third_request_of_a_minute_is_refused_with_the_time_to_wait(dialect: str, limited: httpx2.Client) -> None:
    method, path, body, status, word = READS[dialect]
    answers = [limited.request(method, f"/{dialect}{path}", json=body) for _ in range(3)]

    assert not [answer for answer in answers[:2] if "retry-after" in answer.headers]
    assert answers[2].status_code == status
    assert word in answers[2].text
    assert 1 <= int(answers[2].headers["retry-after"]) <= (5 if dialect == "kyma" else 60)


def test_one_accounts_pace_is_not_anothers(world: World, limited: httpx2.Client) -> None:
    for _ in range(3):
        limited.get("/openai/v1/models")

    with world.client(world.key(plan=SLOW.name)) as other:
        assert other.get("/openai/v1/models").status_code == 200


def test_a_request_without_the_scope_does_not_count(world: World) -> None:
    with world.client(world.key(plan=SLOW.name, scopes=frozenset({Scope.SPEAK}))) as client:
        assert [client.get("/openai/v1/models").status_code for _ in range(4)] == [403] * 4


def test_health_and_figures_are_never_limited(limited: httpx2.Client) -> None:
    assert [limited.get(path).status_code for path in ["/healthz", "/readyz", "/metrics"] * 3] == [200] * 9


def test_a_second_open_task_is_refused_until_the_first_has_ended(world: World, limited: httpx2.Client) -> None:
    body = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": "English_Graceful_Lady"}
    world.paused = True
    try:
        first = limited.post("/aijisu/v1/audio/tasks", json=body)
        second = limited.post("/aijisu/v1/audio/tasks", json=body)
        in_minimax = limited.post("/minimax/v1/t2a_async_v2", json={"model": "speech-2.8-hd", **SPOKEN})
    finally:
        world.paused = False
    with limited.stream("GET", f"/aijisu/v1/audio/tasks/{first.json()['task_id']}/events") as events:
        events.read()

    assert (second.status_code, second.headers["retry-after"]) == (429, "5")
    assert in_minimax.json()["base_resp"]["status_code"] == 1002
    assert limited.post("/aijisu/v1/audio/tasks", json=body).status_code == 200


def test_a_second_conversation_is_told_of_the_limit_of_connections(world: World, key: str, limited: httpx2.Client) -> None:
    with conversation(world.url, key, path=PLAIN) as first:
        with conversation(world.url, key, path=PLAIN, started=False) as second:
            refused = second.hear()
            assert (refused["event"], refused["base_resp"]["status_code"]) == ("task_failed", 1041)
            assert second.closed()
        assert limited.post("/minimax/v1/t2a_v2", json={"model": "speech-2.8-hd", **SPOKEN}).json()["base_resp"]["status_code"] == 1002
        first.say("task_continue", text="It speaks all the same.")
        assert first.spoken()[-1]["base_resp"]["status_code"] == 0
        first.say("task_finish")
        assert first.until("task_finished")
        assert first.closed()


def test_the_second_text_of_a_conversation_counts_and_is_skipped_where_there_is_a_limit(world: World) -> None:
    with conversation(world.url, world.key(plan=ONE_TEXT.name), path=PLAIN) as socket:
        heard: list[int] = []
        for _ in range(2):
            socket.say("task_continue", text="Hello there.")
            heard.append(socket.spoken()[-1]["base_resp"]["status_code"])

    assert heard == [0, 1002]


def test_a_stream_that_is_over_makes_room(limited: httpx2.Client) -> None:
    body = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": "English_Graceful_Lady"}

    assert [limited.post("/aijisu/v1/audio/stream", json=body).status_code for _ in range(3)] == [200] * 3


def test_a_full_queue_is_said_to_be_full(world: World) -> None:
    body: dict[str, Any] = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": "English_Graceful_Lady"}
    world.paused = True
    try:
        with world.client(world.key()) as client:
            answers = [client.post("/aijisu/v1/audio/tasks", json=body) for _ in range(4)]
            said = client.post("/minimax/v1/t2a_async_v2", json={"model": "speech-2.8-hd", **SPOKEN})
    finally:
        world.paused = False

    assert [answer.status_code for answer in answers] == [200, 200, 200, 503]
    assert answers[3].headers["retry-after"] == "30"
    assert said.json()["base_resp"]["status_code"] == 1002


def test_kyma_says_what_the_limits_are(limited: httpx2.Client) -> None:
    assert limited.get("/kyma/v1/auth/limits").json() == {"tier": "slow", "requests_per_minute": 100, "requests_per_day": None}


def test_a_transcript_refuses_by_status(world: World) -> None:
    with world.client(world.key(scopes=frozenset({Scope.READ}))) as client:
        answer = client.post("/minimax/v1/speech_to_text", files={"file": ("a.wav", b"x")})

    assert answer.status_code == 403
    assert re.search("insufficient|not authorized", answer.text)
