"""The file of plans: what is wrong with it is said before anything starts."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from voicewright.bootstrap import RefusesToStart, house
from voicewright.domain.plan import FREE, Limit, Verb
from voicewright.plans import PlansUnreadable, plans_in
from voicewright.settings import Settings

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
PRO = """
[pro]
retention_hours = 720
consent = true
price_book = "minimax"
forbidden_words = ["Quixotry", "  dragon   fire "]

[pro.limits.speak]
per_minute = 60
at_once = 8

[pro.limits.read]
per_minute = 600
"""


def test_a_plan_says_what_an_account_may_do(tmp_path: Path) -> None:
    (tmp_path / "plans.toml").write_text(PRO)

    plans = plans_in(tmp_path / "plans.toml")

    assert plans["free"] == FREE
    assert plans["pro"].retention == timedelta(days=30)
    assert (plans["pro"].consent, plans["pro"].price_book) == (True, "minimax")
    assert plans["pro"].forbidden_words == {"Quixotry", "dragon   fire"}
    assert plans["pro"].limits == {Verb.SPEAK: Limit(per_minute=60, at_once=8), Verb.READ: Limit(per_minute=600)}


def test_the_built_in_plan_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "plans.toml").write_text("[free]\nconsent = true\n")

    assert plans_in(tmp_path / "plans.toml")["free"].consent


@pytest.mark.parametrize("guide", ["accounts", "forbidden-words"])
def test_the_plans_that_the_guides_show_can_be_used(tmp_path: Path, guide: str) -> None:
    text = (GUIDES / f"{guide}.md").read_text()
    (shown,) = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    (tmp_path / "plans.toml").write_text(shown)

    assert "pro" in plans_in(tmp_path / "plans.toml")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[pro]\nretenton_hours = 3", "pro.retenton_hours is unknown; there are retention_hours, consent, price_book, forbidden_words, limits"),
        ("[pro]\nretention_hours = 0", "pro.retention_hours: input should be greater than 0"),
        ("[pro]\nconsent = 'yes'", "pro.consent: input should be a valid boolean"),
        ("[pro.limits.speak]\nper_minute = 0", "pro.limits.speak.per_minute: input should be greater than or equal to 1"),
        ("[pro.limits.speak]\nper_second = 3", "pro.limits.speak.per_second is unknown; there are per_minute, at_once"),
        ("[pro.limits.sing]\nper_minute = 3", "pro.limits.sing is no verb; there are read, change, clone, design, speak"),
        ("[pro.limits.read]\nat_once = 3", "pro.limits.read.at_once limits nothing"),
        ("pro = 3", "pro must be a table such as [pro]"),
        ("[pro", "are not TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "plans.toml").write_text(text)

    with pytest.raises(PlansUnreadable) as unreadable:
        plans_in(tmp_path / "plans.toml")

    assert problem in str(unreadable.value)
    assert str(tmp_path / "plans.toml") in str(unreadable.value)


async def test_a_server_does_not_start_without_the_plans_that_it_was_told_of(tmp_path: Path) -> None:
    with pytest.raises(RefusesToStart, match=r"plans\.toml cannot be read: No such file or directory\. Check VOICEWRIGHT_PLANS"):
        async with house(Settings(data=tmp_path, plans=tmp_path / "plans.toml")):
            pytest.fail("it started")


async def test_a_server_does_not_start_with_a_plan_whose_price_book_there_is_not(tmp_path: Path) -> None:
    (tmp_path / "plans.toml").write_text('[studio]\nprice_book = "gold"\n')

    with pytest.raises(RefusesToStart, match=r"The plan studio has the price book gold; there are .*free"):
        async with house(Settings(data=tmp_path, plans=tmp_path / "plans.toml")):
            pytest.fail("it started")
