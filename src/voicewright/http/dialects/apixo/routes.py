"""The dialect's routes (seed, "Endpoint and authentication"; contract §2.1)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from voicewright.domain.account import Caller
from voicewright.domain.commands import CloneVoice, DesignVoice
from voicewright.domain.errors import AddressRefused, BadRecording, FetchFailed, TaskNotVisible, TextForbidden
from voicewright.domain.plan import Verb
from voicewright.domain.task import Kind, Task
from voicewright.http.access import asks
from voicewright.http.amounts import dollars_left
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.callbacks import callback_to
from voicewright.http.dialect import speaking
from voicewright.http.dialects.apixo.bodies import SpeechIn, VoiceIn
from voicewright.http.dialects.apixo.models import NAME, SPEECH, VOICE
from voicewright.http.dialects.apixo.schemas import AcceptedOut, AcceptedVoiceOut, BalanceOut, RefusedOut, TaskOut
from voicewright.http.dialects.apixo.tasks import new_voice, submitted, told
from voicewright.http.dialects.apixo.words import render
from voicewright.http.fields import Text
from voicewright.http.media import address_of
from voicewright.http.state import TheCore
from voicewright.services.core import Core

_PREVIEW = "input.preview_text"
_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": RefusedOut, "description": "The request cannot be served as it is."},
    401: {"model": RefusedOut, "description": "No key, or one that is not valid."},
    "default": {"model": RefusedOut, "description": "Any other refusal."},
}

TaskId = Annotated[Text, Query(alias="taskId", examples=["task_12345678"])]

router = APIRouter(tags=[NAME], prefix="/api/v1", route_class=speaking(render), responses=_REFUSALS)


@router.post(f"/generateTask/{VOICE}", response_model=AcceptedVoiceOut)
@asks(Verb.CLONE)
async def make_voice(request: Request, caller: TheCaller, core: TheCore, body: VoiceIn) -> Response:
    """Design or clone a voice. Its id is known at once; a recording that cannot be used fails the task, not the request."""
    body.command(None)  # what is wrong with the request itself comes before any look at an address
    command = body.command(await callback_to(request, body.told_at, field="callback_url", dialect=NAME))
    if isinstance(command, CloneVoice):
        task = await _cloning(core, caller, command)
    else:
        task = await _designing(core, caller, command)
    return answer(AcceptedVoiceOut(code=200, message="success", data=new_voice(task)))


@router.post(f"/generateTask/{SPEECH}", response_model=AcceptedOut)
@asks(Verb.SPEAK)
async def make_speech(request: Request, caller: TheCaller, core: TheCore, body: SpeechIn) -> Response:
    """Have a text spoken with one of your own voices or a system voice. It makes a new voice permanent."""
    body.command(None)  # as above
    command = body.command(await callback_to(request, body.told_at, field="callback_url", dialect=NAME))
    try:
        task = await core.speak.submit(caller, command)
    except TextForbidden as refusal:  # which the contract tells of in tasks alone
        task = await core.speak.refused(caller, command, refusal)
    return answer(AcceptedOut(code=200, message="success", data=submitted(task)))


@router.get(f"/statusTask/{VOICE}", response_model=TaskOut)
@asks(Verb.READ)
async def voice_status(request: Request, caller: TheCaller, core: TheCore, task_id: TaskId) -> Response:
    """A voice's task, as it stands."""
    return answer(told(await _task(core, caller, task_id, speech=False), address_of(request)))


@router.get(f"/statusTask/{SPEECH}", response_model=TaskOut)
@asks(Verb.READ)
async def speech_status(request: Request, caller: TheCaller, core: TheCore, task_id: TaskId) -> Response:
    """A speech task, as it stands."""
    return answer(told(await _task(core, caller, task_id, speech=True), address_of(request)))


@router.get("/apikeys/current-balance", response_model=BalanceOut)
@asks(Verb.READ)
async def balance(caller: TheCaller, core: TheCore) -> Response:
    """What is left of the account's credit."""
    return answer(BalanceOut(code=200, message="success", data=await dollars_left(core, caller)))


async def _cloning(core: Core, caller: Caller, command: CloneVoice) -> Task:
    try:
        return await core.clone.submit(caller, command, preview_field=_PREVIEW)
    except AddressRefused:
        raise
    except (BadRecording, FetchFailed, TextForbidden) as refusal:
        return await core.clone.refused(caller, command, refusal)


async def _designing(core: Core, caller: Caller, command: DesignVoice) -> Task:
    try:
        return await core.design.submit(caller, command, prompt_field="input.prompt", preview_field=_PREVIEW)
    except TextForbidden as refusal:
        return await core.design.refused(caller, command, refusal)


async def _task(core: Core, caller: Caller, task_id: str, *, speech: bool) -> Task:
    task = await core.tasks.of(caller, task_id)
    if (task.kind is Kind.SPEECH) is not speech:
        raise TaskNotVisible
    return task
