"""What the operator's commands about money have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from voicewright.cli.database import on_database

if TYPE_CHECKING:
    from voicewright.services.credit import CreditService
    from voicewright.settings import Settings

T = TypeVar("T")


def on_books(settings: Settings, act: Callable[[CreditService], Awaitable[T]]) -> T:
    """What the act comes to, where there is a database. Raises Stop."""
    from voicewright import operating  # noqa: PLC0415 (`--help` must not wait for it)

    return on_database(settings, operating.credit, act)


def money(micro: int, currency: str) -> str:
    """An amount for people; empty where there is no currency."""
    from voicewright.domain.money import exact  # noqa: PLC0415 (as above)

    return f"{exact(micro)} {currency}" if currency else ""
