"""The only module that names concrete classes: it puts the house together and takes it down again."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog
import uvicorn
import uvloop
from fastapi import FastAPI
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from voicewright import logs
from voicewright.adapters.clock import SystemClock
from voicewright.adapters.fetch import HttpFetch
from voicewright.adapters.notify import LocalNotify
from voicewright.adapters.objects import open_objects
from voicewright.adapters.post import HttpPost
from voicewright.adapters.recogniser import hub
from voicewright.adapters.recogniser.recognisers import installed
from voicewright.adapters.sql.engine import sqlalchemy_urls, sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import open_store
from voicewright.domain.errors import FieldInvalid
from voicewright.engines.host import EngineHost
from voicewright.engines.registry import Registry
from voicewright.http.app import RootClash, build
from voicewright.http.callbacks import Told, tellers
from voicewright.http.dialects import DIALECTS
from voicewright.http.links import Links
from voicewright.http.pings import MESSAGE_LIMIT, PingsCounted
from voicewright.http.state import Gauged, State
from voicewright.jobs.lock import AlreadyServed
from voicewright.jobs.runtime import Jobs
from voicewright.ports import Objects, Recogniser, RecogniserInfo
from voicewright.services.accounts import AccountService
from voicewright.services.core import Core, core_of
from voicewright.services.webhooks import WebhookService
from voicewright.settings import Settings
from voicewright.text.detect import detected

DRAIN = 30.0
"""Seconds that running work gets to finish when the server is told to stop."""

KEPT_OPEN = 75
"""Seconds that a connection may idle: programs that ask every few seconds what has become of a task must not find it closed."""

SECRET_BYTES = 32

_FEW = 3
"""Languages that are named one by one."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

WARMING = "The first request should not wait until a model of languages has been read."

T = TypeVar("T")

log = structlog.get_logger(__name__)


class RefusesToStart(Exception):
    """The server will not start as it is set up; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything that runs."""

    core: Core
    engines: EngineHost
    recognisers: Sequence[Recogniser]
    jobs: Jobs
    links: Links

    def state(self) -> State:
        """What requests find."""
        checks = {
            "database": self._database,
            "objects": self._objects,
            "engines": self._engines,
            "recognisers": self._recognisers,
            "worker": self.jobs.check,
        }
        return State(core=self.core, links=self.links, checks=checks, gauges=self._gauges)

    async def _database(self) -> str:
        await self.core.store.ping()
        return "answers"

    async def _objects(self) -> str:
        await self.core.objects.ping()
        return "answers"

    async def _engines(self) -> str:
        state = self.engines.state()
        if not state.alive:
            raise RuntimeError("no engine worker is alive")
        return f"{state.alive} of {state.wanted} workers alive, {state.busy} busy"

    async def _recognisers(self) -> str:
        return "; ".join(described(one.info) for one in self.recognisers) or "none"

    async def _gauges(self) -> Sequence[Gauged]:
        state = self.engines.state()
        return [
            Gauged(name="engine_workers", help="Engine workers that there should be.", value=state.wanted),
            Gauged(name="engine_workers_alive", help="Engine workers that are there.", value=state.alive),
            Gauged(name="engine_workers_busy", help="Engine workers at work.", value=state.busy),
            Gauged(name="engine_calls_waiting", help="Calls that wait for an engine worker.", value=state.queued),
            Gauged(name="engine_restarts", help="Engine workers replaced since the start.", value=state.restarts),
            Gauged(name="tasks_running", help="Tasks that are being performed here.", value=self.jobs.working),
        ]


def described(recogniser: RecogniserInfo) -> str:
    """What a recogniser can do, in a few words."""
    languages = ", ".join(sorted(recogniser.languages)) if len(recogniser.languages) <= _FEW else f"{len(recogniser.languages)} languages"
    return f"{recogniser.name}: {languages}, {'takes dictation' if recogniser.dictates else 'compares speech with a text'}"


def recognisers(settings: Settings) -> Sequence[RecogniserInfo]:
    """The recognisers that a server with these settings has. Starts none."""
    return [one.info for one in installed(settings.whisper)]


def install_model(settings: Settings, name: str) -> Path:
    """Fetch a model for Whisper; its folder. Raises RefusesToStart."""
    try:
        hub.fetched(name, settings.installed_model)
    except hub.NotFetched as error:
        raise RefusesToStart(str(error)) from error
    return settings.installed_model


async def founded(settings: Settings) -> bool:
    """Whether there is a database already. Makes none. Raises RefusesToStart."""
    return await _asked(_has_tables, settings)


@asynccontextmanager
async def operator(settings: Settings) -> AsyncGenerator[AccountService, None]:
    """The accounts alone, for the operator's own commands. Raises RefusesToStart."""
    await _prepare(settings)
    store = open_store(settings.database)
    try:
        yield AccountService(store=store, clock=SystemClock())
    finally:
        await store.close()


