"""What stands in answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from voicewright.domain.speech import Codec
from voicewright.domain.voice import Source, Voice
from voicewright.http.amounts import Amount
from voicewright.http.fields import Out
from voicewright.http.links import Address

CATEGORIES: dict[Source, str] = {Source.SYSTEM: "premade", Source.CLONE: "cloned", Source.DESIGN: "generated"}


class ErrorBody(Out):
    """What was refused, and why."""

    message: str
    type: str = Field(examples=["invalid_request_error"])
    code: str = Field(examples=["invalid_request"])


class ErrorOut(Out):
    """Every refusal."""

    error: ErrorBody


class NewVoiceOut(Out):
    """A voice that was made."""

    voice_id: str = Field(examples=["kyma_3f8e2a1b4c9d7e60"])
    name: str | None = Field(examples=["brand-narrator"])
    model: str = Field(examples=["minimax-voice-clone"])
    cost_usd: Amount | None = Field(description="What it cost, 0 where nothing costs anything; null where it was paid in another currency.")
    balance_usd: Amount | None = Field(description="What credit is left; null where nothing costs anything, or is paid in another currency.")


class VoiceOut(Out):
    """A voice that can be spoken with."""

    voice_id: str
    name: str
    category: str = Field(examples=["premade"], description="`premade`, `cloned` or `generated`.")
    labels: dict[str, str] = Field(examples=[{"language": "English"}])
    preview_url: str | None = Field(description="A link that works for a day; null where there is no preview.")
    description: str

    @classmethod
    def of(cls, voice: Voice, address: Address) -> VoiceOut:
        """A voice as a caller sees it who may speak with it."""
        return cls(
            voice_id=voice.id,
            name=voice.name or voice.id,
            category=CATEGORIES[voice.source],
            labels={"language": voice.language_label} if voice.language_label else {},
            preview_url=None if voice.preview is None else address(voice.preview, Codec.MP3),
            description=voice.description,
        )


class VoicesOut(Out):
    """Every voice that the caller can speak with: those that everybody has, then their own."""

    object: Literal["list"]
    data: list[VoiceOut]

    @classmethod
    def of(cls, voices: Sequence[Voice], *, now: datetime, address: Address) -> VoicesOut:
        """Those of the voices that speak now."""
        return cls(object="list", data=[VoiceOut.of(voice, address) for voice in voices if voice.speaks_at(now)])


class LimitsOut(Out):
    """How often the account may ask for speech; null: as often as it likes. There is no limit by day."""

    tier: str
    requests_per_minute: int | None
    requests_per_day: None


class BalanceOut(Out):
    """What credit is left; null where nothing costs anything, or is paid in another currency."""

    balance_usd: Amount | None
    currency: Literal["USD"]


class PriceOut(Out):
    """What a thing costs."""

    model: str
    unit: Literal["voice", "character"]
    price_usd: Amount | None = Field(description="Null where it is paid in another currency.")


class PricesOut(Out):
    """What each model costs."""

    object: Literal["list"]
    data: list[PriceOut]
