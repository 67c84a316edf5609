"""Servers to fetch from."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from sites import Site, ok, serving


@pytest.fixture
async def site() -> AsyncGenerator[Site, None]:
    async with serving(Site()) as site:
        yield site


@pytest.fixture
async def elsewhere() -> AsyncGenerator[Site, None]:
    """A second server, which is not on the list of hosts that may be reached."""
    async with serving(Site()) as site:
        site.says("/", ok(b"secret"))
        yield site
