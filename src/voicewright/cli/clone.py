"""Make a voice from a recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicewright.cli.exits import Stop
from voicewright.cli.made import keep_preview, ready, unwritten
from voicewright.cli.server import DEFAULT_URL, Json, Key, Url, connected
from voicewright.cli.terminal import working

EPILOG = "Example: voicewright clone me.wav --text 'What I say in the recording.' --name me"


def clone(
    recording: Annotated[str, typer.Argument(metavar="FILE|URL", help="Ten seconds to five minutes of one person speaking.")],
    *,
    text: Annotated[
        str | None, typer.Option("--text", help="What the recording says, word for word. The voice becomes much clearer with it.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What lists show.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Language of the recording. Default: found from the text.")] = None,
    description: Annotated[str | None, typer.Option("--description", help="A remark, for lists.")] = None,
    denoise: Annotated[bool, typer.Option("--denoise", help="Take noise out of the recording first.")] = False,
    normalize: Annotated[bool, typer.Option("--normalize", help="Bring the recording to a usual loudness first.")] = False,
    preview_text: Annotated[str | None, typer.Option("--preview-text", help="What the new voice shall say as its preview.")] = None,
    preview: Annotated[Path | None, typer.Option("--preview", metavar="MP3", help="Save the preview here.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the preview's file.")] = False,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """Make a voice from a recording. Its id goes to standard output."""
    _reachable(recording)
    if preview is not None:
        if preview_text is None:
            raise Stop("There is no preview without a text.", todo="Say with --preview-text what it shall say.")
        unwritten(preview, force=force)
    with connected(url, key, json=json, recording=recording) as client:
        with working("Learning the voice…"):
            try:
                made = client.clone(
                    recording,
                    transcript=text,
                    name=name,
                    language=language,
                    description=description,
                    denoise=denoise,
                    normalize=normalize,
                    preview_text=preview_text,
                )
            except OSError as error:
                raise Stop(f"{recording} cannot be read: {error.strerror}.") from error
        if preview is not None:
            keep_preview(client, made, preview)
    ready(made, json=json)


def _reachable(recording: str) -> None:
    scheme, _, rest = recording.partition("://")
    if rest and scheme.lower() not in {"http", "https"} and not Path(recording).exists():
        raise Stop(f"Nothing is fetched by {scheme}.", todo="Name a file on this machine, or an address that begins with http:// or https://.")
