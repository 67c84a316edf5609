"""What is wrong with a body is said with the wire's names, and is never the server's fault."""

from __future__ import annotations

import json

import httpx2
import pytest
from http_engine import FAIL_STRANGELY

CLONE = "/aijisu/v1/audio/voices/clone"
TASKS = "/aijisu/v1/audio/tasks"
SPEECH = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": "English_Graceful_Lady"}


def message(answer: httpx2.Response) -> str:
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["type"] == "invalid_request_error"
    return answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "it is empty"),
        (b"{", "it is not valid JSON"),
        (b"[]", "it must be a JSON object, sent as application/json"),
        (b'"text"', "it must be a JSON object, sent as application/json"),
        (b"7", "it must be a JSON object, sent as application/json"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a":' * 100_000, "it is nested too deeply"),
        (b'{"text": "\xff\xfe"}', "it is not UTF-8"),
        (b'{"accuracy": ' + b"9" * 5000 + b"}", "it is not valid JSON"),
    ],
    ids=["empty", "torn", "list", "string", "number", "deep-list", "deep-object", "not-utf-8", "endless-number"],
)
def test_a_body_that_cannot_be_read_is_refused_with_the_reason(client: httpx2.Client, body: bytes, problem: str) -> None:
    answer = client.post(CLONE, content=body, headers={"content-type": "application/json"})

    assert message(answer) == f"The request body could not be read: {problem}."
    assert answer.json()["error"]["code"] == "invalid_request_body"


def test_a_body_that_is_not_sent_as_json_is_refused_with_what_to_send(client: httpx2.Client) -> None:
    answer = client.post(CLONE, content=b'{"audio_url": "x"}', headers={"content-type": "application/x-www-form-urlencoded"})

    assert "sent as application/json" in message(answer)


def test_a_file_of_nothing_is_refused(client: httpx2.Client) -> None:
    assert message(client.post("/aijisu/v1/files", files={"file": ("empty.wav", b"")})) == "`file` is empty."


def test_a_long_word_is_counted_in_characters(client: httpx2.Client) -> None:
    assert message(client.post(TASKS, json={**SPEECH, "language": "x" * 200})) == "`language` must have at most 100 characters."


def test_a_long_list_is_counted_in_entries(client: httpx2.Client) -> None:
    answer = client.post(TASKS, json={**SPEECH, "pronunciation_dict": {"tone": ["a/b"] * 1001}})

    assert message(answer) == "`pronunciation_dict.tone` must have at most 1000 entries."


def test_a_json_body_over_one_megabyte_is_refused(client: httpx2.Client) -> None:
    assert message(client.post(TASKS, json={**SPEECH, "unknown": "x" * 1_000_000})).endswith("it is larger than 1 MB.")


def test_a_large_body_without_a_length_is_refused_while_it_is_read(client: httpx2.Client) -> None:
    pieces = (b'{"text": "' if number == 0 else b"x" * 10_000 for number in range(200))
    answer = client.post(TASKS, content=pieces, headers={"content-type": "application/json"})

    assert message(answer).endswith("it is larger than 1 MB.")


def test_an_upload_over_25_megabytes_is_refused(client: httpx2.Client) -> None:
    answer = client.post("/aijisu/v1/files", files={"file": ("long.wav", b"\0" * 25_000_001)})

    assert message(answer).endswith("it is larger than 25 MB.")


def test_a_recording_over_20_megabytes_is_refused_by_its_field(client: httpx2.Client) -> None:
    assert "20 MB" in message(client.post("/aijisu/v1/files", files={"file": ("long.wav", b"\0" * 20_000_001)}))


def test_an_upload_without_a_file_says_so(client: httpx2.Client) -> None:
    assert message(client.post("/aijisu/v1/files", files={"purpose": (None, "voice_clone")})) == "`file` is required."


def test_a_file_that_is_only_text_says_so(client: httpx2.Client) -> None:
    assert message(client.post("/aijisu/v1/files", files={"file": (None, "text")})) == "`file` must be a file."


