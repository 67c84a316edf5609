"""Keys: who may call, and until when."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.account import Scope
from voicewright.domain.errors import FieldInvalid, KeyUnknown
from voicewright.domain.plan import FREE, Plan
from voicewright.services.accounts import AccountService

BROUGHT = "a-key-that-the-operator-brought"


class Clock:
    """The real time, which tests can move on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(store: SqlStore, clock: Clock) -> AccountService:
    return AccountService(store=store, clock=clock, plans={"free": FREE, "pro": Plan(name="pro")})


async def works(accounts: AccountService, secret: str) -> bool:
    """Whether a key is valid."""
    try:
        await accounts.caller(secret, request="req_1")
    except KeyUnknown:
        return False
    return True


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


async def test_a_key_ends_when_it_was_made_to_end_also_one_that_was_just_used(accounts: AccountService, clock: Clock) -> None:
    _, secret = await accounts.mint(name="guest", expires_at=clock.now() + timedelta(seconds=3))
    assert await works(accounts, secret)

    clock.ahead = timedelta(seconds=3)

    assert not await works(accounts, secret)


async def test_a_rotated_key_works_beside_the_new_one_until_its_grace_is_over(accounts: AccountService, clock: Clock) -> None:
    first, before = await accounts.mint(name="laptop", scopes=frozenset({Scope.READ}), expires_at=clock.now() + timedelta(days=90))
    old, new, after = await accounts.rotate(first.id, grace=timedelta(hours=12))

    assert (new.name, new.scopes, new.account) == (first.name, first.scopes, first.account)
    assert new.expires_at is not None
    assert timedelta(days=89) < new.expires_at - clock.now() <= timedelta(days=90)
    assert old.id == first.id
    assert await works(accounts, before)
    assert await works(accounts, after)
    clock.ahead = timedelta(hours=12)
    assert not await works(accounts, before)
    assert await works(accounts, after)
    with pytest.raises(FieldInvalid, match="names no key that works"):
        await accounts.rotate(first.id)


async def test_a_key_that_was_rotated_is_not_rotated_again(accounts: AccountService, clock: Clock) -> None:
    first, _ = await accounts.mint(name="server")
    _, new, _ = await accounts.rotate(first.id)
    clock.ahead = timedelta(minutes=5)

    with pytest.raises(FieldInvalid, match="was rotated before: rotate the key that took its place"):
        await accounts.rotate(first.id)
    _, newest, _ = await accounts.rotate(new.id)

    assert newest.expires_at is None


async def test_two_operators_who_change_one_account_at_one_moment_both_have_their_way(accounts: AccountService) -> None:
    account = await accounts.create(name="Orchard Audio")

    await asyncio.gather(accounts.change(account.id, plan="pro"), accounts.change(account.id, disabled=True))

    (changed,) = [it for it in await accounts.accounts() if it.id == account.id]
    assert (changed.plan, changed.disabled_at is not None) == ("pro", True)


async def test_an_account_that_is_disabled_twice_has_been_since_the_first_time(accounts: AccountService, clock: Clock) -> None:
    account = await accounts.create(name="Orchard Audio")
    first = await accounts.change(account.id, disabled=True)
    clock.ahead = timedelta(hours=1)

    assert (await accounts.change(account.id, disabled=True)).disabled_at == first.disabled_at


async def test_rotation_does_not_lengthen_a_keys_life(accounts: AccountService, clock: Clock) -> None:
    key, _ = await accounts.mint(name="guest", expires_at=clock.now() + timedelta(hours=1))
    old, _, _ = await accounts.rotate(key.id, grace=timedelta(hours=24))

    assert old.expires_at == key.expires_at


async def test_a_disabled_accounts_keys_stop_and_work_again_when_it_is_enabled(accounts: AccountService) -> None:
    account = await accounts.create(name="Orchard Audio", plan="pro")
    _, secret = await accounts.mint(name="laptop", account_id=account.id)
    assert await works(accounts, secret)

    disabled = await accounts.change(account.id, disabled=True)
    assert disabled.disabled_at is not None
    assert not await works(accounts, secret)
    await accounts.change(account.id, disabled=False)
    assert await works(accounts, secret)


async def test_a_change_of_plan_holds_from_the_next_request_on(accounts: AccountService) -> None:
    account = await accounts.create(name="Orchard Audio")
    _, secret = await accounts.mint(name="laptop", account_id=account.id)
    assert (await accounts.caller(secret, request="req_1")).plan.name == "free"

    await accounts.change(account.id, plan="pro")

    assert (await accounts.caller(secret, request="req_1")).plan.name == "pro"
    with pytest.raises(FieldInvalid, match="names no plan; there are free, pro"):
        await accounts.change(account.id, plan="gold")


async def test_a_key_has_its_scopes_and_nothing_administers_by_itself(accounts: AccountService) -> None:
    _, reader = await accounts.mint(name="reader", scopes=frozenset({Scope.READ}))
    _, usual = await accounts.mint(name="usual")
    await accounts.found(brought=BROUGHT)

    assert (await accounts.caller(reader, request="req_1")).scopes == {Scope.READ}
    for secret in (usual, BROUGHT):
        assert (await accounts.caller(secret, request="req_1")).scopes == {Scope.READ, Scope.CREATE, Scope.SPEAK}


async def test_keys_are_made_for_accounts_that_there_are_and_for_a_time_that_comes(accounts: AccountService, clock: Clock) -> None:
    with pytest.raises(FieldInvalid, match="names no account"):
        await accounts.mint(name="x", account_id="acct_nobody")
    with pytest.raises(FieldInvalid, match="must lie in the future"):
        await accounts.mint(name="x", expires_at=clock.now())
    with pytest.raises(FieldInvalid, match="at least one of read, create, speak, admin"):
        await accounts.mint(name="x", scopes=frozenset())
    with pytest.raises(FieldInvalid, match="names no key"):
        await accounts.revoke("key_nobody")
