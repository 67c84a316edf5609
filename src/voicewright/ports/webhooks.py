"""What the services need to tell a caller's own server something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from voicewright.domain.task import Task


class Teller(Protocol):
    """How one dialect tells that a task has ended. Tellers are found by the name of the dialect."""

    @property
    def https_only(self) -> bool:
        """Whether an address must be an https one."""
        ...

    @property
    def patience(self) -> float:
        """Seconds that a receiver has for its answer."""
        ...

    @property
    def pauses(self) -> Sequence[float]:
        """Seconds before each further attempt; as many attempts follow the first one."""
        ...

    def accepts(self, status: int) -> bool:
        """Whether this HTTP status means that the message was taken."""
        ...

    def body(self, task: Task) -> str:
        """What is told of a task that has ended and has a callback: JSON, with fresh links."""
        ...


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message as it goes out, once."""

    id: str
    """The receiver's means to know a repeated one."""
    url: str
    body: str
    secret: str = field(repr=False)
    """`whsec_…`"""
    at: datetime
    https_only: bool
    patience: float
    """Seconds for everything."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back."""

    status: int | None
    """HTTP; None where there was no answer."""
    said: str
    """The beginning of the answer as printable text, or why there was none."""
    seconds: float

    @property
    def taken(self) -> bool:
        """Whether it was a 2xx; vendors have rules of their own."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004 - that is what 2xx means


class Post(Protocol):
    """Sends messages to addresses that strangers gave, signed after Standard Webhooks."""

    async def check(self, url: str, *, field: str, https_only: bool) -> None:
        """Whether the address may be called, as things stand. Raises FieldInvalid."""
        ...

    async def __call__(self, letter: Letter) -> Reply:
        """Send it, once; the address is looked at again. What goes wrong is a reply too. Redirects are not followed."""
        ...
