"""Callers who wait for work, in dialects that answer with the result."""

from __future__ import annotations

from fastapi import Request
from starlette.requests import ClientDisconnect

from voicewright.domain.account import Caller
from voicewright.domain.errors import EngineTooSlow, recalled
from voicewright.domain.task import Task
from voicewright.http.streams import attended
from voicewright.services.core import Core

SETTLE = 290
"""Seconds that a caller waits for an answer; MiniMax's own program gives up after 300 (contract §0)."""


async def finished(request: Request, core: Core, caller: Caller, task: Task, *, within: float = SETTLE) -> Task:
    """The task once it has succeeded. Raises what it failed with; when nobody waits any longer, the work stops."""
    try:
        done = await attended(request, core.tasks.settled(task, within=within))
    except ClientDisconnect:
        await core.tasks.discard(caller, task.id)
        raise
    if not done.stage.ended:
        await core.tasks.discard(caller, task.id)
        raise EngineTooSlow(seconds=round(within))
    if done.failure is not None:
        raise recalled(done.failure.code, done.failure.facts)
    return done
