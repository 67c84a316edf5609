"""Money in answers: numbers with all their digits."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, WithJsonSchema

from voicewright.domain.account import Caller
from voicewright.domain.money import Money, exact
from voicewright.services.core import Core

DOLLARS = "USD"

Amount = Annotated[Decimal, WithJsonSchema({"type": "number"}), Field(examples=["2.10"])]
"""An amount, exact to its last digit."""


def dollars(money: Money | None) -> Decimal | None:
    """An amount for callers whose contract knows US dollars only: nothing is 0, and what is of another currency is not told."""
    if money is None:
        return exact(0)
    return money.amount if money.currency == DOLLARS else None


async def dollars_left(core: Core, caller: Caller) -> Decimal | None:
    """The caller's balance for such contracts; None where nothing costs anything, or they pay in another currency."""
    balance = await core.billing.balance(caller)
    return None if balance is None or balance.currency != DOLLARS else exact(balance.available)
