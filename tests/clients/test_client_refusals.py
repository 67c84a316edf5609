"""A wrong key and somebody else's voice, as each client shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from calls import SENTENCE, At, Named, Saying, livekit, mcp, pipecat

pytestmark = pytest.mark.clients

INVALID = "invalid api key"
UNKNOWN = "voice id not exist"
TRACE = "Trace-Id:"


def test_minimax_mcp_shows_the_reason_and_the_trace(client: Named, wrong: At, theirs: At, designed: str, tmp_path: Path) -> None:
    speech = ("text_to_audio", {"text": SENTENCE, "voice_id": designed})
    (unkeyed,) = mcp(client, wrong, tmp_path, ("list_voices", {}))
    (foreign,) = mcp(client, theirs, tmp_path, speech)

    assert INVALID in unkeyed
    assert "2054" in foreign
    assert UNKNOWN in foreign
    assert TRACE in unkeyed
    assert TRACE in foreign


def refused(client: Named, at: At, folder: Path, *, voice: Mapping[str, str]) -> str:
    """What the vendor's own program prints when it is refused."""
    spoken = ["speech", "synthesize", "--text", SENTENCE, "--out", "a.mp3", *(part for pair in voice.items() for part in pair)]
    command = ["mmx", "--api-key", at.key, "--region", "global", "--base-url", at.url, "--non-interactive", *spoken]
    done = client("mmx-cli").run(command, cwd=folder)
    assert done.status != 0
    assert not (folder / "a.mp3").exists()
    return done.out + done.err


def test_the_vendors_own_program_fails_with_the_reason(client: Named, wrong: At, theirs: At, designed: str, tmp_path: Path) -> None:
    assert INVALID in refused(client, wrong, tmp_path, voice={})
    assert UNKNOWN in refused(client, theirs, tmp_path, voice={"--voice": designed})


def test_livekit_raises_and_over_a_websocket_it_knows_why(client: Named, wrong: At, theirs: At, designed: str, tmp_path: Path) -> None:
    both = (Saying(at=wrong), Saying(at=theirs, voice=designed))
    unkeyed, foreign, *mute = livekit(client, tmp_path, *both, *(replace(one, over="http") for one in both))

    assert (unkeyed["raised"], foreign["raised"]) == ("APIConnectionError", "APIConnectionError")
    assert f"[2049]: {INVALID}" in unkeyed["message"]
    assert f"[2054]: {UNKNOWN}" in foreign["message"]
    for told in mute:
        assert told["raised"] == "APIError"
        assert "no audio frames were pushed" in told["message"]  # over HTTP it reads nothing but blocks of a stream


def test_pipecat_is_silent(client: Named, wrong: At, theirs: At, designed: str, tmp_path: Path) -> None:
    for told in pipecat(client, tmp_path, (wrong, "Calm_Woman"), (theirs, designed)):
        assert told["problems"] == []  # it never looks at the code
        assert Path(told["file"]).read_bytes() == b""
