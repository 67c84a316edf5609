"""Callers who leave at any moment: what they began is done whole or not at all, and nobody waits for them."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Awaitable

import pytest
from services_house import House

from voicewright.domain.account import Caller
from voicewright.domain.errors import RequestInFlight
from voicewright.domain.plan import Limit, Plan, Verb
from voicewright.domain.promise import Place, Reply
from voicewright.services.promises import IN_ROW

MOMENTS = range(0, 120, 3)
"""Turns of the loop after which somebody leaves: more than what they began takes."""
TURN = 0.0002
"""Seconds, in which the database may answer."""
PROMPT = 2.0
"""Seconds: far less than a lock that was left behind would last."""


@pytest.fixture
def caller(house: House) -> Caller:
    return dataclasses.replace(house.caller, plan=Plan(name="small", limits={Verb.SPEAK: Limit(at_once=1)}))


async def left(work: Awaitable[object], *, after: int) -> None:
    working = asyncio.ensure_future(work)
    for _ in range(after):
        await asyncio.sleep(0)
        time.sleep(TURN)  # noqa: ASYNC251 (the loop is to be late, and the database not)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_a_task_whose_submitter_leaves_is_accepted_or_not_and_the_next_one_waits_for_nobody(house: House, caller: Caller) -> None:
    accepted = 0
    for moment in MOMENTS:
        await left(house.core.speak.submit(caller, house.words()), after=moment)
        async with asyncio.timeout(PROMPT), house.store.unit() as unit:
            waiting = await unit.tasks.open()
        accepted += len(waiting)
        for task in waiting:
            await house.core.tasks.discard(caller, task)
        ours = await house.core.speak.submit(caller, house.words())
        await house.core.tasks.discard(caller, ours.id)

    assert 0 < accepted < len(MOMENTS)


async def test_a_place_that_was_left_at_any_moment_is_free(house: House, caller: Caller) -> None:
    async def stay() -> None:
        async with house.core.limits.place(caller, Verb.SPEAK):
            await asyncio.sleep(60)

    free = 0
    for moment in MOMENTS:
        await left(stay(), after=moment)
        async with asyncio.timeout(PROMPT), house.core.limits.place(caller, Verb.SPEAK):
            free += 1

    assert free == len(MOMENTS)


async def test_an_answer_whose_keeping_was_called_off_is_kept_whole_or_not_at_all(house: House) -> None:
    promises = house.core.promises
    answer = Reply(status=200, headers={}, body=bytes(IN_ROW + 1))
    kept = 0
    for moment in MOMENTS:
        place = Place(key=house.caller.key, method="POST", path="/v1/audio/tasks", name=f"key-{moment}")
        promise = await promises.claim(place, house.caller, "same")
        await left(promises.keep(promise, answer), after=moment)
        try:
            again = await promises.claim(place, house.caller, "same")
        except RequestInFlight:
            continue
        assert again.reply is not None
        assert again.reply.body == answer.body
        kept += 1

    assert 0 < kept < len(MOMENTS)
    assert len(house.kept()) == kept
