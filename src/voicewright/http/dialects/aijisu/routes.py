"""The dialect's routes."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Query, Request, Response, UploadFile
from pydantic import Field
from starlette.convertors import register_url_convertor

from voicewright.domain.account import Caller
from voicewright.domain.errors import FieldInvalid, recalled
from voicewright.domain.plan import Verb
from voicewright.domain.task import Task
from voicewright.domain.webhook import Callback
from voicewright.http.access import asks
from voicewright.http.answers import answer, encoded
from voicewright.http.auth import TheCaller
from voicewright.http.callbacks import callback_to
from voicewright.http.dialect import speaking
from voicewright.http.dialects.aijisu import account, models
from voicewright.http.dialects.aijisu.admin import router as admin
from voicewright.http.dialects.aijisu.bodies import CloneIn, DesignIn, RenameIn, SpeakIn, VoicesIn, WebhookIn
from voicewright.http.dialects.aijisu.ids import FileName
from voicewright.http.dialects.aijisu.schemas import (
    STATUS_WORDS,
    ErrorOut,
    FileDeletedOut,
    FileOut,
    ModelListOut,
    ModelOut,
    NewVoiceOut,
    VoiceDeletedOut,
    VoiceListOut,
    VoiceOut,
    WebhookOut,
    WebhookSetOut,
)
from voicewright.http.dialects.aijisu.tasks import TaskDiscardedOut, TaskOut
from voicewright.http.dialects.aijisu.words import render
from voicewright.http.fields import Text
from voicewright.http.links import Address
from voicewright.http.media import address_of
from voicewright.http.sound import media_type
from voicewright.http.state import TheCore
from voicewright.http.streams import attended, primed
from voicewright.services.catalog import Listed
from voicewright.services.core import Core

SETTLE = 170.0
"""Seconds that a caller waits for a voice; the vendor's own example gives up after 180 (seed §11.1)."""
FILENAME_LIMIT = 255
EVENTS = ["voice.expiring"]
_SINCE = int(datetime(2026, 11, 21, tzinfo=UTC).timestamp())

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The request cannot be served as it is."},
    401: {"model": ErrorOut, "description": "No key, or one that is not valid."},
    "default": {"model": ErrorOut, "description": "Any other refusal."},
}
_LOST: dict[int | str, dict[str, Any]] = {404: {"model": ErrorOut, "description": "There is none, or it is not yours."}}
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"description": "Sound, while it is made.", "content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}}
}
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The task, each time it changed; the last event is the ended task.", "content": {"text/event-stream": {}}}
}

VoiceId = Annotated[Text, Path(description="Any id, slashes percent-encoded or not.", examples=["Chinese (Mandarin)_Kind-hearted_Elder"])]
TaskId = Annotated[Text, Path(examples=["task_abc123"])]
FileId = Annotated[Text, Path()]
TheAddress = Annotated[Address, Depends(address_of)]

register_url_convertor("file", FileName())
router = APIRouter(tags=[models.NAME], route_class=speaking(render), responses=_REFUSALS)


@router.get("/v1/audio/voices", response_model=VoiceListOut)
@asks(Verb.READ)
async def list_voices(caller: TheCaller, core: TheCore, address: TheAddress, wanted: Annotated[VoicesIn, Query()]) -> Response:
    """System voices and your own."""
    query = wanted.query()
    listed = Listed(voices=(), next=None) if query is None else await core.catalog.visible(caller, query)
    return answer(VoiceListOut.of(listed, model=wanted.model, now=core.clock.now(), address=address))


@router.post("/v1/audio/voices/clone", response_model=NewVoiceOut)
@asks(Verb.CLONE)
async def clone_voice(request: Request, caller: TheCaller, core: TheCore, body: CloneIn) -> Response:
    """Make a voice from a recording; answers when it is ready, or after 170 s with the voice `preparing`."""
    command = dataclasses.replace(body.command(), callback=await _callback(request, body.callback_url))
    task = await core.clone.submit(caller, command, preview_field=body.preview_field)
    return await _settled(request, core, caller, task)


