"""The dialect's words for every refusal: an HTTP status for a request, a `failCode` for a task (contract §2.6)."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Response

from voicewright.domain import errors
from voicewright.domain.errors import Refusal
from voicewright.http.answers import answer
from voicewright.http.dialects.apixo.schemas import ProblemOut, RefusedOut

VOICE_MESSAGE = "`input.voice_id` is not valid or not available for the current account."

_MESSAGES = {
    400: "Invalid request",
    401: "Unauthorized",
    402: "Insufficient balance",
    403: "Forbidden",
    404: "Not found",
    409: "Conflict",
    422: "Invalid request",
    429: "Rate limit exceeded",
    500: "Server error",
    502: "Provider error",
    503: "Service unavailable",
    504: "Timeout",
}


@dataclass(frozen=True, kw_only=True)
class Word:
    """How one refusal is said."""

    status: int = 400
    fail: str = "INVALID_REQUEST"
    """Of a task."""
    message: str | None = None
    """None: the refusal's own."""


_REQUEST = Word()
_ADDRESS = Word(fail="INVALID_AUDIO_URL")
_DOWNLOAD = Word(fail="AUDIO_DOWNLOAD_FAILED")
_QUALITY = Word(fail="AUDIO_QUALITY_TOO_LOW")
_LONG = Word(fail="AUDIO_TOO_LONG")
_SAYS = Word(fail="ASR_SIMILARITY_FAILED")

WORDS: dict[type[Refusal], Word] = {
    errors.KeyMissing: Word(status=401),
    errors.KeyUnknown: Word(status=401),
    errors.ScopeMissing: Word(status=403),
    errors.ConsentMissing: Word(status=403),
    errors.CreditShort: Word(status=402, fail="INSUFFICIENT_BALANCE"),
    errors.RateExceeded: Word(status=429, fail="RATE_LIMITED"),
    errors.TooManyTasks: Word(status=429, fail="RATE_LIMITED"),
    errors.QueueFull: Word(status=503, fail="MODEL_UNAVAILABLE"),
    errors.RequestInFlight: Word(status=409),
    errors.IdempotencyKeyReused: Word(status=422),
    errors.BodyUnreadable: _REQUEST,
    errors.BodyTooLarge: _REQUEST,
    errors.FieldMissing: _REQUEST,
    errors.FieldInvalid: _REQUEST,
    errors.TextTooLong: Word(fail="PROMPT_TOO_LONG"),
    errors.TextInvisible: Word(fail="INVALID_PROMPT"),
    errors.TextForbidden: Word(fail="CONTENT_VIOLATION"),
    errors.ModelUnknown: _REQUEST,
    errors.LanguageUnknown: _REQUEST,
    errors.RecogniserMissing: _REQUEST,
    errors.PageUnknown: _REQUEST,
    errors.VoiceNotVisible: Word(fail="INVALID_VOICE", message=VOICE_MESSAGE),
    errors.TaskNotVisible: Word(status=404),
    errors.UploadNotVisible: Word(status=404),
    errors.SampleNotVisible: _ADDRESS,
    errors.MediaNotVisible: Word(status=404),
    errors.PathUnknown: Word(status=404),
    errors.PathElsewhere: Word(status=404),
    errors.VoiceIdTaken: _REQUEST,
    errors.RecordingUnreadable: Word(fail="UNSUPPORTED_FORMAT"),
    errors.RecordingOfOtherKind: Word(fail="UNSUPPORTED_FORMAT"),
    errors.RecordingTooLarge: Word(fail="AUDIO_TOO_LARGE"),
    errors.RecordingTooShort: Word(fail="AUDIO_TOO_SHORT"),
    errors.RecordingTooLong: _LONG,
    errors.RecordingTooManyChannels: Word(fail="UNSUPPORTED_FORMAT"),
    errors.RecordingTooHard: Word(fail="UNSUPPORTED_FORMAT"),
    errors.PromptTooLong: _LONG,
    errors.RecordingSilent: _QUALITY,
    errors.ValidationFailed: _SAYS,
    errors.PromptMismatch: _SAYS,
    errors.AddressRefused: _ADDRESS,
    errors.AddressUnreachable: _DOWNLOAD,
    errors.AnswerRefused: _DOWNLOAD,
    errors.AnswerTooSlow: _DOWNLOAD,
    errors.EngineUnavailable: Word(status=503, fail="MODEL_UNAVAILABLE"),
    errors.EngineCrashed: Word(status=502, fail="GENERATION_FAILED"),
    errors.EngineTooSlow: Word(status=504, fail="PROCESSING_TIMEOUT"),
    errors.WorkCancelled: Word(status=500, fail="CANCELLED"),
    errors.Unexpected: Word(status=500, fail="GENERATION_FAILED"),
}


def failed(refusal: Refusal) -> tuple[str, str]:
    """`failCode` and `failMsg` of a task that met a refusal."""
    word = WORDS[type(refusal)]
    return word.fail, word.message or str(refusal)


def render(refusal: Refusal) -> Response:
    """A refusal as an answer."""
    word = WORDS[type(refusal)]
    said = f"Missing required field: {refusal.field}" if isinstance(refusal, errors.FieldMissing) else word.message or str(refusal)
    body = RefusedOut(code=word.status, message=_MESSAGES[word.status], data=ProblemOut(error=said))
    response = answer(body, status=word.status)
    if isinstance(refusal, errors.Unauthenticated):
        response.headers["www-authenticate"] = "Bearer"
    return response
