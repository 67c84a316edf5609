"""What the services need of a database and of an object store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from voicewright.domain.account import Account, AccountId, Key
from voicewright.domain.commands import ListVoices
from voicewright.domain.task import Stage, Task
from voicewright.domain.upload import Upload
from voicewright.domain.voice import Voice
from voicewright.domain.webhook import Attempt, Delivery


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list of own voices, newest first."""

    voices: tuple[Voice, ...]
    next: str | None
    """The cursor of the page that follows."""


class Voices(Protocol):
    """Rows of voices. Reads that serve a caller take the owner; the worker's take an id."""

    async def add(self, voice: Voice) -> None:
        """Keep a new voice. Raises VoiceIdTaken, also for ids of voices that are gone."""
        ...

    async def get(self, voice_id: str) -> Voice | None:
        """Any voice, for work that was admitted before; held against other writers until the unit ends."""
        ...

    async def owned(self, owner: AccountId, voice_id: str) -> Voice | None:
        """A voice that the account owns and has not deleted, whatever its state."""
        ...

    async def page(self, owner: AccountId, wanted: ListVoices, *, now: datetime) -> Page:
        """The account's own voices that are neither deleted, failed nor expired, newest first. Raises PageUnknown."""
        ...

    async def save(self, voice: Voice) -> None:
        """Write back what changed."""
        ...

    async def describe(self, owner: AccountId, voice_id: str, *, name: str, description: str) -> None:
        """Write the name and the description alone."""
        ...

    async def keep(self, voice_id: str) -> None:
        """Make a voice permanent: it has really spoken."""
        ...


class Tasks(Protocol):
    """Rows of tasks."""

    async def add(self, task: Task) -> None:
        """Keep a new task and hand it to the worker, both in this transaction."""
        ...

    async def record(self, task: Task) -> None:
        """Keep a task that has ended already."""
        ...

    async def get(self, task_id: str) -> Task | None:
        """Any task, for the worker."""
        ...

    async def owned(self, owner: AccountId, task_id: str) -> Task | None:
        """A task of the account."""
        ...

    async def advance(self, task: Task, *, among: frozenset[Stage]) -> bool:
        """Write the task back if its stored stage is still one of these; false, and nothing written, if not."""
        ...

    async def remove(self, owner: AccountId, task_id: str) -> None:
        """Forget a task of the account."""
        ...

    async def progressed(self, task_id: str, percent: int) -> None:
        """Note how far a running task has come."""
        ...

    async def open(self) -> Mapping[str, str]:
        """The request ids of all tasks that have not ended, by task id; for the worker."""
        ...


class Uploads(Protocol):
    """Rows of uploaded files."""

    async def add(self, upload: Upload) -> None:
        """Keep a new file's row."""
        ...

    async def owned(self, owner: AccountId, file_id: str) -> Upload | None:
        """A file of the account."""
        ...

    async def all(self, owner: AccountId, *, purpose: str | None) -> Sequence[Upload]:
        """The account's files, newest first."""
        ...

    async def remove(self, owner: AccountId, file_id: str) -> None:
        """Forget the file's row."""
        ...


class Numbers(Protocol):
    """Whole numbers that stand for things, where a contract has no texts as ids. Unguessable, and never given twice."""

    async def of(self, owner: AccountId, things: Sequence[str]) -> Mapping[str, int]:
        """The numbers of things of the account's, given now to those that have none."""
        ...

    async def thing(self, owner: AccountId, number: int) -> str | None:
        """What a number of the account's stands for."""
        ...

    async def owner(self, number: int) -> AccountId | None:
        """Whose number it is, for links that are their own permission."""
        ...

    async def like(self, owner: AccountId, prefix: str) -> Mapping[int, str]:
        """The account's numbers of things whose names begin so."""
        ...

    async def drop(self, thing: str) -> None:
        """Forget a thing's number."""
        ...


