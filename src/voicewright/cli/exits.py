"""How a command ends, for scripts to tell."""

from __future__ import annotations

from enum import IntEnum


class Exits(IntEnum):
    """The exit codes."""

    OK = 0
    REFUSED = 1
    """The server refused the request."""
    USAGE = 2
    """The command, or the settings, cannot work as they stand."""
    UNREACHABLE = 3
    """No server answered."""
    FAILED = 4
    """The server accepted the work and could not finish it."""
    INTERRUPTED = 130


class Stop(Exception):
    """The command ends here, with one line on standard error."""

    def __init__(self, message: str, *, exits: Exits = Exits.USAGE, todo: str = "", document: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.exits = exits
        self.todo = todo
        """What the person can do about it."""
        self.document = document
        """What a machine that asked for JSON gets on standard output."""
