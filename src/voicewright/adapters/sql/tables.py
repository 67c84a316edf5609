"""The tables. Columns carry the names of the domain's fields."""

from __future__ import annotations

import sqlalchemy as sa

from voicewright.adapters.sql.columns import Moment, Typed, Words, choice
from voicewright.domain.commands import Origin
from voicewright.domain.language import Language
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
    sa.Column("last_used_at", Moment),
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
    sa.Index(None, "owner", "created_at", "id"),
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
    sa.Column("progress", sa.Integer, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.Column("output", Typed(Output)),
    sa.Column("usage", Typed(Usage)),
    sa.Column("failure", Typed(Failure)),
    sa.Column("callback", Typed(Callback)),
    sa.Index(None, "stage"),
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
    sa.Index(None, "account", "finished_at"),
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
