"""One request, one answer: also when two connections ask at once, and when a server dies in between."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from services_house import House

from voicewright.adapters.sql.store import open_store
from voicewright.domain.account import Caller
from voicewright.domain.errors import FieldInvalid, IdempotencyKeyReused, RequestInFlight
from voicewright.domain.promise import Place, Promise, Reply
from voicewright.domain.task import Task
from voicewright.services.promises import IN_ROW, PromiseService

ANSWER = Reply(status=200, headers={"content-type": "application/json"}, body=b"{}")


class Later:
    """A clock that can be moved on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def place(house: House, name: str = "key-1") -> Place:
    return Place(key=house.caller.key, method="POST", path="/v1/audio/voices/design", name=name)


def on(house: House, promise: Promise) -> House:
    """The house, called by a request with this promise."""
    caller = dataclasses.replace(house.caller, promise=promise.token, begun=promise.tasks)
    return dataclasses.replace(house, caller=caller)


async def test_of_twins_on_two_connections_one_is_answered_and_the_other_waits(house: House, database_url: str) -> None:
    other = open_store(database_url)
    services = [house.core.promises, dataclasses.replace(house.core.promises, store=other)]

    async def claim(service: PromiseService, name: str) -> object:
        try:
            return await service.claim(place(house, name), house.caller, "same")
        except RequestInFlight as refusal:
            return refusal

    for number in range(20):
        found = await asyncio.gather(*(claim(service, f"key-{number}") for service in services))
        assert sorted(type(it).__name__ for it in found) == ["Promise", "RequestInFlight"]
    await other.close()


async def test_a_request_whose_server_died_is_taken_up_where_it_was_left(house: House) -> None:
    clock = Later()
    promises = dataclasses.replace(house.core.promises, clock=clock)
    first = await promises.claim(place(house), house.caller, "same")
    begun = await on(house, first).design()  # and then nothing more was heard of it

    with pytest.raises(RequestInFlight, match="1 s"):
        await promises.claim(place(house), house.caller, "same")
    clock.ahead = timedelta(seconds=31)
    second = await promises.claim(place(house), house.caller, "same")
    again = await on(house, second).design()

    assert again.id == begun.id
    async with house.store.view() as unit:
        assert len(await unit.tasks.open()) == 1


async def test_who_lost_a_promise_accepts_nothing_for_it(house: House) -> None:
    clock = Later()
    promises = dataclasses.replace(house.core.promises, clock=clock)
    first = await promises.claim(place(house), house.caller, "same")
    clock.ahead = timedelta(seconds=31)
    second = await promises.claim(place(house), house.caller, "same")

    with pytest.raises(RequestInFlight):
        await on(house, first).design()
    assert not await promises.hold(first)
    await promises.release(first)
    assert await promises.hold(second)
    assert isinstance(await on(house, second).design(), Task)


async def test_work_that_failed_is_begun_anew(house: House) -> None:
    promises = house.core.promises
    first = await promises.claim(place(house), house.caller, "same")
    begun = await on(house, first).design()
    await house.core.tasks.discard(house.caller, begun.id)
    await promises.release(first)
    second = await promises.claim(place(house), house.caller, "same")

    assert second.tasks == (begun.id,)
    assert (await on(house, second).design()).id != begun.id


async def test_large_answers_are_objects_and_go_when_their_day_is_over(house: House) -> None:
    clock = Later()
    promises = dataclasses.replace(house.core.promises, clock=clock)
    body = bytes(IN_ROW + 1)
    await promises.keep(await promises.claim(place(house), house.caller, "same"), dataclasses.replace(ANSWER, body=body))
    kept = house.kept()
    again = await promises.claim(place(house), house.caller, "same")

    assert again.reply is not None
    assert (again.reply.body, len(kept)) == (body, 1)
    with pytest.raises(IdempotencyKeyReused):
        await promises.claim(place(house), house.caller, "other")
    clock.ahead = timedelta(hours=24)
    assert (await promises.claim(place(house), house.caller, "other")).reply is None
    assert house.kept() == set()


async def test_old_promises_are_forgotten_with_their_answers(house: House) -> None:
    promises = house.core.promises
    await promises.keep(await promises.claim(place(house), house.caller, "same"), dataclasses.replace(ANSWER, body=bytes(IN_ROW + 1)))
    retention = house.core.retention
    await retention.forget()
    assert len(house.kept()) == 1

    clock = Later()
    clock.ahead = timedelta(hours=25)
    await dataclasses.replace(retention, clock=clock).forget()

    assert house.kept() == set()
    async with house.store.view() as unit:
        assert await unit.promises.find(place(house)) is None


async def test_what_a_voice_said_is_not_kept_where_the_voice_went_before_the_answer_was_over(house: House) -> None:
    voice = (await house.work(await house.design())).voice_id
    promises = house.core.promises
    first = await promises.claim(place(house), house.caller, "same")
    said = b"".join([piece async for piece in house.core.speak.stream(on(house, first).caller, house.words(voice))])
    await house.core.catalog.delete(house.caller, voice)

    await promises.keep(first, dataclasses.replace(ANSWER, body=said))

    assert len(said) > IN_ROW
    assert house.kept() == set()
    with pytest.raises(FieldInvalid, match="not kept"):
        await promises.claim(place(house), house.caller, "same")


async def test_a_stream_whose_promise_somebody_else_has_says_nothing(house: House) -> None:
    clock = Later()
    promises = dataclasses.replace(house.core.promises, clock=clock)
    first = await promises.claim(place(house), house.caller, "same")
    clock.ahead = timedelta(seconds=31)
    await promises.claim(place(house), house.caller, "same")

    with pytest.raises(RequestInFlight):
        await anext(house.core.speak.stream(on(house, first).caller, house.words()))
    assert house.reed.spoken == []


async def test_a_caller_without_a_promise_promises_nothing(house: House) -> None:
    assert Caller(account=house.caller.account, key="", request="").promise == ""
    assert await house.design()
