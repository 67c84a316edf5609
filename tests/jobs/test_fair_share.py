"""One account's heap of work does not keep another's one waiting."""

from __future__ import annotations

from pathlib import Path

from jobs_house import CALLER, NEIGHBOUR, House, opened, working

from voicewright.domain.task import Task

HEAP = 300
AT_ONCE = 2


async def begun_before(house: House, late: Task) -> int:
    """How many of the others had begun when this one had."""
    await house.tasks.settled(late, within=30.0)
    order = list(house.work.begun)
    return order.index(late.id)


async def test_one_task_of_a_neighbour_passes_three_hundred_that_wait(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path):
        pass  # the queue's tables are there from the first start on
    async with opened(database_url, tmp_path, concurrency=AT_ONCE) as house:
        heap = await house.submit_all(HEAP)
        late = await house.submit(NEIGHBOUR)
        await house.jobs.start(house.work)

        assert await begun_before(house, late) <= 2 * AT_ONCE
        assert len(house.work.begun) < HEAP / 2, "the heap was done first"
        await house.tasks.settled(heap[-1], within=60.0)
        assert sum(house.work.begun.values()) == HEAP + 1, "something was lost, or done twice"


async def test_who_comes_while_a_heap_is_being_worked_on_is_among_the_next(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path, concurrency=AT_ONCE) as house:
        await house.submit_all(60)
        begun = len(house.work.begun)
        late = await house.submit(NEIGHBOUR)

        assert await begun_before(house, late) - begun <= 4 * AT_ONCE


async def test_a_neighbour_who_never_stops_does_not_hold_the_heap_up(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path):
        pass  # the queue's tables are there from the first start on
    async with opened(database_url, tmp_path, concurrency=1) as house:
        heap = await house.submit_all(10)
        await house.submit_all(10, NEIGHBOUR)
        await house.jobs.start(house.work)
        for _ in range(20):
            await house.submit(NEIGHBOUR)
        await house.tasks.settled(heap[-1], within=30.0)

        order = list(house.work.begun)
        assert order.index(heap[-1].id) <= 2 * len(heap) + 2


async def test_an_accounts_own_tasks_are_begun_in_the_order_of_their_coming(database_url: str, tmp_path: Path) -> None:
    async with working(database_url, tmp_path):
        pass  # the queue's tables are there from the first start on
    async with opened(database_url, tmp_path, concurrency=1) as house:
        heap = await house.submit_all(12, CALLER)
        await house.jobs.start(house.work)
        await house.tasks.settled(heap[-1], within=30.0)

        assert list(house.work.begun) == [task.id for task in heap]
