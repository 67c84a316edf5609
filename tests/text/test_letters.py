"""Letters in fancy dress are read as the letters that they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.text.letters import folded


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("𝓗𝓮𝓵𝓵𝓸 𝔀𝓸𝓻𝓵𝓭", "Hello world"),
        ("𝕿𝖍𝖊 𝖖𝖚𝖎𝖈𝖐", "The quick"),
        ("Ｈｅｌｌｏ １２３", "Hello 123"),
        ("Hᴇʟʟᴏ ᴡᴏʀʟᴅ", "Hello world"),
        ("The ﬁrst ﬂoor oﬃce.", "The first floor office."),
        ("ⓗⓔⓛⓛⓞ 🅷🅸 🄷🄸", "hello HI HI"),
        ("①Hi ⑳", "1 Hi 20"),
        ("ﾊﾝｶﾞｸ", "ハンガク"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
        ("ℝ Ⅳ H₂O ㎏", "R IV H2O kg"),
    ],
)
def test_letters_in_fancy_dress_are_plain_ones(written: str, plain: str) -> None:
    assert folded(written) == plain


@pytest.mark.parametrize("text", ["x² 10⁶", "½", "30℃", "№ 5", "2ª", "，。！", "café ñ ß", "กำ", "ˈlɛft", "한국어", "処理", "😀"])
def test_what_has_a_meaning_of_its_own_stays(text: str) -> None:
    assert folded(text) == text


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
