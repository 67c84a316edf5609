"""Requests of the last minute, counted in this process."""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class LocalMeter:
    """See `ports.Meter`. Every minute counts, not only those of the clock: nobody has twice the number around a full minute."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, name: str, *, per_minute: int) -> float | None:
        """See `ports.Meter`."""
        item = RateLimitItemPerMinute(per_minute)
        if self._limiter.hit(item, name):
            return None
        return max(0.0, self._limiter.get_window_stats(item, name).reset_time - time.time())
