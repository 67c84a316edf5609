"""Starting, stopping, and what the worker looks like from outside."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from jobs_house import SECRET_TEXT, opened, working
from jobs_process import server, stopped

from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.tables import metadata
from voicewright.domain.task import Stage, Task

PICKLED = "gASV"
"""How a pickle begins once it is written in base 64, as the library does by default."""


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'voicewright.db'}"


async def test_a_stopping_worker_lets_running_tasks_finish(database_url: str, tmp_path: Path) -> None:
    running = asyncio.Event()

    async def work(_task: Task) -> None:
        running.set()
        await asyncio.sleep(0.5)

    async with opened(database_url, tmp_path, act=work, concurrency=1) as house:
        await house.jobs.start(house.work)
        first, second = await house.submit(), await house.submit()
        await running.wait()
        await house.jobs.close(drain=10)
        assert (await house.ended(first, within=0)).stage is Stage.SUCCEEDED
        assert second.id not in house.work.begun, "it took something new while it was stopping"


async def test_what_does_not_finish_in_time_is_taken_up_by_the_next_start(database_url: str, tmp_path: Path) -> None:
    running, stopped_in_the_middle = asyncio.Event(), asyncio.Event()

    async def work(_task: Task) -> None:
        running.set()
        try:
            await asyncio.sleep(60)
        finally:
            stopped_in_the_middle.set()

    async with opened(database_url, tmp_path, act=work) as house:
        await house.jobs.start(house.work)
        task = await house.submit()
        await running.wait()
        began = time.monotonic()
        await house.jobs.close(drain=0.3)
        assert time.monotonic() - began < 3
        assert stopped_in_the_middle.is_set()
    async with working(database_url, tmp_path) as house:
        assert (await house.ended(task)).stage is Stage.SUCCEEDED
        assert house.work.begun[task.id] == 1


async def test_the_loop_keeps_its_threads_after_the_worker_stopped(sqlite_url: str, tmp_path: Path) -> None:
    async with working(sqlite_url, tmp_path) as house:
        await house.ended(await house.submit())
    assert await asyncio.to_thread(lambda: "still here") == "still here"


async def test_a_worker_that_cannot_start_leaves_nothing_behind(sqlite_url: str, tmp_path: Path) -> None:
    async with opened(sqlite_url, tmp_path) as house:
        blocked = tmp_path / "server.lock"
        blocked.mkdir()
        with pytest.raises(IsADirectoryError):
            await house.jobs.start(house.work)
        blocked.rmdir()
    async with working(sqlite_url, tmp_path) as house:
        await house.ended(await house.submit())


async def test_a_worker_says_how_busy_it_is_and_that_it_is_not_there(sqlite_url: str, tmp_path: Path) -> None:
    running = asyncio.Event()

    async def work(_task: Task) -> None:
        running.set()
        await asyncio.sleep(60)

    async with opened(sqlite_url, tmp_path, act=work, concurrency=3) as house:
        with pytest.raises(RuntimeError, match="not running"):
            await house.jobs.check()
        await house.jobs.start(house.work)
        assert await house.jobs.check() == "0 of 3 at work"
        await house.submit()
        await running.wait()
        assert await house.jobs.check() == "1 of 3 at work"
        await house.jobs.close(drain=0)
        with pytest.raises(RuntimeError, match="not running"):
            await house.jobs.check()


async def test_the_queue_holds_ids_and_no_pickles_and_no_text(database_url: str, tmp_path: Path) -> None:
    async def fall_over(_task: Task) -> None:
        raise LookupError(SECRET_TEXT)

    async with opened(database_url, tmp_path, act=fall_over) as house:
        await house.jobs.start(house.work)
        task = await house.ended(await house.submit())
        await house.jobs.close(drain=5)
        cells = await asyncio.to_thread(_cells_of_the_queue, database_url)
    assert any(task.id in cell for cell in cells)
    assert any("portable_json" in cell for cell in cells)
    assert not [cell for cell in cells if PICKLED in cell or SECRET_TEXT in cell]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_on_postgresql_the_queue_keeps_to_a_schema_of_its_own(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path) as house:
        await house.ended(await house.submit())
    engine = sync_engine(database_url)
    assert "workflow_status" in sa.inspect(engine).get_table_names(schema="dbos")
    assert "workflow_status" not in sa.inspect(engine).get_table_names(schema="public")
    engine.dispose()


def test_an_operator_reads_nothing_of_the_library_on_the_screen(database_url: str, tmp_path: Path) -> None:
    with server(database_url, tmp_path) as process:
        assert stopped(process) == ""


def _cells_of_the_queue(url: str) -> list[str]:
    engine = sync_engine(url)
    schema = "dbos" if engine.dialect.name == "postgresql" else None
    ours: set[str] = set() if schema else set(metadata.tables)
    cells: list[str] = []
    with engine.connect() as connection:
        for name in set(sa.inspect(engine).get_table_names(schema=schema)) - ours:
            rows = connection.execute(sa.select("*").select_from(sa.table(name, schema=schema)))
            cells += [str(cell) for row in rows for cell in row]
    engine.dispose()
    return cells
