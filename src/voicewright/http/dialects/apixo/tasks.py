"""Tasks in answers and in callbacks (seed, "Response format"; contract §2.4 and §2.5)."""

from __future__ import annotations

import json
from datetime import datetime

from voicewright.domain.errors import recalled
from voicewright.domain.task import Kind, Stage, Task
from voicewright.http.dialects.apixo.schemas import (
    FailedOut,
    NewVoiceOut,
    ProcessingOut,
    ProcessingVoiceOut,
    StateWord,
    StatusOut,
    SubmittedOut,
    SuccessOut,
    SuccessVoiceOut,
    TaskOut,
)
from voicewright.http.dialects.apixo.words import failed
from voicewright.http.links import Address

STATES: dict[Stage, StateWord] = {
    Stage.QUEUED: "processing",
    Stage.RUNNING: "processing",
    Stage.SUCCEEDED: "success",
    Stage.FAILED: "failed",
    Stage.CANCELLED: "failed",
}


def submitted(task: Task) -> SubmittedOut:
    """Speech as it was accepted."""
    return SubmittedOut(taskId=task.id, state=STATES[task.stage])


def new_voice(task: Task) -> NewVoiceOut:
    """A voice as it was accepted."""
    return NewVoiceOut(taskId=task.id, state=STATES[task.stage], voice_id=task.voice_id, voice_type="preparing")


def told(task: Task, address: Address) -> TaskOut:
    """A task as its owner sees it."""
    return TaskOut(code=200, message="success", data=_status(task, address))


def _status(task: Task, address: Address) -> StatusOut:
    created, begun, ended = (_milliseconds(at or task.created_at) for at in (task.created_at, task.started_at, task.finished_at))
    if task.failure is not None:
        code, message = failed(recalled(task.failure.code, task.failure.facts))
        return FailedOut(taskId=task.id, state="failed", createTime=created, failCode=code, failMsg=message, completeTime=ended)
    if task.kind is Kind.SPEECH and task.stage is not Stage.SUCCEEDED:
        return ProcessingOut(taskId=task.id, state="processing", createTime=created)
    if task.stage is not Stage.SUCCEEDED:
        return ProcessingVoiceOut(taskId=task.id, state="processing", voice_id=task.voice_id, voice_type="preparing", createTime=created)
    result = _result(task, address)
    if task.kind is Kind.SPEECH:
        return SuccessOut(taskId=task.id, state="success", createTime=created, resultJson=result, completeTime=ended, costTime=ended - begun)
    return SuccessVoiceOut(
        taskId=task.id,
        state="success",
        voice_id=task.voice_id,
        voice_type="active",
        createTime=created,
        resultJson=result,
        completeTime=ended,
        costTime=ended - begun,
    )


def _result(task: Task, address: Address) -> str:
    """One published client reads the list without a look: it is there even when it is empty."""
    urls = [] if task.output is None else [address(task.output.key, task.output.spec.codec)]
    return json.dumps({"resultUrls": urls}, separators=(",", ":"))


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
