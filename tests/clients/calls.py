"""What one call of each client is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import soundfile
from environments import HERE, Environment, Outcome

Named: TypeAlias = Callable[[str], Environment]
Tool: TypeAlias = tuple[str, Mapping[str, object]]
SENTENCE = "The quick brown fox jumps over the lazy dog near the quiet river bank, and then it rests a while."


@dataclass(frozen=True, kw_only=True)
class At:
    """What a client is told: an address instead of the vendor's, and a key."""

    url: str
    key: str


def seconds_of(told: dict[str, Any]) -> float:
    """How long the 16-bit samples in a driver's file sound, which are not silence."""
    samples = np.fromfile(told["file"], dtype="<i2")
    assert np.abs(samples).max() > 1000
    return len(samples) / told["rate"]


def seconds_in(file: Path) -> float:
    """How long a file sounds."""
    samples, rate = soundfile.read(file)
    assert np.abs(samples).max() > 0.03
    return len(samples) / rate


def mcp(client: Named, at: At, folder: Path, *tools: Tool, mode: str = "local") -> list[str]:
    """What minimax-mcp says to an agent that calls these tools."""
    variables = {"MINIMAX_API_HOST": at.url, "MINIMAX_API_KEY": at.key, "MINIMAX_MCP_BASE_PATH": str(folder), "MINIMAX_API_RESOURCE_MODE": mode}
    said: list[str] = client("minimax-mcp").drive({"tools": tools}, variables=variables, cwd=folder)["said"]
    return said


def mmx(client: Named, at: At, folder: Path, *arguments: str) -> str:
    """What the vendor's own program prints."""
    command = ["mmx", "--api-key", at.key, "--region", "global", "--base-url", at.url, "--non-interactive", *arguments]
    done = client("mmx-cli").run(command, cwd=folder)
    assert done.status == 0, done.out + done.err
    return done.out


def novita(client: Named, at: At, folder: Path, *arguments: str) -> Outcome:
    """One run of Novita's own command line."""
    command = ["python", "-I", str(HERE / "drivers" / "drive_novita.py"), at.url, *arguments]
    return client("novita").run(command, variables={"NOVITA_API_KEY": at.key}, cwd=folder)


def openai(client: Named, at: At, folder: Path, name: str = "openai", **asked: object) -> dict[str, Any]:
    """What OpenAI's own client makes of the sentence."""
    told: dict[str, Any] = client(name).drive({"url": at.url, "key": at.key, "text": SENTENCE, **asked}, cwd=folder)
    return told


def texts(*askings: tuple[At, Mapping[str, str]]) -> dict[str, object]:
    """The sentence for each of these: by whom, and what else is asked for."""
    return {"texts": [{"url": at.url, "key": at.key, "text": SENTENCE, **asked} for at, asked in askings]}


@dataclass(frozen=True, kw_only=True)
class Saying:
    """One thing that livekit is asked for."""

    at: At
    voice: str = ""
    """The one that it asks for by itself."""
    over: str = "websocket"
    form: str = "mp3"


def litellm(client: Named, folder: Path, *askings: tuple[At, str], model: str = "minimax/speech-2.6-hd") -> list[dict[str, Any]]:
    """What litellm makes of the sentence, by account and voice."""
    asked = texts(*((at, {"model": model, "voice": voice}) for at, voice in askings))
    told: list[dict[str, Any]] = client("litellm").drive(asked, variables={"LITELLM_LOCAL_MODEL_COST_MAP": "True"}, cwd=folder)["told"]
    return told


def pipecat(client: Named, folder: Path, *askings: tuple[At, str]) -> list[dict[str, Any]]:
    """What pipecat makes of the sentence, by account and voice."""
    told: list[dict[str, Any]] = client("pipecat-ai").drive(texts(*((at, {"voice": voice}) for at, voice in askings)), cwd=folder)["told"]
    return told


def livekit(client: Named, folder: Path, *sayings: Saying) -> list[dict[str, Any]]:
    """What livekit makes of the sentence, each time."""
    asked = texts(*((one.at, {"voice": one.voice, "over": one.over, "format": one.form}) for one in sayings))
    told: list[dict[str, Any]] = client("livekit-plugins-minimax-ai").drive(asked, cwd=folder)["told"]
    return told
