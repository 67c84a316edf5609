"""Two processes that want one voice id: one gets it."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from racing import raced

from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.account import Account, AccountId
from voicewright.domain.naming import opaque_id

ROUNDS = int(os.environ.get("ROUNDS", "50"))
"""The gate's; a thousand are run by hand with ROUNDS=1000."""


async def test_of_two_processes_that_want_an_id_one_gets_it(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    accounts = [opaque_id("acct") for _ in range(2)]
    async with store.unit() as unit:
        for account in accounts:
            await unit.accounts.add(Account(id=AccountId(account), name="racer", created_at=datetime.now(UTC)))

    won = await asyncio.to_thread(raced, database_url, tmp_path, accounts, ROUNDS)

    assert [sum(each) for each in won] == [1] * ROUNDS
    async with store.view() as unit:
        assert len(await unit.tasks.open()) == ROUNDS
