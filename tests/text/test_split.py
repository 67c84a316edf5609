"""Where sentences end in each script."""

from __future__ import annotations

import pytest

from voicewright.domain.language import Language
from voicewright.domain.script import Sentence
from voicewright.text.prepare import prepared
from voicewright.text.split import limit


def _sentences(text: str, language: Language) -> list[str]:
    return [item.text for item in prepared(text, language=language) if isinstance(item, Sentence)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (Language.ENGLISH, ["Hello there.", "How are you?", "Fine!"]),
        (Language.ENGLISH, ["J. R. Tolkien wrote it.", "He knew the U.S. well."]),
        (Language.ENGLISH, ["Wait… what did you say?", "Nothing."]),
        (Language.ENGLISH, ["“Really?” he asked.", "“Yes.”", "They left."]),
        (Language.ENGLISH, ["Is that so?!", "It is."]),
        (Language.CHINESE, ["你好！", "今天天气很好。", "“真的吗？”", "他问……"]),
        (Language.JAPANESE, ["今日は。", "元気ですか？", "はい！"]),
        (Language.ARABIC, ["كيف حالك؟", "أنا بخير.", "شكرا"]),
        (Language.PERSIAN, ["سلام.", "خوبی؟", "بله"]),
        (Language.HINDI, ["यह क्या है?", "यह घर है।", "ठीक है॥", "हाँ"]),
        (Language.GREEK, ["Τι κάνεις;", "Καλά.", "Εσύ;", "Ναι"]),
        (Language.RUSSIAN, ["Это г. Москва.", "Да, и т. п."]),
        (Language.FRENCH, ["C’est vrai ?", "Oui !", "Bien."]),
        (Language.FRENCH, ["Il dit : « Viens ! »", "Puis il part.", "« Non ! » dit-elle."]),
        (Language.GERMAN, ["„Komm!“", "Er geht.", "»Warum?«", "»Darum.«"]),
        (Language.SPANISH, ["¿Qué tal?", "¡Bien!", "Adiós."]),
    ],
)
def test_sentences_end_where_their_readers_end_them(language: Language, sentences: list[str]) -> None:
    glue = "" if not language.spaced else " "
    joined = glue.join(sentences)
    kept = ["Это г. Москва.", "Да, и тому подобное."] if language is Language.RUSSIAN else sentences
    assert _sentences(joined, language) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith met Prof. Jones.",
        "It costs 3.5 euros, e.g. here.",
        "See fig. 3 for more.",
        "We met Mr. X at St. Mary.",
        "He came at 3 p.m. and left.",
        "See example.com now.",
    ],
)
def test_abbreviations_decimals_and_addresses_end_no_sentence(text: str) -> None:
    assert len(_sentences(text, Language.ENGLISH)) == 1


@pytest.mark.parametrize(
    "text", ["It ends at 3:30 p.m. Then we go.", "Apples, pears, etc. Then we go.", "So do I. They know.", "Version 2.8 is out. Get it."]
)
def test_a_full_stop_that_an_abbreviation_shares_still_ends_the_sentence(text: str) -> None:
    assert len(_sentences(text, Language.ENGLISH)) == 2


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\n\n \n"])
def test_a_new_line_ends_a_paragraph(newline: str) -> None:
    first, second = prepared(f"One{newline}Two", language=Language.ENGLISH)
    assert isinstance(first, Sentence)
    assert isinstance(second, Sentence)
    assert (first.text, first.paragraph_end, second.text, second.paragraph_end) == ("One", True, "Two", False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.ENGLISH, "and then we walked on, " * 60),
        (Language.ENGLISH, "word " * 300),
        (Language.ENGLISH, "x" * 2000),
        (Language.CHINESE, "我们走了很远，" * 80),
        (Language.CHINESE, "啊" * 500),
        (Language.THAI, "ฉันรักประเทศไทย " * 60),
        (Language.HINDI, "कि" * 500),
    ],
)
def test_a_sentence_without_an_end_is_cut_and_nothing_is_lost(language: Language, text: str) -> None:
    parts = _sentences(text, language)
    assert len(parts) > 1
    assert max(map(len, parts)) <= limit(language)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_sentence_is_cut_after_a_clause_rather_than_within() -> None:
    parts = _sentences("and then we walked on, " * 60, Language.ENGLISH)
    assert all(part.endswith(",") for part in parts)


def test_no_cut_parts_a_letter_from_its_vowel_sign() -> None:
    assert all(not part.startswith("\u093f") for part in _sentences("कि" * 500, Language.HINDI))
