"""Speaks through pipecat's MiniMax service, as a pipeline would call it."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

# ruff: noqa: ASYNC240 - nothing else happens meanwhile

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import aiohttp
from loguru import logger
from pipecat.frames.frames import ErrorFrame, TTSAudioRawFrame
from pipecat.services.minimax.tts import MiniMaxHttpTTSService

RATE = 24_000


async def spoken(asked: dict[str, str], number: int) -> dict[str, object]:
    """Where the sound lies (16-bit samples), and what went wrong."""
    sound, problems = bytearray(), []
    async with aiohttp.ClientSession() as session:
        service = MiniMaxHttpTTSService(
            api_key=asked["key"],
            base_url=f"{asked['url']}/v1/t2a_v2",
            group_id="a-group-of-long-ago",
            aiohttp_session=session,
            sample_rate=RATE,
            settings=MiniMaxHttpTTSService.Settings(model="speech-2.8-turbo", voice=asked["voice"]),
        )
        service._sample_rate = service._audio_sample_rate = RATE
        async for frame in service.run_tts(asked["text"], "context"):
            if isinstance(frame, TTSAudioRawFrame):
                sound += frame.audio
            if isinstance(frame, ErrorFrame):
                problems.append(frame.error)
    file = Path(f"pipecat-{number}.pcm")
    file.write_bytes(sound)
    return {"file": str(file.resolve()), "rate": RATE, "problems": problems}


logger.remove()
told = [asyncio.run(spoken(asked, number)) for number, asked in enumerate(json.loads(sys.argv[1])["texts"])]
sys.stdout.write(json.dumps({"told": told}) + "\n")
