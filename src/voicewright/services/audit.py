"""What was done with whose voice: whoever does something writes it down with `unit.audit`, in the transaction that does it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from voicewright.domain.account import AccountId, Caller
from voicewright.domain.audit import Act, Entry, Event, Subject, event_of
from voicewright.domain.task import Task
from voicewright.ports import Clock, Unit, WorkerStore
from voicewright.services.system_voices import system_voice

AT_ONCE = 1000
"""Lines that are read in one transaction: whoever reads a long audit holds nobody up."""


@dataclass(frozen=True, kw_only=True)
class AuditService:
    """Read the audit, and write what happens in no transaction of its own."""

    store: WorkerStore
    clock: Clock

    async def read(self, *, name: str | None, account: str | None, since: datetime | None, limit: int | None) -> AsyncIterator[Sequence[Entry]]:
        """Lines, last first, some at a time: of one thing, of one account, since a moment."""
        before: int | None = None
        whose = None if account is None else AccountId(account)
        while limit is None or limit > 0:
            wanted = AT_ONCE if limit is None else min(AT_ONCE, limit)
            async with self.store.view() as unit:
                found = await unit.audit.read(name=name, account=whose, since=since, before=before, limit=wanted)
            if found:
                yield found
            if len(found) < wanted:
                return
            before = found[-1].number
            limit = None if limit is None else limit - len(found)

    async def exported(self, caller: Caller, subject: Subject, name: str) -> None:
        """Write down that a caller downloads something."""
        async with self.store.unit() as unit:
            await unit.audit.write(event_of(caller, Act.EXPORTED, subject, name, at=self.clock.now()))

    async def fetched(self, key: str, *, address: str, request: str) -> None:
        """Write down that somebody with a link downloads what a task has made."""
        async with self.store.view() as unit:
            task = await unit.tasks.get(key.rpartition("/")[2])
        if task is None:
            return
        what = [(Subject.TASK, task.id), *((Subject.VOICE, it) for it in own_voices(task))]
        at = self.clock.now()
        events = [Event(at=at, act=Act.EXPORTED, subject=kind, name=it, account=task.account, address=address, request=request) for kind, it in what]
        async with self.store.unit() as unit:
            await unit.audit.write(*events)


async def used(unit: Unit, caller: Caller, task: Task, *, at: datetime) -> None:
    """Write down that a caller speaks with voices of their own."""
    await unit.audit.write(*(event_of(caller, Act.USED, Subject.VOICE, it, at=at) for it in own_voices(task)))


def own_voices(task: Task) -> Sequence[str]:
    """The voices of a task that somebody owns, each once."""
    return [it for it in dict.fromkeys(task.voice_ids) if system_voice(it) is None]
