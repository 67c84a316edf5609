"""A text spoken in one answer, or in a stream of blocks (contract §1.7)."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from voicewright.domain.errors import Refusal
from voicewright.domain.plan import Verb
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialects.minimax.models import ModelIn
from voicewright.http.dialects.minimax.router import routes
from voicewright.http.dialects.minimax.schemas import RefusedOut
from voicewright.http.dialects.minimax.words import worded
from voicewright.http.state import TheCore
from voicewright.http.t2a.manner import T2aIn
from voicewright.http.t2a.sounds import BrokenOut, SoundOut, SpeechOut
from voicewright.http.t2a.streaming import Telling, whole

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The sound; with `stream`, in blocks, the last of which has `extra_info`.", "content": {"text/event-stream": {}}}
}

router = routes()


class NamedT2aIn(T2aIn, ModelIn):
    """Say a text, in one answer or in a stream."""


@router.post("/v1/t2a_v2", response_model=SpeechOut | RefusedOut, responses=_EVENTS)
@asks(Verb.SPEAK)
async def speak(request: Request, caller: TheCaller, core: TheCore, body: NamedT2aIn) -> Response:
    """Have a text spoken: in one answer, or with `stream` in blocks while it is made."""
    if body.stream:
        return await Telling(broken=_broken).streamed(request, core, caller, body, body.named())
    return answer(await whole(request, core, caller, body, body.named()))


def _broken(refusal: Refusal, trace: str) -> BrokenOut:
    return BrokenOut(data=SoundOut(audio="", status=2, ced=""), trace_id=trace, base_resp=worded(refusal))
