"""The dialect's routes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from voicewright.domain.errors import Refusal
from voicewright.domain.money import MICRO
from voicewright.domain.plan import Verb
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.callbacks import callback_to
from voicewright.http.dialect import speaking
from voicewright.http.dialects.novita.bodies import CloneIn, LongIn, SpeechIn
from voicewright.http.dialects.novita.models import CLONE, DESIGN, NAME, PREFIX, SERIES, at_path, origin, tells_all
from voicewright.http.dialects.novita.schemas import (
    AcceptedInFullOut,
    AcceptedOut,
    ClonedOut,
    DesignedOut,
    DetailsOut,
    ErrorOut,
    FlatOut,
    TaskResultOut,
    UserOut,
)
from voicewright.http.dialects.novita.tasks import found, id_of, told
from voicewright.http.dialects.novita.words import render, worded
from voicewright.http.fields import Out, Text
from voicewright.http.media import address_of
from voicewright.http.state import TheCore, request_id_of
from voicewright.http.t2a.longtext import Asked, accepted
from voicewright.http.t2a.making import DescriptionIn, trial
from voicewright.http.t2a.sounds import WELL, BlockOut, SpeechOut
from voicewright.http.t2a.streaming import Telling, as_it_is, whole
from voicewright.http.waiting import finished

TEN_THOUSANDTH = MICRO // 10_000
"""The vendor's unit of credit, in millionths."""
TEXT_FILE = 100_000
"""Characters that a file's texts stay below."""

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The request cannot be served as it is."},
    401: {"model": ErrorOut, "description": "No key."},
    403: {"model": ErrorOut, "description": "A key that is not valid."},
    404: {"model": ErrorOut, "description": "There is no such voice, file or task, or it is not yours."},
    "default": {"model": ErrorOut, "description": "Any other refusal."},
}
_EVENTS: dict[int | str, dict[str, Any]] = {200: {"description": "The sound; with `stream`, in blocks.", "content": {"text/event-stream": {}}}}

Series = Annotated[Text, Path(description=f"One of {', '.join(SERIES)}.", examples=list(SERIES))]

router = APIRouter(tags=[NAME], route_class=speaking(render), responses=_REFUSALS)


@router.post(f"/v3/{CLONE}", response_model=ClonedOut)
@asks(Verb.CLONE)
async def clone_voice(request: Request, caller: TheCaller, core: TheCore, body: CloneIn) -> Response:
    """Make a voice from a recording. It goes after 168 hours unless it has really spoken by then; the preview does not count."""
    task = await finished(request, core, caller, await core.clone.submit(caller, body.command(), preview_field="text"))
    demo = "" if task.output is None else address_of(request)(task.output.key, task.output.spec.codec)
    return answer(ClonedOut(demo_audio_url=demo, voice_id=task.voice_id, audio_url=demo))


@router.post(f"/v3/{DESIGN}", response_model=DesignedOut)
@asks(Verb.DESIGN)
async def design_voice(request: Request, caller: TheCaller, core: TheCore, body: DescriptionIn) -> Response:
    """Make a voice from a description."""
    task = await core.design.submit(caller, body.design(origin(DESIGN)), prompt_field="prompt", preview_field="preview_text")
    task = await finished(request, core, caller, task)
    return answer(DesignedOut(voice_id=task.voice_id, trial_audio=await trial(core, task)))


@router.post(f"/v3/{PREFIX}{{series}}", response_model=SpeechOut | FlatOut, responses=_EVENTS)
@asks(Verb.SPEAK)
async def speak(request: Request, caller: TheCaller, core: TheCore, body: SpeechIn, series: Series) -> Response:
    """Have a text spoken: in one answer, or with `stream` in blocks while it is made."""
    model = at_path(series)
    body.fits(model)
    if body.stream:
        telling = Telling(broken=_broken, shaped=as_it_is if tells_all(model) else _flat)
        return await telling.streamed(request, core, caller, body, model)
    spoken = await whole(request, core, caller, body, model)
    return answer(spoken if tells_all(model) else _flat(spoken))


@router.post(f"/v3/async/{PREFIX}{{series}}", response_model=AcceptedInFullOut | AcceptedOut)
@asks(Verb.SPEAK)
async def accept(request: Request, caller: TheCaller, core: TheCore, body: LongIn, series: Series) -> Response:
    """Accept a long text; ask for the task until it has succeeded."""
    model = at_path(series)
    callback = await callback_to(request, body.told_at, field="extra.webhook.url", dialect=NAME)
    long = await accepted(core, caller, body, model, Asked(fewer_than=TEXT_FILE, callback=callback, rehearsal=body.rehearsal))
    task_id, count = id_of(long.batch), long.characters
    if not tells_all(model):
        return answer(AcceptedOut(task_id=task_id))
    out = AcceptedInFullOut(
        task_id=task_id,
        file_id=long.batch.number,
        task_token=request_id_of(request),
        usage_characters=count,
        details=DetailsOut(usage_characters=count),
        base_resp=WELL,
    )
    return answer(out)


@router.get("/v3/async/task-result", response_model=TaskResultOut)
@asks(Verb.READ)
async def show_task(request: Request, caller: TheCaller, core: TheCore, task_id: Annotated[Text, Query()]) -> Response:
    """A task as it stands, whichever dialect has made it."""
    batch = await found(core, caller, task_id)
    return answer(told(batch, task_id=task_id, address=address_of(request)))


@router.get("/v3/user", response_model=UserOut)
@asks(Verb.READ)
async def show_user(caller: TheCaller, core: TheCore) -> Response:
    """The account, with what is left of its credit."""
    balance = await core.billing.balance(caller)
    return answer(UserOut(allow_features=[], credit_balance=0 if balance is None else balance.available // TEN_THOUSANDTH, free_trial={}))


def _flat(block: BlockOut | SpeechOut) -> FlatOut:
    return FlatOut(audio=block.data.audio, status=block.data.status)


def _broken(refusal: Refusal, _trace: str) -> Out:
    return worded(refusal)
