"""Programs that know only MiniMax's API speak through this server, after a change of base URL."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from calls import SENTENCE, At, Named, Saying, litellm, livekit, mcp, mmx, pipecat, seconds_in, seconds_of

pytestmark = pytest.mark.clients

SECONDS = (3.0, 12.0)
"""How long the sentence may take to say."""


def test_minimax_mcp_saves_speech_and_lists_voices(client: Named, ours: At, tmp_path: Path) -> None:
    spoken, listed = mcp(client, ours, tmp_path, ("text_to_audio", {"text": SENTENCE}), ("list_voices", {}))

    assert spoken.startswith("Success. File saved as:"), spoken
    (file,) = tmp_path.glob("*.mp3")
    assert SECONDS[0] < seconds_in(file) < SECONDS[1]
    assert "ID: English_expressive_narrator" in listed
    assert "Name: None" not in listed


def test_minimax_mcp_links_to_speech(client: Named, ours: At, tmp_path: Path) -> None:
    (spoken,) = mcp(client, ours, tmp_path, ("text_to_audio", {"text": SENTENCE}), mode="url")

    assert spoken.startswith("Success. Audio URL: http"), spoken
    file = tmp_path / "linked.mp3"
    file.write_bytes(requests.get(spoken.removeprefix("Success. Audio URL: "), timeout=30).content)
    assert SECONDS[0] < seconds_in(file) < SECONDS[1]


def test_the_vendors_own_program_speaks_with_subtitles(client: Named, ours: At, tmp_path: Path) -> None:
    said = ["--text", SENTENCE, "--out", "a.mp3", "--subtitles", "--pronunciation", "fox/wolf", "--emotion", "calm"]
    mmx(client, ours, tmp_path, "speech", "synthesize", *said)

    assert SECONDS[0] < seconds_in(tmp_path / "a.mp3") < SECONDS[1]
    (titles,) = tmp_path.glob("*.srt")
    assert "-->" in titles.read_text()
    assert "quiet river bank" in titles.read_text()


def test_the_vendors_own_program_streams(client: Named, ours: At, tmp_path: Path) -> None:
    command = ["mmx", "--api-key", ours.key, "--region", "global", "--base-url", ours.url, "--non-interactive"]
    shell = f'exec {" ".join(command)} speech synthesize --text "{SENTENCE}" --format mp3 --stream > streamed.mp3'
    done = client("mmx-cli").run(["bash", "-c", shell], cwd=tmp_path)

    assert done.status == 0, done.err
    assert SECONDS[0] < seconds_in(tmp_path / "streamed.mp3") < 2 * SECONDS[1]  # it writes the aggregated last block too


def test_the_vendors_own_program_lists_voices(client: Named, ours: At, tmp_path: Path) -> None:
    assert "English_expressive_narrator" in mmx(client, ours, tmp_path, "speech", "voices", "--output", "json")


def test_litellm_speaks_and_raises_where_it_is_refused(client: Named, everybody: tuple[At, At, At], designed: str, tmp_path: Path) -> None:
    ours, wrong, theirs = everybody
    askings = [(ours, "alloy"), (ours, designed), (wrong, "alloy"), (theirs, designed)]
    fixed, made, unkeyed, foreign = litellm(client, tmp_path, *askings)

    for told in (fixed, made):
        assert "raised" not in told, told
        assert SECONDS[0] < seconds_in(Path(told["file"])) < 2 * SECONDS[1]  # a designed voice may be slow
    for told in (unkeyed, foreign):
        assert "No audio data in MiniMax response" in told["message"]  # it never looks at the code


def test_pipecat_speaks(client: Named, ours: At, tmp_path: Path) -> None:
    (told,) = pipecat(client, tmp_path, (ours, "Calm_Woman"))

    assert told["problems"] == []
    assert SECONDS[0] < seconds_of(told) < SECONDS[1]


def test_livekit_speaks(client: Named, ours: At, tmp_path: Path) -> None:
    forms = [("http", "mp3"), ("http", "wav"), ("websocket", "mp3"), ("websocket", "pcm")]
    for told in livekit(client, tmp_path, *(Saying(at=ours, over=over, form=form) for over, form in forms)):
        assert "raised" not in told, told
        assert SECONDS[0] < seconds_of(told) < SECONDS[1]
