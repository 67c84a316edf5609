"""The routes of voices."""

from __future__ import annotations

from typing import Literal, TypeAlias

from fastapi import Response
from pydantic import Field

from voicewright.domain.account import Caller
from voicewright.domain.plan import Verb
from voicewright.domain.voice import Source, State, Voice
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialects.minimax.router import routes
from voicewright.http.dialects.minimax.schemas import RefusedOut, VoicesOut
from voicewright.http.fields import In
from voicewright.http.state import TheCore
from voicewright.services.core import Core

KindWord: TypeAlias = Literal["system", "voice_cloning", "voice_generation", "music_generation", "all"]
_SOURCES = {"system": Source.SYSTEM, "voice_cloning": Source.CLONE, "voice_generation": Source.DESIGN, "all": None}

router = routes()


class VoicesIn(In):
    """Which voices."""

    voice_type: KindWord = Field(examples=["all"])


@router.post("/v1/get_voice", response_model=VoicesOut | RefusedOut)
@asks(Verb.READ)
async def list_voices(caller: TheCaller, core: TheCore, body: VoicesIn) -> Response:
    """System voices, and your own once they have really spoken."""
    if body.voice_type not in _SOURCES:
        return answer(VoicesOut.of([]))
    return answer(VoicesOut.of(await _voices(core, caller, _SOURCES[body.voice_type])))


async def _voices(core: Core, caller: Caller, source: Source | None) -> list[Voice]:
    """Every one that has spoken: a new voice is shown after its first use (contract §1.3)."""
    return [voice for voice in await core.catalog.every(caller, source=source) if voice.state is State.ACTIVE and voice.expires_at is None]
