"""How much an account may do at once, whoever asks at the same moment, and how much may wait."""

from __future__ import annotations

import asyncio
import dataclasses
from contextlib import aclosing
from pathlib import Path

import pytest
from services_house import House, house_in

from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.account import Caller
from voicewright.domain.errors import QueueFull, RateExceeded, TooManyTasks
from voicewright.domain.plan import Limit, Plan, Verb
from voicewright.services.limits import LimitService

AT_ONCE = 3


@pytest.fixture
def caller(house: House) -> Caller:
    plan = Plan(name="small", limits={Verb.SPEAK: Limit(per_minute=5, at_once=AT_ONCE)})
    return dataclasses.replace(house.caller, plan=plan)


async def admitted(houses: list[House], caller: Caller, times: int) -> int:
    """How many of so many requests, all at one moment, are accepted."""
    asked = [houses[number % len(houses)].core.speak.submit(caller, houses[0].words()) for number in range(times)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(it, TooManyTasks) for it in outcomes if isinstance(it, BaseException)), outcomes
    return sum(not isinstance(it, BaseException) for it in outcomes)


async def test_no_more_tasks_are_open_than_the_plan_says_however_they_race(house: House, caller: Caller, database_url: str, tmp_path: Path) -> None:
    stores = [open_store(database_url), open_store(database_url)]  # as two servers have them
    try:
        houses = [house_in(store, house.caller, tmp_path / "objects") for store in stores]
        assert await admitted(houses, caller, 30) == AT_ONCE
        assert await admitted(houses, caller, 4) == 0
    finally:
        for store in stores:
            await store.close()


async def test_a_place_is_free_again_when_a_task_has_ended(house: House, caller: Caller) -> None:
    tasks = [await house.core.speak.submit(caller, house.words()) for _ in range(AT_ONCE)]
    with pytest.raises(TooManyTasks) as refused:
        await house.core.speak.submit(caller, house.words())

    await house.core.tasks.discard(caller, tasks[0].id)

    assert refused.value.facts["limit"] == AT_ONCE
    await house.core.speak.submit(caller, house.words())


async def test_streams_and_tasks_share_their_places(house: House, caller: Caller) -> None:
    for _ in range(AT_ONCE - 1):
        await house.core.speak.submit(caller, house.words())
    async with aclosing(house.core.speak.parts(caller, house.words())) as stream:
        await anext(stream)
        with pytest.raises(TooManyTasks):
            await house.core.speak.submit(caller, house.words())
        with pytest.raises(TooManyTasks):
            await anext(house.core.speak.parts(caller, house.words()))

    await house.core.speak.submit(caller, house.words())


async def test_a_limit_of_one_account_is_no_limit_of_another(house: House, caller: Caller) -> None:
    for _ in range(AT_ONCE):
        await house.core.speak.submit(caller, house.words())

    task = await house.core.speak.submit(house.caller, house.words())

    assert task.account == house.caller.account


async def test_a_full_queue_takes_nothing_more_from_anybody(store: SqlStore, house: House, tmp_path: Path) -> None:
    small = house_in(store, house.caller, tmp_path / "objects", queue_limit=2)
    for _ in range(2):
        await small.core.speak.submit(small.caller, small.words())
    with pytest.raises(QueueFull):
        await small.core.speak.submit(small.caller, small.words())


async def test_the_sixth_request_of_a_minute_is_refused_with_the_time_to_wait(store: SqlStore, caller: Caller) -> None:
    limits = LimitService(store=store, meter=LocalMeter())
    for _ in range(5):
        await limits.count(caller, Verb.SPEAK)
    with pytest.raises(RateExceeded) as refused:
        await limits.count(caller, Verb.SPEAK)

    assert refused.value.facts["limit"] == 5
    assert 1 <= int(refused.value.facts["retry_after"]) <= 60
    await limits.count(caller, Verb.READ)
