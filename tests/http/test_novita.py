"""Novita's customers clone and design voices, and have texts spoken."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE, CRASH_LATER, NEVER_END
from http_world import PATIENCE, Program, World, recording
from novita_calls import CLONE, DESIGN, ME, NARRATOR, Customer, heard, reason
from test_streams import still_speaking

from voicewright.domain.naming import random_text
from voicewright.http.dialects.novita.models import SERIES


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


def test_a_preview_is_linked_to_under_both_names(customer: Customer) -> None:
    made = customer.clone(text="Hello there.", model="speech-2.8-hd")

    assert made["demo_audio_url"] == made["audio_url"]
    assert customer.client.get(made["demo_audio_url"]).headers["content-type"] == "audio/mpeg"


def test_a_model_without_a_text_means_nothing_whatever_it_is(customer: Customer) -> None:
    assert customer.clone(model="speech-99")["demo_audio_url"] == ""


def test_a_preview_does_not_count_and_after_168_hours_the_voice_is_gone(customer: Customer, world: World) -> None:
    unused = customer.clone(text="Hello there.", model="speech-2.6-hd")["voice_id"]
    used = customer.clone()["voice_id"]
    customer.say(voice=used)
    before = world.clock.ahead
    world.clock.ahead += timedelta(hours=168, seconds=1)
    try:
        gone = customer.ask("/v3/minimax-speech-02-hd", text="Hello.", voice_setting={"voice_id": unused})
        assert reason(gone) == (404, "VOICE_NOT_FOUND", None)
        assert customer.say(voice=used)["base_resp"]["status_code"] == 0
    finally:
        world.clock.ahead = before


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"audio_url": None}, (400, "INVALID_REQUEST_BODY", "audio_url")),
        ({"audio_url": "https://nowhere.example/me.mp3"}, (400, "AUDIO_DOWNLOAD_FAILED", "audio_url")),
        ({"audio_url": "https://example.com/short/me.mp3"}, (400, "AUDIO_DURATION_INVALID", "audio_url")),
        ({"text": "Hello."}, (400, "INVALID_REQUEST_BODY", "model")),
        ({"text": "Hello.", "model": "minimax-speech-02-hd"}, (400, "INVALID_REQUEST_BODY", "model")),
        ({"text": "x" * 2001, "model": "speech-02-hd"}, (400, "INVALID_REQUEST_BODY", "text")),
        ({"accuracy": -0.1}, (400, "INVALID_REQUEST_BODY", "accuracy")),
        ({"text_validation": "x" * 201}, (400, "INVALID_REQUEST_BODY", "text_validation")),
        ({"clone_prompt": {"prompt_text": "Hello."}}, (400, "INVALID_REQUEST_BODY", "clone_prompt.prompt_audio_url")),
        ({"clone_prompt": {"prompt_audio_url": ME}}, (400, "INVALID_REQUEST_BODY", "clone_prompt.prompt_text")),
        (
            {"clone_prompt": {"prompt_audio_url": "https://example.com/audio/long.wav", "prompt_text": "Hello."}},
            (400, "AUDIO_DURATION_INVALID", "clone_prompt.prompt_audio_url"),
        ),
        ({"text": CRASH_AT_ONCE, "model": "speech-02-hd"}, (503, "SERVICE_UNAVAILABLE", None)),
    ],
)
def test_what_cannot_be_cloned_is_refused_with_the_field(
    customer: Customer, fields: dict[str, object], expected: tuple[int, str, str | None]
) -> None:
    assert reason(customer.ask(CLONE, **{"audio_url": ME, **fields})) == expected


def test_a_prompt_must_say_what_it_is_said_to_say(customer: Customer, world: World) -> None:
    world.library.shelf["https://example.com/prompt"] = recording(4.0)
    prompt = {"prompt_audio_url": "https://example.com/prompt.wav", "prompt_text": "Nothing like a hum."}

    status, code, _ = reason(customer.ask(CLONE, audio_url=ME, clone_prompt=prompt))
    assert (status, code) == (400, "ASR_SIMILARITY_FAILED")


def test_a_text_that_a_recording_does_not_say_is_refused(customer: Customer) -> None:
    status, code, _ = reason(customer.ask(CLONE, audio_url=ME, text_validation="Nothing like a hum at all.", accuracy=0.9))

    assert (status, code) == (400, "ASR_SIMILARITY_FAILED")


def test_a_designed_voice_comes_with_its_trial_and_speaks(customer: Customer) -> None:
    name = f"Mine-{random_text(8)}"
    made = customer.post(DESIGN, prompt="A calm voice.", preview_text="Good morning.", voice_id=name)

    assert made["voice_id"] == name
    assert heard(made["trial_audio"]) > 1
    assert customer.say("02-hd", voice=name)["status"] == 2
    again = customer.ask(DESIGN, prompt="A calm voice.", preview_text="Good morning.", voice_id=name)
    assert reason(again) == (400, "VOICE_ID_DUPLICATED", None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"preview_text": ""}, "preview_text"),
        ({"preview_text": "x" * 501}, "preview_text"),
        ({"voice_id": "1x"}, "voice_id"),
    ],
)
def test_what_cannot_be_designed_is_refused_with_the_field(customer: Customer, fields: dict[str, object], field: str) -> None:
    answer = customer.ask(DESIGN, **{"prompt": "A calm voice.", "preview_text": "Good morning.", **fields})

    assert reason(answer) == (400, "INVALID_REQUEST_BODY", field)


@pytest.mark.parametrize("series", SERIES)
def test_every_model_speaks_in_its_shape(customer: Customer, series: str) -> None:
    answer = customer.say(series)

    if series.startswith("2.8"):
        assert answer.keys() == {"data", "extra_info", "trace_id", "base_resp"}
        answer = answer["data"]
    else:
        assert answer.keys() == {"audio", "status"}
    assert heard(answer["audio"]) == pytest.approx(2.0, abs=0.1)


def test_only_the_newest_models_make_interjections_and_run_on(customer: Customer) -> None:
    assert customer.say("2.8-turbo", continuous_sound=True)["base_resp"]["status_code"] == 0
    refused = customer.ask("/v3/minimax-speech-2.6-hd", text="Hello.", voice_setting={"voice_id": NARRATOR}, continuous_sound=True)
    assert reason(refused) == (400, "INVALID_REQUEST_BODY", "continuous_sound")


@pytest.mark.parametrize(
    ("series", "fields", "expected"),
    [
        ("2.8-hd", {"text": ""}, (400, "INVALID_REQUEST_BODY", "text")),
        ("2.8-hd", {"text": "x" * 10_001}, (400, "INVALID_REQUEST_BODY", "text")),
        ("2.8-hd", {"voice_setting": {}}, (400, "INVALID_REQUEST_BODY", "voice_setting.voice_id")),
        ("2.8-hd", {"voice_setting": {"voice_id": NARRATOR, "speed": 2.5}}, (400, "INVALID_REQUEST_BODY", "voice_setting.speed")),
        ("2.8-hd", {"voice_setting": {"voice_id": NARRATOR, "vol": 0}}, (400, "INVALID_REQUEST_BODY", "voice_setting.vol")),
        ("2.8-hd", {"voice_setting": {"voice_id": NARRATOR, "pitch": -13}}, (400, "INVALID_REQUEST_BODY", "voice_setting.pitch")),
        ("02-hd", {"voice_setting": {"voice_id": NARRATOR, "emotion": "whisper"}}, (400, "INVALID_REQUEST_BODY", "voice_setting.emotion")),
        ("2.6-hd", {"audio_setting": {"sample_rate": 12000}}, (400, "INVALID_REQUEST_BODY", "audio_setting.sample_rate")),
        ("2.6-hd", {"audio_setting": {"format": "opus"}}, (400, "INVALID_REQUEST_BODY", "audio_setting.format")),
        ("2.6-hd", {"audio_setting": {"format": "wav"}, "stream": True}, (400, "INVALID_REQUEST_BODY", "audio_setting.format")),
        ("2.6-hd", {"audio_setting": {"channel": 3}}, (400, "INVALID_REQUEST_BODY", "audio_setting.channel")),
        ("2.6-hd", {"output_format": "base64"}, (400, "INVALID_REQUEST_BODY", "output_format")),
        ("2.6-hd", {"subtitle_enable": True}, (400, "INVALID_REQUEST_BODY", "subtitle_enable")),
        ("2.6-hd", {"timber_weights": [{"voice_id": NARRATOR, "weight": 1}]}, (400, "INVALID_REQUEST_BODY", "timber_weights")),
        ("2.6-hd", {"timber_weights": [{"voice_id": NARRATOR, "weight": 1}] * 5}, (400, "INVALID_REQUEST_BODY", "timber_weights")),
        ("2.8-hd", {"voice_modify": {"pitch": 101}}, (400, "INVALID_REQUEST_BODY", "voice_modify.pitch")),
        ("02-turbo", {"language_boost": "Tamil"}, (400, "INVALID_REQUEST_BODY", "language_boost")),
        ("02-turbo", {"pronunciation_dict": {"tone": ["nothing"]}}, (400, "INVALID_REQUEST_BODY", "pronunciation_dict.tone.0")),
        ("02-turbo", {"text": CRASH_AT_ONCE}, (503, "SERVICE_UNAVAILABLE", None)),
        ("03-turbo", {}, (404, "NOT_FOUND", None)),
    ],
)
def test_what_cannot_be_spoken_is_refused_with_the_field(
    customer: Customer, series: str, fields: dict[str, object], expected: tuple[int, str, str | None]
) -> None:
    body = {"text": "Hello.", "voice_setting": {"voice_id": NARRATOR}, **fields}

    assert reason(customer.ask(f"/v3/minimax-speech-{series}", **body)) == expected


def test_a_stream_of_the_newest_models_is_minimaxs(customer: Customer) -> None:
    *parts, last = customer.stream("2.8-hd")

    assert all(part["data"]["status"] == 1 and "extra_info" not in part for part in parts)
    assert last["data"]["audio"] == "".join(part["data"]["audio"] for part in parts)
    assert last["extra_info"]["usage_characters"] == 12


def test_a_stream_of_the_others_is_flat(customer: Customer) -> None:
    *parts, last = customer.stream("02-hd")

    assert parts
    assert all(part.keys() == {"audio", "status"} and part["status"] == 1 for part in parts)
    assert last == {"audio": "".join(part["audio"] for part in parts), "status": 2}
    assert heard(last["audio"]) == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("series", ["2.5-turbo-preview", "2.8-turbo"])
def test_a_stream_that_fails_on_the_way_ends_with_the_reason(customer: Customer, series: str) -> None:
    *parts, last = customer.stream(series, text=CRASH_LATER)

    assert parts
    assert (last["code"], last["reason"], last["error"]["code"]) == (503, "SERVICE_UNAVAILABLE", "SERVICE_UNAVAILABLE")


@pytest.mark.parametrize("series", ["02-hd", "2.8-hd"])
def test_a_stream_is_heard_while_it_is_made_and_stops_with_its_listener(client: httpx2.Client, world: World, series: str) -> None:
    body = {"text": NEVER_END, "voice_setting": {"voice_id": NARRATOR}, "stream": True}
    with client.stream("POST", f"/novita/v3/minimax-speech-{series}", json=body) as answer:
        lines = answer.iter_lines()
        first = next(lines)
        assert still_speaking(world, within=0) == 1

    block = json.loads(first.removeprefix("data: "))
    assert bytes.fromhex(block.get("data", block)["audio"])
    assert still_speaking(world, within=PATIENCE) == 0


def test_a_bare_key_is_understood(world: World) -> None:
    with httpx2.Client(base_url=world.url, headers={"Authorization": world.key()}) as bare:
        assert bare.get("/novita/v3/user").status_code == 200


def test_a_voice_speaks_in_every_dialect_and_for_nobody_else(customer: Customer, program: Program, stranger: httpx2.Client) -> None:
    voice = customer.clone()["voice_id"]

    spoken = customer.client.post("/kyma/v1/audio/speech", json={"input": "It is me.", "voice_id": voice})
    assert spoken.headers["content-type"] == "audio/mpeg"
    assert program.speak(voice=voice)["status"] == "completed"
    foreign = Customer(client=stranger).ask("/v3/minimax-speech-02-hd", text="Hello.", voice_setting={"voice_id": voice})
    assert reason(foreign) == (404, "VOICE_NOT_FOUND", None)
