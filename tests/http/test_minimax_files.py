"""MiniMax's customers send files, and have long texts spoken into some."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from typing import Any

import httpx2
import pytest
from http_world import Program, World, recording
from minimax_calls import MODEL, NARRATOR, Customer, code

LONG: dict[str, Any] = {"model": MODEL, "voice_setting": {"voice_id": NARRATOR}}
SENTENCE = "It was a long way down. "


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return data.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {member.name: file.read() for member in archive.getmembers() if (file := archive.extractfile(member)) is not None}


def content(customer: Customer, number: int) -> httpx2.Response:
    return customer.client.get("/minimax/v1/files/retrieve_content", params={"file_id": str(number)})


def test_a_file_is_kept_and_comes_back_as_it_was(customer: Customer) -> None:
    data = recording()
    number = customer.upload(data)

    assert content(customer, number).content == data
    file = customer.get("/v1/files/retrieve", file_id=number)["file"]
    assert (file["file_id"], file["bytes"], file["filename"], file["purpose"]) == (number, len(data), "me.wav", "voice_clone")


def test_a_number_is_exact_where_all_numbers_are_floating_point(customer: Customer) -> None:
    number = customer.upload()

    assert 10**14 <= number < 2**53
    assert int(float(number)) == number


def test_a_link_to_a_file_needs_no_key_and_expires(customer: Customer, world: World) -> None:
    data = recording(10.5)
    link = customer.get("/v1/files/retrieve", file_id=customer.upload(data))["file"]["download_url"]

    with world.client(None) as nobody:
        assert nobody.get(link).content == data
        assert nobody.get(link.replace("/download/", "/download/1")).status_code == 404
        assert nobody.get(link.split("?")[0]).status_code == 404


def test_files_are_listed_by_purpose_or_all_together(customer: Customer) -> None:
    voice, text = customer.upload(), customer.upload(b"Hello.", purpose="t2a_async_input", filename="a.txt")
    odd = customer.upload(purpose="retrieval")

    def numbers(**query: object) -> set[int]:
        return {file["file_id"] for file in customer.get("/v1/files/list", **query)["files"]}

    assert numbers() == {voice, text, odd}
    assert numbers(purpose="t2a_async_input") == {text}
    assert numbers(purpose="retrieval") == {odd}


def test_a_deleted_file_is_gone(customer: Customer) -> None:
    number = customer.upload()

    assert customer.post("/v1/files/delete", file_id=number)["file_id"] == number
    assert code(customer.get("/v1/files/retrieve", file_id=number)) == 2013
    assert code(customer.post("/v1/files/delete", file_id=number, purpose="voice_clone")) == 2013


def test_a_file_of_another_dialect_has_a_number_too(customer: Customer, program: Program) -> None:
    program.upload()

    (file,) = customer.get("/v1/files/list")["files"]
    assert len(content(customer, file["file_id"]).content) == file["bytes"]


def test_nobody_elses_file_can_be_named(customer: Customer, stranger: httpx2.Client) -> None:
    number = customer.upload()
    other = Customer(client=stranger)

    assert code(other.get("/v1/files/retrieve", file_id=number)) == 2013
    assert code(content(other, number).json()) == 2013
    assert code(other.post("/v1/files/delete", file_id=number)) == 2013
    assert code(other.post("/v1/voice_clone", file_id=number, voice_id="MiniMax001")) == 20132
    assert other.get("/v1/files/list")["files"] == []


def test_a_long_text_comes_as_an_archive(customer: Customer) -> None:
    number = customer.long(SENTENCE * 3, audio_setting={"audio_sample_rate": 24000, "format": "wav"})
    files = unpacked(content(customer, number).content)

    assert set(files) == {f"{number}.wav", f"{number}.titles", f"{number}.extra"}
    extra = json.loads(files[f"{number}.extra"])
    assert extra["audio_size"] == len(files[f"{number}.wav"])
    assert (extra["audio_channel"], extra["audio_sample_rate"], extra["usage_characters"]) == (2, 24000, 72)
    lines = json.loads(files[f"{number}.titles"])
    assert [line["text"] for line in lines] == ["It was a long way down."] * 3
    assert "timestamped_words" not in lines[0]


def test_an_archive_can_be_had_by_its_link_and_is_listed(customer: Customer, world: World) -> None:
    number = customer.long()
    file = customer.get("/v1/files/retrieve", file_id=number)["file"]

    with world.client(None) as nobody:
        found = nobody.get(file["download_url"])
    assert found.headers["content-type"] == "application/x-tar"
    assert len(found.content) == file["bytes"]
    assert [one["file_id"] for one in customer.get("/v1/files/list", purpose="t2a_async")["files"]] == [number]


def test_a_deleted_archive_is_gone_with_its_sounds(customer: Customer, world: World) -> None:
    before = {path for path in (world.folder / "objects").rglob("*") if path.is_file()}
    number = customer.long()

    customer.post("/v1/files/delete", file_id=number, purpose="t2a_async")

    assert code(customer.get("/v1/query/t2a_async_query_v2", task_id=number)) == 2013
    assert {path for path in (world.folder / "objects").rglob("*") if path.is_file()} <= before


def test_nobody_elses_long_text_can_be_named(customer: Customer, stranger: httpx2.Client) -> None:
    number = customer.long()
    other = Customer(client=stranger)

    assert code(other.get("/v1/query/t2a_async_query_v2", task_id=number)) == 2013
    assert code(other.get("/v1/files/retrieve", file_id=number)) == 2013


def test_a_long_text_is_not_there_before_it_is_made(customer: Customer, world: World) -> None:
    world.paused = True
    try:
        accepted = customer.post("/v1/t2a_async_v2", text=SENTENCE, **LONG)
        number = int(accepted["task_id"])

        assert accepted["file_id"] == number
        assert customer.get("/v1/query/t2a_async_query_v2", task_id=number)["status"] == "Processing"
        assert code(customer.get("/v1/files/retrieve", file_id=number)) == 2013
    finally:
        world.paused = False
    assert customer.get("/v1/query/t2a_async_query_v2", task_id=customer.settled(number))["status"] == "Success"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_can_be_sent_as_a_file(customer: Customer, encoding: str) -> None:
    number = customer.upload("你好，世界。".encode(encoding), purpose="t2a_async_input", filename="a.txt")

    accepted = customer.post("/v1/t2a_async_v2", text_file_id=number, **LONG)

    assert accepted["usage_characters"] == 6


def test_a_zip_of_json_makes_three_sets(customer: Customer) -> None:
    data = zipped(book__json=json.dumps({"title": "A title.", "content": "Some content.", "extra": "And more."}))
    number = customer.upload(data, purpose="t2a_async_input", filename="book.zip")

    made = customer.long("", text_file_id=number)

    files = unpacked(content(customer, made).content)
    assert len(files) == 9
    assert {name.split("/")[1] for name in files if name.endswith(".mp3")} == {"title.mp3", "content.mp3", "extra.mp3"}


def test_a_zip_of_texts_makes_a_set_of_each(customer: Customer) -> None:
    number = customer.upload(zipped(one__txt="One.", two__txt="Two."), purpose="t2a_async_input", filename="both.zip")

    made = customer.long("", text_file_id=number)

    assert {name.split("/")[1] for name in unpacked(content(customer, made).content) if name.endswith(".mp3")} == {"01_one.mp3", "02_two.mp3"}


@pytest.mark.parametrize(
    "data",
    [
        zipped(a__txt="A.", b__json="{}"),
        zipped(a__exe="A."),
        zipped(a__json="[1]"),
        zipped(a__json="{}"),
        zipped(a__txt="x" * 1_000_001),
        zipped(a__txt="x" * 50_000_000),
        zipped(**{f"n{number}__txt": "A." for number in range(51)}),
        b"PK\x03\x04 and nothing like a zip",
        b"\xff\xfe\xfa\xfb\xfc",
        b"   ",
        b"\0\0\0\0",
    ],
    ids=["both", "program", "list", "empty object", "too long", "bomb", "too many", "no zip", "no text", "blank", "zeros"],
)
def test_what_is_no_text_or_too_much_of_it_is_refused(customer: Customer, data: bytes) -> None:
    number = customer.upload(data, purpose="t2a_async_input", filename="a.zip")

    assert code(customer.post("/v1/t2a_async_v2", text_file_id=number, **LONG)) == 2013


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "x" * 50_001}, 2013),
        ({}, 2013),
        ({"text": "A.", "text_file_id": 1}, 2013),
        ({"text_file_id": 1}, 2013),
        ({"text": "A.", "voice_setting": None}, 2013),
        ({"text": "A.", "voice_setting": {"voice_id": "nobody-at-all"}}, 2054),
        ({"text": "A.", "audio_setting": {"audio_sample_rate": 11025}}, 2013),
        ({"text": "\x01\x02\x03A"}, 1042),
    ],
)
def test_a_long_text_that_cannot_be_spoken_is_refused_at_once(customer: Customer, fields: dict[str, Any], expected: int) -> None:
    assert code(customer.post("/v1/t2a_async_v2", **{**LONG, **fields})) == expected


def test_more_sound_than_can_be_held_is_refused_with_what_to_do(customer: Customer) -> None:
    number = customer.upload(("字" * 900_000).encode(), purpose="t2a_async_input", filename="a.txt")

    answer = customer.post("/v1/t2a_async_v2", text_file_id=number, **LONG, audio_setting={"format": "wav"})

    assert code(answer) == 2013
    assert "in parts" in answer["base_resp"]["status_msg"]