@asynccontextmanager
async def webhooks(settings: Settings) -> AsyncGenerator[WebhookService, None]:
    """The webhooks alone, for the operator's own commands: what is to be delivered a running server delivers. Raises RefusesToStart."""
    await _prepare(settings)
    clock = SystemClock()
    jobs = Jobs(engine=sync_engine(settings.database), data=settings.data, concurrency=settings.workers)
    store = open_store(settings.database, dispatch=jobs.dispatch)
    post = HttpPost(allow_hosts=frozenset(settings.allow_hosts))
    try:
        yield WebhookService(store=store, clock=clock, post=post, tellers=_tellers(Links(secret=_secret(settings.data), clock=clock)))
    finally:
        await store.close()
        await jobs.close(drain=0)


@asynccontextmanager
async def house(settings: Settings) -> AsyncGenerator[House, None]:
    """The whole house with its worker running, taken down in the opposite order. Raises RefusesToStart."""
    async with AsyncExitStack() as stack:
        await _prepare(settings)
        clock = SystemClock()
        objects, links = _objects(settings), Links(secret=_secret(settings.data), clock=clock)
        jobs = Jobs(engine=sync_engine(settings.database), data=settings.data, concurrency=settings.workers)
        store = open_store(settings.database, enqueue=jobs.enqueue, dispatch=jobs.dispatch)
        stack.push_async_callback(store.close)
        engines = EngineHost(Registry(), workers=settings.workers)
        stack.push_async_callback(engines.close)
        heard = installed(settings.whisper)
        for one in heard:
            stack.push_async_callback(one.close)
        core = core_of(
            store=store,
            objects=objects,
            engines=engines,
            fetch=HttpFetch(allow_hosts=frozenset(settings.allow_hosts)),
            post=HttpPost(allow_hosts=frozenset(settings.allow_hosts)),
            clock=clock,
            notify=LocalNotify(),
            recognisers=heard,
            tellers=_tellers(links),
        )
        await asyncio.gather(engines.start(), asyncio.to_thread(detected, WARMING))
        try:
            await jobs.start(core.work, core.webhooks)
        except AlreadyServed as error:
            raise RefusesToStart(str(error)) from error
        stack.push_async_callback(jobs.close, drain=DRAIN)
        yield House(core=core, engines=engines, recognisers=heard, jobs=jobs, links=links)


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


async def _prepare(settings: Settings) -> None:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusesToStart(f"The data folder {settings.data} cannot be made: {error.strerror}. Choose another --data.") from error
    await _asked(upgrade, settings)


def _has_tables(url: str) -> bool:
    urls = sqlalchemy_urls(url)
    if urls.sqlite and not Path(urls.sync.database or "").exists():
        return False
    engine = sync_engine(url)
    try:
        return inspect(engine).has_table("alembic_version")
    finally:
        engine.dispose()


def _tellers(links: Links) -> Mapping[str, Told]:
    return tellers({dialect.name: dialect.telling for dialect in DIALECTS}, links)


async def _asked(question: Callable[[str], T], settings: Settings) -> T:
    """What is found at the database. Raises RefusesToStart."""
    try:
        return await asyncio.to_thread(question, settings.database)
    except (ValueError, SQLAlchemyError) as error:
        problem = str(error).splitlines()[0]
        raise RefusesToStart(f"The database cannot be used: {problem}. Check VOICEWRIGHT_DATABASE_URL.") from error


def _objects(settings: Settings) -> Objects:
    try:
        return open_objects(settings.objects)
    except (OSError, ValueError) as error:
        problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise RefusesToStart(f"Recordings cannot be kept: {problem}. Check VOICEWRIGHT_OBJECTS_URL.") from error


async def _admit(settings: Settings) -> None:
    brought = None if settings.api_key is None else settings.api_key.get_secret_value()
    async with operator(settings) as accounts:
        if brought is None and not settings.loopback and not any(key.revoked_at is None for key in await accounts.keys()):
            raise RefusesToStart(
                f"{settings.host} can be reached from other machines, and there is no key yet. "
                "Make one with `voicewright key create`, or bring one in VOICEWRIGHT_API_KEY."
            )
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


def _secret(data: Path) -> bytes:
    """The key that links are signed with: made once, kept beside the database, readable by its owner only. Raises RefusesToStart."""
    path = data / "links.key"
    if not path.exists():
        fresh = path.with_name(f"links.{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(SECRET_BYTES))
        os.replace(fresh, path)  # noqa: PTH105 - whole or not at all, also when two processes start at once
    try:
        secret = bytes.fromhex(path.read_text())
    except ValueError:
        secret = b""
    if len(secret) < SECRET_BYTES:
        # anybody could sign with the empty key that a crash may leave behind
        raise RefusesToStart(f"{path} is damaged. Remove it: links that were handed out before stop working, and a new one is made.")
    return secret
