"""The third promise, tried with SIGKILL: an accepted task is never lost, and never done or billed twice."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sqlalchemy as sa
from jobs_house import House, opened, until
from jobs_process import Process, server, started, stopped

from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.tables import tasks, usage, voices
from voicewright.domain.task import Stage, Task
from voicewright.domain.voice import State

KILLS = 12
TASKS = 40
LATER = 2
"""Tasks that are accepted after each kill."""
WORK = 1.5
"""Seconds, at most, that a task takes where servers are killed."""

COMPLETIONS = {
    "sqlite": [
        "CREATE TABLE completions (id TEXT, stage TEXT)",
        """CREATE TRIGGER completed AFTER UPDATE ON tasks WHEN NEW.stage IN ('succeeded', 'failed', 'cancelled')
        BEGIN INSERT INTO completions VALUES (NEW.id, NEW.stage); END""",
    ],
    "postgresql": [
        "CREATE TABLE completions (id TEXT, stage TEXT)",
        """CREATE FUNCTION complete() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO completions VALUES (NEW.id, NEW.stage); RETURN NEW; END $$""",
        """CREATE TRIGGER completed AFTER UPDATE ON tasks FOR EACH ROW
        WHEN (NEW.stage IN ('succeeded', 'failed', 'cancelled')) EXECUTE FUNCTION complete()""",
    ],
}
"""The database itself counts how often a task ends, within the transaction that ends it."""


async def test_whatever_is_killed_whenever_every_accepted_task_ends_once(database_url: str, tmp_path: Path) -> None:
    engine = _counting(database_url)
    accepted: list[Task] = []
    # our worker does not run: it is the submitting half of a server, whose working half is killed
    async with opened(database_url, tmp_path / "submitter") as house:
        with server(database_url, tmp_path, seconds=WORK):
            accepted += [await house.submit() for _ in range(TASKS)]
        for kill in range(1, KILLS):
            await asyncio.to_thread(_run_and_kill, database_url, tmp_path, busy=kill % 3 != 0)
            accepted += [await house.submit() for _ in range(LATER)]
        with server(database_url, tmp_path) as last:
            for task in accepted:
                await house.ended(task, within=60)
            stopped(last)
    with engine.connect() as connection:
        ends = Counter((row.id, row.stage) for row in connection.execute(sa.text("SELECT id, stage FROM completions")))
        assert ends == Counter({(task.id, "succeeded"): 1 for task in accepted})
        assert sorted(connection.scalars(sa.select(usage.c.task_id))) == sorted(task.id for task in accepted)
        assert set(connection.scalars(sa.select(tasks.c.stage))) == {Stage.SUCCEEDED}
        assert set(connection.scalars(sa.select(voices.c.state))) == {State.ACTIVE}
    engine.dispose()
    begun = Counter(line.split()[0] for line in (tmp_path / "begun").read_text().splitlines())
    assert sum(times - 1 for times in begun.values()) >= KILLS, "the kills hit so few running tasks that nothing was shown"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_living_server_takes_over_from_a_killed_one_within_seconds(database_url: str, tmp_path: Path) -> None:
    upgrade(database_url)
    async with opened(database_url, tmp_path / "submitter") as house:
        with server(database_url, tmp_path, seconds=120) as first:
            mine = [await house.submit() for _ in range(4)]
            await until(lambda: _all_running(house, mine))
            assert await _taken_over(house, mine, first, server(database_url, tmp_path, seconds=0.01)) < 8


def test_a_second_server_on_the_same_folder_is_refused_and_told_why(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'voicewright.db'}"
    with server(url, tmp_path) as first, server(url, tmp_path) as second:
        _, said = second.communicate(timeout=20)
        assert second.returncode == 1
        assert f"Another server (process {first.pid}) is running on {tmp_path}. Stop it" in said
        stopped(first)
    with server(url, tmp_path) as third:
        stopped(third)


def test_a_second_server_on_the_same_file_from_another_folder_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'voicewright.db'}"
    with server(url, tmp_path), server(url, tmp_path / "elsewhere") as second:
        _, said = second.communicate(timeout=20)
        assert second.returncode == 1
        assert str(tmp_path / "voicewright.db") in said


def _counting(url: str) -> sa.Engine:
    upgrade(url)
    engine = sync_engine(url)
    with engine.begin() as connection:
        for statement in COMPLETIONS[engine.dialect.name]:
            connection.exec_driver_sql(statement)
    return engine


def _run_and_kill(url: str, data: Path, *, busy: bool) -> None:
    """Kill a server in the middle of its work, or at any moment of its start."""
    process = started(url, data, seconds=WORK)
    if busy:
        assert process.stdout is not None
        process.stdout.readline()
    time.sleep(random.uniform(0.1, 1.2))  # noqa: S311  # no secret
    process.kill()
    process.communicate()


async def _taken_over(house: House, mine: list[Task], first: Process, second: AbstractContextManager[Process]) -> float:
    """Seconds from the kill until the other server has done it all."""
    with second:
        await asyncio.sleep(2.5)
        assert not any(task.stage.ended for task in await _now(house, mine)), "taken from a server that lives"
        first.kill()
        killed = time.monotonic()
        for task in mine:
            assert (await house.ended(task)).stage is Stage.SUCCEEDED
        return time.monotonic() - killed


async def _now(house: House, mine: list[Task]) -> list[Task]:
    async with house.store.view() as unit:
        found = [await unit.tasks.get(task.id) for task in mine]
    return [task for task in found if task is not None]


async def _all_running(house: House, mine: list[Task]) -> bool:
    return {task.stage for task in await _now(house, mine)} == {Stage.RUNNING}
