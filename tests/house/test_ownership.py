"""A query for what somebody owns has the owner, or does not type-check."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "voicewright"
STORAGE = SOURCE / "ports" / "storage.py"

OWNERS = {"AccountId", "Account", "Consent", "Delivery", "Key", "Task", "Upload", "Voice"}
"""Types of arguments that say whose it is; things carry their owners."""

OWNERLESS = {
    "Numbers.owner": "for links that are their own permission",
    "Tasks.queue": "how long the queue is, whosever it is; nothing of anybody's",
    "Accounts.first": "the operator's own",
    "Accounts.all": "for the operator",
    "Accounts.key_of": "how an owner is found",
    "Accounts.key": "for the operator",
    "Accounts.keys": "for the operator",
    "Timbres.key_of": "of a voice that was found by its owner",
    "Timbres.put": "as above",
    "Timbres.drop": "as above",
}
"""Methods that a caller's unit has without an owner, and why. This list only ever shrinks."""

WORKERS = {
    "adapters/sql/store.py",
    "ports/__init__.py",
    "ports/worker.py",
    "services/audit.py",
    "services/core.py",
    "services/erasure.py",
    "services/retention.py",
    "services/tasks.py",
    "services/timbres.py",
    "services/webhooks.py",
}
"""Modules that may hold the worker's store, with which rows are reached by their ids alone."""


def methods() -> Iterator[tuple[str, ast.AsyncFunctionDef]]:
    """Everything that a caller's transaction can be asked for."""
    classes = [node for node in ast.parse(STORAGE.read_text()).body if isinstance(node, ast.ClassDef)]
    unit = next(it for it in classes if it.name == "Unit")
    reached = {ast.unparse(it.returns) for it in unit.body if isinstance(it, ast.FunctionDef) and it.returns is not None}
    for kind in classes:
        if kind.name in reached:
            yield from ((f"{kind.name}.{it.name}", it) for it in kind.body if isinstance(it, ast.AsyncFunctionDef))


def owned(method: ast.AsyncFunctionDef) -> bool:
    """Whether one of its arguments says whose it is."""
    arguments = [*method.args.args, *method.args.kwonlyargs]
    return any(argument.annotation is not None and ast.unparse(argument.annotation) in OWNERS for argument in arguments)


METHODS = dict(methods())


@pytest.mark.parametrize("name", sorted(METHODS))
def test_what_a_caller_can_ask_for_is_asked_for_by_its_owner(name: str) -> None:
    assert owned(METHODS[name]) or name in OWNERLESS, f"{name} names no owner: give it one, or move it to ports/worker.py"


def test_no_exception_is_left_over() -> None:
    assert not [name for name in OWNERLESS if name not in METHODS or owned(METHODS[name])]


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_only_the_worker_reaches_rows_without_their_owner(path: Path) -> None:
    named = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    imported = {alias.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom) for alias in node.names}

    assert not (named | imported) & {"WorkerStore", "WorkerUnit"} or path.relative_to(SOURCE).as_posix() in WORKERS


@pytest.mark.parametrize("path", sorted((SOURCE / "adapters" / "sql").glob("*.py")), ids=lambda path: path.name)
def test_a_query_by_an_owner_looks_at_the_owner(path: Path) -> None:
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.AsyncFunctionDef) or not any(it.arg == "owner" for it in function.args.args):
            continue
        used = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == "owner"]

        assert used, f"{path.name}:{function.name} takes an owner and does not look at it"
