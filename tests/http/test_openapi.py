"""The description of the API is true: it is asked, in its own terms, for everything that it describes."""

# schemathesis leaves its checks and its decorator partly untyped
# pyright: reportUnknownVariableType=false, reportUntypedFunctionDecorator=false

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from http_world import World
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from voicewright.http.app import build
from voicewright.http.dialects import DIALECTS
from voicewright.http.state import State


def _never(app: FastAPI) -> AbstractAsyncContextManager[State]:
    raise AssertionError(f"{app.title} is described, not started")


DESCRIPTION = build(lifespan=_never, dialects=DIALECTS, root_dialects=("aijisu", "minimax", "apixo", "novita"), public_url=None).openapi()
schema = schemathesis.openapi.from_dict(DESCRIPTION)

OPERATIONS = [(path, method, operation) for path, methods in DESCRIPTION["paths"].items() for method, operation in methods.items()]


@pytest.fixture(scope="module")
def key(world: World) -> str:
    return world.key()


@schema.parametrize()
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
)
def test_no_request_makes_the_server_fail_and_every_answer_is_as_described(case: schemathesis.Case[Any], world: World, key: str) -> None:
    answer = case.call(base_url=world.url, headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code < 500
    case.validate_response(answer, checks=[not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance])


def test_the_description_is_served() -> None:
    assert DESCRIPTION["info"]["title"] == "Voicewright"


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=lambda it: it if isinstance(it, str) else "")
def test_every_operation_says_what_it_does_and_never_promises_a_422(path: str, method: str, operation: dict[str, dict[str, object]]) -> None:
    assert operation["description"], f"{method} {path}"
    assert "422" not in operation["responses"]


def test_dialects_name_their_refusals_and_their_keys() -> None:
    for path, _, operation in OPERATIONS:
        if path.startswith("/aijisu/"):
            assert {"400", "401", "default"} <= operation["responses"].keys()
            assert operation["security"] == [{"Bearer": []}, {"Header": []}]


def test_what_is_documented_is_always_there() -> None:
    for name, model in DESCRIPTION["components"]["schemas"].items():
        if name.endswith("Out"):
            assert set(model["required"]) == set(model["properties"]), name
