"""The Python example of aijisu's page, as it stands there, but for the address, the key and the recording; then speech with what it made."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import requests

asked = json.loads(sys.argv[1])
api_key = asked["key"]

response = requests.post(
    f"{asked['url']}/v1/audio/voices/clone",
    headers={"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"},
    json={
        "audio_url": asked["audio_url"],
        "text": ". ",
        "display_name": "python-clone-voice",
        "language": "Chinese (Mandarin)",
        "noise_reduction": True,
        "need_volume_normalization": True,
    },
    timeout=180,
)

data = response.json()
told = {"cloned": data}

response = requests.get(
    f"{asked['url']}/v1/audio/voices", headers={"Authorization": f"Bearer {api_key}"}, params={"model": "minimax-speech-2.8-hd"}, timeout=30
)

voices = response.json().get("data", [])
told["listed"] = [(voice["voice_id"], voice.get("display_name")) for voice in voices]


def spoken(voice: str) -> dict[str, object]:
    """The task once it has ended, or the refusal; the sound in a file."""
    headers = {"Authorization": f"Bearer {api_key}"}
    body = {"model": "minimax-speech-02-hd", "text": asked["text"], "voice_id": voice, "speed": 0.95, "response_format": "url"}
    task = requests.post(f"{asked['url']}/v1/audio/tasks", headers=headers, json=body, timeout=30).json()
    while task.get("status") in {"queued", "processing"}:
        time.sleep(0.2)
        task = requests.get(f"{asked['url']}/v1/audio/tasks/{task['task_id']}", headers=headers, timeout=30).json()
    if task.get("audio_url"):
        Path("task.mp3").write_bytes(requests.get(task["audio_url"], timeout=30).content)
    return task


told["task"] = spoken(asked.get("voice") or data.get("voice_id", "nobody"))
sys.stdout.write(json.dumps(told) + "\n")
