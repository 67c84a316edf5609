"""Say whether a file is labelled as made by a machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, facts, note

EPILOG = "Example: voicewright verify morning.mp3\n\nExit codes: 0 it is labelled; 2 it cannot be read; 4 it carries no label, which proves nothing."


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sound file from anywhere.")],
    *,
    json: Json = False,
) -> None:
    """Say whether a file is labelled as made by a machine, by whom and under which number (GB 45438-2025)."""
    from voicewright.audio.tags import label_in  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        label = label_in(file.read_bytes())
    except OSError as error:
        raise Stop(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise Stop(f"{file} is no sound file.") from error
    told = None if label is None else _told(label)
    if json:
        document({"labelled": told is not None, "label": told})
    elif told is None:
        note(f"{file} carries no label. That proves nothing: labels are lost when a file is converted.")
    else:
        facts(
            (
                ("label", _MEANINGS.get(told.get("Label", ""), told.get("Label"))),
                ("producer", told.get("ContentProducer")),
                ("number", told.get("ProduceID")),
            )
        )
    if told is None:
        raise typer.Exit(Exits.FAILED)


_MEANINGS = {"1": "made by a machine", "2": "may be made by a machine", "3": "suspected to be made by a machine"}


def _told(label: str) -> dict[str, str]:
    """The label's fields; what is no JSON stands as it is."""
    import msgspec  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        return msgspec.json.decode(label.encode(), type=dict[str, str])
    except msgspec.DecodeError:
        return {"Label": label}