def test_a_form_that_is_torn_is_refused(client: httpx2.Client) -> None:
    answer = client.post("/aijisu/v1/files", content=b"nothing", headers={"content-type": "multipart/form-data"})

    assert "it is no form that can be read" in message(answer)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"speed": "fast"}, "`speed` must be a number."),
        ({"speed": True}, "`speed` must be a number."),
        ({"speed": 3}, "`speed` must be at most 2.0."),
        ({"speed": 0.1}, "`speed` must be at least 0.5."),
        ({"pitch": -13}, "`pitch` must be at least -12.0."),
        ({"volume": 0}, "`volume` must be at least 0.01."),
        ({"text": 7}, "`text` must be a string."),
        ({"text": "\ud800"}, "`text` is not valid Unicode."),
        ({"text": "a\0b"}, "`text` must not hold NUL characters."),
        ({"text": " "}, "`text` is required."),
        ({"text": None}, "`text` is required."),
        ({"model": None}, "`model` is required."),
        ({"model": "tts-1"}, "`model` names no model that is served here; use one of minimax-speech-2.8-hd, minimax-speech-02-hd."),
        ({"text": "x" * 10_001}, "`text` has 10001 characters; at most 10000 are allowed."),
        ({"text": None, "input": "x" * 10_001}, "`input` has 10001 characters; at most 10000 are allowed."),
        ({"emotion": "bored"}, "`emotion` must be one of 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised', 'calm', 'fluent'"),
        ({"format": "exe"}, "`format` must be one of 'mp3', 'wav', 'flac', 'opus', 'aac', 'pcm', 'pcmu_raw' or 'pcmu_wav'."),
        ({"response_format": "hex"}, "`response_format` must be one of "),
        ({"audio_setting": []}, "`audio_setting` must be an object."),
        ({"audio_setting": {"sample_rate": 11025}}, "`audio_setting.sample_rate` must be one of 8000, 12000, 16000"),
        ({"audio_setting": {"sample_rate": 44100}, "format": "opus"}, "`audio_setting.sample_rate` must be one of 8000, 12000, 16000, 24000, 48000 for opus."),
        ({"audio_setting": {"bitrate": 1}}, "`audio_setting.bitrate` must be one of 32000"),
        ({"audio_setting": {"channel": 6}}, "`audio_setting.channel` must be one of 1, 2."),
        ({"pronunciation_dict": {"tone": ["omg"]}}, "`pronunciation_dict.tone.0` must be written `word/how it is said`."),
        ({"pronunciation_dict": {"tone": "omg/oh"}}, "`pronunciation_dict.tone` must be a list."),
        ({"voice_modify": {"pitch": 101}}, "`voice_modify.pitch` must be at most 100."),
        ({"voice_modify": {"timbre": "nasal"}}, "`voice_modify.timbre` must be a whole number."),
        ({"voice_modify": {"sound_effects": "cave"}}, "`voice_modify.sound_effects` must be one of 'spacious_echo', 'auditorium_echo', 'lofi_telephone' or 'robotic'."),
        ({"voice_id": "", "timbre_weights": [{"voice_id": "English_Graceful_Lady", "weight": 0}]}, "`timbre_weights.0.weight` must be at least 1."),
        ({"voice_id": "", "timbre_weights": [{"voice_id": "English_Graceful_Lady", "weight": 1}] * 5}, "`timbre_weights` must"),
        ({"voice_id": "English_Graceful_Lady", "timbre_weights": [{"voice_id": "English_Graceful_Lady", "weight": 1}]}, "`timbre_weights` cannot stand beside `voice_id`."),
        ({"voice_id": "", "timbre_weights": [{"voice_id": "nobody", "weight": 1}]}, "`voice_id` is not visible"),
        ({"langage": "English"}, "`langage` is no field that is known here."),
        ({"langage": None}, "`langage` is no field that is known here."),
        ({"text": None, "txt": "Hello."}, "`txt` is no field that is known here."),
        ({"audio_setting": {"samplerate": 8000}}, "`audio_setting.samplerate` is no field that is known here."),
        ({"pronunciation_dict": {"tones": []}}, "`pronunciation_dict.tones` is no field that is known here."),
        ({"voice_modify": {"sound_effect": "robotic"}}, "`voice_modify.sound_effect` is no field that is known here."),
        ({"timbre_weights": [{"voice_id": "a", "weight": 1, "wieght": 1}]}, "`timbre_weights.0.wieght` is no field that is known here."),
        ({"language": "Klingon"}, "`language` names no language that is spoken here; use one of Chinese, "),
    ],
    ids=str,
)  # fmt: skip
def test_a_field_that_is_wrong_is_named(client: httpx2.Client, fields: dict[str, object], said: str) -> None:
    body = json.dumps({**SPEECH, **fields})
    answer = client.post(TASKS, content=body, headers={"content-type": "application/json"})

    assert message(answer).startswith(said)


