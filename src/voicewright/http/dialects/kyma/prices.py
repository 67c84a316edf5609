"""What the vendor's pages say that things cost, in USD (seed, "Pricing"; contract §4.8). Nobody is charged here."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, WithJsonSchema

from voicewright.http.dialects.kyma.models import CLONE, DESIGN

PER_VOICE = {CLONE: Decimal("2.10"), DESIGN: Decimal("4.20")}
"""For each voice, once. Rates of speech stand on no page that was seen."""

Usd = Annotated[Decimal, WithJsonSchema({"type": "number"}), Field(examples=["2.10"])]
"""An amount, exact to its last digit."""
