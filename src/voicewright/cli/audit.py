"""The audit, for the operator: straight on the database."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.configured import configured
from voicewright.cli.database import Data, Database, on_database
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, note, table

if TYPE_CHECKING:
    from voicewright.domain.audit import Entry
    from voicewright.services.audit import AuditService

EPILOG = "Examples: voicewright audit --voice warm001-a1b2c3; voicewright audit --since 2026-11-01 --csv > november.csv"
HEADS = ("at", "act", "subject", "name", "account", "key", "address", "request")


def audit(
    *,
    voice: Annotated[str | None, typer.Option("--voice", help="Of one voice, file, consent or task, by its id.")] = None,
    account: Annotated[str | None, typer.Option("--account", help="Of one account, by its id.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Since a day or a moment, `2026-11-01` or `2026-11-01T12:00:00+01:00`.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Lines at most. Default: 100 in a table, all otherwise.")] = None,
    data: Data = None,
    database_url: Database = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated, with heads.")] = False,
    json: Json = False,
) -> None:
    """Show who made, used, downloaded, renamed or deleted which voice, with which key, from where; last first."""
    from voicewright import operating  # noqa: PLC0415 (`--help` must not wait for it)

    shown, begins = limit or (None if json or as_csv else 100), _moment(since)

    async def read(kept: AuditService) -> list[Entry]:
        return [entry async for some in kept.read(name=voice, account=account, since=begins, limit=shown) for entry in some]

    found = on_database(configured(data=data, database_url=database_url), operating.audit, read)
    if json:
        document(found)
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerows([HEADS, *(_row(entry) for entry in found)])
    else:
        table(HEADS, [_row(entry) for entry in found])
        if not found:
            note("Nothing of that kind has been done yet.")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Stop(f"--since {text} is no day and no moment.", exits=Exits.USAGE, todo="Write it like 2026-11-01.") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _row(entry: Entry) -> tuple[str, ...]:
    moment = entry.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return (moment, entry.act.value, entry.subject.value, entry.name, entry.account or "", entry.key, entry.address, entry.request)
