"""The dialect's routes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from voicewright.domain.commands import ListVoices
from voicewright.domain.errors import ConsentMissing, FieldMissing
from voicewright.domain.plan import Verb
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller, TheVisitor
from voicewright.http.dialect import speaking, welcoming
from voicewright.http.dialects.openai.bodies import ConsentIn, ConsentNameIn, SpeechIn, VoiceIn, VoicesIn, sent
from voicewright.http.dialects.openai.names import CURRENT, MODELS, NAME, model_named
from voicewright.http.dialects.openai.schemas import (
    AudioModelsOut,
    ConsentDeletedOut,
    ConsentListOut,
    ConsentOut,
    ErrorOut,
    ModelListOut,
    ModelOut,
    VoiceDeletedOut,
    VoiceListOut,
    VoiceMadeOut,
    VoicePromptedOut,
)
from voicewright.http.dialects.openai.speech import STREAMED, Told
from voicewright.http.dialects.openai.words import render
from voicewright.http.fields import Text, Unless, Whole, validated
from voicewright.http.forms import described, fields_of
from voicewright.http.sound import media_type
from voicewright.http.state import TheCore
from voicewright.http.streams import primed
from voicewright.http.waiting import finished
from voicewright.services.catalog import Listed

SETTLE = 290.0
"""Seconds that a caller waits for a voice; the vendor's clients give up after 600 (contract §5.3)."""

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The request cannot be served as it is."},
    401: {"model": ErrorOut, "description": "No key, or one that is not valid."},
    404: {"model": ErrorOut, "description": "There is none, or it is not yours."},
    "default": {"model": ErrorOut, "description": "Any other refusal."},
}
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Sound, or server-sent events with it. `x-voicewright-understood` and `x-voicewright-ignored` name words of `instructions`.",
        "content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}, "text/event-stream": {}},
    }
}

VoiceId = Annotated[Text, Path(description="Any id, slashes percent-encoded or not.", examples=["voice_8fK2mQ0aXw3LrT6vBn1cYs5d"])]
ConsentId = Annotated[Text, Path(examples=["cons_9f86d081884c7d659a2feaa0c55ad0"])]
ModelId = Annotated[Text, Path(examples=["tts-1"])]

open_router = APIRouter(tags=[NAME], route_class=welcoming(render), responses=_REFUSALS)
router = APIRouter(tags=[NAME], route_class=speaking(render), responses=_REFUSALS)


@router.post("/v1/audio/speech", response_class=Response, responses=_SOUND)
@asks(Verb.SPEAK)
async def speak(request: Request, caller: TheCaller, core: TheCore, body: SpeechIn) -> Response:
    """Have a text spoken. mp3, opus, aac and pcm are sent while they are made; wav and flac when they are whole."""
    command = body.command()
    told = Told(characters=len(command.text))
    parts = core.speak.parts(caller, command, whole=body.whole)
    if body.events:
        response = await primed(request, told.events(parts), media_type="text/event-stream", headers=STREAMED)
    else:
        response = await primed(request, told.sound(parts), media_type=media_type(command.spec))
    response.headers.update(told.headers)
    return response


@open_router.get("/v1/audio/voices", response_model=VoiceListOut)
@asks(Verb.READ)
async def list_voices(caller: TheVisitor, core: TheCore, wanted: Annotated[VoicesIn, Query()]) -> Response:
    """The vendor's voices, system voices, and your own. Without a key: those that everybody has."""
    if wanted.model is not None:
        model_named(wanted.model)
    query = ListVoices(limit=wanted.limit, after=wanted.after)
    listed: Listed = core.catalog.public(query) if caller is None else await core.catalog.visible(caller, query)
    return answer(VoiceListOut.of(listed))


