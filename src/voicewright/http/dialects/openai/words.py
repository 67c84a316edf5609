"""The dialect's words for every refusal (contract §5.3)."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Response

from voicewright.domain import errors
from voicewright.domain.errors import Refusal
from voicewright.http.answers import answer
from voicewright.http.dialects.openai.schemas import ErrorBody, ErrorOut

_OUR_FAULT = 500


@dataclass(frozen=True, kw_only=True)
class Word:
    """How one refusal is said."""

    status: int
    code: str | None
    message: str | None = None
    """None: the refusal's own."""
    param: str | None = None
    """None: the field that the refusal names, if it names one."""


_INVALID = Word(status=400, code="invalid_value")
_RECORDING = Word(status=400, code="invalid_audio")
_UNFETCHED = Word(status=400, code="invalid_url")

WORDS: dict[type[Refusal], Word] = {
    errors.KeyMissing: Word(
        status=401, code="missing_api_key", message="You did not provide an API key. Send it as `Authorization: Bearer YOUR_KEY`."
    ),
    errors.KeyUnknown: Word(status=401, code="invalid_api_key", message="Incorrect API key provided."),
    errors.ScopeMissing: Word(status=403, code="insufficient_permissions"),
    errors.ConsentMissing: Word(status=403, code="consent_required"),
    errors.CreditShort: Word(status=429, code="insufficient_quota"),
    errors.RateExceeded: Word(status=429, code="rate_limit_exceeded"),
    errors.TooManyTasks: Word(status=429, code="rate_limit_exceeded"),
    errors.QueueFull: Word(status=503, code="overloaded"),
    errors.RequestInFlight: Word(status=409, code="request_in_flight"),
    errors.IdempotencyKeyReused: Word(status=422, code="idempotency_key_reused"),
    errors.BodyUnreadable: Word(status=400, code="invalid_body"),
    errors.BodyTooLarge: Word(status=413, code="request_too_large"),
    errors.FieldMissing: Word(status=400, code="missing_required_parameter", message="Missing required parameter: '{field}'."),
    errors.FieldInvalid: _INVALID,
    errors.TextTooLong: Word(status=400, code="string_above_max_length"),
    errors.TextInvisible: _INVALID,
    errors.TextForbidden: Word(status=400, code="content_policy_violation"),
    errors.ModelUnknown: Word(status=404, code="model_not_found"),
    errors.LanguageUnknown: _INVALID,
    errors.RecogniserMissing: _INVALID,
    errors.PageUnknown: _INVALID,
    errors.VoiceNotVisible: Word(status=404, code="voice_not_found", message="No such voice, or you do not have access to it.", param="voice"),
    errors.TaskNotVisible: Word(status=404, code="not_found"),
    errors.UploadNotVisible: Word(status=404, code="not_found"),
    errors.SampleNotVisible: Word(status=404, code="voice_consent_not_found", message="No such voice consent, or you do not have access to it."),
    errors.MediaNotVisible: Word(status=404, code="not_found"),
    errors.PathUnknown: Word(status=404, code="unknown_url", message="Unknown request URL. Please check the URL for typos."),
    errors.PathElsewhere: Word(status=404, code="unknown_url"),
    errors.VoiceIdTaken: Word(status=400, code="voice_id_taken"),
    errors.RecordingUnreadable: _RECORDING,
    errors.RecordingOfOtherKind: _RECORDING,
    errors.RecordingTooLarge: _RECORDING,
    errors.RecordingTooShort: _RECORDING,
    errors.RecordingTooLong: _RECORDING,
    errors.RecordingTooManyChannels: _RECORDING,
    errors.RecordingTooHard: _RECORDING,
    errors.RecordingSilent: _RECORDING,
    errors.PromptTooLong: _RECORDING,
    errors.ValidationFailed: _RECORDING,
    errors.PromptMismatch: _RECORDING,
    errors.AddressRefused: _UNFETCHED,
    errors.AddressUnreachable: _UNFETCHED,
    errors.AnswerRefused: _UNFETCHED,
    errors.AnswerTooSlow: _UNFETCHED,
    errors.EngineUnavailable: Word(status=503, code="engine_unavailable"),
    errors.EngineCrashed: Word(status=500, code="engine_error"),
    errors.EngineTooSlow: Word(status=504, code="engine_timeout"),
    errors.WorkCancelled: Word(status=400, code="cancelled"),
    errors.Unexpected: Word(status=500, code="internal_error"),
}

_NOT_AGAIN = frozenset({errors.CreditShort, errors.EngineUnavailable, errors.EngineTooSlow})
"""Failures that the vendor's clients would otherwise meet twice more by themselves, and wait for."""


def worded(refusal: Refusal) -> ErrorBody:
    """A refusal as it also ends a stream."""
    word = WORDS[type(refusal)]
    message = str(refusal) if word.message is None else word.message.format_map(refusal.facts)
    kind = "server_error" if word.status >= _OUR_FAULT else "invalid_request_error"
    return ErrorBody(message=message, type=kind, param=word.param or refusal.field, code=word.code)


def render(refusal: Refusal) -> Response:
    """A refusal as an answer."""
    response = answer(ErrorOut(error=worded(refusal)), status=WORDS[type(refusal)].status)
    if isinstance(refusal, errors.Unauthenticated):
        response.headers["www-authenticate"] = "Bearer"
    if type(refusal) in _NOT_AGAIN:
        response.headers["x-should-retry"] = "false"
    return response
