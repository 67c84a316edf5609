"""What the operator's commands have in common: they work straight on the database, with or without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

import typer

from voicewright.cli.exits import Exits, Stop
from voicewright.cli.terminal import note

if TYPE_CHECKING:
    from voicewright.settings import Settings

Data = Annotated[Path | None, typer.Option("--data", help="The server's data folder. Default: VOICEWRIGHT_DATA, or voicewright-data.")]
Database = Annotated[str | None, typer.Option("--database-url", help="The server's database, where it is not in the data folder.")]

S = TypeVar("S")
T = TypeVar("T")
Opened: TypeAlias = "Callable[[Settings], AbstractAsyncContextManager[S]]"
"""A part of the house, for as long as a command needs it."""


def on_database(settings: Settings, opened: Opened[S], act: Callable[[S], Awaitable[T]], *, founding: bool = False, todo: str = "") -> T:
    """What the act comes to. Only `founding` makes a database where there is none. Raises Stop; `todo`: what to do about a wrong value."""
    from voicewright import bootstrap  # noqa: PLC0415 (`--help` must not wait for it)
    from voicewright.domain.errors import FieldInvalid  # noqa: PLC0415 (as above)

    where = f"in {settings.data}" if settings.database_url is None else "at the database URL"

    async def acting() -> T:
        there = await bootstrap.founded(settings)
        if not there and not founding:
            raise Stop(f"There is no database {where}.", todo="Say with --data or --database-url where the server keeps it.")
        async with opened(settings) as part:
            found = await act(part)
        if not there:
            note(f"There was no database {where}; this is a new one.")
        return found

    try:
        return asyncio.run(acting())
    except bootstrap.RefusesToStart as refusal:
        raise Stop(str(refusal)) from refusal
    except FieldInvalid as refusal:
        raise Stop(str(refusal).replace("`", ""), exits=Exits.USAGE if todo else Exits.REFUSED, todo=todo) from refusal
