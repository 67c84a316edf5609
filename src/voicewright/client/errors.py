"""What can go wrong, by who has to act.

VoicewrightError
├── Refused        the server said no: change the request
├── Unreachable    no server answered: check its address, or try later
└── WorkFailed     the server accepted the work and could not finish it: try again, or report it

The texts are the server's own wherever it gave one.
"""

from __future__ import annotations


class VoicewrightError(Exception):
    """Anything that keeps a call from succeeding."""

    def __init__(self, message: str, *, code: str = "", status: int | None = None, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        """The server's short name for it, such as `invalid_request_parameter`; empty where no server spoke."""
        self.status = status
        """The HTTP status, where there was an answer."""
        self.request_id = request_id
        """What to quote when reporting it."""


class Refused(VoicewrightError):
    """The server refused the request."""


class Unreachable(VoicewrightError):
    """No server answered, or its answer broke off."""


class WorkFailed(VoicewrightError):
    """The server could not do what it had accepted."""
