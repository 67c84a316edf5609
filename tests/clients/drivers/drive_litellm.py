"""Speaks through litellm's `speech()`, by a provider's name and its model's."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

from __future__ import annotations

import json
import sys
from pathlib import Path

import litellm


def spoken(asked: dict[str, str], number: int) -> dict[str, object]:
    """Where the sound lies, or what was raised."""
    file = Path(f"litellm-{number}.mp3")
    try:
        answer = litellm.speech(model=asked["model"], input=asked["text"], voice=asked["voice"], api_base=asked["url"], api_key=asked["key"])
    except Exception as error:  # noqa: BLE001 - what the client raises is what is looked at
        return {"raised": type(error).__name__, "message": str(error)}
    file.write_bytes(answer.content)
    return {"file": str(file.resolve())}


told = [spoken(asked, number) for number, asked in enumerate(json.loads(sys.argv[1])["texts"])]
sys.stdout.write(json.dumps({"told": told}) + "\n")
