"""Answers as bytes: lists of voices are long, and this is the quickest way (measured in the choice of the stack)."""

from __future__ import annotations

import msgspec
from fastapi import Response

from voicewright.http.fields import Out


def encoded(out: Out) -> bytes:
    """JSON."""
    return _ENCODER.encode(out)


def answer(out: Out, *, status: int = 200) -> Response:
    """An answer; the route's `response_model` documents it."""
    return Response(encoded(out), status_code=status, media_type="application/json")


def _fields(out: object) -> dict[str, object]:
    return vars(out)


_ENCODER = msgspec.json.Encoder(enc_hook=_fields, decimal_format="number")
"""Amounts are numbers with all their digits."""
