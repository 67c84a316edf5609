"""Whole numbers for files and tasks, for callers whose contract has no texts as ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicewright.domain.account import AccountId, Caller
from voicewright.ports import Store


@dataclass(frozen=True, kw_only=True)
class NumberService:
    """Give, find, forget. A number names nothing to anybody but its owner."""

    store: Store

    async def of(self, caller: Caller, things: Sequence[str]) -> Mapping[str, int]:
        """The numbers of things of the caller's, below 2⁵³; those that have none are given one."""
        async with self.store.unit() as unit:
            return await unit.numbers.of(caller.account, things)

    async def thing(self, caller: Caller, number: int) -> str | None:
        """What a number of the caller's stands for."""
        async with self.store.view() as unit:
            return await unit.numbers.thing(caller.account, number)

    async def owner(self, number: int) -> AccountId | None:
        """Whose number it is, for links that are their own permission."""
        async with self.store.view() as unit:
            return await unit.numbers.owner(number)

    async def like(self, caller: Caller, prefix: str) -> Mapping[int, str]:
        """The caller's numbers of things whose names begin so."""
        async with self.store.view() as unit:
            return await unit.numbers.like(caller.account, prefix)

    async def forget(self, caller: Caller, thing: str) -> None:
        """Take the number of a thing of the caller's away."""
        async with self.store.unit() as unit:
            await unit.numbers.drop(caller.account, thing)
