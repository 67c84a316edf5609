"""What the services need of the rest of the world."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from voicewright.audio.recording import Limits, Recording
from voicewright.domain.account import Caller


class Fetch(Protocol):
    """Reads what stands at a URL that a stranger gave."""

    async def __call__(self, url: str, *, field: str, limit: int) -> bytes:
        """At most `limit` bytes. Raises FetchFailed's leaves and RecordingTooLarge, each naming the field."""
        ...


class Decoder(Protocol):
    """Turns a stranger's sound file into samples, where it can harm nobody."""

    async def __call__(self, data: bytes, *, field: str, limits: Limits) -> Recording:
        """See `audio.decode.decoded`. Raises BadRecording's leaves, each naming the field, and EngineCrashed."""
        ...


class Moderator(Protocol):
    """Judges what callers want to have said."""

    async def objection(self, caller: Caller, text: str) -> str | None:
        """The words of it that this caller may not use; None where there are none."""
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


class Meter(Protocol):
    """Counts what happens within a minute."""

    async def hit(self, name: str, *, per_minute: int) -> float | None:
        """Count one more; None. Where that many happened within the last minute: the seconds until another may, and nothing counted."""
        ...
