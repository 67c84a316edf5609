"""The spellings that callers use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.domain.language import Language, language_named


def test_there_are_forty_languages_with_a_tag_each() -> None:
    assert len(Language) == 40
    assert len({language.tag for language in Language}) == 40


@pytest.mark.parametrize("language", Language)
def test_a_language_answers_to_its_name_and_to_its_tag(language: Language) -> None:
    assert language_named(language.value) is language
    assert language_named(language.value.upper()) is language
    assert language_named(language.tag) is language


@pytest.mark.parametrize(
    ("spelling", "language"),
    [
        ("Chinese (Mandarin)", Language.CHINESE),
        ("Chinese (Cantonese)", Language.CANTONESE),
        ("  english ", Language.ENGLISH),
        ("en-GB", Language.ENGLISH),
        ("pt_BR", Language.PORTUGUESE),
        ("English (US)", Language.ENGLISH),
        ("zh-HK", Language.CANTONESE),
        ("粤语", Language.CANTONESE),
        ("tl", Language.FILIPINO),
    ],
)
def test_other_spellings_are_understood(spelling: str, language: Language) -> None:
    assert language_named(spelling) is language


@pytest.mark.parametrize("spelling", ["", "Klingon", "auto", "e"])
def test_what_is_no_language_is_none(spelling: str) -> None:
    assert language_named(spelling) is None


@given(st.text())
def test_any_spelling_is_answered(spelling: str) -> None:
    assert language_named(spelling) is None or isinstance(language_named(spelling), Language)
