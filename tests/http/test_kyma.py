"""Kyma's customers clone and design voices, list them and have texts spoken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE, FAIL_STRANGELY, NEVER_END
from http_world import PATIENCE, Program, World, recording
from test_streams import still_speaking

from voicewright.audio.decode import Limits, decoded

LADY = "English_Graceful_Lady"
CLONE, DESIGN, SPEECH = "/kyma/v1/audio/voice-clone", "/kyma/v1/audio/voice-design", "/kyma/v1/audio/speech"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody's program, which knows the vendor's paths and nothing of ours."""

    client: httpx2.Client

    def send(self, data: bytes | None = None, *, filename: str = "reference.wav", kind: str | None = None, **form: str) -> httpx2.Response:
        content = recording() if data is None else data
        file = (filename, content) if kind is None else (filename, content, kind)
        return self.client.post(CLONE, files={"file": file}, data=form)

    def clone(self, **form: str) -> dict[str, Any]:
        answer = self.send(None, filename="reference.wav", kind=None, **form)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def say(self, **fields: object) -> httpx2.Response:
        return self.client.post(SPEECH, json={"model": "minimax-speech-hd", "input": "Welcome to the show.", "voice_id": LADY, **fields})

    def voices(self) -> dict[str, dict[str, Any]]:
        return {voice["voice_id"]: voice for voice in self.client.get("/kyma/v1/audio/voices").json()["data"]}


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


