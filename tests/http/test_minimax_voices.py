"""MiniMax's customers clone, design, list and delete voices."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE
from http_world import Program, World, recording
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from minimax_calls import MODEL, Customer, code

from voicewright.audio.decode import Limits, decoded
from voicewright.domain.errors import FieldInvalid
from voicewright.domain.naming import Chosen, random_text
from voicewright.http.t2a.ids import chosen


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


@pytest.fixture
def name() -> str:
    return f"Voice-{random_text(8)}"


def cloned(customer: Customer, name: str, **fields: object) -> dict[str, Any]:
    return customer.post("/v1/voice_clone", file_id=customer.upload(), voice_id=name, **fields)


def seconds(data: bytes) -> float:
    return decoded(data, field="audio", limits=Limits()).seconds


def test_a_clone_speaks_under_the_id_that_was_chosen(customer: Customer, name: str) -> None:
    assert cloned(customer, name) == {
        "input_sensitive": False,
        "input_sensitive_type": 0,
        "demo_audio": "",
        "base_resp": {"status_code": 0, "status_msg": "success"},
    }
    assert code(customer.say(voice_setting={"voice_id": name})) == 0


def test_a_preview_is_linked_to_and_counted(customer: Customer, name: str) -> None:
    answer = cloned(customer, name, text="Hello there.", model=MODEL)

    sound = customer.client.get(answer["demo_audio"]).content
    assert answer["extra_info"]["audio_size"] == len(sound)
    assert answer["extra_info"]["usage_characters"] == 12
    assert answer["extra_info"]["audio_length"] == pytest.approx(1000 * seconds(sound), abs=100)


def test_a_preview_has_a_tone_at_its_end_where_one_was_asked_for(customer: Customer) -> None:
    plain = cloned(customer, f"Voice-{random_text(8)}", text="Hello there.", model=MODEL)
    marked = cloned(customer, f"Voice-{random_text(8)}", text="Hello there.", model=MODEL, aigc_watermark=True)

    assert marked["extra_info"]["audio_length"] - plain["extra_info"]["audio_length"] == pytest.approx(450, abs=10)


def test_a_preview_does_not_count_as_use_and_seven_days_later_the_voice_is_gone(customer: Customer, world: World, name: str) -> None:
    cloned(customer, name, text="Hello there.", model=MODEL)
    assert customer.voices()["voice_cloning"] == []

    world.clock.ahead += timedelta(hours=169)
    try:
        assert code(customer.say(voice_setting={"voice_id": name})) == 2054
    finally:
        world.clock.ahead -= timedelta(hours=169)


def test_a_voice_that_has_spoken_stays_and_is_listed(customer: Customer, world: World, name: str) -> None:
    cloned(customer, name)
    customer.say(voice_setting={"voice_id": name})

    world.clock.ahead += timedelta(hours=169)
    try:
        assert [voice["voice_id"] for voice in customer.voices("voice_cloning")["voice_cloning"]] == [name]
    finally:
        world.clock.ahead -= timedelta(hours=169)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"file_id": 1}, 20132),
        ({"file_id": None}, 2013),
        ({"voice_id": "short"}, 2013),
        ({"voice_id": "female-shaonv"}, 2039),
        ({"voice_id": "Calm_Woman"}, 2039),
        ({"text": "Hello."}, 2013),
        ({"text": "x" * 1001, "model": MODEL}, 2013),
        ({"text": "Hello.", "model": "speech-9"}, 2013),
        ({"language_boost": "Klingon"}, 2013),
        ({"accuracy": 1.5}, 2013),
        ({"text_validation": "What I said."}, 1043),
        ({"text_validation": "Was ich gesagt habe.", "language_boost": "German"}, 2013),
        ({"text_validation": "x" * 201}, 2013),
        ({"clone_prompt": {"prompt_audio": 1, "prompt_text": "Hello."}}, 20132),
        ({"clone_prompt": {"prompt_audio": 1}}, 2013),
        ({"clone_prompt": {"prompt_text": "Hello."}}, 2013),
        ({"text": CRASH_AT_ONCE, "model": MODEL}, 1013),
    ],
)
def test_what_a_clone_cannot_be_made_of_is_told_by_its_code(customer: Customer, name: str, fields: dict[str, Any], expected: int) -> None:
    body = {"file_id": customer.upload(), "voice_id": name, **fields}

    assert code(customer.post("/v1/voice_clone", **body)) == expected


@pytest.mark.parametrize(("data", "expected"), [(recording(9.0), 2037), (recording(301.0, 8000), 2037), (b"no sound at all", 20132)])
def test_a_recording_that_cannot_be_used_is_told_by_its_code(customer: Customer, name: str, data: bytes, expected: int) -> None:
    assert code(customer.post("/v1/voice_clone", file_id=customer.upload(data), voice_id=name)) == expected


def test_a_prompt_of_eight_seconds_is_too_long(customer: Customer, name: str) -> None:
    prompt = {"prompt_audio": customer.upload(recording(8.0), purpose="prompt_audio"), "prompt_text": "Hello."}

    assert code(cloned(customer, name, clone_prompt=prompt)) == 2048


def test_a_prompt_that_says_something_else_is_told_by_its_code(customer: Customer, name: str) -> None:
    prompt = {"prompt_audio": customer.upload(recording(4.0), purpose="prompt_audio"), "prompt_text": "Hello there."}

    assert code(cloned(customer, name, clone_prompt=prompt)) == 1044


def test_a_prompt_is_kept_with_the_voice_and_goes_with_it(customer: Customer, world: World, name: str, speech: Path) -> None:
    clip = (speech / "dev" / "ls367" / "test_2.flac").read_bytes()
    prompt = {
        "prompt_audio": customer.upload(clip, purpose="prompt_audio"),
        "prompt_text": "Put this in a double boiler and let cook until thick, stirring constantly.",
    }
    before = {path for path in (world.folder / "objects").rglob("*") if "references" in path.parts and path.is_file()}

    assert code(cloned(customer, name, clone_prompt=prompt)) == 0
    kept = {path for path in (world.folder / "objects").rglob("*") if "references" in path.parts and path.is_file()} - before
    customer.post("/v1/delete_voice", voice_type="voice_cloning", voice_id=name)

    assert len(kept) == 2
    assert not any(path.exists() for path in kept)


def test_an_id_is_given_once(customer: Customer, stranger: httpx2.Client, name: str) -> None:
    cloned(customer, name)

    assert code(cloned(customer, name)) == 2039
    assert code(cloned(Customer(client=stranger), name)) == 2039
    customer.post("/v1/delete_voice", voice_type="voice_cloning", voice_id=name)
    assert code(cloned(customer, name)) == 2039


def test_an_id_of_a_voice_that_could_not_be_made_can_be_chosen_again_by_its_owner(customer: Customer, stranger: httpx2.Client, name: str) -> None:
    assert code(cloned(customer, name, text=CRASH_AT_ONCE, model=MODEL)) == 1013

    assert code(cloned(Customer(client=stranger), name)) == 2039
    assert code(cloned(customer, name)) == 0
    assert code(customer.say(voice_setting={"voice_id": name})) == 0


def test_a_designed_voice_has_a_trial_and_speaks(customer: Customer) -> None:
    answer = customer.post("/v1/voice_design", prompt="A calm voice.", preview_text="Hello there.")

    assert re.fullmatch(r"ttv-voice-\d{16}-[A-Za-z0-9]{8}", answer["voice_id"])
    assert seconds(bytes.fromhex(answer["trial_audio"])) == pytest.approx(2.0, abs=0.1)
    assert code(customer.say(voice_setting={"voice_id": answer["voice_id"]})) == 0
    assert [voice["voice_id"] for voice in customer.voices()["voice_generation"]] == [answer["voice_id"]]


def test_a_design_may_have_an_id_of_the_callers_and_a_tone(customer: Customer, name: str) -> None:
    answer = customer.post("/v1/voice_design", prompt="A calm voice.", preview_text="Hello there.", voice_id=name, aigc_watermark=True)

    assert answer["voice_id"] == name
    assert seconds(bytes.fromhex(answer["trial_audio"])) == pytest.approx(2.45, abs=0.1)


@pytest.mark.parametrize(
    "fields", [{"prompt": ""}, {"preview_text": ""}, {"preview_text": "x" * 501}, {"voice_id": "_no"}, {"prompt": None}, {"preview_text": None}]
)
def test_a_design_that_says_too_little_or_too_much_is_refused(customer: Customer, fields: dict[str, Any]) -> None:
    assert code(customer.post("/v1/voice_design", **{"prompt": "A calm voice.", "preview_text": "Hello there.", **fields})) == 2013


@pytest.mark.parametrize(
    ("kind", "filled"),
    [("system", {"system_voice"}), ("voice_cloning", set[str]()), ("voice_generation", set[str]()), ("music_generation", set[str]())],
)
def test_voices_are_listed_by_kind(customer: Customer, kind: str, filled: set[str]) -> None:
    answer = customer.voices(kind)

    assert {name for name, voices in answer.items() if isinstance(voices, list) and voices} == filled


def test_a_kind_that_is_none_is_refused(customer: Customer) -> None:
    assert code(customer.voices("mine")) == 2013


def test_only_the_owner_deletes_a_voice_and_only_as_what_it_is(customer: Customer, stranger: httpx2.Client, name: str) -> None:
    cloned(customer, name)

    assert code(Customer(client=stranger).post("/v1/delete_voice", voice_type="voice_cloning", voice_id=name)) == 2054
    assert code(customer.post("/v1/delete_voice", voice_type="voice_generation", voice_id=name)) == 2054
    assert re.fullmatch(r"\d{10}", customer.post("/v1/delete_voice", voice_type="voice_cloning", voice_id=name)["created_time"])
    assert code(customer.say(voice_setting={"voice_id": name})) == 2054


def test_a_voice_made_here_speaks_in_the_native_dialect(customer: Customer, program: Program, name: str) -> None:
    cloned(customer, name)

    assert program.speak(voice=name)["status"] == "completed"


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=12) | st.from_regex(r"[A-Za-z][\w-]{5,12}", fullmatch=True))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_an_id_is_taken_exactly_when_it_keeps_the_rules(voice_id: str) -> None:
    plain = all(char.isascii() and (char.isalnum() or char in "-_") for char in voice_id)
    fits = 8 <= len(voice_id) <= 256 and plain and voice_id[0].isalpha() and voice_id[-1] not in "-_"
    if fits:
        assert chosen(voice_id, field="voice_id") == Chosen(voice_id=voice_id)
    else:
        with pytest.raises(FieldInvalid):
            chosen(voice_id, field="voice_id")


@pytest.mark.parametrize("length", [7, 257])
def test_an_id_has_between_8_and_256_characters(length: int) -> None:
    assert chosen("a" * 8, field="voice_id") == Chosen(voice_id="a" * 8)
    assert chosen("a" * 256, field="voice_id") == Chosen(voice_id="a" * 256)
    with pytest.raises(FieldInvalid):
        chosen("a" * length, field="voice_id")
