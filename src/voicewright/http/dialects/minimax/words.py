"""The dialect's words for every refusal: HTTP 200 with a code in `base_resp` (contract §0 and §1.12)."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Response
from fastapi.responses import PlainTextResponse

from voicewright.domain import errors
from voicewright.domain.errors import Refusal
from voicewright.http.answers import answer
from voicewright.http.dialects.minimax.schemas import RefusedOut
from voicewright.http.t2a.sounds import BaseOut

NO_SUCH_PATH = "404 page not found"


@dataclass(frozen=True, kw_only=True)
class Word:
    """How one refusal is said: a code, and the vendor's words, with ours behind them where they help."""

    code: int
    message: str
    ours: bool = True
    """Whether the refusal's own sentence follows."""


_PARAMETER = Word(code=2013, message="invalid params")
_SAMPLE = Word(code=20132, message="invalid samples or voice_id")
_INTERNAL = Word(code=1013, message="internal service error")

WORDS: dict[type[Refusal], Word] = {
    errors.KeyMissing: Word(
        code=1004, message="login fail: Please carry the API secret key in the 'Authorization' field of the request header", ours=False
    ),
    errors.KeyUnknown: Word(code=2049, message="invalid api key", ours=False),
    errors.ScopeMissing: Word(code=1004, message="not authorized"),
    errors.ConsentMissing: Word(code=1004, message="not authorized"),
    errors.CreditShort: Word(code=1008, message="insufficient balance"),
    errors.RateExceeded: Word(code=1002, message="rate limit exceeded(RPM)"),
    errors.TooManyTasks: Word(code=1002, message="rate limit exceeded"),
    errors.QueueFull: Word(code=1002, message="rate limit exceeded"),
    errors.RequestInFlight: _PARAMETER,
    errors.IdempotencyKeyReused: _PARAMETER,
    errors.BodyUnreadable: _PARAMETER,
    errors.BodyTooLarge: _PARAMETER,
    errors.FieldMissing: _PARAMETER,
    errors.FieldInvalid: _PARAMETER,
    errors.TextTooLong: _PARAMETER,
    errors.TextInvisible: Word(code=1042, message="invisible character ratio limit"),
    errors.TextForbidden: Word(code=1026, message="input new_sensitive"),
    errors.ModelUnknown: _PARAMETER,
    errors.LanguageUnknown: _PARAMETER,
    errors.RecogniserMissing: _PARAMETER,
    errors.PageUnknown: _PARAMETER,
    errors.VoiceNotVisible: Word(code=2054, message="voice id not exist", ours=False),
    errors.TaskNotVisible: Word(code=2013, message="invalid params, task_id not exist", ours=False),
    errors.UploadNotVisible: Word(code=2013, message="invalid params, file_id not exist", ours=False),
    errors.SampleNotVisible: _SAMPLE,
    errors.MediaNotVisible: _PARAMETER,
    errors.PathUnknown: Word(code=2013, message=NO_SUCH_PATH, ours=False),
    errors.PathElsewhere: Word(code=2013, message=NO_SUCH_PATH),
    errors.VoiceIdTaken: Word(code=2039, message="voice clone voice id duplicate", ours=False),
    errors.RecordingUnreadable: _SAMPLE,
    errors.RecordingOfOtherKind: _SAMPLE,
    errors.RecordingTooLarge: _PARAMETER,
    errors.RecordingTooShort: Word(code=2037, message="voice duration too short"),
    errors.RecordingTooLong: Word(code=2037, message="voice duration too long"),
    errors.RecordingTooManyChannels: _SAMPLE,
    errors.RecordingTooHard: _SAMPLE,
    errors.PromptTooLong: Word(code=2048, message="prompt audio too long"),
    errors.RecordingSilent: _SAMPLE,
    errors.ValidationFailed: Word(code=1043, message="The asr similarity check failed"),
    errors.PromptMismatch: Word(code=1044, message="clone prompt similarity check failed"),
    errors.AddressRefused: _PARAMETER,
    errors.AddressUnreachable: _PARAMETER,
    errors.AnswerRefused: _PARAMETER,
    errors.AnswerTooSlow: _PARAMETER,
    errors.EngineUnavailable: _INTERNAL,
    errors.EngineCrashed: _INTERNAL,
    errors.EngineTooSlow: Word(code=1001, message="request timeout, please try again later"),
    errors.WorkCancelled: Word(code=1000, message="unknown error"),
    errors.Unexpected: Word(code=1000, message="unknown error"),
}


_OF_A_DESIGN = frozenset({"prompt", "preview_text"})
_FORBIDDEN_DESIGN = Word(code=1027, message="output new_sensitive")
"""The page of voice design names this code, and not 1026 (contract §1.4)."""


def worded(refusal: Refusal) -> BaseOut:
    """A refusal as it stands in `base_resp`."""
    of_a_design = isinstance(refusal, errors.TextForbidden) and refusal.field in _OF_A_DESIGN
    word = _FORBIDDEN_DESIGN if of_a_design else WORDS[type(refusal)]
    return BaseOut(status_code=word.code, status_msg=f"{word.message}: {refusal}" if word.ours else word.message)


def render(refusal: Refusal) -> Response:
    """A refusal as an answer. What is no call at all has a status of its own: a path that nobody serves, a link that is over."""
    if isinstance(refusal, errors.PathUnknown):
        return PlainTextResponse(NO_SUCH_PATH, status_code=404)
    if isinstance(refusal, errors.MediaNotVisible | errors.PathElsewhere):
        return PlainTextResponse(str(refusal), status_code=404)
    return answer(RefusedOut(base_resp=worded(refusal)))