@pytest.mark.parametrize(
    "fields",
    [
        {"speed": "1.2", "pitch": "-3", "volume": "0.5"},
        {"speed": None, "pitch": None, "emotion": None, "audio_setting": None, "pronunciation_dict": None, "language": None},
        {"emotion": "", "language": "", "format": "", "response_format": ""},
        {"emotion": "neutral", "language": "auto"},
        {"text": None, "input": "Hello there."},
        {"voice_id": None, "voice": "English_Graceful_Lady"},
        {"voice_id": None},
        {"audio_setting": {"format": "wav", "sample_rate": "16000", "channel": 2}},
        {"output_format": "flac"},
        {"pronunciation_dict": {"tone": ["omg/oh my god", "处理/(chu3)(li3)"]}},
        {
            "voice_id": "",
            "timbre_weights": [{"voice_id": "English_Graceful_Lady", "weight": "30"}, {"voice_id": "English_Trustworthy_Man", "weight": 70}],
        },
        {"timbre_weights": [], "voice_modify": {"pitch": None, "sound_effects": ""}},
        {"voice_modify": {"pitch": 20, "intensity": "-30", "timbre": 0, "sound_effects": "robotic"}},
        {"subtitles": True},
        {"subtitles": None},
    ],
    ids=str,
)
def test_what_clients_really_send_is_understood(client: httpx2.Client, fields: dict[str, object]) -> None:
    answer = client.post(TASKS, json={**SPEECH, **fields})

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (CLONE, {"audio_url": "https://example.com/audio/me.wav", "langage": "English"}),
        ("/aijisu/v1/audio/voices/design", {"prompt": "A calm voice.", "preview_text": "Hello.", "langage": "English"}),
        ("/v1/audio/voices/design", {"prompt": "A calm voice.", "preview_text": "Hello.", "langage": "English"}),
        ("/aijisu/v1/audio/stream", {**SPEECH, "langage": "English"}),
    ],
    ids=str,
)
def test_a_field_that_is_misspelt_is_named_wherever_it_stands(client: httpx2.Client, path: str, body: dict[str, object]) -> None:
    assert message(client.post(path, json=body)) == "`langage` is no field that is known here."


def test_a_field_that_is_like_none_is_what_a_program_sends_to_its_vendor_and_does_no_harm(client: httpx2.Client) -> None:
    assert client.post(TASKS, json={**SPEECH, "request_source": "app", "x" * 500_000: 1}).status_code == 200


def test_the_vendors_dialects_take_fields_that_they_do_not_know(client: httpx2.Client) -> None:
    said = {"voice_setting": {"voice_id": "English_Graceful_Lady", "unknown": 1}, "text_normalisation": True, "audio_type": "mp3"}
    answer = client.post("/minimax/v1/t2a_v2", json={"model": "speech-2.8-hd", "text": "Hello there.", **said})

    assert answer.json()["base_resp"]["status_code"] == 0


@pytest.mark.parametrize("accuracy", [0, 0.4, "0.9", "1", None, ""])
def test_an_accuracy_is_a_number_or_a_string_that_holds_one(client: httpx2.Client, accuracy: object) -> None:
    answer = client.post(CLONE, json={"audio_url": "https://example.com/audio/me.wav", "accuracy": accuracy})

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("accuracy", [1.1, "-1", "much", True, []])
def test_an_accuracy_that_is_none_is_refused(client: httpx2.Client, accuracy: object) -> None:
    answer = client.post(CLONE, json={"audio_url": "https://example.com/audio/me.wav", "accuracy": accuracy})

    assert message(answer).startswith("`accuracy` must be")


def test_a_nul_in_a_path_is_no_voice(client: httpx2.Client) -> None:
    assert message(client.get("/aijisu/v1/audio/voices/a%00b")) == "`voice_id` must not hold NUL characters."


def test_a_failure_that_nobody_foresaw_is_answered_in_words_with_the_request_id(client: httpx2.Client) -> None:
    answer = client.post("/aijisu/v1/audio/stream", json={**SPEECH, "text": FAIL_STRANGELY}, headers={"x-request-id": "my-request-1"})

    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal_error"
    assert "my-request-1" in answer.json()["error"]["message"]
