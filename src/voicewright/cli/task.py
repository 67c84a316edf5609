"""Look after work that the server has accepted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.exits import Stop
from voicewright.cli.made import unwritten, written
from voicewright.cli.server import DEFAULT_URL, Json, Key, Url, connected
from voicewright.cli.terminal import document, facts, note, size, working

if TYPE_CHECKING:
    from voicewright.client import Task, Voicewright

EPILOG = "Example: voicewright task task_4f1c --wait -o speech.mp3"


def task(
    task_id: Annotated[str, typer.Argument(metavar="TASK", help="The task's id.")],
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Return once it has ended.")] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel it; forget it, with its sound, if it has ended.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Save its sound here.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """Show a task, wait for it, fetch its sound, or cancel it."""
    if cancel and (wait or output is not None):
        raise Stop("--cancel goes with neither --wait nor -o.")
    if output is not None:
        unwritten(output, force=force)
    with connected(url, key, json=json) as client:
        if cancel:
            _cancelled(client, task_id, json=json)
            return
        found = _waited(client, task_id) if wait else client.task(task_id)
        if output is not None:
            _fetch(client, found, output)
    _shown(found, json=json)


def _cancelled(client: Voicewright, task_id: str, *, json: bool) -> None:
    found = client.task(task_id)
    forgotten = client.cancel(task_id).forgotten
    if json:
        document({"task_id": task_id, "cancelled": not forgotten, "forgotten": forgotten})
    elif forgotten:
        note(f"Forgot {task_id}, with its sound." if found.audio_url and not found.makes_voice else f"Forgot {task_id}.")
    else:
        note(f"Cancelled {task_id}.")


def _waited(client: Voicewright, task_id: str) -> Task:
    with working("Waiting…") as tell:
        return client.wait(task_id, progress=lambda task: tell(f"{task.status.capitalize()}…", percent=task.percent or None))


def _fetch(client: Voicewright, found: Task, path: Path) -> None:
    if found.audio_url is None:
        raise Stop(f"{found.id} is {found.status} and has no sound.", todo="" if found.ended else "Wait for it with --wait.")
    sound = client.fetch(found.audio_url)
    written(path, sound)
    note(f"Wrote {path}, {size(len(sound))}.")


def _shown(found: Task, *, json: bool) -> None:
    if json:
        document(found)
        return
    facts(
        (
            ("task", found.id),
            ("status", found.status),
            ("progress", found.progress),
            ("voice", found.voice_id),
            ("sound", found.audio_url),
            ("subtitles", found.subtitles_url),
            ("failed", found.error and found.error.message),
        )
    )
