"""What a program of Novita's customers does, call by call."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx2
from http_world import PATIENCE
from minimax_calls import blocks

from voicewright.audio.decode import Limits, decoded

NARRATOR = "English_expressive_narrator"
ME = "https://example.com/voice.mp3"
CLONE, DESIGN, TASK = "/v3/minimax-voice-cloning", "/v3/minimax-voice-design", "/v3/async/task-result"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody's program, which knows the vendor's paths and nothing of ours."""

    client: httpx2.Client

    def ask(self, path: str, **body: object) -> httpx2.Response:
        return self.client.post(f"/novita{path}", json=body)

    def post(self, path: str, **body: object) -> dict[str, Any]:
        answer = self.ask(path, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def clone(self, **fields: object) -> dict[str, Any]:
        return self.post(CLONE, audio_url=ME, **fields)

    def say(self, series: str = "2.8-hd", *, voice: str = NARRATOR, **fields: object) -> dict[str, Any]:
        return self.post(f"/v3/minimax-speech-{series}", **{"text": "Hello there.", "voice_setting": {"voice_id": voice}, **fields})

    def stream(self, series: str, **fields: object) -> list[dict[str, Any]]:
        body = {"text": "Hello there.", "voice_setting": {"voice_id": NARRATOR}, "stream": True, **fields}
        answer = self.ask(f"/v3/minimax-speech-{series}", **body)
        assert answer.headers["content-type"] == "text/event-stream", answer.text
        return blocks(answer.text)

    def long(self, series: str = "2.8-hd", **fields: object) -> dict[str, Any]:
        return self.post(f"/v3/async/minimax-speech-{series}", **{"text": "A long text.", "voice_setting": {"voice_id": NARRATOR}, **fields})

    def task(self, task_id: str) -> dict[str, Any]:
        answer = self.client.get(f"/novita{TASK}", params={"task_id": task_id})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def settled(self, task_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while (found := self.task(task_id))["task"]["status"] in {"TASK_STATUS_QUEUED", "TASK_STATUS_PROCESSING"} and time.monotonic() < deadline:
            time.sleep(0.02)
        return found


def heard(audio: str) -> float:
    """Seconds of a sound that came as text."""
    return decoded(bytes.fromhex(audio), field="audio", limits=Limits()).seconds


def reason(answer: httpx2.Response) -> tuple[int, str, str | None]:
    """Status, reason and field of a refusal, which says them in both readings."""
    body = answer.json()
    assert body["code"] == answer.status_code
    assert body["error"] == {"code": body["reason"], "message": body["message"]}
    assert all(isinstance(fact, str) for fact in body["metadata"].values())
    return answer.status_code, body["reason"], body["metadata"].get("field")