@router.post("/v1/audio/voices/design", response_model=NewVoiceOut)
@asks(Verb.DESIGN)
async def design_voice(request: Request, caller: TheCaller, core: TheCore, body: DesignIn) -> Response:
    """Make a voice from a description; answers when it is ready, or after 170 s with the voice `preparing`."""
    command = dataclasses.replace(body.command(), callback=await _callback(request, body.callback_url))
    task = await core.design.submit(caller, command, prompt_field="prompt", preview_field=body.preview_field)
    return await _settled(request, core, caller, task)


@router.get("/v1/audio/voices/{voice_id:path}", response_model=VoiceOut)
@asks(Verb.READ)
async def show_voice(caller: TheCaller, core: TheCore, address: TheAddress, voice_id: VoiceId) -> Response:
    """One voice."""
    voice = await core.catalog.voice(caller, voice_id)
    return answer(VoiceOut.of(voice, now=core.clock.now(), address=address))


@router.patch("/v1/audio/voices/{voice_id:path}", response_model=VoiceOut)
@asks(Verb.CHANGE)
async def rename_voice(caller: TheCaller, core: TheCore, address: TheAddress, voice_id: VoiceId, body: RenameIn) -> Response:
    """Change the name or the description."""
    voice = await core.catalog.rename(caller, voice_id, body.command())
    return answer(VoiceOut.of(voice, now=core.clock.now(), address=address))


@router.delete("/v1/audio/voices/{voice_id:path}", response_model=VoiceDeletedOut)
@asks(Verb.CHANGE)
async def delete_voice(caller: TheCaller, core: TheCore, voice_id: VoiceId) -> Response:
    """Delete a voice with everything that was derived from it; its id is never given again."""
    voice = await core.catalog.delete(caller, voice_id)
    return answer(VoiceDeletedOut(object="audio.voice.deleted", voice_id=voice.id, deleted=True))


@router.post("/v1/audio/tasks", response_model=TaskOut)
@asks(Verb.SPEAK)
async def submit_speech(request: Request, caller: TheCaller, core: TheCore, address: TheAddress, body: SpeakIn) -> Response:
    """Have a text spoken; ask for the task until it is `completed`, or be told at `callback_url`."""
    command = dataclasses.replace(body.command(), callback=await _callback(request, body.callback_url))
    task = await core.speak.submit(caller, command)
    return answer(TaskOut.of(task, address=address))


@router.get("/v1/audio/tasks/{task_id}", response_model=TaskOut, responses=_LOST)
@asks(Verb.READ)
async def show_task(caller: TheCaller, core: TheCore, address: TheAddress, task_id: TaskId) -> Response:
    """A task, as it stands."""
    return answer(TaskOut.of(await core.tasks.of(caller, task_id), address=address))


@router.delete("/v1/audio/tasks/{task_id}", response_model=TaskDiscardedOut, responses=_LOST)
@asks(Verb.CHANGE)
async def discard_task(caller: TheCaller, core: TheCore, task_id: TaskId) -> Response:
    """Cancel a task that is open; forget one that has ended, with the sound it made."""
    ended = (await core.tasks.of(caller, task_id)).stage.ended
    task = await core.tasks.discard(caller, task_id)
    status = STATUS_WORDS[task.stage]
    return answer(TaskDiscardedOut(object="audio.generation.job", task_id=task.id, id=task.id, status=status, deleted=ended))


@router.get("/v1/audio/tasks/{task_id}/events", response_class=Response, responses={**_EVENTS, **_LOST})
@asks(Verb.READ)
async def watch_task(request: Request, caller: TheCaller, core: TheCore, address: TheAddress, task_id: TaskId) -> Response:
    """Server-sent events: the task now, and again whenever it changed, until it has ended."""
    task = await core.tasks.of(caller, task_id)
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return await primed(request, _events(core.tasks.watch(task), address), media_type="text/event-stream", headers=headers)


@router.post("/v1/audio/stream", response_class=Response, responses=_SOUND)
@asks(Verb.SPEAK)
async def stream_speech(request: Request, caller: TheCaller, core: TheCore, body: SpeakIn) -> Response:
    """Have a text spoken, and hear it while it is made.

    The header of a streamed wav or flac cannot say how long it is: whoever wants a file asks for a task. pcm (signed 16 bit,
    little-endian) and pcmu_raw have no header; the media type names their rate and channels.
    """
    command = body.command()
    if command.subtitles:
        raise FieldInvalid(field="subtitles", problem="are made for tasks; a stream has no file beside it")
    if body.callback_url is not None:
        raise FieldInvalid(field="callback_url", problem="is told of tasks; a stream has no end that anybody would miss")
    return await primed(request, core.speak.stream(caller, command), media_type=media_type(command.spec))


