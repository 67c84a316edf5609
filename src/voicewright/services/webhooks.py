"""Tell a caller's own server that a task has ended: try, wait, try again, and keep a log of it."""

from __future__ import annotations

import base64
import dataclasses
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voicewright.domain.account import AccountId
from voicewright.domain.errors import FieldInvalid, TextTooLong
from voicewright.domain.naming import opaque_id
from voicewright.domain.task import Task
from voicewright.domain.webhook import Attempt, Callback, Delivery, DeliveryState, Target
from voicewright.ports import Clock, Letter, Post, Reply, Teller, WorkerStore, WorkerUnit

LONGEST_URL = 2048
SECRET_BYTES = 32
"""Standard Webhooks asks for 24 to 64."""
TEST_PATIENCE = 30.0
"""Seconds that a receiver has for its answer to a test."""
TEST_FIELD = "URL"
MISHAP = "something failed on our side"


@dataclass(frozen=True, kw_only=True)
class WebhookService:
    """From the address that a caller names to the message that arrives there."""

    store: WorkerStore
    clock: Clock
    post: Post
    tellers: Mapping[str, Teller]
    """By the name of the dialect."""

    async def target(self, url: str, *, field: str, dialect: str, base: str) -> Callback:
        """Where a caller wants to be told, once it was looked at where the address leads. Raises FieldInvalid, TextTooLong."""
        if len(url) > LONGEST_URL:
            raise TextTooLong(field=field, length=len(url), limit=LONGEST_URL)
        await self.post.check(url, field=field, https_only=self.tellers[dialect].https_only)
        return Callback(url=url, base=base)

    async def subscribe(self, account: AccountId, url: str, *, field: str, dialect: str) -> tuple[Target, str]:
        """Tell an account from now on, there, what concerns no single task; with the secret that it is signed with. Raises as `target`."""
        await self.target(url, field=field, dialect=dialect, base="")
        target = Target(account=account, url=url, dialect=dialect, created_at=self.clock.now())
        async with self.store.unit() as unit:
            await unit.targets.put(target)
            return target, await unit.accounts.webhook_secret(account, fresh=_fresh_secret())

    async def subscribed(self, account: AccountId) -> Target | None:
        """Where an account is told what concerns no single task."""
        async with self.store.view() as unit:
            return await unit.targets.of(account)

    async def unsubscribe(self, account: AccountId) -> None:
        """Tell an account nothing any longer but the ends of tasks."""
        async with self.store.unit() as unit:
            await unit.targets.remove(account)

    async def account(self, account_id: str | None) -> AccountId | None:
        """An account, or the first one; None where there is none."""
        async with self.store.view() as unit:
            account = await unit.accounts.first() if account_id is None else await unit.accounts.get(AccountId(account_id))
        return None if account is None else account.id

    async def deliver(self, delivery_id: str, number: int) -> Delivery | None:
        """Make an attempt and write it down; the delivery as it stands then. None, and nothing done, if its time is over."""
        due = await self._due(delivery_id, number)
        if due is None:
            return None
        delivery, secret = due
        teller = self.tellers[delivery.dialect]
        letter = Letter(
            id=delivery.id,
            url=delivery.url,
            body=delivery.body,
            secret=secret,
            at=self.clock.now(),
            https_only=teller.https_only,
            patience=teller.patience,
        )
        reply = await self.post(letter)
        taken = reply.status is not None and teller.accepts(reply.status)
        return await self._noted(delivery, number, letter.at, reply, taken=taken)

    async def missed(self, delivery_id: str, number: int) -> Delivery | None:
        """Write down that an attempt could not be made."""
        async with self.store.view() as unit:
            delivery = _awaited(await unit.deliveries.get(delivery_id), number)
        if delivery is None:
            return None
        return await self._noted(delivery, number, self.clock.now(), Reply(status=None, said=MISHAP, seconds=0.0), taken=False)

    async def waiting(self) -> Sequence[Delivery]:
        """Those whose next attempt is still to come."""
        async with self.store.view() as unit:
            return await unit.deliveries.waiting()

    async def forget(self, *, before: datetime) -> None:
        """Remove what ended, of deliveries that are older than that."""
        async with self.store.unit() as unit:
            await unit.deliveries.forget(before=before)

    async def latest(self, *, limit: int) -> Sequence[Delivery]:
        """Every account's deliveries, newest first; for the operator."""
        async with self.store.view() as unit:
            return await unit.deliveries.latest(limit=limit)

    async def log(self, delivery_id: str) -> tuple[Delivery, Sequence[Attempt]] | None:
        """A delivery with its attempts; None if there is none."""
        async with self.store.view() as unit:
            delivery = await unit.deliveries.get(delivery_id)
            return None if delivery is None else (delivery, await unit.deliveries.log(delivery_id))

    async def replay(self, delivery_id: str) -> Delivery | None:
        """Begin a delivery anew, at once, with fresh links where its task is still there. None if there is none. Raises FieldInvalid."""
        async with self.store.unit() as unit:
            delivery = await unit.deliveries.get(delivery_id)
            if delivery is None:
                return None
            again = dataclasses.replace(
                delivery,
                body=await self._retold(unit, delivery),
                state=DeliveryState.WAITING,
                due_at=self.clock.now(),
                replayed_after=delivery.attempts,
            )
            if not await unit.deliveries.replay(again):
                raise FieldInvalid(field=delivery.id, problem="has not ended yet: its next attempt is still to come")
        return again

    async def secret(self, account: AccountId, *, new: bool = False) -> str:
        """What an account's webhooks are signed with, made now if need be, or made anew."""
        async with self.store.unit() as unit:
            return await unit.accounts.webhook_secret(account, fresh=_fresh_secret(), anew=new)

    async def test(self, url: str, *, account: AccountId) -> Reply:
        """Send a message that tells nothing, once, signed as the account's are. Raises FieldInvalid."""
        await self.post.check(url, field=TEST_FIELD, https_only=False)
        now, secret = self.clock.now(), await self.secret(account)
        body = json.dumps({"type": "webhook.test", "timestamp": now.isoformat(), "data": {}})
        letter = Letter(id=opaque_id("msg"), url=url, body=body, secret=secret, at=now, https_only=False, patience=TEST_PATIENCE)
        return await self.post(letter)

    async def _due(self, delivery_id: str, number: int) -> tuple[Delivery, str] | None:
        """The delivery, if this attempt is the one that comes next, with what it is signed with."""
        async with self.store.view() as unit:
            delivery = _awaited(await unit.deliveries.get(delivery_id), number)
        if delivery is None:
            return None
        async with self.store.unit() as unit:
            return delivery, await unit.accounts.webhook_secret(delivery.account, fresh=_fresh_secret())

    async def _noted(self, delivery: Delivery, number: int, at: datetime, reply: Reply, *, taken: bool) -> Delivery | None:
        teller = self.tellers.get(delivery.dialect)
        pauses = () if teller is None else teller.pauses
        further = number - delivery.replayed_after - 1
        again = not taken and further < len(pauses)
        after = dataclasses.replace(
            delivery,
            state=DeliveryState.DELIVERED if taken else DeliveryState.WAITING if again else DeliveryState.FAILED,
            due_at=self.clock.now() + timedelta(seconds=pauses[further]) if again else None,
            attempts=number,
        )
        attempt = Attempt(delivery=delivery.id, number=number, at=at, seconds=reply.seconds, status=reply.status, said=reply.said)
        async with self.store.unit() as unit:
            return after if await unit.deliveries.attempted(after, attempt) else None

    async def _retold(self, unit: WorkerUnit, delivery: Delivery) -> str:
        task = await unit.tasks.get(delivery.task)
        teller = self.tellers.get(delivery.dialect)
        return delivery.body if task is None or teller is None else teller.body(task)


def message_of(task: Task, callback: Callback, teller: Teller, *, now: datetime) -> Delivery:
    """What is to be told of a task that has ended."""
    return Delivery(
        id=opaque_id("msg"),
        account=task.account,
        task=task.id,
        dialect=task.origin.dialect,
        url=callback.url,
        body=teller.body(task),
        request=task.request,
        state=DeliveryState.WAITING,
        created_at=now,
        due_at=now,
    )


def _awaited(delivery: Delivery | None, number: int) -> Delivery | None:
    """The delivery, if this is the attempt that comes next."""
    if delivery is None or delivery.state is not DeliveryState.WAITING or delivery.attempts != number - 1:
        return None
    return delivery


def _fresh_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"
