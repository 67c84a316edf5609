"""The routes of files: what callers sent, and what long texts became (contract §1.1 and §1.2)."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile
from pydantic import Field

from voicewright.domain.account import Caller
from voicewright.domain.audit import Subject
from voicewright.domain.errors import FieldInvalid, TaskNotVisible, UploadNotVisible
from voicewright.domain.plan import Verb
from voicewright.domain.upload import Upload
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialect import linked
from voicewright.http.dialects.minimax.models import NAME
from voicewright.http.dialects.minimax.results import PURPOSE, Result, result_of
from voicewright.http.dialects.minimax.router import routes
from voicewright.http.dialects.minimax.schemas import (
    Filed,
    FileDeletedOut,
    FileLinkedOut,
    FileLinkOut,
    FileListOut,
    FileOut,
    FileStoredOut,
    RefusedOut,
)
from voicewright.http.dialects.minimax.words import render
from voicewright.http.fields import In, Serial, Text, Unless
from voicewright.http.state import TheCore, address_in, links_of, origin_of, request_id_of
from voicewright.http.streams import primed
from voicewright.http.t2a.batches import MARK, discard, upload_numbered
from voicewright.http.t2a.sounds import WELL
from voicewright.services.core import Core

FILENAME_LIMIT = 255
Purpose = Annotated[Unless[Annotated[Text, Field(max_length=64)]], Query(examples=["voice_clone"])]

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file; a long text's is a tar. A refusal is JSON.",
        "content": {"application/octet-stream": _BINARY, "application/x-tar": _BINARY, "application/json": {"schema": {"type": "object"}}},
    }
}

router = routes()
open_router = APIRouter(tags=[NAME], route_class=linked(render), responses={404: {"description": "The link is not valid, or it has expired."}})


@router.post("/v1/files/upload", response_model=FileStoredOut | RefusedOut)
@asks(Verb.CHANGE)
async def upload_file(
    caller: TheCaller,
    core: TheCore,
    file: Annotated[UploadFile, File(description="At most 20 MB.")],
    purpose: Annotated[Text, Form(examples=["voice_clone"]), Field(min_length=1, max_length=64)],
) -> Response:
    """Keep a file: a recording (`voice_clone`, `prompt_audio`) or a long text (`t2a_async_input`)."""
    content = await file.read()
    if not content:
        raise FieldInvalid(field="file", problem="is empty")
    filename = (file.filename or "").replace("\0", "")[:FILENAME_LIMIT]
    upload = await core.uploads.keep(caller, content, filename=filename, purpose=purpose)
    number = (await core.numbers.of(caller, [upload.id]))[upload.id]
    return answer(FileStoredOut(file=FileOut.of(_filed(upload, number)), base_resp=WELL))


@router.get("/v1/files/list", response_model=FileListOut | RefusedOut)
@asks(Verb.READ)
async def list_files(caller: TheCaller, core: TheCore, purpose: Purpose = None) -> Response:
    """Your files of one purpose, or all of them; newest first."""
    uploads = await core.uploads.all(caller, purpose=purpose)
    numbers = await core.numbers.of(caller, [upload.id for upload in uploads])
    files = [_filed(upload, numbers[upload.id]) for upload in uploads]
    if purpose in {None, PURPOSE}:
        made = [await _made(core, caller, number) for number in await core.numbers.like(caller, MARK)]
        files += [await _result(core, result) for result in made if result is not None and result.status == "Success"]
    return answer(FileListOut(files=[FileOut.of(file) for file in sorted(files, key=lambda it: -it.created_at)], base_resp=WELL))


@router.get("/v1/files/retrieve", response_model=FileLinkedOut | RefusedOut)
@asks(Verb.READ)
async def show_file(request: Request, caller: TheCaller, core: TheCore, file_id: Annotated[Serial, Query()]) -> Response:
    """What is known of a file, with a link that needs no key and works for a day."""
    found = await _found(core, caller, file_id)
    file = await _result(core, found) if isinstance(found, Result) else _filed(found, file_id)
    if not file.size:
        raise UploadNotVisible
    link = origin_of(request) + links_of(request).signed(f"/{NAME}/v1/files/download/{file_id}")
    return answer(FileLinkedOut(file=FileLinkOut.linked(file, link), base_resp=WELL))


@router.get("/v1/files/retrieve_content", response_class=Response, responses=_CONTENT)
@asks(Verb.READ)
async def read_file(request: Request, caller: TheCaller, core: TheCore, file_id: Annotated[Serial, Query()]) -> Response:
    """The file itself; of a long text, a tar."""
    return await _content(request, core, caller, file_id)


@router.post("/v1/files/delete", response_model=FileDeletedOut | RefusedOut)
@asks(Verb.CHANGE)
async def delete_file(caller: TheCaller, core: TheCore, body: FileDeleteIn) -> Response:
    """Forget a file; voices made from it stay."""
    found = await _found(core, caller, body.file_id)
    if isinstance(found, Result):
        await discard(core, caller, found)
    else:
        await core.uploads.forget(caller, found.id)
    return answer(FileDeletedOut(file_id=body.file_id, base_resp=WELL))


@open_router.get("/v1/files/download/{file_id}", response_class=Response, responses=_CONTENT)
async def download(request: Request, core: TheCore, file_id: Annotated[Serial, Path()]) -> Response:
    """The file that a link names, for whoever has the link."""
    owner = await core.numbers.owner(file_id)
    if owner is None:
        raise UploadNotVisible
    return await _content(request, core, Caller(account=owner, key="", request=request_id_of(request), address=address_in(request)), file_id)


class FileDeleteIn(In):
    """Which file."""

    file_id: Serial
    purpose: Unless[Text] = Field(default=None, description="Not needed: the number alone says which file.")


async def _found(core: Core, caller: Caller, number: int) -> Upload | Result:
    thing = await core.numbers.thing(caller, number)
    if thing is None or not thing.startswith(MARK):
        return await upload_numbered(core, caller, number)
    try:
        return await result_of(core, caller, number)
    except TaskNotVisible:
        raise UploadNotVisible from None


async def _made(core: Core, caller: Caller, number: int) -> Result | None:
    """A result whose tasks are all there: they can be forgotten one by one in another dialect."""
    try:
        return await result_of(core, caller, number)
    except TaskNotVisible:
        return None


async def _content(request: Request, core: Core, caller: Caller, number: int) -> Response:
    found = await _found(core, caller, number)
    await _downloaded(core, caller, found)
    if isinstance(found, Result):
        kind, name, size, pieces = "application/x-tar", found.filename, await found.size(core), found.archive(core)
        if not size:
            raise UploadNotVisible
    else:
        kind, name, size, pieces = "application/octet-stream", found.filename, found.size, _read(core, found)
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name) or "file"
    headers = {"content-length": str(size), "content-disposition": f'attachment; filename="{safe}"', "x-content-type-options": "nosniff"}
    return await primed(request, pieces, media_type=kind, headers=headers)


async def _downloaded(core: Core, caller: Caller, found: Upload | Result) -> None:
    if isinstance(found, Upload):
        await core.audit.exported(caller, Subject.FILE, found.id)
        return
    for _, task in found.parts:
        await core.audit.exported(caller, Subject.TASK, task.id)


async def _read(core: Core, upload: Upload) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in core.objects.read(upload.key, start=0, end=upload.size):
            yield piece
    except KeyError:
        raise UploadNotVisible from None


def _filed(upload: Upload, number: int) -> Filed:
    return Filed(
        number=number,
        size=upload.size,
        created_at=int(upload.created_at.timestamp()),
        filename=upload.filename,
        purpose=upload.purpose,
    )


async def _result(core: Core, result: Result) -> Filed:
    return Filed(
        number=result.number,
        size=await result.size(core),
        created_at=int(result.made_at.timestamp()),
        filename=result.filename,
        purpose=PURPOSE,
    )
