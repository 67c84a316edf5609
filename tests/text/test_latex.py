"""Formulas as Mandarin reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.domain.language import Language
from voicewright.domain.script import Sentence
from voicewright.domain.speech import Wording
from voicewright.text.latex import said
from voicewright.text.prepare import prepared


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (r"a^2+b^2=c^2", "a的平方加b的平方等于c的平方"),
        (r"\frac{1}{2}", "2分之1"),
        (r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}", "x等于2a分之负b正负根号b的平方减4ac"),
        (r"\sqrt[3]{x}", "3次根号下x"),
        (r"\sum_{i=1}^{n} i^3", "从i等于1到n求和，i的立方"),
        (r"x_1 \leq \pi", "x下标1小于等于派"),
        (r"90^\circ", "90度"),
        (r"e^{-x}", "e的负x次方"),
    ],
)
def test_a_formula_is_read_out(formula: str, words: str) -> None:
    assert said(f"$${formula}$$").strip() == words


def test_text_around_a_formula_and_single_dollars_stay() -> None:
    assert said("要 $5 和 $$x$$ 吗") == "要 $5 和  x  吗"


@given(st.text(alphabet=r"\{}[]^_$ab12 frac sqrt+-=", max_size=300))
def test_no_formula_is_too_broken_to_be_read(inside: str) -> None:
    formula = inside.replace("$", "") or "x"

    assert not set(said(f"$${formula}$$")) & set("\\{}$")


@pytest.mark.parametrize("nested", ["{" * 1900, "^" * 1900, r"\frac" * 380, r"\sqrt{" * 300])
def test_depth_costs_nothing(nested: str) -> None:
    assert isinstance(said(f"$${nested}$$"), str)


def test_formulas_are_read_only_where_that_was_asked_for() -> None:
    def words(*, formulas: bool) -> str:
        items = prepared("$$a^2$$", language=Language.CHINESE, wording=Wording(formulas=formulas))
        return "".join(item.text for item in items if isinstance(item, Sentence))

    assert words(formulas=True) == "a的平方"
    assert words(formulas=False) != "a的平方"
