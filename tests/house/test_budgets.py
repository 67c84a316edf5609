"""Small functions, small files, honest names: what a linter cannot hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "voicewright").rglob("*.py"))
EVERY = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py")), *sorted((ROOT / "demo").rglob("*.py"))]

LINES_OF_A_FUNCTION = 40
LINES_OF_A_FILE = 400
NESTING = 3

# These lists only ever shrink.
LONG_FUNCTIONS: frozenset[str] = frozenset()
LONG_FILES: frozenset[str] = frozenset()
CATCH_EVERYTHING = frozenset({"http/edge.py", "jobs/work.py", "engines/host/worker.py"})
"""The three named edges: a request, a job, a process."""

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _functions(path: Path) -> Iterator[AnyFunction]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, AnyFunction))


def _length(function: AnyFunction) -> int:
    body = function.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1
    first = body[1] if documented else body[0]
    return (function.end_lineno or first.lineno) - first.lineno + 1


def _depth(node: ast.AST, *, inside: int = 0) -> int:
    deepest = inside
    for child in ast.iter_child_nodes(node):
        if isinstance(child, AnyFunction | ast.ClassDef):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        step = int(isinstance(child, _BLOCKS) and not chained)
        deepest = max(deepest, _depth(child, inside=inside + step))
    return deepest


@pytest.mark.parametrize("path", EVERY, ids=_name)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text().count("\n")

    assert lines <= LINES_OF_A_FILE or _name(path) in LONG_FILES


@pytest.mark.parametrize("path", EVERY, ids=_name)
def test_a_function_fits_on_a_screen_and_does_not_nest(path: Path) -> None:
    for function in _functions(path):
        where = f"{_name(path)}:{function.name}"

        assert _length(function) <= LINES_OF_A_FUNCTION or where in LONG_FUNCTIONS, f"{where} is too long"
        assert _depth(function) <= NESTING, f"{where} nests too deep"


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_only_the_three_edges_catch_everything(path: Path) -> None:
    caught = [
        node.lineno
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    allowed = path.relative_to(ROOT / "src" / "voicewright").as_posix() in CATCH_EVERYTHING

    assert not caught or allowed, f"{_name(path)} catches everything at {caught}"


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_modules_are_nouns_of_the_field(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}


@pytest.mark.parametrize("path", [path for path in SOURCES if "http" not in path.relative_to(ROOT / "src" / "voicewright").parts], ids=_name)
def test_no_http_status_outside_http(path: Path) -> None:
    if path.relative_to(ROOT / "src" / "voicewright").parts[0] in {"client", "cli"}:
        pytest.skip("a client reads statuses; it sets none")

    assert not re.search(r"status_code|HTTPException|HTTPStatus", path.read_text()) or path.name == "fetch.py"


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nothing_is_left_undone(path: Path) -> None:
    assert not re.search(r"#\s*(TODO|FIXME|XXX|HACK)\b|NotImplementedError", path.read_text())


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if not {"engines", "bootstrap.py"} & set(path.relative_to(ROOT / "src" / "voicewright").parts)], ids=_name
)
def test_nobody_asks_an_engine_its_name(path: Path) -> None:
    assert not re.search(r"""["'](parametric|voxcpm2|omnivoice|qwen3)["']""", path.read_text())


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=_name)
def test_a_test_says_what_it_expects(path: Path) -> None:
    for function in _functions(path):
        if not function.name.startswith("test_"):
            continue
        source = ast.unparse(function)
        assert re.search(r"\bassert\b|raises|assert_|check|verify|expect|call_and_validate", source), f"{_name(path)}:{function.name}"
