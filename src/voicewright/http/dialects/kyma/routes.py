"""The dialect's routes (contract §4.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from pydantic import Field

from voicewright.domain.account import Caller
from voicewright.domain.commands import Speak
from voicewright.domain.money import Money
from voicewright.domain.plan import Verb
from voicewright.domain.task import Kind, Task
from voicewright.domain.usage import Usage
from voicewright.http.access import asks
from voicewright.http.amounts import DOLLARS, dollars, dollars_left
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialect import speaking
from voicewright.http.dialects.kyma.bodies import NAME_LENGTH, DesignIn, SpeechIn, cloning, sent
from voicewright.http.dialects.kyma.models import CLONE, DESIGN, NAME, SPEECH, named, origin
from voicewright.http.dialects.kyma.schemas import BalanceOut, ErrorOut, LimitsOut, NewVoiceOut, PriceOut, PricesOut, VoicesOut
from voicewright.http.dialects.kyma.words import CLONING, DESIGNING, SPEAKING, render
from voicewright.http.edge import Render
from voicewright.http.fields import Text, Unless
from voicewright.http.media import address_of
from voicewright.http.sound import media_type
from voicewright.http.state import TheCore
from voicewright.http.streams import primed
from voicewright.http.waiting import finished
from voicewright.services.billing import cost
from voicewright.services.core import Core

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
@asks(Verb.CLONE)
async def clone_voice(
    *,
    request: Request,
    caller: TheCaller,
    core: TheCore,
    file: Annotated[UploadFile, File(description="mp3, wav or m4a; 10 s to 5 min, at most 10 MB.")],
    name: Annotated[Unless[Annotated[Text, Field(max_length=NAME_LENGTH)]], Form(examples=["brand-narrator"])] = None,
    model: Annotated[Unless[Text], Form(examples=[CLONE])] = None,
    consent: Annotated[Unless[Text], Form(description="That the speaker consents: the id of a recorded consent, or the statement itself.")] = None,
) -> Response:
    """Make a voice from a recording."""
    named(model or CLONE, CLONE)
    task = await core.clone.submit(caller, cloning(await sent(file), name=name, model=model, consent=consent), preview_field="text")
    return await _made(core, caller, await finished(request, core, caller, task), name)


@_designing.post("/v1/audio/voice-design", response_model=NewVoiceOut)
@asks(Verb.DESIGN)
async def design_voice(request: Request, caller: TheCaller, core: TheCore, body: DesignIn) -> Response:
    """Make a voice from a description."""
    task = await core.design.submit(caller, body.command(), prompt_field=body.field, preview_field="preview_text")
    return await _made(core, caller, await finished(request, core, caller, task), body.name)


@_speaking.post("/v1/audio/speech", response_class=Response, responses=_SOUND)
@asks(Verb.SPEAK)
async def speak(request: Request, caller: TheCaller, core: TheCore, body: SpeechIn) -> Response:
    """Have a text spoken; the answer is the sound."""
    command = body.command()
    headers = {"x-kyma-model": command.origin.model, "x-kyma-chars-billed": str(len(command.text))}
    kind = media_type(command.spec)
    if body.stream:
        response = await primed(request, core.speak.stream(caller, command), media_type=kind, headers=headers)
        response.headers.update(_bill(_asked(core, caller, command), await dollars_left(core, caller)))
        return response
    task = await finished(request, core, caller, await core.speak.submit(caller, command))
    assert task.output is not None
    data = await core.objects.get(task.output.key)
    await core.tasks.discard(caller, task.id)  # the caller has it all, and no way to ask for it again
    return Response(data, media_type=kind, headers=headers | _bill(dollars(cost(task)), await dollars_left(core, caller)))


@_asking.get("/v1/audio/voices", response_model=VoicesOut)
@asks(Verb.READ)
async def list_voices(request: Request, caller: TheCaller, core: TheCore) -> Response:
    """Every voice that you can speak with."""
    found = VoicesOut.of(await core.catalog.every(caller), now=core.clock.now(), address=address_of(request))
    response = answer(found)
    response.headers["x-kyma-cache"] = "miss"  # the list is always as it is now
    return response


@_asking.get("/v1/auth/limits", response_model=LimitsOut)
@asks(Verb.READ)
async def show_limits(caller: TheCaller) -> Response:
    """Your plan's name, and how often you may ask for speech; other kinds of requests have limits of their own."""
    limit = caller.plan.limits.get(Verb.SPEAK)
    return answer(LimitsOut(tier=caller.plan.name, requests_per_minute=None if limit is None else limit.per_minute, requests_per_day=None))


@_asking.get("/v1/credits/balance", response_model=BalanceOut)
@asks(Verb.READ)
async def show_balance(caller: TheCaller, core: TheCore) -> Response:
    """What credit is left."""
    return answer(BalanceOut(balance_usd=await dollars_left(core, caller), currency=DOLLARS))


@_asking.get("/v1/credits/pricing", response_model=PricesOut)
@asks(Verb.READ)
async def show_prices(caller: TheCaller, core: TheCore) -> Response:
    """What each model costs your account."""
    told = core.billing.book(caller).currency in {"", DOLLARS}
    kinds = {CLONE: Kind.CLONE, DESIGN: Kind.DESIGN}
    voices = [(name, kind, core.billing.price(caller, kind, origin(name)).each) for name, kind in kinds.items()]
    speech = [(name, Kind.SPEECH, core.billing.price(caller, Kind.SPEECH, origin(name)).character) for name in SPEECH]
    rows = [
        PriceOut(model=name, unit="character" if kind is Kind.SPEECH else "voice", price_usd=rate if told else None)
        for name, kind, rate in (*voices, *speech)
    ]
    return answer(PricesOut(object="list", data=rows))


router = APIRouter()
for part in (_cloning, _designing, _speaking, _asking):
    router.include_router(part)


async def _made(core: Core, caller: Caller, task: Task, name: str | None) -> Response:
    model, charged, left = task.origin.model, dollars(cost(task)), await dollars_left(core, caller)
    response = answer(NewVoiceOut(voice_id=task.voice_id, name=name, model=model, cost_usd=charged, balance_usd=left))
    response.headers.update({"x-kyma-model": model} | _bill(charged, left))
    return response


def _asked(core: Core, caller: Caller, command: Speak) -> Decimal | None:
    """What a stream costs once it has begun; None where that is known at its end only."""
    price, currency = core.billing.price(caller, Kind.SPEECH, command.origin), core.billing.book(caller).currency
    if price.second:
        return None
    return dollars(Money(micro=price.of(Usage(characters=len(command.text))), currency=currency) if currency else None)


def _bill(charged: Decimal | None, left: Decimal | None) -> dict[str, str]:
    told = {"x-kyma-cost-usd": charged, "x-kyma-balance-usd": left}
    return {name: str(amount) for name, amount in told.items() if amount is not None}
