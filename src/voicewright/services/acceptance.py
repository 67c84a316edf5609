"""Where work becomes a promise: what every new task passes, in the transaction that keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicewright.domain.account import Caller
from voicewright.domain.audit import Act, Subject, event_of
from voicewright.domain.errors import RequestInFlight, TextForbidden
from voicewright.domain.task import Kind, Stage, Task
from voicewright.ports import Moderator, Store, Unit
from voicewright.services.audit import used
from voicewright.services.billing import Billing
from voicewright.services.limits import LimitService
from voicewright.services.promises import RETRY_AFTER

_IN_VAIN = frozenset({Stage.FAILED, Stage.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """Takes work on."""

    store: Store
    limits: LimitService
    billing: Billing
    moderator: Moderator | None = None
    """Judges texts, where there is somebody."""

    async def permit(self, caller: Caller, *texts: str, field: str) -> None:
        """Texts that stand in one field, or are made of it. Raises TextForbidden."""
        if self.moderator is None:
            return
        for text in texts:
            words = await self.moderator.objection(caller, text)
            if words is not None:
                raise TextForbidden(field=field, words=words)

    async def accept(self, unit: Unit, caller: Caller, tasks: Sequence[Task]) -> Sequence[Task]:
        """Keep new tasks and hand them to the worker, all or none, as they are returned.

        Raises TooManyTasks, QueueFull, CreditShort, and RequestInFlight where the same request is taken on elsewhere.
        """
        await _promised(unit, caller, tasks)
        lined_up = await self.limits.lined_up(unit, caller, tasks)
        agreed = await self.billing.reserve(unit, caller, lined_up)
        for task in agreed:
            await unit.tasks.add(task)
            await _audited(unit, caller, task)
        return agreed

    async def heard(self, caller: Caller, task: Task) -> None:
        """Note whose voices a stream's answer will be, before there is any of it. Raises RequestInFlight as `accept`."""
        if caller.promise:
            async with self.store.unit() as unit:
                await _noted(unit, caller, tasks=(), voices=task.voice_ids)

    async def begun(self, caller: Caller) -> Sequence[Task]:
        """The tasks that were accepted for this very request before, where it could not be answered; none if one of them came to nothing."""
        if not caller.begun:
            return ()
        async with self.store.view() as unit:
            tasks = [await unit.tasks.owned(caller.account, task_id) for task_id in caller.begun]
        there = [task for task in tasks if task is not None and task.stage not in _IN_VAIN]
        return there if len(there) == len(tasks) else ()


async def _promised(unit: Unit, caller: Caller, tasks: Sequence[Task]) -> None:
    if caller.promise:
        voices = dict.fromkeys(voice_id for task in tasks for voice_id in task.voice_ids)
        await _noted(unit, caller, tasks=[task.id for task in tasks], voices=list(voices))


async def _noted(unit: Unit, caller: Caller, *, tasks: Sequence[str], voices: Sequence[str]) -> None:
    if not await unit.promises.accepted(caller.promise, tasks=tasks, voices=voices):
        raise RequestInFlight(retry_after=RETRY_AFTER)


async def _audited(unit: Unit, caller: Caller, task: Task) -> None:
    if task.kind is Kind.SPEECH:
        await used(unit, caller, task, at=task.created_at)
    else:
        await unit.audit.write(event_of(caller, Act.MADE, Subject.VOICE, task.voice_id, at=task.created_at))
