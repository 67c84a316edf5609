"""Transactions, connections and migrations."""

from __future__ import annotations

import asyncio
import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sql_samples import NOON, account_in, voice_of
from sqlalchemy.exc import DBAPIError

from voicewright.adapters.sql import migrate
from voicewright.adapters.sql.engine import migrating_engine, sqlalchemy_urls, sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.adapters.sql.tables import metadata
from voicewright.domain.account import Account, AccountId

NEWEST = max(path.name for path in (Path(migrate.__file__).parent / "migrations" / "versions").glob("0*.py"))[:4]
"""The last migration."""


def test_a_migrated_database_has_exactly_the_tables_that_the_program_expects(database_url: str) -> None:
    upgrade(database_url)
    engine = migrating_engine(database_url)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_upgrading_again_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    engine = sync_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO accounts (id, name, created_at) VALUES ('a', 'b', '2026-01-01 00:00:00.000000')"))
    upgrade(database_url)
    with engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM accounts")) == 1
    engine.dispose()


def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    program = "import sys; from voicewright.adapters.sql.migrate import upgrade; print('here', flush=True); input(); upgrade(sys.argv[1])"
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", program, database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    _let_go_at_once(starting)
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in starting]
    assert ended == [("", 0)] * 4
    engine = sync_engine(database_url)
    with engine.begin() as connection:
        assert connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all() == [NEWEST]
    engine.dispose()


def _let_go_at_once(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()


async def test_a_block_that_raises_leaves_nothing_behind(store: SqlStore) -> None:
    async def break_off() -> None:
        async with store.unit() as unit:
            await unit.accounts.add(Account(id=AccountId("acct_1"), name="", created_at=NOON))
            raise LookupError

    with pytest.raises(LookupError):
        await break_off()
    async with store.view() as unit:
        assert await unit.accounts.first() is None


async def test_a_view_refuses_to_write(store: SqlStore) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with store.view() as unit:
            await unit.accounts.add(Account(id=AccountId("acct_1"), name="", created_at=NOON))
    await account_in(store)


async def test_a_view_waits_for_no_writer_and_sees_only_what_is_settled(store: SqlStore) -> None:
    owner = await account_in(store)
    async with store.unit() as unit:
        await unit.voices.add(voice_of(owner))
        async with asyncio.timeout(2), store.view() as other:
            assert await other.voices.owned(owner, "voice-0001") is None
    async with store.view() as unit:
        assert await unit.voices.owned(owner, "voice-0001") is not None


async def test_a_caller_who_goes_away_in_the_middle_leaves_no_lock_behind(store: SqlStore) -> None:
    owner = await account_in(store)

    async def hold(number: int) -> None:
        async with store.unit() as unit:
            await unit.voices.add(voice_of(owner, f"voice-{number:04}"))
            await asyncio.sleep(60)

    going = [asyncio.create_task(hold(number)) for number in range(12)]
    await asyncio.sleep(0.1)
    for task in going:
        task.cancel()
    assert all(isinstance(end, asyncio.CancelledError) for end in await asyncio.gather(*going, return_exceptions=True))
    async with asyncio.timeout(5), store.unit() as unit:
        await unit.voices.add(voice_of(owner, "voice-0000"))


async def test_many_writers_and_readers_at_once_all_succeed(store: SqlStore) -> None:
    owner = await account_in(store)

    async def write(number: int) -> None:
        async with store.unit() as unit:
            await unit.voices.add(voice_of(owner, f"voice-{number:04}"))

    async def read() -> None:
        async with store.view() as unit:
            await unit.accounts.first()

    await asyncio.gather(*(write(number) for number in range(50)), *(read() for _ in range(50)))
    async with store.reading.begin() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM voices")) == 50


async def test_two_servers_change_one_row_by_turns(database_url: str) -> None:
    upgrade(database_url)
    stores = [open_store(database_url) for _ in range(2)]
    owner = await account_in(stores[0])
    async with stores[0].unit() as unit:
        await unit.voices.add(voice_of(owner, name="0"))

    async def count(store: SqlStore) -> None:
        async with store.unit() as unit:
            voice = await unit.voices.get("voice-0001")
            assert voice is not None
            await asyncio.sleep(0.005)
            await unit.voices.save(dataclasses.replace(voice, name=str(int(voice.name) + 1)))

    await asyncio.gather(*(count(stores[number % 2]) for number in range(10)))
    async with stores[1].view() as unit:
        voice = await unit.voices.get("voice-0001")
    assert voice is not None
    assert voice.name == "10"
    for store in stores:
        await store.close()


async def test_ping_answers_while_the_database_does(store: SqlStore) -> None:
    assert await store.ping() is None


async def test_ping_raises_when_there_is_no_database() -> None:
    store = open_store("postgresql://postgres@127.0.0.1:1/nowhere")
    with pytest.raises(DBAPIError):
        await store.ping()
    await store.close()


async def test_a_sqlite_file_is_written_durably_and_checks_references(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'ours.db'}")
    for engine in (store.writing, store.reading):
        async with engine.connect() as connection:
            found = [await connection.scalar(sa.text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]
        assert found == ["wal", 2, 1, 30_000]
    await store.close()


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///some/file.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////some/file.db", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://u@h/d", "postgresql+psycopg"),
    ],
)
def test_urls_are_understood_with_or_without_a_driver(url: str, driver: str) -> None:
    urls = sqlalchemy_urls(url)
    assert urls.concurrent.drivername == driver
    assert urls.concurrent.database == sa.make_url(url).database
    assert urls.concurrent.query == sa.make_url(url).query


@pytest.mark.parametrize("url", ["", "mysql://root:hunter2@h/d", "sqlite://", "sqlite:///:memory:", "postgresql//u:hunter2@h"])
def test_a_url_that_names_no_usable_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///file") as refused:
        open_store(url)
    assert "hunter2" not in str(refused.value)
