"""Reads what stands at a URL that a stranger gave, and lets nobody use us to look around."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpcore2
import httpx2

from voicewright.adapters.addresses import Pinned, Place, Resolve, Unfit, addresses_of, place_of, system_network, system_resolve, unconnected
from voicewright.domain.errors import AddressRefused, AddressUnreachable, AnswerRefused, AnswerTooSlow, RecordingTooLarge

REDIRECTS = 3
CONNECT = 10.0
"""Seconds for each address of a host."""
OK = 200
MOVED = frozenset({301, 302, 303, 307, 308})

_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
"""How a page for people begins, whatever its headers say."""


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    field: str
    limit: int


@dataclass(frozen=True, kw_only=True)
class HttpFetch:
    """See `ports.Fetch`. Sends no cookies, credentials or referrer, and heeds no proxy of the environment."""

    allow_hosts: frozenset[str] = frozenset()
    """Hosts (`host` or `host:port`) that may lead into a private network."""
    seconds: float = 30.0
    """For everything, redirects included."""
    resolve: Resolve = system_resolve
    network: httpcore2.AsyncNetworkBackend = field(default_factory=system_network)
    tls: ssl.SSLContext = field(default_factory=httpcore2.default_ssl_context)

    async def __call__(self, url: str, *, field: str, limit: int) -> bytes:
        """See `ports.Fetch`."""
        wanted = _Wanted(field=field, limit=limit)
        try:
            async with asyncio.timeout(self.seconds):
                return await self._follow(url, wanted)
        except TimeoutError:
            raise AnswerTooSlow(field=field, seconds=self.seconds) from None
        except Unfit as error:
            raise AddressRefused(field=field, problem=str(error)) from None

    async def _follow(self, url: str, wanted: _Wanted) -> bytes:
        """The body of the last page of a chain. Raises Unfit."""
        to: httpx2.URL | str = url
        for _ in range(REDIRECTS + 1):
            answer = await self._visit(place_of(to), wanted)
            if isinstance(answer, bytes):
                return answer
            to = answer
        raise Unfit(f"it redirects more than {REDIRECTS} times")

    async def _visit(self, place: Place, wanted: _Wanted) -> bytes | httpx2.URL:
        """The body, or where to go instead. Raises Unfit."""
        allowed = place.among(self.allow_hosts)
        try:
            addresses = await addresses_of(place, resolve=self.resolve, private=allowed)
        except OSError:
            raise AddressUnreachable(field=wanted.field, problem="its host is not known") from None
        try:
            return await self._ask(place, Pinned(addresses, network=self.network), wanted)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
            raise AddressUnreachable(field=wanted.field, problem=unconnected(error)) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, OSError):
            raise AddressUnreachable(field=wanted.field, problem="its host broke off the answer") from None

    async def _ask(self, place: Place, network: Pinned, wanted: _Wanted) -> bytes | httpx2.URL:
        # the target is handed over as it was read: no second parser can read it differently
        url = httpcore2.URL(scheme=place.url.raw_scheme, host=place.host.encode(), port=place.port, target=place.url.raw_path)
        headers: Mapping[bytes | str, bytes | str] = {
            "host": place.url.netloc.decode("ascii"),
            "accept": "*/*",
            "accept-encoding": "identity",
            "user-agent": "voicewright",
            "connection": "close",
        }
        timeout = {"timeout": {"connect": CONNECT}}
        async with (
            httpcore2.AsyncConnectionPool(ssl_context=self.tls, network_backend=network) as pool,
            pool.stream("GET", url, headers=headers, extensions=timeout) as response,
        ):
            told = httpx2.Headers(response.headers)
            if response.status in MOVED and "location" in told:
                return _joined(place.url, told["location"])
            return await _body(response, told, wanted)


async def _body(response: httpcore2.Response, told: httpx2.Headers, wanted: _Wanted) -> bytes:
    if response.status != OK:
        raise AnswerRefused(field=wanted.field, status=response.status)
    if told.get("content-encoding", "identity").strip().lower() != "identity":
        raise AnswerRefused(field=wanted.field, status="with compressed content, which was not asked for")
    too_large = RecordingTooLarge(field=wanted.field, limit_mb=wanted.limit // 1_000_000)
    announced = told.get("content-length", "0")
    if announced.isdecimal() and int(announced) > wanted.limit:
        raise too_large
    data = bytearray()
    async for piece in response.aiter_stream():
        data += piece
        if len(data) > wanted.limit:
            raise too_large
    if _PAGE.match(data):
        raise AnswerRefused(field=wanted.field, status="with a web page and no recording; give the link to the file itself")
    return bytes(data)


def _joined(url: httpx2.URL, location: str) -> httpx2.URL:
    try:
        return url.join(location)
    except (httpx2.InvalidURL, ValueError):
        raise Unfit("it redirects to what is no URL") from None
