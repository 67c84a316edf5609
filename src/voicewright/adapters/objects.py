"""Objects in a local folder or in an S3-compatible store."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, S3Store

from voicewright.ports import Lying, Objects
from voicewright.ports.completion import completed

PIECE = 256 * 1024
"""Bytes of one piece that is read."""
LISTED = 500
"""Objects that are listed at a time."""
CONNECT = timedelta(seconds=5)
ANSWER = timedelta(seconds=60)

_KEY = re.compile(r"[a-z0-9_][a-z0-9_.-]*(/[a-z0-9_][a-z0-9_.-]*)*")


@dataclass(frozen=True, kw_only=True)
class StoredObjects:
    """See `ports.Objects`. Keys are minted by us; one that could be anything else is a ValueError."""

    store: LocalStore | S3Store

    async def put(self, key: str, data: bytes) -> None:
        """See `ports.Objects`. Readers see the data before or the data after, never a part.

        Whoever is cancelled meanwhile hears of it once the data is there: what undoes a put must find it.
        """
        await completed(obstore.put_async(self.store, _checked(key), data))

    async def get(self, key: str) -> bytes:
        """See `ports.Objects`."""
        try:
            found = await obstore.get_async(self.store, _checked(key))
        except FileNotFoundError:
            raise KeyError(key) from None
        return bytes(await found.bytes_async())

    async def size(self, key: str) -> int:
        """See `ports.Objects`."""
        try:
            return (await obstore.head_async(self.store, _checked(key)))["size"]
        except FileNotFoundError:
            raise KeyError(key) from None

    async def read(self, key: str, *, start: int, end: int) -> AsyncIterator[bytes]:
        """See `ports.Objects`. Reading past the end is reading to the end."""
        end = min(end, await self.size(key))
        if start >= end:
            return
        try:
            found = await obstore.get_async(self.store, key, options={"range": (start, end)})
        except FileNotFoundError:
            raise KeyError(key) from None
        async for piece in found.stream(min_chunk_size=PIECE):
            yield bytes(piece)

    async def remove(self, key: str) -> None:
        """See `ports.Objects`."""
        try:
            await obstore.delete_async(self.store, _checked(key))
        except FileNotFoundError:
            return

    async def all(self) -> AsyncIterator[Sequence[Lying]]:
        """See `ports.Objects`. What is no key of ours is left out: others may keep things in the same bucket."""
        async for some in obstore.list(self.store, chunk_size=LISTED):
            found = [Lying(key=it["path"], size=it["size"], since=it["last_modified"]) for it in some]
            yield [it for it in found if _KEY.fullmatch(it.key)]

    async def link(self, key: str, *, seconds: int) -> str | None:
        """See `ports.Objects`. A folder serves nothing by itself."""
        if isinstance(self.store, LocalStore):
            return None
        return await obstore.sign_async(self.store, "GET", _checked(key), timedelta(seconds=seconds))

    async def ping(self) -> None:
        """See `ports.Objects`."""
        if isinstance(self.store, LocalStore):
            folder = self.store.prefix
            if folder is None or not folder.is_dir():
                raise FileNotFoundError(f"the folder for recordings is gone: {folder}")
            return
        async for _ in obstore.list(self.store, chunk_size=1):
            return


def open_objects(url: str) -> Objects:
    """The store at `s3://bucket/prefix`, `file:///folder` or a plain folder, which is made if it is missing.

    S3 takes endpoint, region and keys from the usual `AWS_*` variables. Raises ValueError for any other URL.
    """
    parts = urlsplit(url)
    if parts.scheme == "s3" and parts.netloc:
        return StoredObjects(store=_bucket(parts.netloc, parts.path.strip("/")))
    if parts.scheme == "file" and parts.netloc in {"", "localhost"}:
        return StoredObjects(store=_folder(Path(unquote(parts.path))))
    if "://" not in url and url:
        return StoredObjects(store=_folder(Path(url).expanduser()))
    raise ValueError(f"no objects can be kept at {parts.scheme or 'an empty'} URL; use s3://bucket/prefix, file:///folder or a folder")


def _bucket(name: str, prefix: str) -> S3Store:
    return S3Store(
        name,
        prefix=prefix or None,
        # the operator who wrote http:// into AWS_ENDPOINT_URL meant it
        client_options={"allow_http": True, "connect_timeout": CONNECT, "timeout": ANSWER},
        retry_config={"max_retries": 3, "retry_timeout": ANSWER},
    )


def _folder(path: Path) -> LocalStore:
    # recordings of people: for the server's own user alone
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(path.resolve())


def _checked(key: str) -> str:
    if _KEY.fullmatch(key) is None:
        raise ValueError(f"{key!r} is no key of ours")
    return key
