"""Keys: who may call, and until when."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.errors import FieldInvalid, KeyUnknown
from voicewright.services.accounts import AccountService

BROUGHT = "a-key-that-the-operator-brought"


@pytest.fixture
def accounts(store: SqlStore) -> AccountService:
    return AccountService(store=store, clock=SystemClock())


async def test_a_key_that_the_operator_brings_works_after_every_start(accounts: AccountService) -> None:
    assert await accounts.found(brought=BROUGHT) is None
    assert await accounts.found(brought=BROUGHT) is None

    (key,) = await accounts.keys()
    assert (await accounts.caller(BROUGHT, request="req_1")).key == key.id


async def test_a_key_that_was_revoked_is_not_taken_for_a_key_that_works(accounts: AccountService) -> None:
    await accounts.found(brought=BROUGHT)
    (key,) = await accounts.keys()
    await accounts.revoke(key.id)

    with pytest.raises(FieldInvalid, match=f"VOICEWRIGHT_API_KEY` is key {key.id}, which was revoked"):
        await accounts.found(brought=BROUGHT)
    with pytest.raises(KeyUnknown):
        await accounts.caller(BROUGHT, request="req_1")


@pytest.mark.parametrize("secret", ["too short", f"{BROUGHT}\n", "two words and more of it", "schlüssel-mit-umlauten"])
async def test_a_key_that_no_header_carries_as_it_is_is_refused(accounts: AccountService, secret: str) -> None:
    with pytest.raises(FieldInvalid, match="VOICEWRIGHT_API_KEY"):
        await accounts.found(brought=secret)


async def test_a_key_that_is_revoked_while_its_use_is_noted_stays_revoked(accounts: AccountService) -> None:
    key, secret = await accounts.mint(name="laptop")
    async with accounts.store.unit() as unit:
        used = await unit.accounts.key_of(key.digest)
        revoking = asyncio.ensure_future(accounts.revoke(key.id))
        await asyncio.sleep(0.1)
        assert used is not None
        await unit.accounts.save_key(dataclasses.replace(used, last_used_at=accounts.clock.now()))
    await revoking

    with pytest.raises(KeyUnknown):
        await accounts.caller(secret, request="req_1")
