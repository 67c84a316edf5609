"""From a request's headers to its caller."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from voicewright.domain.account import Caller
from voicewright.http.state import address_in, core_of, request_id_of

_BEARER = HTTPBearer(auto_error=False, scheme_name="Bearer", description="`Authorization: Bearer <key>`; the bare key is understood too.")
_HEADER = APIKeyHeader(name="xi-api-key", auto_error=False, scheme_name="Header", description="The key in a header of its own.")


def secret_of(headers: Headers) -> str | None:
    """The key: `Authorization: Bearer k`, `Authorization: k` or `xi-api-key: k` (contracts §9)."""
    given = headers.get("authorization", "").strip()
    scheme, _, rest = given.partition(" ")
    bearer = rest.strip() if scheme.lower() == "bearer" else given
    return bearer or headers.get("xi-api-key", "").strip() or None


async def authenticated(request: HTTPConnection) -> Caller:
    """Who calls. Raises KeyMissing, KeyUnknown."""
    return await core_of(request).accounts.caller(secret_of(request.headers), request=request_id_of(request), address=address_in(request))


def caller_of(
    request: Request,
    _bearer: Annotated[object, Security(_BEARER)],
    _header: Annotated[object, Security(_HEADER)],
) -> Caller:
    """The caller that the route class has found; the schemes are named for the API's description."""
    return cast("Caller", request.state.caller)


def visitor_of(
    request: Request,
    _bearer: Annotated[object, Security(_BEARER)],
    _header: Annotated[object, Security(_HEADER)],
) -> Caller | None:
    """The caller, or None for somebody without a key, where the route class lets them in."""
    return cast("Caller | None", request.state.caller)


TheVisitor = Annotated[Caller | None, Depends(visitor_of)]
TheCaller = Annotated[Caller, Depends(caller_of)]
