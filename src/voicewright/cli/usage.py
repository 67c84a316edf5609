"""What was used, for the operator: straight on the database."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.books import money, on_books
from voicewright.cli.configured import configured
from voicewright.cli.database import Data, Database
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, note, table

if TYPE_CHECKING:
    from voicewright.domain.usage import UsageLine

EPILOG = "Examples: voicewright usage; voicewright usage --by key --since 2026-11-01 --until 2026-12-01 --csv > november.csv"
GROUPINGS = ("account", "key", "voice", "day", "model")
_COUNTED = ("tasks", "voice_clones", "voice_designs", "preview_characters", "characters", "seconds")


def usage(
    *,
    by: Annotated[str, typer.Option("--by", help=f"What it is added up by: {', '.join(GROUPINGS)}. Days are UTC.")] = "day",
    account: Annotated[str | None, typer.Option("--account", help="One account's alone, by its id.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Work that ended then or later: 2026-11-01, or with a time of day; UTC.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Work that ended before.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values, with a head.")] = False,
    data: Data = None,
    database_url: Database = None,
    json: Json = False,
) -> None:
    """Show what was used, and what it cost. Failed work costs nothing and is not counted."""
    from voicewright.domain.account import AccountId  # noqa: PLC0415 (`--help` must not wait for it)
    from voicewright.domain.usage import Grouping, UsageWanted  # noqa: PLC0415 (as above)

    if by not in GROUPINGS:
        raise Stop(f"--by is {by}, and must be one of {', '.join(GROUPINGS)}.", exits=Exits.USAGE)
    if as_csv and json:
        raise Stop("--csv and --json exclude each other.", exits=Exits.USAGE)
    owner = None if account is None else AccountId(account)
    wanted = UsageWanted(by=Grouping(by), account=owner, since=_moment("--since", since), until=_moment("--until", until))
    lines = on_books(configured(data=data, database_url=database_url), lambda credit: credit.usage(wanted))
    if json:
        document([_facts(by, line) for line in lines])
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, [by, *_COUNTED, "charged", "currency"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(_facts(by, line) for line in lines)
    else:
        _drawn(by, lines)


def _drawn(by: str, lines: Sequence[UsageLine]) -> None:
    rows = [
        (
            line.group or "–",
            *(str(count) for count in (line.tasks, line.voice_clones, line.voice_designs, line.preview_characters, line.characters)),
            f"{line.seconds:.1f}",
            money(line.charged, line.currency),
        )
        for line in lines
    ]
    table((by, "tasks", "clones", "designs", "preview characters", "characters", "seconds", "charged"), rows)
    if not lines:
        note("Nothing was used.")


def _facts(by: str, line: UsageLine) -> dict[str, object]:
    from voicewright.domain.money import exact  # noqa: PLC0415 (as above)

    counted = {name: getattr(line, name) for name in _COUNTED}
    return {by: line.group, **counted, "seconds": round(line.seconds, 3), "charged": exact(line.charged), "currency": line.currency}


def _moment(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(f"{name} is {text}, which is no time.", exits=Exits.USAGE, todo="Write it as 2026-11-01 or 2026-11-01T12:00.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
