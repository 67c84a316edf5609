"""MiniMax's customers have texts spoken over a WebSocket."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE, CRASH_LATER, FAIL_STRANGELY, NEVER_END, SPEECHLESS
from http_shapes import differences
from http_world import Program, World
from minimax_calls import NARRATOR, Customer, code
from test_streams import still_speaking
from websocket_calls import Socket, conversation, events, sound
from websockets.exceptions import InvalidStatus

from voicewright.audio.decode import Limits, decoded


@pytest.fixture
def key(world: World) -> str:
    return world.key()


@pytest.fixture
def socket(world: World, key: str) -> Iterator[Socket]:
    """A task that has been started."""
    with conversation(world.url, key) as socket:
        yield socket


def seconds(file: bytes) -> float:
    return decoded(file, field="audio", limits=Limits()).seconds


def test_a_text_is_spoken_from_the_first_word_to_the_last(world: World, key: str) -> None:
    with conversation(world.url, key, started=False) as socket:
        hello = socket.hear()
        socket.start()
        started = socket.hear()
        socket.say("task_continue", text="Hello there.")
        spoken = socket.spoken()
        socket.say("task_finish")
        finished = socket.hear()

        assert events([hello, started, finished]) == ["connected_success", "task_started", "task_finished"]
        assert socket.closed()
    assert set(events(spoken)) == {"task_continued"}
    assert seconds(sound(spoken)) == pytest.approx(2.0, abs=0.1)
    assert len({message["session_id"] for message in (hello, started, *spoken, finished)}) == 1
    assert all(re.fullmatch(r"[0-9a-f]{32}", message["trace_id"]) for message in spoken)
    assert "connect_id" not in hello


DOCUMENTED: dict[str, object] = {
    "model": "speech-2.8-hd",
    "voice_setting": {"voice_id": NARRATOR, "speed": 1, "vol": 1, "pitch": 0, "english_normalization": False},
    "audio_setting": {"sample_rate": 32000, "bitrate": 128000, "format": "mp3", "channel": 1},
    "pronunciation_dict": {},
    "timbre_weights": [],
    "language_boost": "auto",
    "voice_modify": {},
    "subtitle_enable": False,
    "subtitle_type": "sentence",
    "continuous_sound": False,
}
"""The vendor's own example of a `task_start`."""
TOLD = {"session_id": "@string", "trace_id": "~[0-9a-f]{32}", "base_resp": {"status_code": 0, "status_msg": "success"}}
FIGURES = {
    "audio_length": "@integer",
    "audio_sample_rate": 32000,
    "audio_size": "@integer",
    "bitrate": "@integer",
    "word_count": 10,
    "invisible_character_ratio": 0.0,
    "usage_characters": 12,
    "audio_format": "mp3",
    "audio_channel": 1,
}


def test_the_documented_conversation_goes_as_documented(world: World, key: str) -> None:
    with conversation(world.url, key, started=False) as socket:
        hello = socket.hear()
        socket.say("task_start", **DOCUMENTED)
        started = socket.hear()
        socket.say("task_continue", text="Hello there.")
        last = socket.spoken()[-1]
        socket.say("task_finish")
        finished = socket.hear()

    for message, event in ((hello, "connected_success"), (started, "task_started"), (finished, "task_finished")):
        assert differences({"event": event, **TOLD}, message) == []
    spoken = {"event": "task_continued", "data": {"audio": "~([0-9a-f]{2})*"}, "is_final": True, "extra_info": FIGURES, **TOLD}
    assert differences(spoken, last) == []


def test_the_last_message_of_a_text_says_so_and_has_its_figures(socket: Socket) -> None:
    socket.say("task_continue", text="Hello there.")
    *parts, last = socket.spoken()

    assert parts
    assert all(part["is_final"] is False and "extra_info" not in part and part["data"]["audio"] for part in parts)
    assert last["extra_info"]["usage_characters"] == 12
    assert last["extra_info"]["audio_size"] == len(sound([*parts, last]))
    assert last["extra_info"]["audio_length"] == pytest.approx(2000, abs=30)
    assert last["extra_info"]["audio_format"] == "mp3"


@pytest.mark.parametrize("form", ["mp3", "wav", "flac", "pcm", "opus", "pcmu_raw", "pcmu_wav"])
def test_each_text_is_a_file_of_its_own(world: World, key: str, form: str) -> None:
    with conversation(world.url, key, audio_setting={"format": form}) as socket:
        for text in ("Hello there.", "And once more."):
            socket.say("task_continue", text=text)
        files = [sound(socket.spoken()), sound(socket.spoken())]

    assert all(len(file) > 1000 for file in files)
    if form not in {"pcm", "pcmu_raw"}:
        assert [seconds(file) for file in files] == pytest.approx([2.0, 2.0], abs=0.1)


