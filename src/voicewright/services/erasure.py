"""A voice ceases to be: what belongs to it goes, and its id stays taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from voicewright.domain.audit import Event
from voicewright.domain.task import Kind, Task
from voicewright.domain.voice import Voice
from voicewright.ports import Clock, Objects, WorkerStore
from voicewright.services.tasks import output_key, preview_key, subtitles_key, take_key

OUTPUTS_KEPT = timedelta(days=7)
"""How long the sound of a speech task is kept, where the operator says nothing else."""


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """Remove a voice with its recordings, timbres and preview, the tasks that made it and spoke with it, their sounds, and answers about it."""

    store: WorkerStore
    objects: Objects
    clock: Clock
    outputs_kept: timedelta = OUTPUTS_KEPT

    async def erase(self, voice_id: str, event: Event, *, still: Callable[[Voice], bool]) -> Voice | None:
        """The voice as it was; None, and nothing done, if there is none that still is as it must be."""
        async with self.store.unit() as unit:
            voice = await unit.voices.get(voice_id)
            if voice is None or voice.owner is None or not still(voice):
                return None
            await unit.voices.save(voice.erased())
            # only now: while the voice is held no work with it can be settled, and later none will be
            tasks = await unit.tasks.of_voice(voice.owner, voice_id, since=self.clock.now() - self.outputs_kept)
            ended = [task for task in tasks if task.stage.ended]
            await unit.tasks.forget([task.id for task in ended])
            left = [*voice.objects, *await unit.timbres.drop(voice_id), *await unit.promises.forget_voice(voice.owner, voice_id)]
            await unit.audit.write(event)
        await self.remove([*left, *(key for task in ended for key in written(task))])
        return voice

    async def remove(self, keys: Sequence[str]) -> None:
        """Remove objects. What is left of them by a crash the sweeper finds."""
        for key in keys:
            await self.objects.remove(key)


def written(task: Task) -> Sequence[str]:
    """The keys of what a task may have written."""
    if task.kind is Kind.SPEECH:
        return output_key(task), subtitles_key(task)
    return preview_key(task), take_key(task)
