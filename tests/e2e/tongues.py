"""How each dialect makes a voice and speaks with one. A new dialect joins with one entry at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests

from running import KEY, Server

PROMPT = "A calm, clear adult man, medium pitch."
TEXT = "The north wind and the sun were disputing which was the stronger."


class NotSpoken(Exception):
    """A dialect refused to speak; these are its words."""


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """One dialect."""

    make: Callable[[Server], str]
    """A voice of the operator's account; its id."""
    speak: Callable[[Server, str, str], bytes]
    """The text as a sound file, by a voice and for a key. Raises NotSpoken."""


def _aijisu_made(server: Server) -> str:
    made = server.post("/aijisu/v1/audio/voices/design", {"prompt": PROMPT, "preview_text": "Good evening."})
    return str(made.json()["voice_id"])


def _aijisu_spoken(server: Server, voice: str, key: str) -> bytes:
    body = {"model": "minimax-speech-2.8-hd", "text": TEXT, "voice_id": voice, "format": "wav"}
    answer = server.post("/aijisu/v1/audio/stream", body, key=key)
    if not answer.ok:
        error = answer.json()["error"]
        raise NotSpoken(f"{answer.status_code} {error['code']}: {error['message']}")
    return answer.content


def _minimax_made(server: Server) -> str:
    return str(server.post("/minimax/v1/voice_design", {"prompt": PROMPT, "preview_text": "Good evening."}).json()["voice_id"])


def _minimax_spoken(server: Server, voice: str, key: str) -> bytes:
    body = {"model": "speech-2.8-hd", "text": TEXT, "voice_setting": {"voice_id": voice}, "audio_setting": {"format": "wav"}}
    answer = server.post("/minimax/v1/t2a_v2", body, key=key).json()
    if answer["base_resp"]["status_code"]:
        raise NotSpoken("200 {status_code}: {status_msg}".format_map(answer["base_resp"]))
    return bytes.fromhex(answer["data"]["audio"])


def _apixo_task(server: Server, model: str, given: dict[str, str], key: str) -> dict[str, str]:
    """What became of a task. Raises NotSpoken."""
    answer = server.post(f"/apixo/api/v1/generateTask/{model}", {"input": given}, key=key)
    if not answer.ok:
        refused = answer.json()
        raise NotSpoken(f"{refused['code']} {refused['message']}: {refused['data']['error']}")
    task, until = answer.json()["data"], time.monotonic() + 120
    while task["state"] == "processing" and time.monotonic() < until:
        time.sleep(0.1)
        task = server.call("GET", f"/apixo/api/v1/statusTask/{model}", key=key, params={"taskId": task["taskId"]}).json()["data"]
    if task["state"] != "success":
        raise NotSpoken("{failCode}: {failMsg}".format_map(task))
    return dict(task)


def _apixo_made(server: Server) -> str:
    given = {"mode": "design", "voice_id_prefix": "calm001", "prompt": PROMPT, "preview_text": "Good evening."}
    return _apixo_task(server, "minimax-voice", given, KEY)["voice_id"]


def _apixo_spoken(server: Server, voice: str, key: str) -> bytes:
    task = _apixo_task(server, "minimax-speech-2-8", {"mode": "speech-hd", "voice_id": voice, "prompt": TEXT}, key)
    return requests.get(json.loads(task["resultJson"])["resultUrls"][0], timeout=60).content


def _novita_made(server: Server) -> str:
    return str(server.post("/novita/v3/minimax-voice-design", {"prompt": PROMPT, "preview_text": "Good evening."}).json()["voice_id"])


def _novita_spoken(server: Server, voice: str, key: str) -> bytes:
    body = {"text": TEXT, "voice_setting": {"voice_id": voice}, "audio_setting": {"format": "wav"}}
    answer = server.post("/novita/v3/minimax-speech-02-hd", body, key=key)
    if not answer.ok:
        raise NotSpoken("{code} {reason}: {message}".format_map(answer.json()))
    return bytes.fromhex(answer.json()["audio"])


def _kyma_made(server: Server) -> str:
    return str(server.post("/kyma/v1/audio/voice-design", {"description": PROMPT, "name": "calm"}).json()["voice_id"])


def _kyma_spoken(server: Server, voice: str, key: str) -> bytes:
    answer = server.post("/kyma/v1/audio/speech", {"model": "minimax-speech-hd", "input": TEXT, "voice_id": voice}, key=key)
    if not answer.ok:
        error = answer.json()["error"]
        raise NotSpoken(f"{answer.status_code} {error['code']}: {error['message']}")
    return answer.content


def _openai_made(server: Server) -> str:
    return str(server.post("/openai/v1/audio/voices", {"type": "prompt", "name": "Calm", "prompt": PROMPT}).json()["id"])


def _openai_spoken(server: Server, voice: str, key: str) -> bytes:
    body = {"model": "tts-1-hd", "input": TEXT, "voice": {"id": voice}, "response_format": "wav"}
    answer = server.post("/openai/v1/audio/speech", body, key=key)
    if not answer.ok:
        error = answer.json()["error"]
        raise NotSpoken(f"{answer.status_code} {error['code']}: {error['message']}")
    return answer.content


TONGUES = {
    "aijisu": Tongue(make=_aijisu_made, speak=_aijisu_spoken),
    "minimax": Tongue(make=_minimax_made, speak=_minimax_spoken),
    "apixo": Tongue(make=_apixo_made, speak=_apixo_spoken),
    "novita": Tongue(make=_novita_made, speak=_novita_spoken),
    "kyma": Tongue(make=_kyma_made, speak=_kyma_spoken),
    "openai": Tongue(make=_openai_made, speak=_openai_spoken),
}


def spoken(server: Server, dialect: str, voice: str) -> bytes:
    """The text for the voice's owner."""
    return TONGUES[dialect].speak(server, voice, KEY)


def words_for(server: Server, dialect: str, voice: str, key: str) -> str:
    """What somebody else is told; nothing where the voice speaks for them."""
    try:
        TONGUES[dialect].speak(server, voice, key)
    except NotSpoken as refused:
        return str(refused)
    return ""
