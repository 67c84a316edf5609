"""Written and spoken words, side by side."""

from __future__ import annotations

import pytest

from voicewright.domain.language import Language
from voicewright.domain.script import Sentence
from voicewright.text.aligned import aligned
from voicewright.text.prepare import prepared


def pairs(text: str, language: Language = Language.ENGLISH) -> list[tuple[str, str]]:
    spoken = " ".join(item.text for item in prepared(text, language=language) if isinstance(item, Sentence))
    return [(text[mine.start : mine.end], spoken[said.start : said.end]) for mine, said in aligned(text, spoken)]


@pytest.mark.parametrize(
    ("text", "language", "changed"),
    [
        (
            "I paid $25.50 on 3/4/2021, she said.",
            Language.ENGLISH,
            {"25.50": "twenty-five dollars and fifty cents", "3/4/2021": "March fourth, twenty twenty-one"},
        ),
        ("Dr. Who has 2 dogs.", Language.ENGLISH, {"Dr": "Doctor", "2": "two"}),
        ("20% of 5 kg is much.", Language.ENGLISH, {"20%": "twenty percent", "5 kg": "five kilograms"}),
        ("我有25块钱。", Language.CHINESE, {"25": "二十五"}),
        ("Wait <#0.5#> for (laughs) me.", Language.ENGLISH, {}),
    ],
    ids=["money and a date", "a title", "units", "chinese", "marks"],
)
def test_a_figure_stands_beside_what_it_is_read_as(text: str, language: Language, changed: dict[str, str]) -> None:
    found = pairs(text, language)

    assert {mine: said for mine, said in found if mine != said} == changed


def test_a_text_without_figures_is_said_word_by_word() -> None:
    assert pairs("Nothing here is changed.") == [(word, word) for word in ("Nothing", "here", "is", "changed")]


@pytest.mark.parametrize("text", ["1 2 3 4 " * 1250, "1 a 2 b " * 1250, "x" * 10000, "7" * 9000], ids=["figures", "mixed", "one word", "one figure"])
def test_every_spoken_word_of_the_longest_text_has_its_place(text: str) -> None:
    found = pairs(text)

    assert "".join(said for _, said in found).replace(" ", "") == "".join(
        item.text for item in prepared(text, language=Language.ENGLISH) if isinstance(item, Sentence)
    ).replace(" ", "")