def test_a_task_that_is_finished_at_once_is_spoken_to_its_end(socket: Socket) -> None:
    for text in ("One.", "Two.", "Three."):
        socket.say("task_continue", text=text)
    socket.say("task_finish")
    socket.say("task_continue", text="Too late.")
    heard = socket.until("task_finished")

    assert [message["is_final"] for message in heard[:-1]].count(True) == 3
    assert socket.closed()


def test_a_task_without_a_text_ends_well(socket: Socket) -> None:
    socket.say("task_finish")

    assert socket.hear()["event"] == "task_finished"


@pytest.mark.parametrize(("text", "expected"), [("", 2203), (None, 2203), (" \n", 2203), ("x" * 10_001, 2204), ("\x01\x02Hello.", 1042), ("…", 0)])
def test_a_text_that_cannot_be_spoken_is_answered_once_and_the_next_one_is_spoken(socket: Socket, text: str | None, expected: int) -> None:
    socket.say("task_continue", text=text)
    socket.say("task_continue", text="Hello there.")
    answer = socket.hear()

    assert (answer["event"], answer["is_final"], answer["data"]["audio"]) == ("task_continued", True, "")
    assert code(answer) == expected
    assert seconds(sound(socket.spoken())) == pytest.approx(2.0, abs=0.1)


def test_more_than_an_hour_of_speech_cannot_wait(socket: Socket) -> None:
    for _ in range(40):
        socket.say("task_continue", text="Hello there. " * 750)
    socket.say("task_finish")
    answers = [message for message in socket.until("task_finished")[:-1] if message["is_final"]]

    assert len(answers) == 40
    assert {code(answer) for answer in answers} == {0, 2205}
    assert [code(answer) for answer in answers[:10]] == [0] * 10


def test_a_message_of_more_than_a_megabyte_ends_the_connection(socket: Socket) -> None:
    socket.say("task_continue", text="x" * 1_000_001)

    assert socket.closed()


def failure(socket: Socket) -> int:
    """The code with which the connection ends."""
    heard = socket.until("task_failed")
    assert socket.closed()
    return code(heard[-1])


@pytest.mark.parametrize(("key", "expected"), [(None, 1004), ("nobody", 2049)])
def test_who_has_no_key_is_told_in_the_vendors_words(world: World, key: str | None, expected: int) -> None:
    with conversation(world.url, key, started=False) as socket:
        assert failure(socket) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"model": "speech-9"}, 2013),
        ({"model": None}, 2013),
        ({"voice_setting": {}}, 2013),
        ({"voice_setting": {"voice_id": "nobody-at-all"}}, 2054),
        ({"voice_setting": {"voice_id": ""}, "timbre_weights": [{"voice_id": "nobody-at-all", "weight": 1}]}, 2054),
        ({"voice_setting": {"voice_id": NARRATOR, "speed": 3}}, 2013),
        ({"language_boost": "Klingon"}, 2013),
        ({"audio_setting": {"format": "aac"}}, 2013),
        ({"audio_setting": {"sample_rate": 1}}, 2013),
        ({"model": "speech-2.6-hd", "continuous_sound": True}, 2013),
    ],
)
def test_a_task_that_cannot_be_done_fails_when_it_is_started(world: World, key: str, fields: dict[str, object], expected: int) -> None:
    with conversation(world.url, key, started=False) as socket:
        socket.hear()
        socket.start(**fields)

        assert failure(socket) == expected


@pytest.mark.parametrize("message", ["", "Hello?", "[]", '"task_start"', "{}", '{"event": 5}', b"\x00\x01"])
def test_what_is_no_event_ends_the_conversation(world: World, key: str, message: str | bytes) -> None:
    with conversation(world.url, key, started=False) as socket:
        socket.hear()
        socket.connection.send(message)

        assert failure(socket) == 2013


@pytest.mark.parametrize(
    ("event", "started"),
    [("task_continue", False), ("task_finish", False), ("task_start", True), ("task_sing", True), ("task_flush", True), ("task_cancel", True)],
)
def test_an_event_that_has_no_place_ends_the_conversation(world: World, key: str, event: str, *, started: bool) -> None:
    with conversation(world.url, key, started=started) as socket:
        if not started:
            socket.hear()
        socket.say(event, text="Hello.")

        assert failure(socket) == 2202


@pytest.mark.parametrize(("text", "expected"), [(CRASH_AT_ONCE, 1013), (CRASH_LATER, 1013), (FAIL_STRANGELY, 1000)])
def test_an_engine_that_fails_ends_the_conversation(socket: Socket, text: str, expected: int) -> None:
    socket.say("task_continue", text=text)

    assert failure(socket) == expected


def test_a_language_that_no_engine_speaks_ends_the_conversation(world: World, key: str) -> None:
    with conversation(world.url, key, language_boost=SPEECHLESS.value) as socket:
        socket.say("task_continue", text="Hello.")

        assert failure(socket) == 1013


