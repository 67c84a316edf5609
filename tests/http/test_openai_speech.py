"""Speech over HTTP as OpenAI's clients ask for it."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import av
import httpx2
import numpy as np
import pytest
import soundfile
from http_engine import CRASH_AT_ONCE, CRASH_LATER
from http_world import Program, World

from voicewright.domain.errors import EngineTooSlow, EngineUnavailable, KeyUnknown
from voicewright.http.dialects.openai.names import VOICES
from voicewright.http.dialects.openai.words import render

SPEECH = "/openai/v1/audio/speech"
HELLO: dict[str, Any] = {"model": "gpt-4o-mini-tts", "input": "Hello there.", "voice": "alloy"}
SECONDS = 2.0
"""What the engine of these tests hums."""


def spoken(client: httpx2.Client, **fields: object) -> httpx2.Response:
    answer = client.post(SPEECH, json={**HELLO, **fields})
    assert answer.status_code == 200, answer.text
    return answer


def told(answer: httpx2.Response) -> list[dict[str, Any]]:
    """The events."""
    return [json.loads(line.removeprefix("data: ")) for line in answer.text.split("\n\n") if line]


def refused(client: httpx2.Client, **fields: object) -> dict[str, Any]:
    answer = client.post(SPEECH, json={**HELLO, **fields})
    assert answer.status_code >= 400
    return {"status": answer.status_code, **answer.json()["error"]}


@pytest.mark.parametrize(
    ("form", "codec", "rate"), [("mp3", "mp3float", 24000), ("opus", "opus", 48000), ("aac", "aac", 24000), ("flac", "flac", 24000)]
)
def test_each_format_is_what_a_decoder_says_it_is(client: httpx2.Client, form: str, codec: str, rate: int) -> None:
    answer = spoken(client, response_format=form)

    with av.open(io.BytesIO(answer.content), "r") as file:
        stream = file.streams.audio[0]
        samples = sum(frame.samples for frame in file.decode(stream))
        assert (stream.codec_context.name, stream.codec_context.rate) == (codec, rate)
    assert samples / rate == pytest.approx(SECONDS, abs=0.1)


@pytest.mark.parametrize("form", ["wav", "flac"])
def test_files_whose_header_has_a_length_have_the_right_one(client: httpx2.Client, form: str) -> None:
    file = soundfile.SoundFile(io.BytesIO(spoken(client, response_format=form).content))

    assert (file.samplerate, file.channels) == (24000, 1)
    assert file.frames / file.samplerate == pytest.approx(SECONDS, abs=0.01)


def test_pcm_is_sixteen_bit_at_24_khz(client: httpx2.Client) -> None:
    samples = np.frombuffer(spoken(client, response_format="pcm").content, dtype="<i2")

    assert len(samples) / 24000 == pytest.approx(SECONDS, abs=0.01)
    assert np.abs(samples).max() == pytest.approx(0.2 * 32767, rel=0.05)


def test_without_a_format_it_is_mp3(client: httpx2.Client) -> None:
    assert spoken(client).headers["content-type"] == "audio/mpeg"


def test_events_hold_the_same_sound_and_end_with_what_was_counted(client: httpx2.Client) -> None:
    answer = spoken(client, response_format="pcm", stream_format="sse")
    *deltas, done = told(answer)

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert {delta["type"] for delta in deltas} == {"speech.audio.delta"}
    sound = b"".join(base64.b64decode(delta["audio"]) for delta in deltas)
    assert sound == spoken(client, response_format="pcm").content
    assert done == {"type": "speech.audio.done", "usage": {"input_tokens": 12, "output_tokens": 40, "total_tokens": 52}}


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
def test_what_fails_before_the_first_sound_is_no_200(client: httpx2.Client, stream_format: str) -> None:
    failed = refused(client, input=CRASH_AT_ONCE, stream_format=stream_format)

    assert (failed["status"], failed["type"], failed["code"]) == (500, "server_error", "engine_error")


def test_what_fails_later_ends_the_events_as_the_clients_look_for_it(client: httpx2.Client) -> None:
    *deltas, last = told(spoken(client, input=CRASH_LATER, stream_format="sse", response_format="pcm"))

    assert deltas
    assert last["error"]["code"] == "engine_error"


def test_what_fails_later_tears_a_file(client: httpx2.Client) -> None:
    with pytest.raises(httpx2.RemoteProtocolError):
        client.post(SPEECH, json={**HELLO, "input": CRASH_LATER, "response_format": "pcm"})


def test_a_voice_is_named_by_its_id_or_as_an_object(client: httpx2.Client, program: Program) -> None:
    voice = program.clone()["voice_id"]

    assert spoken(client, voice=voice).content == spoken(client, voice={"id": voice}).content
    assert spoken(client, voice=voice).content != spoken(client, voice="alloy").content


def test_each_of_the_vendors_names_is_a_voice_of_its_own(client: httpx2.Client) -> None:
    assert len(VOICES) == 13
    assert len({spoken(client, voice=name, response_format="pcm").content for name in VOICES}) == 13


def test_words_of_instructions_that_changed_nothing_are_named(client: httpx2.Client) -> None:
    answer = spoken(client, instructions="cheerful purple 紫色的")

    assert answer.headers["x-voicewright-understood"] == "cheerful"
    assert answer.headers["x-voicewright-ignored"] == "purple, %E7%B4%AB%E8%89%B2%E7%9A%84"
    assert "x-voicewright-ignored" not in spoken(client, instructions="cheerful").headers
    assert "x-voicewright-understood" not in spoken(client).headers
    assert spoken(client, instructions="cheerful purple", response_format="wav").headers["x-voicewright-ignored"] == "purple"


def test_instructions_as_long_as_a_text_do_not_burst_a_header(client: httpx2.Client) -> None:
    answer = spoken(client, instructions="紫色的 " * 1000)

    assert len(answer.headers["x-voicewright-ignored"]) < 8000


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"input": None}, "input", "missing_required_parameter"),
        ({"input": ""}, "input", "missing_required_parameter"),
        ({"input": "a" * 4097}, "input", "string_above_max_length"),
        ({"input": "…"}, "input", "invalid_value"),
        ({"instructions": "slow " * 1000}, "instructions", "string_above_max_length"),
        ({"model": None}, "model", "missing_required_parameter"),
        ({"voice": None}, "voice", "missing_required_parameter"),
        ({"voice": {}}, "voice", "invalid_value"),
        ({"voice": {"id": 3}}, "voice", "invalid_value"),
        ({"speed": 0.24}, "speed", "invalid_value"),
        ({"speed": 4.01}, "speed", "invalid_value"),
        ({"speed": "fast"}, "speed", "invalid_value"),
        ({"response_format": "ogg"}, "response_format", "invalid_value"),
        ({"stream_format": "websocket"}, "stream_format", "invalid_value"),
        ({"language": "Klingon"}, "language", "invalid_value"),
    ],
    ids=str,
)
def test_wrong_input_is_refused_with_the_field_in_the_vendors_words(client: httpx2.Client, fields: dict[str, object], param: str, code: str) -> None:
    found = refused(client, **fields)

    assert (found["status"], found["type"], found["param"], found["code"]) == (400, "invalid_request_error", param, code)
    assert found["message"]


def test_an_unknown_model_and_an_unknown_voice_are_not_found(client: httpx2.Client) -> None:
    assert refused(client, model="tts-9") | {"message": ""} == {
        "status": 404, "message": "", "type": "invalid_request_error", "param": "model", "code": "model_not_found"
    }  # fmt: skip
    assert refused(client, voice="nobody")["code"] == "voice_not_found"


def test_somebody_elses_voice_is_refused_like_one_that_is_none(stranger: httpx2.Client, program: Program) -> None:
    assert refused(stranger, voice=program.clone()["voice_id"]) == refused(stranger, voice="nobody")


def test_a_wrong_key_says_so_before_anything_is_read(world: World) -> None:
    with world.client("sk-wrong") as nobody:
        answer = nobody.post(SPEECH, content=b"{")

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.content == bytes(render(KeyUnknown()).body)
    assert answer.headers["x-request-id"].startswith("req_")


def test_the_vendors_clients_do_not_repeat_what_cannot_succeed() -> None:
    assert render(EngineUnavailable(need="speak", language="Tamil")).headers["x-should-retry"] == "false"
    assert render(EngineTooSlow(seconds=290)).headers["x-should-retry"] == "false"
    assert "x-should-retry" not in render(KeyUnknown()).headers
