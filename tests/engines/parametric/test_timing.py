"""When words are heard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from spoken import RATE, script, sentence

from voicewright.domain.language import Language
from voicewright.domain.script import Item, Notation, Pause, Reading, Sentence, Words
from voicewright.engines import hearing
from voicewright.ports import Engine, Timbre, Word

CLAUSES = "The keeper climbed the stairs, carried a lamp; nobody slept well: some people, perhaps, felt alone up there."


LATE = 0.06
"""Seconds."""


def timed(engine: Engine, voice: Timbre, *items: Item | str, language: Language = Language.ENGLISH) -> list[Word]:
    return [word for frame in engine.speak(voice, script(*items, language=language)) for word in frame.words]


def read(text: str, words: list[Word]) -> list[str]:
    return [text[word.start : word.end] for word in words]


def test_words_that_the_source_says_as_one_share_its_time(engine: Engine, woman: Timbre) -> None:
    text = "In the house of the rising sun, twenty-two of them would have been able to do that."
    words = timed(engine, woman, text)

    assert read(text, words) == text.replace(",", "").replace(".", "").split()
    assert all(0.02 < word.ends - word.begins < 0.9 for word in words)


def test_a_word_after_a_pause_begins_where_its_sound_does(engine: Engine, woman: Timbre) -> None:
    items = [part for text in hearing.ENGLISH for part in (sentence(text), Pause(seconds=0.5))]
    words = timed(engine, woman, *items)
    heard = hearing.onsets(hearing.said(engine, woman, script(*items)), rate=RATE)
    begun = [word.begins for word in words]

    assert len(heard) >= len(hearing.ENGLISH)
    assert all(min(abs(onset - begins) for begins in begun) <= LATE for onset in heard)
    assert all(min(abs(onset - word.begins) for onset in heard) <= LATE for word in words if word.start == 0)


def test_the_pause_at_a_comma_belongs_to_no_word(engine: Engine, woman: Timbre) -> None:
    words = timed(engine, woman, CLAUSES)
    after = {CLAUSES[word.start : word.end]: later.begins - word.ends for word, later in pairwise(words)}

    assert all(after[word] > 0.05 for word in ("stairs", "lamp", "well"))
    assert after["The"] < 0.03


@pytest.mark.parametrize("speed", ["slow", "fast"])
def test_times_follow_the_pace(engine: Engine, woman: Timbre, speed: str) -> None:
    said = script(CLAUSES)
    pace = 0.5 if speed == "slow" else 2.0
    quick = type(said)(items=said.items, language=said.language, prosody=type(said.prosody)(speed=pace), seed=1)
    words = [word for frame in engine.speak(woman, quick) for word in frame.words]
    sound = hearing.said(engine, woman, quick)

    assert words[0].begins < 0.1
    assert words[-1].ends == pytest.approx(len(sound) / RATE, abs=0.2)


def test_a_reading_is_timed_as_the_word_that_was_written(engine: Engine, woman: Timbre) -> None:
    runs = (Words(text="Send your "), Reading(text="resume", notation=Notation.IPA, symbols="ˈrɛzʊmeɪ"), Words(text=" to us today."))
    said = Sentence(runs=runs)
    words = timed(engine, woman, said)

    assert read(said.text, words) == ["Send", "your", "resume", "to", "us", "today"]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("今天天气很好，我们去公园玩。", Language.CHINESE, list("今天天气很好我们去公园玩")),
        ("我喜欢 Python 和 music。", Language.CHINESE, ["我", "喜", "欢", "Python", "和", "music"]),
        ("今日はいい天気です。", Language.JAPANESE, list("今日はいい天気です")),
        ("She said привет and went.", Language.ENGLISH, ["She", "said", "привет", "and", "went"]),
        ("L'été, où l'on était très gênés…", Language.FRENCH, ["L'été", "où", "l'on", "était", "très", "gênés"]),
    ],
    ids=["chinese", "english in chinese", "kanji", "russian in english", "french"],
)
def test_words_are_found_in_any_script(engine: Engine, woman: Timbre, text: str, language: Language, said: list[str]) -> None:
    words = timed(engine, woman, text, language=language)

    assert read(text, words) == said
    assert all(word.ends <= later.begins + 1e-6 for word, later in pairwise(words))


def test_a_sentence_of_many_lines_is_timed_to_its_end(engine: Engine, woman: Timbre) -> None:
    text = " ".join(["and then we walked a little further along the river"] * 12)
    words = timed(engine, woman, text)

    assert read(text, words) == text.split()
    assert all(word.ends <= later.begins + 1e-6 for word, later in pairwise(words))


@pytest.mark.parametrize("text", ["녕", "나"])
def test_a_syllable_that_the_source_announces_as_no_word_is_said_all_the_same(engine: Engine, woman: Timbre, text: str) -> None:
    said = hearing.said(engine, woman, script(text, language=Language.KOREAN))
    words = timed(engine, woman, text, language=Language.KOREAN)

    assert len(said) > 0.1 * RATE
    assert read(text, words) == [text]
