"""Credit of accounts, for the operator: straight on the database."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.books import money, on_books
from voicewright.cli.configured import configured
from voicewright.cli.database import Data, Database
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, note, table

if TYPE_CHECKING:
    from voicewright.domain.ledger import Balance, Entry, Place

app = typer.Typer(
    name="credit",
    help="Add credit to accounts, see what they have and what became of it, on the server's own machine.",
    epilog="Example: voicewright credit add acct_3b9d 25 --currency USD --reference invoice-17",
    no_args_is_help=True,
)
TheAccount = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id.")]
Books = Annotated[Path | None, typer.Option("--price-books", help="Folder of price books of your own. Default: VOICEWRIGHT_PRICE_BOOKS.")]


@app.command(epilog="Example: voicewright credit add acct_3b9d 25 --currency USD --reference invoice-17")
def add(
    account: TheAccount,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much, such as 25 or 0.50; after `--`, a negative amount takes credit back.")],
    *,
    currency: Annotated[str, typer.Option("--currency", help="The currency of the account's price book.")],
    reference: Annotated[str | None, typer.Option("--reference", help="An invoice's number, say: what has it is added once only.")] = None,
    remark: Annotated[str, typer.Option("--note", help="What the list shows.")] = "",
    price_books: Books = None,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Add credit."""
    settings = configured(data=data, database_url=database_url, price_books=price_books)
    micro = _amount(amount)
    added = on_books(settings, lambda credit: credit.add(account, micro, currency=currency, reference=reference, note=remark))
    if json:
        document({"entry": _moved(added.entry), "added": added.fresh})
    elif added.fresh:
        note(f"Added {amount} {currency} to {account}.")
    else:
        note(f"Nothing was added: {account} has the reference {reference} already.")


@app.command("list", epilog="Example: voicewright credit list acct_3b9d")
def listed(
    account: TheAccount,
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Entries that are listed.")] = 50,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """List what became of an account's credit, newest first."""
    entries = on_books(configured(data=data, database_url=database_url), lambda credit: credit.entries(account, limit=limit))
    if json:
        document([_moved(entry) for entry in entries])
        return
    rows = [(it.id, f"{it.at.astimezone():%Y-%m-%d %H:%M:%S %Z}", it.kind.value, *_columns(it), it.note) for it in entries]
    table(("entry", "at", "what", "credit", "reserved", "charged", "note"), rows)
    if not entries:
        note(f"{account} never had any credit.")


@app.command(epilog="Example: voicewright credit balance")
def balance(
    account: Annotated[str | None, typer.Argument(metavar="[ACCOUNT]", help="Its id; all accounts where none is named.")] = None,
    *,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Show what accounts can spend, what is reserved for work under way, and what they were charged."""
    found = on_books(configured(data=data, database_url=database_url), lambda credit: credit.balances(account))
    if json:
        document([_shown(it) for it in found])
        return
    rows = [(it.account, *(money(micro, it.currency) for micro in (it.available, it.reserved, it.charged))) for it in found]
    table(("account", "credit", "reserved", "charged"), rows)
    if not found:
        note("Nobody has any credit yet." if account is None else f"{account} never had any credit.")


@app.command(epilog="Example: voicewright credit check")
def check(*, data: Data = None, database_url: Database = None, json: Json = False) -> None:
    """Check that every balance is the sum of its entries."""
    wrong = on_books(configured(data=data, database_url=database_url), lambda credit: credit.discrepancies())
    if json:
        document({"discrepancies": wrong})
    if wrong:
        raise Stop("; ".join(wrong), exits=Exits.FAILED, todo="Keep the database as it is, and tell whoever looks after it.")
    if not json:
        note("Every balance is the sum of its entries.")


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Stop(f"{text} is no amount.", exits=Exits.USAGE, todo="Write it as 25 or 0.50.") from None


def _moved(entry: Entry) -> dict[str, object]:
    from voicewright.domain.money import exact  # noqa: PLC0415 (`--help` must not wait for it)

    return {
        "id": entry.id,
        "account": entry.account,
        "kind": entry.kind,
        "at": entry.at,
        "task": entry.task,
        "note": entry.note,
        "currency": entry.currency,
        "postings": {posting.place.value: exact(posting.amount) for posting in entry.postings},
    }


def _shown(balance: Balance) -> dict[str, object]:
    from voicewright.domain.money import exact  # noqa: PLC0415 (as above)

    amounts = {"available": balance.available, "reserved": balance.reserved, "charged": balance.charged}
    return {"account": balance.account, "currency": balance.currency, **{name: exact(micro) for name, micro in amounts.items()}}


def _columns(entry: Entry) -> tuple[str, str, str]:
    from voicewright.domain.ledger import Place  # noqa: PLC0415 (as above)

    moved: dict[Place, int] = {posting.place: posting.amount for posting in entry.postings}
    shown = [money(moved[place], entry.currency) if place in moved else "" for place in (Place.CUSTOMER, Place.RESERVED, Place.REVENUE)]
    return shown[0], shown[1], shown[2]
