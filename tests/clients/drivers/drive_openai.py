"""Speaks, makes voices and keeps consents through OpenAI's own client for Python."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openai
from openai import OpenAI, Stream


def raised(call: Callable[[], Any]) -> dict[str, object]:
    """What the client raises."""
    try:
        call()
    except openai.APIStatusError as error:
        facts = {"status": error.status_code, "code": error.code, "param": error.param, "request": error.request_id}
        return {"raised": type(error).__name__, "message": str(error), **facts}
    return {}


def speech(client: OpenAI, asked: dict[str, Any]) -> dict[str, object]:
    """The same sentence whole, in bytes while it is made, and in events."""
    said = {"model": "gpt-4o-mini-tts", "input": asked["text"], "voice": asked["voice"]}
    client.audio.speech.create(**said).write_to_file("whole.mp3")
    asked_how = {"instructions": "Speak slowly, in a purple way.", "response_format": "wav", "speed": 0.8}
    with client.audio.speech.with_streaming_response.create(**said, **asked_how) as response:
        headers = {name: response.headers[name] for name in ("x-voicewright-understood", "x-voicewright-ignored")}
        response.stream_to_file("slow.wav")
    with client.audio.speech.with_streaming_response.create(**said, response_format="pcm") as response:
        pieces = list(response.iter_bytes())
    Path("streamed.pcm").write_bytes(b"".join(pieces))
    body = {**said, "response_format": "pcm", "stream_format": "sse"}
    events = list(client.post("/audio/speech", body=body, cast_to=object, stream=True, stream_cls=Stream[object]))
    Path("events.pcm").write_bytes(b"".join(base64.b64decode(event["audio"]) for event in events[:-1]))
    return {"headers": headers, "pieces": len(pieces), "types": sorted({event["type"] for event in events}), "usage": events[-1]["usage"]}


def voices(client: OpenAI, asked: dict[str, Any]) -> dict[str, object]:
    """A consent, a voice from a recording and one from a description; both speak; one is deleted twice."""
    recording = Path(asked["recording"])
    consent = client.audio.voice_consents.create(name="Jo", language="en-US", recording=recording)
    cloned = client.audio.voices.create(name="Mine", consent=consent.id, audio_sample=recording)
    designed = client.audio.voices.create(name="Guide", type="prompt", prompt="A deep, calm man")
    for name, voice in (("cloned", cloned.id), ("designed", designed.id)):
        client.audio.speech.create(model="tts-1", input=asked["text"], voice={"id": voice}).write_to_file(f"{name}.mp3")
    listed = [one.id for one in client.audio.voice_consents.list(limit=1)]
    renamed = client.audio.voice_consents.update(consent.id, name="Joanna").name
    shown = client.audio.voice_consents.retrieve(consent.id).name
    gone = client.audio.voices.delete(cloned.id).deleted
    again = raised(lambda: client.audio.voices.delete(cloned.id))
    forgotten = client.audio.voice_consents.delete(consent.id).deleted
    ids = {"consent": consent.id, "listed": listed, "designed": designed.id, "cloned": cloned.id}
    return {**ids, "names": [renamed, shown], "gone": gone, "again": again, "forgotten": forgotten}


def refusals(client: OpenAI, asked: dict[str, Any]) -> dict[str, object]:
    """What is raised for this key and this voice."""
    said = {"model": "tts-1", "input": asked["text"], "voice": asked["voice"]}
    create = client.audio.speech.create
    return {
        "speech": raised(lambda: create(**said)),
        "streamed": raised(lambda: client.audio.speech.with_streaming_response.create(**said).__enter__()),
        "empty": raised(lambda: create(**{**said, "input": ""})),
    }


DOINGS = {"speech": speech, "voices": voices, "refusals": refusals}
given = json.loads(sys.argv[1])
with OpenAI(base_url=given["url"], api_key=given["key"], max_retries=0) as one:
    models = [] if given["do"] == "refusals" else [model.id for model in one.models.list()]
    sys.stdout.write(json.dumps({"models": models, **DOINGS[given["do"]](one, given)}) + "\n")
