"""Waits for tasks through novita-client, which has no calls for audio: what is asked of it is sent as its own calls send theirs."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

from __future__ import annotations

import json
import sys

from novita_client import NovitaClient


def waited(asked: dict[str, str]) -> dict[str, object]:
    """How the task ended, or what was raised."""
    client = NovitaClient(asked["key"], base_url=asked["url"])
    body = {"text": asked["text"], "voice_setting": {"voice_id": asked["voice"]}}
    try:
        accepted = client._post(f"/v3/async/minimax-speech-{asked['series']}", body)
        result = client.wait_for_task_v3(accepted["task_id"])
        credit = client.user_info().credit_balance
    except Exception as error:  # noqa: BLE001 - what the client raises is what is looked at
        return {"raised": type(error).__name__, "message": str(error)}
    return {"status": result.task.status.value, "type": result.task.task_type, "task": result.task.task_id, "images": result.images, "credit": credit}


sys.stdout.write(json.dumps({"told": [waited(asked) for asked in json.loads(sys.argv[1])["texts"]]}) + "\n")
