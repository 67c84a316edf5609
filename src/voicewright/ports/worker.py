"""What the worker and the operator need of a database, and nobody who serves a caller: rows whosever they are.

A service that has a `Store` cannot reach these; a test holds the list of those that have a `WorkerStore`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from voicewright.domain.task import Stage, Task
from voicewright.domain.voice import Voice
from voicewright.domain.webhook import Attempt, Delivery
from voicewright.ports.storage import Deliveries, Tasks, Unit, Voices


class AllVoices(Voices, Protocol):
    """Voices by their ids alone."""

    async def get(self, voice_id: str) -> Voice | None:
        """Any voice, for work that was admitted before; held against other writers until the unit ends."""
        ...

    async def expired(self, *, before: datetime, limit: int) -> Sequence[str]:
        """Ids of voices of any owner that expired before a moment, are not erased yet, and have no open task; for the sweeper."""
        ...

    async def expiring(self, *, after: datetime, until: datetime, limit: int) -> Sequence[Voice]:
        """Voices that will expire between two moments, whose owners want to be told and were not; for the sweeper."""
        ...

    async def warn(self, voice_id: str, *, at: datetime) -> bool:
        """Note that the owner of a voice that may expire is told; false, and nothing written, if they were told before."""
        ...


class AllTasks(Tasks, Protocol):
    """Tasks by their ids alone."""

    async def get(self, task_id: str) -> Task | None:
        """Any task, for the worker."""
        ...

    async def advance(self, task: Task, *, among: frozenset[Stage]) -> bool:
        """Write the task back if its stored stage is still one of these; false, and nothing written, if not."""
        ...

    async def progressed(self, task_id: str, percent: int) -> None:
        """Note how far a running task has come."""
        ...

    async def open(self) -> Mapping[str, str]:
        """The request ids of all tasks that have not ended, by task id; for the worker."""
        ...

    async def spoken(self, *, before: datetime, limit: int) -> Sequence[Task]:
        """Every account's speech tasks that ended before a moment, oldest first; for the sweeper."""
        ...

    async def forget(self, task_ids: Sequence[str]) -> None:
        """Forget tasks, whosever they are, with the numbers that stand for them; for the sweeper."""
        ...


class AllDeliveries(Deliveries, Protocol):
    """Webhooks by their ids alone, and their log."""

    async def get(self, delivery_id: str) -> Delivery | None:
        """Any delivery, for the worker and the operator."""
        ...

    async def latest(self, *, limit: int) -> Sequence[Delivery]:
        """Every account's deliveries, newest first; for the operator."""
        ...

    async def log(self, delivery_id: str) -> Sequence[Attempt]:
        """A delivery's attempts, in order."""
        ...

    async def attempted(self, delivery: Delivery, attempt: Attempt) -> bool:
        """Write an attempt down with what follows from it, and hand the next one, if there is one, to the worker.

        False, and nothing written, if somebody else has written this attempt down.
        """
        ...

    async def replay(self, delivery: Delivery) -> bool:
        """Begin a delivery anew and hand it to the worker; false, and nothing written, if it has not ended."""
        ...

    async def waiting(self) -> Sequence[Delivery]:
        """Those whose next attempt is still to come; for the worker."""
        ...

    async def forget(self, *, before: datetime) -> None:
        """Remove those that ended and are older than that, with their log."""
        ...


class WorkerUnit(Unit, Protocol):
    """One transaction for the worker."""

    @property
    def voices(self) -> AllVoices:
        """Voices."""
        ...

    @property
    def tasks(self) -> AllTasks:
        """Tasks."""
        ...

    @property
    def deliveries(self) -> AllDeliveries:
        """Webhooks."""
        ...


class WorkerStore(Protocol):
    """The database, whole. Wherever a `Store` is needed this is one."""

    def unit(self) -> AbstractAsyncContextManager[WorkerUnit]:
        """See `Store`."""
        ...

    def view(self) -> AbstractAsyncContextManager[WorkerUnit]:
        """See `Store`."""
        ...

    async def ping(self) -> None:
        """See `Store`."""
        ...
