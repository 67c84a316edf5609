"""MiniMax's customers have a text spoken that is still being written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from http_engine import NEVER_END
from http_world import World
from minimax_calls import code
from test_streams import still_speaking
from websocket_calls import TYPED, Socket, conversation, events, sound

from voicewright.domain.language import Language
from voicewright.http.dialects.minimax.sentences import Sentences


@pytest.fixture
def socket(world: World) -> Iterator[Socket]:
    """A task that has been started."""
    with conversation(world.url, world.key(), path=TYPED) as socket:
        yield socket


def typed(socket: Socket, text: str) -> None:
    """Character by character."""
    for character in text:
        socket.say("task_continue", text=character)


def test_a_sentence_is_spoken_as_soon_as_it_is_typed(socket: Socket) -> None:
    typed(socket, "Hello there! And th")
    heard = socket.until("sentence_end")

    assert heard[0]["event"] == "sentence_start"
    assert [message.get("is_final") for message in heard[1:-1]].count(True) == 1
    assert len(sound(heard)) > 1000
    assert heard[-2]["extra_info"]["usage_characters"] == len("Hello there!")


def test_what_is_left_is_spoken_at_the_end(socket: Socket) -> None:
    typed(socket, "Hello there! And then")
    socket.say("task_finish")
    heard = socket.until("task_finished")

    assert events(heard).count("sentence_start") == events(heard).count("sentence_end") == 2
    assert socket.closed()


def test_a_flush_speaks_what_is_there_and_says_so(socket: Socket) -> None:
    typed(socket, "And then")
    socket.say("task_flush")
    heard = socket.until("task_flushed")

    assert events(heard)[0] == "sentence_start"
    assert events(heard)[-2] == "sentence_end"
    assert len(sound(heard)) > 1000


def test_a_flush_of_nothing_is_answered(socket: Socket) -> None:
    socket.say("task_flush")

    assert socket.hear()["event"] == "task_flushed"


def test_a_full_stop_ends_a_sentence_when_nothing_follows_it(socket: Socket) -> None:
    typed(socket, "It was in 2024.")

    assert len(sound(socket.until("sentence_end"))) > 1000


def test_who_speaks_up_stops_the_voice_and_can_go_on(world: World, socket: Socket) -> None:
    typed(socket, f"{NEVER_END}\nThis is never said.\nNor this")
    socket.until("task_continued")
    socket.say("task_cancel")
    socket.until("task_canceled")
    assert world.hum.speaking == 0

    typed(socket, "Something else!")
    heard = socket.until("sentence_end")
    assert events(heard).count("sentence_start") == 1
    assert heard[-2]["extra_info"]["usage_characters"] == len("Something else!")


def test_a_task_that_is_called_off_ends_well(socket: Socket) -> None:
    socket.say("task_cancel")
    socket.say("task_finish")

    assert events(socket.until("task_finished")) == ["task_canceled", "task_finished"]


def test_every_message_has_the_connection_and_the_callers_session(world: World) -> None:
    with conversation(world.url, world.key(), path=TYPED, started=False) as socket:
        hello = socket.hear()
        socket.start(session_id="my-session-001")
        started = socket.hear()
        typed(socket, "Hello there!")
        spoken = socket.until("sentence_end")

    assert hello["connect_id"].isdecimal()
    assert {message["connect_id"] for message in (started, *spoken)} == {hello["connect_id"]}
    assert {message["session_id"] for message in (started, *spoken)} == {"my-session-001"}


def test_nothing_to_say_is_no_mistake(socket: Socket) -> None:
    for text in ("", "\n", "…", " "):
        socket.say("task_continue", text=text)
    socket.say("task_flush")

    assert events(socket.until("task_flushed")) == ["task_flushed"]


def test_too_much_at_once_is_skipped_and_the_rest_is_spoken(socket: Socket) -> None:
    socket.say("task_continue", text="x" * 10_001)
    refused = socket.hear()
    typed(socket, "Hello there!")

    assert (code(refused), refused["data"]["audio"]) == (2204, "")
    assert len(sound(socket.until("sentence_end"))) > 1000


def test_a_second_start_ends_the_conversation(socket: Socket) -> None:
    socket.start()

    assert code(socket.hear()) == 2206
    assert socket.closed()


def test_who_has_no_key_is_told_in_the_vendors_words(world: World) -> None:
    with conversation(world.url, None, path=TYPED, started=False) as socket:
        refused = socket.hear()

    assert (refused["event"], code(refused)) == ("task_failed", 1004)


def test_work_stops_when_the_listener_leaves(world: World) -> None:
    with conversation(world.url, world.key(), path=TYPED) as socket:
        typed(socket, f"{NEVER_END}\n")
        socket.until("task_continued")

    assert still_speaking(world, within=1.0) == 0


def split(text: str, language: Language | None = None) -> tuple[list[str], str]:
    """What is given on while the text is typed, and what is not."""
    sentences = Sentences(language)
    given = [sentence for character in text for sentence in sentences.feed(character)]
    return given, sentences.text.strip()


@pytest.mark.parametrize(
    ("text", "given", "left"),
    [
        ("I chose plan B.", [], "I chose plan B."),
        ("Really? Yes!", ["Really?", "Yes!"], ""),
        ("It costs 3.50 today. Fine", ["It costs 3.50 today."], "Fine"),
        ("It was in 2024.", [], "It was in 2024."),
        ("Dr. Smith is in. She waits", ["Dr. Smith is in."], "She waits"),
        ("see e.g. this", [], "see e.g. this"),
        ("你好。今天天气", ["你好。"], "今天天气"),
        ("真的吗？是的！", ["真的吗？", "是的！"], ""),
        ("First line\nsecond", ["First line"], "second"),
        ("Wait<#0.5#>for it. Now", ["Wait<#0.5#>for it."], "Now"),
        ("...", [], ""),
    ],
)
def test_a_sentence_ends_where_a_reader_would_say_so(text: str, given: list[str], left: str) -> None:
    assert split(text) == (given, left)


def test_a_sentence_that_does_not_end_is_cut_after_a_clause() -> None:
    given, left = split("and so on, " * 40)

    assert given
    assert all(len(sentence) <= 140 and sentence.endswith(",") for sentence in given)
    assert len(left) <= 140


def test_no_letter_is_lost_between_sentences() -> None:
    text = "One, two. Three! Four? " * 20
    given, left = split(text)

    assert "".join([*given, left]).replace(" ", "") == text.replace(" ", "")


def test_sentences_that_run_on_are_spoken_together(world: World) -> None:
    with conversation(world.url, world.key(), path=TYPED, continuous_sound=True) as socket:
        typed(socket, "Hello there! And then. It")
        socket.say("task_flush")
        heard = socket.until("task_flushed")

    assert events(heard).count("sentence_start") == 1
    assert [message["extra_info"]["usage_characters"] for message in heard if "extra_info" in message] == [len("Hello there! And then. It")]
