"""The audit says what was done, and nobody changes what it says."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa
from services_house import House
from sqlalchemy.exc import DBAPIError

from voicewright.adapters.sql.tables import audit
from voicewright.domain.audit import Act, Entry, Subject
from voicewright.domain.commands import Rename
from voicewright.domain.errors import VoiceNotVisible


async def lines(house: House, name: str | None = None, *, limit: int | None = None) -> list[Entry]:
    """What was done since the house's own key was made."""
    found = [entry async for some in house.core.audit.read(name=name, account=None, since=None, limit=limit) for entry in some]
    return [entry for entry in found if entry.name != house.caller.key]


async def test_it_says_who_did_what_with_which_key_from_where(house: House) -> None:
    caller = dataclasses.replace(house.caller, address="192.0.2.7")
    here = dataclasses.replace(house, caller=caller)
    voice = (await here.work(await here.design())).voice_id
    await here.work(await here.core.speak.submit(caller, here.words(voice)))
    await here.core.catalog.rename(caller, voice, Rename(name="Ada", description=None))
    stream = here.core.speak.stream(caller, here.words(voice))
    assert [piece async for piece in stream]
    await here.core.catalog.delete(caller, voice)

    said = list(reversed(await lines(here, voice)))

    assert [it.act for it in said] == [Act.MADE, Act.USED, Act.RENAMED, Act.USED, Act.DELETED]
    assert {(it.account, it.key, it.address, it.request, it.subject) for it in said} == {
        (caller.account, caller.key, "192.0.2.7", "req_test", Subject.VOICE)
    }


async def test_what_was_not_done_is_not_in_it(house: House) -> None:
    with pytest.raises(VoiceNotVisible):
        await house.core.catalog.delete(house.caller, "nothing-like-this")

    assert await lines(house) == []


async def test_files_are_in_it_and_long_audits_are_read_in_parts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicewright.services.audit.AT_ONCE", 2)
    uploads = [await house.core.uploads.keep(house.caller, b"a file", filename="me.wav", purpose="voice_clone") for _ in range(3)]
    await house.core.uploads.forget(house.caller, uploads[0].id)

    assert [(it.act, it.name) for it in await lines(house)] == [(Act.DELETED, uploads[0].id), *((Act.MADE, it.id) for it in reversed(uploads))]
    assert len(await lines(house, limit=3)) == 3


async def test_accounts_and_keys_are_in_it_with_whoever_administers_or_nobody(house: House) -> None:
    accounts, administrator = house.core.accounts, dataclasses.replace(house.caller, address="192.0.2.7")
    account = await accounts.create(name="Orchard Audio", by=administrator)
    await accounts.change(account.id, disabled=True)
    key, _ = await accounts.mint(name="laptop", account_id=account.id, by=administrator)
    _, fresh, _ = await accounts.rotate(key.id)
    await accounts.revoke(fresh.id, by=administrator)

    said = [(it.act, it.subject, it.name, it.account, it.key) for it in reversed(await lines(house))]

    by_them, by_nobody = (administrator.account, administrator.key), (account.id, "")
    assert said == [
        (Act.MADE, Subject.ACCOUNT, account.id, *by_them),
        (Act.CHANGED, Subject.ACCOUNT, account.id, *by_nobody),
        (Act.MADE, Subject.KEY, key.id, *by_them),
        (Act.MADE, Subject.KEY, fresh.id, *by_nobody),
        (Act.REVOKED, Subject.KEY, key.id, *by_nobody),
        (Act.REVOKED, Subject.KEY, fresh.id, *by_them),
    ]


@pytest.mark.parametrize("change", [sa.update(audit).values(name="another"), sa.delete(audit)], ids=["update", "delete"])
async def test_no_line_can_be_changed(house: House, change: sa.Update | sa.Delete) -> None:
    await house.design()
    before = await lines(house)

    with pytest.raises(DBAPIError, match="append-only"):
        async with house.store.writing.begin() as connection:
            await connection.execute(change)

    assert await lines(house) == before
