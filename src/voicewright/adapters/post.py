"""Sends signed messages to addresses that strangers gave, and lets nobody use us to knock at doors within."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import httpcore2
from standardwebhooks import Webhook

from voicewright.adapters.addresses import Pinned, Place, Resolve, Unfit, addresses_of, place_of, system_network, system_resolve, unconnected
from voicewright.domain.errors import FieldInvalid
from voicewright.ports import Letter, Reply

CONNECT = 10.0
"""Seconds for each address of a host, and for finding them."""
READING = 2.0
"""Seconds that an answer has to say more than its status."""
HEARD = 2_000
"""Bytes of an answer that are read."""
KEPT = 500
"""Characters of it that are kept."""


@dataclass(frozen=True, kw_only=True)
class HttpPost:
    """See `ports.Post`. Sends no cookies, credentials or referrer, and heeds no proxy of the environment."""

    allow_hosts: frozenset[str] = frozenset()
    """Hosts (`host` or `host:port`) that may lead into a private network, and need no https."""
    resolve: Resolve = system_resolve
    network: httpcore2.AsyncNetworkBackend = field(default_factory=system_network)
    tls: ssl.SSLContext = field(default_factory=httpcore2.default_ssl_context)

    async def check(self, url: str, *, field: str, https_only: bool) -> None:
        """See `ports.Post`."""
        try:
            await self._way(url, https_only=https_only)
        except Unfit as error:
            raise FieldInvalid(field=field, problem=f"cannot be called: {error}") from None

    async def __call__(self, letter: Letter) -> Reply:
        """See `ports.Post`."""
        started = time.monotonic()
        try:
            status, said = await self._exchanged(letter)
        except TimeoutError:
            status, said = None, f"no answer within {letter.patience:g} s"
        except Unfit as error:
            status, said = None, str(error)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
            status, said = None, unconnected(error)
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, OSError):
            status, said = None, "its host broke off the answer"
        return Reply(status=status, said=said, seconds=time.monotonic() - started)

    async def _exchanged(self, letter: Letter) -> tuple[int, str]:
        """Status and beginning of the answer. Raises Unfit, TimeoutError, what the network raises."""
        async with asyncio.timeout(letter.patience) as deadline:
            place, addresses = await self._way(letter.url, https_only=letter.https_only)
            # the target is handed over as it was read: no second parser can read it differently
            url = httpcore2.URL(scheme=place.url.raw_scheme, host=place.host.encode(), port=place.port, target=place.url.raw_path)
            network, timeout = Pinned(addresses, network=self.network), {"timeout": {"connect": CONNECT}}
            async with (
                httpcore2.AsyncConnectionPool(ssl_context=self.tls, network_backend=network) as pool,
                pool.stream("POST", url, headers=_headers(place, letter), content=letter.body.encode(), extensions=timeout) as response,
            ):
                # it has answered: whatever else it says is not waited for any longer than that
                deadline.reschedule(asyncio.get_running_loop().time() + 2 * READING)
                return response.status, await _beginning(response)

    async def _way(self, url: str, *, https_only: bool) -> tuple[Place, Sequence[str]]:
        """Where a URL leads, and by which addresses. Raises Unfit."""
        place = place_of(url)
        allowed = place.among(self.allow_hosts)
        if https_only and place.url.scheme != "https" and not allowed:
            raise Unfit("it must be an https address")
        try:
            async with asyncio.timeout(CONNECT):
                return place, await addresses_of(place, resolve=self.resolve, private=allowed)
        except OSError:  # a name that nobody knows, or nobody who says
            raise Unfit("its host is not known") from None


def _headers(place: Place, letter: Letter) -> Mapping[bytes | str, bytes | str]:
    signature = Webhook(letter.secret).sign(letter.id, letter.at, letter.body)
    return {
        "host": place.url.netloc.decode("ascii"),
        "content-type": "application/json",
        "content-length": str(len(letter.body.encode())),
        "accept-encoding": "identity",
        "user-agent": "voicewright",
        "connection": "close",
        "webhook-id": letter.id,
        "webhook-timestamp": str(int(letter.at.timestamp())),
        "webhook-signature": signature,
    }


async def _beginning(response: httpcore2.Response) -> str:
    data = bytearray()
    with suppress(TimeoutError, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException):
        async with asyncio.timeout(READING):
            await _fill(data, response)
    said = data[:HEARD].decode(errors="replace")
    # it will be shown on somebody's terminal
    return "".join(character if character.isprintable() else " " for character in said)[:KEPT].strip()


async def _fill(data: bytearray, response: httpcore2.Response) -> None:
    async for piece in response.aiter_stream():
        data += piece
        if len(data) >= HEARD:
            return
