"""What is looked after while tasks run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from dbos import DBOS
from jobs_house import Doing, House, opened, until, working
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.store import open_store
from voicewright.domain.errors import Refusal
from voicewright.domain.task import Stage, Task
from voicewright.domain.voice import Failure, State
from voicewright.jobs import sweeper as module
from voicewright.jobs.presence import Presence
from voicewright.jobs.runtime import INTERRUPTIONS
from voicewright.jobs.sweeper import Sweeper

CUT = """SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with working(database_url, tmp_path) as house:
        yield house


async def test_an_accepted_task_that_is_in_no_queue_is_queued_again(database_url: str, tmp_path: Path) -> None:
    async with opened(database_url, tmp_path) as house:
        deaf = open_store(database_url)
        forgotten = await House(store=deaf, tasks=house.tasks, jobs=house.jobs, work=house.work).submit()
        await deaf.close()
        await house.jobs.start(house.work)
        assert (await house.ended(forgotten)).stage is Stage.SUCCEEDED


async def test_what_streams_have_reserved_is_looked_after_from_the_start(database_url: str, tmp_path: Path) -> None:
    async with opened(database_url, tmp_path) as house:
        tended = asyncio.Event()

        async def tend() -> None:
            tended.set()

        await house.jobs.start(house.work, tend=tend)
        assert await asyncio.wait_for(tended.wait(), 30)


async def test_a_task_whose_failing_failed_is_ended_all_the_same(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fall_over(_task: Task) -> None:
        raise LookupError

    async with working(database_url, tmp_path, act=fall_over) as house:
        monkeypatch.setattr(house.work, "fail", _unable)
        task = await house.submit()
        await until(lambda: _any("ERROR"))
        await _sweeper(house, Doing(tasks=house.tasks)).find_forgotten()
        assert (await house.ended(task, within=0)).failure == Failure(code="Unexpected", facts={"request_id": task.request})
        assert (await house.voice(task)).state is State.FAILED


async def test_a_task_that_brings_its_server_down_every_time_is_given_up(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path):
        pass
    async with opened(database_url, tmp_path) as house:
        task = await house.submit()
        _edit(database_url, f"recovery_attempts = {INTERRUPTIONS + 1}")
        await house.jobs.start(house.work)
        await until(lambda: _any("MAX_RECOVERY_ATTEMPTS_EXCEEDED"))
        await _sweeper(house, house.work).find_forgotten()
        assert (await house.ended(task, within=0)).stage is Stage.FAILED
        assert not house.work.begun


async def test_records_of_finished_workflows_are_deleted_when_they_are_old(house: House) -> None:
    task = await house.ended(await house.submit())
    await until(lambda: _any("SUCCESS"))
    sweeper = _sweeper(house, house.work)
    await sweeper.forget_finished(before=datetime.now(UTC) - timedelta(minutes=1))
    assert await _any("SUCCESS")
    await sweeper.forget_finished(before=datetime.now(UTC) + timedelta(minutes=1))
    assert not await _any("SUCCESS")
    assert (await house.ended(task, within=0)).stage is Stage.SUCCEEDED, "the task itself is kept"


async def test_a_database_that_does_not_answer_delays_the_sweeper_but_does_not_end_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(kw_only=True)
    class Shaky(Doing):
        asked: list[str] = field(default_factory=list[str])

        async def asked_thrice(self) -> bool:
            return len(self.asked) >= 3

        async def open(self) -> Mapping[str, str]:
            self.asked.append("")
            if len(self.asked) < 3:
                raise OperationalError("SELECT", {}, ConnectionError("the database went away"))
            return await super().open()

    monkeypatch.setattr(module, "PAUSE", 0.05)
    work = Shaky(tasks=house.tasks)
    with capture_logs() as logs:
        sweeping = asyncio.create_task(_sweeper(house, work).run())
        await until(work.asked_thrice)
        assert not sweeping.done()
        sweeping.cancel()
    assert [it["log_level"] for it in logs] == ["warning", "warning"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_worker_whose_session_was_cut_shows_again_that_it_lives(database_url: str) -> None:
    engine = sync_engine(database_url)
    mine, theirs = Presence(engine=engine, executor="worker_mine"), Presence(engine=engine, executor="worker_theirs")

    async def looks_dead() -> bool:
        return theirs.dead(["worker_mine"]) == ["worker_mine"]

    mine.show()
    assert theirs.dead(["worker_mine", "worker_gone"]) == ["worker_gone"]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(CUT))
    await until(looks_dead)
    mine.show()
    assert not await looks_dead()
    mine.hide()
    await until(looks_dead)
    engine.dispose()


async def _unable(task_id: str, refusal: Refusal) -> None:
    raise OperationalError("UPDATE", {"task": task_id, "code": refusal.code}, ConnectionError("the database went away"))


def _sweeper(house: House, work: Doing) -> Sweeper:
    return Sweeper(work=work, enqueue=house.jobs.enqueue_again, presence=None)


async def _any(status: str) -> bool:
    return bool(await DBOS.list_workflows_async(status=status))


def _edit(url: str, assignment: str) -> None:
    engine = sync_engine(url)
    table = "dbos.workflow_status" if engine.dialect.name == "postgresql" else "workflow_status"
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET {assignment}"))  # noqa: S608  # both are ours
    engine.dispose()
