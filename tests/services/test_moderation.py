"""Lists of words that nobody may have said, and lists of a plan."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from services_house import House, house_in

from voicewright.adapters.moderation import WordList, read_list
from voicewright.adapters.sql.store import SqlStore
from voicewright.bootstrap import RefusesToStart
from voicewright.bootstrap import house as opened
from voicewright.domain.errors import TextForbidden
from voicewright.domain.plan import Plan
from voicewright.settings import Settings


def guarded(house: House, store: SqlStore, folder: Path, *, everybody: str = "", plan: str = "") -> House:
    """The same house with a list that is everybody's, and a caller whose plan has one."""
    lists = {"everybody": everybody, "plan": plan}
    for name, words in lists.items():
        (folder / name).write_text(words)
    caller = dataclasses.replace(house.caller, plan=Plan(name="strict", forbidden_words=read_list(folder / "plan")))
    return house_in(store, caller, folder / "objects", moderator=WordList(read_list(folder / "everybody")))


async def test_without_a_list_everything_may_be_said(house: House) -> None:
    assert await house.core.speak.submit(house.caller, house.words())


async def test_a_list_is_for_everybody(house: House, store: SqlStore, tmp_path: Path) -> None:
    strict = guarded(house, store, tmp_path, everybody="hello there\n")

    for refused in (strict.core.speak.submit(strict.caller, strict.words()), strict.clone(), strict.design()):
        with pytest.raises(TextForbidden, match="“hello there”"):
            await refused
    with pytest.raises(TextForbidden):
        await anext(strict.core.speak.parts(strict.caller, strict.words()))
    assert not strict.kept()


async def test_a_plan_adds_its_own(house: House, store: SqlStore, tmp_path: Path) -> None:
    strict = guarded(house, store, tmp_path, plan="calm")

    with pytest.raises(TextForbidden) as refused:
        await strict.design()
    assert refused.value.facts == {"field": "prompt", "words": "calm"}
    other = dataclasses.replace(strict, caller=house.caller)
    assert await other.design()


async def test_a_list_that_cannot_be_read_keeps_the_server_from_starting(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    for name, problem in (("missing", "No such file"), ("latin", "it is not UTF-8")):
        with pytest.raises(RefusesToStart, match=f"{problem}.*VOICEWRIGHT_FORBIDDEN_WORDS"):
            async with opened(Settings(data=tmp_path / "data", forbidden_words=tmp_path / name)):
                pytest.fail("it started")
