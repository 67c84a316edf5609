"""What the services need of a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from voicewright.domain.account import Account, AccountId, Key
from voicewright.domain.commands import ListVoices
from voicewright.domain.consent import Consent
from voicewright.domain.task import Kind, Task
from voicewright.domain.upload import Upload
from voicewright.domain.voice import Voice
from voicewright.domain.webhook import Delivery
from voicewright.ports.life import Audit, Inventory, Promises, Targets
from voicewright.ports.money import Books, Ledger


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list of own voices, newest first."""

    voices: tuple[Voice, ...]
    next: str | None
    """The cursor of the page that follows."""


class Voices(Protocol):
    """Rows of voices, by their owner."""

    async def add(self, voice: Voice) -> None:
        """Keep a new voice. Raises VoiceIdTaken, also for ids of voices that are gone."""
        ...

    async def owned(self, owner: AccountId, voice_id: str) -> Voice | None:
        """A voice that the account owns and has not deleted, whatever its state."""
        ...

    async def held(self, owner: AccountId, voice_id: str) -> Voice | None:
        """As `owned`, and held against other writers until the unit ends."""
        ...

    async def page(self, owner: AccountId, wanted: ListVoices, *, now: datetime) -> Page:
        """The account's own voices that are neither deleted, failed nor expired, newest first. Raises PageUnknown."""
        ...

    async def save(self, voice: Voice) -> None:
        """Write back what changed of a voice of its owner's."""
        ...

    async def describe(self, owner: AccountId, voice_id: str, *, name: str, description: str) -> None:
        """Write the name and the description alone."""
        ...

    async def keep(self, owner: AccountId, voice_id: str) -> None:
        """Make a voice of the account's permanent: it has really spoken."""
        ...


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Tasks that have not begun."""

    length: int
    turn: int | None
    """Of the first one."""


class Tasks(Protocol):
    """Rows of tasks, by their account."""

    async def add(self, task: Task) -> None:
        """Keep a new task and hand it to the worker, both in this transaction."""
        ...

    async def record(self, task: Task) -> None:
        """Keep a task that has ended already."""
        ...

    async def owned(self, owner: AccountId, task_id: str) -> Task | None:
        """A task of the account."""
        ...

    async def remove(self, owner: AccountId, task_id: str) -> None:
        """Forget a task of the account."""
        ...

    async def unended(self, owner: AccountId, kind: Kind) -> int:
        """How many tasks of a kind the account has that have not ended; held against others of its own until the unit ends."""
        ...

    async def last_turn(self, owner: AccountId) -> int | None:
        """The turn of the account's last task that waits."""
        ...

    async def queue(self) -> Queue:
        """What waits, whosever it is."""
        ...

    async def of_voice(self, owner: AccountId, voice_id: str, *, since: datetime) -> Sequence[Task]:
        """The account's tasks that made a voice or spoke with it; of mixes in which it was not the heaviest, those that ended since."""
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


@dataclass(frozen=True, kw_only=True)
class ConsentPage:
    """One page of an account's consents, newest first."""

    consents: tuple[Consent, ...]
    more: bool


class Consents(Protocol):
    """Rows of recorded consents."""

    async def add(self, consent: Consent) -> None:
        """Keep a new consent's row."""
        ...

    async def owned(self, owner: AccountId, consent_id: str) -> Consent | None:
        """A consent of the account."""
        ...

    async def page(self, owner: AccountId, *, after: str | None, limit: int) -> ConsentPage:
        """The account's consents, newest first, from behind the one with that id. Raises PageUnknown."""
        ...

    async def rename(self, owner: AccountId, consent_id: str, name: str) -> None:
        """Write the name."""
        ...

    async def remove(self, owner: AccountId, consent_id: str) -> None:
        """Forget the consent's row."""
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

    async def drop(self, owner: AccountId, thing: str) -> None:
        """Forget the number of a thing of the account's."""
        ...


class Accounts(Protocol):
    """Rows of accounts and keys."""

    async def add(self, account: Account) -> None:
        """Keep a new account."""
        ...

    async def first(self) -> Account | None:
        """The oldest account."""
        ...

    async def get(self, account: AccountId) -> Account | None:
        """An account."""
        ...

    async def all(self) -> Sequence[Account]:
        """Every account, oldest first; for the operator."""
        ...

    async def replan(self, account: AccountId, plan: str) -> None:
        """Give an account another plan."""
        ...

    async def disable(self, account: AccountId, at: datetime | None) -> None:
        """Keep an account from calling since a moment, the first one that was given; None: let it call."""
        ...

    async def add_key(self, key: Key) -> None:
        """Keep a new key."""
        ...

    async def key_of(self, digest: str) -> Key | None:
        """The key with this digest, revoked or not; held against other writers until the unit ends."""
        ...

    async def key(self, key_id: str) -> Key | None:
        """A key by its id; for the operator, and held as above."""
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


class Deliveries(Protocol):
    """Rows of webhooks."""

    async def add(self, delivery: Delivery) -> None:
        """Keep a new delivery and hand its first attempt to the worker, both in this transaction."""
        ...


class Unit(Protocol):
    """One transaction for a caller. What it reaches of theirs it reaches by their account; the worker's is `WorkerUnit`."""

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
    def consents(self) -> Consents:
        """Recorded consents."""
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

    @property
    def ledger(self) -> Ledger:
        """Credit."""
        ...

    @property
    def targets(self) -> Targets:
        """Where accounts want to be told."""
        ...

    @property
    def promises(self) -> Promises:
        """Requests that count once."""
        ...

    @property
    def audit(self) -> Audit:
        """What was done."""
        ...

    @property
    def inventory(self) -> Inventory:
        """Which objects are known."""
        ...


class Store(Protocol):
    """The database."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """A transaction: committed when the block ends well, rolled back when it raises; one or the other, whenever its caller is cancelled."""
        ...

    def view(self) -> AbstractAsyncContextManager[Unit]:
        """A unit that only reads, so that it waits for no writer and holds none up."""
        ...

    async def ping(self) -> None:
        """Raise if the database does not answer."""
        ...
