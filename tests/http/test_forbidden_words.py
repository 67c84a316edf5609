"""What an operator does not want said is refused in each vendor's words."""

from __future__ import annotations

import time
from typing import Any

import httpx2
import pytest
from http_world import PATIENCE, Program, recording
from minimax_calls import Customer, code

BAD = "Sheer QUIXOTRY, all of it."
LADY = "English_Graceful_Lady"


def failed(client: httpx2.Client, model: str, given: dict[str, Any]) -> dict[str, Any]:
    """An APIXO task that has ended."""
    body = {"request_type": "async", "input": given}
    answer = client.post(f"/apixo/api/v1/generateTask/{model}", json=body).json()
    assert answer["code"] == 200, answer
    deadline, status = time.monotonic() + PATIENCE, answer
    while time.monotonic() < deadline:
        status = client.get(f"/apixo/api/v1/statusTask/{model}", params={"taskId": answer["data"]["taskId"]}).json()["data"]
        if status["state"] == "failed":
            return status
    raise AssertionError(status)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("voices/clone", {"audio_url": "https://example.com/audio/me.wav", "text": BAD}, "text"),
        ("voices/design", {"prompt": BAD, "preview_text": "Hello."}, "prompt"),
        ("voices/design", {"prompt": "A calm voice.", "preview_text": BAD}, "preview_text"),
        ("tasks", {"model": "minimax-speech-2.8-hd", "voice_id": LADY, "text": BAD}, "text"),
    ],
)
def test_the_native_dialect_names_the_field_and_the_words(client: httpx2.Client, path: str, body: dict[str, str], field: str) -> None:
    answer = client.post(f"/aijisu/v1/audio/{path}", json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "content_policy_violation"
    assert answer.json()["error"]["message"] == f"`{field}` holds what this account may not have said here: “quixotry”. Change it and send it again."


def test_minimax_says_1026_of_a_text_and_1027_of_a_design(client: httpx2.Client) -> None:
    customer = Customer(client=client)

    assert code(customer.say(BAD)) == 1026
    assert code(customer.post("/v1/t2a_async_v2", model="speech-2.8-hd", text=BAD, voice_setting={"voice_id": LADY})) == 1026
    assert code(customer.post("/v1/voice_design", prompt=BAD, preview_text="Hello.")) == 1027
    assert code(customer.post("/v1/voice_design", prompt="A calm voice.", preview_text=BAD)) == 1027


def test_minimax_marks_a_clone_whose_preview_is_refused(client: httpx2.Client) -> None:
    customer = Customer(client=client)
    answer = customer.post("/v1/voice_clone", file_id=customer.upload(), voice_id="Sensitive001", text=BAD, model="speech-2.8-hd")

    assert (answer["input_sensitive"], answer["input_sensitive_type"], answer["demo_audio"]) == (True, 7, "")
    assert code(answer) == 1026
    assert code(customer.post("/v1/voice_clone", file_id=customer.upload(), voice_id="Sensitive001")) == 0


def test_a_word_that_a_dictionary_puts_into_the_text_is_found_too(client: httpx2.Client) -> None:
    assert code(Customer(client=client).say("Sheer folly.", pronunciation_dict={"tone": ["folly/quixotry"]})) == 1026


@pytest.mark.parametrize(
    ("model", "given"),
    [
        ("minimax-voice", {"mode": "clone", "voice_id_prefix": "warm001", "audio_urls": ["https://example.com/audio/me.wav"], "preview_text": BAD}),
        ("minimax-voice", {"mode": "design", "voice_id_prefix": "calm001", "prompt": BAD, "preview_text": "Hello."}),
        ("minimax-speech-2-8", {"mode": "speech-hd", "voice_id": LADY, "prompt": BAD}),
    ],
)
def test_apixo_fails_the_task(client: httpx2.Client, model: str, given: dict[str, Any]) -> None:
    status = failed(client, model, given)

    assert status["failCode"] == "CONTENT_VIOLATION"
    assert "quixotry" in status["failMsg"]


def test_novita_gives_a_reason(client: httpx2.Client) -> None:
    answer = client.post("/novita/v3/minimax-speech-2.8-hd", json={"text": BAD, "voice_setting": {"voice_id": LADY}})

    assert (answer.status_code, answer.json()["reason"]) == (400, "CONTENT_VIOLATION")


def test_kyma_gives_a_code(client: httpx2.Client) -> None:
    spoken = client.post("/kyma/v1/audio/speech", json={"model": "minimax-speech-hd", "input": BAD, "voice_id": LADY})
    designed = client.post("/kyma/v1/audio/voice-design", json={"description": BAD})

    assert {(answer.status_code, answer.json()["error"]["code"]) for answer in (spoken, designed)} == {(400, "content_policy_violation")}


def test_openai_gives_its_code_and_the_parameter(client: httpx2.Client) -> None:
    answer = client.post("/openai/v1/audio/speech", json={"model": "gpt-4o-mini-tts", "input": BAD, "voice": "alloy"})

    assert answer.status_code == 400
    assert (answer.json()["error"]["code"], answer.json()["error"]["param"]) == ("content_policy_violation", "input")


def test_what_is_not_on_the_list_is_spoken(client: httpx2.Client) -> None:
    assert Program(client=client).speak(voice=LADY, text="Quixotic, but not more.")["status"] == "completed"
    assert client.post("/kyma/v1/audio/voice-clone", files={"file": ("me.wav", recording())}).status_code == 200
