"""Accounts, keys, uploads and timbres are kept."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import timedelta

import pytest
from sql_samples import NOON, account_in
from sqlalchemy.exc import IntegrityError

from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.account import Account, AccountId, Key
from voicewright.domain.consent import Consent
from voicewright.domain.errors import PageUnknown
from voicewright.domain.naming import opaque_id
from voicewright.domain.upload import Upload


def key_of(account: AccountId, key_id: str = "key_1", *, digest: str = "d1") -> Key:
    return Key(id=key_id, account=account, name="laptop", digest=digest, hint="wxyz", created_at=NOON)


async def test_a_new_installation_has_no_account(store: SqlStore) -> None:
    async with store.view() as unit:
        assert await unit.accounts.first() is None


async def test_the_first_account_is_the_oldest(store: SqlStore) -> None:
    await account_in(store, after=timedelta(microseconds=1))
    oldest = await account_in(store)
    await account_in(store, after=timedelta(days=1))
    async with store.view() as unit:
        assert await unit.accounts.first() == Account(id=oldest, name="ours", created_at=NOON)


async def test_servers_that_start_together_found_one_account(store: SqlStore) -> None:
    async def found() -> AccountId:
        async with store.unit() as unit:
            account = await unit.accounts.first()
            if account is None:
                await asyncio.sleep(0.02)
                account = Account(id=AccountId(opaque_id("acct")), name="default", created_at=NOON)
                await unit.accounts.add(account)
        return account.id

    assert len(set(await asyncio.gather(*(found() for _ in range(4))))) == 1


async def test_a_key_is_found_by_its_digest_revoked_or_not(store: SqlStore) -> None:
    key = key_of(await account_in(store))
    async with store.unit() as unit:
        await unit.accounts.add_key(key)
        assert await unit.accounts.key_of("d1") == key
        assert await unit.accounts.key_of("d2") is None
        revoked = dataclasses.replace(key, revoked_at=NOON, last_used_at=NOON)
        await unit.accounts.save_key(revoked)
    async with store.view() as unit:
        assert await unit.accounts.key_of("d1") == revoked


async def test_keys_are_listed_oldest_first(store: SqlStore) -> None:
    account = await account_in(store)
    newer = dataclasses.replace(key_of(account, "key_a"), created_at=NOON + timedelta(seconds=1))
    older = key_of(account, "key_b", digest="d2")
    async with store.unit() as unit:
        await unit.accounts.add_key(newer)
        await unit.accounts.add_key(older)
    async with store.view() as unit:
        assert await unit.accounts.keys() == [older, newer]


async def test_no_two_keys_have_one_secret(store: SqlStore) -> None:
    account = await account_in(store)
    async with store.unit() as unit:
        await unit.accounts.add_key(key_of(account))
    with pytest.raises(IntegrityError):
        async with store.unit() as unit:
            await unit.accounts.add_key(key_of(account, "key_2"))


async def test_nothing_belongs_to_an_account_that_is_not_there(store: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        async with store.unit() as unit:
            await unit.accounts.add_key(key_of(AccountId("acct_nobody")))


async def test_somebody_elses_file_is_not_there(store: SqlStore) -> None:
    owner, stranger = await account_in(store), await account_in(store)
    upload = Upload(id="file_1", owner=owner, filename="../../é.wav", purpose="voice_clone", size=3, key="uploads/file_1", created_at=NOON)
    async with store.unit() as unit:
        await unit.uploads.add(upload)
        assert await unit.uploads.owned(owner, "file_1") == upload
        assert await unit.uploads.owned(stranger, "file_1") is None
        await unit.uploads.remove(stranger, "file_1")
        assert await unit.uploads.owned(owner, "file_1") == upload
        await unit.uploads.remove(owner, "file_1")
        assert await unit.uploads.owned(owner, "file_1") is None


async def test_a_timbre_belongs_to_a_voice_an_engine_and_a_version(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timbres.put("v1", "parametric", "1", "timbres/a")
        await unit.timbres.put("v1", "parametric", "2", "timbres/b")
        await unit.timbres.put("v2", "parametric", "1", "timbres/c")
    async with store.view() as unit:
        assert await unit.timbres.key_of("v1", "parametric", "1") == "timbres/a"
        assert await unit.timbres.key_of("v1", "parametric", "2") == "timbres/b"
        assert await unit.timbres.key_of("v1", "voxcpm2", "1") is None


async def test_a_timbre_derived_again_takes_the_place_of_the_one_before(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timbres.put("v1", "parametric", "1", "timbres/a")
        await unit.timbres.put("v1", "parametric", "1", "timbres/a")
        await unit.timbres.put("v1", "parametric", "1", "timbres/b")
        assert await unit.timbres.key_of("v1", "parametric", "1") == "timbres/b"


async def test_dropping_a_voices_timbres_names_them_and_leaves_other_voices_alone(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timbres.put("v1", "parametric", "1", "timbres/a")
        await unit.timbres.put("v1", "voxcpm2", "1", "timbres/b")
        await unit.timbres.put("v2", "parametric", "1", "timbres/c")
        assert sorted(await unit.timbres.drop("v1")) == ["timbres/a", "timbres/b"]
        assert await unit.timbres.drop("v1") == []
        assert await unit.timbres.key_of("v2", "parametric", "1") == "timbres/c"


async def test_a_thing_has_one_number_which_says_nothing_to_strangers(store: SqlStore) -> None:
    owner, stranger = await account_in(store), await account_in(store)
    async with store.unit() as unit:
        first = await unit.numbers.of(owner, ["file_1", "file_2"])
        again = await unit.numbers.of(owner, ["file_2", "file_1"])
    async with store.view() as unit:
        assert first == again
        assert len(set(first.values())) == 2
        assert all(10**14 <= number < 2**53 for number in first.values())
        assert await unit.numbers.thing(owner, first["file_1"]) == "file_1"
        assert await unit.numbers.thing(stranger, first["file_1"]) is None
        assert await unit.numbers.owner(first["file_1"]) == owner
        assert await unit.numbers.owner(1) is None
        assert await unit.numbers.like(owner, "file_") == {number: thing for thing, number in first.items()}
        assert await unit.numbers.like(owner, "file%") == {}
        assert await unit.numbers.like(stranger, "file_") == {}


async def test_a_number_that_was_dropped_stands_for_nothing(store: SqlStore) -> None:
    owner = await account_in(store)
    async with store.unit() as unit:
        number = (await unit.numbers.of(owner, ["file_1"]))["file_1"]
        await unit.numbers.drop(owner, "file_1")
        assert await unit.numbers.thing(owner, number) is None


async def test_servers_that_ask_at_once_give_a_thing_one_number(store: SqlStore) -> None:
    owner = await account_in(store)

    async def number() -> int:
        async with store.unit() as unit:
            return (await unit.numbers.of(owner, ["file_1"]))["file_1"]

    assert len(set(await asyncio.gather(*(number() for _ in range(4))))) == 1


async def test_files_are_listed_newest_first_and_by_purpose(store: SqlStore) -> None:
    owner, stranger = await account_in(store), await account_in(store)
    files = [
        Upload(id=f"file_{at}", owner=owner, filename="a", purpose=purpose, size=1, key=f"uploads/{at}", created_at=NOON + timedelta(seconds=at))
        for at, purpose in enumerate(("voice_clone", "prompt_audio", "voice_clone"))
    ]
    async with store.unit() as unit:
        for upload in files:
            await unit.uploads.add(upload)
    async with store.view() as unit:
        assert await unit.uploads.all(owner, purpose=None) == files[::-1]
        assert await unit.uploads.all(owner, purpose="prompt_audio") == [files[1]]
        assert await unit.uploads.all(stranger, purpose=None) == []


async def test_consents_are_listed_newest_first_page_by_page_and_to_nobody_else(store: SqlStore) -> None:
    mine, theirs = await account_in(store), await account_in(store)
    async with store.unit() as unit:
        for number in range(3):
            at = NOON + timedelta(seconds=number // 2)  # two of them in one moment
            await unit.consents.add(Consent(id=f"cons_{number}", owner=mine, name="Jo", language="en", key=f"consents/{number}", created_at=at))
    async with store.unit() as unit:
        await unit.consents.rename(theirs, "cons_0", "Stolen")
        await unit.consents.remove(theirs, "cons_1")
    async with store.view() as unit:
        first = await unit.consents.page(mine, after=None, limit=2)
        rest = await unit.consents.page(mine, after=first.consents[-1].id, limit=2)
        with pytest.raises(PageUnknown):
            await unit.consents.page(theirs, after="cons_2", limit=2)

    assert [consent.id for consent in first.consents + rest.consents] == ["cons_2", "cons_1", "cons_0"]
    assert (first.more, rest.more) == (True, False)
    assert {consent.name for consent in first.consents + rest.consents} == {"Jo"}
