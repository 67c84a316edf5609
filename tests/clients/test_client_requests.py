"""The example of aijisu's page, run as it stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calls import SENTENCE, At, Named, seconds_in

from running import site

pytestmark = pytest.mark.clients


def told(client: Named, at: At, folder: Path, recording: Path, **asked: str) -> dict[str, Any]:
    """What the example prints, and what becomes of a text."""
    with site(recording.parent) as address:
        given = {"url": at.url, "key": at.key, "audio_url": f"{address}/{recording.name}", "text": SENTENCE, **asked}
        said: dict[str, Any] = client("requests").drive(given, cwd=folder)
    return said


def test_the_pages_example_clones_lists_and_speaks(client: Named, ours: At, recording: Path, tmp_path: Path) -> None:
    found = told(client, ours, tmp_path, recording)
    voice = found["cloned"]["voice_id"]

    assert [voice, "python-clone-voice"] in found["listed"]
    assert found["task"]["status"] == "completed"
    assert 3 < seconds_in(tmp_path / "task.mp3") < 12


def test_a_wrong_key_is_refused_in_the_pages_words(client: Named, ours: At, recording: Path, tmp_path: Path) -> None:
    unkeyed = told(client, At(url=ours.url, key="sk-wrong"), tmp_path, recording)

    assert unkeyed["cloned"]["error"]["code"] == "invalid_api_key"
    assert unkeyed["listed"] == []


def test_somebody_elses_voice_is_refused_in_the_pages_words(
    client: Named, native: tuple[At, At], designed: str, recording: Path, tmp_path: Path
) -> None:
    foreign = told(client, native[1], tmp_path, recording, voice=designed)

    assert foreign["task"]["error"]["code"] == "invalid_request_parameter"
    assert foreign["task"]["error"]["message"].startswith("`voice_id` is not visible for the current client")
