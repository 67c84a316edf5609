"""Servers that share a database count requests together."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.paces import MINUTE, SharedMeter, waiting
from voicewright.adapters.sql.store import open_store


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_servers_allow_the_plans_number_together(database_url: str) -> None:
    await asyncio.to_thread(upgrade, database_url)
    stores = [open_store(database_url) for _ in range(2)]
    meters = [SharedMeter(engine=store.writing) for store in stores]
    if time.time() % 60 > 50:
        await asyncio.sleep(11)  # so that the minute does not turn in between

    waits = await asyncio.gather(*(meters[number % 2].hit("acct_1/speak", per_minute=10) for number in range(24)))
    other = await meters[0].hit("acct_2/speak", per_minute=10)

    assert sum(wait is None for wait in waits) == 10
    assert all(0 < wait <= 120 for wait in waits if wait is not None)
    assert other is None
    for store in stores:
        await store.close()


@given(count=st.integers(0, 50), before=st.integers(0, 50), per_minute=st.integers(1, 50), share=st.floats(0, 0.999))
def test_who_waits_as_long_as_they_are_told_may_go_on(count: int, before: int, per_minute: int, share: float) -> None:
    if before * (1 - share) + count + 1 <= per_minute:
        return
    later = share + waiting(count, before, per_minute, share) / MINUTE + 1e-9

    lying = count * (2 - later) if later >= 1 else before * (1 - later) + count

    assert lying + 1 <= per_minute + 1e-6
