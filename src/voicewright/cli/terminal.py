"""What commands show: results on standard output; notes and progress on standard error, progress on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import typer

if TYPE_CHECKING:
    from datetime import datetime

MEGABYTE = 1_000_000


class Tell(Protocol):
    """Say how far the work has come."""

    def __call__(self, text: str, *, percent: float | None = None) -> None:
        """Replace what is shown. None: nobody knows how far."""
        ...


def note(text: str) -> None:
    """A line for the person, not for the pipe."""
    typer.echo(text, err=True)


def result(text: str) -> None:
    """A line for the pipe."""
    typer.echo(text)


def document(value: object) -> None:
    """One JSON document for machines."""
    import msgspec  # noqa: PLC0415 (only commands that have something to say pay for it)

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


@contextmanager
def working(text: str) -> Generator[Tell]:
    """Show that something is being done, while it is being done."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console  # noqa: PLC0415 (only a terminal needs it)
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 (as above)

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = progress.add_task(text, total=None)

        def tell(text: str, *, percent: float | None = None) -> None:
            progress.update(shown, description=text, total=None if percent is None else 100, completed=percent or 0)

        yield tell


_ANY_WIDTH = 10_000


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows: drawn on a terminal, separated by tabs and without heads elsewhere."""
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich import box  # noqa: PLC0415 (only a terminal needs it)
    from rich.console import Console  # noqa: PLC0415 (as above)
    from rich.table import Table  # noqa: PLC0415 (as above)
    from rich.text import Text  # noqa: PLC0415 (as above)

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, head in enumerate(heads):
        drawn.add_column(head, overflow="fold", no_wrap=number == 0, style="bold" if number == 0 else None)  # the id stays whole, to be copied
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console = Console()
    if console.measure(drawn, options=console.options.update(max_width=_ANY_WIDTH)).maximum > console.width:
        _records(heads, rows)
    else:
        console.print(drawn)


def _records(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows that are wider than the terminal, a line for each cell."""
    for number, row in enumerate(rows):
        if number:
            typer.echo()
        facts([(head or "state", cell) for head, cell in zip(heads, row, strict=True)])


def facts(pairs: Sequence[tuple[str, str | None]]) -> None:
    """What is known of one thing, a line each."""
    known = [(name, value) for name, value in pairs if value]
    width = max(len(name) for name, _ in known)
    for name, value in known:
        typer.echo(f"{name:<{width}}  {value}")


def moment(at: datetime) -> str:
    """A moment, by the clock of whoever reads it and with that clock's zone."""
    return f"{at.astimezone():%Y-%m-%d %H:%M %Z}"


def size(count: int) -> str:
    """Bytes, for people."""
    return f"{count / 1000:.0f} kB" if count < MEGABYTE else f"{count / MEGABYTE:.1f} MB"


def _silent(text: str, *, percent: float | None = None) -> None:
    del text, percent
