"""Remove what is kept no longer, for the operator: straight on the database and the objects."""

from __future__ import annotations

from typing import Annotated

import typer

from voicewright.cli.configured import configured
from voicewright.cli.database import Data, Database, on_database
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, note, size, table

EPILOG = "Example: voicewright purge --dry-run"


def purge(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go, and change nothing.")] = False,
    data: Data = None,
    database_url: Database = None,
    objects_url: Annotated[str | None, typer.Option("--objects-url", help="Where recordings are kept, where that is not the data folder.")] = None,
    json: Json = False,
) -> None:
    """Erase voices that have expired, old speech tasks with their sounds, and objects that nothing names. A running server does so by itself."""
    from voicewright import operating  # noqa: PLC0415 (`--help` must not wait for it)

    settings = configured(data=data, database_url=database_url, objects_url=objects_url)
    found = on_database(settings, operating.retention, lambda retention: retention.due() if dry_run else retention.purge())
    if json:
        document(found)
        return
    kinds = (("voice", found.voices), ("task", found.tasks), ("object", found.objects))
    table(("kind", "name"), [(kind, name) for kind, names in kinds for name in names])
    verb = "would go" if dry_run else "gone"
    note(
        f"{len(found.voices)} voices, {len(found.tasks)} speech tasks, {len(found.objects)} objects that nothing names ({size(found.bytes)}): {verb}."
    )
