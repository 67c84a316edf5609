"""Nothing stays behind of what was cancelled, deleted or failed; what was made stays whole."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from services_house import SECONDS, House, crash

from voicewright.adapters.sql.tables import timbres, usage
from voicewright.domain.errors import VoiceNotVisible
from voicewright.domain.speech import VoiceShare
from voicewright.domain.task import Stage
from voicewright.domain.voice import State
from voicewright.ports import WorkerStore, WorkerUnit
from voicewright.services.tasks import TaskService

MAKING = pytest.mark.parametrize("verb", ["clone", "design"])
PHASE = pytest.mark.parametrize("phase", ["make", "speak"])


@dataclass(frozen=True, kw_only=True)
class Late:
    """A store in which something else happens before a unit begins."""

    store: WorkerStore
    before: Callable[[], Awaitable[object]]

    def view(self) -> AbstractAsyncContextManager[WorkerUnit]:
        return self.store.view()

    @asynccontextmanager
    async def unit(self) -> AsyncGenerator[WorkerUnit]:
        await self.before()
        async with self.store.unit() as unit:
            yield unit


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


async def test_a_voice_that_is_deleted_while_it_speaks_leaves_no_sound_and_costs_nothing(house: House) -> None:
    voice = (await house.work(await house.design())).voice_id
    task = await house.core.speak.submit(house.caller, dataclasses.replace(house.words(voice), subtitles=True))
    spent = await rows(house, usage)
    house.reed.hooks["speak"] = lambda: house.core.catalog.delete(house.caller, voice)

    ended = await house.work(task)

    assert ended.failure is not None
    assert (ended.stage, ended.failure.code) == (Stage.FAILED, "VoiceNotVisible")
    assert house.kept() == set()
    assert await rows(house, usage) == spent


async def test_a_voice_of_a_mix_that_is_deleted_while_the_mix_speaks_leaves_no_sound(house: House) -> None:
    voice, other = [(await house.work(await house.design())).voice_id for _ in range(2)]
    mix = tuple(VoiceShare(voice_id=it, weight=weight) for it, weight in ((voice, 60), (other, 40)))
    task = await house.core.speak.submit(house.caller, dataclasses.replace(house.words(), mix=mix))
    house.reed.hooks["speak"] = lambda: house.core.catalog.delete(house.caller, other)

    assert (await house.work(task)).stage is Stage.FAILED
    assert not any(key.startswith("outputs/") for key in house.kept())


async def test_sound_that_was_finished_while_its_voice_was_being_deleted_goes_too(house: House) -> None:
    voice = (await house.work(await house.design())).voice_id
    task = await house.core.speak.submit(house.caller, house.words(voice))
    late = Late(store=house.store, before=lambda: house.core.work.perform(task.id))
    erasure = dataclasses.replace(house.core.catalog.erasure, store=late)

    await dataclasses.replace(house.core.catalog, erasure=erasure).delete(house.caller, voice)

    assert len(house.reed.spoken) == 2
    assert house.kept() == set()


async def test_subtitles_of_a_stream_whose_voice_is_deleted_while_it_speaks_are_not_kept(house: House) -> None:
    voice = (await house.work(await house.design())).voice_id
    house.reed.hooks["speak"] = lambda: house.core.catalog.delete(house.caller, voice)

    with pytest.raises(VoiceNotVisible):
        assert [part async for part in house.core.speak.parts(house.caller, dataclasses.replace(house.words(voice), subtitles=True))]

    assert house.kept() == set()


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
