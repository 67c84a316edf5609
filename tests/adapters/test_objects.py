"""Objects are kept in a folder or in an S3-compatible store, alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from moto.server import ThreadedMotoServer
from obstore.exceptions import BaseError

from voicewright.adapters.objects import open_objects
from voicewright.ports import Objects

DATA = bytes(range(256)) * 4096
"""1 MiB."""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    endpoint: str
    name: str


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Bucket:
    name = f"voices-{abs(hash(request.node.name))}"
    settings = {
        "AWS_ENDPOINT_URL": s3_endpoint,
        "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "ours",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }
    for variable, value in settings.items():
        monkeypatch.setenv(variable, value)
    assert httpx2.put(f"{s3_endpoint}/{name}", trust_env=False).is_success
    return Bucket(endpoint=s3_endpoint, name=name)


@pytest.fixture(params=["folder", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    if request.param == "folder":
        return open_objects(str(tmp_path / "objects"))
    bucket: Bucket = request.getfixturevalue("bucket")
    return open_objects(f"s3://{bucket.name}/some/prefix")


async def stretch(objects: Objects, key: str, start: int, end: int) -> bytes:
    return b"".join([piece async for piece in objects.read(key, start=start, end=end)])


async def test_an_object_comes_back_as_it_was_put(objects: Objects) -> None:
    await objects.put("references/0a1b", DATA)
    assert await objects.get("references/0a1b") == DATA
    assert await objects.size("references/0a1b") == len(DATA)


async def test_nothing_at_all_can_be_kept(objects: Objects) -> None:
    await objects.put("outputs/task_1", b"")
    assert await objects.get("outputs/task_1") == b""
    assert await stretch(objects, "outputs/task_1", 0, 10) == b""


async def test_writing_again_replaces_what_was_there(objects: Objects) -> None:
    await objects.put("outputs/task_1", DATA)
    await objects.put("outputs/task_1", b"shorter")
    assert await objects.get("outputs/task_1") == b"shorter"


async def test_two_who_write_one_key_at_once_leave_one_of_the_two(objects: Objects) -> None:
    one, other = b"a" * 300_000, b"b" * 300_000
    await asyncio.gather(*(objects.put("outputs/task_1", data) for data in (one, other) * 4))
    assert await objects.get("outputs/task_1") in {one, other}


async def test_what_is_not_there_is_a_key_error(objects: Objects) -> None:
    with pytest.raises(KeyError):
        await objects.get("outputs/none")
    with pytest.raises(KeyError):
        await objects.size("outputs/none")
    with pytest.raises(KeyError):
        await stretch(objects, "outputs/none", 0, 1)


async def test_removing_is_final_and_may_be_done_twice(objects: Objects) -> None:
    await objects.put("outputs/task_1", DATA)
    await objects.remove("outputs/task_1")
    await objects.remove("outputs/task_1")
    with pytest.raises(KeyError):
        await objects.get("outputs/task_1")


@pytest.mark.parametrize(("start", "end"), [(0, len(DATA)), (0, 1), (5, 9), (1000, 900_000), (len(DATA) - 1, len(DATA))])
async def test_a_stretch_is_read_from_its_first_byte_to_before_its_end(objects: Objects, start: int, end: int) -> None:
    await objects.put("outputs/task_1", DATA)
    assert await stretch(objects, "outputs/task_1", start, end) == DATA[start:end]


async def test_reading_past_the_end_reads_to_the_end(objects: Objects) -> None:
    await objects.put("outputs/task_1", b"0123456789")
    assert await stretch(objects, "outputs/task_1", 8, 1000) == b"89"
    assert await stretch(objects, "outputs/task_1", 10, 1000) == b""
    assert await stretch(objects, "outputs/task_1", 4, 4) == b""


async def test_large_objects_are_read_in_pieces(objects: Objects) -> None:
    await objects.put("outputs/task_1", DATA)
    pieces = [piece async for piece in objects.read("outputs/task_1", start=0, end=len(DATA))]
    assert len(pieces) > 1


@pytest.mark.parametrize(
    "key", ["", "/", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".hidden", "a/.", "A", "a b", "a\0b", "ä", "a\n", "a%2fb", "a\\b"]
)
async def test_a_key_that_we_never_mint_is_refused(objects: Objects, key: str) -> None:
    with pytest.raises(ValueError, match="no key of ours"):
        await objects.put(key, b"x")
    with pytest.raises(ValueError, match="no key of ours"):
        await objects.get(key)
    with pytest.raises(ValueError, match="no key of ours"):
        await stretch(objects, key, 0, 1)
    with pytest.raises(ValueError, match="no key of ours"):
        await objects.remove(key)


async def test_a_store_that_answers_answers_a_ping(objects: Objects) -> None:
    assert await objects.ping() is None
    await objects.put("outputs/task_1", b"x")
    assert await objects.ping() is None


async def test_a_folder_hands_out_no_links(tmp_path: Path) -> None:
    objects = open_objects(str(tmp_path))
    await objects.put("outputs/task_1", b"x")
    assert await objects.link("outputs/task_1", seconds=60) is None


async def test_a_link_to_a_bucket_serves_the_object_and_ranges_of_it(bucket: Bucket) -> None:
    objects = open_objects(f"s3://{bucket.name}/some/prefix")
    await objects.put("outputs/task_1", b"0123456789")
    link = await objects.link("outputs/task_1", seconds=60)
    assert link is not None
    assert link.startswith(f"{bucket.endpoint}/{bucket.name}/some/prefix/outputs/task_1?")
    assert "X-Amz-Expires=60" in link
    assert "secret" not in link
    async with httpx2.AsyncClient(trust_env=False) as client:
        assert (await client.get(link)).content == b"0123456789"
        part = await client.get(link, headers={"range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")


async def test_two_prefixes_of_one_bucket_do_not_see_each_other(bucket: Bucket) -> None:
    one, other = open_objects(f"s3://{bucket.name}/one"), open_objects(f"s3://{bucket.name}/other/")
    await one.put("outputs/task_1", b"x")
    with pytest.raises(KeyError):
        await other.get("outputs/task_1")


async def test_a_bucket_that_is_not_there_does_not_answer_a_ping(bucket: Bucket) -> None:
    with pytest.raises((BaseError, FileNotFoundError)):
        await open_objects(f"s3://{bucket.name}-gone").ping()


async def test_a_folder_that_went_away_does_not_answer_a_ping(tmp_path: Path) -> None:
    objects = open_objects(str(tmp_path / "objects"))
    (tmp_path / "objects").rmdir()
    with pytest.raises(FileNotFoundError):
        await objects.ping()


async def test_a_folder_can_be_named_by_url_or_path_and_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    for url in (f"file://{tmp_path}/a%20b/objects", f"{tmp_path}/a b/objects"):
        objects = open_objects(url)
        await objects.put("uploads/file_1", url.encode())
        assert (tmp_path / "a b" / "objects" / "uploads" / "file_1").read_bytes() == url.encode()
    assert (tmp_path / "a b" / "objects").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["", "gs://bucket/x", "https://example.com/x", "file://elsewhere/x", "s3://"])
def test_a_url_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        open_objects(url)
