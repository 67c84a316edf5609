"""Where the server is, and what its refusals mean for the person at the keyboard."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.exits import Exits, Stop

if TYPE_CHECKING:
    from voicewright.client import Voicewright, VoicewrightError

DEFAULT_URL = "http://127.0.0.1:8000"
Url = Annotated[str, typer.Option("--url", envvar="VOICEWRIGHT_URL", help="Where the server is.", rich_help_panel="Server")]
Key = Annotated[
    str,
    typer.Option(
        "--key",
        envvar="VOICEWRIGHT_API_KEY",
        show_default=False,
        help="Your API key. Prefer the variable: others on this machine can see a flag.",
        rich_help_panel="Server",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, for machines.")]


@contextmanager
def connected(url: str, key: str, *, json: bool, recording: str = "your recording", voice: str = "") -> Generator[Voicewright]:
    """A client. What the server refuses within the block ends the command. Raises Stop.

    `recording` is what the person calls what the wire calls `file_id` or `audio_url`; `voice` is the id that was given.
    """
    from voicewright.client import Voicewright, VoicewrightError  # noqa: PLC0415 (`--help` must not wait for it)

    if not key:
        raise Stop("No API key.", todo="Set VOICEWRIGHT_API_KEY. The server showed it at its first start; `voicewright key create` makes another.")
    try:
        client = Voicewright(url, key)
    except ValueError as error:
        raise Stop(f"{error}.") from error
    with client:
        try:
            yield client
        except VoicewrightError as error:
            raise _stop(error, recording=recording, voice=voice, json=json) from error


def _stop(error: VoicewrightError, *, recording: str, voice: str, json: bool) -> Stop:
    said = {"message": error.message, "code": error.code, "status": error.status, "request_id": error.request_id}
    exits = _exits(error)
    message = error.message.replace("`file_id`", recording).replace("`audio_url`", recording)
    if voice and message.startswith("`voice_id` is not visible"):
        message = f"There is no voice {voice!r} that you can use here."
    return Stop(message, exits=exits, todo=_todo(error, exits), document={"error": said} if json else None)


def _exits(error: VoicewrightError) -> Exits:
    from voicewright.client import Unreachable, WorkFailed  # noqa: PLC0415 (as above)

    if isinstance(error, Unreachable):
        return Exits.UNREACHABLE
    return Exits.FAILED if isinstance(error, WorkFailed) else Exits.REFUSED


def _todo(error: VoicewrightError, exits: Exits) -> str:
    if exits is Exits.UNREACHABLE:
        return "Start it with `voicewright serve`, or say where it is with --url or VOICEWRIGHT_URL."
    if "api_key" in error.code:
        return "Check VOICEWRIGHT_API_KEY; `voicewright key create` makes a new key."
    if "`voice_id`" in error.message:
        return "`voicewright voices` lists the voices that you can use."
    if exits is Exits.FAILED and error.request_id:
        return f"If it happens again, report it with request {error.request_id}."
    return ""
