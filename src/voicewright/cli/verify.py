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

Exit codes: 0 it is labelled or marked; 2 it cannot be read; 4 neither was found, which proves nothing."""

PUBLIC = "voicewright"
"""The word that is looked for unless another is given."""
_LONGEST = 3600.0
_MEANINGS = {"1": "made by a machine", "2": "may be made by a machine", "3": "suspected to be made by a machine"}


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sound file from anywhere.")],
    *,
    mark: Annotated[
        str, typer.Option("--mark", envvar="VOICEWRIGHT_HIDDEN_MARK", metavar="WORD", help="The word of the hidden mark that is looked for.")
    ] = PUBLIC,
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
    told, heard = None if label is None else _told(label), _heard(data, mark or PUBLIC)
    if json:
        document({"labelled": told is not None, "label": told, "marked": heard.found, "mark": mark or PUBLIC, "chance": heard.chance})
    else:
        _print(file, told, heard, mark or PUBLIC)
    if told is None and not heard.found:
        raise typer.Exit(Exits.FAILED)


def _heard(data: bytes, word: str) -> Finding:
    from voicewright.audio.decode import decoded  # noqa: PLC0415 (as above)
    from voicewright.audio.hidden import sought  # noqa: PLC0415 (as above)
    from voicewright.audio.recording import Limits  # noqa: PLC0415 (as above)
    from voicewright.domain.errors import RecordingTooLong, Refusal  # noqa: PLC0415 (as above)

    try:
        sound = decoded(data, field="file", limits=Limits(bytes=len(data), seconds=_LONGEST))
    except RecordingTooLong as error:
        raise Stop(f"The file is longer than {_LONGEST / 60:.0f} minutes.", todo="Give a part of it.") from error
    except Refusal as error:
        raise Stop(f"The file's sound cannot be read: {error}") from error
    return sought(sound, word=word)


def _print(file: Path, told: dict[str, str] | None, heard: Finding, word: str) -> None:
    lines: list[tuple[str, str | None]] = []
    if told is not None:
        lines += [("label", _MEANINGS.get(told.get("Label", ""), told.get("Label"))), ("producer", told.get("ContentProducer"))]
        lines += [("number", told.get("ProduceID"))]
    if heard.found:
        lines += [("hidden mark", f"{word}; other sound shows it as clearly once in 10^{-math.log10(max(heard.chance, 1e-99)):.0f} times")]
    if lines:
        facts(lines)
    else:
        note(
            f"{file} carries no label, and no mark of `{word}` is heard in it. That proves nothing: labels are lost when a file is converted, and marks are not in every sound."
        )


def _told(label: str) -> dict[str, str]:
    """The label's fields; what is no JSON stands as it is."""
    import msgspec  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        return msgspec.json.decode(label.encode(), type=dict[str, str])
    except msgspec.DecodeError:
        return {"Label": label}
