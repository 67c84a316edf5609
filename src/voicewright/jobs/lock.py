"""One server to a data folder: a second one would take the first one's running tasks for lost ones."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class AlreadyServed(Exception):
    """Another server works with the same files; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class FileLock:
    """Held until it is let go or the process ends, however it ends."""

    descriptor: int

    def release(self) -> None:
        """Let go."""
        os.close(self.descriptor)


def lock_file(path: Path, *, guarding: Path) -> FileLock:
    """Take the lock of what is guarded, for this process alone. Raises AlreadyServed.

    A record lock belongs to the process: engine processes that outlive a killed server do not hold it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = _holder(descriptor)
        os.close(descriptor)
        raise AlreadyServed(
            f"Another server{holder} is running on {guarding}. Stop it, or give this one a folder of its own with --data. "
            "Several servers can share one PostgreSQL database."
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return FileLock(descriptor=descriptor)


def _holder(descriptor: int) -> str:
    with suppress(ValueError):
        return f" (process {int(os.pread(descriptor, 20, 0))})"
    return ""
