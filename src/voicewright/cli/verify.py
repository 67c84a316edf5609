"""Say whether a file was made by a machine."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.exits import Exits, Stop
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, facts, note

if TYPE_CHECKING:
    from voicewright.audio.hidden import Finding

EPILOG = """Examples:

voicewright verify morning.mp3

voicewright verify --mark orchard call.wav

Exit codes: 0 it is labelled or marked, or with --mark: it has that mark; 2 it cannot be read; 4 that was not found, which proves nothing."""

PUBLIC = "voicewright"
"""The word that is looked for unless another is given."""
_LONGEST = 3600.0
_MEANINGS = {"1": "made by a machine", "2": "may be made by a machine", "3": "suspected to be made by a machine"}


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sound file from anywhere.")],
    *,
    mark: Annotated[
        str | None,
        typer.Option("--mark", envvar="VOICEWRIGHT_HIDDEN_MARK", metavar="WORD", help=f"The word of the hidden mark to look for. Default: {PUBLIC}."),
    ] = None,
    json: Json = False,
) -> None:
    """Say whether a file is labelled as made by a machine (GB 45438-2025), and whether a hidden mark is in its sound."""
    from voicewright.audio.tags import label_in  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        data = file.read_bytes()
        label = label_in(data)
    except OSError as error:
        raise Stop(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise Stop(f"{file} is no sound file.") from error
    told, word = None if label is None else _told(label), mark or PUBLIC
    heard = _heard(data, word)
    if json:
        chance = None if isinstance(heard, str) else heard.chance
        document({"labelled": told is not None, "label": told, "marked": _marked(heard), "mark": word, "chance": chance})
    else:
        _print(told, word, heard)
    if not _marked(heard) and (mark or told is None):
        note("That proves nothing: labels are lost when a file is converted, and marks are not in every sound.")
        raise typer.Exit(Exits.FAILED)


def _heard(data: bytes, word: str) -> Finding | str:
    """What looking for the mark came to, or why nobody could look."""
    from voicewright.audio.decode import decoded  # noqa: PLC0415 (as above)
    from voicewright.audio.hidden import sought  # noqa: PLC0415 (as above)
    from voicewright.audio.recording import Limits  # noqa: PLC0415 (as above)
    from voicewright.domain.errors import RecordingTooLong, Refusal  # noqa: PLC0415 (as above)

    try:
        sound = decoded(data, field="file", limits=Limits(bytes=len(data), seconds=_LONGEST))
    except RecordingTooLong:
        return f"not looked for: the file is longer than {_LONGEST / 60:.0f} minutes; give a part of it"
    except Refusal as refusal:
        return f"not looked for: {str(refusal).replace('`', '')}"
    return sought(sound, word=word)


def _marked(heard: Finding | str) -> bool:
    return not isinstance(heard, str) and heard.found


def _print(told: dict[str, str] | None, word: str, heard: Finding | str) -> None:
    label = told or {}
    if isinstance(heard, str):
        mark = heard
    elif heard.found:
        mark = f"{word}; other sound shows it as clearly once in 10^{-math.log10(max(heard.chance, 1e-99)):.0f} times"
    else:
        mark = f"none of {word} is heard; what is shorter than three seconds often shows none"
    kind = label.get("Label")
    facts(
        (
            ("label", _MEANINGS.get(kind, kind) if kind else "none"),
            ("producer", label.get("ContentProducer")),
            ("number", label.get("ProduceID")),
            ("hidden mark", mark),
        )
    )


def _told(label: str) -> dict[str, str]:
    """The label's fields; what is no JSON stands as it is."""
    import msgspec  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        return msgspec.json.decode(label.encode(), type=dict[str, str])
    except msgspec.DecodeError:
        return {"Label": label}
