"""One task, from the moment that a worker takes it until it has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypedDict

import structlog
from dbos import DBOS

from voicewright.domain.errors import Fact, Refusal, Unexpected, recalled
from voicewright.domain.webhook import Delivery

ATTEMPTS = 3
"""Times that a task is tried when it meets a refusal that may pass."""
BACKOFF_FACTOR = 3.0

log = structlog.get_logger(__name__)


class Work(Protocol):
    """What is to be done; see `services.work`."""

    async def perform(self, task_id: str) -> None:
        """Do a task's work. Raises the refusal that it met."""
        ...

    async def fail(self, task_id: str, refusal: Refusal) -> None:
        """Give a task up."""
        ...

    async def open(self) -> Mapping[str, str]:
        """The request ids of the tasks that have not ended, by task id."""
        ...


class Courier(Protocol):
    """What is to be told; see `services.webhooks`."""

    async def deliver(self, delivery_id: str, number: int) -> Delivery | None:
        """Make an attempt and write it down; None, and nothing done, if its time is over."""
        ...

    async def missed(self, delivery_id: str, number: int) -> Delivery | None:
        """Write down that an attempt could not be made."""
        ...

    async def waiting(self) -> Sequence[Delivery]:
        """Those whose next attempt is still to come."""
        ...

    async def forget(self, *, before: datetime) -> None:
        """Remove what ended, of deliveries that are older than that."""
        ...


class Met(TypedDict):
    """A refusal as the database keeps it between an attempt and what follows from it."""

    code: str
    facts: Mapping[str, Fact]
    passing: bool
    """Whether another attempt may succeed."""


@dataclass(frozen=True, kw_only=True)
class Performance:
    """Performs tasks. The attempts are steps: one that is over is not repeated when the process dies in between."""

    work: Work
    backoff: float
    """Seconds before the second attempt."""

    async def __call__(self, task_id: str, request: str) -> None:
        """Try, try again, give up. Ids only: the arguments are kept in the database."""
        with structlog.contextvars.bound_contextvars(task=task_id, request=request):
            met = await self._tried(task_id, request)
            if met is None:
                return
            log.warning("task failed", code=met["code"])
            await self.work.fail(task_id, recalled(met["code"], met["facts"]))

    async def _tried(self, task_id: str, request: str) -> Met | None:
        """What the last attempt met."""
        pause = self.backoff
        for _ in range(ATTEMPTS - 1):
            met = await DBOS.run_step_async({"name": "attempt"}, self._attempt, task_id, request)
            if met is None or not met["passing"]:
                return met
            log.info("task will be tried again", code=met["code"], seconds=pause)
            await DBOS.sleep_async(pause)
            pause *= BACKOFF_FACTOR
        return await DBOS.run_step_async({"name": "attempt"}, self._attempt, task_id, request)

    async def _attempt(self, task_id: str, request: str) -> Met | None:
        try:
            await self.work.perform(task_id)
        except Refusal as refusal:
            return Met(code=refusal.code, facts=refusal.facts, passing=refusal.retryable)
        except asyncio.CancelledError:
            if _stopped():
                raise
            log.exception("task was interrupted from within")
        except Exception:  # the job edge: whatever it was, the task has to end, and we have to hear of it
            log.exception("task met something unexpected")
        else:
            return None
        refusal = Unexpected(request_id=request)
        return Met(code=refusal.code, facts=refusal.facts, passing=refusal.retryable)


@dataclass(frozen=True, kw_only=True)
class Round:
    """Makes one attempt of a delivery. The next one is queued, for its time, in the transaction that writes this one down."""

    courier: Courier

    async def __call__(self, delivery_id: str, number: int, request: str) -> None:
        """Try once. Ids only: the arguments are kept in the database."""
        with structlog.contextvars.bound_contextvars(delivery=delivery_id, request=request):
            try:
                after = await self.courier.deliver(delivery_id, number)
            except Exception:  # the job edge: the attempt counts, so that the next one comes
                log.exception("webhook met something unexpected")
                after = await self.courier.missed(delivery_id, number)
            if after is not None:
                log.info("webhook", state=after.state, attempt=number, due=after.due_at and after.due_at.isoformat())


async def survived(name: str, chore: Callable[[], Awaitable[object]]) -> None:
    """Do a chore; whatever it meets is logged, and the next one comes."""
    try:
        await chore()
    except Exception:  # the job edge: a store or a database that is away for a while must not end the upkeep
        log.exception("a chore failed, and will be tried again when it is due", chore=name)


def _stopped() -> bool:
    """Whether it is us who are told to stop, and not something that the work waited for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
