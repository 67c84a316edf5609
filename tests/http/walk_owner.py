"""Somebody who has one of everything, keys that must not open it, and a look at what became of it."""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, cast

import sqlalchemy as sa
import structlog
from http_world import Program, World, recording
from minimax_calls import Customer
from sqlalchemy import event
from walk_table import UNKNOWN, Ask
from websocket_calls import conversation

from voicewright.adapters.sql.store import SqlStore
from voicewright.adapters.sql.tables import metadata
from voicewright.domain.account import Account, AccountId, Key, Scope
from voicewright.domain.naming import opaque_id

MARK = "owners-own-7f3a"
"""Stands in everything that the owner wrote."""
EVERY_SCOPE = frozenset(Scope)
_CHECKS = re.compile(r"\b(FROM|UPDATE) (keys|accounts)\b|^BEGIN")
"""Statements that find out whose key it is; how often depends on when it was last asked for."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, and what the database was asked for meanwhile."""

    status: int
    body: bytes
    """Without the id of the request."""
    statements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Owner:
    """One account with its things."""

    world: World
    account: str
    things: Mapping[str, str]
    asked: dict[str, list[str]]
    """Statements by the id of the request that they were made for."""
    objects: frozenset[str]

    def answer(self, dialect: str, method: str, ask: Ask, *, key: str | None, path: str, unknown: bool = False) -> Answer:
        """What a request with this key comes to."""
        said = filled(dataclasses.replace(ask, path=ask.path or path), UNKNOWN if unknown else self.things)
        request_id = f"walk-{secrets.token_hex(8)}"
        if method == "WS":
            status, body = self._conversed(dialect, said, key)
            return Answer(status=status, body=body, statements=())
        with self.world.client(key) as client:
            found = client.request(
                method,
                f"/{dialect}{said.path}",
                params=said.query,
                json=said.json,
                data=said.form,
                files={said.file: ("mine.wav", recording())} if said.file else None,
                headers={"x-request-id": request_id},
            )
        statements = tuple(it for it in self.asked.pop(request_id, []) if not _CHECKS.search(it))
        return Answer(status=found.status_code, body=untraced(found.content), statements=statements)

    def _conversed(self, dialect: str, ask: Ask, key: str | None) -> tuple[int, bytes]:
        with conversation(self.world.url, key, path=f"/{dialect}{ask.path}", started=False) as socket:
            first = socket.hear()
            if first["event"] == "connected_success":
                socket.start(**ask.json)
                first = socket.hear()
            return 0, json.dumps(first["base_resp"], separators=(",", ":")).encode()

    def key(self, *, scopes: frozenset[Scope] = EVERY_SCOPE, **ended: Any) -> str:
        """A key of the owner's."""
        return key_in(self.world, self.account, scopes=scopes, **ended)

    def belongings(self) -> str:
        """Everything that is kept of the owner, as text, and which of its objects are there."""
        return self.world.do(self._rows()) + repr(self.objects & files_in(self.world))

    async def _rows(self) -> str:
        found: list[str] = []
        async with sql(self.world).reading.begin() as connection:
            for table in metadata.sorted_tables:
                column = next((table.c[name] for name in ("owner", "account") if name in table.c), None)
                if column is None or table.name == "keys":
                    continue
                rows = await connection.execute(sa.select(table).where(column == self.account).order_by(*table.primary_key.columns))
                found += [f"{table.name} {row}" for row in rows]
        return "\n".join(found)


def owner_in(world: World) -> Owner:
    """A new account that has everything, whose work has been done."""
    secret = world.key()
    account = world.do(world.core.accounts.caller(secret, request="req_walk")).account
    with world.client(secret) as client:
        program, customer = Program(client=client), Customer(client=client)
        voice, design = program.clone(display_name=MARK), program.design(display_name=MARK)
        consent = client.post(
            "/openai/v1/audio/voice_consents", data={"name": MARK, "language": "en-US"}, files={"recording": ("yes.wav", recording())}
        )
        things = {
            "voice": voice["voice_id"],
            "design": design["voice_id"],
            "task": program.speak(voice=design["voice_id"], text=f"Nobody else may read {MARK}.")["task_id"],
            "making": voice["task_id"],
            "file": program.upload()["id"],
            "number": str(customer.upload(filename=f"{MARK}.wav")),
            "long": str(customer.long(f"A long text: {MARK}.")),
            "consent": consent.json()["id"],
            "account": account,
            "key": world.do(world.core.accounts.caller(secret, request="req_walk")).key,
        }
    return Owner(world=world, account=account, things=things, asked=listening(world), objects=files_in(world))


def disabled_key(world: World) -> str:
    """A key, right in itself, of an account that was disabled."""
    account = AccountId(opaque_id("acct"))

    async def keep() -> None:
        async with world.store.unit() as unit:
            await unit.accounts.add(Account(id=account, name="disabled", created_at=world.clock.now(), disabled_at=world.clock.now()))

    world.do(keep())
    return key_in(world, account, scopes=EVERY_SCOPE)


def key_in(world: World, account: str, *, scopes: frozenset[Scope], expired: bool = False, revoked: bool = False) -> str:
    """A key of an account, which may have ended."""
    secret, past = secrets.token_urlsafe(32), world.clock.now() - timedelta(seconds=1)
    key = Key(
        id=opaque_id("key"),
        account=AccountId(account),
        name="walk",
        digest=sha256(secret.encode()).hexdigest(),
        hint=secret[-4:],
        created_at=past,
        scopes=scopes,
        expires_at=past if expired else None,
        revoked_at=past if revoked else None,
    )

    async def keep() -> None:
        async with world.store.unit() as unit:
            await unit.accounts.add_key(key)

    world.do(keep())
    return secret


def filled(ask: Ask, things: Mapping[str, str]) -> Ask:
    """The request with things in the places of their names."""

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"<(\w+)>", lambda found: things[found[1]], value)
        if isinstance(value, dict):
            return {name: put(inner) for name, inner in cast("dict[str, Any]", value).items()}
        return [put(inner) for inner in cast("list[Any]", value)] if isinstance(value, list) else value

    return dataclasses.replace(ask, path=put(ask.path), query=put(ask.query), json=put(ask.json), form=put(ask.form))


def listening(world: World) -> dict[str, list[str]]:
    """What the database is asked for from now on, by the request that asks."""
    asked: dict[str, list[str]] = {}

    def note(_connection: sa.Connection, _cursor: object, statement: str, *_rest: object) -> None:
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        asked.setdefault(request_id, []).append(statement)

    for engine in (sql(world).writing, sql(world).reading):
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    return asked


def sql(world: World) -> SqlStore:
    """The database itself."""
    assert isinstance(world.store, SqlStore)
    return world.store


def files_in(world: World) -> frozenset[str]:
    """The keys of all objects."""
    folder = world.folder / "objects"
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def untraced(body: bytes) -> bytes:
    """An answer without the id of its request."""
    return re.sub(rb'"(request_id|trace_id)":"[^"]*"', b"", body)
