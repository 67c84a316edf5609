"""Who takes sound away is in the audit, once each time."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from http_world import Program, World
from minimax_calls import Customer

from voicewright.domain.audit import Act, Entry, Subject


@pytest.fixture
def nobody(world: World) -> Iterator[httpx2.Client]:
    with world.client(None) as client:
        yield client


def taken(world: World, name: str) -> list[Entry]:
    """The downloads of one thing that are written down, first first."""

    async def read() -> list[Entry]:
        return [it for some in [part async for part in world.core.audit.read(name=name, account=None, since=None, limit=None)] for it in some]

    return [it for it in reversed(world.do(read())) if it.act is Act.EXPORTED]


def test_sound_that_was_fetched_by_its_link_is_written_down_with_the_voice_that_speaks(program: Program, nobody: httpx2.Client, world: World) -> None:
    voice = program.design()["voice_id"]
    task = program.speak(voice=voice)
    before = len(taken(world, voice))

    answer = nobody.get(task["result"]["audio_url"], headers={"x-request-id": "req_fetches"})

    assert answer.status_code == 200
    (line,) = taken(world, task["task_id"])
    assert (line.subject, line.key, line.address) == (Subject.TASK, "", "127.0.0.1")
    assert line.request == answer.headers["x-request-id"]
    assert [(it.subject, it.request) for it in taken(world, voice)[before:]] == [(Subject.VOICE, line.request)]


def test_a_player_that_asks_for_parts_is_one_download_and_a_look_at_the_head_is_none(program: Program, nobody: httpx2.Client, world: World) -> None:
    task = program.speak(voice="English_expressive_narrator")
    link = task["result"]["audio_url"]

    assert nobody.head(link).status_code == 200
    assert taken(world, task["task_id"]) == []
    for part in ("bytes=0-99", "bytes=100-199", "bytes=-50"):
        assert nobody.get(link, headers={"range": part}).status_code == 206

    assert len(taken(world, task["task_id"])) == 1


@pytest.mark.parametrize("header", ["bytes=-999999999", "Bytes=0-", "bytes=00-", "bytes=5-6,0-", "bytes=0-0", "items=5-6"])
def test_whatever_names_the_range_a_download_from_the_first_byte_is_written_down(
    header: str, program: Program, nobody: httpx2.Client, world: World
) -> None:
    task = program.speak(voice="English_expressive_narrator")

    assert nobody.get(task["result"]["audio_url"], headers={"range": header}).status_code in {200, 206}
    assert len(taken(world, task["task_id"])) == 1


def test_a_part_of_what_has_changed_since_is_the_whole_and_is_written_down(program: Program, nobody: httpx2.Client, world: World) -> None:
    task = program.speak(voice="English_expressive_narrator")

    assert nobody.get(task["result"]["audio_url"], headers={"range": "bytes=5-6", "if-range": '"another"'}).status_code == 200
    assert len(taken(world, task["task_id"])) == 1


def test_what_is_there_already_and_what_lies_beyond_the_end_is_no_download(program: Program, nobody: httpx2.Client, world: World) -> None:
    task = program.speak(voice="English_expressive_narrator")
    link = task["result"]["audio_url"]

    assert nobody.get(link, headers={"if-none-match": nobody.head(link).headers["etag"]}).status_code == 304
    assert nobody.get(link, headers={"range": "bytes=999999999-"}).status_code == 416
    assert taken(world, task["task_id"]) == []


def test_a_link_that_does_not_hold_takes_nothing(program: Program, nobody: httpx2.Client, world: World) -> None:
    task = program.speak(voice="English_expressive_narrator")

    assert nobody.get(task["result"]["audio_url"][:-1]).status_code == 404
    assert taken(world, task["task_id"]) == []


def test_files_that_are_taken_with_a_key_say_whose_it_was(client: httpx2.Client, world: World) -> None:
    customer = Customer(client=client)
    number = customer.upload()

    answer = client.get("/minimax/v1/files/retrieve_content", params={"file_id": str(number)})

    assert answer.status_code == 200
    lines = [it for it in world.do(_all(world)) if it.act is Act.EXPORTED and it.request == answer.headers["x-request-id"]]
    assert [it.subject for it in lines] == [Subject.FILE]
    assert all(it.key and it.account for it in lines)


async def _all(world: World) -> list[Entry]:
    return [it for some in [part async for part in world.core.audit.read(name=None, account=None, since=None, limit=50)] for it in some]
