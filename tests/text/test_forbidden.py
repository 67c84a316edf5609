"""Words that an operator does not want to hear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.text.forbidden import Forbidden, listed

LIST = Forbidden(
    listed("""
# What nobody says here
darn
bloody  hell
坏话
ひみつ
나쁜말
ห้าม
Straße
C++
हिन्दी
""")
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Well, darn!", "darn"),
        ("DARN", "darn"),
        ("ＤＡＲＮ it", "darn"),
        ("da\u00adrn", "darn"),
        ("d\u200ba\u200drn", "darn"),
        ("𝒹𝒶𝓇𝓃", "darn"),
        ("Bloody\n hell.", "bloody  hell"),
        ("他说坏话了", "坏话"),
        ("坏 话", "坏话"),
        ("これはひみつです", "ひみつ"),
        ("나쁜말을 했다", "나쁜말"),
        ("ข้อห้ามนี้", "ห้าม"),
        ("auf der STRASSE", "Straße"),
        ("I like c++.", "C++"),
        ("यह हिन्दी है", "हिन्दी"),
    ],
)
def test_a_phrase_is_found_however_it_is_written(text: str, found: str) -> None:
    assert LIST.found(text) == found


@pytest.mark.parametrize("text", ["", "darned", "a darning needle", "bloody. Hell", "hell", "坏的话", "हिन्द", "C+", "Strassen", "d a r n"])
def test_what_is_no_whole_phrase_is_not(text: str) -> None:
    assert LIST.found(text) is None


def test_a_list_has_comments_and_empty_lines() -> None:
    assert listed("\ufeff# a comment\n\n  one \r\ntwo words\n---\n") == {"one", "two words"}


@given(st.text(), st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1), st.text())
def test_any_listed_word_is_found_between_any_texts(before: str, word: str, after: str) -> None:
    assert Forbidden(listed(word)).found(f"{before} {word} {after}") == word


@given(st.text(), st.frozensets(st.text()))
def test_any_text_and_any_list_are_taken(text: str, lines: frozenset[str]) -> None:
    found = Forbidden(listed("\n".join(lines))).found(text)

    assert found is None or found in listed("\n".join(lines))
