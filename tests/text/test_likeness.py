"""Two texts are as alike as they sound, however they are written."""

from __future__ import annotations

import pytest

from voicewright.domain.language import Language
from voicewright.text.likeness import likeness, spoken_words


def alike(expected: str, heard: str, *, language: Language = Language.ENGLISH) -> float:
    return likeness(spoken_words(expected, language=language), spoken_words(heard, language=language))


@pytest.mark.parametrize(
    ("expected", "heard", "language"),
    [
        ("Don't stop, Mr. Hale!", "don’t stop mister hale", Language.ENGLISH),
        ("a forty-two line Bible", "A 42 line bible", Language.ENGLISH),
        ("two\nlines", "two lines", Language.ENGLISH),
        ("Straße, sagt er.", "STRASSE sagt er", Language.GERMAN),
        ("我有3本书。", "我有三本书", Language.CHINESE),
        ("नमस्ते, दुनिया!", "नमस्ते दुनिया", Language.HINDI),
    ],
)
def test_case_punctuation_and_figures_are_no_difference(expected: str, heard: str, language: Language) -> None:
    assert alike(expected, heard, language=language) == 1.0


def test_a_script_without_spaces_is_compared_by_characters() -> None:
    assert alike("今天天气很好", "今天天气不好", language=Language.CHINESE) == pytest.approx(25 / 36)


def test_one_word_in_five_or_half_a_text_is_too_little_for_the_usual_accuracy() -> None:
    text = "one two three four five six seven eight nine ten"

    assert alike(text, text.replace("three", "free").replace("nine", "mine")) == pytest.approx(0.64)
    assert alike(text, "one two three four five") == pytest.approx(0.5)
    assert alike("one two three four five", text) == pytest.approx(0.5)


def test_words_in_another_order_are_not_the_same_text() -> None:
    assert alike("to be or not to be", "be to not or be to") < 0.5


def test_nothing_is_like_nothing_else() -> None:
    assert alike("...", "") == alike("word", "") == alike("", "word") == 0.0
