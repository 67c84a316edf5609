"""Sound behind signed links: whole or in ranges, from here or from the object store itself."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection

from voicewright.domain.errors import MediaNotVisible
from voicewright.http.dialect import open_to_all
from voicewright.http.edge import Render
from voicewright.http.links import Address, Opened
from voicewright.http.sound import MEDIA_TYPES, Kept
from voicewright.http.state import TheCore, address_in, links_of, origin_of, request_id_of
from voicewright.http.streams import primed
from voicewright.ports import Objects
from voicewright.services.core import Core

_BYTES: dict[str, Any] = {
    "audio/*": {"schema": {"type": "string", "format": "binary"}},
    "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The sound, or its subtitles.", "content": _BYTES},
    206: {"description": "The part that was asked for.", "content": _BYTES},
    304: {"description": "You have it already."},
    307: {"description": "The object store serves it."},
    404: {"description": "The link is not valid, or it has expired."},
    416: {"description": "The range lies beyond the end."},
    "default": {"description": "Any other refusal."},
}
_ONE_RANGE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})")


@dataclass(frozen=True, kw_only=True)
class Span:
    """Bytes from one up to, not including, another."""

    start: int
    end: int


class SpanOutside(Exception):
    """The range lies beyond the object."""


def span_of(header: str | None, size: int) -> Span | None:
    """The range asked for, or None for the whole: no range, several, or one that cannot be read (RFC 9110 §14.2).

    Raises SpanOutside.
    """
    found = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if found is None or found["first"] == found["last"] == "":
        return None
    if found["first"] == "":
        span = Span(start=max(0, size - int(found["last"])), end=size)
    else:
        start, end = int(found["first"]), int(found["last"]) + 1 if found["last"] else size
        if found["last"] and end <= start:
            return None
        span = Span(start=start, end=min(end, size))
    if span.start >= span.end:
        raise SpanOutside
    return span


def address_of(request: HTTPConnection) -> Address:
    """What makes links for the answers to this request: under the public address, or the one that the request came to."""
    links, origin = links_of(request), origin_of(request)

    def address(key: str, kind: Kept) -> str:
        return f"{origin}{links.path(key, kind)}"

    return address


def media(render: Render) -> APIRouter:
    """The route of media, refusing in a dialect's words."""
    router = APIRouter(tags=["media"], route_class=open_to_all(render))

    @router.get("/media/{token}.{extension}", response_class=Response, responses=_ANSWERS)
    @router.head("/media/{token}.{extension}", include_in_schema=False)
    async def sound(request: Request, core: TheCore, token: str, extension: str, *, exp: str = "", sig: str = "") -> Response:
        """Sound, or its subtitles, that an answer linked to. The link is its own permission, and expires."""
        opened = links_of(request).opened(token, extension, expiry=exp, signature=sig)
        if request.method == "GET" and (elsewhere := await core.objects.link(opened.key, seconds=opened.seconds)):
            await _fetched(request, core, opened)  # which part is taken there, nobody tells us
            return RedirectResponse(elsewhere, status_code=307)
        return await _served(request, core, opened, extension)

    return router


def taken(span: Span, size: int) -> bool:
    """Whether a part is as good as the whole: its beginning, or more than half. Players ask for the rest in many parts, which is one download."""
    return span.start == 0 or 2 * (span.end - span.start) > size


async def _fetched(request: Request, core: Core, opened: Opened) -> None:
    await core.audit.fetched(opened.key, address=address_in(request), request=request_id_of(request))


async def _served(request: Request, core: Core, opened: Opened, extension: str) -> Response:
    try:
        size = await core.objects.size(opened.key)
    except KeyError:
        raise MediaNotVisible from None
    tag = f'"{sha256(f"{opened.key} {size}".encode()).hexdigest()[:32]}"'
    headers = _headers(opened, extension, tag)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    wanted = request.headers.get("range") if request.headers.get("if-range", tag) == tag else None
    try:
        span = span_of(wanted, size)
    except SpanOutside:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    if request.method == "GET" and (span is None or taken(span, size)):
        await _fetched(request, core, opened)
    return await _sent(request, core.objects, opened.key, size=size, span=span, headers=headers)


async def _sent(request: Request, objects: Objects, key: str, *, size: int, span: Span | None, headers: dict[str, str]) -> Response:
    start, end = (span.start, span.end) if span else (0, size)
    headers["content-length"] = str(end - start)
    status = 200
    if span:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
        status = 206
    if request.method == "HEAD" or start == end:
        return Response(status_code=status, headers=headers)
    answer = await primed(request, _pieces(objects, key, start, end), media_type=headers["content-type"], headers=headers)
    answer.status_code = status
    return answer


async def _pieces(objects: Objects, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in objects.read(key, start=start, end=end):
            yield piece
    except KeyError:
        raise MediaNotVisible from None


def _headers(opened: Opened, extension: str, tag: str) -> dict[str, str]:
    name = re.sub(r"[^A-Za-z0-9_-]", "", opened.key.rsplit("/", 1)[-1]) or "sound"
    return {
        "content-type": MEDIA_TYPES[extension],
        "content-disposition": f'inline; filename="{name}.{extension}"',
        "accept-ranges": "bytes",
        "etag": tag,
        "cache-control": f"private, max-age={opened.seconds}",
        "x-content-type-options": "nosniff",
    }
