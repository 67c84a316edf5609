"""What a program of MiniMax's customers does, call by call."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import httpx2
from http_world import PATIENCE, recording

MODEL = "speech-2.8-hd"
NARRATOR = "English_expressive_narrator"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody's program, which knows the vendor's paths and nothing of ours."""

    client: httpx2.Client
    prefix: str = "/minimax"

    def post(self, path: str, **body: object) -> dict[str, Any]:
        answer = self.client.post(f"{self.prefix}{path}", json=body)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.json()

    def get(self, path: str, **query: object) -> dict[str, Any]:
        answer = self.client.get(f"{self.prefix}{path}", params={name: str(value) for name, value in query.items()})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def say(self, text: str = "Hello there.", **fields: object) -> dict[str, Any]:
        body: dict[str, object] = {"model": MODEL, "text": text, "voice_setting": {"voice_id": NARRATOR}, **fields}
        return self.post("/v1/t2a_v2", **body)

    def stream(self, text: str = "Hello there.", **fields: object) -> list[dict[str, Any]]:
        body = {"model": MODEL, "text": text, "voice_setting": {"voice_id": NARRATOR}, "stream": True, **fields}
        answer = self.client.post(f"{self.prefix}/v1/t2a_v2", json=body)
        assert answer.headers["content-type"] == "text/event-stream"
        return blocks(answer.text)

    def upload(self, data: bytes | None = None, *, purpose: str = "voice_clone", filename: str = "me.wav") -> int:
        content = recording() if data is None else data
        answer = self.client.post(f"{self.prefix}/v1/files/upload", files={"file": (filename, content)}, data={"purpose": purpose})
        assert answer.json()["base_resp"]["status_code"] == 0, answer.text
        return answer.json()["file"]["file_id"]

    def long(self, text: str = "A long text.", **fields: object) -> int:
        """A long text that has been spoken."""
        accepted = self.post("/v1/t2a_async_v2", model=MODEL, voice_setting={"voice_id": NARRATOR}, **({"text": text} if text else {}), **fields)
        assert code(accepted) == 0, accepted
        return self.settled(int(accepted["task_id"]))

    def settled(self, task_id: int) -> int:
        """The task, once nothing more happens to it."""
        deadline = time.monotonic() + PATIENCE
        while self.get("/v1/query/t2a_async_query_v2", task_id=task_id)["status"] == "Processing" and time.monotonic() < deadline:
            time.sleep(0.02)
        return task_id

    def voices(self, kind: str = "all") -> dict[str, Any]:
        return self.post("/v1/get_voice", voice_type=kind)


def code(answer: dict[str, Any]) -> int:
    """How it went, in the vendor's numbers."""
    return answer["base_resp"]["status_code"]


def blocks(body: str) -> list[dict[str, Any]]:
    """The blocks of a stream, framed exactly as the vendor frames them."""
    assert body.endswith("\n\n")
    parts = body.removesuffix("\n\n").split("\n\n")
    assert all(part.startswith("data: {") and "\n" not in part for part in parts)
    return [json.loads(part.removeprefix("data: ")) for part in parts]
