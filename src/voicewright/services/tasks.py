"""Durable work from the outside: find it, wait for it, watch it, end it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from voicewright.domain.account import Caller
from voicewright.domain.errors import Refusal, TaskNotVisible, VoiceNotVisible, WorkCancelled
from voicewright.domain.task import Kind, Output, Stage, Task
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Failure, State, Voice
from voicewright.ports import Clock, Notify, Objects, Teller, Unit, WorkerStore, WorkerUnit
from voicewright.services.billing import release, settle
from voicewright.services.presence import present
from voicewright.services.webhooks import message_of

LOOK = 0.25
"""Seconds after which a waiter looks again without having been told: the worker may be another process."""

_OPEN = frozenset({Stage.QUEUED, Stage.RUNNING})
_IN_VAIN = frozenset({Stage.FAILED, Stage.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class TaskService:
    """The life of a task."""

    store: WorkerStore
    objects: Objects
    clock: Clock
    notify: Notify
    tellers: Mapping[str, Teller] = field(default_factory=dict[str, Teller])
    """What tells the end of a task to those who asked for it, by the name of the dialect that they asked in."""

    async def of(self, caller: Caller, task_id: str) -> Task:
        """A task of the caller's. Raises TaskNotVisible."""
        async with self.store.view() as unit:
            task = await unit.tasks.owned(caller.account, task_id)
        if task is None:
            raise TaskNotVisible
        return task

    async def settled(self, task: Task, *, within: float) -> Task:
        """The task once it has ended, or as it stands after so many seconds."""
        deadline = time.monotonic() + within
        task = await self._current(task.id) or task
        while not task.stage.ended and (left := deadline - time.monotonic()) > 0:
            await self.notify.wait(task.id, seconds=min(left, LOOK))
            task = await self._current(task.id) or task
        return task

    async def watch(self, task: Task) -> AsyncIterator[Task]:
        """The task now, and again whenever it looks different, until it has ended."""
        yield task
        while not task.stage.ended:
            await self.notify.wait(task.id, seconds=LOOK)
            current = await self._current(task.id)
            if current is None:
                return
            if (current.stage, current.progress) != (task.stage, task.progress):
                yield current
            task = current

    async def discard(self, caller: Caller, task_id: str) -> Task:
        """Cancel a task that has not ended; forget one that has, with the sound it made. Raises TaskNotVisible."""
        async with self.store.unit() as unit:
            task = await unit.tasks.owned(caller.account, task_id)
            if task is None:
                raise TaskNotVisible
            if task.stage.ended:
                await unit.tasks.remove(caller.account, task_id)
                left = [output_key(task), subtitles_key(task)] if task.kind is Kind.SPEECH else []
            else:
                task, left = await self._end(unit, task, Stage.CANCELLED, WorkCancelled())
        self.notify.changed(task_id)
        await self._remove(left)
        return task

    async def begin(self, task_id: str) -> Task | None:
        """Note that work on a task starts, or starts again; None if it has ended or is gone."""
        async with self.store.unit() as unit:
            task = await unit.tasks.get(task_id)
            if task is None or task.stage.ended:
                return None
            task = dataclasses.replace(task, stage=Stage.RUNNING, started_at=task.started_at or self.clock.now())
            await unit.tasks.advance(task, among=_OPEN)
        self.notify.changed(task_id)
        return task

    async def progressed(self, task_id: str, percent: int) -> None:
        """Note how far a running task has come."""
        async with self.store.unit() as unit:
            await unit.tasks.progressed(task_id, percent)
        self.notify.changed(task_id)

    async def finish(self, task: Task, *, output: Output | None, usage: Usage, shape: Callable[[Voice], Voice] | None = None) -> None:
        """Write everything that follows from success in one transaction; nothing if somebody ended the task before.

        `shape` turns a voice in preparation into the finished one; without it the task's voice has really spoken.
        Raises VoiceNotVisible, with nothing written, where the voice in preparation, or one that spoke, is gone.
        """
        done = dataclasses.replace(task, stage=Stage.SUCCEEDED, progress=100, finished_at=self.clock.now(), output=output, usage=usage)
        async with self.store.unit() as unit:
            if not await unit.tasks.advance(done, among=frozenset({Stage.RUNNING})):
                return
            await self._settle_voice(unit, task, shape)
            charged = await settle(unit, done, now=self.clock.now())
            await unit.books.enter(done, charged=charged)
            await self._tell(unit, done)
        self.notify.changed(task.id)

    async def record(self, ended: Task) -> None:
        """Keep a task that has ended before it began, and tell of it."""
        async with self.store.unit() as unit:
            await unit.tasks.record(ended)
            await self._tell(unit, ended)

    async def tidy(self, task: Task) -> None:
        """Remove what work wrote on after somebody had ended its task."""
        current = await self._current(task.id)
        if (current is None and task.kind is Kind.SPEECH) or (current is not None and current.stage in _IN_VAIN):
            await self._remove(_written(task))

    async def fail(self, task_id: str, refusal: Refusal) -> None:
        """End a task that cannot succeed, and the voice that it was to make, with what there is of it."""
        async with self.store.unit() as unit:
            task = await unit.tasks.get(task_id)
            if task is None or task.stage.ended:
                return
            _, left = await self._end(unit, task, Stage.FAILED, refusal)
        self.notify.changed(task_id)
        await self._remove(left)

    async def ended(self, task_id: str) -> None:
        """Return when the task has ended or is gone."""
        task = await self._current(task_id)
        while task is not None and not task.stage.ended:
            await self.notify.wait(task_id, seconds=LOOK)
            task = await self._current(task_id)

    async def _current(self, task_id: str) -> Task | None:
        async with self.store.view() as unit:
            return await unit.tasks.get(task_id)

    async def _settle_voice(self, unit: WorkerUnit, task: Task, shape: Callable[[Voice], Voice] | None) -> None:
        if shape is None:
            if not await present(unit, task.account, task.voice_ids):
                raise VoiceNotVisible
            for voice_id in task.voice_ids:
                await unit.voices.keep(task.account, voice_id)
            return
        voice = await unit.voices.get(task.voice_id)
        if voice is None or voice.state is not State.PREPARING:
            raise VoiceNotVisible
        await unit.voices.save(shape(voice))

    async def _end(self, unit: WorkerUnit, task: Task, stage: Stage, refusal: Refusal) -> tuple[Task, Iterable[str]]:
        """The ended task, and the keys of the objects that nobody needs any longer once the unit is committed."""
        failure = Failure(code=refusal.code, facts=dict(refusal.facts))
        ended = dataclasses.replace(task, stage=stage, finished_at=self.clock.now(), failure=failure)
        if not await unit.tasks.advance(ended, among=_OPEN):
            return task, ()
        await release(unit, task.id, now=self.clock.now())
        await self._tell(unit, ended)
        left = _written(task)
        if task.kind is not Kind.SPEECH:
            voice = await unit.voices.get(task.voice_id)
            if voice is not None and voice.state is State.PREPARING:
                await unit.voices.save(dataclasses.replace(voice.emptied(State.FAILED), failure=failure))
                left += [*voice.objects, *await unit.timbres.drop(voice.id)]
        return ended, left

    async def _tell(self, unit: Unit, ended: Task) -> None:
        """Put the word of a task's end on its way, in the transaction that ends it."""
        if ended.callback is not None:
            await unit.deliveries.add(message_of(ended, ended.callback, self.tellers[ended.origin.dialect], now=self.clock.now()))

    async def _remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            await self.objects.remove(key)


def output_key(task: Task) -> str:
    """Where the sound of a synthesis is kept."""
    return f"outputs/{task.id}"


def subtitles_key(task: Task) -> str:
    """Where the subtitles of a synthesis are kept."""
    return f"subtitles/{task.id}"


def preview_key(task: Task) -> str:
    """Where the preview of a new voice is kept."""
    return f"previews/{task.id}"


def take_key(task: Task) -> str:
    """Where the take of a designed voice is kept that becomes its reference."""
    return f"references/{task.id}"


def _written(task: Task) -> list[str]:
    """The keys of everything that work on a task may have written; each attempt writes the same ones."""
    keys = {Kind.SPEECH: [output_key, subtitles_key], Kind.CLONE: [preview_key], Kind.DESIGN: [preview_key, take_key]}
    return [key(task) for key in keys[task.kind]]
