"""Long texts, spoken while nobody waits (contract §1.11)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from voicewright.domain.plan import Verb
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialects.minimax.models import ModelIn
from voicewright.http.dialects.minimax.results import result_of
from voicewright.http.dialects.minimax.router import routes
from voicewright.http.dialects.minimax.schemas import AcceptedOut, ProgressOut, RefusedOut
from voicewright.http.fields import Serial
from voicewright.http.state import TheCore, request_id_of
from voicewright.http.t2a.documents import LONGEST
from voicewright.http.t2a.longtext import Asked, LongTextIn, accepted
from voicewright.http.t2a.sounds import WELL

router = routes()


class NamedLongTextIn(LongTextIn, ModelIn):
    """Say a long text, which is sent along or was uploaded before."""


@router.post("/v1/t2a_async_v2", response_model=AcceptedOut | RefusedOut)
@asks(Verb.SPEAK)
async def accept(request: Request, caller: TheCaller, core: TheCore, body: NamedLongTextIn) -> Response:
    """Accept a long text; ask how far it is, then retrieve the file."""
    long = await accepted(core, caller, body, body.named(), Asked(fewer_than=LONGEST))
    number = long.batch.number
    out = AcceptedOut(task_id=str(number), task_token=request_id_of(request), file_id=number, usage_characters=long.characters, base_resp=WELL)
    return answer(out)


@router.get("/v1/query/t2a_async_query_v2", response_model=ProgressOut | RefusedOut)
@asks(Verb.READ)
async def show(caller: TheCaller, core: TheCore, task_id: Annotated[Serial, Query()]) -> Response:
    """How far a long text is."""
    result = await result_of(core, caller, task_id)
    return answer(ProgressOut(task_id=task_id, status=result.status, file_id=task_id, base_resp=WELL))
