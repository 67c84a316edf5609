"""Which addresses a stranger's URL may lead to, and connections that go there and nowhere else."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import httpcore2
import httpx2

PORTS = {"http": 80, "https": 443}

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host name; OSError where it has none."""

_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_FIGURES = re.compile(r"0x[0-9a-f]*|[0-9]+")

_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_ISATAP = 0x0000_5EFE
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure answers its machines here
        "192.0.0.0/24",  # protocol assignments, some of which the standard library takes for global
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address within
        "3fff::/20",  # documentation
    )
)


class Unfit(Exception):
    """A URL that nothing is fetched from or sent to; the message says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a URL leads, once it has been read. Nothing reads the URL a second time."""

    url: httpx2.URL
    host: str
    """Lower case, without a final dot or brackets."""
    port: int

    def among(self, hosts: Iterable[str]) -> bool:
        """Whether a list of hosts (`host` or `host:port`) names it."""
        return not self.spellings.isdisjoint(host.lower() for host in hosts)

    @property
    def spellings(self) -> frozenset[str]:
        """The ways in which an allow-list may name it."""
        bracketed = f"[{self.host}]" if ":" in self.host else self.host
        return frozenset({self.host, bracketed, f"{bracketed}:{self.port}"})


def place_of(url: httpx2.URL | str) -> Place:
    """Read a URL. Raises Unfit."""
    try:
        read = httpx2.URL(url)
        host = read.raw_host.decode("ascii").lower().removesuffix(".")
    except (httpx2.InvalidURL, UnicodeError):
        raise Unfit("it is no URL") from None
    if read.scheme not in PORTS:
        raise Unfit("it is neither an http nor an https address")
    if read.userinfo:
        raise Unfit("it carries a user name or a password")
    if _literal(host) is None and (_NAME.fullmatch(host) is None or _FIGURES.fullmatch(host.split(".")[-1])):
        raise Unfit("its host is neither a name nor an address")
    port = PORTS[read.scheme] if read.port is None else read.port
    if port not in range(1, 2**16):
        raise Unfit("its port is none")
    return Place(url=read, host=host, port=port)


async def addresses_of(place: Place, *, resolve: Resolve, private: bool) -> Sequence[str]:
    """The addresses to connect to. Raises Unfit if one is not public, unless private ones are allowed; OSError."""
    literal = _literal(place.host)
    found = [str(literal)] if literal else await resolve(place.host, place.port)
    if not found:
        raise OSError(f"{place.host} has no address")
    if not private and not all(public(address) for address in found):
        raise Unfit("it leads into a private network")
    return found


def public(address: str) -> bool:
    """Whether an address is one of the open internet, and carries no other address within it."""
    found = _literal(address)
    if found is None or not found.is_global or found.is_multicast or found.is_reserved:
        return False
    if isinstance(found, ipaddress.IPv6Address) and not _plain_v6(found):
        return False
    return not any(found in network for network in _REFUSED)


def _plain_v6(address: ipaddress.IPv6Address) -> bool:
    """Whether it names no interface of ours, and is no ISATAP, whose last half is an IPv4 address."""
    return address.scope_id is None and address in _GLOBAL_V6 and int(address) >> 32 & 0xFDFF_FFFF != _ISATAP


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """Ask the operating system."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 characters
        raise OSError(str(error)) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def system_network() -> httpcore2.AsyncNetworkBackend:
    """The operating system's."""
    # httpcore2 also declares a stand-in of this name for where anyio is missing, which is no backend
    return cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())


def unconnected(error: Exception) -> str:
    """Why a connection was not made, as the end of a sentence."""
    # httpcore2 wraps the cause as its argument and cuts the chain
    cause = next((cause for cause in error.args if isinstance(cause, ssl.SSLError)), None)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {cause.verify_message.rstrip('.')}"
    return "no connection to its host could be made" if cause is None else "its host does not answer in TLS, as https asks"


class Pinned(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that were checked, whatever the name means by now."""

    def __init__(self, addresses: Sequence[str], *, network: httpcore2.AsyncNetworkBackend) -> None:
        self._addresses = addresses
        self._network = network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the signature is httpcore2's
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """To the first address that answers. Raises httpcore2.ConnectError or ConnectTimeout."""
        problem: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in self._addresses:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                problem = error
        raise problem


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
