"""The dialect's words for every refusal (seed §12; statuses, which it does not print, as contracts §1.6 proposes)."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Response

from voicewright.domain import errors
from voicewright.domain.errors import Refusal
from voicewright.http.answers import answer
from voicewright.http.dialects.aijisu.schemas import ErrorBody, ErrorOut, RecordingErrorBody, RecordingOut

VOICE_MESSAGE = "`voice_id` is not visible for the current client or is not compatible with this model"


@dataclass(frozen=True, kw_only=True)
class Word:
    """How one refusal is said."""

    status: int
    code: str
    message: str | None = None
    """None: the refusal's own."""


_PARAMETER = Word(status=400, code="invalid_request_parameter")

WORDS: dict[type[Refusal], Word] = {
    errors.KeyMissing: Word(status=401, code="api_key_required"),
    errors.KeyUnknown: Word(status=401, code="invalid_api_key"),
    errors.ScopeMissing: Word(status=403, code="insufficient_scope"),
    errors.ConsentMissing: Word(status=403, code="consent_required"),
    errors.CreditShort: Word(status=402, code="insufficient_balance"),
    errors.RateExceeded: Word(status=429, code="rate_limit_exceeded"),
    errors.TooManyTasks: Word(status=429, code="rate_limit_exceeded"),
    errors.QueueFull: Word(status=503, code="overloaded"),
    errors.RequestInFlight: Word(status=409, code="request_in_flight"),
    errors.IdempotencyKeyReused: Word(status=422, code="idempotency_key_reused"),
    errors.BodyUnreadable: Word(status=400, code="invalid_request_body"),
    errors.BodyTooLarge: Word(status=400, code="invalid_request_body"),
    errors.FieldMissing: _PARAMETER,
    errors.FieldInvalid: _PARAMETER,
    errors.TextTooLong: _PARAMETER,
    errors.TextInvisible: _PARAMETER,
    errors.TextForbidden: Word(status=400, code="content_policy_violation"),
    errors.ModelUnknown: _PARAMETER,
    errors.LanguageUnknown: _PARAMETER,
    errors.RecogniserMissing: _PARAMETER,
    errors.PageUnknown: _PARAMETER,
    errors.VoiceNotVisible: Word(status=400, code="invalid_request_parameter", message=VOICE_MESSAGE),
    errors.TaskNotVisible: Word(status=404, code="task_not_found"),
    errors.UploadNotVisible: Word(status=404, code="file_not_found"),
    errors.SampleNotVisible: _PARAMETER,
    errors.MediaNotVisible: Word(status=404, code="media_not_found"),
    errors.PathUnknown: Word(status=404, code="not_found"),
    errors.PathElsewhere: Word(status=404, code="not_found"),
    errors.VoiceIdTaken: Word(status=400, code="voice_id_taken"),
    errors.RecordingUnreadable: _PARAMETER,
    errors.RecordingOfOtherKind: _PARAMETER,
    errors.RecordingTooLarge: _PARAMETER,
    errors.RecordingTooShort: _PARAMETER,
    errors.RecordingTooLong: _PARAMETER,
    errors.RecordingTooManyChannels: _PARAMETER,
    errors.RecordingTooHard: _PARAMETER,
    errors.RecordingSilent: _PARAMETER,
    errors.PromptTooLong: _PARAMETER,
    errors.ValidationFailed: Word(status=400, code="recording_says_otherwise"),
    errors.PromptMismatch: Word(status=400, code="recording_says_otherwise"),
    errors.AddressRefused: _PARAMETER,
    errors.AddressUnreachable: _PARAMETER,
    errors.AnswerRefused: _PARAMETER,
    errors.AnswerTooSlow: _PARAMETER,
    errors.EngineUnavailable: Word(status=503, code="engine_unavailable"),
    errors.EngineCrashed: Word(status=502, code="engine_error"),
    errors.EngineTooSlow: Word(status=504, code="engine_timeout"),
    errors.WorkCancelled: Word(status=409, code="task_cancelled"),
    errors.Unexpected: Word(status=500, code="internal_error"),
}

_OUR_FAULT = 500


def worded(refusal: Refusal) -> ErrorBody:
    """A refusal as it also stands in a failed task."""
    word = WORDS[type(refusal)]
    kind = "server_error" if word.status >= _OUR_FAULT else "invalid_request_error"
    body = ErrorBody(message=word.message or str(refusal), type=kind, code=word.code)
    recording = RecordingOut.of(refusal.facts.get("report"))
    return body if recording is None else RecordingErrorBody(**body.model_dump(), recording=recording)


def render(refusal: Refusal) -> Response:
    """A refusal as an answer."""
    response = answer(ErrorOut(error=worded(refusal)), status=WORDS[type(refusal)].status)
    if isinstance(refusal, errors.Unauthenticated):
        response.headers["www-authenticate"] = "Bearer"
    return response
