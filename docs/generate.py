"""Write the reference pages from the code: settings, command line, errors. `--check` fails when they have drifted."""

from __future__ import annotations

import argparse
import inspect
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from pydantic_core import PydanticUndefined
from typer.testing import CliRunner

from voicewright.cli import app as cli
from voicewright.domain.errors import Refusal, leaves
from voicewright.http.dialect import Dialect
from voicewright.http.dialects import DIALECTS
from voicewright.settings import Settings

HERE = Path(__file__).parent / "reference"
WIDTH = 110
PLAIN = {"COLUMNS": str(WIDTH), "TERM": "dumb", "NO_COLOR": "1", "_TYPER_FORCE_DISABLE_TERMINAL": "1"}
FROM_THE_ENVIRONMENT_ONLY = {"api_key"}
"""Others on the machine can see a flag."""
WRITTEN = "<!-- Written by docs/generate.py; change the code instead. -->\n"


def settings() -> str:
    """Every setting with its default and what it is for."""
    rows = [
        f"| `VOICEWRIGHT_{name.upper()}` | {_flag(name)} | {_default(name)} | {field.description} |" for name, field in Settings.model_fields.items()
    ]
    head = "# Settings\n\nFrom the environment, from a `.env` file in the working folder, or as flags of `voicewright serve`; a flag wins.\n"
    return "\n".join([WRITTEN, head, "| variable | flag | default | what it is for |", "|---|---|---|---|", *rows, ""])


def _flag(name: str) -> str:
    return "–" if name in FROM_THE_ENVIRONMENT_ONLY else f"`--{name.replace('_', '-')}`"


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    if name == "workers":
        return "cores, at most 4"
    if value is None or value is PydanticUndefined:
        return "–"
    text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType]  # a field's default is Any
    return f"`{text}`" if text else "–"


def errors() -> str:
    """Every refusal, with what each dialect makes of it."""
    names = [dialect.name for dialect in DIALECTS]
    head = "# Errors\n\nWhat can be refused, why, and how each dialect says it. `retry` marks refusals that the same request may not meet again.\n"
    table = ["| refusal | message | retry | " + " | ".join(names) + " |", "|---|---|---|" + "---|" * len(names)]
    return "\n".join([WRITTEN, head, *table, *(_refusal(kind) for kind in leaves()), ""])


def _refusal(kind: type[Refusal]) -> str:
    sentence = inspect.cleandoc(kind.__doc__ or "")
    places = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
    example = kind(**{name: f"‹{name}›" for name in places})
    words = " | ".join(_worded(dialect, example) for dialect in DIALECTS)
    return f"| {kind.__name__} | {example} | {'yes' if kind.retryable else ''} | {words} |"


def _worded(dialect: Dialect, refusal: Refusal) -> str:
    answer = dialect.render(refusal)
    code = re.search(rb'"(?:status_code|code)":\s*"?([^",}]+)', bytes(answer.body))
    return f"{answer.status_code} {code[1].decode() if code else ''}".strip()


def command_line() -> str:
    """The help of every command."""
    return "\n".join([WRITTEN, "# Command line\n", *_helps(cli, ())])


def _helps(app: typer.Typer, path: tuple[str, ...]) -> Iterator[str]:
    yield _help(path)
    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        yield _help((*path, name))
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield from _helps(group.typer_instance, (*path, str(group.typer_instance.info.name)))


def _help(path: tuple[str, ...]) -> str:
    result = CliRunner().invoke(cli, [*path, "--help"], prog_name="voicewright", env=PLAIN, terminal_width=WIDTH)
    lines = "\n".join(line.rstrip() for line in result.output.strip("\n").splitlines())
    return f"## `{' '.join(('voicewright', *path))}`\n\n```text\n{lines.strip(chr(10))}\n```\n"


PAGES = {"settings.md": settings, "errors.md": errors, "cli.md": command_line}


def main() -> int:
    """Write the pages, or say which of them are not what the code says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page has drifted")
    check: bool = parser.parse_args().check
    HERE.mkdir(exist_ok=True)
    drifted = [name for name, page in PAGES.items() if not _written(HERE / name, page(), check=check)]
    for name in drifted:
        sys.stderr.write(f"docs/reference/{name} is not what the code says; run `.venv/bin/python docs/generate.py`\n")
    return 1 if drifted else 0


def _written(path: Path, page: str, *, check: bool) -> bool:
    if check:
        return path.exists() and path.read_text() == page
    path.write_text(page)
    return True


if __name__ == "__main__":
    raise SystemExit(main())
