"""What is there is used: no refusal that nobody meets, no setting that nothing reads, no page that lies."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from voicewright.domain.errors import Refusal, leaves
from voicewright.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "voicewright"


def _made(path: Path) -> set[str]:
    """Names that a module calls or raises."""
    tree = ast.parse(path.read_text())
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    raised = {node.exc.id for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name)}
    return called | raised


MADE = {name for path in SOURCE.rglob("*.py") for name in _made(path)}


@pytest.mark.parametrize("kind", list(leaves()), ids=lambda kind: kind.__name__)
def test_every_refusal_can_be_met(kind: type[Refusal]) -> None:
    assert kind.__name__ in MADE


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_read(name: str) -> None:
    readers = "\n".join(path.read_text() for path in (SOURCE / "bootstrap.py", SOURCE / "serving.py", SOURCE / "settings.py"))

    assert re.search(rf"(settings|self)\.{name}\b", readers)


@pytest.mark.parametrize("name", sorted(Settings.model_fields.keys() - {"api_key"}))
def test_every_setting_is_a_flag_of_serve_too(name: str) -> None:
    assert f"--{name.replace('_', '-')}" in (SOURCE / "cli" / "serve.py").read_text()


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert not broken


@pytest.mark.parametrize("module", ["voicewright.client", "voicewright.cli", "voicewright.engines.registry", "voicewright.engines.parametric"])
def test_importing_it_is_cheap_and_brings_no_torch(module: str) -> None:
    heavy = ("torch", "matplotlib", "pyworld", "av")
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "[]"


def test_no_recording_and_nothing_large_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / name for name in listed.stdout.splitlines()]

    assert not [path.name for path in files if path.suffix in {".wav", ".mp3", ".flac", ".m4a", ".ogg", ".opus"}]
    assert not [path.name for path in files if path.exists() and path.stat().st_size > 1_000_000]


def test_nothing_is_in_the_repository_that_git_is_told_to_ignore() -> None:
    listed = subprocess.run(["git", "ls-files", "--cached", "--ignored", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")

    assert not listed.stdout


@pytest.mark.parametrize("path", [ROOT / "constraints.txt", *sorted((ROOT / "tests" / "clients" / "pins").glob("*.txt"))], ids=lambda path: path.name)
def test_no_pin_names_a_host(path: Path) -> None:
    assert not re.search(r"https?://|index-url", path.read_text())
