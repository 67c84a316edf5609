"""What has hurt others is not in the house."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PAGE = ROOT / "docs" / "security" / "incidents.md"
UNPICKLERS = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "torch", "yaml"}
"""Whoever reads what these write runs it, or may."""
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell", "eval", "exec", "compile"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(tree: ast.AST) -> set[str]:
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nothing_is_unpickled(path: Path) -> None:
    tree = ast.parse(path.read_text())
    allowed = [keyword.arg for call in _calls(tree) for keyword in call.keywords if keyword.arg in {"allow_pickle", "weights_only"}]

    assert not _imported(tree) & UNPICKLERS
    assert not allowed


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_shell_and_no_interpreter_is_given_a_text(path: Path) -> None:
    tree = ast.parse(path.read_text())
    shells = [call for call in _calls(tree) for keyword in call.keywords if keyword.arg == "shell"]

    assert not shells
    assert not {ast.unparse(call.func) for call in _calls(tree)} & SHELLS


def test_every_package_that_is_installed_is_pinned_to_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    names = {re.split(r"[\[<>=!~; ]", one)[0].lower().replace("_", "-") for one in wanted}
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#"))

    assert names <= {name.lower().replace("_", "-") for name in pins}
    assert all(re.fullmatch(r"[0-9][0-9A-Za-z.+-]*", version.split()[0]) for version in pins.values())


def test_the_tone_that_marks_speech_needs_no_package() -> None:
    code = "import sys, voicewright.audio.watermark; print(sorted({name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))"
    said = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = {name for name in ast.literal_eval(said) if not name.startswith("_")}

    assert loaded <= {"voicewright", "numpy", "sitecustomize", "distutils-precedence", "charset_normalizer"}


def test_a_server_without_a_key_serves_this_machine_alone(tmp_path: Path) -> None:
    program = [Path(sys.executable).with_name("voicewright"), "serve", "--host", "0.0.0.0", "--port", "0", "--data", tmp_path / "data"]  # noqa: S104 - the point
    run = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)

    assert run.returncode != 0
    assert "can be reached from other machines, and there is no key yet" in " ".join((run.stdout + run.stderr).split())


def _named_tests() -> list[str]:
    return sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", PAGE.read_text())))


@pytest.mark.parametrize("name", _named_tests())
def test_a_test_that_the_page_of_incidents_names_is_there(name: str) -> None:
    path, function = name.split("::")
    tree = ast.parse((ROOT / path).read_text())

    assert function in {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_every_incident_has_a_test_or_a_reason() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and not line.startswith("| source ")]
    bare = [row for row in rows if "::test_" not in row and "Not ours:" not in row]

    assert len(rows) > 30
    assert not bare
