"""The dialect's routes (contract §4.1)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from pydantic import Field

from voicewright.domain.task import Task
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialect import speaking
from voicewright.http.dialects.kyma.bodies import NAME_LENGTH, DesignIn, SpeechIn, cloning, sent
from voicewright.http.dialects.kyma.models import CLONE, DESIGN, NAME, SPEECH, named
from voicewright.http.dialects.kyma.prices import PER_VOICE
from voicewright.http.dialects.kyma.schemas import BalanceOut, ErrorOut, LimitsOut, NewVoiceOut, PriceOut, PricesOut, VoicesOut
from voicewright.http.dialects.kyma.words import CLONING, DESIGNING, SPEAKING, render
from voicewright.http.edge import Render
from voicewright.http.fields import Text, Unless
from voicewright.http.media import address_of
from voicewright.http.sound import media_type
from voicewright.http.state import TheCore
from voicewright.http.streams import primed
from voicewright.http.waiting import finished

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The request cannot be served as it is."},
    401: {"model": ErrorOut, "description": "No key, or one that is not valid."},
    "default": {"model": ErrorOut, "description": "Any other refusal."},
}
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"description": "The sound.", "content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}},
    403: {"model": ErrorOut, "description": "There is no such voice, or it is not yours."},
}


def _routes(worded: Render) -> APIRouter:
    return APIRouter(tags=[NAME], route_class=speaking(worded), responses=_REFUSALS)


_cloning, _designing, _speaking, _asking = _routes(CLONING.render), _routes(DESIGNING.render), _routes(SPEAKING.render), _routes(render)


@_cloning.post("/v1/audio/voice-clone", response_model=NewVoiceOut)
async def clone_voice(
    *,
    request: Request,
    caller: TheCaller,
    core: TheCore,
    file: Annotated[UploadFile, File(description="mp3, wav or m4a; 10 s to 5 min, at most 10 MB.")],
    name: Annotated[Unless[Annotated[Text, Field(max_length=NAME_LENGTH)]], Form(examples=["brand-narrator"])] = None,
    model: Annotated[Unless[Text], Form(examples=[CLONE])] = None,
) -> Response:
    """Make a voice from a recording."""
    named(model or CLONE, CLONE)
    task = await core.clone.submit(caller, cloning(await sent(file), name=name, model=model), preview_field="text")
    return _made(await finished(request, core, caller, task), name)


@_designing.post("/v1/audio/voice-design", response_model=NewVoiceOut)
async def design_voice(request: Request, caller: TheCaller, core: TheCore, body: DesignIn) -> Response:
    """Make a voice from a description."""
    task = await core.design.submit(caller, body.command(), prompt_field=body.field, preview_field="preview_text")
    return _made(await finished(request, core, caller, task), body.name)


@_speaking.post("/v1/audio/speech", response_class=Response, responses=_SOUND)
async def speak(request: Request, caller: TheCaller, core: TheCore, body: SpeechIn) -> Response:
    """Have a text spoken; the answer is the sound."""
    command = body.command()
    headers = {"x-kyma-model": command.origin.model, "x-kyma-chars-billed": str(len(command.text))}
    kind = media_type(command.spec)
    if body.stream:
        return await primed(request, core.speak.stream(caller, command), media_type=kind, headers=headers)
    task = await finished(request, core, caller, await core.speak.submit(caller, command))
    assert task.output is not None
    data = await core.objects.get(task.output.key)
    await core.tasks.discard(caller, task.id)  # the caller has it all, and no way to ask for it again
    return Response(data, media_type=kind, headers=headers)


@_asking.get("/v1/audio/voices", response_model=VoicesOut)
async def list_voices(request: Request, caller: TheCaller, core: TheCore) -> Response:
    """Every voice that you can speak with."""
    found = VoicesOut.of(await core.catalog.every(caller), now=core.clock.now(), address=address_of(request))
    response = answer(found)
    response.headers["x-kyma-cache"] = "miss"  # the list is always as it is now
    return response


@_asking.get("/v1/auth/limits", response_model=LimitsOut)
async def show_limits(_caller: TheCaller) -> Response:
    """How often you may ask: nothing is limited here yet."""
    return answer(LimitsOut(tier=None, requests_per_minute=None, requests_per_day=None))


@_asking.get("/v1/credits/balance", response_model=BalanceOut)
async def show_balance(_caller: TheCaller) -> Response:
    """No credit is kept here: null, not a number that means nothing."""
    return answer(BalanceOut(balance_usd=None, currency="USD"))


@_asking.get("/v1/credits/pricing", response_model=PricesOut)
async def show_prices(_caller: TheCaller) -> Response:
    """What the vendor asks for each model; nobody is charged here."""
    voices = [PriceOut(model=name, unit="voice", price_usd=PER_VOICE[name]) for name in (CLONE, DESIGN)]
    speech = [PriceOut(model=name, unit="character", price_usd=None) for name in SPEECH]
    return answer(PricesOut(object="list", data=voices + speech))


router = APIRouter()
for part in (_cloning, _designing, _speaking, _asking):
    router.include_router(part)


def _made(task: Task, name: str | None) -> Response:
    model = task.origin.model
    cost = PER_VOICE[model]
    response = answer(NewVoiceOut(voice_id=task.voice_id, name=name, model=model, cost_usd=cost, balance_usd=None))
    response.headers.update({"x-kyma-model": model, "x-kyma-cost-usd": str(cost)})
    return response
