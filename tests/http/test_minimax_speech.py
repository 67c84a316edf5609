"""MiniMax's customers have texts spoken."""

from __future__ import annotations

import re
from typing import Any

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE, CRASH_LATER, NEVER_END
from http_world import Program, World
from hypothesis import given
from hypothesis import strategies as st
from minimax_calls import MODEL, NARRATOR, Customer, blocks, code
from test_streams import still_speaking

from voicewright.audio.decode import Limits, decoded
from voicewright.domain.errors import TextInvisible
from voicewright.http.dialects.minimax.models import TABLE
from voicewright.http.t2a.manner import passage

PATH = "/minimax/v1/t2a_v2"
BODY: dict[str, Any] = {"model": MODEL, "text": "Hello there.", "voice_setting": {"voice_id": NARRATOR}}


@pytest.fixture
def customer(client: httpx2.Client) -> Customer:
    return Customer(client=client)


def heard(answer: dict[str, Any]) -> float:
    """Seconds of the sound that came as text."""
    return decoded(bytes.fromhex(answer["data"]["audio"]), field="audio", limits=Limits()).seconds


def test_a_text_is_spoken_in_one_answer_of_lower_case_hex(customer: Customer) -> None:
    answer = customer.say()

    assert code(answer) == 0
    assert re.fullmatch(r"[0-9a-f]+", answer["data"]["audio"])
    assert answer["data"]["status"] == 2
    assert "status" not in answer
    assert heard(answer) == pytest.approx(2.0, abs=0.1)


def test_the_figures_beside_a_sound_are_true(customer: Customer) -> None:
    answer = customer.say("Héllo, you 2!", audio_setting={"format": "mp3", "sample_rate": 32000, "bitrate": 64000})
    extra = answer["extra_info"]

    assert extra["audio_size"] == len(answer["data"]["audio"]) // 2
    assert extra["audio_length"] == pytest.approx(2000, abs=30)
    assert extra["bitrate"] == 64000
    assert extra["usage_characters"] == 13
    assert extra["word_count"] == 9
    assert (extra["audio_format"], extra["audio_channel"], extra["audio_sample_rate"]) == ("mp3", 1, 32000)


def test_a_wav_says_the_bit_rate_that_it_has(customer: Customer) -> None:
    extra = customer.say(audio_setting={"format": "wav", "sample_rate": 16000, "channel": 2})["extra_info"]

    assert extra["bitrate"] == pytest.approx(512_000, rel=0.01)


def test_a_sound_can_be_linked_to_instead(customer: Customer, client: httpx2.Client) -> None:
    answer = customer.say(output_format="url")

    found = client.get(answer["data"]["audio"])
    assert found.headers["content-type"] == "audio/mpeg"
    assert len(found.content) == answer["extra_info"]["audio_size"]


def test_an_answer_that_is_sent_whole_leaves_no_sound_behind(customer: Customer, world: World) -> None:
    before = {path for path in (world.folder / "objects").rglob("*") if "outputs" in path.parts}
    customer.say()

    assert {path for path in (world.folder / "objects").rglob("*") if "outputs" in path.parts and path.is_file()} <= before


@pytest.mark.parametrize("form", ["mp3", "wav", "flac", "opus", "pcm", "pcmu_raw", "pcmu_wav"])
def test_every_block_but_the_last_is_sound_and_together_they_are_one_file(customer: Customer, form: str) -> None:
    *parts, last = customer.stream(audio_setting={"format": form})
    sound = "".join(part["data"]["audio"] for part in parts)

    assert parts
    assert all(part["data"]["status"] == 1 and "extra_info" not in part and part["data"]["audio"] for part in parts)
    assert all(part["base_resp"] == {"status_code": 0, "status_msg": ""} for part in parts)
    assert last["data"]["status"] == 2
    assert last["data"]["audio"] == sound
    assert last["extra_info"]["audio_size"] == len(sound) // 2
    assert last["base_resp"] == {"status_code": 0, "status_msg": "success"}
    if form not in {"pcm", "pcmu_raw"}:
        assert heard(last) == pytest.approx(2.0, abs=0.1)


def test_the_last_block_may_leave_the_sound_out(customer: Customer) -> None:
    *parts, last = customer.stream(stream_options={"exclude_aggregated_audio": True})

    assert parts
    assert last["data"]["audio"] == ""
    assert last["extra_info"]["audio_size"] > 0


def test_blocks_are_framed_to_the_byte(client: httpx2.Client) -> None:
    body = client.post(PATH, json={**BODY, "stream": True}).content

    assert b"\r" not in body
    assert all(line == b"" or line.startswith(b'data: {"data":{"audio":"') for line in body.split(b"\n"))
    assert b"[DONE]" not in body
    assert body.endswith(b"}\n\n")


