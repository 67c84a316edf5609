"""Who of several workers on one PostgreSQL database is alive.

Each holds an advisory lock for as long as its session lasts; whose lock can be taken is dead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

KEEPALIVE = ("SET tcp_keepalives_idle = 10", "SET tcp_keepalives_interval = 5", "SET tcp_keepalives_count = 3")
"""The database drops the session, and with it the lock, of a host that has been gone for 25 s."""


@dataclass(kw_only=True)
class Presence:
    """This worker's sign of life, and its look at the others'."""

    engine: sa.Engine
    executor: str
    _session: sa.Connection | None = field(default=None, init=False)

    def show(self) -> None:
        """Hold the sign up; hold it up again if the session was lost. Raises DBAPIError while there is no database."""
        if self._session is not None:
            try:
                self._session.execute(sa.select(1))
            except DBAPIError:
                self.hide()
            else:
                return
        self._session = self._held()

    def hide(self) -> None:
        """Take the sign down: what is left of our work goes to the others."""
        session, self._session = self._session, None
        if session is not None:
            # a session that went back to the pool would keep the lock
            session.invalidate()
            session.close()

    def dead(self, executors: Iterable[str]) -> list[str]:
        """Those of the executors that show no sign of life."""
        others = [executor for executor in executors if executor != self.executor]
        with self.engine.begin() as connection:
            return [it for it in others if connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_number(it))))]

    def _held(self) -> sa.Connection:
        session = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            for setting in KEEPALIVE:
                session.execute(sa.text(setting))
            session.execute(sa.select(sa.func.pg_advisory_lock(_number(self.executor))))
        except DBAPIError:
            session.invalidate()
            session.close()
            raise
        return session


def _number(executor: str) -> int:
    digest = hashlib.sha256(f"voicewright worker {executor}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
