"""A house for each test, on each database."""

from __future__ import annotations

from pathlib import Path

import pytest
from services_house import House, house_in

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.account import Caller
from voicewright.services.accounts import AccountService


@pytest.fixture
async def house(store: SqlStore, tmp_path: Path) -> House:
    key, _ = await AccountService(store=store, clock=SystemClock()).mint(name="test")
    return house_in(store, Caller(account=key.account, key=key.id, request="req_test"), tmp_path / "objects")
