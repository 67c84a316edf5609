"""Tasks in answers (contract §3.6)."""

from __future__ import annotations

from voicewright.domain.account import Caller
from voicewright.domain.errors import TaskNotVisible, recalled
from voicewright.domain.task import Stage, Task
from voicewright.http.dialects.novita.schemas import AudioOut, EventOut, StatusWord, TaskOut, TaskResultOut
from voicewright.http.links import DEFAULT_TTL, Address
from voicewright.http.sound import FORMS
from voicewright.http.t2a.batches import Batch, parts_of
from voicewright.services.core import Core

STATUSES: dict[Stage, StatusWord] = {
    Stage.QUEUED: "TASK_STATUS_QUEUED",
    Stage.RUNNING: "TASK_STATUS_PROCESSING",
    Stage.SUCCEEDED: "TASK_STATUS_SUCCEED",
    Stage.FAILED: "TASK_STATUS_FAILED",
    Stage.CANCELLED: "TASK_STATUS_FAILED",
}
_LONGEST_NUMBER = 18
TTL = str(int(DEFAULT_TTL.total_seconds()))
"""Seconds that a link works at least."""


async def found(core: Core, caller: Caller, task_id: str) -> Batch:
    """The tasks of an id: a long text's number, or the id of a task that any dialect has made. Raises TaskNotVisible."""
    if task_id.isascii() and task_id.isdecimal():
        if len(task_id) > _LONGEST_NUMBER:
            raise TaskNotVisible
        return await parts_of(core, caller, int(task_id))
    return Batch(number=0, parts=[("", await core.tasks.of(caller, task_id))])


def id_of(batch: Batch) -> str:
    """The id under which callers ask: of the one task, or the number of several."""
    return str(batch.number) if len(batch.parts) > 1 else batch.parts[0][1].id


def event(task: Task, address: Address) -> EventOut:
    """What a webhook is told of a task that has ended."""
    alone = Batch(number=0, parts=[("", task)])
    return EventOut(event_type="ASYNC_TASK_RESULT", payload=told(alone, task_id=task.id, address=address))


def told(batch: Batch, *, task_id: str, address: Address) -> TaskResultOut:
    """Tasks as their owner sees them."""
    tasks = [task for _, task in batch.parts]
    out = TaskOut(
        task_id=task_id,
        task_type=tasks[0].origin.model.upper().replace("-", "_"),
        status=STATUSES[batch.stage],
        reason=next((str(recalled(it.failure.code, it.failure.facts)) for it in tasks if it.failure is not None), ""),
        eta=0,
        progress_percent=sum(task.progress for task in tasks) // len(tasks),
    )
    audios = [audio for task in tasks for audio in _audios(task, address)] if batch.stage is Stage.SUCCEEDED else []
    return TaskResultOut(extra={}, task=out, images=[], videos=[], audios=audios)


def _audios(task: Task, address: Address) -> list[AudioOut]:
    if task.output is None:
        return []
    codec = task.output.spec.codec
    link = address(task.output.key, codec)
    return [AudioOut(audio_url=link, audio_url_ttl=TTL, audio_type=FORMS[codec].extension, audio_metadata=None)]
