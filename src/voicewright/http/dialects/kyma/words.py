"""The dialect's words for every refusal: the same kinds everywhere, some codes by what was asked for (contract §4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Response

from voicewright.domain import errors
from voicewright.domain.errors import Refusal
from voicewright.http.answers import answer
from voicewright.http.dialects.kyma.schemas import ErrorBody, ErrorOut


@dataclass(frozen=True, kw_only=True)
class Word:
    """How one refusal is said."""

    status: int
    code: str


@dataclass(frozen=True, kw_only=True)
class Verb:
    """What was asked for, and the codes that only this has."""

    of_field: Mapping[tuple[type[Refusal], str], str] = field(default_factory=dict[tuple[type[Refusal], str], str])
    unexpected: str = "internal_error"

    def code(self, refusal: Refusal) -> str:
        """The code of a refusal."""
        if isinstance(refusal, errors.Unexpected):
            return self.unexpected
        return self.of_field.get((type(refusal), refusal.field or ""), WORDS[type(refusal)].code)

    def render(self, refusal: Refusal) -> Response:
        """A refusal as an answer."""
        status = WORDS[type(refusal)].status
        body = ErrorBody(message=str(refusal), type=_TYPES.get(status, "invalid_request_error"), code=self.code(refusal))
        response = answer(ErrorOut(error=body), status=status)
        if isinstance(pause := refusal.facts.get("retry_after"), int):
            response.headers["retry-after"] = str(min(LONGEST_PAUSE, pause))
        return response


LONGEST_PAUSE = 5
"""Seconds that a caller is asked to wait at most, as the vendor documents; who has to wait longer is told so again."""
_TYPES = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    429: "rate_limit",
    500: "server_error",
    502: "provider_error",
}
_REQUEST = Word(status=400, code="invalid_request")
_NOTHING = Word(status=404, code="not_found")
_UNREADABLE = Word(status=400, code="audio_unreadable")
_PROVIDER = Word(status=502, code="provider_error")
_LIMITED = Word(status=429, code="rate_limited")
_NO_KEY = Word(status=401, code="auth_error")

WORDS: dict[type[Refusal], Word] = {
    errors.KeyMissing: _NO_KEY,
    errors.KeyUnknown: _NO_KEY,
    errors.ScopeMissing: Word(status=403, code="insufficient_scope"),
    errors.ConsentMissing: Word(status=403, code="consent_required"),
    errors.CreditShort: Word(status=402, code="insufficient_credits"),
    errors.RateExceeded: _LIMITED,
    errors.TooManyTasks: _LIMITED,
    errors.QueueFull: _PROVIDER,
    errors.RequestInFlight: Word(status=409, code="request_in_flight"),
    errors.IdempotencyKeyReused: Word(status=422, code="idempotency_key_reused"),
    errors.BodyUnreadable: _REQUEST,
    errors.BodyTooLarge: Word(status=413, code="invalid_request"),
    errors.FieldMissing: _REQUEST,
    errors.FieldInvalid: _REQUEST,
    errors.TextTooLong: _REQUEST,
    errors.TextInvisible: _REQUEST,
    errors.TextForbidden: Word(status=400, code="content_policy_violation"),
    errors.ModelUnknown: _REQUEST,
    errors.LanguageUnknown: _REQUEST,
    errors.RecogniserMissing: _REQUEST,
    errors.PageUnknown: _REQUEST,
    errors.VoiceNotVisible: Word(status=403, code="voice_not_owned"),
    errors.TaskNotVisible: _NOTHING,
    errors.UploadNotVisible: _NOTHING,
    errors.SampleNotVisible: _NOTHING,
    errors.MediaNotVisible: _NOTHING,
    errors.PathUnknown: _NOTHING,
    errors.PathElsewhere: _NOTHING,
    errors.VoiceIdTaken: _REQUEST,
    errors.RecordingUnreadable: _UNREADABLE,
    errors.RecordingOfOtherKind: Word(status=415, code="invalid_request"),
    errors.RecordingTooLarge: Word(status=413, code="invalid_request"),
    errors.RecordingTooShort: Word(status=400, code="reference_too_short"),
    errors.RecordingTooLong: Word(status=400, code="reference_too_long"),
    errors.RecordingTooManyChannels: _UNREADABLE,
    errors.RecordingTooHard: _UNREADABLE,
    errors.PromptTooLong: Word(status=400, code="reference_too_long"),
    errors.RecordingSilent: _UNREADABLE,
    errors.ValidationFailed: _REQUEST,
    errors.PromptMismatch: _REQUEST,
    errors.AddressRefused: _REQUEST,
    errors.AddressUnreachable: _REQUEST,
    errors.AnswerRefused: _REQUEST,
    errors.AnswerTooSlow: _REQUEST,
    errors.EngineUnavailable: _PROVIDER,
    errors.EngineCrashed: _PROVIDER,
    errors.EngineTooSlow: _PROVIDER,
    errors.WorkCancelled: Word(status=409, code="cancelled"),
    errors.Unexpected: Word(status=500, code="internal_error"),
}

LOST = "ownership_write_failed"
"""A voice that was not kept: nothing was charged, and it is safe to try again."""

render = Verb().render
CLONING = Verb(of_field={(errors.ModelUnknown, "model"): "not_a_voice_clone_model"}, unexpected=LOST)
DESIGNING = Verb(
    of_field={
        (errors.ModelUnknown, "model"): "not_a_voice_design_model",
        (errors.TextTooLong, "description"): "description_too_long",
        (errors.TextTooLong, "text"): "description_too_long",
    },
    unexpected=LOST,
)
SPEAKING = Verb(
    of_field={
        (errors.CreditShort, ""): "billing_error",
        (errors.ModelUnknown, "model"): "not_a_tts_model",
        (errors.FieldMissing, "voice_id"): "voice_required",
        (errors.TextTooLong, "input"): "input_too_long",
        (errors.TextTooLong, "text"): "input_too_long",
    }
)
