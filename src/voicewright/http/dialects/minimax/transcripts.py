"""What a recording says, as text (contract §1.11). Unlike its sisters this path refuses by HTTP status."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, File, Form, Header, Request, Response, UploadFile
from pydantic import Field

from voicewright.domain import errors
from voicewright.domain.commands import Transcribe
from voicewright.domain.errors import Refusal
from voicewright.domain.plan import Verb
from voicewright.http.access import asks
from voicewright.http.answers import answer, encoded
from voicewright.http.auth import TheCaller
from voicewright.http.dialect import speaking
from voicewright.http.dialects.minimax.models import NAME
from voicewright.http.dialects.minimax.words import worded
from voicewright.http.fields import Out, Text, Unless, named_language
from voicewright.http.state import TheCore, trace_of
from voicewright.http.streams import attended, primed
from voicewright.ports import Dictation, Heard, Passage

SPEAKER = "speaker_0"
"""Nobody tells speakers apart here: all that is said is one's."""
_STATUSES: dict[type[Refusal], tuple[int, str]] = {
    errors.Unauthenticated: (401, "authorized_error"),
    errors.NotPermitted: (403, "permission_error"),
    errors.Limited: (429, "rate_limit_error"),
    errors.BodyTooLarge: (413, "request_too_large"),
    errors.RecordingTooLarge: (413, "request_too_large"),
    errors.OurFault: (500, "server_error"),
}
_USUAL = (400, "bad_request_error")
_TEXTS = {"srt": "application/x-subrip", "vtt": "text/vtt"}

Shape = Literal["json", "verbose_json", "srt", "vtt"]


class FaultOut(Out):
    """What is wrong."""

    type: str
    message: str
    http_code: str


class FaultyOut(Out):
    """A refusal."""

    type: str
    error: FaultOut
    request_id: str


class TranscriptOut(Out):
    """What was said."""

    text: str
    duration: float = Field(description="Seconds.")
    trace_id: str


class LineOut(Out):
    """A part of what was said; seconds from the beginning."""

    id: int
    start: float
    end: float
    speaker: str
    text: str


class LinedOut(Out):
    """What was said, with times."""

    text: str
    duration: float = Field(description="Seconds.")
    n_speakers: int
    segments: list[LineOut]
    trace_id: str


class DeltaOut(Out):
    """A part of a stream."""

    index: int
    delta: str
    finish: bool


class LastDeltaOut(Out):
    """The last part of a stream."""

    index: int
    delta: str
    finish: bool
    duration: float


def render(refusal: Refusal) -> Response:
    """A refusal as an answer."""
    status, kind = next((found for base, found in _STATUSES.items() if isinstance(refusal, base)), _USUAL)
    word = worded(refusal)
    fault = FaultOut(type=kind, message=f"{word.status_msg} ({word.status_code})", http_code=str(status))
    request_id = str(structlog.contextvars.get_contextvars().get("trace_id", ""))
    return answer(FaultyOut(type="error", error=fault, request_id=request_id), status=status)


router = APIRouter(tags=[NAME], route_class=speaking(render), responses={"default": {"model": FaultyOut, "description": "A refusal."}})


@router.post(
    "/v1/speech_to_text",
    response_model=TranscriptOut | LinedOut,
    responses={200: {"description": "What is said.", "content": {kind: {} for kind in (*_TEXTS.values(), "text/event-stream")}}},
)
@asks(Verb.SPEAK)
async def write_down(
    *,
    request: Request,
    caller: TheCaller,
    core: TheCore,
    file: Annotated[UploadFile, File(description="At most 500 s and 25 MB.")],
    model: Annotated[Text, Form(examples=["asr-1.0"])] = "",
    response_format: Annotated[Shape, Form()] = "json",
    timestamp_level: Annotated[Literal["", "sentence", "word"], Form()] = "",
    language: Annotated[Unless[Text], Header(description="Nothing: found from the sound.")] = None,
    stream: Annotated[bool, Form()] = False,
) -> Response:
    """Write down what a recording says. Needs a recogniser that takes dictation; `model` is not looked at, there is one."""
    del model
    words = timestamp_level == "word"
    command = Transcribe(recording=await file.read(), field="file", language=named_language(language, field="language"), words=words)
    found = await attended(request, core.transcribe.transcribe(caller, command))
    lines = lines_of(found, words=words)
    if stream:
        return await primed(request, _deltas(found, lines), media_type="text/event-stream")
    if response_format in _TEXTS:
        return Response(subtitles(lines, vtt=response_format == "vtt"), media_type=_TEXTS[response_format])
    if response_format == "verbose_json" or timestamp_level:
        return answer(LinedOut(text=found.text, duration=found.seconds, n_speakers=1, segments=lines, trace_id=trace_of(request)))
    return answer(TranscriptOut(text=found.text, duration=found.seconds, trace_id=trace_of(request)))


def lines_of(found: Dictation, *, words: bool) -> list[LineOut]:
    """Its passages, or its words."""
    parts: list[Passage | Heard] = [part for passage in found.passages for part in ((passage.words if words else ()) or (passage,))]
    return [
        LineOut(id=number, start=round(part.begins, 3), end=round(part.ends, 3), speaker=SPEAKER, text=part.text) for number, part in enumerate(parts)
    ]


def subtitles(lines: list[LineOut], *, vtt: bool) -> str:
    """A file of subtitles."""
    point = "." if vtt else ","
    blocks = [f"{line.id + 1}\n{_moment(line.start, point)} --> {_moment(line.end, point)}\n{line.text}\n" for line in lines]
    return "\n".join((["WEBVTT\n"] if vtt else []) + blocks)


def _moment(seconds: float, point: str) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"


async def _deltas(found: Dictation, lines: list[LineOut]) -> AsyncGenerator[bytes, None]:
    for line in lines:
        yield _block(DeltaOut(index=line.id, delta=line.text, finish=False))
    yield _block(LastDeltaOut(index=len(lines), delta="", finish=True, duration=found.seconds))


def _block(out: Out) -> bytes:
    return b"data: " + encoded(out) + b"\n\n"
