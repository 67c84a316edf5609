"""API keys, for the operator: straight on the database, no server needed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from voicewright.cli.configured import configured
from voicewright.cli.database import Data, Database, on_database
from voicewright.cli.exits import Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, moment, note, result, table

if TYPE_CHECKING:
    from voicewright.domain.account import Key, Scope
    from voicewright.services.accounts import AccountService
    from voicewright.settings import Settings

app = typer.Typer(
    name="key",
    help="Make, list, rotate and revoke API keys, on the server's own machine.",
    epilog="Example: voicewright key create --name laptop",
    no_args_is_help=True,
)
AccountOf = Annotated[str | None, typer.Option("--account", help="The account's id, from `voicewright account list`.", show_default=False)]
TheKey = Annotated[str, typer.Argument(metavar="KEY", help="The key's id, from `voicewright key list`.")]

T = TypeVar("T")


@app.command(
    epilog="Examples: export VOICEWRIGHT_API_KEY=$(voicewright key create --name laptop); voicewright key create --scope speak --expires 90d"
)
def create(
    *,
    name: Annotated[str, typer.Option("--name", help="What the list shows.")] = "",
    account: AccountOf = None,
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help="What it may be used for: read, create, speak, admin; may be given again. Default: all but admin."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", help="When it ends: 90d, 12h, or a day such as 2027-03-31 (UTC). Default: never.", show_default=False)
    ] = None,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Make a key, of the first account unless another is named. The secret goes to standard output, this once."""
    ends, scopes = _end(expires), _scopes(scope)
    key, secret = asked(
        configured(data=data, database_url=database_url),
        lambda accounts: accounts.mint(name=name, account_id=account, scopes=scopes, expires_at=ends),
        founding=account is None,
    )
    if json:
        document({**_facts(key), "key": secret})
        return
    result(secret)
    note(f"This is key {key.id}; it is not shown again. Use it as VOICEWRIGHT_API_KEY.")


@app.command("list", epilog="Example: voicewright key list")
def listed(*, account: AccountOf = None, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """List the keys. Secrets are not kept; their last four characters tell them apart."""
    keys = asked(configured(data=data, database_url=database_url), lambda accounts: accounts.keys(account))
    if json:
        document([_facts(key) for key in keys])
        return
    table(("key", "name", "ends in", "account", "may", "made", "last used", "expires", "revoked"), [_row(key) for key in keys])
    if not keys:
        note("There is no key yet. Make one with `voicewright key create`.")


@app.command(epilog="Example: export VOICEWRIGHT_API_KEY=$(voicewright key rotate key_3b9d --grace 12h)")
def rotate(
    key_id: TheKey,
    *,
    grace: Annotated[str, typer.Option("--grace", help="How long the old secret goes on working: 12h, 2d, 0h.")] = "24h",
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Make a new key in the place of another one, which goes on working for a while. The new secret goes to standard output, this once."""
    period = _period(grace)
    if period is None:
        raise Stop(f"--grace {grace} is no period.", todo="Say 12h or 2d.")
    old, new, secret = asked(configured(data=data, database_url=database_url), lambda accounts: accounts.rotate(key_id, grace=period))
    if json:
        document({**_facts(new), "key": secret, "replaces": _facts(old)})
        return
    result(secret)
    note(f"This is key {new.id}; it is not shown again. {old.id} works until {_time(old.expires_at)}.")


@app.command(epilog="Example: voicewright key revoke key_3b9d")
def revoke(key_id: TheKey, *, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """Stop a key from working, within seconds on a server that runs."""
    key = asked(configured(data=data, database_url=database_url), lambda accounts: accounts.revoke(key_id))
    if json:
        document(_facts(key))
    else:
        note(f"Revoked {key.id}.")


def asked(settings: Settings, act: Callable[[AccountService], Awaitable[T]], *, founding: bool = False) -> T:
    """What the act comes to. Only `founding` makes a database where there is none. Raises Stop."""
    from voicewright import bootstrap  # noqa: PLC0415 (`--help` must not wait for it)

    return on_database(settings, bootstrap.operator, act, founding=founding)


def _end(said: str | None) -> datetime | None:
    """The moment that a person named. Raises Stop."""
    if said is None:
        return None
    now = datetime.now(UTC)
    if (period := _period(said)) is not None:
        return now + period
    try:
        day = datetime.fromisoformat(said)
    except ValueError:
        raise Stop(f"--expires {said} is no period and no day.", todo="Say 90d, 12h or 2027-03-31.") from None
    return day.replace(tzinfo=day.tzinfo or UTC)


def _period(said: str) -> timedelta | None:
    found = re.fullmatch(r"(\d{1,5})([hd])", said)
    return None if found is None else int(found[1]) * (timedelta(hours=1) if found[2] == "h" else timedelta(days=1))


def _scopes(named: list[str] | None) -> frozenset[Scope]:
    from voicewright.domain.account import EVERYTHING, Scope  # noqa: PLC0415 (`--help` must not wait for it)

    unknown = [name for name in named or () if name not in set(Scope)]
    if unknown:
        raise Stop(f"--scope {unknown[0]} is unknown.", todo=f"There are {', '.join(Scope)}.")
    return frozenset(map(Scope, named)) if named else EVERYTHING


def _facts(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "account": key.account,
        "name": key.name,
        "hint": key.hint,
        "created_at": key.created_at,
        "scopes": sorted(key.scopes),
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "revoked_at": key.revoked_at,
    }


def _row(key: Key) -> tuple[str, ...]:
    may, times = ",".join(sorted(key.scopes)), (key.created_at, key.last_used_at, key.expires_at, key.revoked_at)
    return key.id, key.name, f"…{key.hint}", key.account, may, *map(_time, times)


def _time(at: datetime | None) -> str:
    return "" if at is None else moment(at)
