"""The time is UTC, and whoever waits for a task hears of its change."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.notify import LocalNotify


def test_the_time_is_aware_and_utc() -> None:
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now.timestamp() - time.time()) < 1


async def test_everybody_who_waits_for_a_task_is_woken_and_nobody_else() -> None:
    notify = LocalNotify()
    waiting = [asyncio.create_task(notify.wait("task_1", seconds=30)) for _ in range(100)]
    other = asyncio.create_task(notify.wait("task_2", seconds=30))
    await asyncio.sleep(0)
    notify.changed("task_1")
    async with asyncio.timeout(1):
        await asyncio.gather(*waiting)
    assert not other.done()
    other.cancel()


async def test_nobody_waits_longer_than_they_said() -> None:
    start = time.monotonic()
    await LocalNotify().wait("task_1", seconds=0.05)
    assert 0.04 < time.monotonic() - start < 1


async def test_a_change_before_anybody_waits_is_not_remembered() -> None:
    notify = LocalNotify()
    notify.changed("task_1")
    start = time.monotonic()
    await notify.wait("task_1", seconds=0.05)
    assert time.monotonic() - start > 0.04


async def test_a_change_told_by_another_thread_is_heard_at_once() -> None:
    notify = LocalNotify()
    waiting = asyncio.create_task(notify.wait("task_1", seconds=30))
    await asyncio.sleep(0.01)
    await asyncio.to_thread(notify.changed, "task_1")
    assert await asyncio.wait_for(waiting, 1) is None


async def test_those_who_were_woken_gave_up_or_left_are_forgotten() -> None:
    notify = LocalNotify()
    leaving = asyncio.create_task(notify.wait("left", seconds=30))
    woken = asyncio.create_task(notify.wait("woken", seconds=30))
    await notify.wait("gave_up", seconds=0.001)
    leaving.cancel()
    notify.changed("woken")
    await woken
    with pytest.raises(asyncio.CancelledError):
        await leaving
    # nothing outside shows a leak
    assert not notify._waiting  # pyright: ignore[reportPrivateUsage]


async def test_two_changes_at_once_wake_a_waiter_once() -> None:
    notify = LocalNotify()
    waiting = asyncio.create_task(notify.wait("task_1", seconds=30))
    await asyncio.sleep(0)
    notify.changed("task_1")
    notify.changed("task_1")
    assert await waiting is None
