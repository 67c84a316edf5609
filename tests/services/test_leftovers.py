"""Nothing stays behind of what was cancelled, deleted or failed; what was made stays whole."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from services_house import SECONDS, House, crash

from voicewright.adapters.sql.tables import timbres, usage
from voicewright.domain.errors import VoiceNotVisible
from voicewright.domain.task import Stage
from voicewright.domain.voice import State
from voicewright.services.tasks import TaskService

MAKING = pytest.mark.parametrize("verb", ["clone", "design"])
PHASE = pytest.mark.parametrize("phase", ["make", "speak"])


async def rows(house: House, table: sa.Table) -> int:
    async with house.store.reading.connect() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


@MAKING
@PHASE
async def test_a_voice_deleted_while_it_is_made_leaves_nothing_and_costs_nothing(house: House, verb: str, phase: str) -> None:
    task = await getattr(house, verb)()
    house.reed.hooks[phase] = lambda: house.core.catalog.delete(house.caller, task.voice_id)

    ended = await house.work(task)

    assert ended.stage is Stage.FAILED
    assert ended.failure is not None
    assert ended.failure.code == "VoiceNotVisible"
    assert house.kept() == set()
    assert (await rows(house, timbres), await rows(house, usage)) == (0, 0)


@MAKING
@PHASE
async def test_a_voice_whose_making_is_cancelled_leaves_nothing_and_costs_nothing(house: House, verb: str, phase: str) -> None:
    task = await getattr(house, verb)()
    house.reed.hooks[phase] = lambda: house.core.tasks.discard(house.caller, task.id)

    ended = await house.work(task)

    assert ended.stage is Stage.CANCELLED
    assert house.kept() == set()
    assert (await rows(house, timbres), await rows(house, usage)) == (0, 0)


@MAKING
async def test_a_voice_that_cannot_be_made_leaves_nothing(house: House, verb: str) -> None:
    task = await getattr(house, verb)()
    house.reed.hooks["speak"] = crash

    assert (await house.work(task)).stage is Stage.FAILED
    assert (await house.core.catalog.voice(house.caller, task.voice_id)).state is State.FAILED
    assert house.kept() == set()
    assert await rows(house, timbres) == 0


@MAKING
async def test_a_voice_that_is_cancelled_before_it_is_begun_leaves_nothing(house: House, verb: str) -> None:
    task = await getattr(house, verb)()
    await house.core.tasks.discard(house.caller, task.id)

    assert (await house.work(task)).stage is Stage.CANCELLED
    assert house.kept() == set()


@MAKING
async def test_a_task_that_is_forgotten_leaves_the_voice_whole_and_a_deleted_voice_leaves_nothing(house: House, verb: str) -> None:
    task = await getattr(house, verb)()
    await house.work(task)
    await house.core.tasks.discard(house.caller, task.id)

    voice = await house.core.catalog.voice(house.caller, task.voice_id)
    assert len(voice.objects) == 2
    assert set(voice.objects) < house.kept()
    await house.core.catalog.delete(house.caller, task.voice_id)
    assert house.kept() == set()
    with pytest.raises(VoiceNotVisible):
        await house.core.catalog.delete(house.caller, task.voice_id)


async def test_a_synthesis_that_is_cancelled_and_forgotten_while_it_runs_leaves_no_sound(house: House) -> None:
    async def discard_twice() -> None:
        await house.core.tasks.discard(house.caller, task.id)
        await house.core.tasks.discard(house.caller, task.id)

    task = await house.core.speak.submit(house.caller, house.words())
    house.reed.hooks["speak"] = discard_twice

    await house.core.work.perform(task.id)

    assert not any(key.startswith("outputs/") for key in house.kept())
    assert await rows(house, usage) == 0


async def test_a_synthesis_is_billed_once_by_its_seconds_in_a_task_and_in_a_stream(house: House) -> None:
    task = await house.work(await house.core.speak.submit(house.caller, house.words()))
    streamed = b"".join([piece async for piece in house.core.speak.stream(house.caller, house.words())])

    assert task.usage is not None
    assert task.usage.seconds == pytest.approx(SECONDS)
    assert streamed[:4] == b"RIFF"
    async with house.store.reading.connect() as connection:
        billed = (await connection.execute(sa.select(usage.c.characters, usage.c.seconds))).all()
    assert billed == [(12, pytest.approx(SECONDS)), (12, pytest.approx(SECONDS))]


async def test_a_watch_that_fails_does_not_pass_for_work_that_is_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def blind(_tasks: TaskService, _task_id: str) -> None:
        raise ConnectionResetError

    task = await house.core.speak.submit(house.caller, house.words())
    house.reed.hooks["speak"] = asyncio.Event().wait
    monkeypatch.setattr(TaskService, "ended", blind)

    with pytest.raises(ConnectionResetError):
        await house.core.work.perform(task.id)
