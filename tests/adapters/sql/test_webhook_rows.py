"""Rows of webhooks: each attempt is written down once, and hands the next one on."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sql_samples import NOON, account_in

from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.account import AccountId
from voicewright.domain.naming import opaque_id
from voicewright.domain.webhook import Attempt, Delivery, DeliveryState


class Queue(list[Delivery]):
    """What was handed to the worker."""

    def __call__(self, connection: sa.Connection, delivery: Delivery) -> None:
        del connection
        self.append(delivery)


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
async def desk(database_url: str, queue: Queue) -> AsyncIterator[SqlStore]:
    upgrade(database_url)
    opened = open_store(database_url, dispatch=queue)
    yield opened
    await opened.close()


def message(account: AccountId, *, after: timedelta = timedelta(0), state: DeliveryState = DeliveryState.WAITING) -> Delivery:
    return Delivery(
        id=opaque_id("msg"),
        account=account,
        task="task_1",
        dialect="apixo",
        url="https://example.com/hook",
        body='{"said": "你好"}',
        request="req_1",
        state=state,
        created_at=NOON + after,
        due_at=NOON,
    )


def attempt(delivery: Delivery, number: int = 1) -> Attempt:
    return Attempt(delivery=delivery.id, number=number, at=NOON, seconds=0.5, status=None, said="no answer within 30 s")


async def test_a_new_delivery_is_kept_and_handed_on(desk: SqlStore, queue: Queue) -> None:
    delivery = message(await account_in(desk))
    async with desk.unit() as unit:
        await unit.deliveries.add(delivery)
    async with desk.view() as unit:
        assert await unit.deliveries.get(delivery.id) == delivery
        assert await unit.deliveries.waiting() == [delivery]
    assert queue == [delivery]


async def test_an_attempt_is_written_down_once_and_the_next_one_is_handed_on(desk: SqlStore, queue: Queue) -> None:
    delivery = message(await account_in(desk))
    after = dataclasses.replace(delivery, attempts=1, due_at=NOON + timedelta(seconds=30))
    async with desk.unit() as unit:
        await unit.deliveries.add(delivery)
        assert await unit.deliveries.attempted(after, attempt(delivery))
        assert not await unit.deliveries.attempted(after, attempt(delivery))
        assert await unit.deliveries.log(delivery.id) == [attempt(delivery)]
    assert queue == [delivery, after]


async def test_what_has_ended_is_handed_on_only_by_a_replay(desk: SqlStore, queue: Queue) -> None:
    delivery = message(await account_in(desk))
    ended = dataclasses.replace(delivery, attempts=1, due_at=None, state=DeliveryState.FAILED)
    again = dataclasses.replace(ended, state=DeliveryState.WAITING, due_at=NOON, replayed_after=1)
    async with desk.unit() as unit:
        await unit.deliveries.add(delivery)
        assert not await unit.deliveries.replay(again)
        assert await unit.deliveries.attempted(ended, attempt(delivery))
        assert await unit.deliveries.replay(again)
    assert queue == [delivery, again]


async def test_a_delivery_whose_transaction_fails_is_neither_kept_nor_written_down(desk: SqlStore) -> None:
    delivery = message(await account_in(desk))

    async def break_off() -> None:
        async with desk.unit() as unit:
            await unit.deliveries.add(delivery)
            raise LookupError

    with pytest.raises(LookupError):
        await break_off()
    async with desk.view() as unit:
        assert await unit.deliveries.latest(limit=10) == []


async def test_the_newest_come_first(desk: SqlStore) -> None:
    account = await account_in(desk)
    told = [message(account, after=timedelta(hours=hour)) for hour in range(3)]
    async with desk.unit() as unit:
        for delivery in told:
            await unit.deliveries.add(delivery)
        assert await unit.deliveries.latest(limit=2) == [told[2], told[1]]


async def test_old_logs_are_forgotten_and_what_waits_is_not(desk: SqlStore) -> None:
    account = await account_in(desk)
    old, waiting = message(account, state=DeliveryState.WAITING), message(account)
    young = message(account, after=timedelta(days=1), state=DeliveryState.DELIVERED)
    async with desk.unit() as unit:
        for delivery in (old, waiting, young):
            await unit.deliveries.add(delivery)
        await unit.deliveries.attempted(dataclasses.replace(old, attempts=1, state=DeliveryState.FAILED), attempt(old))
        await unit.deliveries.forget(before=NOON + timedelta(hours=1))
        assert {it.id for it in await unit.deliveries.latest(limit=10)} == {waiting.id, young.id}
        assert await unit.deliveries.log(old.id) == []


async def test_a_secret_is_made_once_and_anew_only_where_that_is_asked_for(desk: SqlStore) -> None:
    account, other = await account_in(desk), await account_in(desk)
    async with desk.unit() as unit:
        assert await unit.accounts.webhook_secret(account, fresh="whsec_1") == "whsec_1"
        assert await unit.accounts.webhook_secret(account, fresh="whsec_2") == "whsec_1"
        assert await unit.accounts.webhook_secret(account, fresh="whsec_3", anew=True) == "whsec_3"
        assert await unit.accounts.webhook_secret(other, fresh="whsec_4") == "whsec_4"
