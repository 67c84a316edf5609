"""A webhook is tried until it is taken or given up, whatever is killed in between."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from jobs_house import until
from webhook_house import Office, office, receiving

from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.store import open_store
from voicewright.domain.errors import FieldInvalid
from voicewright.domain.webhook import Delivery, DeliveryState
from voicewright.jobs.sweeper import LostRounds
from voicewright.services.webhooks import MISHAP

SERVER = Path(__file__).with_name("webhook_server.py")


@contextmanager
def server(url: str, data: Path) -> Generator[subprocess.Popen[bytes]]:
    """A server that works, until it is killed."""
    process = subprocess.Popen(
        [sys.executable, str(SERVER), url, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


async def test_a_message_is_tried_again_until_it_is_taken(database_url: str, tmp_path: Path) -> None:
    async with receiving(500) as receiver, office(database_url, tmp_path) as opened:
        await opened.start()
        delivery = await opened.send(receiver)
        await until(lambda: _is(opened, delivery, DeliveryState.DELIVERED))
        _, attempts = await opened.log(delivery)

    assert [(it.number, it.status) for it in attempts] == [(1, 500), (2, 200)]
    assert receiver.got == [delivery.id] * 2
    assert (attempts[1].at - attempts[0].at).total_seconds() >= 2.0


async def test_a_kill_between_two_attempts_loses_nothing(database_url: str, tmp_path: Path) -> None:
    async with receiving(500) as receiver, office(database_url, tmp_path / "submitter") as submitter:
        with server(database_url, tmp_path):
            delivery = await submitter.send(receiver)
            await until(lambda: _attempted(submitter, delivery, 1))
        assert await _is(submitter, delivery, DeliveryState.WAITING)
        with server(database_url, tmp_path):
            await until(lambda: _is(submitter, delivery, DeliveryState.DELIVERED))
        _, attempts = await submitter.log(delivery)

    assert [(it.number, it.status) for it in attempts] == [(1, 500), (2, 200)]
    assert receiver.got == [delivery.id] * 2


async def test_a_kill_while_the_receiver_makes_us_wait_sends_the_same_message_once_more(database_url: str, tmp_path: Path) -> None:
    async with receiving(0) as receiver, office(database_url, tmp_path / "submitter") as submitter:
        with server(database_url, tmp_path):
            delivery = await submitter.send(receiver)
            await until(lambda: _true(lambda: len(receiver.got) == 1))
        with server(database_url, tmp_path):
            await until(lambda: _is(submitter, delivery, DeliveryState.DELIVERED))
        _, attempts = await submitter.log(delivery)

    assert [(it.number, it.status) for it in attempts] == [(1, 200)]
    assert receiver.got == [delivery.id] * 2


async def test_a_delivery_that_has_ended_can_be_replayed_and_one_that_waits_cannot(database_url: str, tmp_path: Path) -> None:
    async with receiving(200, 500) as receiver, office(database_url, tmp_path) as opened:
        await opened.start()
        delivery = await opened.send(receiver)
        await until(lambda: _attempted(opened, delivery, 1))
        assert await opened.webhooks.replay(delivery.id) is not None
        await until(lambda: _attempted(opened, delivery, 2))
        with pytest.raises(FieldInvalid, match="its next attempt is still to come"):
            await opened.webhooks.replay(delivery.id)
        await until(lambda: _attempted(opened, delivery, 3))

    assert receiver.got == [delivery.id] * 3


async def test_an_attempt_that_is_in_no_queue_is_queued_again(database_url: str, tmp_path: Path) -> None:
    async with receiving() as receiver, office(database_url, tmp_path) as opened:
        deaf = open_store(database_url)
        forgotten = await Office(store=deaf, jobs=opened.jobs, webhooks=opened.webhooks, work=opened.work).send(receiver)
        await deaf.close()
        await opened.start()
        await until(lambda: _is(opened, forgotten, DeliveryState.DELIVERED))

    assert receiver.got == [forgotten.id]


async def test_an_attempt_whose_workflow_ended_without_a_word_counts_as_missed(database_url: str, tmp_path: Path) -> None:
    async with receiving() as receiver, office(database_url, tmp_path) as opened:
        await opened.start()
        delivery = await opened.send(receiver)
        await until(lambda: _attempted(opened, delivery, 1))
        _reopen(database_url)
        await LostRounds(courier=opened.webhooks, dispatch=opened.jobs.dispatch_again).find()
        state, attempts = await opened.log(delivery)
        assert state is DeliveryState.WAITING
        assert [(it.status, it.said) for it in attempts] == [(None, MISHAP)]
        await until(lambda: _attempted(opened, delivery, 2))

    assert receiver.got == [delivery.id] * 2


async def test_a_dialect_that_is_no_longer_here_tells_nobody_and_the_log_says_so(database_url: str, tmp_path: Path) -> None:
    async with receiving() as receiver, office(database_url, tmp_path) as opened:
        await opened.start()
        unknown = await opened.send(receiver, dialect="gone")
        await until(lambda: _is(opened, unknown, DeliveryState.FAILED))
        _, attempts = await opened.log(unknown)

    assert [(it.status, it.said) for it in attempts] == [(None, MISHAP)]
    assert receiver.got == []


def _reopen(url: str) -> None:
    """As if the worker had fallen over between the attempt and its line in the log."""
    engine = sync_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM attempts"))
        connection.execute(sa.text("UPDATE deliveries SET state = 'waiting', attempts = 0"))
    engine.dispose()


async def _is(opened: Office, delivery: Delivery, state: DeliveryState) -> bool:
    return (await opened.log(delivery))[0] is state


async def _attempted(opened: Office, delivery: Delivery, count: int) -> bool:
    return len((await opened.log(delivery))[1]) == count


async def _true(holds: Callable[[], bool]) -> bool:
    await asyncio.sleep(0)
    return holds()
