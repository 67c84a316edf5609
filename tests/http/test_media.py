"""Links to sound: signed, expiring, whole or in ranges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest
from http_world import Program, World

from voicewright.domain.speech import Codec
from voicewright.http.media import Span, SpanOutside, span_of

DATA = bytes(range(256)) * 5000


@pytest.fixture
def link(world: World) -> str:
    world.do(world.objects.put("outputs/task_abc", DATA))
    return world.links.path("outputs/task_abc", Codec.MP3)


@pytest.fixture
def nobody(world: World) -> Iterator[httpx2.Client]:
    with world.client(None) as client:
        yield client


def test_whoever_holds_a_link_may_fetch(nobody: httpx2.Client, link: str) -> None:
    answer = nobody.get(link)

    assert answer.status_code == 200
    assert answer.content == DATA
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["content-length"] == str(len(DATA))
    assert answer.headers["content-disposition"] == 'inline; filename="task_abc.mp3"'
    assert answer.headers["accept-ranges"] == "bytes"


def test_a_head_tells_the_same_without_the_sound(nobody: httpx2.Client, link: str) -> None:
    answer = nobody.head(link)

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-length"] == str(len(DATA))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=100-199", 100, 200), ("bytes=1279990-", 1279990, 1280000), ("bytes=-10", 1279990, 1280000), ("bytes=5-9999999", 5, 1280000)],
)  # fmt: skip
def test_a_range_is_answered_with_that_part(nobody: httpx2.Client, link: str, asked: str, start: int, end: int) -> None:
    answer = nobody.get(link, headers={"range": asked})

    assert answer.status_code == 206
    assert answer.content == DATA[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(DATA)}"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=1280000-", "bytes=9999999-99999999", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(nobody: httpx2.Client, link: str, asked: str) -> None:
    answer = nobody.get(link, headers={"range": asked})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(DATA)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=5-1", "bytes=a-b", "bytes=-", "items=0-1", "bytes=" + "9" * 400 + "-", ""])
def test_several_ranges_and_what_is_none_are_answered_with_the_whole(nobody: httpx2.Client, link: str, asked: str) -> None:
    answer = nobody.get(link, headers={"range": asked})

    assert (answer.status_code, len(answer.content)) == (200, len(DATA))


def test_what_a_client_has_already_is_not_sent_again(nobody: httpx2.Client, link: str) -> None:
    tag = nobody.get(link).headers["etag"]

    assert nobody.get(link, headers={"if-none-match": tag}).status_code == 304
    assert nobody.get(link, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_range_of_something_that_has_changed_since_is_answered_with_the_whole(nobody: httpx2.Client, link: str) -> None:
    tag = nobody.get(link).headers["etag"]

    assert nobody.get(link, headers={"range": "bytes=0-1", "if-range": tag}).status_code == 206
    assert nobody.get(link, headers={"range": "bytes=0-1", "if-range": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("old", "new"), [("sig=", "sig=x"), ("exp=", "exp=9"), (".mp3", ".wav"), ("/media/b", "/media/c"), ("&sig=", "&s="), ("exp=", "exp=%00")]
)
def test_a_link_that_was_changed_opens_nothing(nobody: httpx2.Client, link: str, old: str, new: str) -> None:
    answer = nobody.get(link.replace(old, new, 1))

    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "The link is not valid, or it has expired."


def test_a_link_expires(world: World, nobody: httpx2.Client, link: str) -> None:
    world.clock.ahead = timedelta(hours=25)
    try:
        answer = nobody.get(link)
    finally:
        world.clock.ahead = timedelta()

    assert answer.json()["error"]["code"] == "media_not_found"


def test_a_link_to_what_is_gone_is_no_longer_valid(world: World, nobody: httpx2.Client, link: str) -> None:
    world.do(world.objects.remove("outputs/task_abc"))

    assert nobody.get(link).status_code == 404


def test_a_preview_that_an_answer_links_to_can_be_heard(program: Program, nobody: httpx2.Client) -> None:
    made = program.clone()
    answer = nobody.get(made["preview_audio_url"])

    assert answer.status_code == 200
    assert len(answer.content) > 1000


def test_an_empty_object_has_no_range() -> None:
    with pytest.raises(SpanOutside):
        span_of("bytes=0-", 0)
    assert span_of("bytes=0-", 1) == Span(start=0, end=1)
