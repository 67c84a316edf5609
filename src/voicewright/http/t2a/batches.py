"""What became of a long text: several tasks under one number."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voicewright.domain.account import Caller
from voicewright.domain.errors import FieldInvalid, TaskNotVisible, UploadNotVisible
from voicewright.domain.task import Stage, Task
from voicewright.domain.upload import Upload
from voicewright.http.fields import at_most
from voicewright.http.t2a.documents import Document, documents
from voicewright.services.core import Core

INLINE = 50_000
"""Characters that can stand in the request itself."""
MARK = "task_"
"""How the name of a task begins."""
_APART = " "


@dataclass(frozen=True, kw_only=True)
class Long:
    """The texts that were asked for."""

    documents: Sequence[Document]
    field: str
    """Where they stood."""
    limit: int
    """Characters that they may have."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The tasks of one long text."""

    number: int
    parts: Sequence[tuple[str, Task]]
    """What each is called, which may be nothing."""

    @property
    def stage(self) -> Stage:
        """How far it is: failed with the first that fails, done with the last."""
        stages = {task.stage for _, task in self.parts}
        if stages & {Stage.FAILED, Stage.CANCELLED}:
            return Stage.FAILED
        return next(iter(stages)) if len(stages) == 1 else Stage.RUNNING

    @property
    def made_at(self) -> datetime:
        """When the last part was made; before that, when the first was accepted."""
        return max(task.finished_at or task.created_at for _, task in self.parts)


async def kept(core: Core, caller: Caller, tasks: Sequence[Task], titles: Sequence[str]) -> Batch:
    """The tasks under a number of their own."""
    name = _named(tasks, titles)
    number = (await core.numbers.of(caller, [name]))[name]
    return Batch(number=number, parts=list(zip(titles, tasks, strict=True)))


async def parts_of(core: Core, caller: Caller, number: int) -> Batch:
    """What a number stands for. Raises TaskNotVisible."""
    thing = await core.numbers.thing(caller, number) or ""
    if not thing.startswith(MARK):
        raise TaskNotVisible
    named = [part.partition("=") for part in thing.split(_APART)]
    return Batch(number=number, parts=[(title, await core.tasks.of(caller, task_id)) for task_id, _, title in named])


async def discard(core: Core, caller: Caller, batch: Batch) -> None:
    """Forget it with its sounds, or end what is still being made."""
    for _, task in batch.parts:
        if not task.stage.ended:
            await core.tasks.discard(caller, task.id)  # once to end it, once to forget it
        await core.tasks.discard(caller, task.id)
    await core.numbers.forget(caller, _named([task for _, task in batch.parts], [title for title, _ in batch.parts]))


async def upload_numbered(core: Core, caller: Caller, number: int) -> Upload:
    """An upload of the caller's. Raises UploadNotVisible."""
    thing = await core.numbers.thing(caller, number)
    if thing is None:
        raise UploadNotVisible
    return await core.uploads.find(caller, thing)


async def long_text(core: Core, caller: Caller, *, text: str | None, file: int | None, fewer_than: int) -> Long:
    """What `text` says or the file `text_file_id`. Raises TextTooLong, FieldInvalid, UploadNotVisible."""
    if file is None:
        inline = Document(title="", text=at_most(text or "", INLINE, field="text"))
        return Long(documents=[inline], field="text", limit=INLINE)
    if text is not None:
        raise FieldInvalid(field="text_file_id", problem="cannot stand beside `text`")
    data = await core.uploads.data(caller, (await upload_numbered(core, caller, file)).id)
    found = await asyncio.to_thread(documents, data, field="text_file_id", fewer_than=fewer_than)
    return Long(documents=found, field="text_file_id", limit=fewer_than)


def _named(tasks: Sequence[Task], titles: Sequence[str]) -> str:
    """`task_…=title` with spaces between."""
    return _APART.join(f"{task.id}={title}" for task, title in zip(tasks, titles, strict=True))
