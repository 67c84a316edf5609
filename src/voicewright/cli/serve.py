"""Run the server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicewright.cli.configured import configured
from voicewright.cli.exits import Stop

EPILOG = (
    "Example: voicewright serve --data ~/voices --port 8000\n\n"
    "Every flag is a variable too (VOICEWRIGHT_DATA, …). Your own API key is a variable only, VOICEWRIGHT_API_KEY: "
    "others on this machine could see a flag."
)


def serve(
    *,
    data: Annotated[Path | None, typer.Option("--data", help="Folder for the database and the recordings. Default: voicewright-data.")] = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on. Default: 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one. Default: 8000.")] = None,
    database_url: Annotated[str | None, typer.Option("--database-url", help="postgresql://… Default: a SQLite file in the data folder.")] = None,
    objects_url: Annotated[str | None, typer.Option("--objects-url", help="s3://bucket/prefix. Default: a folder in the data folder.")] = None,
    public_url: Annotated[
        str | None, typer.Option("--public-url", help="Where callers reach this server. Default: the address of each request.")
    ] = None,
    root_dialects: Annotated[
        str | None,
        typer.Option(
            "--root-dialects", help="Dialects that also answer without their prefix, comma-separated. Default: aijisu,minimax,apixo,novita."
        ),
    ] = None,
    allow_hosts: Annotated[
        str | None, typer.Option("--allow-hosts", help="Private hosts that audio_url may reach, comma-separated. Default: none.")
    ] = None,
    whisper_model: Annotated[
        Path | None, typer.Option("--whisper-model", help="Folder of a faster-whisper model. Default: what `voicewright models install` fetched.")
    ] = None,
    plans: Annotated[Path | None, typer.Option("--plans", help="TOML file of the plans that accounts can have. Default: `free` alone.")] = None,
    queue_limit: Annotated[int | None, typer.Option("--queue-limit", min=1, help="Tasks that may wait. Default: 10000.")] = None,
    price_books: Annotated[Path | None, typer.Option("--price-books", help="Folder of price books of your own. Default: none.")] = None,
    keep_speech_hours: Annotated[
        int | None, typer.Option("--keep-speech-hours", min=25, help="Hours that the sound of a speech task is kept. Default: 168.")
    ] = None,
    keep_originals: Annotated[
        bool | None, typer.Option("--keep-originals/--drop-originals", help="Keep recordings also as they came. Default: drop them.")
    ] = None,
    content_producer: Annotated[
        str | None, typer.Option("--content-producer", help="Who made the sound, in its label for machines; none: no label. Default: Voicewright.")
    ] = None,
    hidden_mark: Annotated[
        str | None, typer.Option("--hidden-mark", help="A word whose pattern nobody hears in what is spoken, and `verify` finds. Default: none.")
    ] = None,
    forbidden_words: Annotated[
        Path | None, typer.Option("--forbidden-words", help="File with words that no text may hold, one a line. Default: everything may be said.")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, max=64, help="Engine processes. Default: one per core, at most 4.")] = None,
) -> None:
    """Run the server until it is told to stop. The first start prints an API key, once."""
    settings = configured(
        data=data,
        host=host,
        port=port,
        database_url=database_url,
        objects_url=objects_url,
        public_url=public_url,
        root_dialects=root_dialects,
        allow_hosts=allow_hosts,
        whisper_model=whisper_model,
        plans=plans,
        queue_limit=queue_limit,
        price_books=price_books,
        keep_speech_hours=keep_speech_hours,
        keep_originals=keep_originals,
        content_producer=content_producer,
        hidden_mark=hidden_mark,
        forbidden_words=forbidden_words,
        workers=workers,
    )
    from voicewright import bootstrap, serving  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        serving.serve(settings)
    except bootstrap.RefusesToStart as refusal:
        raise Stop(str(refusal)) from refusal
