"""Servers and networks that behave as they are told."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import httpcore2

from voicewright.adapters.fetch import HttpFetch

LIMIT = 20_000_000
PUBLIC = "93.184.216.34"
"""Stands for any address of the open internet; the tests' network leads it elsewhere."""


Answer: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(kw_only=True)
class Site:
    """A server on a loopback address that says what it is told to."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list[bytes])
    answers: dict[str, Answer] = field(default_factory=dict[str, "Answer"])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def says(self, path: str, answer: bytes) -> str:
        async def write(writer: asyncio.StreamWriter) -> None:
            writer.write(answer)
            await writer.drain()

        self.answers[path] = write
        return self.url(path)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(request)
            await self.answers[request.split()[1].decode()](writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def serving(site: Site, *, tls: ssl.SSLContext | None = None) -> AsyncGenerator[Site, None]:
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


class Detour(httpcore2.AsyncNetworkBackend):
    """Leads every connection to loopback, and remembers where it was meant to go."""

    def __init__(self, *, dead: frozenset[str] = frozenset()) -> None:
        self.asked: list[str] = []
        self._dead = dead

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the signature is httpcore2's
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.asked.append(host)
        if host in self._dead:
            raise httpcore2.ConnectError(host)
        return await HttpFetch().network.connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)


@dataclass(kw_only=True)
class Names:
    """A resolver that answers a name with the next of its answers, and the last one for ever."""

    answers: dict[str, list[Sequence[str]]]
    asked: list[str] = field(default_factory=list[str])

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        del port
        self.asked.append(host)
        if host not in self.answers:
            raise socket.gaierror(host)
        left = self.answers[host]
        return left.pop(0) if len(left) > 1 else left[0]


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"content-length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n".encode()


def fetch_of(site: Site, *, seconds: float = 10) -> HttpFetch:
    return HttpFetch(allow_hosts=frozenset({site.host}), seconds=seconds)
