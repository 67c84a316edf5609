"""What the caller's account has used, and what credit it has: ours, on top of the vendor's contract."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, Field

from voicewright.domain.ledger import Balance
from voicewright.domain.money import exact
from voicewright.domain.plan import Verb
from voicewright.domain.usage import Grouping, UsageLine
from voicewright.http.access import asks
from voicewright.http.amounts import Amount
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialect import speaking
from voicewright.http.dialects.aijisu.models import NAME
from voicewright.http.dialects.aijisu.words import render
from voicewright.http.fields import In, Out, Unless
from voicewright.http.state import TheCore

router = APIRouter(tags=[NAME], route_class=speaking(render))


class UsageIn(In):
    """Which usage."""

    by: Literal["key", "voice", "day", "model"] = Field(default="day", description="What it is added up by; days are UTC.")
    since: Unless[AwareDatetime] = Field(default=None, description="Work that ended then or later.", examples=["2026-11-01T00:00:00Z"])
    until: Unless[AwareDatetime] = Field(default=None, description="Work that ended before.", examples=["2026-12-01T00:00:00Z"])


class UsageLineOut(Out):
    """What one key, voice, day or model came to."""

    group: str = Field(examples=["2026-11-21"])
    tasks: int
    voice_clones: int
    voice_designs: int
    preview_characters: int = Field(description="Unicode code points, as `characters`.")
    characters: int
    seconds: float = Field(description="Of sound.")
    charged: Amount
    currency: str | None = Field(description="Null: it cost nothing.")

    @classmethod
    def of(cls, line: UsageLine) -> UsageLineOut:
        """A line."""
        return cls(
            group=line.group,
            tasks=line.tasks,
            voice_clones=line.voice_clones,
            voice_designs=line.voice_designs,
            preview_characters=line.preview_characters,
            characters=line.characters,
            seconds=round(line.seconds, 3),
            charged=exact(line.charged),
            currency=line.currency or None,
        )


class UsageOut(Out):
    """What an account has used."""

    object: Literal["usage"]
    by: str
    data: list[UsageLineOut]


class BalanceOut(Out):
    """What credit an account has."""

    object: Literal["balance"]
    price_book: str = Field(examples=["free"])
    version: str
    currency: str | None = Field(description="Null where nothing costs anything, as every amount.")
    available: Amount | None = Field(description="What can be spent now.")
    reserved: Amount | None = Field(description="What work under way may come to.")
    charged: Amount | None = Field(description="What all finished work came to.")


@router.get("/v1/usage", response_model=UsageOut)
@asks(Verb.READ)
async def show_usage(caller: TheCaller, core: TheCore, wanted: Annotated[UsageIn, Query()]) -> Response:
    """What your account has used: finished work only, since failed work costs nothing."""
    lines = await core.billing.usage(caller, by=Grouping(wanted.by), since=_utc(wanted.since), until=_utc(wanted.until))
    return answer(UsageOut(object="usage", by=wanted.by, data=[UsageLineOut.of(line) for line in lines]))


@router.get("/v1/balance", response_model=BalanceOut)
@asks(Verb.READ)
async def show_balance(caller: TheCaller, core: TheCore) -> Response:
    """What credit your account has, and by which prices it pays."""
    book, balance = core.billing.book(caller), await core.billing.balance(caller)
    available, reserved, charged = _amounts(balance)
    out = BalanceOut(
        object="balance",
        price_book=book.name,
        version=book.version,
        currency=None if balance is None else balance.currency,
        available=available,
        reserved=reserved,
        charged=charged,
    )
    return answer(out)


def _amounts(balance: Balance | None) -> tuple[Decimal, Decimal, Decimal] | tuple[None, None, None]:
    if balance is None:
        return None, None, None
    return exact(balance.available), exact(balance.reserved), exact(balance.charged)


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
