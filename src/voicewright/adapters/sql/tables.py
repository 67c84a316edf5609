"""The tables. Columns carry the names of the domain's fields."""

from __future__ import annotations

import sqlalchemy as sa

from voicewright.adapters.sql.columns import Moment, Several, Typed, Words, choice
from voicewright.domain.account import Scope
from voicewright.domain.audit import Act, Subject
from voicewright.domain.commands import Origin
from voicewright.domain.language import Language
from voicewright.domain.ledger import EntryKind, Place
from voicewright.domain.pricing import Terms
from voicewright.domain.task import Kind, Output, Stage
from voicewright.domain.usage import Usage
from voicewright.domain.voice import Failure, Source, State
from voicewright.domain.webhook import Callback, DeliveryState

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("name", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("plan", Words, nullable=False),
    sa.Column("disabled_at", Moment),
    sa.Column("webhook_secret", Words),
    sa.Index(None, "created_at", "id"),
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("digest", Words, nullable=False, unique=True),
    sa.Column("hint", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("scopes", Several(Scope), nullable=False),
    sa.Column("expires_at", Moment),
    sa.Column("last_used_at", Moment),
    sa.Column("rotated_at", Moment),
    sa.Column("revoked_at", Moment),
    sa.Index(None, "created_at", "id"),
)

# A row is never deleted: a voice id is never given out twice.
voices = sa.Table(
    "voices",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("owner", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("source", choice(Source), nullable=False),
    sa.Column("state", choice(State), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("language", choice(Language), nullable=False),
    sa.Column("language_label", Words, nullable=False),
    sa.Column("description", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("expires_at", Moment),
    sa.Column("prompt", Words),
    sa.Column("transcript", Words),
    sa.Column("transcript_fit", sa.Double, nullable=False),
    sa.Column("reference", Words),
    sa.Column("prompt_audio", Words),
    sa.Column("prompt_text", Words),
    sa.Column("preview", Words),
    sa.Column("failure", Typed(Failure)),
    sa.Column("facts", sa.JSON, nullable=False, server_default="{}"),
    # id, name and description in lower case: the databases' own notions of case differ
    sa.Column("sought", Words, nullable=False),
    sa.Column("warned_at", Moment),
    sa.Index(None, "owner", "created_at", "id"),
    sa.Index(None, "expires_at"),
)

# voice_id points nowhere: system voices have no rows.
tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("kind", choice(Kind), nullable=False),
    sa.Column("stage", choice(Stage), nullable=False),
    sa.Column("origin", Typed(Origin), nullable=False),
    sa.Column("voice_id", Words, nullable=False),
    sa.Column("work", sa.JSON, nullable=False),
    sa.Column("request", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False, server_default="0"),
    sa.Column("progress", sa.Integer, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.Column("output", Typed(Output)),
    sa.Column("usage", Typed(Usage)),
    sa.Column("failure", Typed(Failure)),
    sa.Column("callback", Typed(Callback)),
    sa.Column("terms", Typed(Terms)),
    sa.Index(None, "stage", "turn"),
    sa.Index(None, "account", "stage", "turn"),
    sa.Index(None, "voice_id"),
    sa.Index(None, "finished_at"),
)


uploads = sa.Table(
    "uploads",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("owner", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("filename", Words, nullable=False),
    sa.Column("purpose", Words, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("key", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index(None, "owner", "created_at", "id"),
)

# Whole numbers for callers whose contract has no texts as ids. `thing` names files and tasks, some in one line.
numbers = sa.Table(
    "numbers",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("owner", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("thing", Words, nullable=False, unique=True),
    sa.Index(None, "owner", "number"),
)

# What speakers said before their voices were cloned.
consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("owner", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("language", Words, nullable=False),
    sa.Column("key", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index(None, "owner", "created_at", "id"),
)

timbres = sa.Table(
    "timbres",
    metadata,
    sa.Column("voice_id", Words, primary_key=True),
    sa.Column("engine", Words, primary_key=True),
    sa.Column("version", Words, primary_key=True),
    sa.Column("key", Words, nullable=False),
)

# Outlives the task that it counts: tasks can be forgotten, bills cannot.
usage = sa.Table(
    "usage",
    metadata,
    sa.Column("task_id", Words, primary_key=True),
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("kind", choice(Kind), nullable=False),
    sa.Column("dialect", Words, nullable=False),
    sa.Column("model", Words, nullable=False),
    sa.Column("voice_id", Words, nullable=False),
    sa.Column("finished_at", Moment, nullable=False),
    sa.Column("voice_clones", sa.Integer, nullable=False),
    sa.Column("voice_designs", sa.Integer, nullable=False),
    sa.Column("preview_characters", sa.Integer, nullable=False),
    sa.Column("characters", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.Column("key", Words, nullable=False, server_default=""),
    sa.Column("charged", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("currency", Words, nullable=False, server_default=""),
    sa.Column("book", Words, nullable=False, server_default=""),
    sa.Column("book_version", Words, nullable=False, server_default=""),
    sa.Index(None, "account", "finished_at"),
)

# Credit: what happened. Rows are never changed; amounts are millionths of the currency.
entries = sa.Table(
    "entries",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("kind", choice(EntryKind), nullable=False),
    sa.Column("currency", Words, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("task", Words),
    sa.Column("note", Words, nullable=False),
    sa.Index(None, "account", "at", "id"),
)

# Each entry's come to nothing together.
postings = sa.Table(
    "postings",
    metadata,
    sa.Column("entry", Words, sa.ForeignKey("entries.id"), primary_key=True),
    sa.Column("place", choice(Place), primary_key=True),
    sa.Column("amount", sa.BigInteger, nullable=False),
)

# What the postings come to; moved with each of them, and what writers wait for.
balances = sa.Table(
    "balances",
    metadata,
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("place", choice(Place), primary_key=True),
    sa.Column("currency", Words, primary_key=True),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.CheckConstraint("amount >= 0 OR place = 'deposits'", name="ck_balances_owed_to_nobody"),
)

# Open ones; a closed one is gone, and its entries tell of it.
reservations = sa.Table(
    "reservations",
    metadata,
    sa.Column("task", Words, primary_key=True),
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("currency", Words, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("until", Moment),
    sa.Index(None, "until"),
)

# Outlives its task, which can be forgotten while the message is still on its way.
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Words, primary_key=True),
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("task", Words, nullable=False),
    sa.Column("dialect", Words, nullable=False),
    sa.Column("url", Words, nullable=False),
    sa.Column("body", Words, nullable=False),
    sa.Column("request", Words, nullable=False),
    sa.Column("state", choice(DeliveryState), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("replayed_after", sa.Integer, nullable=False),
    sa.Index(None, "created_at", "id"),
    sa.Index(None, "state"),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("delivery", Words, sa.ForeignKey("deliveries.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("said", Words, nullable=False),
)

# Where accounts want to be told what concerns no single task.
targets = sa.Table(
    "targets",
    metadata,
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("url", Words, nullable=False),
    sa.Column("dialect", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

# Requests with an Idempotency-Key.
promises = sa.Table(
    "promises",
    metadata,
    sa.Column("key", Words, primary_key=True),
    sa.Column("method", Words, primary_key=True),
    sa.Column("path", Words, primary_key=True),
    sa.Column("name", Words, primary_key=True),
    sa.Column("account", Words, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("fingerprint", Words, nullable=False),
    sa.Column("token", Words, nullable=False),
    sa.Column("leased_until", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("tasks", sa.JSON, nullable=False),
    sa.Column("voices", sa.JSON, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("headers", sa.JSON),
    sa.Column("body", sa.LargeBinary),
    sa.Column("kept_at", Words),
    sa.Index(None, "token", unique=True),
    sa.Index(None, "expires_at"),
    sa.Index(None, "account"),
)

# Written once: triggers refuse every change. Points nowhere, so that it outlives all that it tells of.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("act", choice(Act), nullable=False),
    sa.Column("subject", choice(Subject), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("account", Words),
    sa.Column("key", Words, nullable=False),
    sa.Column("address", Words, nullable=False),
    sa.Column("request", Words, nullable=False),
    sa.Index(None, "name", "number"),
    sa.Index(None, "account", "number"),
    sa.Index(None, "at"),
)

# How many requests of an account and a verb there were in a minute, and in the one before it.
paces = sa.Table(
    "paces",
    metadata,
    sa.Column("name", Words, primary_key=True),
    sa.Column("minute", sa.BigInteger, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("before", sa.Integer, nullable=False),
)