def code(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    assert answer.json()["error"].keys() == {"message", "type", "code"}
    return answer.status_code, answer.json()["error"]["code"]


def test_who_pays_nothing_is_told_so(customer: Customer) -> None:
    answer = customer.send(name="brand-narrator")

    assert '"cost_usd":0.00,"balance_usd":null' in answer.text
    assert answer.json()["name"] == "brand-narrator"
    assert answer.headers["x-kyma-cost-usd"] == "0.00"
    assert answer.headers["x-kyma-model"] == "minimax-voice-clone"
    assert "x-kyma-balance-usd" not in answer.headers


def test_a_designed_voice_speaks(customer: Customer) -> None:
    answer = customer.client.post(DESIGN, json={"description": "A calm narrator.", "name": "calm"})

    assert customer.say(voice_id=answer.json()["voice_id"]).status_code == 200


def test_hints_are_part_of_the_description(customer: Customer, world: World) -> None:
    body = {"description": "A calm narrator.", "gender": "female", "age_group": "elderly"}
    made = customer.client.post(DESIGN, json=body).json()["voice_id"]

    async def prompt() -> str | None:
        async with world.store.view() as unit:
            voice = await unit.voices.get(made)
        return None if voice is None else voice.prompt

    assert world.do(prompt()) == "A calm narrator.\nelderly female"


@pytest.mark.parametrize(
    ("data", "filename", "form", "expected"),
    [
        (recording(2.0), "a.wav", {}, (400, "reference_too_short")),
        (recording(301.0, rate=8000), "a.wav", {}, (400, "reference_too_long")),
        (b"This is no sound.", "a.mp3", {}, (400, "audio_unreadable")),
        (bytes(10_000_001), "a.wav", {}, (413, "invalid_request")),
        (bytes(26_000_000), "a.wav", {}, (413, "invalid_request")),
        (recording(), "a.txt", {}, (415, "invalid_request")),
        (recording(), "a.wav", {"model": "minimax-speech-hd"}, (400, "not_a_voice_clone_model")),
        (recording(), "a.wav", {"name": "x" * 65}, (400, "invalid_request")),
    ],
)
def test_what_cannot_be_cloned_is_refused_with_the_documented_code(
    customer: Customer, data: bytes, filename: str, form: dict[str, str], expected: tuple[int, str]
) -> None:
    assert code(customer.send(data, filename=filename, kind=None, **form)) == expected


def test_a_file_is_known_by_its_type_too_and_without_either_by_what_it_is(customer: Customer) -> None:
    assert customer.send(filename="recording", kind="audio/x-wav").status_code == 200
    assert customer.send(filename="recording", kind="application/octet-stream").status_code == 200
    assert code(customer.send(filename="recording", kind="video/webm")) == (415, "invalid_request")


def test_a_clone_without_a_file_is_refused(client: httpx2.Client) -> None:
    assert code(client.post(CLONE, data={"name": "me"})) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"description": None}, (400, "invalid_request")),
        ({"description": "x" * 1001}, (400, "description_too_long")),
        ({"description": None, "text": "x" * 1001}, (400, "description_too_long")),
        ({"model": "minimax-speech-hd"}, (400, "not_a_voice_design_model")),
        ({"name": "x" * 65}, (400, "invalid_request")),
        ({"preview_text": "x" * 501}, (400, "invalid_request")),
        ({"gender": "none"}, (400, "invalid_request")),
        ({"age_group": "old"}, (400, "invalid_request")),
        ({"preview_text": CRASH_AT_ONCE}, (502, "provider_error")),
        ({"preview_text": FAIL_STRANGELY}, (500, "ownership_write_failed")),
    ],
)
def test_what_cannot_be_designed_is_refused_with_the_documented_code(
    client: httpx2.Client, fields: dict[str, object], expected: tuple[int, str]
) -> None:
    assert code(client.post(DESIGN, json={"description": "A calm narrator.", **fields})) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"model": "minimax-voice-clone"}, (400, "not_a_tts_model")),
        ({"voice_id": None}, (400, "voice_required")),
        ({"input": "x" * 5001}, (400, "input_too_long")),
        ({"input": None, "text": "x" * 5001}, (400, "input_too_long")),
        ({"input": ""}, (400, "invalid_request")),
        ({"response_format": "mp3_48000_320"}, (400, "invalid_request")),
        ({"speed": 4}, (400, "invalid_request")),
        ({"voice_settings": {"stability": 1.5}}, (400, "invalid_request")),
        ({"voice_settings": {"stability": 0.3}}, (400, "invalid_request")),
        ({"voice_settings": {"use_speaker_boost": False}}, (400, "invalid_request")),
        ({"voice_id": "kyma_3f8e2a1b4c9d7e60"}, (403, "voice_not_owned")),
        ({"input": CRASH_AT_ONCE}, (502, "provider_error")),
        ({"input": FAIL_STRANGELY}, (500, "internal_error")),
    ],
)
def test_what_cannot_be_spoken_is_refused_with_the_documented_code(customer: Customer, fields: dict[str, object], expected: tuple[int, str]) -> None:
    assert code(customer.say(**fields)) == expected


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("mp3_44100_128", "audio/mpeg"),
        ("mp3_44100_192", "audio/mpeg"),
        ("mp3_22050_32", "audio/mpeg"),
        ("mp3", "audio/mpeg"),
        ("wav", "audio/wav"),
        ("flac", "audio/flac"),
        ("opus", "audio/ogg; codecs=opus"),
        ("aac", "audio/aac"),
        ("pcm", "audio/pcm;rate=24000;channels=1"),
        ("pcm_16000", "audio/pcm;rate=16000;channels=1"),
        ("pcm_22050", "audio/pcm;rate=22050;channels=1"),
        ("pcm_24000", "audio/pcm;rate=24000;channels=1"),
        ("pcm_44100", "audio/pcm;rate=44100;channels=1"),
        ("ulaw_8000", "audio/basic"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_both_vocabularies_of_formats_are_understood(customer: Customer, form: str, media_type: str, *, stream: bool) -> None:
    answer = customer.say(response_format=form, stream=stream)

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media_type
    assert answer.headers["x-kyma-model"] == "minimax-speech-hd"
    assert answer.headers["x-kyma-chars-billed"] == "20"
    assert len(answer.content) > 5000


@pytest.mark.parametrize(("form", "bits"), [("mp3_44100_128", 128_000), ("mp3_44100_192", 192_000), ("mp3_22050_32", 32_000)])
def test_an_mp3_has_the_bit_rate_of_its_name(customer: Customer, form: str, bits: int) -> None:
    data = customer.say(response_format=form).content

    assert 8 * len(data) / decoded(data, field="audio", limits=Limits()).seconds == pytest.approx(bits, rel=0.1)


def test_aliases_and_openais_words_are_understood(client: httpx2.Client) -> None:
    for voice in (LADY, {"id": LADY}):
        answer = client.post(SPEECH, json={"text": "Hello.", "voice": voice, "response_format": "mp3"})
        assert answer.status_code == 200, answer.text
        assert answer.headers["x-kyma-model"] == "eleven-multilingual-v2"


def test_usual_settings_are_taken_and_a_speed_is_heard(customer: Customer) -> None:
    usual = {"stability": 0.5, "similarity_boost": 0.75, "style": 0, "use_speaker_boost": True}

    assert customer.say(voice_settings=usual, speed=1.5).status_code == 200


def test_a_stream_is_heard_while_it_is_made_and_stops_with_its_listener(client: httpx2.Client, world: World) -> None:
    body = {"input": NEVER_END, "voice_id": LADY, "stream": True, "response_format": "pcm_16000"}
    with client.stream("POST", SPEECH, json=body) as answer:
        pieces = answer.iter_raw()
        assert next(pieces)
        assert still_speaking(world, within=0) == 1

    assert still_speaking(world, within=PATIENCE) == 0


def test_the_list_has_what_everybody_has_and_ones_own_and_nobody_elses(customer: Customer, stranger: httpx2.Client) -> None:
    mine = customer.clone(name="me")["voice_id"]
    designed = customer.client.post(DESIGN, json={"description": "A calm narrator."}).json()["voice_id"]
    listed = customer.voices()

    assert (listed[mine]["category"], listed[mine]["name"]) == ("cloned", "me")
    assert (listed[designed]["category"], listed[designed]["name"]) == ("generated", designed)
    assert listed[designed]["preview_url"].startswith("http")
    assert (listed[LADY]["category"], listed[LADY]["labels"]) == ("premade", {"language": "English"})
    assert {mine, designed}.isdisjoint(Customer(client=stranger).voices())
    assert customer.client.get("/kyma/v1/audio/voices").headers["x-kyma-cache"] == "miss"


def test_a_voice_that_nobody_used_is_gone_after_seven_days_and_not_listed(customer: Customer, world: World) -> None:
    mine = customer.clone()["voice_id"]
    before = world.clock.ahead
    world.clock.ahead += timedelta(hours=169)
    try:
        assert mine not in customer.voices()
        assert code(customer.say(voice_id=mine)) == (403, "voice_not_owned")
    finally:
        world.clock.ahead = before


def test_somebody_elses_voice_is_refused_like_one_that_there_is_not(customer: Customer, stranger: httpx2.Client) -> None:
    mine = customer.clone()["voice_id"]
    foreign, unknown = Customer(client=stranger).say(voice_id=mine), customer.say(voice_id="kyma_0000000000000000")

    assert code(foreign) == (403, "voice_not_owned")
    assert foreign.content == unknown.content


def test_a_voice_speaks_in_every_dialect(customer: Customer, program: Program) -> None:
    mine = customer.clone()["voice_id"]

    assert program.speak(voice=mine)["status"] == "completed"
    spoken = customer.client.post("/novita/v3/minimax-speech-02-hd", json={"text": "It is me.", "voice_setting": {"voice_id": mine}})
    assert spoken.json()["status"] == 2
