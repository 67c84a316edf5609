"""Sharing out the root."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import httpx2
import pytest
from fastapi import APIRouter, FastAPI

from voicewright.domain.plan import Verb
from voicewright.http.access import Undeclared, to
from voicewright.http.app import RootClash, build, rooted_among
from voicewright.http.dialect import Dialect, conversing, open_to_all, speaking
from voicewright.http.dialects import DIALECTS
from voicewright.http.dialects.aijisu.words import render
from voicewright.http.dialects.minimax.websocket import Dialogue
from voicewright.http.state import State


def dialect(name: str, *routes: str) -> Dialect:
    router = APIRouter(route_class=open_to_all(render))

    async def nothing() -> None:
        return None

    for route in routes:
        method, path = route.split(" ")
        router.add_api_route(path, nothing, methods=[method])
    return Dialect(name=name, router=router, render=render, contract=Path("none.json"))


def test_two_that_claim_the_same_path_refuse_to_start() -> None:
    one, other = dialect("one", "GET /v1/audio/voices"), dialect("other", "POST /v1/x", "GET /v1/audio/voices")

    with pytest.raises(RootClash, match="one and other both claim GET /v1/audio/voices"):
        rooted_among([one, other], ("one", "other"))


def test_paths_with_parameters_clash_too() -> None:
    one, other = dialect("one", "GET /v1/voices/{voice_id}"), dialect("other", "GET /v1/voices/{id}")

    with pytest.raises(RootClash):
        rooted_among([one, other], ("one", "other"))


def test_a_path_that_another_ones_parameter_swallows_clashes_too() -> None:
    one, other = dialect("one", "GET /v1/voices/{voice_id:path}"), dialect("other", "GET /v1/voices/clone/all")

    with pytest.raises(RootClash):
        rooted_among([other, one], ("other", "one"))


def test_two_that_converse_at_the_same_path_refuse_to_start() -> None:
    one, other = dialect("one"), dialect("other", "GET /ws/v1/speech")
    conversing(one.router, "/ws/v1/speech", Dialogue, access=to(Verb.SPEAK))

    assert rooted_among([one, other], ("one", "other")) == [one, other]
    conversing(other.router, "/ws/v1/speech", Dialogue, access=to(Verb.SPEAK))
    with pytest.raises(RootClash, match="one and other both claim WS /ws/v1/speech"):
        rooted_among([one, other], ("one", "other"))


async def test_a_dialect_that_claims_the_bare_root_has_it() -> None:
    @asynccontextmanager
    async def nothing(_: FastAPI) -> AsyncGenerator[State]:
        yield cast("State", {})

    app = build(lifespan=nothing, dialects=[dialect("one", "GET /")], root_dialects=("one",), public_url=None)

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://voices.example") as client:
        assert (await client.get("/")).json() is None


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/v1/t2a_v3", "404 page not found"),
        ("/v1/t2a_v2", "404 page not found"),  # which is there, but not to be read
        ("/v1/voice_clones", "404 page not found"),
        ("/api/v1/generateTasks/minimax-voice", '"code":404'),
        ("/v3/minimax-voice-cloner", '"reason":"NOT_FOUND"'),
        ("/v1/audio/voicez", '"code":"not_found"'),
        ("/nowhere", '"code":"not_found"'),
    ],
)
def test_a_wrong_path_at_the_root_is_answered_in_the_words_of_whoever_has_the_one_most_like_it(client: httpx2.Client, path: str, said: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert said in answer.text


@pytest.mark.parametrize(
    ("request_line", "places"),
    [
        ("POST /v1/audio/speech", "`/kyma/v1/audio/speech` and `/openai/v1/audio/speech`"),
        ("DELETE /v1/audio/voice_consents/cons_1", "`/openai/v1/audio/voice_consents/{consent_id}`"),
        ("POST /v1/audio/voices", "`/openai/v1/audio/voices`"),  # which is there, but only to be read
    ],
)
def test_a_path_that_only_a_prefix_has_is_answered_with_that_prefix(client: httpx2.Client, request_line: str, places: str) -> None:
    answer = client.request(*request_line.split(" "))

    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == (
        f"There is nothing at this path for this method. This server has it at {places}: add that prefix to your client's base URL."
    )


async def test_a_root_that_is_nobodys_names_every_prefix() -> None:
    @asynccontextmanager
    async def nothing(_: FastAPI) -> AsyncGenerator[State]:
        yield cast("State", {})

    app = build(lifespan=nothing, dialects=[dialect("one", "GET /v1/voices")], root_dialects=(), public_url=None)

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://voices.example") as client:
        assert "`/one/v1/voices`" in (await client.get("/v1/voices")).json()["error"]["message"]


def test_the_same_path_for_other_methods_is_fine() -> None:
    one, other = dialect("one", "GET /v1/voices"), dialect("other", "POST /v1/voices")

    assert rooted_among([one, other], ("other", "one")) == [other, one]


def test_openais_dialect_has_the_root_beside_minimaxs_and_not_beside_the_native_one() -> None:
    assert [one.name for one in rooted_among(DIALECTS, ("openai", "minimax"))] == ["openai", "minimax"]
    with pytest.raises(RootClash, match="aijisu and openai both claim"):
        rooted_among(DIALECTS, ("aijisu", "openai"))


def test_only_those_at_the_root_can_clash() -> None:
    one, other = dialect("one", "GET /v1/voices"), dialect("other", "GET /v1/voices")

    assert rooted_among([one, other], ("one",)) == [one]


def test_a_name_that_is_none_is_told_with_those_that_are() -> None:
    with pytest.raises(RootClash, match="names three; there are one"):
        rooted_among([dialect("one")], ("three",))


def test_a_route_that_does_not_say_what_it_asks_of_a_key_cannot_be_made() -> None:
    router = APIRouter(route_class=speaking(render))

    async def forgotten() -> None:
        return None

    with pytest.raises(Undeclared, match=r"forgotten in test_root does not say what it asks of a key: put @asks\(…\) under its route"):
        router.add_api_route("/v1/forgotten", forgotten)


def test_an_application_is_not_built_over_a_route_that_nobody_guards() -> None:
    one = dialect("one")
    inner = APIRouter()

    @inner.get("/v1/open")
    async def left_open() -> None:
        return None

    one.router.include_router(inner)

    with pytest.raises(Undeclared, match="/v1/open of one is guarded by nobody"):
        rooted_among([one, dialect("other")], ("one", "other"))
    assert left_open
