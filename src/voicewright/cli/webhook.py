"""Webhooks, for the operator: straight on the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from voicewright.cli.configured import configured
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.key import Data, Database
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, facts, note, result, table

if TYPE_CHECKING:
    from voicewright.domain.webhook import Attempt
    from voicewright.services.webhooks import WebhookService
    from voicewright.settings import Settings

app = typer.Typer(
    name="webhook",
    help="Look after webhooks, on the server's own machine: their log, their secret, a test, a replay.",
    epilog="Example: voicewright webhook log",
    no_args_is_help=True,
)
Hosts = Annotated[str | None, typer.Option("--allow-hosts", help="Private hosts (`host` or `host:port`, comma-separated) that may be called.")]
TheDelivery = Annotated[str, typer.Argument(metavar="DELIVERY", help="The delivery's id, from `voicewright webhook log`.")]

T = TypeVar("T")


@app.command("test", epilog="Example: voicewright webhook test https://example.com/hook")
def tried(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where to.")],
    *,
    allow_hosts: Hosts = None,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Send a signed message that tells nothing, once, from here."""
    from voicewright.domain.errors import FieldInvalid  # noqa: PLC0415 (`--help` must not wait for it)

    settings = configured(data=data, database_url=database_url, allow_hosts=allow_hosts)
    try:
        reply = _on(settings, lambda webhooks: webhooks.test(url))
    except FieldInvalid as refusal:
        raise Stop(str(refusal).replace("`", ""), todo="VOICEWRIGHT_ALLOW_HOSTS names private hosts that may be called.") from refusal
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
    from voicewright.domain.errors import FieldInvalid  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        found = _on(configured(data=data, database_url=database_url), lambda webhooks: webhooks.replay(delivery_id))
    except FieldInvalid as refusal:
        raise Stop(str(refusal).replace("`", ""), exits=Exits.REFUSED) from refusal
    delivery = _there(found, delivery_id)
    if json:
        document(delivery)
    else:
        note(f"{delivery.id} goes out again to {delivery.url}.")


@app.command(epilog="Example: voicewright webhook secret")
def secret(
    *,
    new: Annotated[bool, typer.Option("--new", help="Make another one; the one before counts no longer.")] = False,
    data: Data = None,
    database_url: Database = None,
) -> None:
    """Show what webhooks are signed with (Standard Webhooks), for whoever receives them. Made when it is first needed."""
    shown = _on(configured(data=data, database_url=database_url), lambda webhooks: webhooks.operators_secret(new=new))
    if shown is None:
        raise Stop("There is no account yet.", todo="The first start of the server makes one, and so does `voicewright key create`.")
    result(shown)


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
        f"{attempt.at.astimezone():%Y-%m-%d %H:%M:%S}",
        str(attempt.status or "none"),
        f"{attempt.seconds:.2f}",
        attempt.said,
    )


def _there(found: T | None, delivery_id: str) -> T:
    if found is None:
        raise Stop(f"There is no delivery {delivery_id}.", exits=Exits.REFUSED, todo="`voicewright webhook log` lists them.")
    return found


def _on(settings: Settings, act: Callable[[WebhookService], Awaitable[T]]) -> T:
    """What the act comes to, where there is a database. Raises Stop."""
    from voicewright import bootstrap  # noqa: PLC0415 (`--help` must not wait for it)

    where = f"in {settings.data}" if settings.database_url is None else "at the database URL"

    async def acting() -> T:
        if not await bootstrap.founded(settings):
            raise Stop(f"There is no database {where}.", todo="Say with --data or --database-url where the server keeps it.")
        async with bootstrap.webhooks(settings) as webhooks:
            return await act(webhooks)

    try:
        return asyncio.run(acting())
    except bootstrap.RefusesToStart as refusal:
        raise Stop(str(refusal)) from refusal


def _time(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M}"
