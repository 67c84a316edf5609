"""novita-client waits for long texts, and raises what it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from calls import At, Named, texts

from running import Server

pytestmark = pytest.mark.clients


def test_it_waits_until_a_long_text_is_spoken_by_a_voice_from_another_dialect(
    client: Named, server: Server, ours: At, designed: str, tmp_path: Path
) -> None:
    asked = texts((ours, {"series": "2.8-hd", "voice": designed}), (ours, {"series": "02-turbo", "voice": "Wise_Woman"}))
    first, second = client("novita-client").drive(asked, cwd=tmp_path)["told"]

    assert (first["status"], first["type"]) == ("TASK_STATUS_SUCCEED", "MINIMAX_SPEECH_2.8_HD"), first
    assert (second["status"], second["type"]) == ("TASK_STATUS_SUCCEED", "MINIMAX_SPEECH_02_TURBO"), second
    assert (first["images"], first["credit"]) == ([], 0)
    result = server.call("GET", f"/v3/async/task-result?task_id={first['task']}").json()
    assert result["audios"][0]["audio_url"].startswith("http")


def test_a_wrong_key_and_somebody_elses_voice_raise(client: Named, wrong: At, theirs: At, designed: str, tmp_path: Path) -> None:
    at = [At(url=one.url.replace("/minimax", "/novita"), key=one.key) for one in (wrong, theirs)]
    asked = texts(*((one, {"series": "2.6-hd", "voice": designed}) for one in at))
    unkeyed, foreign = client("novita-client").drive(asked, cwd=tmp_path)["told"]

    assert (unkeyed["raised"], foreign["raised"]) == ("NovitaResponseError", "NovitaResponseError")
    assert "INVALID_API_KEY" in unkeyed["message"]
    assert "VOICE_NOT_FOUND" in foreign["message"]
