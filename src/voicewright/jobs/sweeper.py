"""What has to be looked after while tasks run: dead workers, forgotten tasks, old records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeVar

import structlog
from dbos import DBOS
from dbos import error as dbos_error
from sqlalchemy.exc import SQLAlchemyError

from voicewright.domain.errors import Unexpected
from voicewright.domain.webhook import Delivery
from voicewright.jobs.presence import Presence
from voicewright.jobs.work import Courier, Work

PAUSE = 1.0
"""Seconds between two looks; the longest that a dead worker goes unnoticed."""
FORGOTTEN_EVERY = 60.0
OLD_EVERY = 24 * 3600.0
KEPT = timedelta(days=7)
"""How long the record of a finished workflow is kept; the task itself stays."""
LOG_KEPT = timedelta(days=30)
"""How long the log of a delivery is kept."""
BATCH = 500

T = TypeVar("T")

_ALIVE = frozenset({"ENQUEUED", "PENDING", "DELAYED"})
_OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class LostRounds:
    """Attempts of deliveries that got lost, and logs that nobody needs any longer."""

    courier: Courier
    dispatch: Callable[[Delivery], object]
    """Hands a delivery's next attempt to the workers."""

    async def find(self) -> None:
        """Queue attempts that no workflow knows; count those whose workflow is over and left them open as missed."""
        for some in _batches(await self.courier.waiting()):
            status = await _statuses([round_id(it) for it in some])
            for delivery in some:
                await self._remember(delivery, status.get(round_id(delivery)))

    async def forget_old(self) -> None:
        """Delete the log of what is long over."""
        await self.courier.forget(before=datetime.now(UTC) - LOG_KEPT)

    async def _remember(self, delivery: Delivery, status: str | None) -> None:
        if status is None:
            log.warning("a webhook was in no queue and is queued again", delivery=delivery.id, request=delivery.request)
            await asyncio.to_thread(self.dispatch, delivery)
        elif status not in _ALIVE:
            log.error("a webhook's attempt is over but was not written down", delivery=delivery.id, request=delivery.request, status=status)
            await self.courier.missed(delivery.id, delivery.attempts + 1)


@dataclass(frozen=True, kw_only=True)
class Sweeper:
    """Looks around until it is cancelled. A database that does not answer only delays it."""

    work: Work
    enqueue: Callable[[str, str], object]
    """Hands a task, by its id and its request's, to the workers."""
    presence: Presence | None
    """None where there is one worker only."""
    rounds: LostRounds | None = None
    """None where nothing is told to anybody."""
    tend: Callable[[], Awaitable[object]] | None = None
    """Looks after credit that streams have reserved."""

    async def run(self) -> None:
        """Do every chore at once, and then whenever it is due."""
        chores: list[tuple[float, Callable[[], Awaitable[object]]]] = [
            (PAUSE, self.take_over),
            (FORGOTTEN_EVERY, self.find_forgotten),
            (OLD_EVERY, lambda: self.forget_finished(before=datetime.now(UTC) - KEPT)),
        ]
        if self.rounds is not None:
            chores += [(FORGOTTEN_EVERY, self.rounds.find), (OLD_EVERY, self.rounds.forget_old)]
        if self.tend is not None:
            chores.append((FORGOTTEN_EVERY, self.tend))
        due = [0.0] * len(chores)
        while True:
            for place, (every, chore) in enumerate(chores):
                if time.monotonic() >= due[place] and await _survived(chore):
                    due[place] = time.monotonic() + every
            await asyncio.sleep(PAUSE)

    async def take_over(self) -> None:
        """Show that we live, and put the running tasks of workers that died back into the queue."""
        if self.presence is None:
            return
        await asyncio.to_thread(self.presence.show)
        running = await DBOS.list_workflows_async(status="PENDING", load_input=False, load_output=False)
        executors = {str(it.executor_id) for it in running}
        dead = await asyncio.to_thread(self.presence.dead, executors)
        if dead:
            log.warning("taking over the tasks of workers that died", workers=dead)
            # the public way, resume_workflow, forgets how often a task has brought its worker down
            await asyncio.to_thread(DBOS._recover_pending_workflows, dead)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # as above

    async def find_forgotten(self) -> None:
        """Queue accepted tasks that no workflow knows; end those whose workflow is over and left them open."""
        requests = await self.work.open()
        for ids in _batches(requests):
            status = await _statuses(ids)
            for task_id in ids:
                await self._remember(task_id, requests[task_id], status.get(task_id))

    async def forget_finished(self, *, before: datetime) -> None:
        """Delete the records of workflows that were over before a moment."""
        while True:
            old = await DBOS.list_workflows_async(status=_OVER, completed_before=before.isoformat(), limit=BATCH, load_input=False, load_output=False)
            await DBOS.delete_workflows_async([it.workflow_id for it in old])
            if len(old) < BATCH:
                return

    async def _remember(self, task_id: str, request: str, status: str | None) -> None:
        if status is None:
            log.warning("a task was in no queue and is queued again", task=task_id, request=request)
            await asyncio.to_thread(self.enqueue, task_id, request)
        elif status not in _ALIVE:
            log.error("a task's workflow is over but the task was not", task=task_id, request=request, status=status)
            await self.work.fail(task_id, Unexpected(request_id=request))


async def _survived(chore: Callable[[], Awaitable[object]]) -> bool:
    try:
        await chore()
    except (SQLAlchemyError, dbos_error.DBOSException) as error:
        log.warning("the database did not answer the sweeper, which will ask again", error=type(error).__name__)
        return False
    return True


def round_id(delivery: Delivery) -> str:
    """The id of the workflow that makes a delivery's next attempt."""
    return f"{delivery.id}-{delivery.attempts + 1}"


async def _statuses(ids: list[str]) -> Mapping[str, str]:
    known = await DBOS.list_workflows_async(workflow_ids=ids, load_input=False, load_output=False)
    return {it.workflow_id: it.status for it in known}


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch
