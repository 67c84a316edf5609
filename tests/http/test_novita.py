"""Novita's customers clone and design voices, have texts spoken, and ask for tasks."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE, CRASH_LATER, NEVER_END
from http_receiver import Mailbox, mailbox
from http_world import PATIENCE, Program, World, recording
from minimax_calls import Customer as Minimax
from minimax_calls import blocks
from test_streams import still_speaking

from voicewright.audio.decode import Limits, decoded
from voicewright.domain.naming import random_text
from voicewright.http.dialects.novita.models import SERIES

NARRATOR = "English_expressive_narrator"
ME = "https://example.com/voice.mp3"
CLONE, DESIGN, TASK = "/v3/minimax-voice-cloning", "/v3/minimax-voice-design", "/v3/async/task-result"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody's program, which knows the vendor's paths and nothing of ours."""

    client: httpx2.Client

    def ask(self, path: str, **body: object) -> httpx2.Response:
        return self.client.post(f"/novita{path}", json=body)

    def post(self, path: str, **body: object) -> dict[str, Any]:
        answer = self.ask(path, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def clone(self, **fields: object) -> dict[str, Any]:
        return self.post(CLONE, audio_url=ME, **fields)

    def say(self, series: str = "2.8-hd", *, voice: str = NARRATOR, **fields: object) -> dict[str, Any]:
        return self.post(f"/v3/minimax-speech-{series}", **{"text": "Hello there.", "voice_setting": {"voice_id": voice}, **fields})

    def stream(self, series: str, **fields: object) -> list[dict[str, Any]]:
        body = {"text": "Hello there.", "voice_setting": {"voice_id": NARRATOR}, "stream": True, **fields}
        answer = self.ask(f"/v3/minimax-speech-{series}", **body)
        assert answer.headers["content-type"] == "text/event-stream", answer.text
        return blocks(answer.text)

    def long(self, series: str = "2.8-hd", **fields: object) -> dict[str, Any]:
        return self.post(f"/v3/async/minimax-speech-{series}", **{"text": "A long text.", "voice_setting": {"voice_id": NARRATOR}, **fields})

    def task(self, task_id: str) -> dict[str, Any]:
        answer = self.client.get(f"/novita{TASK}", params={"task_id": task_id})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def settled(self, task_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while (found := self.task(task_id))["task"]["status"] in {"TASK_STATUS_QUEUED", "TASK_STATUS_PROCESSING"} and time.monotonic() < deadline:
            time.sleep(0.02)
        return found


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


def heard(audio: str) -> float:
    """Seconds of a sound that came as text."""
    return decoded(bytes.fromhex(audio), field="audio", limits=Limits()).seconds


def reason(answer: httpx2.Response) -> tuple[int, str, str | None]:
    """Status, reason and field of a refusal, which says them in both readings."""
    body = answer.json()
    assert body["code"] == answer.status_code
    assert body["error"] == {"code": body["reason"], "message": body["message"]}
    assert all(isinstance(fact, str) for fact in body["metadata"].values())
    return answer.status_code, body["reason"], body["metadata"].get("field")


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
    world.clock.ahead = timedelta(hours=168, seconds=1)
    try:
        gone = customer.ask("/v3/minimax-speech-02-hd", text="Hello.", voice_setting={"voice_id": unused})
        assert reason(gone) == (404, "VOICE_NOT_FOUND", None)
        assert customer.say(voice=used)["base_resp"]["status_code"] == 0
    finally:
        world.clock.ahead = timedelta()


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


def test_a_long_text_is_asked_for_until_it_has_succeeded(customer: Customer, world: World) -> None:
    world.paused = True
    try:
        task_id = customer.long("2.6-hd", audio_setting={"format": "opus"})["task_id"]
        assert customer.task(task_id)["task"]["status"] == "TASK_STATUS_QUEUED"
    finally:
        world.paused = False
    found = customer.settled(task_id)

    assert found["task"]["status"] == "TASK_STATUS_SUCCEED"
    assert found["task"]["task_type"] == "MINIMAX_SPEECH_2.6_HD"
    (audio,) = found["audios"]
    assert audio["audio_type"] == "opus"
    assert customer.client.get(audio["audio_url"]).headers["content-type"].startswith("audio/ogg")


def test_the_file_of_a_2_8_task_is_minimaxs_archive(customer: Customer) -> None:
    accepted = customer.long()
    customer.settled(accepted["task_id"])

    file = Minimax(client=customer.client).get("/v1/files/retrieve", file_id=accepted["file_id"])
    assert file["file"]["purpose"] == "t2a_async"


def test_a_file_of_several_texts_becomes_several_sounds(customer: Customer) -> None:
    text = json.dumps({"title": "A title.", "content": "What follows it."}).encode()
    number = Minimax(client=customer.client).upload(zipped("book.json", text), purpose="t2a_async_input", filename="book.zip")
    accepted = customer.long(text=None, text_file_id=number)

    assert accepted["task_id"] == str(accepted["file_id"])
    assert len(customer.settled(accepted["task_id"])["audios"]) == 2


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, data)
    return file.getvalue()


def test_a_task_that_failed_says_why(customer: Customer) -> None:
    found = customer.settled(customer.long(text=CRASH_AT_ONCE)["task_id"])

    assert found["task"]["status"] == "TASK_STATUS_FAILED"
    assert found["task"]["reason"].startswith("The engine stopped")
    assert found["audios"] == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"voice_setting": None}, "voice_setting"),
        ({"text": "x" * 50_001}, "text"),
        ({"text": None}, "text"),
        ({"text_file_id": 1}, "text_file_id"),
        ({"extra": {"webhook": {}}}, "extra.webhook.url"),
        ({"extra": {"webhook": {"url": "http://10.0.0.1/hook"}}}, "extra.webhook.url"),
        (
            {"extra": {"webhook": {"url": "https://x.example", "test_mode": {"return_task_status": "DONE"}}}},
            "extra.webhook.test_mode.return_task_status",
        ),
    ],
)
def test_a_long_text_that_cannot_be_spoken_is_refused_with_the_field(customer: Customer, fields: dict[str, object], field: str) -> None:
    body = {"text": "A long text.", "voice_setting": {"voice_id": NARRATOR}, **fields}

    assert reason(customer.ask("/v3/async/minimax-speech-02-hd", **body)) == (400, "INVALID_REQUEST_BODY", field)


