"""Around requests: ids, logs, figures, health."""

from __future__ import annotations

import re
import socket

import httpx2
import pytest
from http_engine import FAIL_STRANGELY
from http_world import Program, World
from starlette.datastructures import Headers

from voicewright import __version__
from voicewright.domain.speech import Codec
from voicewright.http.auth import secret_of


def test_the_address_that_the_server_prints_says_what_is_there(world: World) -> None:
    with world.client(None) as somebody:
        answer, head = somebody.get("/"), somebody.head("/")

    assert (answer.status_code, head.status_code) == (200, 200)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith(f"Voicewright {__version__}: ")
    assert all(hint in answer.text for hint in ("/openapi.json", "/readyz", "voicewright --help"))
    assert head.content == b""


def test_other_methods_at_the_root_are_refused_in_a_dialects_words(client: httpx2.Client) -> None:
    assert client.post("/").json()["error"]["code"] == "not_found"


def test_a_sane_request_id_is_taken_over_and_given_back(client: httpx2.Client) -> None:
    assert client.get("/v1/models", headers={"x-request-id": "abc-123:4.5_6"}).headers["x-request-id"] == "abc-123:4.5_6"


@pytest.mark.parametrize("given", ["short", "with space in it", "x" * 129, 'quo"te-quote', ""])
def test_any_other_request_id_is_replaced(client: httpx2.Client, given: str) -> None:
    assert re.fullmatch(r"req_[0-9a-f]{32}", client.get("/v1/models", headers={"x-request-id": given}).headers["x-request-id"])


def test_refusals_have_a_request_id_too(client: httpx2.Client) -> None:
    assert client.get("/nowhere").headers["x-request-id"].startswith("req_")


def test_a_request_is_one_line_in_the_log(client: httpx2.Client, world: World) -> None:
    client.get("/v1/audio/voices?search=secret-words", headers={"x-request-id": "logged-request"})
    (line,) = world.logged("logged-request")

    assert (line["method"], line["path"], line["status"], line["dialect"]) == ("GET", "/v1/audio/voices", 200, "aijisu")
    assert "secret-words" not in str(line)


@pytest.mark.parametrize("attempt", range(5))
def test_whoever_leaves_with_everything_in_hand_has_torn_nothing(world: World, attempt: int) -> None:
    request_id = f"left-with-everything-{attempt}"
    world.do(world.objects.put("outputs/task_whole", bytes(2_000_000)))
    with world.client(None) as client:
        client.get(world.links.path("outputs/task_whole", Codec.WAV), headers={"x-request-id": request_id, "connection": "close"})

    assert [entry["torn"] for entry in world.logged(request_id)] == [False]


def test_a_failure_is_logged_with_its_traceback(client: httpx2.Client, world: World) -> None:
    body = {"model": "minimax-speech-2.8-hd", "text": FAIL_STRANGELY, "voice_id": "English_Graceful_Lady"}
    client.post("/v1/audio/stream", json=body, headers={"x-request-id": "failed-request"})

    assert [entry["exc_info"] for entry in world.logged("failed-request") if entry["log_level"] == "error"] == [True]


def test_figures_of_requests_are_kept_by_dialect_route_and_status(client: httpx2.Client) -> None:
    client.get("/v1/models")
    client.get("/aijisu/v1/models")
    client.get("/nowhere/at/all")
    page = client.get("/metrics").text

    assert re.search(r'voicewright_http_requests_total\{dialect="aijisu",route="GET /v1/models",status="200"\} \d+', page)
    assert 'route="unknown",status="404"' in page
    assert "at/all" not in page
    assert 'voicewright_http_request_seconds_bucket{dialect="aijisu",le="1.0",route="GET /v1/models"}' in page


def test_figures_of_the_moment_stand_beside_them(client: httpx2.Client) -> None:
    assert 'voicewright_queue_length{queue="voices"} 0.0' in client.get("/metrics").text


def test_the_process_says_that_it_lives_without_a_key(world: World) -> None:
    with world.client(None) as nobody:
        assert nobody.get("/healthz").json() == {"status": "ok"}
        assert nobody.head("/healthz").status_code == 200


def test_readiness_names_every_part(client: httpx2.Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"database": {"ok": True, "detail": "answers"}, "worker": {"ok": True, "detail": "works"}}}


def test_a_part_that_fails_makes_the_server_unready_and_says_no_more_than_its_kind(client: httpx2.Client, world: World) -> None:
    def broken() -> str:
        raise ConnectionRefusedError("password of the database")

    sound = world.findings["database"]
    world.findings["database"] = broken
    try:
        answer = client.get("/readyz")
    finally:
        world.findings["database"] = sound

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "detail": "failed: ConnectionRefusedError"}
    assert answer.json()["checks"]["worker"]["ok"]


@pytest.mark.parametrize(
    ("headers", "secret"),
    [
        ({"authorization": "Bearer k"}, "k"),
        ({"authorization": "bearer   k "}, "k"),
        ({"authorization": "k"}, "k"),
        ({"xi-api-key": "k"}, "k"),
        ({"authorization": "Bearer ", "xi-api-key": "k"}, "k"),
        ({"authorization": "Bearer"}, None),
        ({}, None),
    ],
)
def test_a_key_is_found_in_each_of_the_ways_that_clients_show_it(headers: dict[str, str], secret: str | None) -> None:
    assert secret_of(Headers(headers)) == secret


@pytest.mark.parametrize("host", ["", "a b", "[::1", "évil.example", "x" * 5000, "user@host:99999/path?x#y"])
def test_a_strange_host_fails_nothing(program: Program, world: World, host: str) -> None:
    program.design()
    lines = ["GET /v1/audio/voices HTTP/1.1", f"Authorization: {program.client.headers['authorization']}", f"Host: {host}", "Connection: close"]
    with socket.create_connection(world.listening.getsockname()) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        status = connection.makefile("rb").readline()

    assert status.split()[1] in {b"200", b"400"}


def test_a_trace_is_the_tail_of_an_id_of_ours_and_follows_from_an_id_of_the_callers(client: httpx2.Client) -> None:
    ours = client.get("/v1/models").headers
    twice = [client.get("/v1/models", headers={"x-request-id": "mine-12345"}).headers["trace-id"] for _ in range(2)]

    assert ours["x-request-id"] == f"req_{ours['trace-id']}"
    assert re.fullmatch(r"[0-9a-f]{32}", twice[0])
    assert twice[0] == twice[1]
