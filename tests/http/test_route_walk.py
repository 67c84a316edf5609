"""Every route of every dialect, with every kind of key that is not its owner's: nothing of the owner's is seen, touched or hinted at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts
from http_world import World
from walk_owner import EVERY_SCOPE, MARK, Answer, Owner, disabled_key, owner_in, untraced
from walk_table import LINKED, OPEN, TABLE, Ask

from voicewright.domain.account import Scope
from voicewright.domain.errors import KeyMissing, KeyUnknown, Refusal, ScopeMissing
from voicewright.domain.plan import Verb
from voicewright.http.access import access_of, to
from voicewright.http.app import build
from voicewright.http.dialect import Dialect, routes_of
from voicewright.http.dialects import DIALECTS
from voicewright.http.dialects.minimax.words import worded
from voicewright.http.state import State

Name: TypeAlias = tuple[str, str]
"""A dialect, and a method with a path."""


def _named(dialect: Dialect, route: APIRoute | APIWebSocketRoute) -> Name:
    method = "/".join(sorted(route.methods or ())) if isinstance(route, APIRoute) else "WS"
    return dialect.name, f"{method} {route.path_format}"


ROUTES = {_named(dialect, route): route for dialect in DIALECTS for route in routes_of(dialect)}
WALKED = [pytest.param(name, ask, id=f"{' '.join(name)} {number}") for name, asks in TABLE.items() for number, ask in enumerate(asks, start=1)]
NAMING = [it for it in WALKED if isinstance(it.values[1], Ask) and it.values[1].names]
BAD = ("none", "unknown", "expired", "revoked", "disabled")


@pytest.fixture(scope="module")
def owner(world: World) -> Owner:
    """Somebody who has one of everything."""
    return owner_in(world)


@pytest.fixture(scope="module")
def foreign(world: World) -> str:
    """A key of somebody else's, for everything but administration."""
    return world.key()


@pytest.fixture(scope="module")
def bad(world: World, owner: Owner) -> dict[str, str | None]:
    """Keys that open nothing: all but two of them are, or were, the owner's own."""
    return {
        "none": None,
        "unknown": "sk-vw-this-key-was-never-made-by-anybody",
        "expired": owner.key(expired=True),
        "revoked": owner.key(revoked=True),
        "disabled": disabled_key(world),
    }


@pytest.fixture(autouse=True)
def untouched(owner: Owner) -> Iterator[None]:
    """Whatever is asked, what the owner has is as it was."""
    before = owner.belongings()
    yield
    assert owner.belongings() == before


def test_the_walk_has_every_route_of_the_application() -> None:
    def never(app: FastAPI) -> AbstractAsyncContextManager[State]:
        raise AssertionError(f"{app.title} is looked at, not started")

    app = build(lifespan=never, dialects=DIALECTS, root_dialects=("aijisu", "minimax", "apixo", "novita"), public_url=None)
    known = {id(route) for route in ROUTES.values()}
    others = {str(it.path_format or it.path) for it in iter_route_contexts(app.routes) if id(it.original_route) not in known}

    assert others == OPEN
    assert set(TABLE) | LINKED == set(ROUTES), "a route without an entry in walk_table.py, or an entry without a route"


def test_the_walk_hears_what_the_database_is_asked_for(owner: Owner, foreign: str) -> None:
    found = asked(owner, ("aijisu", "GET /v1/audio/voices/{voice_id}"), Ask(path="/v1/audio/voices/<voice>"), foreign)

    assert len(found.statements) == 1
    assert "FROM voices" in found.statements[0]


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize(("name", "ask"), WALKED)
def test_a_key_that_does_not_count_says_nothing_but_that(name: Name, ask: Ask, kind: str, owner: Owner, bad: dict[str, str | None]) -> None:
    answer = asked(owner, name, ask, bad[kind])

    if kind == "none" and getattr(ROUTES[name], "refusal", KeyMissing) is None:
        assert not seen_of(owner, answer)  # open to everybody, who see what everybody has
    else:
        assert answer.body == said(name, KeyMissing() if kind == "none" else KeyUnknown())
    assert not answer.statements


@pytest.mark.parametrize(("name", "ask"), WALKED)
def test_the_owners_own_key_without_the_scope_does_nothing(name: Name, ask: Ask, owner: Owner) -> None:
    scope = scope_of(name)
    scopes = EVERY_SCOPE - {scope}
    answer = asked(owner, name, ask, owner.key(scopes=scopes))

    assert answer.body == said(name, ScopeMissing(scope=scope, scopes=", ".join(sorted(scopes))))
    assert not answer.statements


@pytest.mark.parametrize(("name", "ask"), WALKED)
def test_somebody_elses_key_sees_nothing(name: Name, ask: Ask, owner: Owner, foreign: str) -> None:
    assert not seen_of(owner, asked(owner, name, ask, foreign))


@pytest.mark.parametrize(("name", "ask"), NAMING)
def test_what_is_somebody_elses_is_what_does_not_exist(name: Name, ask: Ask, owner: Owner, foreign: str) -> None:
    theirs = asked(owner, name, ask, foreign)
    nobodys = asked(owner, name, ask, foreign, unknown=True)

    assert theirs.status >= 400 or b'"status_code":' in theirs.body, theirs.body
    assert (theirs.status, theirs.body) == (nobodys.status, nobodys.body)
    assert theirs.statements == nobodys.statements, "the database is asked for more, which takes longer"


def asked(owner: Owner, name: Name, ask: Ask, key: str | None, *, unknown: bool = False) -> Answer:
    """A request of the walk."""
    dialect, (method, path) = name[0], name[1].split(" ", 1)
    return owner.answer(dialect, method, ask, key=key, path=path, unknown=unknown)


def seen_of(owner: Owner, answer: Answer) -> list[str]:
    """What is in it of the owner's."""
    return [thing for thing in (MARK, *owner.things.values()) if thing.encode() in answer.body]


def scope_of(name: Name) -> Scope:
    """What a route needs."""
    return to(Verb.SPEAK).scope if name[1].startswith("WS ") else access_of(ROUTES[name].endpoint).scope


def said(name: Name, refusal: Refusal) -> bytes:
    """The refusal as it is said at a route; in a conversation, its code."""
    if name[1].startswith("WS "):
        return worded(refusal).model_dump_json().encode()
    words = getattr(ROUTES[name], "words", None)
    assert words is not None
    return untraced(bytes(words(refusal).body))
