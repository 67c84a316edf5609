"""What a process gives up before it touches a stranger's file. Linux; each measure stands for itself, and one that a kernel lacks is left out."""

from __future__ import annotations

import ctypes
import resource
import struct
from contextlib import suppress
from pathlib import Path

MEMORY = 1_000_000_000
"""Bytes that a file may cost on top of what the interpreter has; ten minutes at the highest rate need 0.7 GB."""
CPU_SECONDS = 20
"""Ten minutes at the highest rate take three."""

_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
"""System calls; the same numbers on every architecture."""
_LANDLOCK_VERSION = 1
_FILES, _TCP, _SCOPES = {1: 13, 2: 14, 3: 15, 5: 16}, 2, 2
"""How many kinds of access there are: to files by the version of Landlock, to TCP from version 4, to other processes from 6."""
_TCP_FROM, _SCOPES_FROM = 4, 6
_CAPABILITIES = 0x20080522
_DEATH_SIGNAL, _KILL, _NO_NEW_PRIVILEGES, _DUMPABLE = 1, 9, 38, 4

_libc = ctypes.CDLL(None, use_errno=True)


def confine() -> None:
    """From here on: no file, no connection, no program, no other process; memory and time that end. It cannot be taken back.

    What is open stays open. The caps count from what the process has now.
    """
    _libc.prctl(_DEATH_SIGNAL, _KILL, 0, 0, 0)
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    has = _address_space()
    _landlocked()
    _cap(resource.RLIMIT_AS, has + MEMORY)
    _cap(resource.RLIMIT_CPU, CPU_SECONDS, at_last=CPU_SECONDS + 1)
    _cap(resource.RLIMIT_FSIZE, 0)
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_NPROC, 0)
    _cap(resource.RLIMIT_NOFILE, 0)
    _without_capabilities()


def _cap(kind: int, most: int, *, at_last: int | None = None) -> None:
    """`at_last`: where the signal that tells of `most` did not end it."""
    with suppress(ValueError, OSError):  # somebody has set a lower one
        resource.setrlimit(kind, (most, most if at_last is None else at_last))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _landlocked() -> None:
    """No path can be opened, no port connected to, no process outside looked into or signalled."""
    version = _libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if version < 1:
        return
    files = max(count for since, count in _FILES.items() if since <= version)
    rules = struct.pack("QQQ", (1 << files) - 1, (1 << _TCP) - 1 if version >= _TCP_FROM else 0, (1 << _SCOPES) - 1 if version >= _SCOPES_FROM else 0)
    known = 8 if version < _TCP_FROM else 16 if version < _SCOPES_FROM else 24
    rules_fd = _libc.syscall(_LANDLOCK_CREATE, rules, ctypes.c_size_t(known), 0)
    if rules_fd >= 0:
        _libc.syscall(_LANDLOCK_RESTRICT, rules_fd, 0)


def _without_capabilities() -> None:
    """Of root nothing is left but the name: not the power to lift the caps again."""
    header, none = struct.pack("Ii", _CAPABILITIES, 0), bytes(24)
    _libc.capset(header, none)