def test_every_answer_has_a_trace_and_names_it(client: httpx2.Client) -> None:
    plain = client.post(PATH, json=BODY)
    stream = client.post(PATH, json={**BODY, "stream": True})
    refused = client.post(PATH, json={})
    lost = client.get("/minimax/v1/nowhere")

    for answer in (plain, stream, refused, lost):
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["trace-id"])
    assert plain.json()["trace_id"] == plain.headers["trace-id"]
    assert {block["trace_id"] for block in blocks(stream.text)} == {stream.headers["trace-id"]}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"model": "speech-9"}, 2013),
        ({"model": None}, 2013),
        ({"text": ""}, 2013),
        ({"text": "x" * 10_001}, 2013),
        ({"voice_setting": {}}, 2013),
        ({"voice_setting": {"voice_id": "nobody-at-all"}}, 2054),
        ({"voice_setting": {"voice_id": NARRATOR, "vol": 0}}, 2013),
        ({"voice_setting": {"voice_id": NARRATOR, "speed": 2.1}}, 2013),
        ({"voice_setting": {"voice_id": NARRATOR, "pitch": 13}}, 2013),
        ({"voice_setting": {"voice_id": NARRATOR, "emotion": "whisper"}}, 2013),
        ({"voice_setting": {"voice_id": NARRATOR, "emotion": "happy"}, "model": "speech-01-240228"}, 2013),
        ({"language_boost": "Klingon"}, 2013),
        ({"language_boost": "Tamil", "model": "speech-02-hd"}, 2013),
        ({"audio_setting": {"sample_rate": 11025}}, 2013),
        ({"audio_setting": {"format": "aac"}}, 2013),
        ({"pronunciation_dict": {"tone": ["nothing"]}}, 2013),
        ({"timbre_weights": [{"voice_id": NARRATOR, "weight": 1}]}, 2013),
        ({"text": "\x01\x02\x03Hello there."}, 1042),
        ({"text": CRASH_AT_ONCE}, 1013),
    ],
)
def test_a_refusal_is_a_code_in_json_also_where_a_stream_was_asked_for(
    client: httpx2.Client, fields: dict[str, Any], expected: int, *, stream: bool
) -> None:
    answer = client.post(PATH, json={**BODY, "stream": stream, **fields})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert code(answer.json()) == expected, answer.text


@pytest.mark.parametrize(("key", "expected"), [("", 1004), ("Bearer nobody", 2049)])
def test_who_has_no_key_is_told_in_the_vendors_words(world: World, key: str, expected: int) -> None:
    with world.client(None) as nobody:
        answer = nobody.post(PATH, json=BODY, headers={"Authorization": key} if key else {})

    assert (answer.status_code, code(answer.json())) == (200, expected)


def test_a_path_that_is_none_is_plain_text(client: httpx2.Client) -> None:
    answer = client.get("/minimax/v1/text/chatcompletion_v2")

    assert (answer.status_code, answer.text) == (404, "404 page not found")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("query", ["?GroupId=123", "?GroupId=", "?GroupId=not-a-number"])
def test_a_group_is_taken_and_means_nothing(client: httpx2.Client, query: str) -> None:
    assert code(client.post(PATH + query, json=BODY).json()) == 0


def test_fields_that_nobody_documents_are_passed_over(customer: Customer) -> None:
    assert (
        code(customer.say(audio_type="x", pronunciation_dict={}, timbre_weights=[], timber_weights=[], voice_modify={}, subtitle_enable=False)) == 0
    )


@pytest.mark.parametrize("model", sorted(TABLE.models))
def test_every_model_that_clients_name_speaks(customer: Customer, model: str) -> None:
    assert code(customer.say(model=model)) == 0


@pytest.mark.parametrize(
    "voice",
    [
        "English_expressive_narrator",
        "female-shaonv",
        "male-qn-qingse",
        "Calm_Woman",
        "socialmedia_female_2_v1",
        "Chinese (Mandarin)_Warm_Girl",
        "male-qn-jingying",
        "male-qn-badao",
        "female-yujie",
        "female-tianmei",
    ],
)
def test_the_voices_that_clients_ask_for_by_name_speak_and_are_listed(customer: Customer, voice: str) -> None:
    assert code(customer.say(voice_setting={"voice_id": voice})) == 0
    assert voice in [one["voice_id"] for one in customer.voices("system")["system_voice"]]


def test_a_refusal_on_the_way_is_the_last_block(customer: Customer) -> None:
    *parts, last = customer.stream(CRASH_LATER, audio_setting={"format": "pcm"})

    assert parts
    assert code(last) == 1013
    assert "extra_info" not in last


def test_work_stops_when_the_listener_leaves(client: httpx2.Client, world: World) -> None:
    body = {**BODY, "text": NEVER_END, "stream": True, "audio_setting": {"format": "pcm"}}
    with client.stream("POST", PATH, json=body) as answer:
        pieces = answer.iter_raw()
        assert next(pieces)
        assert world.hum.speaking == 1

    assert still_speaking(world, within=1.0) == 0


def test_work_stops_when_who_waits_for_the_whole_leaves(client: httpx2.Client, world: World) -> None:
    with pytest.raises(httpx2.ReadTimeout):
        client.post(PATH, json={**BODY, "text": NEVER_END}, timeout=0.5)

    assert still_speaking(world, within=5.0) == 0


