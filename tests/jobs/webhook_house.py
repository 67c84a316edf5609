"""Webhooks with a worker, a receiver on loopback, and pauses that tests can wait for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from jobs_house import ACCOUNT, Doing, opened

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.post import HttpPost
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.naming import opaque_id
from voicewright.domain.task import Task
from voicewright.domain.webhook import Attempt, Delivery, DeliveryState
from voicewright.jobs.runtime import Jobs
from voicewright.services.webhooks import WebhookService

DIALECT = "some"


@dataclass(frozen=True, kw_only=True)
class Teller:
    """See `ports.Teller`."""

    pauses: Sequence[float] = (2.0, 2.0, 2.0)
    patience: float = 20.0
    https_only: bool = False

    def accepts(self, status: int) -> bool:
        return status == 200

    def body(self, task: Task) -> str:
        return f'{{"task": "{task.id}"}}'


@dataclass(kw_only=True)
class Receiver:
    """A server of the customer's own."""

    port: int = 0
    statuses: list[int] = field(default_factory=list[int])
    """What it answers, one after the other; 200 when there are no more, nothing at all for 0."""
    got: list[str] = field(default_factory=list[str])
    """The ids of the messages that came."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:]) if name}
        await reader.readexactly(int(headers["content-length"]))
        status = self.statuses.pop(0) if self.statuses else 200
        self.got.append(headers["webhook-id"])
        if status:
            writer.write(f"HTTP/1.1 {status} So\r\ncontent-length: 0\r\n\r\n".encode())
            await writer.drain()
        else:
            await reader.read()  # until nobody waits any longer
        writer.close()


@asynccontextmanager
async def receiving(*statuses: int) -> AsyncGenerator[Receiver]:
    receiver = Receiver(statuses=list(statuses))
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver


@dataclass(frozen=True, kw_only=True)
class Office:
    store: SqlStore
    jobs: Jobs
    webhooks: WebhookService
    work: Doing

    async def send(self, receiver: Receiver, *, dialect: str = DIALECT) -> Delivery:
        """Accept a message, as the end of a task does."""
        now = datetime.now(UTC)
        delivery = Delivery(
            id=opaque_id("msg"),
            account=ACCOUNT,
            task="task_1",
            dialect=dialect,
            url=f"http://127.0.0.1:{receiver.port}/hook",
            body="{}",
            request="req_test",
            state=DeliveryState.WAITING,
            created_at=now,
            due_at=now,
        )
        async with self.store.unit() as unit:
            await unit.deliveries.add(delivery)
        return delivery

    async def log(self, delivery: Delivery) -> tuple[DeliveryState, list[Attempt]]:
        found = await self.webhooks.log(delivery.id)
        assert found is not None
        return found[0].state, list(found[1])

    async def start(self) -> None:
        await self.jobs.start(self.work, self.webhooks)


@asynccontextmanager
async def office(url: str, data: Path) -> AsyncGenerator[Office]:
    """Everything but the worker's start."""
    async with opened(url, data) as house:
        store = open_store(url, dispatch=house.jobs.dispatch)
        post = HttpPost(allow_hosts=frozenset({"127.0.0.1"}))
        webhooks = WebhookService(store=store, clock=SystemClock(), post=post, tellers={DIALECT: Teller()})
        yield Office(store=store, jobs=house.jobs, webhooks=webhooks, work=house.work)
        await store.close()
