"""OpenAI's own clients, and litellm as one, after a change of base URL."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from calls import At, Named, litellm, openai, seconds_in

pytestmark = pytest.mark.clients

SECONDS = (3.0, 12.0)
"""How long the sentence may take to say."""
TYPES = ["speech.audio.delta", "speech.audio.done"]


def pcm(file: Path) -> float:
    """How long 16-bit samples at 24 kHz sound, which are not silence."""
    samples = np.fromfile(file, dtype="<i2")
    assert np.abs(samples).max() > 1000
    return len(samples) / 24000


def test_the_python_client_speaks_whole_streamed_and_in_events(client: Named, our_openai: At, tmp_path: Path) -> None:
    told = openai(client, our_openai, tmp_path, do="speech", voice="alloy")
    whole, streamed, events = seconds_in(tmp_path / "whole.mp3"), pcm(tmp_path / "streamed.pcm"), pcm(tmp_path / "events.pcm")

    assert "gpt-4o-mini-tts" in told["models"]
    assert SECONDS[0] < whole < SECONDS[1]
    assert streamed == events == pytest.approx(whole, abs=0.2)
    assert told["pieces"] > 1
    assert told["types"] == TYPES
    assert told["usage"]["total_tokens"] > told["usage"]["input_tokens"] > 0
    assert told["headers"] == {"x-voicewright-understood": "slowly", "x-voicewright-ignored": "purple"}
    assert seconds_in(tmp_path / "slow.wav") > 1.3 * whole


def test_the_python_client_makes_voices_and_keeps_consents(client: Named, our_openai: At, recording: Path, tmp_path: Path) -> None:
    told = openai(client, our_openai, tmp_path, do="voices", recording=str(recording))

    for name in ("cloned", "designed"):
        assert SECONDS[0] < seconds_in(tmp_path / f"{name}.mp3") < SECONDS[1]
    assert told["consent"] in told["listed"]
    assert told["names"] == ["Joanna", "Joanna"]
    assert told["gone"]
    assert told["again"]["raised"] == "NotFoundError"
    assert told["forgotten"]


def test_the_python_client_raises_by_kind_with_code_field_and_request(
    client: Named, our_openai: At, their_openai: At, designed: str, tmp_path: Path
) -> None:
    unkeyed, foreign = (openai(client, at, tmp_path, do="refusals", voice=designed) for at in (replace(our_openai, key="sk-wrong"), their_openai))

    for way in ("speech", "streamed"):
        assert (unkeyed[way]["raised"], unkeyed[way]["code"]) == ("AuthenticationError", "invalid_api_key")
        assert (foreign[way]["raised"], foreign[way]["code"], foreign[way]["param"]) == ("NotFoundError", "voice_not_found", "voice")
        assert foreign[way]["request"].startswith("req_")
    assert (foreign["empty"]["raised"], foreign["empty"]["param"]) == ("BadRequestError", "input")


def test_the_node_client_speaks_and_makes_voices(client: Named, our_openai: At, recording: Path, tmp_path: Path) -> None:
    told = openai(client, our_openai, tmp_path, "openai-node", do="story", voice="coral", recording=str(recording))

    for name in ("whole", "cloned", "designed"):
        assert SECONDS[0] < seconds_in(tmp_path / f"{name}.mp3") < SECONDS[1]
    assert pcm(tmp_path / "events.pcm") == pytest.approx(seconds_in(tmp_path / "whole.mp3"), abs=0.2)
    assert told["types"] == TYPES
    assert told["gone"]
    assert told["again"]["raised"] == "NotFoundError"


def test_the_node_client_raises_by_kind(client: Named, our_openai: At, their_openai: At, designed: str, tmp_path: Path) -> None:
    def refused(at: At) -> dict[str, Any]:
        return openai(client, at, tmp_path, "openai-node", do="refusals", voice=designed)

    unkeyed, foreign = refused(replace(our_openai, key="sk-wrong")), refused(their_openai)

    assert (unkeyed["raised"], unkeyed["status"], unkeyed["code"]) == ("AuthenticationError", 401, "invalid_api_key")
    assert (foreign["raised"], foreign["status"], foreign["code"]) == ("NotFoundError", 404, "voice_not_found")


def test_litellm_speaks_through_openais_dialect_and_raises_by_kind(
    client: Named, our_openai: At, their_openai: At, designed: str, tmp_path: Path
) -> None:
    wrong = replace(our_openai, key="sk-wrong")
    askings = [(our_openai, "nova"), (our_openai, designed), (wrong, "nova"), (their_openai, designed)]
    named, made, unkeyed, foreign = litellm(client, tmp_path, *askings, model="openai/tts-1")

    for told in (named, made):
        assert "raised" not in told, told
        assert SECONDS[0] < seconds_in(Path(told["file"])) < SECONDS[1]
    assert unkeyed["raised"] == "AuthenticationError"
    assert "Incorrect API key provided" in unkeyed["message"]
    assert foreign["raised"] == "NotFoundError"
    assert "No such voice" in foreign["message"]
