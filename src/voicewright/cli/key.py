"""API keys, for the operator: straight on the database, no server needed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from voicewright.cli.configured import configured
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, note, result, table

if TYPE_CHECKING:
    from voicewright.domain.account import Key
    from voicewright.services.accounts import AccountService
    from voicewright.settings import Settings

app = typer.Typer(
    name="key",
    help="Make, list and revoke API keys, on the server's own machine.",
    epilog="Example: voicewright key create --name laptop",
    no_args_is_help=True,
)
Data = Annotated[Path | None, typer.Option("--data", help="The server's data folder. Default: VOICEWRIGHT_DATA, or voicewright-data.")]
Database = Annotated[str | None, typer.Option("--database-url", help="The server's database, where it is not in the data folder.")]

T = TypeVar("T")


@app.command(epilog="Example: export VOICEWRIGHT_API_KEY=$(voicewright key create --name laptop)")
def create(
    *,
    name: Annotated[str, typer.Option("--name", help="What the list shows.")] = "",
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Make a key. The secret goes to standard output, this once."""
    key, secret = _on(configured(data=data, database_url=database_url), lambda accounts: accounts.mint(name=name), founding=True)
    if json:
        document({**_facts(key), "key": secret})
        return
    result(secret)
    note(f"This is key {key.id}; it is not shown again. Use it as VOICEWRIGHT_API_KEY.")


@app.command("list", epilog="Example: voicewright key list")
def listed(*, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """List the keys. Secrets are not kept; their last four characters tell them apart."""
    keys = _on(configured(data=data, database_url=database_url), lambda accounts: accounts.keys())
    if json:
        document([_facts(key) for key in keys])
        return
    rows = [(key.id, key.name, f"…{key.hint}", _time(key.created_at), _time(key.last_used_at), _time(key.revoked_at)) for key in keys]
    table(("key", "name", "ends in", "made", "last used", "revoked"), rows)
    if not keys:
        note("There is no key yet. Make one with `voicewright key create`.")


@app.command(epilog="Example: voicewright key revoke key_3b9d")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="The key's id, from `voicewright key list`.")],
    *,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Stop a key from working, within seconds on a server that runs."""
    key = _on(configured(data=data, database_url=database_url), lambda accounts: accounts.revoke(key_id))
    if key is None:
        raise Stop(f"There is no key {key_id}.", exits=Exits.REFUSED, todo="`voicewright key list` lists them.")
    if json:
        document(_facts(key))
    else:
        note(f"Revoked {key.id}.")


def _on(settings: Settings, act: Callable[[AccountService], Awaitable[T]], *, founding: bool = False) -> T:
    """What the act comes to. Only `founding` makes a database where there is none. Raises Stop."""
    from voicewright import bootstrap  # noqa: PLC0415 (`--help` must not wait for it)

    where = f"in {settings.data}" if settings.database_url is None else "at the database URL"

    async def acting() -> T:
        there = await bootstrap.founded(settings)
        if not there and not founding:
            raise Stop(f"There is no database {where}.", todo="Say with --data or --database-url where the server keeps it.")
        async with bootstrap.operator(settings) as accounts:
            found = await act(accounts)
        if not there:
            note(f"There was no database {where}; this is a new one.")
        return found

    try:
        return asyncio.run(acting())
    except bootstrap.RefusesToStart as refusal:
        raise Stop(str(refusal)) from refusal


def _facts(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "created_at": key.created_at,
        "last_used_at": key.last_used_at,
        "revoked_at": key.revoked_at,
    }


def _time(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M}"
