"""What `clone` and `design` do once there is a voice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voicewright.cli.exits import Stop
from voicewright.cli.terminal import document, note, result

if TYPE_CHECKING:
    from voicewright.client import NewVoice, Voicewright


def unwritten(path: Path, *, force: bool) -> None:
    """See to it that a file can be written without losing another. Raises Stop."""
    if path.is_dir():
        raise Stop(f"{path} is a folder.", todo="Name a file in it.")
    if not path.absolute().parent.is_dir():
        raise Stop(f"There is no folder {path.absolute().parent}.", todo="Make it first, or write somewhere else.")
    if path.exists() and not force:
        raise Stop(f"{path} is there already.", todo="Choose another name, or overwrite it with --force.")


def written(path: Path, content: bytes) -> None:
    """Write a file. Raises Stop."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}.") from error


def keep_preview(client: Voicewright, made: NewVoice, path: Path) -> None:
    """Save the preview. Raises Stop."""
    if made.preview_url is not None:
        written(path, client.fetch(made.preview_url))


def ready(made: NewVoice, *, json: bool) -> None:
    """Say which voice there is now, and what to do with it."""
    if json:
        document(made)
        return
    voice = made.voice
    result(voice.id)
    if voice.design is not None and voice.design.warning is not None:
        note(f"Warning: {voice.design.warning}")
    elif voice.design is not None and voice.design.ignored:
        note(f"These words changed nothing: {', '.join(voice.design.ignored)}.")
    for finding in voice.recording.findings if voice.recording is not None else ():
        note(finding.says)
    note(f"The voice is ready. Speak with it: voicewright say 'Hello.' --voice '{voice.id}' -o hello.mp3")
    if voice.expires_at is not None:
        note(f"It lapses on {voice.expires_at.astimezone():%d %B, %H:%M %Z} unless you speak with it before.")
