"""What is said over a WebSocket, and the codes that are said only there (contract §1.10)."""

from __future__ import annotations

from typing import TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from voicewright.http.dialects.minimax.models import ModelIn
from voicewright.http.fields import In, Out, Text, Unless
from voicewright.http.t2a.manner import RunningOnIn
from voicewright.http.t2a.sounds import BaseOut, ExtraOut

SILENT = BaseOut(status_code=2201, status_msg="timeout: nothing was heard for too long")
CROWDED = BaseOut(status_code=1041, status_msg="conn limit: this account may not have more conversations and open tasks at once")
EMPTY = BaseOut(status_code=2203, status_msg="empty text, skipped")


class Breach(Exception):
    """The caller broke off the conversation's rules; it ends."""

    def __init__(self, code: int, problem: str) -> None:
        super().__init__(problem)
        self.base = BaseOut(status_code=code, status_msg=problem)


def illegal(event: str, problem: str) -> Breach:
    """An event that has no place where it came."""
    return Breach(2202, f"illegal event `{event[:40]}`: {problem}")


def too_long(length: int, limit: int) -> BaseOut:
    """A text that is skipped."""
    return BaseOut(status_code=2204, status_msg=f"over the character limit, skipped: `text` has {length} characters; at most {limit} are allowed")


def too_many(waiting: int) -> BaseOut:
    """A text that came while too much was waiting already."""
    return BaseOut(
        status_code=2205, status_msg=f"over the request limit, skipped: {waiting} characters are waiting to be spoken; send it again later"
    )


class EventIn(In):
    """Anything that a caller says."""

    event: Text = Field(max_length=100)


class StartIn(RunningOnIn, ModelIn):
    """How everything on this connection is spoken."""

    session_id: Unless[Text] = Field(default=None, max_length=256)


class ContinueIn(In):
    """A text, or more of one."""

    text: str | None = None


class EventOut(Out):
    """Anything that is answered. What is null is left out on the wire."""

    session_id: str
    connect_id: str | None
    event: str
    trace_id: str
    base_resp: BaseOut


class PieceOut(Out):
    """A part of a sound."""

    audio: str
    subtitle_file: str | None


class SpokenOut(EventOut):
    """A part of what was spoken; the last one has figures."""

    data: PieceOut
    extra_info: ExtraOut | None
    is_final: bool


K = TypeVar("K", bound=In)


def read(kind: type[K], message: str) -> K:
    """What was said. Raises RequestValidationError, as a body would."""
    try:
        return kind.model_validate_json(message)
    except ValidationError as error:
        raise RequestValidationError([{**found, "loc": ("body", *found["loc"])} for found in error.errors()]) from error
