"""The house opened to callers: the address, the first key, and a stop that leaves the work its time."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager

import structlog
import uvicorn
import uvloop
from fastapi import FastAPI

from voicewright import logs
from voicewright.bootstrap import DRAIN, House, RefusesToStart, house, operator
from voicewright.domain.errors import FieldInvalid
from voicewright.http.app import RootClash, build
from voicewright.http.dialects import DIALECTS
from voicewright.http.pings import MESSAGE_LIMIT, PingsCounted
from voicewright.http.state import State
from voicewright.settings import Settings

KEPT_OPEN = 75
"""Seconds that a connection may idle: programs that ask every few seconds what has become of a task must not find it closed."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

log = structlog.get_logger(__name__)


def app(settings: Settings, opened: House) -> FastAPI:
    """The HTTP application over a house that is open. Raises RefusesToStart."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[State, None]:
        yield opened.state()

    try:
        return build(lifespan=lifespan, dialects=DIALECTS, root_dialects=settings.root_dialects, public_url=settings.public_url)
    except RootClash as error:
        raise RefusesToStart(f"{error}.") from error


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises RefusesToStart."""
    logs.configure()
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    with _listener(settings) as listener:
        await _admit(settings)
        async with house(settings) as opened:
            config = uvicorn.Config(
                app(settings, opened),
                http="httptools",
                ws=PingsCounted,
                ws_max_size=MESSAGE_LIMIT,
                ws_per_message_deflate=False,  # audio does not shrink, and trying takes time
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEPT_OPEN,
                timeout_graceful_shutdown=int(DRAIN),
            )
            await _Server(config, address=_address(settings, listener), stopping=opened.jobs.rest).serve(sockets=[listener])


class _Server(uvicorn.Server):
    """uvicorn, with one line when it is ready, and a stop that leaves the work behind the requests its time."""

    def __init__(self, config: uvicorn.Config, *, address: str, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._address = address
        self._stopping = stopping

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop at the first signal. uvicorn would raise it again after the last answer, and end the process before its work."""
        for number in _SIGNALS:
            signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            # whoever asks again while the work is finished does not want to wait, and loses nothing: the next start takes it up
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            log.info("ready", address=self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


async def _admit(settings: Settings) -> None:
    brought = None if settings.api_key is None else settings.api_key.get_secret_value()
    async with operator(settings) as accounts:
        if brought is None and not settings.loopback and not any(key.revoked_at is None for key in await accounts.keys()):
            raise RefusesToStart(
                f"{settings.host} can be reached from other machines, and there is no key yet. "
                "Make one with `voicewright key create`, or bring one in VOICEWRIGHT_API_KEY."
            )
        for account in await accounts.accounts():
            if account.plan not in accounts.plans:
                log.warning("an account's plan is not among the plans, and none of its keys works", account=account.id, plan=account.plan)
        try:
            secret = await accounts.found(brought=brought)
        except FieldInvalid as error:
            raise RefusesToStart(str(error)) from error
    if secret is not None:
        sys.stdout.write(f"Your API key, shown this once:\n\n    export VOICEWRIGHT_API_KEY={secret}\n\n")
        sys.stdout.flush()


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        problem = error.strerror or str(error)
        raise RefusesToStart(
            f"Nothing can listen on {settings.host}:{settings.port}: {problem}. Choose another --port, or --port 0 for a free one."
        ) from error
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}"
