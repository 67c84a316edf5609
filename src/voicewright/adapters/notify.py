"""Word of a task's change, within this process."""

from __future__ import annotations

import asyncio
import threading


class LocalNotify:
    """See `ports.Notify`. The worker may run in another thread and event loop than those who wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, set[asyncio.Future[None]]] = {}

    def changed(self, task_id: str) -> None:
        """See `ports.Notify`."""
        with self._lock:
            waiters = tuple(self._waiting.get(task_id, ()))
        for waiter in waiters:
            if not waiter.get_loop().is_closed():
                waiter.get_loop().call_soon_threadsafe(_wake, waiter)

    async def wait(self, task_id: str, *, seconds: float) -> None:
        """See `ports.Notify`."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._lock:
            self._waiting.setdefault(task_id, set()).add(waiter)
        try:
            await asyncio.wait({waiter}, timeout=seconds)
        finally:
            self._leave(task_id, waiter)

    def _leave(self, task_id: str, waiter: asyncio.Future[None]) -> None:
        with self._lock:
            self._waiting[task_id].discard(waiter)
            if not self._waiting[task_id]:
                del self._waiting[task_id]


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