@router.post("/v1/files", response_model=FileOut)
@asks(Verb.CHANGE)
async def upload_file(
    caller: TheCaller,
    core: TheCore,
    file: Annotated[UploadFile, File(description="At most 20 MB.")],
    purpose: Annotated[Text, Form(), Field(max_length=64)] = "voice_clone",
) -> Response:
    """Keep a recording, to be named as `file_id` later."""
    filename = (file.filename or "").replace("\0", "")[:FILENAME_LIMIT]
    content = await file.read()
    if not content:
        raise FieldInvalid(field="file", problem="is empty")
    upload = await core.uploads.keep(caller, content, filename=filename, purpose=purpose)
    return answer(FileOut.of(upload))


@router.get("/v1/files/{file_id:file}", response_model=FileOut, responses=_LOST)
@asks(Verb.READ)
async def show_file(caller: TheCaller, core: TheCore, file_id: FileId) -> Response:
    """What is known of a file."""
    return answer(FileOut.of(await core.uploads.find(caller, file_id)))


@router.delete("/v1/files/{file_id:file}", response_model=FileDeletedOut, responses=_LOST)
@asks(Verb.CHANGE)
async def delete_file(caller: TheCaller, core: TheCore, file_id: FileId) -> Response:
    """Forget a file; voices made from it stay."""
    upload = await core.uploads.forget(caller, file_id)
    return answer(FileDeletedOut(id=upload.id, object="file", deleted=True))


router.include_router(account.router)


@router.put("/v1/webhook", response_model=WebhookSetOut)
@asks(Verb.CHANGE)
async def set_webhook(caller: TheCaller, core: TheCore, body: WebhookIn) -> Response:
    """Be told from now on, there, what concerns no single task: `voice.expiring`, a day before a voice goes that has not spoken."""
    target, secret = await core.webhooks.subscribe(caller.account, body.url, field="url", dialect=models.NAME)
    return answer(WebhookSetOut(object="webhook", url=target.url, events=EVENTS, secret=secret))


@router.get("/v1/webhook", response_model=WebhookOut)
@asks(Verb.READ)
async def show_webhook(caller: TheCaller, core: TheCore) -> Response:
    """Where you are told what concerns no single task."""
    target = await core.webhooks.subscribed(caller.account)
    return answer(WebhookOut(object="webhook", url=None if target is None else target.url, events=EVENTS))


@router.delete("/v1/webhook", response_model=WebhookOut)
@asks(Verb.CHANGE)
async def remove_webhook(caller: TheCaller, core: TheCore) -> Response:
    """Be told nothing any longer but the ends of tasks that have a `callback_url`."""
    await core.webhooks.unsubscribe(caller.account)
    return answer(WebhookOut(object="webhook", url=None, events=EVENTS))


@router.get("/v1/models", response_model=ModelListOut)
@asks(Verb.READ)
async def list_models(_caller: TheCaller) -> Response:
    """Every model name that is understood here."""
    names = (*models.SPEECH, models.CLONE, models.DESIGN)
    data = [ModelOut(id=name, object="model", created=_SINCE, owned_by="voicewright") for name in names]
    return answer(ModelListOut(object="list", data=data))


async def _callback(request: Request, url: str | None) -> Callback | None:
    return await callback_to(request, url, field="callback_url", dialect=models.NAME)


async def _settled(request: Request, core: Core, caller: Caller, task: Task) -> Response:
    task = await attended(request, core.tasks.settled(task, within=SETTLE))
    if task.failure is not None:
        raise recalled(task.failure.code, task.failure.facts)
    voice = await core.catalog.voice(caller, task.voice_id)
    return answer(NewVoiceOut.of(task, voice, now=core.clock.now(), address=address_of(request)))


async def _events(tasks: AsyncIterator[Task], address: Address) -> AsyncGenerator[bytes, None]:
    async for task in tasks:
        yield b"data: " + encoded(TaskOut.of(task, address=address)) + b"\n\n"


router.include_router(admin)
