"""Make a voice from a description."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicewright.cli.made import keep_preview, ready, unwritten
from voicewright.cli.server import DEFAULT_URL, Json, Key, Url, connected
from voicewright.cli.terminal import working

EPILOG = "Example: voicewright design 'A warm, calm middle-aged woman, slow and clear' --name narrator --preview narrator.mp3"
GREETING = "Hello. This is how I sound when I read to you. Shall we begin?"


def design(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="Who speaks, how, and with what colour, in a sentence.")],
    *,
    text: Annotated[str, typer.Option("--text", help="What the new voice shall say as its preview; in the language that it is to speak.")] = GREETING,
    name: Annotated[str | None, typer.Option("--name", help="What lists show.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Default: found from the text.")] = None,
    description: Annotated[str | None, typer.Option("--description", help="A remark, for lists.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="The same prompt and seed make the same voice.")] = None,
    preview: Annotated[Path | None, typer.Option("--preview", metavar="MP3", help="Save the preview here.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the preview's file.")] = False,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """Make a voice from a description. Its id goes to standard output."""
    if preview is not None:
        unwritten(preview, force=force)
    with connected(url, key, json=json) as client:
        with working("Imagining the voice…"):
            made = client.design(prompt, text, name=name, language=language, description=description, seed=seed)
        if preview is not None:
            keep_preview(client, made, preview)
    ready(made, json=json)
