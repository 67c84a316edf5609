"""What work costs: rates over usage, and what was agreed when the work was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from voicewright.domain.money import micros
from voicewright.domain.usage import Usage

_NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Price:
    """The rates of one kind of work. Amounts are exact; a price is rounded once, when all of it has been added up."""

    each: Decimal = _NOTHING
    """For the work itself, whatever it holds."""
    preview_character: Decimal = _NOTHING
    character: Decimal = _NOTHING
    second: Decimal = _NOTHING
    """Of sound that was made."""
    round_up_to: Decimal | None = None
    """The part that is counted becomes the next multiple of this; None: it stays exact."""

    def of(self, usage: Usage) -> int:
        """Millionths, half of one counted as a whole one."""
        counted = self.preview_character * usage.preview_characters + self.character * usage.characters + self.second * Decimal(str(usage.seconds))
        if self.round_up_to is not None:
            counted = (counted / self.round_up_to).to_integral_value(ROUND_CEILING) * self.round_up_to
        return micros(self.each + counted)

    @property
    def free(self) -> bool:
        """Whether it never comes to anything."""
        return self.each == self.preview_character == self.character == self.second == 0


FOR_NOTHING = Price()


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was agreed when work was accepted. Prices that change later do not change it."""

    key: str
    """Id of the key that asked for the work."""
    book: str
    version: str
    """Of the book."""
    currency: str
    """Empty where the book is free."""
    price: Price = FOR_NOTHING
    most: int = 0
    """Millionths that were reserved; no more is ever charged."""

    def due(self, usage: Usage) -> int:
        """Millionths to be charged for what was used."""
        return min(self.price.of(usage), self.most)
