"""Links are made for an address, and an object store may serve them itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI, Request
from http_world import Program, World
from obstore.store import LocalStore
from test_downloads import taken

from voicewright.adapters.objects import StoredObjects
from voicewright.domain.errors import MediaNotVisible
from voicewright.domain.speech import Codec
from voicewright.http.links import Links
from voicewright.http.media import address_of
from voicewright.ports import Objects


@dataclass(frozen=True)
class At:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True, kw_only=True)
class Bucket(StoredObjects):
    """A folder that hands out links of its own, as S3 does."""

    async def link(self, key: str, *, seconds: int) -> str | None:
        return f"https://bucket.example.com/{key}?for={seconds}"


def opened(folder: str) -> Objects:
    Path(folder).mkdir()
    return Bucket(store=LocalStore(folder))


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(folder=tmp_path_factory.mktemp("bucket"), opened=opened)
    world.start()
    world.do(world.objects.put("outputs/a", b"nine bytes"))
    yield world
    world.stop()


@pytest.fixture
def nobody(bucket: World) -> Iterator[httpx2.Client]:
    with bucket.client(None) as client:
        client.headers["x-link"] = bucket.links.path("outputs/a", Codec.WAV)
        yield client


def test_a_store_that_can_serve_does(nobody: httpx2.Client) -> None:
    answer = nobody.get(nobody.headers["x-link"])

    assert answer.status_code == 307
    where, _, seconds = answer.headers["location"].partition("?for=")
    assert where == "https://bucket.example.com/outputs/a"
    assert 24 * 3600 - 60 <= int(seconds) <= 25 * 3600


def test_what_the_store_serves_is_written_down_whichever_part_was_asked_for_here(nobody: httpx2.Client, bucket: World) -> None:
    with bucket.client(bucket.key()) as client:
        task = Program(client=client).speak(voice="English_Graceful_Lady")

    assert nobody.get(task["result"]["audio_url"], headers={"range": "bytes=5-"}).status_code == 307
    assert len(taken(bucket, task["task_id"])) == 1


def test_a_head_is_answered_here_since_the_stores_link_is_for_reading_only(nobody: httpx2.Client) -> None:
    answer = nobody.head(nobody.headers["x-link"])

    assert answer.status_code == 200
    assert answer.headers["content-length"] == "10"


def test_a_link_stays_the_same_for_an_hour_and_works_for_a_day() -> None:
    noon = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
    paths = {Links(secret=b"secret", clock=At(noon + timedelta(minutes=it))).path("outputs/a", Codec.MP3) for it in (0, 10, 29)}

    assert len(paths) == 1
    assert f"exp={int(datetime(2026, 11, 22, 13, tzinfo=UTC).timestamp())}&" in paths.pop()


def test_links_stand_under_the_public_address_where_there_is_one() -> None:
    app = FastAPI()
    app.state.public_url = "https://voices.example.com/base"
    links = Links(secret=b"secret", clock=At(datetime(2026, 11, 21, tzinfo=UTC)))
    request = Request({"type": "http", "app": app, "headers": [], "state": {"links": links}})

    assert address_of(request)("outputs/a", Codec.MP3).startswith("https://voices.example.com/base/media/b3V0cHV0cy9h.mp3?exp=")


def test_a_path_that_was_signed_can_be_followed_until_it_is_over_and_no_other() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    links = Links(secret=b"s" * 32, clock=At(now))
    path, _, query = links.signed("/minimax/v1/files/download/7").partition("?")
    expiry, signature = (part.partition("=")[2] for part in query.split("&"))

    links.check(path, expiry=expiry, signature=signature)
    for later, other in ((timedelta(0), "/minimax/v1/files/download/8"), (timedelta(hours=26), path)):
        with pytest.raises(MediaNotVisible):
            Links(secret=b"s" * 32, clock=At(now + later)).check(other, expiry=expiry, signature=signature)
