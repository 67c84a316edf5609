"""Parts of the house that the operator's own commands work on, with or without a server."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.post import HttpPost
from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.store import open_store
from voicewright.bootstrap import books_of, objects_of, prepare, secret_of, store_alone, tellers_of
from voicewright.http.dialects.aijisu import models
from voicewright.http.links import Links
from voicewright.jobs.runtime import Jobs
from voicewright.services.audit import AuditService
from voicewright.services.credit import CreditService
from voicewright.services.erasure import Erasure
from voicewright.services.retention import RetentionService
from voicewright.services.webhooks import WebhookService
from voicewright.settings import Settings

NATIVE = models.NAME
"""Whose rule of retries a message follows that no vendor has words for."""


@asynccontextmanager
async def audit(settings: Settings) -> AsyncGenerator[AuditService, None]:
    """The audit alone, for the operator's own command. Raises RefusesToStart."""
    async with store_alone(settings) as store:
        yield AuditService(store=store, clock=SystemClock())


@asynccontextmanager
async def retention(settings: Settings) -> AsyncGenerator[RetentionService, None]:
    """What is kept no longer, for the operator's own command. Raises RefusesToStart."""
    async with store_alone(settings) as store:
        objects, clock = objects_of(settings), SystemClock()
        erasure = Erasure(store=store, objects=objects, clock=clock, outputs_kept=timedelta(hours=settings.keep_speech_hours))
        yield RetentionService(store=store, objects=objects, clock=clock, erasure=erasure)


@asynccontextmanager
async def credit(settings: Settings) -> AsyncGenerator[CreditService, None]:
    """Credit and usage alone, for the operator's own commands. Raises RefusesToStart."""
    books = books_of(settings)
    async with store_alone(settings) as store:
        yield CreditService(store=store, clock=SystemClock(), books=books)


@asynccontextmanager
async def webhooks(settings: Settings) -> AsyncGenerator[WebhookService, None]:
    """The webhooks alone, for the operator's own commands: what is to be delivered a running server delivers. Raises RefusesToStart."""
    await prepare(settings)
    clock = SystemClock()
    jobs = Jobs(engine=sync_engine(settings.database), data=settings.data, concurrency=settings.workers)
    store = open_store(settings.database, dispatch=jobs.dispatch)
    post = HttpPost(allow_hosts=frozenset(settings.allow_hosts))
    try:
        yield WebhookService(store=store, clock=clock, post=post, tellers=tellers_of(Links(secret=secret_of(settings.data), clock=clock)))
    finally:
        await store.close()
        await jobs.close(drain=0)