@router.post("/v1/audio/voices", response_model=VoiceMadeOut | VoicePromptedOut, openapi_extra=described(VoiceIn))
@asks(Verb.CLONE)
async def make_voice(request: Request, caller: TheCaller, core: TheCore) -> Response:
    """Make a voice from a recording with its speaker's consent, or from a description; answers when it is ready."""
    body = validated(VoiceIn, await fields_of(request))
    if body.type == "prompt":
        task = await core.design.submit(caller, body.designing(), prompt_field="prompt", preview_field="script_hint")
    elif body.consent is None:
        raise ConsentMissing(field="consent") if caller.plan.consent else FieldMissing(field="consent")
    else:
        consent = await core.consents.find(caller, body.consent, field="consent")
        task = await core.clone.submit(caller, body.cloning(consent), preview_field="script_hint")
    task = await finished(request, core, caller, task, within=SETTLE)
    voice = await core.catalog.voice(caller, task.voice_id)
    return answer(VoicePromptedOut.of(voice) if body.type == "prompt" else VoiceMadeOut.of(voice))


@router.delete("/v1/audio/voices/{voice_id:path}", response_model=VoiceDeletedOut)
@asks(Verb.CHANGE)
async def delete_voice(caller: TheCaller, core: TheCore, voice_id: VoiceId) -> Response:
    """Delete a voice with everything that was derived from it; its consent stays."""
    voice = await core.catalog.delete(caller, voice_id)
    return answer(VoiceDeletedOut(id=voice.id, object="audio.voice.deleted", deleted=True))


@router.post("/v1/audio/voice_consents", response_model=ConsentOut, openapi_extra=described(ConsentIn))
@asks(Verb.CHANGE)
async def keep_consent(request: Request, caller: TheCaller, core: TheCore) -> Response:
    """Keep the recording in which a speaker consents to the use of their voice."""
    body = validated(ConsentIn, await fields_of(request))
    recording = sent(body.recording, field="recording")
    return answer(ConsentOut.of(await core.consents.keep(caller, recording, name=body.name, language=body.tag())))


@router.get("/v1/audio/voice_consents", response_model=ConsentListOut)
@asks(Verb.READ)
async def list_consents(
    caller: TheCaller,
    core: TheCore,
    after: Annotated[Unless[Text], Query(description="Id of the last consent of the page before.")] = None,
    limit: Annotated[Whole, Query(ge=1, le=100)] = 20,
) -> Response:
    """Your consents, newest first."""
    return answer(ConsentListOut.of(await core.consents.page(caller, after=after, limit=limit)))


@router.get("/v1/audio/voice_consents/{consent_id}", response_model=ConsentOut)
@asks(Verb.READ)
async def show_consent(caller: TheCaller, core: TheCore, consent_id: ConsentId) -> Response:
    """One consent."""
    return answer(ConsentOut.of(await core.consents.find(caller, consent_id, field="consent_id")))


@router.post("/v1/audio/voice_consents/{consent_id}", response_model=ConsentOut)
@asks(Verb.CHANGE)
async def rename_consent(caller: TheCaller, core: TheCore, consent_id: ConsentId, body: ConsentNameIn) -> Response:
    """Change what a consent is called."""
    return answer(ConsentOut.of(await core.consents.rename(caller, consent_id, body.name, field="consent_id")))


@router.delete("/v1/audio/voice_consents/{consent_id}", response_model=ConsentDeletedOut)
@asks(Verb.CHANGE)
async def delete_consent(caller: TheCaller, core: TheCore, consent_id: ConsentId) -> Response:
    """Forget a consent with its recording; voices stay."""
    consent = await core.consents.forget(caller, consent_id, field="consent_id")
    return answer(ConsentDeletedOut(id=consent.id, object="audio.voice_consent", deleted=True))


@router.get("/v1/models", response_model=ModelListOut)
@asks(Verb.READ)
async def list_models(_caller: TheCaller) -> Response:
    """Every model name that is understood here."""
    return answer(ModelListOut(object="list", data=[ModelOut.of(name) for name in MODELS]))


@router.get("/v1/models/{model}", response_model=ModelOut)
@asks(Verb.READ)
async def show_model(_caller: TheCaller, model: ModelId) -> Response:
    """One model."""
    return answer(ModelOut.of(model_named(model).name))


@open_router.get("/v1/audio/models", response_model=AudioModelsOut)
@asks(Verb.READ)
async def list_audio_models(_caller: TheVisitor) -> Response:
    """The models, where Open WebUI asks for them, which it does without a key."""
    return answer(AudioModelsOut(models=[ModelOut.of(name) for name in CURRENT]))


router.include_router(open_router)
