"""Amounts of money: whole millionths of a currency's unit, so that every sum is exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MICRO = 1_000_000
"""Millionths in one unit."""
LARGEST = 10**15
"""Millionths that one amount may have: a thousand million units."""


def micros(amount: Decimal) -> int:
    """The millionths of an exact amount; half of one counts as a whole one."""
    return int((amount * MICRO).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def exact(micro: int) -> Decimal:
    """The amount, with two places behind the point at least and six at most: `2.10`, `1.5108`."""
    amount = (Decimal(micro) / MICRO).quantize(Decimal("0.000001"))
    whole, _, places = f"{amount:f}".partition(".")
    return Decimal(f"{whole}.{places.rstrip('0'):0<2}")


@dataclass(frozen=True, kw_only=True)
class Money:
    """So much of one currency."""

    micro: int
    """Millionths."""
    currency: str

    @property
    def amount(self) -> Decimal:
        """As `exact` says."""
        return exact(self.micro)
