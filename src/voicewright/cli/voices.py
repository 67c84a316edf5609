"""Find, show, rename and delete voices."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, cast

import typer

from voicewright.cli.exits import Stop
from voicewright.cli.server import DEFAULT_URL, Json, Key, Url, connected
from voicewright.cli.terminal import document, facts, moment, note, table

if TYPE_CHECKING:
    from voicewright.client import Voice

app = typer.Typer(
    name="voices",
    help="List voices; show, rename or delete one.",
    epilog="Example: voicewright voices --mine",
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",
)
VoiceId = Annotated[str, typer.Argument(metavar="VOICE", help="The voice's id.")]


Source: TypeAlias = Literal["system", "voice_clone", "voice_design"]
_SOURCES: dict[str, Source] = {
    "system": "system",
    "clone": "voice_clone",
    "design": "voice_design",
    "voice_clone": "voice_clone",
    "voice_design": "voice_design",
}


def _source(word: str) -> Source:
    """How a voice came to be, as we say it or as the wire does. Raises ValueError."""
    try:
        return _SOURCES[word.lower()]
    except KeyError:
        message = f"{word!r} is not one of 'system', 'clone', 'design'"
        raise ValueError(message) from None


Mine = Annotated[bool, typer.Option("--mine", help="Your own voices only.")]
MadeBy = Annotated[str | None, typer.Option("--source", parser=_source, metavar="<system|clone|design>", help="How they came to be.")]
Language = Annotated[str | None, typer.Option("--language", help="A name or a tag: English, en.")]
Search = Annotated[str | None, typer.Option("--search", help="Part of a name, an id or a description.")]


@app.callback()
def usual(
    context: typer.Context,
    *,
    mine: Mine = False,
    source: MadeBy = None,
    language: Language = None,
    search: Search = None,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """List voices; show, rename or delete one."""
    if context.invoked_subcommand is not None:
        _nothing_before(context)
        return
    listed(mine=mine, source=source, language=language, search=search, url=url, key=key, json=json)


@app.command("list", epilog="Example: voicewright voices list --mine --source clone")
def listed(
    *,
    mine: Mine = False,
    source: MadeBy = None,
    language: Language = None,
    search: Search = None,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """List voices; the same as `voices` alone."""
    with connected(url, key, json=json) as client:
        made_by = cast("Source | None", source)
        voices = list(client.voices(source=made_by, visibility="private" if mine else None, language=language, search=search))
    if json:
        document(voices)
        return
    table(("voice", "name", "language", "made by", "lapses"), [_row(voice) for voice in voices])
    if not voices:
        note("No voice fits. Make one with `voicewright clone` or `voicewright design`.")


@app.command(epilog="Example: voicewright voices show English_Graceful_Lady")
def show(voice_id: VoiceId, *, url: Url = DEFAULT_URL, key: Key = "", json: Json = False) -> None:
    """Show everything about a voice."""
    with connected(url, key, json=json, voice=voice_id) as client:
        voice = client.voice(voice_id)
    _shown(voice, json=json)


@app.command(epilog="Example: voicewright voices rename VoiceClone123456 --name 'Me, on a good day'")
def rename(
    voice_id: VoiceId,
    *,
    name: Annotated[str | None, typer.Option("--name", help="What lists show.")] = None,
    description: Annotated[str | None, typer.Option("--description", help="A remark, for lists.")] = None,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """Change what lists show of a voice. Its id stays."""
    if name is None and description is None:
        raise Stop("Nothing to change.", todo="Give --name, --description or both.")
    with connected(url, key, json=json, voice=voice_id) as client:
        voice = client.rename(voice_id, name=name, description=description)
    _shown(voice, json=json)


@app.command(epilog="Example: voicewright voices delete VoiceClone123456 --yes")
def delete(
    voice_id: VoiceId,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """Delete a voice with its recording, for good."""
    if not yes:
        if not sys.stdin.isatty():
            raise Stop("Deleting is for good, and there is nobody here to ask.", todo="Say --yes.")
        if not typer.confirm(f"Delete {voice_id} with its recording, for good?", err=True):
            raise Stop("Nothing was deleted.")
    with connected(url, key, json=json, voice=voice_id) as client:
        client.delete(voice_id)
    if json:
        document({"voice_id": voice_id, "deleted": True})
    else:
        note(f"Deleted {voice_id}.")


def _nothing_before(context: typer.Context) -> None:
    """Options of the list mean nothing to a command that follows; better said than ignored."""
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if source is not None and source.name == "COMMANDLINE":
            raise Stop(f"{parameter.opts[0]} before `{context.invoked_subcommand}` means nothing.", todo="Options stand behind the command.")


def _row(voice: Voice) -> tuple[str, ...]:
    lapses = "" if voice.expires_at is None else moment(voice.expires_at)
    return (voice.id, voice.name or "", voice.language or "", _made_by(voice), lapses)


def _made_by(voice: Voice) -> str:
    return voice.source.removeprefix("voice_")


def _shown(voice: Voice, *, json: bool) -> None:
    if json:
        document(voice)
        return
    facts(
        (
            ("voice", voice.id),
            ("name", voice.name),
            ("language", voice.language or "not told"),
            ("description", voice.description),
            ("made by", _made_by(voice)),
            ("status", voice.status),
            ("made on", moment(voice.created_at)),
            ("lapses", voice.expires_at and f"{moment(voice.expires_at)}, unless you speak with it before"),
            ("preview", voice.preview_url),
            ("recording", voice.recording and f"{voice.recording.score} of 100"),
            ("models", ", ".join(voice.models)),
        )
    )
