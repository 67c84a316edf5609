"""Voices are kept, found by their owner alone, and listed page by page."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
from datetime import datetime, timedelta, timezone

import pytest
from sql_samples import NOON, account_in, voice_of

from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.account import AccountId
from voicewright.domain.commands import ListVoices
from voicewright.domain.errors import PageUnknown, VoiceIdTaken
from voicewright.domain.language import Language
from voicewright.domain.voice import Failure, Source, State, Voice


async def keep(store: SqlStore, *voices: Voice) -> None:
    async with store.unit() as unit:
        for voice in voices:
            await unit.voices.add(voice)


async def listed(store: SqlStore, owner: AccountId, wanted: ListVoices) -> list[str]:
    async with store.view() as unit:
        page = await unit.voices.page(owner, wanted, now=NOON)
    return [voice.id for voice in page.voices]


async def test_a_voice_comes_back_as_it_was_kept(store: SqlStore) -> None:
    owner = await account_in(store)
    failure = Failure(code="EngineTooSlow", facts={"seconds": 30.0, "tries": 2, "engine": "parametric"})
    voice = dataclasses.replace(voice_of(owner, expires_at=NOON + timedelta(hours=168)), prompt="a calm woman", preview="previews/1", failure=failure)
    await keep(store, voice)
    async with store.view() as unit:
        assert await unit.voices.owned(owner, voice.id) == voice
        assert await unit.voices.get(voice.id) == voice


async def test_a_moment_given_in_another_zone_comes_back_in_utc_to_the_microsecond(store: SqlStore) -> None:
    owner = await account_in(store)
    elsewhere = datetime(2026, 7, 1, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=9)))
    await keep(store, voice_of(owner, created_at=elsewhere))
    async with store.view() as unit:
        kept = await unit.voices.get("voice-0001")
    assert kept is not None
    assert kept.created_at == elsewhere
    assert kept.created_at.isoformat() == "2026-06-30T16:02:03.000004+00:00"


async def test_an_id_that_is_taken_is_refused_to_everybody(store: SqlStore) -> None:
    one, other = await account_in(store), await account_in(store)
    await keep(store, voice_of(one))
    for owner in (one, other):
        with pytest.raises(VoiceIdTaken):
            await keep(store, voice_of(owner))


async def test_the_id_of_a_deleted_voice_is_never_given_out_again(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(store, voice_of(owner))
    async with store.unit() as unit:
        await unit.voices.save(voice_of(owner, state=State.DELETED))
    with pytest.raises(VoiceIdTaken):
        await keep(store, voice_of(owner))


async def test_a_refused_id_leaves_the_unit_usable(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(store, voice_of(owner))
    async with store.unit() as unit:
        with pytest.raises(VoiceIdTaken):
            await unit.voices.add(voice_of(owner))
        await unit.voices.add(voice_of(owner, "voice-0002"))
    assert len(await listed(store, owner, ListVoices())) == 2


async def test_of_two_who_want_one_id_at_once_exactly_one_gets_it(store: SqlStore) -> None:
    owner = await account_in(store)

    async def attempt(number: int) -> bool:
        try:
            async with store.unit() as unit:
                await unit.voices.add(voice_of(owner, name=str(number)))
                await asyncio.sleep(0.02)
        except VoiceIdTaken:
            return False
        return True

    won = await asyncio.gather(*(attempt(number) for number in range(8)))
    assert won.count(True) == 1
    async with store.view() as unit:
        kept = await unit.voices.get("voice-0001")
    assert kept is not None
    assert kept.name == str(won.index(True))


async def test_somebody_elses_voice_is_not_there(store: SqlStore) -> None:
    owner, stranger = await account_in(store), await account_in(store)
    await keep(store, voice_of(owner))
    async with store.unit() as unit:
        assert await unit.voices.owned(stranger, "voice-0001") is None
        await unit.voices.describe(stranger, "voice-0001", name="Mine now", description="")
        kept = await unit.voices.owned(owner, "voice-0001")
    assert kept is not None
    assert kept.name == "Ada"
    assert await listed(store, stranger, ListVoices()) == []


async def test_a_deleted_voice_is_not_there_but_a_failed_or_expired_one_is(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(
        store,
        voice_of(owner, "voice-gone", state=State.DELETED),
        voice_of(owner, "voice-fail", state=State.FAILED),
        voice_of(owner, "voice-late", expires_at=NOON - timedelta(days=1)),
    )
    async with store.view() as unit:
        assert await unit.voices.owned(owner, "voice-gone") is None
        assert await unit.voices.owned(owner, "voice-fail") is not None
        assert await unit.voices.owned(owner, "voice-late") is not None


async def test_a_list_shows_what_is_alive(store: SqlStore) -> None:
    owner = await account_in(store)
    instant = timedelta(microseconds=1)
    await keep(
        store,
        voice_of(owner, "deleted", state=State.DELETED),
        voice_of(owner, "failed", state=State.FAILED),
        voice_of(owner, "just-expired", expires_at=NOON),
        voice_of(owner, "nearly-expired", expires_at=NOON + instant),
        voice_of(owner, "permanent"),
        voice_of(owner, "preparing", state=State.PREPARING, expires_at=NOON - instant),
    )
    assert await listed(store, owner, ListVoices()) == ["preparing", "permanent", "nearly-expired"]


async def test_pages_follow_each_other_newest_first_without_gap_or_repeat(store: SqlStore) -> None:
    owner = await account_in(store)
    # three to a moment, so that pages break within moments
    voices = [voice_of(owner, f"voice-{n:04}", created_at=NOON + timedelta(microseconds=n // 3)) for n in range(20)]
    await keep(store, *voices)
    seen: list[str] = []
    after: str | None = None
    pages = 0
    while pages == 0 or after is not None:
        async with store.view() as unit:
            page = await unit.voices.page(owner, ListVoices(limit=4, after=after), now=NOON)
        seen += [voice.id for voice in page.voices]
        after = page.next
        pages += 1
    assert seen == [voice.id for voice in reversed(voices)]
    assert pages == 5


async def test_a_voice_made_while_somebody_pages_moves_nothing(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(store, *(voice_of(owner, f"voice-{n}", created_at=NOON + timedelta(seconds=n)) for n in range(4)))
    async with store.view() as unit:
        first = await unit.voices.page(owner, ListVoices(limit=2), now=NOON)
    await keep(store, voice_of(owner, "newer", created_at=NOON + timedelta(hours=1)))
    assert await listed(store, owner, ListVoices(limit=2, after=first.next)) == ["voice-1", "voice-0"]


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "zzz",
        "!!!!",
        "ünlesbar",
        "\ud800",
        "A" * 5000,
        encoded("null"),
        encoded('["2026-01-01T00:00:00","naive"]'),
        encoded('["0001-01-01T00:00:00+14:00","before time"]'),
        encoded('["2026-01-01T00:00:00Z"]'),
        encoded('["2026-01-01T00:00:00Z",7]'),
    ],
)
async def test_a_cursor_that_no_page_handed_out_is_refused(store: SqlStore, cursor: str) -> None:
    owner = await account_in(store)
    with pytest.raises(PageUnknown) as refused:
        await listed(store, owner, ListVoices(after=cursor))
    assert refused.value.field == "after"


async def test_a_cursor_shows_nobody_elses_voices(store: SqlStore) -> None:
    owner, stranger = await account_in(store), await account_in(store)
    await keep(store, *(voice_of(owner, f"voice-{n}") for n in range(3)))
    async with store.view() as unit:
        page = await unit.voices.page(owner, ListVoices(limit=1), now=NOON)
    assert await listed(store, stranger, ListVoices(after=page.next)) == []


async def test_lists_are_narrowed_by_source_and_language(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(
        store,
        voice_of(owner, "clone-en"),
        voice_of(owner, "clone-de", language=Language.GERMAN),
        voice_of(owner, "design-de", language=Language.GERMAN, source=Source.DESIGN),
    )
    assert await listed(store, owner, ListVoices(source=Source.CLONE)) == ["clone-en", "clone-de"]
    assert await listed(store, owner, ListVoices(language=Language.GERMAN)) == ["design-de", "clone-de"]
    assert await listed(store, owner, ListVoices(source=Source.DESIGN, language=Language.GERMAN)) == ["design-de"]
    assert await listed(store, owner, ListVoices(source=Source.SYSTEM)) == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ADA", ["v-ada"]),
        ("v-", ["v-zoe", "v-ada"]),
        ("über", ["v-zoe"]),
        ("100%", ["v-zoe"]),
        ("%", ["v-zoe"]),
        ("_", ["v-zoe"]),
        ("\\", []),
        ("/", ["v-zoe"]),
        ("zo_", []),
        ("' OR 1=1 --", []),
        ("\0", []),
        ("", ["v-zoe", "v-ada"]),
        ("a" * 100_000, []),
    ],
)
async def test_a_search_means_its_characters_and_ignores_case(store: SqlStore, search: str, found: list[str]) -> None:
    owner = await account_in(store)
    await keep(
        store,
        voice_of(owner, "v-ada", name="Ada", description="calm"),
        voice_of(owner, "v-zoe", name="Zoë ÜBER", description="100% bright/warm_voice"),
    )
    assert await listed(store, owner, ListVoices(search=search)) == found


async def test_a_renamed_voice_is_found_by_its_new_name_only(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(store, voice_of(owner))
    async with store.unit() as unit:
        await unit.voices.describe(owner, "voice-0001", name="Grace", description="slow")
    assert await listed(store, owner, ListVoices(search="grace")) == ["voice-0001"]
    assert await listed(store, owner, ListVoices(search="ada")) == []
    async with store.view() as unit:
        kept = await unit.voices.get("voice-0001")
    assert kept == dataclasses.replace(voice_of(owner), name="Grace", description="slow")


async def test_a_voice_that_has_spoken_never_expires(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(store, voice_of(owner, expires_at=NOON + timedelta(hours=1)))
    async with store.unit() as unit:
        await unit.voices.keep(owner, "voice-0001")
    async with store.view() as unit:
        kept = await unit.voices.get("voice-0001")
    assert kept == voice_of(owner)


async def test_a_voice_read_to_be_changed_waits_for_the_one_who_changes_it(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(store, voice_of(owner, name="0"))

    async def count() -> None:
        async with store.unit() as unit:
            voice = await unit.voices.get("voice-0001")
            assert voice is not None
            await asyncio.sleep(0.01)
            await unit.voices.save(dataclasses.replace(voice, name=str(int(voice.name) + 1)))

    await asyncio.gather(*(count() for _ in range(5)))
    async with store.view() as unit:
        voice = await unit.voices.get("voice-0001")
    assert voice is not None
    assert voice.name == "5"


async def test_text_that_no_database_can_keep_is_kept_without_what_is_wrong_with_it(store: SqlStore) -> None:
    owner = await account_in(store)
    await keep(store, voice_of(owner, name="a\0b", description="\ud800 😀"))
    async with store.view() as unit:
        voice = await unit.voices.owned(owner, "voice-0001")
        assert await unit.voices.owned(owner, "voice\0") is None
    assert voice is not None
    assert (voice.name, voice.description) == ("a\ufffdb", "\ufffd 😀")
