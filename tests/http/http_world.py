"""A whole server on a free port, with a loop and a thread of its own."""

from __future__ import annotations

import asyncio
import io
import secrets
import socket
import threading
import time
import wave
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import numpy as np
import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI
from http_engine import Hum
from structlog.testing import LogCapture

from voicewright.adapters.books import price_books
from voicewright.adapters.decoder import DecoderPool
from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.moderation import WordList
from voicewright.adapters.notify import LocalNotify
from voicewright.adapters.objects import open_objects
from voicewright.adapters.post import HttpPost
from voicewright.adapters.recogniser.recognisers import installed
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import open_store
from voicewright.domain.account import EVERYTHING, Account, AccountId, Key, Scope
from voicewright.domain.books import PriceBook
from voicewright.domain.errors import AddressUnreachable, Refusal, Unexpected
from voicewright.domain.naming import opaque_id
from voicewright.domain.plan import FREE, Plan
from voicewright.domain.task import Task
from voicewright.domain.webhook import Delivery
from voicewright.http.app import build
from voicewright.http.callbacks import tellers
from voicewright.http.dialects import DIALECTS
from voicewright.http.links import Links
from voicewright.http.pings import MESSAGE_LIMIT, PingsCounted
from voicewright.http.state import Gauged, State
from voicewright.ports import Objects, Recogniser, WorkerStore
from voicewright.services.core import Core, core_of
from voicewright.services.limits import QUEUE_LIMIT

T = TypeVar("T")

PATIENCE = 30.0
LOGS = LogCapture()
"""Everything that every server logs."""


def recording(seconds: float = 12.0, rate: int = 16_000) -> bytes:
    """A wav file with something like syllables."""
    moments = np.arange(int(seconds * rate)) / rate
    voice = sum(np.sin(2 * np.pi * 140 * harmonic * moments) / harmonic for harmonic in range(1, 12))
    sound = 0.2 * voice * (0.55 + 0.45 * np.sin(2 * np.pi * 4 * moments))
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return data.getvalue()


