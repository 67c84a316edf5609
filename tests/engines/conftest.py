from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hosting import PATIENT, QUICK, Diary
from hum import DIARY

from voicewright.engines.host import EngineHost
from voicewright.engines.registry import Registry

pytest.register_assert_rewrite("voicewright.engines.contract")


@pytest.fixture(autouse=True)
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diary:
    """What the hum engine notes, and the way for a process to find that engine."""
    path = tmp_path / "diary"
    path.touch()
    monkeypatch.setenv(DIARY, str(path))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    return Diary(path)


@pytest.fixture
async def host() -> AsyncIterator[EngineHost]:
    """One worker that hums."""
    host = EngineHost(Registry({"hum": "hum:engine"}), workers=1, limits=QUICK)
    await host.start()
    yield host
    await host.close()


@pytest.fixture
async def patient() -> AsyncIterator[EngineHost]:
    """One worker that hums."""
    host = EngineHost(Registry({"hum": "hum:engine"}), workers=1, limits=PATIENT)
    await host.start()
    yield host
    await host.close()
