"""Sound that is sent while it is made."""

from __future__ import annotations

import asyncio
import time

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE, CRASH_LATER, NEVER_END
from http_world import Program, World

STREAM = "/aijisu/v1/audio/stream"
SPEECH = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": "English_Graceful_Lady"}


def still_speaking(world: World, *, within: float) -> int:
    deadline = time.monotonic() + within
    while world.hum.speaking and time.monotonic() < deadline:
        time.sleep(0.01)
    return world.hum.speaking


@pytest.mark.parametrize(
    ("format_", "media_type"),
    [
        ("mp3", "audio/mpeg"),
        ("wav", "audio/wav"),
        ("flac", "audio/flac"),
        ("opus", "audio/ogg; codecs=opus"),
        ("aac", "audio/aac"),
        ("pcm", "audio/pcm;rate=32000;channels=1"),
        ("pcmu_raw", "audio/basic"),
        ("pcmu_wav", "audio/wav"),
    ],
)
def test_sound_comes_in_pieces_under_the_right_media_type(client: httpx2.Client, format_: str, media_type: str) -> None:
    answer = client.post(STREAM, json={**SPEECH, "format": format_})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["transfer-encoding"] == "chunked"
    assert len(answer.content) > 1000


@pytest.mark.parametrize(
    ("format_", "setting", "media_type"),
    [
        ("pcm", {"sample_rate": 8000, "channel": 2}, "audio/pcm;rate=8000;channels=2"),
        ("pcmu_raw", {"sample_rate": 16000}, "audio/PCMU;rate=16000;channels=1"),
        ("pcmu_raw", {"channel": 2}, "audio/PCMU;rate=8000;channels=2"),
    ],
)
def test_sound_without_a_header_has_its_figures_in_the_media_type(
    client: httpx2.Client, format_: str, setting: dict[str, int], media_type: str
) -> None:
    answer = client.post(STREAM, json={**SPEECH, "format": format_, "audio_setting": setting})

    assert answer.headers["content-type"] == media_type


def test_an_engine_that_fails_before_the_first_sound_is_a_refusal_and_no_torn_success(client: httpx2.Client) -> None:
    answer = client.post(STREAM, json={**SPEECH, "text": CRASH_AT_ONCE})

    assert answer.status_code == 502
    assert answer.json()["error"]["code"] == "engine_error"


def test_a_voice_that_is_not_yours_is_a_refusal_and_no_torn_success(client: httpx2.Client) -> None:
    answer = client.post(STREAM, json={**SPEECH, "voice_id": "VoiceClone1"})

    assert answer.status_code == 400


def test_an_engine_that_fails_later_tears_the_connection(client: httpx2.Client, world: World) -> None:
    with client.stream("POST", STREAM, json={**SPEECH, "text": CRASH_LATER, "format": "pcm"}, headers={"x-request-id": "torn-request"}) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx2.RemoteProtocolError):
            answer.read()

    assert [entry["torn"] for entry in world.logged("torn-request") if entry["event"] == "request"] == [True]


def test_work_stops_within_a_second_when_the_caller_leaves(client: httpx2.Client, world: World) -> None:
    with client.stream("POST", STREAM, json={**SPEECH, "text": NEVER_END, "format": "pcm"}) as answer:
        pieces = answer.iter_raw()
        assert next(pieces)
        assert world.hum.speaking == 1

    assert still_speaking(world, within=1.0) == 0


def test_work_stops_when_the_caller_leaves_before_the_first_sound(client: httpx2.Client, world: World) -> None:
    held = asyncio.Event()
    world.hum.held = held
    try:
        with pytest.raises(httpx2.ReadTimeout):
            client.post(STREAM, json=SPEECH, timeout=0.3)

        assert still_speaking(world, within=1.0) == 0
    finally:
        world.hum.held = None


def test_a_stream_that_ends_well_makes_the_voice_permanent(program: Program) -> None:
    voice = program.clone()["voice_id"]
    assert program.client.get(f"/aijisu/v1/audio/voices/{voice}").json()["expires_at"]

    program.client.post(STREAM, json={**SPEECH, "voice_id": voice})

    assert program.client.get(f"/aijisu/v1/audio/voices/{voice}").json()["expires_at"] is None
