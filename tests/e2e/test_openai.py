"""Every option of OpenAI's speech changes what is heard, with the real engine; and the calls of programs that everybody has."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
import soundfile

from running import KEY, Server

pytestmark = pytest.mark.xdist_group("e2e")

SPEECH = "/openai/v1/audio/speech"
PLAIN: dict[str, Any] = {"model": "gpt-4o-mini-tts", "input": "In 1999 the die cost $25, he said.", "voice": "sage", "response_format": "wav"}


def sound(server: Server, **fields: object) -> bytes:
    answer = server.post(SPEECH, {**PLAIN, **fields})
    assert answer.status_code == 200, answer.text
    return answer.content


def seconds(file: bytes) -> float:
    return float(soundfile.info(io.BytesIO(file)).duration)


@pytest.fixture(scope="module")
def plain(server: Server) -> bytes:
    return sound(server)


@pytest.mark.parametrize(
    "fields",
    [{"instructions": words} for words in ("cheerful", "angry", "whisper", "deep and warm", "in a British accent", "平静")]
    + [{"voice": "onyx"}, {"voice": {"id": "English_Trustworthy_Man"}}, {"language": "German"}],
    ids=str,
)
def test_an_option_changes_the_sound(server: Server, plain: bytes, fields: dict[str, Any]) -> None:
    assert sound(server) == plain
    assert sound(server, **fields) != plain


@pytest.mark.parametrize(("speed", "factor"), [(0.25, 4.0), (0.5, 2.0), (2.0, 0.5), (4.0, 0.25)])
def test_the_whole_range_of_speed_is_heard(server: Server, plain: bytes, speed: float, factor: float) -> None:
    assert seconds(sound(server, speed=speed)) / seconds(plain) == pytest.approx(factor, rel=0.15)


def test_open_webui_lists_voices_and_models_without_a_key_and_speaks_with_it(server: Server) -> None:
    base = f"{server.url}/openai/v1"
    voices = requests.get(f"{base}/audio/voices", timeout=30).json().get("voices", [])
    available = {voice["id"]: voice["name"] for voice in voices}
    models = requests.get(f"{base}/audio/models", timeout=30).json().get("models", [])
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
    payload = {"input": "Good morning.", "voice": next(iter(available)), "model": models[0]["id"]}
    answer = requests.post(f"{base}/audio/speech", json=payload, headers=headers, timeout=60)
    foreign = requests.post(f"{base}/audio/speech", json={**payload, "voice": "nobody"}, headers=headers, timeout=60)

    assert available["alloy"] == "Alloy"
    assert answer.headers["content-type"] == "audio/mpeg"
    assert soundfile.info(io.BytesIO(answer.content)).duration > 0.5
    assert "error" in foreign.json()
    assert foreign.json()["error"].get("message", "").startswith("No such voice")


def test_sillytavern_speaks_at_the_whole_address_and_shows_why_it_is_refused(server: Server) -> None:
    def generated(key: str) -> requests.Response:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        body = {"input": "Well met, traveller.", "response_format": "mp3", "voice": "fable", "speed": 1, "model": "tts-1"}
        return requests.post(f"{server.url}{SPEECH}", json=body, headers=headers, timeout=60)

    assert soundfile.info(io.BytesIO(generated(KEY).content)).duration > 0.5
    assert "Incorrect API key" in generated("sk-wrong").text
    assert "did not provide an API key" in generated("").text
