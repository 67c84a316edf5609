"""What the worker does with one task."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass

from voicewright.domain.errors import Refusal
from voicewright.domain.task import Kind, SpeechWork, Task
from voicewright.services.clone import CloneService
from voicewright.services.design import DesignService
from voicewright.services.speak import SpeakService
from voicewright.services.tasks import TaskService


@dataclass(frozen=True, kw_only=True)
class WorkService:
    """Perform a task; each attempt may be the first or may follow one that was interrupted at any point."""

    tasks: TaskService
    clone: CloneService
    design: DesignService
    speak: SpeakService

    async def perform(self, task_id: str) -> None:
        """Do the work, once. Returns at once for a task that has ended. Raises the refusal that the task met."""
        task = await self.tasks.begin(task_id)
        if task is not None:
            await self._unless_ended(task, self._doing(task))
            await self.tasks.tidy(task)

    async def fail(self, task_id: str, refusal: Refusal) -> None:
        """Give a task up, and tell those who wait for it why."""
        await self.tasks.fail(task_id, refusal)

    async def open(self) -> Mapping[str, str]:
        """The request ids of the tasks that have not ended, by task id."""
        async with self.tasks.store.view() as unit:
            return await unit.tasks.open()

    def _doing(self, task: Task) -> Coroutine[object, object, None]:
        if isinstance(task.work, SpeechWork):
            return self.speak.perform(task, task.work)
        if task.kind is Kind.CLONE:
            return self.clone.perform(task, task.work)
        return self.design.perform(task, task.work)

    async def _unless_ended(self, task: Task, work: Coroutine[object, object, None]) -> None:
        """Stop working when the caller cancels the task."""
        doing = asyncio.ensure_future(work)
        watching = asyncio.ensure_future(self.tasks.ended(task.id))
        try:
            await asyncio.wait({doing, watching}, return_when=asyncio.FIRST_COMPLETED)
            # a watch that failed must not pass for work that is done
            (doing if doing.done() else watching).result()
        finally:
            doing.cancel()
            watching.cancel()
            await asyncio.gather(doing, watching, return_exceptions=True)
