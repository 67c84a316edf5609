"""Tasks are kept with their hand-over to the worker, move forward only, and are counted once."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sql_samples import NOON, account_in, clone_task, speech_task

from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.adapters.sql.tables import usage
from voicewright.domain.speech import AudioSpec, VoiceShare
from voicewright.domain.task import Output, Stage, Task
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Failure

OPEN = frozenset({Stage.QUEUED, Stage.RUNNING})


async def keep(store: SqlStore, task: Task) -> Task:
    async with store.unit() as unit:
        await unit.tasks.add(task)
    return task


async def kept(store: SqlStore, task_id: str) -> Task | None:
    async with store.view() as unit:
        return await unit.tasks.get(task_id)


async def test_a_synthesis_comes_back_as_it_was_kept(store: SqlStore) -> None:
    task = await keep(store, speech_task(await account_in(store)))
    assert await kept(store, task.id) == task


async def test_a_clone_comes_back_as_it_was_kept(store: SqlStore) -> None:
    task = await keep(store, clone_task(await account_in(store)))
    assert await kept(store, task.id) == task


async def test_what_a_task_made_comes_back_as_it_was_kept(store: SqlStore) -> None:
    task = await keep(store, speech_task(await account_in(store)))
    done = dataclasses.replace(
        task,
        stage=Stage.SUCCEEDED,
        progress=100,
        started_at=NOON,
        finished_at=NOON + timedelta(microseconds=1),
        output=Output(key="outputs/task_1", spec=AudioSpec(), seconds=0.1 + 0.2, size=2**40),
        usage=Usage(characters=17, seconds=0.1 + 0.2),
        failure=Failure(code="EngineTooSlow", facts={"seconds": 1.5}),
    )
    async with store.unit() as unit:
        assert await unit.tasks.advance(done, among=OPEN)
    assert await kept(store, task.id) == done


async def test_text_with_characters_that_databases_dislike_is_spoken_as_it_was_sent(store: SqlStore) -> None:
    task = speech_task(await account_in(store))
    odd = await keep(store, dataclasses.replace(task, work=dataclasses.replace(task.work, text="a\0b \ud800 😀 \" ' \\")))
    assert await kept(store, task.id) == odd


async def test_somebody_elses_task_is_not_there(store: SqlStore) -> None:
    owner, stranger = await account_in(store), await account_in(store)
    task = await keep(store, clone_task(owner))
    async with store.unit() as unit:
        assert await unit.tasks.owned(stranger, task.id) is None
        await unit.tasks.remove(stranger, task.id)
        assert await unit.tasks.owned(owner, task.id) == task
        await unit.tasks.remove(owner, task.id)
        assert await unit.tasks.owned(owner, task.id) is None


async def test_a_task_that_has_ended_stays_as_it_ended(store: SqlStore) -> None:
    task = await keep(store, clone_task(await account_in(store)))
    cancelled = dataclasses.replace(task, stage=Stage.CANCELLED, finished_at=NOON)
    async with store.unit() as unit:
        assert await unit.tasks.advance(cancelled, among=OPEN)
        assert not await unit.tasks.advance(dataclasses.replace(task, stage=Stage.SUCCEEDED), among=OPEN)
        await unit.tasks.progressed(task.id, 50)
    assert await kept(store, task.id) == cancelled


async def test_of_many_who_end_a_task_at_once_exactly_one_does(store: SqlStore) -> None:
    task = await keep(store, clone_task(await account_in(store)))

    async def end(stage: Stage) -> bool:
        async with store.unit() as unit:
            ended = await unit.tasks.advance(dataclasses.replace(task, stage=stage), among=OPEN)
            await asyncio.sleep(0.01)
            return ended

    stages = [Stage.CANCELLED, Stage.FAILED, Stage.SUCCEEDED] * 3
    ended = await asyncio.gather(*(end(stage) for stage in stages))
    assert ended.count(True) == 1
    final = await kept(store, task.id)
    assert final is not None
    assert final.stage is stages[ended.index(True)]


async def test_the_tasks_that_have_not_ended_are_listed_with_their_requests(store: SqlStore) -> None:
    account = await account_in(store)
    for stage in Stage:
        await keep(store, dataclasses.replace(clone_task(account, f"task_{stage}"), stage=stage, request=f"req_{stage}"))
    async with store.view() as unit:
        assert await unit.tasks.open() == {"task_queued": "req_queued", "task_running": "req_running"}


async def test_progress_is_noted_while_a_task_runs_and_not_before(store: SqlStore) -> None:
    task = await keep(store, clone_task(await account_in(store)))
    async with store.unit() as unit:
        await unit.tasks.progressed(task.id, 10)
    assert await kept(store, task.id) == task
    running = dataclasses.replace(task, stage=Stage.RUNNING, started_at=NOON)
    async with store.unit() as unit:
        await unit.tasks.advance(running, among=OPEN)
        await unit.tasks.progressed(task.id, 60)
    assert await kept(store, task.id) == dataclasses.replace(running, progress=60)


async def test_a_task_is_handed_over_in_the_transaction_that_keeps_it(database_url: str) -> None:
    upgrade(database_url)
    queue = sa.table("queue", sa.column("task_id"))
    engine = sync_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE queue (task_id TEXT PRIMARY KEY)"))

    def enqueue(connection: sa.Connection, task: Task) -> None:
        connection.execute(sa.insert(queue).values(task_id=task.id))

    store = open_store(database_url, enqueue=enqueue)
    account = await account_in(store)
    await keep(store, clone_task(account, "task_kept"))

    async def break_off() -> None:
        async with store.unit() as unit:
            await unit.tasks.add(clone_task(account, "task_lost"))
            raise LookupError

    with pytest.raises(LookupError):
        await break_off()
    with engine.begin() as connection:
        queued = connection.scalars(sa.select(queue.c.task_id)).all()
    assert queued == ["task_kept"]
    assert await kept(store, "task_lost") is None
    await store.close()
    engine.dispose()


async def test_a_task_is_not_kept_when_it_cannot_be_handed_over(database_url: str) -> None:
    upgrade(database_url)

    def enqueue(_connection: sa.Connection, task: Task) -> None:
        raise LookupError(task.id)

    store = open_store(database_url, enqueue=enqueue)
    account = await account_in(store)
    with pytest.raises(LookupError):
        await keep(store, clone_task(account))
    assert await kept(store, "task_1") is None
    await store.close()


async def test_usage_is_counted_once_for_each_task_however_often_it_is_entered(store: SqlStore) -> None:
    account = await account_in(store)
    used = Usage(voice_clones=1, preview_characters=12, seconds=1.5)
    task = dataclasses.replace(clone_task(account), stage=Stage.SUCCEEDED, finished_at=NOON, usage=used)

    async def enter() -> None:
        async with store.unit() as unit:
            await unit.books.enter(task)

    await asyncio.gather(*(enter() for _ in range(4)))
    async with store.reading.begin() as connection:
        rows = (await connection.execute(sa.select(usage))).mappings().all()
    assert [(row["task_id"], row["account"], row["voice_clones"], row["seconds"]) for row in rows] == [(task.id, account, 1, 1.5)]
    assert (rows[0]["dialect"], rows[0]["model"], rows[0]["finished_at"]) == ("aijisu", "speech-2.8-hd", NOON)


async def test_usage_goes_with_the_transaction_that_it_was_entered_in(store: SqlStore) -> None:
    account = await account_in(store)
    task = dataclasses.replace(clone_task(account), finished_at=NOON, usage=Usage(voice_clones=1))

    async def break_off() -> None:
        async with store.unit() as unit:
            await unit.books.enter(task)
            raise LookupError

    with pytest.raises(LookupError):
        await break_off()
    async with store.reading.begin() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(usage)) == 0


async def test_the_bill_outlives_the_task(store: SqlStore) -> None:
    account = await account_in(store)
    task = dataclasses.replace(clone_task(account), stage=Stage.SUCCEEDED, finished_at=NOON, usage=Usage(voice_clones=1))
    async with store.unit() as unit:
        await unit.tasks.add(task)
        await unit.books.enter(task)
        await unit.tasks.remove(account, task.id)
    async with store.reading.begin() as connection:
        assert await connection.scalar(sa.select(usage.c.voice_clones)) == 1


async def test_tasks_of_a_voice_are_those_that_it_spoke_in_and_not_those_that_speak_of_it(store: SqlStore) -> None:
    account = await account_in(store)
    ended = {"stage": Stage.SUCCEEDED, "finished_at": NOON, "voice_id": "other-voice"}
    plain = speech_task(account)
    mix = (VoiceShare(voice_id="other-voice", weight=60), VoiceShare(voice_id="voice-0001", weight=40))
    mixed = dataclasses.replace(plain, id="task_2", work=dataclasses.replace(plain.work, mix=mix), **ended)
    talk = dataclasses.replace(plain, id="task_3", work=dataclasses.replace(plain.work, text="Ask voice-0001."), **ended)
    for task in (plain, mixed, talk):
        await keep(store, task)

    async with store.view() as unit:
        found = {task.id for task in await unit.tasks.of_voice(account, "voice-0001", since=NOON - timedelta(days=7))}

    assert found == {"task_1", "task_2"}


async def test_any_number_of_tasks_can_be_forgotten_at_once(store: SqlStore) -> None:
    task = await keep(store, speech_task(await account_in(store), "task_70000"))

    async with store.unit() as unit:
        await unit.tasks.forget([f"task_{number:05}" for number in range(70_001)])

    async with store.view() as unit:
        assert await unit.tasks.get(task.id) is None
