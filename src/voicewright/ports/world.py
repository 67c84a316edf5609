"""What the services need of the rest of the world."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Fetch(Protocol):
    """Reads what stands at a URL that a stranger gave."""

    async def __call__(self, url: str, *, field: str, limit: int) -> bytes:
        """At most `limit` bytes. Raises FetchFailed's leaves and RecordingTooLarge, each naming the field."""
        ...


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class Notify(Protocol):
    """Tells those who wait for a task that something about it changed. A hint: they still look."""

    def changed(self, task_id: str) -> None:
        """Wake whoever waits."""
        ...

    async def wait(self, task_id: str, *, seconds: float) -> None:
        """Return when it changed, or after the time."""
        ...
