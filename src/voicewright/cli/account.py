"""Accounts, for the operator: straight on the database, no server needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.configured import configured
from voicewright.cli.database import Data, Database
from voicewright.cli.exits import Stop
from voicewright.cli.key import asked
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, moment, note, result, table

if TYPE_CHECKING:
    from voicewright.domain.account import Account
    from voicewright.settings import Settings

Plans = Annotated[Path | None, typer.Option("--plans", help="The server's TOML file of plans. Default: VOICEWRIGHT_PLANS, or `free` alone.")]

app = typer.Typer(
    name="account",
    help="Make and list accounts, change their plans, stop them and let them go on, on the server's own machine.",
    epilog="Example: voicewright account create --name 'Orchard Audio' --plan pro --plans plans.toml",
    no_args_is_help=True,
)
TheAccount = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id, from `voicewright account list`.")]


@app.command(epilog="Example: voicewright key create --account $(voicewright account create --name 'Orchard Audio')")
def create(
    *,
    name: Annotated[str, typer.Option("--name", help="What the list shows.")],
    plan: Annotated[str, typer.Option("--plan", help="What it may do and pays: free, or one of the file.")] = "free",
    plans: Plans = None,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Make an account. Its id goes to standard output; `voicewright key create --account` makes keys of it."""
    settings = _planned(configured(data=data, database_url=database_url, plans=plans), plan)
    account = asked(settings, lambda accounts: accounts.create(name=name, plan=plan), founding=True)
    if json:
        document(_facts(account))
    else:
        result(account.id)


@app.command("list", epilog="Example: voicewright account list")
def listed(*, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """List the accounts, oldest first. The first one is the operator's own."""
    found = asked(configured(data=data, database_url=database_url), lambda accounts: accounts.accounts())
    if json:
        document([_facts(account) for account in found])
        return
    rows = [(it.id, it.name, it.plan, moment(it.created_at), "disabled" if it.disabled_at else "") for it in found]
    table(("account", "name", "plan", "made", ""), rows)


@app.command(epilog="Example: voicewright account disable acct_3b9d")
def disable(account_id: TheAccount, *, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """Stop every key of an account, within seconds on a server that runs. What was accepted is finished; nothing is deleted."""
    _change(configured(data=data, database_url=database_url), account_id, "disabled", json=json, disabled=True)


@app.command(epilog="Example: voicewright account enable acct_3b9d")
def enable(account_id: TheAccount, *, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """Let the keys of a disabled account work again."""
    _change(configured(data=data, database_url=database_url), account_id, "enabled", json=json, disabled=False)


@app.command(epilog="Example: voicewright account plan acct_3b9d pro --plans plans.toml")
def plan(
    account_id: TheAccount,
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan's name in the file of plans, or free.")],
    *,
    plans: Plans = None,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Give an account another plan, within seconds on a server that runs."""
    settings = _planned(configured(data=data, database_url=database_url, plans=plans), plan)
    _change(settings, account_id, f"on the plan {plan}", json=json, plan=plan)


def _planned(settings: Settings, plan: str) -> Settings:
    if settings.plans is None and plan != "free":
        raise Stop("There is no plan but free: no file of plans is named.", todo="Name it with --plans or VOICEWRIGHT_PLANS.")
    return settings


def _change(settings: Settings, account_id: str, what: str, *, json: bool, plan: str | None = None, disabled: bool | None = None) -> None:
    account = asked(settings, lambda accounts: accounts.change(account_id, plan=plan, disabled=disabled))
    if json:
        document(_facts(account))
    else:
        note(f"{account.id} is {what}.")


def _facts(account: Account) -> dict[str, object]:
    return {"id": account.id, "name": account.name, "plan": account.plan, "created_at": account.created_at, "disabled_at": account.disabled_at}
