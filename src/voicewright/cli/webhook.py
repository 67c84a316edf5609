"""Webhooks, for the operator: straight on the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from voicewright.cli.configured import configured
from voicewright.cli.database import Data, Database, on_database
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, facts, moment, note, result, table

if TYPE_CHECKING:
    from voicewright.domain.account import AccountId
    from voicewright.domain.webhook import Attempt
    from voicewright.ports import Reply
    from voicewright.services.webhooks import WebhookService
    from voicewright.settings import Settings

app = typer.Typer(
    name="webhook",
    help="Look after webhooks, on the server's own machine: their log, their secret, a test, a replay.",
    epilog="Example: voicewright webhook log",
    no_args_is_help=True,
)
Hosts = Annotated[str | None, typer.Option("--allow-hosts", help="Private hosts (`host` or `host:port`, comma-separated) that may be called.")]
Whose = Annotated[str | None, typer.Option("--account", help="The account, from `voicewright account list`. Default: the first one.")]
TheDelivery = Annotated[str, typer.Argument(metavar="DELIVERY", help="The delivery's id, from `voicewright webhook log`.")]

PRIVATE = "VOICEWRIGHT_ALLOW_HOSTS names private hosts that may be called."

T = TypeVar("T")


@app.command("test", epilog="Example: voicewright webhook test https://example.com/hook")
def tried(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where to.")],
    *,
    account: Whose = None,
    allow_hosts: Hosts = None,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Send a signed message that tells nothing, once, from here."""
    settings = configured(data=data, database_url=database_url, allow_hosts=allow_hosts)
    reply = _on(settings, lambda webhooks: _tested(webhooks, url, account), todo=PRIVATE)
    if json:
        document(reply)
    else:
        facts((("status", str(reply.status or "none")), ("said", reply.said), ("seconds", f"{reply.seconds:.2f}")))
    if not reply.taken:
        raise Stop("The message was not taken.", exits=Exits.FAILED)


@app.command(epilog="Examples: voicewright webhook log; voicewright webhook log msg_3b9d")
def log(
    delivery_id: Annotated[str | None, typer.Argument(metavar="[DELIVERY]", help="Every attempt of one delivery.")] = None,
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Deliveries that are listed.")] = 50,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """List what was told to whom, newest first; or every attempt of one delivery, with what was answered."""
    settings = configured(data=data, database_url=database_url)
    if delivery_id is not None:
        _logged(settings, delivery_id, json=json)
        return
    found = _on(settings, lambda webhooks: webhooks.latest(limit=limit))
    if json:
        document(found)
        return
    rows = [(it.id, it.state.value, str(it.attempts), _time(it.due_at), it.task, it.url) for it in found]
    table(("delivery", "state", "attempts", "next", "task", "to"), rows)
    if not found:
        note("Nobody has been told anything yet.")


@app.command(epilog="Example: voicewright webhook replay msg_3b9d")
def replay(delivery_id: TheDelivery, *, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """Have a delivery that has ended made again, by the server that runs or by its next start."""
    found = _on(configured(data=data, database_url=database_url), lambda webhooks: webhooks.replay(delivery_id))
    delivery = _there(found, delivery_id)
    if json:
        document(delivery)
    else:
        note(f"{delivery.id} goes out again to {delivery.url}.")


@app.command(epilog="Examples: voicewright webhook secret; voicewright webhook secret --account acct_3b9d --new")
def secret(
    *,
    account: Whose = None,
    new: Annotated[bool, typer.Option("--new", help="Make another one; the one before counts no longer.")] = False,
    data: Data = None,
    database_url: Database = None,
) -> None:
    """Show what webhooks are signed with (Standard Webhooks), for whoever receives them. Made when it is first needed."""
    result(_on(configured(data=data, database_url=database_url), lambda webhooks: _signed(webhooks, account, new=new)))


@app.command(epilog="Examples: voicewright webhook target https://example.com/hook; voicewright webhook target --remove")
def target(
    url: Annotated[str | None, typer.Argument(metavar="[URL]", help="Where to, from now on.")] = None,
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Tell nobody any longer.")] = False,
    account: Whose = None,
    allow_hosts: Hosts = None,
    data: Data = None,
    database_url: Database = None,
) -> None:
    """Show or set where an account is told what concerns no single task, such as a voice that will expire."""
    settings = configured(data=data, database_url=database_url, allow_hosts=allow_hosts)
    found = _on(settings, lambda webhooks: _targeted(webhooks, url, account, remove=remove), todo=PRIVATE)
    if found is None:
        note("Nobody is told.")
    else:
        result(found)


async def _targeted(webhooks: WebhookService, url: str | None, account_id: str | None, *, remove: bool) -> str | None:
    from voicewright.operating import NATIVE  # noqa: PLC0415 (as above)

    account = await _account(webhooks, account_id)
    if url is not None:
        await webhooks.subscribe(account, url, field="URL", dialect=NATIVE)
    elif remove:
        await webhooks.unsubscribe(account)
    found = await webhooks.subscribed(account)
    return None if found is None else found.url


async def _signed(webhooks: WebhookService, account_id: str | None, *, new: bool) -> str:
    return await webhooks.secret(await _account(webhooks, account_id), new=new)


async def _tested(webhooks: WebhookService, url: str, account_id: str | None) -> Reply:
    return await webhooks.test(url, account=await _account(webhooks, account_id))


async def _account(webhooks: WebhookService, account_id: str | None) -> AccountId:
    found = await webhooks.account(account_id)
    if found is None and account_id is None:
        raise Stop("There is no account yet.", todo="The first start of the server makes one, and so does `voicewright key create`.")
    if found is None:
        raise Stop(f"There is no account {account_id}.", exits=Exits.REFUSED, todo="`voicewright account list` lists them.")
    return found


def _logged(settings: Settings, delivery_id: str, *, json: bool) -> None:
    delivery, attempts = _there(_on(settings, lambda webhooks: webhooks.log(delivery_id)), delivery_id)
    if json:
        document({"delivery": delivery, "attempts": attempts})
        return
    facts(
        (("delivery", delivery.id), ("state", delivery.state.value), ("to", delivery.url), ("task", delivery.task), ("next", _time(delivery.due_at)))
    )
    table(("attempt", "at", "status", "seconds", "said"), [_row(it) for it in attempts])


def _row(attempt: Attempt) -> tuple[str, str, str, str, str]:
    return (
        str(attempt.number),
        f"{attempt.at.astimezone():%Y-%m-%d %H:%M:%S %Z}",
        str(attempt.status or "none"),
        f"{attempt.seconds:.2f}",
        attempt.said,
    )


def _there(found: T | None, delivery_id: str) -> T:
    if found is None:
        raise Stop(f"There is no delivery {delivery_id}.", exits=Exits.REFUSED, todo="`voicewright webhook log` lists them.")
    return found


def _on(settings: Settings, act: Callable[[WebhookService], Awaitable[T]], *, todo: str = "") -> T:
    """What the act comes to, where there is a database. Raises Stop."""
    from voicewright import operating  # noqa: PLC0415 (`--help` must not wait for it)

    return on_database(settings, operating.webhooks, act, todo=todo)


def _time(at: datetime | None) -> str:
    return "" if at is None else moment(at)
