"""Speaks through livekit's MiniMax plugin: over HTTP, or over a WebSocket while the text is still pushed."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

# ruff: noqa: ASYNC240 - nothing else happens meanwhile

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp
from livekit.agents import APIConnectOptions, APIError
from livekit.plugins import minimax

ONCE = APIConnectOptions(max_retry=0, timeout=15)


def pushed(stream: Any, text: str) -> None:
    """The text word by word, as a language model writes it."""
    for word in text.split(" "):
        stream.push_text(f"{word} ")
    stream.end_input()


async def heard(tts: minimax.TTS, asked: dict[str, str]) -> tuple[bytes, int]:
    """The samples and their rate."""
    sound, rate = bytearray(), 0
    async with tts.synthesize(asked["text"], conn_options=ONCE) if asked["over"] == "http" else tts.stream(conn_options=ONCE) as stream:
        if asked["over"] == "websocket":
            pushed(stream, asked["text"])
        async for event in stream:
            rate = event.frame.sample_rate
            sound += bytes(event.frame.data)
    return bytes(sound), rate


async def spoken(asked: dict[str, str], number: int) -> dict[str, object]:
    """Where the sound lies (16-bit samples), or what was raised."""
    voice = {"voice": asked["voice"]} if asked["voice"] else {}
    async with aiohttp.ClientSession() as session:
        tts = minimax.TTS(api_key=asked["key"], base_url=asked["url"], audio_format=asked["format"], http_session=session, **voice)
        try:
            sound, rate = await heard(tts, asked)
        except APIError as error:
            return {"raised": type(error).__name__, "message": str(error)}
    file = Path(f"livekit-{number}.pcm")
    file.write_bytes(sound)
    return {"file": str(file.resolve()), "rate": rate}


told = [asyncio.run(spoken(asked, number)) for number, asked in enumerate(json.loads(sys.argv[1])["texts"])]
sys.stdout.write(json.dumps({"told": told}) + "\n")
