"""Every dialect answers as its vendor documents, and refuses in its own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute
from http_shapes import differences
from http_world import Program, World, recording
from minimax_calls import Customer

from voicewright.domain.errors import KeyMissing, Refusal, leaves, recalled
from voicewright.domain.naming import random_text
from voicewright.http.dialect import Dialect, routes_of
from voicewright.http.dialects import DIALECTS

FACTS = {
    "field": "voice_id", "problem": "is not right", "length": 3, "limit": 2, "known": "a, b", "limit_mb": 20, "seconds": 3, "minimum": 10,
    "maximum": 300, "channels": 6, "level_db": -70, "status": 404, "need": "speak", "language": "Tamil", "request_id": "req_1", "percent": 12,
    "likeness": 0.4, "accuracy": 0.7, "remedy": "patience", "places": "`/b/c`",
    "price": "2.10", "currency": "USD", "left": "0.50", "retry_after": 7, "scope": "speak", "scopes": "read", "words": "forbidden",
}  # fmt: skip


NOTHING = {"file": "file_nothing-like-this", "number": 2**52 - 1, "text": 2**52 - 1, "long": 2**52 - 1}
"""What names nothing, where not every text could be a name."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One documented example."""

    dialect: Dialect
    said: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.dialect.name}: {self.said['name']}"


def cases(dialect: Dialect) -> list[Case]:
    return [Case(dialect=dialect, said=said) for said in json.loads(dialect.contract.read_text())["cases"]]


EVERY_CASE = [case for dialect in DIALECTS for case in cases(dialect)]
EVERY_ROUTE = [(dialect, route) for dialect in DIALECTS for route in routes_of(dialect) if isinstance(route, APIRoute)]
EVERY_GUARDED_ROUTE = [(dialect, route) for dialect, route in EVERY_ROUTE if getattr(route, "refusal", KeyMissing) is not None]
"""Without those that show everybody what everybody has."""


def things(program: Program) -> dict[str, Any]:
    """Makers of what a case can name."""
    return {
        "clone": lambda: program.clone(display_name="cloned")["voice_id"],
        "design": lambda: program.design(display_name="designed")["voice_id"],
        "task": lambda: program.speak(voice=program.design()["voice_id"])["task_id"],
        "making": lambda: program.clone()["task_id"],
        "file": lambda: program.upload()["id"],
        "number": lambda: Customer(client=program.client).upload(),
        "text": lambda: Customer(client=program.client).upload(b"A long text.", purpose="t2a_async_input", filename="long.txt"),
        "long": lambda: Customer(client=program.client).long("A long text."),
        "consent": lambda: consented(program.client),
        "account": lambda: account_made(program.client),
        "key": lambda: key_made(program.client),
        "fresh": lambda: f"Fresh-{random_text(8)}",
    }


def account_made(client: httpx2.Client) -> str:
    """Another account, as an operator makes it."""
    return str(client.post("/aijisu/v1/admin/accounts", json={"name": "Orchard Audio"}).json().get("id"))


def key_made(client: httpx2.Client) -> str:
    """A key of another account."""
    made = client.post(f"/aijisu/v1/admin/accounts/{account_made(client)}/keys", json={"name": "laptop"})
    return str(made.json().get("api_key", {}).get("id"))


def consented(client: httpx2.Client) -> str:
    """A speaker's consent, kept in OpenAI's dialect."""
    kept = client.post("/openai/v1/audio/voice_consents", data={"name": "Jo", "language": "en-US"}, files={"recording": ("yes.wav", recording())})
    return str(kept.json()["id"])


def filled(said: dict[str, Any], program: Program) -> dict[str, Any]:
    """The case with everything made that it names."""
    text = json.dumps(said)
    for name, make in things(program).items():
        if f"${{{name}}}" in text:
            made = make()
            text = text.replace(f'"${{{name}}}"', json.dumps(made)).replace(f"${{{name}}}", str(made))
    return json.loads(text)


