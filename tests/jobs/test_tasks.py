"""What becomes of a task that was accepted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import structlog
from jobs_house import CALLER, House, clone_task, opened, until, voice_of, working

from voicewright.domain.errors import EngineCrashed, RecordingSilent
from voicewright.domain.task import Stage, Task
from voicewright.domain.voice import Failure, State


async def test_an_accepted_task_is_done(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path) as house:
        task = await house.ended(await house.submit())
        assert task.stage is Stage.SUCCEEDED
        assert (await house.voice(task)).state is State.ACTIVE


async def test_what_is_accepted_before_the_worker_runs_waits_for_it(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path):
        pass
    async with opened(database_url, tmp_path) as house:
        task = await house.submit()
        await asyncio.sleep(0.3)
        assert not house.work.begun
        await house.jobs.start(house.work)
        assert (await house.ended(task)).stage is Stage.SUCCEEDED


async def test_a_task_that_is_rolled_back_never_runs(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path) as house:
        lost = clone_task()
        with pytest.raises(LookupError):
            await _broken_off(house, lost)
        await house.ended(await house.submit())
        await asyncio.sleep(0.3)
        assert lost.id not in house.work.begun


async def test_a_refusal_fails_the_task_and_its_voice_with_the_reason(database_url: str, tmp_path: Path) -> None:
    async def refuse(_task: Task) -> None:
        raise RecordingSilent(field="audio_url", level_db=-71)

    async with working(database_url, tmp_path, act=refuse) as house:
        task = await house.ended(await house.submit())
        reason = Failure(code="RecordingSilent", facts={"field": "audio_url", "level_db": -71})
        assert (task.stage, task.failure) == (Stage.FAILED, reason)
        voice = await house.voice(task)
        assert (voice.state, voice.failure) == (State.FAILED, reason)
        assert house.work.begun[task.id] == 1, "a recording does not get louder by itself"


async def test_what_may_pass_is_tried_again_and_then_succeeds(database_url: str, tmp_path: Path) -> None:
    crashes = iter([EngineCrashed(), EngineCrashed()])

    async def crash_twice(_task: Task) -> None:
        if (crash := next(crashes, None)) is not None:
            raise crash

    async with working(database_url, tmp_path, act=crash_twice) as house:
        task = await house.ended(await house.submit())
        assert task.stage is Stage.SUCCEEDED
        assert house.work.begun[task.id] == 3


async def test_what_does_not_pass_is_given_up_after_three_attempts(database_url: str, tmp_path: Path) -> None:
    async def crash(_task: Task) -> None:
        raise EngineCrashed

    async with working(database_url, tmp_path, act=crash) as house:
        task = await house.ended(await house.submit())
        assert task.failure == Failure(code="EngineCrashed", facts={})
        assert house.work.begun[task.id] == 3


@pytest.mark.parametrize("surprise", [ZeroDivisionError("a fault of ours"), asyncio.CancelledError()], ids=["error", "cancelled from within"])
async def test_a_surprise_that_does_not_pass_ends_the_task_and_leaves_a_trace_under_the_request(
    tmp_path: Path, surprise: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    async def fall_over(_task: Task) -> None:
        raise surprise

    async with working(f"sqlite:///{tmp_path / 'voicewright.db'}", tmp_path, act=fall_over) as house:
        with structlog.testing.capture_logs() as logs:
            task = await house.ended(await house.submit())
        assert task.failure == Failure(code="Unexpected", facts={"request_id": task.request})
        assert house.work.begun[task.id] == 3
        assert [it for it in logs if it.get("exc_info")], "the traceback is not in the log"
    assert not caplog.records, "the library said it as well"


async def test_logs_of_the_work_carry_the_task_and_the_request(tmp_path: Path) -> None:
    bound: dict[str, object] = {}

    async def look(_task: Task) -> None:
        bound.update(structlog.contextvars.get_contextvars())

    async with working(f"sqlite:///{tmp_path / 'voicewright.db'}", tmp_path, act=look) as house:
        task = await house.ended(await house.submit())
        assert bound == {"task": task.id, "request": task.request}


async def test_a_cancelled_task_that_waits_is_never_begun(database_url: str, tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def wait(_task: Task) -> None:
        await gate.wait()

    async with working(database_url, tmp_path, act=wait, concurrency=1) as house:
        first, second = await house.submit(), await house.submit()
        await house.tasks.discard(CALLER, second.id)
        gate.set()
        await house.ended(first)
        await asyncio.sleep(0.3)
        assert second.id not in house.work.begun
        assert (await house.voice(second)).state is State.FAILED


async def test_a_running_task_that_is_cancelled_stays_cancelled(database_url: str, tmp_path: Path) -> None:
    running, gate = asyncio.Event(), asyncio.Event()

    async def wait(_task: Task) -> None:
        running.set()
        await gate.wait()

    async with working(database_url, tmp_path, act=wait) as house:
        task = await house.submit()
        await running.wait()
        await house.tasks.discard(CALLER, task.id)
        gate.set()
        await until(lambda: _idle(house))
        assert (await house.ended(task)).stage is Stage.CANCELLED
        assert (await house.voice(task)).state is State.FAILED


async def test_no_more_tasks_run_at_once_than_the_operator_allows(database_url: str, tmp_path: Path) -> None:
    at_once: list[int] = []
    now = 0

    async def count(_task: Task) -> None:
        nonlocal now
        now += 1
        at_once.append(now)
        await asyncio.sleep(0.1)
        now -= 1

    async with working(database_url, tmp_path, act=count, concurrency=3) as house:
        tasks = [await house.submit() for _ in range(12)]
        for task in tasks:
            await house.ended(task)
        assert max(at_once) == 3


async def _broken_off(house: House, task: Task) -> None:
    async with house.store.unit() as unit:
        await unit.voices.add(voice_of(task))
        await unit.tasks.add(task)
        raise LookupError


async def _idle(house: House) -> bool:
    return not house.jobs.working