class Accounts(Protocol):
    """Rows of accounts and keys."""

    async def add(self, account: Account) -> None:
        """Keep a new account."""
        ...

    async def first(self) -> Account | None:
        """The oldest account."""
        ...

    async def add_key(self, key: Key) -> None:
        """Keep a new key."""
        ...

    async def key_of(self, digest: str) -> Key | None:
        """The key with this digest, revoked or not; held against other writers until the unit ends."""
        ...

    async def keys(self) -> Sequence[Key]:
        """Every key, oldest first; for the operator."""
        ...

    async def save_key(self, key: Key) -> None:
        """Write back what changed."""
        ...

    async def webhook_secret(self, account: AccountId, *, fresh: str, anew: bool = False) -> str:
        """What the account's webhooks are signed with; where there is none yet, or anew, the fresh one from now on."""
        ...


class Timbres(Protocol):
    """Where each engine's timbre of a voice is kept."""

    async def key_of(self, voice_id: str, engine: str, version: str) -> str | None:
        """Object key of a timbre."""
        ...

    async def put(self, voice_id: str, engine: str, version: str, key: str) -> None:
        """Note a timbre; noting the same one again changes nothing."""
        ...

    async def drop(self, voice_id: str) -> Sequence[str]:
        """Forget a voice's timbres; their object keys."""
        ...


class Books(Protocol):
    """Usage facts, written once for each task."""

    async def enter(self, task: Task) -> None:
        """Write the usage of a finished task; a second entry for the same task changes nothing."""
        ...


class Deliveries(Protocol):
    """Rows of webhooks, and their log."""

    async def add(self, delivery: Delivery) -> None:
        """Keep a new delivery and hand its first attempt to the worker, both in this transaction."""
        ...

    async def get(self, delivery_id: str) -> Delivery | None:
        """Any delivery, for the worker and the operator."""
        ...

    async def latest(self, *, limit: int) -> Sequence[Delivery]:
        """Every account's deliveries, newest first; for the operator."""
        ...

    async def log(self, delivery_id: str) -> Sequence[Attempt]:
        """A delivery's attempts, in order."""
        ...

    async def attempted(self, delivery: Delivery, attempt: Attempt) -> bool:
        """Write an attempt down with what follows from it, and hand the next one, if there is one, to the worker.

        False, and nothing written, if somebody else has written this attempt down.
        """
        ...

    async def replay(self, delivery: Delivery) -> bool:
        """Begin a delivery anew and hand it to the worker; false, and nothing written, if it has not ended."""
        ...

    async def waiting(self) -> Sequence[Delivery]:
        """Those whose next attempt is still to come; for the worker."""
        ...

    async def forget(self, *, before: datetime) -> None:
        """Remove those that ended and are older than that, with their log."""
        ...


class Unit(Protocol):
    """One transaction."""

    @property
    def voices(self) -> Voices:
        """Voices."""
        ...

    @property
    def tasks(self) -> Tasks:
        """Tasks."""
        ...

    @property
    def uploads(self) -> Uploads:
        """Uploaded files."""
        ...

    @property
    def numbers(self) -> Numbers:
        """Numbers that stand for things."""
        ...

    @property
    def accounts(self) -> Accounts:
        """Accounts and keys."""
        ...

    @property
    def timbres(self) -> Timbres:
        """Timbres."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """Webhooks."""
        ...

    @property
    def books(self) -> Books:
        """Usage."""
        ...


class Store(Protocol):
    """The database."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """A transaction: committed when the block ends well, rolled back when it raises."""
        ...

    def view(self) -> AbstractAsyncContextManager[Unit]:
        """A unit that only reads, so that it waits for no writer and holds none up."""
        ...

    async def ping(self) -> None:
        """Raise if the database does not answer."""
        ...


class Objects(Protocol):
    """Large things under opaque keys."""

    async def put(self, key: str, data: bytes) -> None:
        """Keep data under a key. Writing the same key again is allowed: steps may run twice."""
        ...

    async def get(self, key: str) -> bytes:
        """The data. Raises KeyError."""
        ...

    async def size(self, key: str) -> int:
        """Bytes. Raises KeyError."""
        ...

    def read(self, key: str, *, start: int, end: int) -> AsyncIterator[bytes]:
        """The data from a byte up to, not including, another, in pieces. Raises KeyError."""
        ...

    async def remove(self, key: str) -> None:
        """Remove; removing what is not there is no error."""
        ...

    async def link(self, key: str, *, seconds: int) -> str | None:
        """A URL at which the store itself serves the data for a while, where it can."""
        ...

    async def ping(self) -> None:
        """Raise if the store does not answer."""
        ...