def test_a_text_file_has_fewer_than_100_000_characters(customer: Customer) -> None:
    number = Minimax(client=customer.client).upload(b"x" * 100_000, purpose="t2a_async_input", filename="long.txt")

    answer = customer.ask("/v3/async/minimax-speech-02-hd", text_file_id=number, voice_setting={"voice_id": NARRATOR})
    assert reason(answer) == (400, "INVALID_REQUEST_BODY", "text_file_id")


@pytest.mark.parametrize("task_id", ["", "1", "9" * 40, "task_nothing", "²"])
def test_no_other_task_is_found(customer: Customer, task_id: str) -> None:
    answer = customer.client.get(f"/novita{TASK}", params={"task_id": task_id})

    assert reason(answer)[:2] == (404, "TASK_NOT_FOUND")


def test_a_webhook_is_told_the_result_signed(customer: Customer, box: Mailbox) -> None:
    task_id = customer.long(extra={"webhook": {"url": box.url}})["task_id"]
    told = box.waited()

    assert told["event_type"] == "ASYNC_TASK_RESULT"
    assert told["payload"] == customer.settled(task_id)
    assert box.signed[0].startswith("v1,")


def test_a_webhook_is_tried_five_times_more(customer: Customer, box: Mailbox, world: World) -> None:
    box.statuses = [500] * 9
    customer.long(extra={"webhook": {"url": box.url}})
    try:
        for count, pause in enumerate((5, 15, 60, 300, 900), start=1):
            box.waited(count)
            until_waiting(world)
            world.clock.ahead += timedelta(seconds=pause)
        box.waited(6)
        assert world.rounds == []
    finally:
        world.clock.ahead = timedelta()


def until_waiting(world: World) -> None:
    """The next attempt is planned a moment after the one before."""
    deadline = time.monotonic() + PATIENCE
    while not world.rounds and time.monotonic() < deadline:
        time.sleep(0.02)
    assert world.rounds


@pytest.mark.parametrize("status", ["TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"])
def test_a_rehearsal_tells_and_speaks_nothing(customer: Customer, box: Mailbox, world: World, status: str) -> None:
    before = world.hum.hummed
    mode = {"enabled": True, "return_task_status": status}
    accepted = customer.long(extra={"webhook": {"url": box.url, "test_mode": mode}})
    told = box.waited()

    assert told["payload"]["task"]["status"] == status
    assert told["payload"]["task"]["task_id"] == accepted["task_id"]
    assert told["payload"]["audios"] == []
    assert accepted["file_id"] == 0
    assert world.hum.hummed == before


def test_several_texts_cannot_be_told_of(customer: Customer, box: Mailbox) -> None:
    text = json.dumps({"title": "A title.", "content": "What follows it."}).encode()
    number = Minimax(client=customer.client).upload(zipped("book.json", text), purpose="t2a_async_input", filename="book.zip")
    fields = {"text_file_id": number, "voice_setting": {"voice_id": NARRATOR}, "extra": {"webhook": {"url": box.url}}}

    assert reason(customer.ask("/v3/async/minimax-speech-02-hd", **fields)) == (400, "INVALID_REQUEST_BODY", "text_file_id")


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
