"""Callbacks: how a vendor tells that a task has ended, and from what a caller asked to whom it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from fastapi import Request

from voicewright.domain.task import Task
from voicewright.domain.webhook import Callback
from voicewright.http.answers import encoded
from voicewright.http.fields import Out
from voicewright.http.links import Address, Links
from voicewright.http.sound import Kept
from voicewright.http.state import core_of, origin_of

Payload: TypeAlias = Callable[[Task, Address], Out]


def two_hundreds(status: int) -> bool:
    """Any 2xx."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How a vendor tells that a task has ended. The signature of Standard Webhooks goes with it in any case."""

    payload: Payload
    """What is sent of a task that has ended."""
    pauses: Sequence[float]
    """Seconds before each further attempt; as many attempts follow the first one."""
    patience: float
    """Seconds that a receiver has for its answer."""
    accepts: Callable[[int], bool] = two_hundreds
    """Whether this status means that the message was taken."""
    https_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Told:
    """See `ports.Teller`: a dialect's telling, with links that work."""

    telling: Telling
    links: Links

    @property
    def https_only(self) -> bool:
        """See `ports.Teller`."""
        return self.telling.https_only

    @property
    def patience(self) -> float:
        """See `ports.Teller`."""
        return self.telling.patience

    @property
    def pauses(self) -> Sequence[float]:
        """See `ports.Teller`."""
        return self.telling.pauses

    def accepts(self, status: int) -> bool:
        """See `ports.Teller`."""
        return self.telling.accepts(status)

    def body(self, task: Task) -> str:
        """See `ports.Teller`."""
        base = "" if task.callback is None else task.callback.base

        def address(key: str, kind: Kept) -> str:
            return f"{base}{self.links.path(key, kind)}"

        return encoded(self.telling.payload(task, address)).decode()


def tellers(tellings: Mapping[str, Telling | None], links: Links) -> Mapping[str, Told]:
    """What tells, for each dialect that does."""
    return {name: Told(telling=telling, links=links) for name, telling in tellings.items() if telling is not None}


async def callback_to(request: Request, url: str | None, *, field: str, dialect: str) -> Callback | None:
    """To whom the end of the task is told that a request asks for. Raises FieldInvalid, TextTooLong."""
    if not url:
        return None
    return await core_of(request).webhooks.target(url, field=field, dialect=dialect, base=origin_of(request))
