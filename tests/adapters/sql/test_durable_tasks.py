"""The durable-task engine keeps its tables in our database and joins our transactions."""

from __future__ import annotations

import sqlalchemy as sa
from dbos import DBOS, DBOSClient
from sql_samples import account_in, clone_task

from voicewright.adapters.sql.engine import sqlalchemy_urls, sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.task import Task


async def test_a_task_that_is_kept_is_queued_and_one_that_is_rolled_back_is_not(database_url: str) -> None:
    upgrade(database_url)
    DBOS.migrate(sqlalchemy_urls(database_url).sync.render_as_string(hide_password=False))
    engine = sync_engine(database_url)
    client = DBOSClient(system_database_engine=engine)

    def enqueue(connection: sa.Connection, task: Task) -> None:
        client.enqueue_in_transaction(connection, {"queue_name": "tasks", "workflow_name": "perform", "workflow_id": task.id}, task.id)

    store = open_store(database_url, enqueue=enqueue)
    await _keep_one_and_break_off_another(store)
    queued = [status.workflow_id for status in await client.list_workflows_async()]
    assert queued == ["task_kept"]
    client.destroy()
    engine.dispose()
    await store.close()


async def _keep_one_and_break_off_another(store: SqlStore) -> None:
    account = await account_in(store)
    async with store.unit() as unit:
        await unit.tasks.add(clone_task(account, "task_kept"))
    try:
        async with store.unit() as unit:
            await unit.tasks.add(clone_task(account, "task_lost"))
            raise LookupError  # noqa: TRY301  # the block itself has to break off
    except LookupError:
        return
