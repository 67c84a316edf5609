"""MiniMax's customers have recordings written down: a tiny model of Whisper's that always hears the same words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import httpx2
import pytest
from http_world import World, recording

from voicewright.adapters.recogniser.recognisers import installed

if find_spec("faster_whisper") is None:
    pytest.skip("faster-whisper is not installed", allow_module_level=True)

from whisper_model import WORDS, written

PATH = "/minimax/v1/speech_to_text"
SAID = " ".join(WORDS)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A program at a server that takes dictation."""
    folder = tmp_path_factory.mktemp("writing")
    world = World(folder=folder, recognisers=installed(written(folder / "model")))
    world.start()
    with world.client(world.key()) as client:
        yield client
    world.stop()


def asked(client: httpx2.Client, *, headers: dict[str, str] | None = None, **fields: str) -> httpx2.Response:
    return client.post(PATH, files={"file": ("ref.wav", recording(2.0))}, data={"model": "asr-1.0", **fields}, headers=headers)


def test_a_recording_becomes_text(writer: httpx2.Client) -> None:
    answer = asked(writer, headers={"language": "en"})

    assert answer.status_code == 200, answer.text
    assert answer.json() == {"text": SAID, "duration": pytest.approx(2.0), "trace_id": answer.headers["trace-id"]}


def test_sentences_and_words_have_times(writer: httpx2.Client) -> None:
    sentences: dict[str, Any] = asked(writer, response_format="verbose_json").json()
    words: dict[str, Any] = asked(writer, timestamp_level="word").json()

    assert [line["text"] for line in sentences["segments"]] == [SAID]
    assert sentences["n_speakers"] == 1
    assert [line["text"] for line in words["segments"]] == list(WORDS)
    assert [line["id"] for line in words["segments"]] == [0, 1, 2, 3, 4]
    assert all(line["start"] <= line["end"] for line in words["segments"])


def test_subtitles_are_files_that_players_read(writer: httpx2.Client) -> None:
    assert asked(writer, response_format="srt").text == f"1\n00:00:00,000 --> 00:00:02,000\n{SAID}\n"
    assert asked(writer, response_format="vtt").text == f"WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\n{SAID}\n"


def test_a_stream_ends_with_the_duration(writer: httpx2.Client) -> None:
    answer = asked(writer, stream="true")

    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [json.loads(line.removeprefix("data: ")) for line in answer.text.strip().split("\n\n")]
    assert blocks == [
        {"index": 0, "delta": SAID, "finish": False},
        {"index": 1, "delta": "", "finish": True, "duration": pytest.approx(2.0)},
    ]


@pytest.mark.parametrize(
    ("send", "status", "message"),
    [
        ({"files": {"file": ("ref.wav", b"no sound")}}, 400, r"`file` is no audio .* \(20132\)"),
        ({"files": {"file": ("ref.wav", b"x")}, "headers": {"language": "Klingon"}}, 400, r"`language` names no language"),
        ({"files": {"file": ("ref.wav", b"x")}, "headers": {"Authorization": "Bearer wrong"}}, 401, r"invalid api key \(2049\)"),
        ({"data": {"model": "asr-1.0"}}, 400, "`file` is required"),
    ],
)
def test_refusals_have_a_status_of_their_own(writer: httpx2.Client, send: dict[str, Any], status: int, message: str) -> None:
    answer = writer.post(PATH, **send)

    said = answer.json()
    assert (answer.status_code, said["error"]["http_code"], said["type"]) == (status, str(status), "error")
    assert said["request_id"] == answer.headers["trace-id"]
    assert re.search(message, said["error"]["message"])


def test_a_server_without_dictation_says_how_to_come_by_it(client: httpx2.Client) -> None:
    answer = asked(client)

    assert answer.status_code == 400
    assert "voicewright models install" in answer.json()["error"]["message"]
