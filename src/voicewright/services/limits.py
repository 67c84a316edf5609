"""How much an account may do at once and in a minute, and whose turn it is."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from voicewright.domain.account import AccountId, Caller
from voicewright.domain.errors import QueueFull, RateExceeded, TooManyTasks
from voicewright.domain.plan import Limit, Verb
from voicewright.domain.task import Kind, Task
from voicewright.ports import Meter, Store, Unit

QUEUE_LIMIT = 10_000
"""Tasks that wait, of all accounts together."""
SOON = 5
"""Seconds after which something may have ended."""
LATER = 30
"""Seconds after which a full queue may have become shorter."""

KINDS = {Verb.CLONE: Kind.CLONE, Verb.DESIGN: Kind.DESIGN, Verb.SPEAK: Kind.SPEECH}
"""Verbs that are done by tasks."""
_UNLIMITED = Limit()


@dataclass(frozen=True, kw_only=True)
class LimitService:
    """Counts, and refuses."""

    store: Store
    meter: Meter
    queue_limit: int = QUEUE_LIMIT
    _places: Counter[tuple[AccountId, Verb]] = field(default_factory=Counter[tuple[AccountId, Verb]], repr=False)
    """Streams and conversations that go on in this process."""

    async def count(self, caller: Caller, verb: Verb) -> None:
        """Count a request. Raises RateExceeded, and what was refused does not count."""
        limit = caller.plan.limits.get(verb, _UNLIMITED).per_minute
        if limit is None:
            return
        wait = await self.meter.hit(f"{caller.account}/{verb}", per_minute=limit)
        if wait is not None:
            raise RateExceeded(limit=limit, retry_after=max(1, math.ceil(wait)))

    @asynccontextmanager
    async def place(self, caller: Caller, verb: Verb) -> AsyncGenerator[None, None]:
        """One of the account's places for the verb, for a stream or a conversation that is no task. Raises TooManyTasks."""
        limit = caller.plan.limits.get(verb, _UNLIMITED).at_once
        if limit is None:
            yield
            return
        name = (caller.account, verb)
        self._places[name] += 1  # before it is looked who else is there: whoever looks meanwhile sees it
        try:
            async with self.store.unit() as unit:
                await self._room(unit, caller.account, verb, limit, more=0)
            yield
        finally:
            self._places[name] -= 1
            if not self._places[name]:
                del self._places[name]

    async def lined_up(self, unit: Unit, caller: Caller, tasks: Sequence[Task]) -> Sequence[Task]:
        """New tasks with their turns, in the transaction that keeps them. Raises TooManyTasks, QueueFull.

        Turns are those of start-time fair queueing (Goyal, Vin and Cheng 1996): an account's next task comes one turn after its last one
        that waits, and never before the turn that it is now. Who has none waiting is among the next, whatever others have.
        """
        for verb, kind in KINDS.items():
            limit = caller.plan.limits.get(verb, _UNLIMITED).at_once
            more = sum(task.kind is kind for task in tasks)
            if more and limit is not None:
                await self._room(unit, caller.account, verb, limit, more=more)
        queue = await unit.tasks.queue()
        if queue.length + len(tasks) > self.queue_limit:
            raise QueueFull(retry_after=LATER)
        before = max(queue.turn or 0, await unit.tasks.last_turn(caller.account) or 0)
        return [dataclasses.replace(task, turn=before + number) for number, task in enumerate(tasks, start=1)]

    async def _room(self, unit: Unit, account: AccountId, verb: Verb, limit: int, *, more: int) -> None:
        """Raises TooManyTasks."""
        if await unit.tasks.unended(account, KINDS[verb]) + self._places[account, verb] + more > limit:
            raise TooManyTasks(limit=limit, retry_after=SOON)
