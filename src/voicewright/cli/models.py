"""Models that understand speech, for the operator: on the server's own machine, no server needed."""

from __future__ import annotations

from typing import Annotated

import typer

from voicewright.cli.configured import configured
from voicewright.cli.database import Data
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, note, result, table, working

app = typer.Typer(
    name="models",
    help="Install and list what understands speech, on the server's own machine.",
    epilog="Example: voicewright models install small",
    no_args_is_help=True,
)


@app.command(
    epilog="Example: voicewright models install large-v3-turbo. A model that was made elsewhere is named by VOICEWRIGHT_WHISPER_MODEL instead."
)
def install(
    name: Annotated[str, typer.Argument(help="A size (tiny, base, small, medium, large-v3, large-v3-turbo), or owner/repository.")] = "small",
    *,
    data: Data = None,
) -> None:
    """Fetch a model for Whisper from the hub. It needs the extra `whisper`; the server uses it from its next start."""
    settings = configured(data=data)
    from voicewright import bootstrap  # noqa: PLC0415 (`--help` must not wait for it)

    with working(f"Fetching {name}"):
        try:
            folder = bootstrap.install_model(settings, name)
        except bootstrap.RefusesToStart as refusal:
            raise Stop(str(refusal), exits=Exits.FAILED) from refusal
    result(str(folder))
    note("The server uses it from its next start.")


@app.command("list", epilog="Example: voicewright models list")
def listed(*, data: Data = None, json: Json = False) -> None:
    """List the recognisers that a server with these settings has, in the order of preference."""
    settings = configured(data=data)
    from voicewright import bootstrap  # noqa: PLC0415 (as above)

    found = bootstrap.recognisers(settings)
    if json:
        document([{"name": one.name, "languages": sorted(one.languages), "dictates": one.dictates} for one in found])
        return
    rows = [(one.name, f"{len(one.languages)}: {', '.join(sorted(one.languages))}", "yes" if one.dictates else "no") for one in found]
    table(("recogniser", "languages", "takes dictation"), rows)
