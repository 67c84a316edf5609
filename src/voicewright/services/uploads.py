"""Files that callers send to be used later."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from voicewright.domain.account import Caller
from voicewright.domain.audit import Act, Subject, event_of
from voicewright.domain.errors import RecordingTooLarge, UploadNotVisible
from voicewright.domain.naming import opaque_id
from voicewright.domain.upload import Upload
from voicewright.ports import Clock, Objects, Store

UPLOAD_LIMIT = 20 * 1_000_000
"""Bytes (seeds 002, 003)."""


@dataclass(frozen=True, kw_only=True)
class UploadService:
    """Keep, find, forget."""

    store: Store
    objects: Objects
    clock: Clock

    async def keep(self, caller: Caller, data: bytes, *, filename: str, purpose: str) -> Upload:
        """Keep a file. Raises RecordingTooLarge."""
        if len(data) > UPLOAD_LIMIT:
            raise RecordingTooLarge(field="file", limit_mb=UPLOAD_LIMIT // 1_000_000)
        upload_id = opaque_id("file")
        upload = Upload(
            id=upload_id,
            owner=caller.account,
            filename=filename,
            purpose=purpose,
            size=len(data),
            key=f"uploads/{upload_id}",
            created_at=self.clock.now(),
        )
        async with AsyncExitStack() as undoing:
            undoing.push_async_callback(self.objects.remove, upload.key)
            await self.objects.put(upload.key, data)
            async with self.store.unit() as unit:
                await unit.uploads.add(upload)
                await unit.audit.write(event_of(caller, Act.MADE, Subject.FILE, upload_id, at=upload.created_at))
            undoing.pop_all()
        return upload

    async def find(self, caller: Caller, file_id: str) -> Upload:
        """A file of the caller's. Raises UploadNotVisible."""
        async with self.store.view() as unit:
            upload = await unit.uploads.owned(caller.account, file_id)
        if upload is None:
            raise UploadNotVisible
        return upload

    async def all(self, caller: Caller, *, purpose: str | None) -> Sequence[Upload]:
        """The caller's files, newest first, of one purpose or of every one."""
        async with self.store.view() as unit:
            return await unit.uploads.all(caller.account, purpose=purpose)

    async def data(self, caller: Caller, file_id: str) -> bytes:
        """What was sent. Raises UploadNotVisible."""
        upload = await self.find(caller, file_id)
        try:
            return await self.objects.get(upload.key)
        except KeyError:
            raise UploadNotVisible from None

    async def forget(self, caller: Caller, file_id: str) -> Upload:
        """Remove a file. Raises UploadNotVisible."""
        upload = await self.find(caller, file_id)
        async with self.store.unit() as unit:
            await unit.uploads.remove(caller.account, file_id)
            await unit.numbers.drop(caller.account, file_id)
            await unit.audit.write(event_of(caller, Act.DELETED, Subject.FILE, file_id, at=self.clock.now()))
        await self.objects.remove(upload.key)
        return upload