def test_work_stops_when_the_listener_leaves(world: World, key: str) -> None:
    with conversation(world.url, key, audio_setting={"format": "pcm"}) as socket:
        socket.say("task_continue", text=NEVER_END)
        assert socket.hear()["data"]["audio"]
        assert world.hum.speaking == 1

    assert still_speaking(world, within=1.0) == 0


def test_work_stops_when_the_listener_is_cut_off(world: World, key: str) -> None:
    with conversation(world.url, key, audio_setting={"format": "pcm"}) as socket:
        socket.say("task_continue", text=NEVER_END)
        assert socket.hear()["data"]["audio"]
        socket.connection.socket.close()

        assert still_speaking(world, within=1.0) == 0


def test_who_does_not_listen_is_waited_for(world: World, key: str) -> None:
    with conversation(world.url, key, audio_setting={"format": "pcm", "sample_rate": 44100, "channel": 2}) as socket:
        socket.say("task_continue", text=NEVER_END)
        deadline, hummed = time.monotonic() + 30, -1
        while hummed != world.hum.hummed and time.monotonic() < deadline:
            hummed = world.hum.hummed
            time.sleep(1)

        assert hummed == world.hum.hummed > 0
        assert world.hum.speaking == 1
    assert still_speaking(world, within=1.0) == 0


def test_a_path_that_has_no_conversation_opens_none(world: World, key: str) -> None:
    with pytest.raises(InvalidStatus, match="403"), conversation(world.url, key, path="/minimax/ws/v1/nowhere"):
        pass


def test_who_is_silent_for_two_minutes_is_told_and_left(world: World, socket: Socket) -> None:
    world.clock.ahead += timedelta(seconds=121)

    assert failure(socket) == 2201


def test_a_ping_is_a_sign_of_life(world: World, socket: Socket) -> None:
    socket.connection.ping().wait()
    world.clock.ahead += timedelta(seconds=100)
    socket.connection.ping().wait()
    time.sleep(0.6)  # the server has looked at its clock, and seen the ping
    world.clock.ahead += timedelta(seconds=100)
    time.sleep(0.6)  # as above
    socket.say("task_continue", text="Still here.")

    assert len(sound(socket.spoken())) > 1000


def used(world: World) -> list[int]:
    """The characters of every text that was counted."""
    with sqlite3.connect(world.folder / "voicewright.db") as database:
        return [characters for (characters,) in database.execute("SELECT characters FROM usage ORDER BY rowid")]


def test_a_voice_that_speaks_is_permanent_and_its_use_is_counted_once(world: World, program: Program, client: httpx2.Client) -> None:
    voice = program.clone(display_name="me")["voice_id"]
    key = client.headers["authorization"].removeprefix("Bearer ")
    before = used(world)
    with conversation(world.url, key, voice_setting={"voice_id": voice}) as socket:
        socket.say("task_continue", text="Hello there.")
        socket.spoken()
        socket.say("task_finish")
        socket.until("task_finished")

    (listed,) = Customer(client=client).voices()["voice_cloning"]
    assert listed["voice_id"] == voice
    assert used(world) == [*before, 12]


def test_nobody_elses_voice_can_be_heard(world: World, program: Program) -> None:
    voice = program.clone()["voice_id"]
    with conversation(world.url, world.key(), started=False) as socket:
        socket.hear()
        socket.start(voice_setting={"voice_id": voice})

        assert failure(socket) == 2054


def test_subtitles_are_linked_to_with_the_last_message(world: World, key: str, client: httpx2.Client) -> None:
    with conversation(world.url, key, subtitle_enable=True) as socket:
        socket.say("task_continue", text="Hello there.")
        *parts, last = socket.spoken()

    assert all("subtitle_file" not in part["data"] for part in parts)
    lines = client.get(last["data"]["subtitle_file"]).json()
    assert [line["text"] for line in lines] == ["Hello there."]


def test_a_conversation_is_logged_once_with_its_trace(world: World, key: str) -> None:
    with conversation(world.url, key) as socket:
        assert socket.connection.response is not None
        headers = socket.connection.response.headers
        socket.say("task_finish")
        heard = socket.until("task_finished")

    (line,) = [entry for entry in world.logged(headers["x-request-id"]) if entry["event"] == "request"]
    assert (line["method"], line["dialect"], line["status"], line["torn"]) == ("WS", "minimax", 101, False)
    assert heard[0]["trace_id"] == headers["trace-id"] == line["trace_id"]


def test_conversations_are_counted(socket: Socket, client: httpx2.Client) -> None:
    socket.say("task_finish")
    socket.until("task_finished")
    assert socket.closed()

    assert 'voicewright_http_requests_total{dialect="minimax",route="WS ' in client.get("/metrics").text
