"""What is kept no longer is gone from the database and from the storage, and nothing else is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from moto.server import ThreadedMotoServer
from services_house import House

from voicewright.adapters.objects import open_objects
from voicewright.domain.audit import Act, Entry
from voicewright.domain.commands import Speak
from voicewright.domain.errors import VoiceIdTaken
from voicewright.domain.speech import VoiceShare
from voicewright.domain.task import Task
from voicewright.domain.voice import State, Voice
from voicewright.ports import Objects
from voicewright.services.erasure import Erasure
from voicewright.services.retention import RetentionService


class Ahead:
    """A clock that is ahead of the others."""

    def __init__(self, **time_ahead: float) -> None:
        self.ahead = timedelta(**time_ahead)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def retention(house: House, **time_ahead: float) -> RetentionService:
    """What the sweeper does, so much later."""
    clock, objects = Ahead(**time_ahead), house.core.objects
    return RetentionService(store=house.store, objects=objects, clock=clock, erasure=Erasure(store=house.store, objects=objects, clock=clock))


async def spoken(house: House, words: Speak) -> Task:
    return await house.work(await house.core.speak.submit(house.caller, words))


async def voice(house: House, voice_id: str) -> Voice:
    async with house.store.view() as unit:
        found = await unit.voices.get(voice_id)
    assert found is not None
    return found


async def told(house: House, name: str) -> list[Entry]:
    return [entry async for some in house.core.audit.read(name=name, account=None, since=None, limit=None) for entry in reversed(some)]


async def lying(objects: Objects) -> set[str]:
    """The keys of everything in the storage."""
    return {it.key async for some in objects.all() for it in some}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def stored(request: pytest.FixtureRequest, house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house on a folder, and on a bucket."""
    if request.param == "folder":
        return house
    endpoint: str = request.getfixturevalue("endpoint")
    for name, value in {"ENDPOINT_URL": endpoint, "REGION": "eu-central-1", "ACCESS_KEY_ID": "ours", "SECRET_ACCESS_KEY": "secret"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    bucket = f"voices-{abs(hash(request.node.name))}"
    assert httpx2.put(f"{endpoint}/{bucket}", trust_env=False).is_success
    objects = open_objects(f"s3://{bucket}/some/prefix")
    core = house.core
    erasure = dataclasses.replace(core.catalog.erasure, objects=objects)
    tasks = dataclasses.replace(core.tasks, objects=objects)
    timbres = dataclasses.replace(core.clone.timbres, objects=objects)
    nursery = dataclasses.replace(core.clone.nursery, objects=objects)
    clone = dataclasses.replace(core.clone, objects=objects, timbres=timbres, nursery=nursery, tasks=tasks)
    design = dataclasses.replace(core.design, objects=objects, timbres=timbres, nursery=nursery, tasks=tasks)
    speak = dataclasses.replace(core.speak, objects=objects, timbres=timbres, tasks=tasks)
    work = dataclasses.replace(core.work, tasks=tasks, clone=clone, design=design, speak=speak)
    catalog = dataclasses.replace(core.catalog, erasure=erasure)
    uploads = dataclasses.replace(core.uploads, objects=objects)
    moved = dataclasses.replace(
        core, uploads=uploads, objects=objects, catalog=catalog, clone=clone, design=design, speak=speak, work=work, tasks=tasks
    )
    return dataclasses.replace(house, core=moved)


async def test_a_voice_that_expired_goes_with_everything_and_the_others_stay(stored: House) -> None:
    kept = (await stored.work(await stored.design())).voice_id
    await spoken(stored, stored.words(kept))
    before = await lying(stored.core.objects)
    gone = [(await stored.work(await make())).voice_id for make in (stored.clone, stored.design)]
    assert len(await lying(stored.core.objects)) == len(before) + 3 + 3

    assert await retention(stored, hours=168).expire() == []
    assert sorted(await retention(stored, hours=170).expire()) == sorted(gone)

    assert await lying(stored.core.objects) == before
    for voice_id in gone:
        left = await voice(stored, voice_id)
        assert (left.state, left.name, left.description, left.prompt, left.transcript, left.facts) == (State.DELETED, "", "", None, None, {})
        assert [it.act for it in await told(stored, voice_id)] == [Act.MADE, Act.PURGED]
    assert (await voice(stored, kept)).state is State.ACTIVE
    assert await retention(stored, hours=170).expire() == []


async def test_numbers_of_speech_that_is_forgotten_go_with_the_names_of_their_parts(house: House) -> None:
    task = await spoken(house, house.words())
    kept = await spoken(house, house.words())
    named = {f"{task.id} A letter to Ada": task, kept.id: kept}
    numbers = await house.core.numbers.of(house.caller, list(named))

    async with house.store.unit() as unit:
        await unit.tasks.forget([task.id])

    assert [await house.core.numbers.thing(house.caller, numbers[name]) for name in named] == [None, kept.id]


async def test_a_voice_that_its_owner_deletes_goes_at_once_with_what_it_said_alone_and_in_mixes(stored: House) -> None:
    before = await lying(stored.core.objects)
    mine = (await stored.work(await stored.clone())).voice_id
    await spoken(stored, stored.words(mine))
    shares = (VoiceShare(voice_id="English_Graceful_Lady", weight=90), VoiceShare(voice_id=mine, weight=10))
    mixed = await spoken(stored, dataclasses.replace(stored.words(""), mix=shares))
    assert mixed.failure is None

    await stored.core.catalog.delete(stored.caller, mine)

    assert {key for key in await lying(stored.core.objects) - before if not key.startswith("timbres/")} == set()
    assert [it.act for it in await told(stored, mine)] == [Act.MADE, Act.USED, Act.USED, Act.DELETED]


async def test_speech_is_kept_for_a_week(stored: House) -> None:
    task = await spoken(stored, stored.words())
    key = f"outputs/{task.id}"

    assert await retention(stored, hours=167).forget() == []
    assert key in await lying(stored.core.objects)
    assert await retention(stored, hours=169).forget() == [task.id]
    assert key not in await lying(stored.core.objects)


async def test_objects_that_nothing_names_go_after_a_day_and_others_things_never(stored: House) -> None:
    made = await stored.work(await stored.clone())
    await spoken(stored, stored.words(made.voice_id))
    upload = await stored.core.uploads.keep(stored.caller, b"a file", filename="me.wav", purpose="voice_clone")
    before = await lying(stored.core.objects)
    strays = {"references/0a", "timbres/0b", "previews/task_0c", "outputs/task_0d", "subtitles/task_0e", "uploads/0f", "consents/0a", "answers/0b"}
    for key in strays | {"backups/of-somebody-else"}:
        await stored.core.objects.put(key, b"left behind")

    assert (await retention(stored, hours=23).tidy()).objects == ()
    due = await retention(stored, hours=25).due()
    assert (set(due.objects), due.bytes) == (strays, 8 * len(b"left behind"))
    assert strays <= await lying(stored.core.objects)
    found = await retention(stored, hours=25).purge()

    assert set(found.objects) == strays
    assert await lying(stored.core.objects) == before | {"backups/of-somebody-else"}
    assert upload.key in before


async def test_a_voice_that_is_about_to_speak_is_not_purged(house: House) -> None:
    mine = (await house.work(await house.design())).voice_id
    task = await house.core.speak.submit(house.caller, house.words(mine))

    assert await retention(house, hours=200).expire() == []
    assert (await house.work(task)).failure is None
    assert await retention(house, hours=200).expire() == []


async def test_an_expired_voices_id_is_never_given_again(house: House) -> None:
    mine = (await house.work(await house.design())).voice_id
    await retention(house, hours=170).expire()
    gone = await voice(house, mine)

    with pytest.raises(VoiceIdTaken):
        async with house.store.unit() as unit:
            await unit.voices.add(gone)