class Clock:
    """The real time, which tests can move on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Library:
    """The internet, as far as recordings go."""

    def __init__(self) -> None:
        self.shelf = {
            "https://example.com/audio/": recording(),
            "https://example.com/voice": recording(),
            "https://example.com/short/": recording(2.0),
        }

    async def __call__(self, url: str, *, field: str, limit: int) -> bytes:
        del limit
        for start, data in self.shelf.items():
            if url.startswith(start):
                return data
        raise AddressUnreachable(field=field, problem="no such host")


@dataclass(kw_only=True)
class World:
    """The server and everything behind it."""

    folder: Path
    opened: Callable[[str], Objects] = open_objects
    hum: Hum = field(default_factory=Hum)
    clock: Clock = field(default_factory=Clock)
    library: Library = field(default_factory=Library)
    post: HttpPost = field(default_factory=lambda: HttpPost(allow_hosts=frozenset({"127.0.0.1"})))
    recognisers: Sequence[Recogniser] = field(default_factory=lambda: installed(None))
    forbidden: frozenset[str] = frozenset({"quixotry"})
    findings: dict[str, Callable[[], str]] = field(default_factory=dict[str, Callable[[], str]])
    """What readiness finds; tests break it."""
    plans: Mapping[str, Plan] = field(default_factory=lambda: {FREE.name: FREE})
    queue_limit: int = QUEUE_LIMIT
    books: Mapping[str, PriceBook] = field(default_factory=lambda: price_books(None))
    paused: bool = False
    """Whether the worker leaves tasks where they are."""
    queue: list[str] = field(default_factory=list[str])
    rounds: list[Delivery] = field(default_factory=list[Delivery])
    """Webhooks that wait for their time, by the world's clock."""

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.findings = {"database": lambda: "answers", "worker": lambda: "works"}
        self.running = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        upgrade(f"sqlite:///{self.folder / 'voicewright.db'}")
        self.thread.start()
        assert self.running.wait(PATIENCE)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(PATIENCE)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something where the server runs."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def key(self, *, scopes: frozenset[Scope] = EVERYTHING, plan: str = FREE.name) -> str:
        """A key of a new account. For each price book there is a plan of its name, where a test has no plans of its own."""
        return self.do(self._key(scopes, plan))

    def client(self, key: str | None) -> httpx2.Client:
        """A program that has this key."""
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=PATIENCE)

    def logged(self, request_id: str) -> list[Mapping[str, Any]]:
        """What was logged of a request, once it is over: the caller may know before the log does."""
        deadline = time.monotonic() + PATIENCE
        found: list[Mapping[str, Any]] = []
        while not any(entry["event"] == "request" for entry in found) and time.monotonic() < deadline:
            found = [entry for entry in list(LOGS.entries) if entry.get("request_id") == request_id]
        return found

    async def _key(self, scopes: frozenset[Scope], plan: str) -> str:
        secret = secrets.token_urlsafe(32)
        now = self.clock.now()
        account = Account(id=AccountId(opaque_id("acct")), name="test", created_at=now, plan=plan)
        digest = sha256(secret.encode()).hexdigest()
        async with self.store.unit() as unit:
            await unit.accounts.add(account)
            key = Key(id=opaque_id("key"), account=account.id, name="test", digest=digest, hint=secret[-4:], created_at=now, scopes=scopes)
            await unit.accounts.add_key(key)
        return secret

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self.loop) as runner:  # which waits for those that it interrupts
            runner.run(self._serve())

    async def _serve(self) -> None:
        app = build(lifespan=self._lifespan, dialects=DIALECTS, root_dialects=("aijisu", "minimax", "apixo", "novita"), public_url=None)
        self.app = app
        config = uvicorn.Config(app, ws=PingsCounted, ws_max_size=MESSAGE_LIMIT, log_config=None, lifespan="on", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        await self.server.serve(sockets=[self.listening])

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncGenerator[State, None]:
        del app
        async with AsyncExitStack() as stack:
            store = open_store(f"sqlite:///{self.folder / 'voicewright.db'}", enqueue=self._enqueue, dispatch=self._dispatch)
            stack.push_async_callback(store.close)
            self.store: WorkerStore = store
            self.objects: Objects = self.opened(str(self.folder / "objects"))
            for one in self.recognisers:
                stack.push_async_callback(one.close)
            decoder = DecoderPool(size=2)
            stack.push_async_callback(decoder.close)
            self.links = Links(secret=secrets.token_bytes(32), clock=self.clock)
            self.core: Core = core_of(
                store=self.store,
                objects=self.objects,
                engines=self.hum,
                fetch=self.library,
                decoder=decoder,
                moderator=WordList(self.forbidden),
                post=self.post,
                clock=self.clock,
                notify=LocalNotify(),
                meter=LocalMeter(),
                plans={name: Plan(name=name, price_book=name) for name in self.books} | dict(self.plans),
                queue_limit=self.queue_limit,
                recognisers=self.recognisers,
                tellers=tellers({dialect.name: dialect.telling for dialect in DIALECTS}, self.links),
                books=self.books,
            )
            working = asyncio.ensure_future(self._work())
            stack.push_async_callback(_ended, working)
            self.running.set()
            yield State(core=self.core, links=self.links, checks={name: self._check(name) for name in self.findings}, gauges=self._gauges)

    def _check(self, name: str) -> Callable[[], Coroutine[Any, Any, str]]:
        async def check() -> str:
            return self.findings[name]()

        return check

    async def _gauges(self) -> Sequence[Gauged]:
        return [Gauged(name="queue_length", help="Tasks that wait.", value=len(self.queue), labels={"queue": "voices"})]

    def _enqueue(self, connection: sa.Connection, task: Task) -> None:
        del connection
        self.queue.append(task.id)

    def _dispatch(self, connection: sa.Connection, delivery: Delivery) -> None:
        del connection
        self.rounds.append(delivery)

    async def _work(self) -> None:
        while True:
            await asyncio.sleep(0.005)
            while self.queue and not self.paused:
                await self._perform(self.queue.pop(0))
            for delivery in [it for it in self.rounds if it.due_at is not None and it.due_at <= self.clock.now()]:
                self.rounds.remove(delivery)
                async with self.store.unit():
                    pass  # the one that handed it over has been committed by then
                await self.core.webhooks.deliver(delivery.id, delivery.attempts + 1)

    async def _perform(self, task_id: str) -> None:
        try:
            await self.core.work.perform(task_id)
        except Refusal as refusal:
            await self.core.work.fail(task_id, refusal)
        except ZeroDivisionError:
            await self.core.work.fail(task_id, Unexpected(request_id=task_id))


async def _ended(work: asyncio.Future[None]) -> None:
    """Interrupts, and waits: a connection that is still in use would outlive the loop."""
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


@dataclass(frozen=True, kw_only=True)
class Program:
    """Somebody's program, and what it has made through the native dialect."""

    client: httpx2.Client

    def clone(self, **fields: object) -> dict[str, Any]:
        body = {"audio_url": "https://example.com/audio/me.wav", "text": "Hello there, this is me.", **fields}
        return self._made("/aijisu/v1/audio/voices/clone", body)

    def design(self, **fields: object) -> dict[str, Any]:
        body = {"prompt": "A calm voice.", "preview_text": "Hello there.", **fields}
        return self._made("/aijisu/v1/audio/voices/design", body)

    def speak(self, *, voice: str, **fields: object) -> dict[str, Any]:
        """A task that has ended."""
        body = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": voice, **fields}
        task = self._made("/aijisu/v1/audio/tasks", body)
        with self.client.stream("GET", f"/aijisu/v1/audio/tasks/{task['task_id']}/events") as events:
            events.read()
        return self.task(task["task_id"])

    def task(self, task_id: str) -> dict[str, Any]:
        answer = self.client.get(f"/aijisu/v1/audio/tasks/{task_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def upload(self) -> dict[str, Any]:
        answer = self.client.post("/aijisu/v1/files", files={"file": ("recording.wav", recording())}, data={"purpose": "voice_clone"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _made(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        answer = self.client.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()