def test_a_voice_of_another_dialect_speaks_here_and_is_listed_after_its_first_words(customer: Customer, program: Program) -> None:
    voice = program.clone(display_name="me")["voice_id"]
    assert customer.voices()["voice_cloning"] == []

    assert code(customer.say(voice_setting={"voice_id": voice})) == 0

    (listed,) = customer.voices()["voice_cloning"]
    assert (listed["voice_id"], listed["voice_name"]) == (voice, "me")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", listed["created_time"])


def test_nobody_elses_voice_can_be_heard(program: Program, stranger: httpx2.Client) -> None:
    voice = program.clone()["voice_id"]

    assert code(Customer(client=stranger).say(voice_setting={"voice_id": voice})) == 2054


def test_several_voices_speak_as_one(customer: Customer) -> None:
    shares = [{"voice_id": "female-shaonv", "weight": 1}, {"voice_id": NARRATOR, "weight": 3}]

    assert code(customer.say(voice_setting={"voice_id": ""}, timbre_weights=shares)) == 0
    assert code(customer.say(voice_setting={"voice_id": ""}, timber_weights=shares)) == 0


SUBTITLED = "One two three. Four five, six."


@pytest.mark.parametrize(("kind", "timed"), [("sentence", False), ("word", True), (None, False)])
def test_subtitles_are_a_file_beside_the_sound(customer: Customer, kind: str | None, *, timed: bool) -> None:
    answer = customer.say(SUBTITLED, subtitle_enable=True, subtitle_type=kind)
    lines = customer.client.get(answer["data"]["subtitle_file"]).json()

    assert [line["text"] for line in lines] == ["One two three.", "Four five, six."]
    assert [line["is_final_segment"] for line in lines] == [False, True]
    assert all(("timestamped_words" in line) is timed for line in lines)


@pytest.mark.parametrize("kind", ["sentence", "word", "word_streaming"])
def test_a_stream_has_its_subtitles_at_its_end(customer: Customer, kind: str) -> None:
    *parts, last = customer.stream(SUBTITLED, subtitle_enable=True, subtitle_type=kind)
    told = [
        word["word"]
        for part in (*parts, last)
        for line in part["data"].get("subtitle", ())
        for word in line["timestamped_words"]
        if word["word"].isalpha()
    ]

    assert len(customer.client.get(last["data"]["subtitle_file"]).json()) == 2
    assert "".join(told) == ("OnetwothreeFourfivesix" if kind == "word_streaming" else "")


def test_without_subtitles_there_is_no_key_for_them(customer: Customer) -> None:
    assert "subtitle_file" not in customer.say()["data"]
    assert not any("subtitle" in key for part in customer.stream() for key in part["data"])


@pytest.mark.parametrize("stream", [False, True])
def test_a_tone_at_the_end_makes_the_sound_longer(customer: Customer, *, stream: bool) -> None:
    def length(*, mark: bool) -> float:
        fields: dict[str, Any] = {"aigc_watermark": mark, "audio_setting": {"format": "wav"}}
        return heard(customer.stream(**fields)[-1] if stream else customer.say(**fields))

    assert length(mark=True) - length(mark=False) == pytest.approx(0.45, abs=0.01)


@pytest.mark.parametrize(("asked", "made"), [({"bitrate": 320_000}, 256_000), ({"bitrate": 96_000}, 64_000), ({"bitrate": 1}, 32_000), ({}, 128_000)])
def test_a_bit_rate_that_is_not_made_becomes_the_next_lower_one(customer: Customer, asked: dict[str, int], made: int) -> None:
    assert customer.say(audio_setting={"format": "mp3", "sample_rate": 44100, **asked})["extra_info"]["bitrate"] == made


def test_telephone_sound_has_its_own_rate_whatever_was_asked_for(customer: Customer) -> None:
    extra = customer.say(audio_setting={"format": "pcmu_raw", "sample_rate": 32000})["extra_info"]

    assert (extra["audio_sample_rate"], extra["audio_format"], extra["bitrate"]) == (8000, "pcmu_raw", 64000)


def test_a_few_control_characters_are_passed_over_and_told(customer: Customer) -> None:
    answer = customer.say("\x01Hello there, you who listen.\x02")

    assert code(answer) == 0
    assert answer["extra_info"]["invisible_character_ratio"] == pytest.approx(2 / 30, abs=0.001)
    assert answer["extra_info"]["usage_characters"] == 28


def test_the_root_answers_too(client: httpx2.Client) -> None:
    assert code(Customer(client=client, prefix="").say()) == 0
    assert Customer(client=client, prefix="").get("/v1/files/list")["files"] == []


@given(st.lists(st.sampled_from("ab\t\n\x00\x01\x1f\x7f\x85"), min_size=1, max_size=60).map("".join))
def test_a_text_is_refused_exactly_when_more_than_a_tenth_of_it_is_control_characters(text: str) -> None:
    controls = sum(char not in "ab\t\n" for char in text)

    if 10 * controls > len(text):
        with pytest.raises(TextInvisible):
            passage(text, field="text")
    else:
        assert passage(text, field="text").text == "".join(char for char in text if char in "ab\t\n")
