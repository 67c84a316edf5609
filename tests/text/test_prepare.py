"""From what a caller wrote to what an engine says."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Item, Notation, Pause, Reading, Sentence, Sound, Words
from voicewright.domain.speech import Pronunciation, Wording
from voicewright.text.letters import folded
from voicewright.text.prepare import prepared, speakable
from voicewright.text.split import limit

ALL_SOUNDS = frozenset(Sound)


def _words(items: tuple[Item, ...]) -> str:
    return " ".join(item.text for item in items if isinstance(item, Sentence))


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char)[0] == "L")


def test_a_text_with_everything_comes_out_in_order() -> None:
    items = prepared(
        "Hi (laughs) all.<#0.5#>OMG, it costs $5!\nPlease resume.",
        language=Language.ENGLISH,
        pronunciations=[Pronunciation(word="omg", said="oh my god"), Pronunciation(word="resume", said="(rɪˈzjuːm)")],
        sounds=ALL_SOUNDS,
    )
    assert items == (
        Sentence(runs=(Words(text="Hi"),)),
        Interjection(sound=Sound.LAUGHS),
        Sentence(runs=(Words(text="all."),)),
        Pause(seconds=0.5),
        Sentence(runs=(Words(text="oh my god, it costs five dollars!"),), paragraph_end=True),
        Sentence(runs=(Words(text="Please "), Reading(text="resume", notation=Notation.IPA, symbols="rɪˈzjuːm"), Words(text="."))),
    )


@pytest.mark.parametrize("sound", list(Sound))
def test_a_sound_that_the_engine_lacks_is_left_out_and_never_said(sound: Sound) -> None:
    items = prepared(f"Well ({sound}) then", language=Language.ENGLISH, sounds=ALL_SOUNDS - {sound})
    assert items == (Sentence(runs=(Words(text="Well then"),)),)


def test_figures_on_both_sides_of_a_left_out_sound_are_read_apart() -> None:
    assert _words(prepared("5 (coughs) 6", language=Language.ENGLISH)) == "five six"


def test_a_reading_keeps_its_place_in_a_sentence_of_words() -> None:
    (sentence,) = prepared("请处理(chu3)(li3)2件事。", language=Language.CHINESE)
    assert isinstance(sentence, Sentence)
    assert sentence.text == "请处理两件事。"
    assert sentence.runs[1] == Reading(text="处理", notation=Notation.PINYIN, symbols="chu3 li3")


def test_a_sentence_that_ends_at_a_mark_ends_its_paragraph_at_the_new_line() -> None:
    first, _, second = prepared("One.(laughs)\nTwo", language=Language.ENGLISH, sounds=ALL_SOUNDS)
    assert isinstance(first, Sentence)
    assert isinstance(second, Sentence)
    assert (first.paragraph_end, second.paragraph_end) == (True, False)


@pytest.mark.parametrize("text", ["", " \n ", "...", "😀", "<#1#>", "(laughs)", "—!?", "\x00\x07"])
def test_nothing_is_speakable_without_words(text: str) -> None:
    assert not speakable(prepared(text, language=Language.ENGLISH))


@pytest.mark.parametrize("text", ["a", "5", "好", "<#1#>ok"])
def test_words_and_figures_are_speakable(text: str) -> None:
    assert speakable(prepared(text, language=Language.CHINESE))


def test_a_sound_alone_is_speakable_where_the_engine_has_it() -> None:
    assert speakable(prepared("(laughs)", language=Language.ENGLISH, sounds=ALL_SOUNDS))


def test_words_keep_their_space_around_an_emoji() -> None:
    assert _words(prepared("good😀morning", language=Language.ENGLISH)) == "good morning"


def test_pauses_around_a_left_out_sound_keep_their_time() -> None:
    items = prepared("a" + "<#99#>\n(laughs)" * 7, language=Language.ENGLISH)
    assert sum(item.seconds for item in items if isinstance(item, Pause)) == 7 * 99.0


def test_a_dictionary_knows_its_words_in_fancy_letters() -> None:
    assert _words(prepared("Ｏ𝓜𝗚!", language=Language.ENGLISH, pronunciations=DICTIONARY)) == "oh my god!"


def test_decomposed_letters_come_out_composed() -> None:
    assert _words(prepared("cafe\u0301", language=Language.FRENCH)) == "café"


# What people and programs really send: words, figures, signs and markup, in any order.
SCRAPS = st.sampled_from(
    [
        *"aZéßжя中ひ한กअא،؟。、.,;:!?…'\"()[]{}<>#@&%$€£¥+-−*/\\=~^_|°²½№ \n\t",
        "\u0301", "\u200d", "\u200c", "\u00a0", "\ufe0f", "\u20e3", "\x00", "\x1b", "\ud800", "\u202e", "😀", "👨‍👩‍👧", "🇩🇪",
        "12", "0", "2024", "3.5", "1,200", "1.200", "１２", "٣", "२", "<#0.5#>", "<#", "#>", "(laughs)", "(he2)", "(lɪv)", "处理", "(chu3)(li3)",
        "km", "$5", "10%", "1st", "2024-06-01", "15:30", "p.m.", "Dr.", "e.g.", "https://", "a@b.co", "www.a.com", "+1 415", "v2", "omg", "word ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=60).map("".join))
DICTIONARY = (
    Pronunciation(word="omg", said="oh my god"),
    Pronunciation(word="处理", said="(chu3)(li3)"),
    Pronunciation(word="word", said="(wɜːd)"),
    Pronunciation(word="a", said=""),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(Language), st.sampled_from([(), DICTIONARY]))
def test_any_text_becomes_sentences_that_an_engine_can_say(text: str, language: Language, pronunciations: tuple[Pronunciation, ...]) -> None:
    items = prepared(text, language=language, pronunciations=pronunciations, sounds=ALL_SOUNDS)
    for item in items:
        if isinstance(item, Pause):
            assert 0.01 <= item.seconds <= 99.99
        elif isinstance(item, Sentence):
            assert 0 < len(item.text) <= limit(language)
            assert item.text == item.text.strip()
            assert any(char.isalnum() for char in item.text)
            assert not [char for char in item.text if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn", "So", "Zl", "Zp"}]
    assert speakable(items) == any(not isinstance(item, Pause) for item in items)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([f"({sound})" for sound in Sound] + ["<#1#>", " ", ".", "\n", "，", "5"]), max_size=30), st.sampled_from(Language))
def test_no_tag_is_ever_read_aloud(parts: list[str], language: Language) -> None:
    words = _words(prepared("".join(parts), language=language)).lower()
    without = _words(prepared("".join(part for part in parts if part[0] not in "(<"), language=language)).lower()
    assert _letters("".join(words.split())) == _letters("".join(without.split())) or "5" in parts
    assert not [sound for sound in Sound if sound in words]


PLAIN = st.text(st.characters(categories=["L", "Mn", "P", "Zs", "So"], exclude_characters="()（）<>&@#%‰№°ªº/"), max_size=400)


@settings(max_examples=300, deadline=None)
@given(PLAIN, st.sampled_from(Language))
def test_no_letter_is_lost_or_moved(text: str, language: Language) -> None:
    assert _letters(_words(prepared(text, language=language))) == _letters(folded(text))


REPEATED = [
    "1", "(", "<#", "a.", "1,", "a", "a ", ".", "\n", "1.", "1-", "1/", "$1", "1:", "@", "a@a.", "http://", "www.", "+1 ", "1 ", "<#1#>\n", "(he2)",
    "(laughs)", "处", "处(chu3)", "。", "😀", "1km", "12:30 ", "2024-06-01", "\u0301", "\u200d", "(a)", "J. ", "Dr. ", "St.", "1st ", "1/2 ", "#1", "&",
    "a-1", "½", "1月", "x.com/", "~", "word (ˈa)", "1 Jan ", '"',
]  # fmt: skip


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.GERMAN, Language.CHINESE])
@pytest.mark.parametrize("part", REPEATED)
def test_the_time_grows_with_the_text_and_no_faster(part: str, language: Language) -> None:
    entries = [Pronunciation(word="a" * 60, said="x"), Pronunciation(word="处" * 50, said="y"), Pronunciation(word="1a", said="z")]

    def seconds(characters: int) -> float:
        text = (part * (characters // len(part) + 1))[:characters]
        start = time.process_time()
        prepared(text, language=language, pronunciations=entries)
        return time.process_time() - start

    seconds(200)  # rules and tables are loaded at the first use
    # The better of two, because other work on the machine can only make a run slower.
    short, long = (min(seconds(characters), seconds(characters)) for characters in (2_000, 20_000))
    # Ten times the text may take ten times as long; a quadratic rule would take a hundred times.
    assert long < max(40 * short, 0.3)


def test_a_hundred_thousand_figures_are_read_in_seconds() -> None:
    start = time.process_time()
    items = prepared("1" * 100_000, language=Language.ENGLISH)
    assert time.process_time() - start < 10
    assert _words(items).count("one") == 100_000


def test_figures_can_be_read_as_plain_numbers_whatever_they_mean() -> None:
    text = "In 1999 I paid $5 on 3/4/2021."

    assert _words(prepared(text, language=Language.ENGLISH)) == "In nineteen ninety-nine I paid five dollars on March fourth, twenty twenty-one."
    plain = _words(prepared(text, language=Language.ENGLISH, wording=Wording(figures=False)))
    assert "dollars" not in plain
    assert "March" not in plain
    assert not any(char.isdigit() for char in plain)


def test_sounds_can_be_left_out_and_are_not_read_as_words() -> None:
    items = prepared("Oh (laughs) no.", language=Language.ENGLISH, sounds=ALL_SOUNDS, wording=Wording(sounds=False))

    assert not any(isinstance(item, Interjection) for item in items)
    assert "laughs" not in _words(items)


@pytest.mark.parametrize("joined", [False, True])
def test_sentences_run_on_where_that_is_asked_for(*, joined: bool) -> None:
    items = prepared("One thing. Another! A new line\nends it.", language=Language.ENGLISH, wording=Wording(joined=joined))

    assert [item.text for item in items if isinstance(item, Sentence)] == (
        ["One thing. Another! A new line", "ends it."] if joined else ["One thing.", "Another!", "A new line", "ends it."]
    )


def test_what_runs_on_is_cut_where_it_gets_too_long() -> None:
    items = prepared("One thing, another. " * 40, language=Language.ENGLISH, wording=Wording(joined=True))

    assert 1 < len(items) < 5
    assert all(isinstance(item, Sentence) and len(item.text) <= limit(Language.ENGLISH) for item in items)