def asked(client: httpx2.Client, prefix: str, request: dict[str, Any]) -> httpx2.Response:
    files = {name: (filename, recording()) for name, filename in request.get("files", {}).items()}
    headers = dict(request.get("headers", {}))
    if "key" in request:
        headers["Authorization"] = f"Bearer {request['key']}" if request["key"] else ""
    return client.request(
        request["method"],
        f"{prefix}{request['path']}",
        params=request.get("query"),
        json=request.get("json"),
        data=request.get("form"),
        files=files or None,
        headers=headers,
    )


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_it_answers_as_its_vendor_documents(case: Case, client: httpx2.Client, operator: httpx2.Client) -> None:
    client = operator if case.said["request"].get("scope") == "admin" else client
    said = filled(case.said, Program(client=client))
    answer = asked(client, f"/{case.dialect.name}", said["request"])

    assert answer.status_code == said["answer"]["status"], answer.text
    if "type" in said["answer"]:
        assert answer.headers["content-type"] == said["answer"]["type"]
    if "json" in said["answer"]:
        assert differences(said["answer"]["json"], answer.json()) == []


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda it: it.name)
@pytest.mark.parametrize("refusal", list(leaves()), ids=lambda it: it.__name__)
def test_there_is_a_word_for_every_refusal(dialect: Dialect, refusal: type[Refusal]) -> None:
    answer = dialect.render(recalled(refusal.__name__, FACTS))

    assert bytes(answer.body)


@pytest.mark.parametrize(("dialect", "route"), EVERY_ROUTE, ids=lambda it: getattr(it, "name", ""))
def test_every_route_has_a_documented_case(dialect: Dialect, route: APIRoute) -> None:
    asked_for = [case.said["request"] for case in cases(dialect)]

    assert any(
        request["method"] in (route.methods or set()) and route.path_regex.match(request["path"].partition("?")[0].replace("${file}", "file_1"))
        for request in asked_for
    )


@pytest.mark.parametrize(("dialect", "route"), EVERY_GUARDED_ROUTE, ids=lambda it: getattr(it, "name", ""))
def test_who_shows_no_key_learns_nothing(dialect: Dialect, route: APIRoute, world: World) -> None:
    with world.client(None) as nobody:
        path = route.path_format.replace("{file_id}", "file_1")
        answer = nobody.request(next(iter(route.methods or ())), f"/{dialect.name}{path}", content=b"{ this is not json")

    refusal: type[Refusal] = getattr(route, "refusal", KeyMissing)
    assert untraced(answer.content) == untraced(bytes(getattr(route, "words", dialect.render)(refusal()).body))


def untraced(body: bytes) -> bytes:
    """An answer without the id of its request."""
    return re.sub(rb'"request_id":"[0-9a-f]*"', b'"request_id":""', body)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda it: it.name)
@pytest.mark.parametrize("request_line", ["GET /nowhere", "PUT /v1/audio/voices", "GET /v1/audio/voices/clone/../../x", "POST /"])
def test_unknown_paths_are_refused_in_the_words_of_the_prefix(dialect: Dialect, request_line: str, client: httpx2.Client) -> None:
    method, path = request_line.split(" ", 1)
    answer = client.request(method, f"/{dialect.name}{path}")

    assert answer.content == bytes(dialect.render(recalled("PathUnknown", {})).body)


def _nothing(found: re.Match[str]) -> str:
    name = NOTHING.get(found[1], "nothing-like-this")
    return json.dumps(name) if found[0].startswith('"') else str(name) + found[0].partition("}")[2]


def refused(answer: httpx2.Response) -> bool:
    """By its status, or by the code that stands in for one."""
    return answer.status_code >= 400 or answer.json()["base_resp"]["status_code"] != 0


def _foreign(dialect: Dialect) -> Iterator[Any]:
    """Requests of the contract that name something of the caller's own."""
    for case in cases(dialect):
        request = json.dumps({part: case.said["request"].get(part) for part in ("path", "query", "json")})
        named = [name for name in re.findall(r"\$\{(\w+)\}", request) if name != "fresh"]  # which is nobody's yet
        if named:
            yield pytest.param(case, named, id=str(case))


@pytest.mark.parametrize(("case", "named"), [it for dialect in DIALECTS for it in _foreign(dialect)])
def test_nobody_elses_things_can_be_named(case: Case, named: list[str], client: httpx2.Client, stranger: httpx2.Client) -> None:
    said = filled(case.said, Program(client=client))
    missing = json.loads(re.sub(r'"?\$\{(\w+)\}"?', _nothing, json.dumps(case.said)))

    foreign = asked(stranger, f"/{case.dialect.name}", said["request"])
    unknown = asked(stranger, f"/{case.dialect.name}", missing["request"])

    assert named
    assert refused(foreign)
    assert (foreign.status_code, foreign.content) == (unknown.status_code, unknown.content)


def test_root_dialects_answer_without_their_prefix(client: httpx2.Client) -> None:
    assert client.get("/v1/audio/voices").json() == client.get("/aijisu/v1/audio/voices").json()


def test_unknown_paths_at_the_root_are_refused_in_the_first_root_dialects_words(client: httpx2.Client) -> None:
    assert client.get("/nowhere").json()["error"]["code"] == "not_found"
