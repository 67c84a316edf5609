"""The only module that names concrete classes: it puts the house together and takes it down again."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from voicewright.adapters.books import price_books
from voicewright.adapters.clock import SystemClock
from voicewright.adapters.decoder import DecoderPool
from voicewright.adapters.fetch import HttpFetch
from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.moderation import WordList, read_list
from voicewright.adapters.notify import LocalNotify
from voicewright.adapters.objects import open_objects
from voicewright.adapters.post import HttpPost
from voicewright.adapters.recogniser import hub
from voicewright.adapters.recogniser.recognisers import installed
from voicewright.adapters.sql.engine import sqlalchemy_urls, sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.paces import SharedMeter
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.books import BookInvalid, PriceBook
from voicewright.domain.plan import Plan
from voicewright.domain.provenance import Marks
from voicewright.engines.host import EngineHost
from voicewright.engines.registry import Registry
from voicewright.http.callbacks import Told, tellers
from voicewright.http.dialects import DIALECTS
from voicewright.http.links import Links
from voicewright.http.state import Gauged, State
from voicewright.jobs.lock import AlreadyServed
from voicewright.jobs.runtime import Jobs
from voicewright.plans import PlansUnreadable, plans_in
from voicewright.ports import Objects, Recogniser, RecogniserInfo
from voicewright.services.accounts import AccountService
from voicewright.services.core import Core, core_of
from voicewright.services.intake import AT_ONCE
from voicewright.settings import Settings
from voicewright.text.detect import detected

DRAIN = 30.0
"""Seconds that running work gets to finish when the server is told to stop."""

SECRET_BYTES = 32

_FEW = 3
"""Languages that are named one by one."""

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
async def store_alone(settings: Settings) -> AsyncGenerator[SqlStore, None]:
    """The database, brought up to date, without a worker. Raises RefusesToStart."""
    await prepare(settings)
    store = open_store(settings.database)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def operator(settings: Settings) -> AsyncGenerator[AccountService, None]:
    """The accounts alone, for the operator's own commands. Raises RefusesToStart."""
    plans = _plans(settings, books_of(settings))
    async with store_alone(settings) as store:
        yield AccountService(store=store, clock=SystemClock(), plans=plans)


@asynccontextmanager
async def house(settings: Settings) -> AsyncGenerator[House, None]:
    """The whole house with its worker running, taken down in the opposite order. Raises RefusesToStart."""
    books = books_of(settings)
    async with AsyncExitStack() as stack:
        await prepare(settings)
        clock = SystemClock()
        objects, links = objects_of(settings), Links(secret=secret_of(settings.data), clock=clock)
        jobs = Jobs(engine=sync_engine(settings.database), data=settings.data, concurrency=settings.workers)
        store = open_store(settings.database, enqueue=jobs.enqueue, dispatch=jobs.dispatch)
        stack.push_async_callback(store.close)
        engines, heard, decoder = _processes(settings, stack)
        core = core_of(
            store=store,
            objects=objects,
            engines=engines,
            decoder=decoder,
            moderator=_word_list(settings.forbidden_words),
            fetch=HttpFetch(allow_hosts=frozenset(settings.allow_hosts)),
            post=HttpPost(allow_hosts=frozenset(settings.allow_hosts)),
            clock=clock,
            notify=LocalNotify(),
            meter=SharedMeter(engine=store.writing) if store.shared else LocalMeter(),
            plans=_plans(settings, books),
            queue_limit=settings.queue_limit,
            recognisers=heard,
            tellers=tellers_of(links),
            books=books,
            outputs_kept=timedelta(hours=settings.keep_speech_hours),
            keep_originals=settings.keep_originals,
            marks=Marks(producer=settings.content_producer, word=settings.hidden_mark),
        )
        await asyncio.gather(engines.start(), decoder.start(), asyncio.to_thread(detected, WARMING))
        try:
            await jobs.start(core.work, core.webhooks, core.retention, tend=core.billing.tend)
        except AlreadyServed as error:
            raise RefusesToStart(str(error)) from error
        stack.push_async_callback(jobs.close, drain=DRAIN)
        yield House(core=core, engines=engines, recognisers=heard, jobs=jobs, links=links)


def _processes(settings: Settings, stack: AsyncExitStack) -> tuple[EngineHost, Sequence[Recogniser], DecoderPool]:
    """What works beside the server, to be ended with the stack."""
    engines = EngineHost(Registry(), workers=settings.workers)
    stack.push_async_callback(engines.close)
    heard = installed(settings.whisper)
    for one in heard:
        stack.push_async_callback(one.close)
    decoder = DecoderPool(size=min(settings.workers, AT_ONCE))
    stack.push_async_callback(decoder.close)
    return engines, heard, decoder


async def prepare(settings: Settings) -> None:
    """Make the data folder and bring the tables to the form of this version. Raises RefusesToStart."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusesToStart(f"The data folder {settings.data} cannot be made: {error.strerror}. Choose another --data.") from error
    await _asked(upgrade, settings)


def _plans(settings: Settings, books: Mapping[str, PriceBook]) -> Mapping[str, Plan]:
    """Raises RefusesToStart."""
    try:
        plans = plans_in(settings.plans)
    except PlansUnreadable as error:
        raise RefusesToStart(f"{error} Check VOICEWRIGHT_PLANS.") from error
    for plan in plans.values():
        if plan.price_book not in books:
            raise RefusesToStart(
                f"The plan {plan.name} has the price book {plan.price_book}; there are {', '.join(sorted(books))}. Check VOICEWRIGHT_PLANS."
            )
    return plans


def _has_tables(url: str) -> bool:
    urls = sqlalchemy_urls(url)
    if urls.sqlite and not Path(urls.sync.database or "").exists():
        return False
    engine = sync_engine(url)
    try:
        return inspect(engine).has_table("alembic_version")
    finally:
        engine.dispose()


def books_of(settings: Settings) -> Mapping[str, PriceBook]:
    """The price books by name. Raises RefusesToStart."""
    try:
        return price_books(settings.price_books)
    except BookInvalid as error:
        raise RefusesToStart(f"A price book cannot be used. {error}") from error


def tellers_of(links: Links) -> Mapping[str, Told]:
    """What tells a task's end, by dialect."""
    return tellers({dialect.name: dialect.telling for dialect in DIALECTS}, links)


async def _asked(question: Callable[[str], T], settings: Settings) -> T:
    """What is found at the database. Raises RefusesToStart."""
    try:
        return await asyncio.to_thread(question, settings.database)
    except (ValueError, SQLAlchemyError) as error:
        problem = str(error).splitlines()[0]
        raise RefusesToStart(f"The database cannot be used: {problem}. Check VOICEWRIGHT_DATABASE_URL.") from error


def _word_list(path: Path | None) -> WordList:
    try:
        return WordList(frozenset() if path is None else read_list(path))
    except (OSError, UnicodeDecodeError) as error:
        problem = (error.strerror if isinstance(error, OSError) else "it is not UTF-8") or str(error)
        raise RefusesToStart(f"The list of forbidden words {path} cannot be read: {problem}. Check VOICEWRIGHT_FORBIDDEN_WORDS.") from error


def objects_of(settings: Settings) -> Objects:
    """Where recordings are kept. Raises RefusesToStart."""
    try:
        return open_objects(settings.objects)
    except (OSError, ValueError) as error:
        problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise RefusesToStart(f"Recordings cannot be kept: {problem}. Check VOICEWRIGHT_OBJECTS_URL.") from error


def secret_of(data: Path) -> bytes:
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
