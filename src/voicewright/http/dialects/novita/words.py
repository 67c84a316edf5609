"""The dialect's words for every refusal, in both readings that its clients know (contract §3.8)."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Response

from voicewright.domain import errors
from voicewright.domain.errors import Refusal
from voicewright.http.answers import answer
from voicewright.http.dialects.novita.schemas import ErrorOut, ReasonOut


@dataclass(frozen=True, kw_only=True)
class Word:
    """How one refusal is said."""

    code: int
    """The HTTP status, which the body repeats."""
    reason: str


_BODY = Word(code=400, reason="INVALID_REQUEST_BODY")
_AUDIO = Word(code=400, reason="AUDIO_INVALID")
_DURATION = Word(code=400, reason="AUDIO_DURATION_INVALID")
_DOWNLOAD = Word(code=400, reason="AUDIO_DOWNLOAD_FAILED")
_FILE = Word(code=404, reason="FILE_NOT_FOUND")
_SIMILARITY = Word(code=400, reason="ASR_SIMILARITY_FAILED")

WORDS: dict[type[Refusal], Word] = {
    errors.KeyMissing: Word(code=401, reason="INVALID_API_KEY"),
    errors.KeyUnknown: Word(code=403, reason="INVALID_API_KEY"),  # seen like that at the vendor, who documents 401
    errors.ScopeMissing: Word(code=403, reason="PERMISSION_DENIED"),
    errors.ConsentMissing: Word(code=403, reason="PERMISSION_DENIED"),
    errors.CreditShort: Word(code=403, reason="NOT_ENOUGH_BALANCE"),
    errors.RateExceeded: Word(code=429, reason="RATE_LIMIT_EXCEEDED"),
    errors.TooManyTasks: Word(code=429, reason="RATE_LIMIT_EXCEEDED"),
    errors.QueueFull: Word(code=503, reason="SERVICE_UNAVAILABLE"),
    errors.RequestInFlight: Word(code=409, reason="REQUEST_IN_FLIGHT"),
    errors.IdempotencyKeyReused: Word(code=422, reason="IDEMPOTENCY_KEY_REUSED"),
    errors.BodyUnreadable: _BODY,
    errors.BodyTooLarge: _BODY,
    errors.FieldMissing: _BODY,
    errors.FieldInvalid: _BODY,
    errors.TextTooLong: _BODY,
    errors.TextInvisible: _BODY,
    errors.TextForbidden: Word(code=400, reason="CONTENT_VIOLATION"),
    errors.ModelUnknown: _BODY,
    errors.LanguageUnknown: _BODY,
    errors.RecogniserMissing: _BODY,
    errors.PageUnknown: _BODY,
    errors.VoiceNotVisible: Word(code=404, reason="VOICE_NOT_FOUND"),
    errors.TaskNotVisible: Word(code=404, reason="TASK_NOT_FOUND"),
    errors.UploadNotVisible: _FILE,
    errors.SampleNotVisible: _FILE,
    errors.MediaNotVisible: Word(code=404, reason="MEDIA_NOT_FOUND"),
    errors.PathUnknown: Word(code=404, reason="NOT_FOUND"),
    errors.PathElsewhere: Word(code=404, reason="NOT_FOUND"),
    errors.VoiceIdTaken: Word(code=400, reason="VOICE_ID_DUPLICATED"),
    errors.RecordingUnreadable: _AUDIO,
    errors.RecordingOfOtherKind: _AUDIO,
    errors.RecordingTooLarge: _AUDIO,
    errors.RecordingTooShort: _DURATION,
    errors.RecordingTooLong: _DURATION,
    errors.RecordingTooManyChannels: _AUDIO,
    errors.RecordingTooHard: _AUDIO,
    errors.PromptTooLong: _DURATION,
    errors.RecordingSilent: _AUDIO,
    errors.ValidationFailed: _SIMILARITY,
    errors.PromptMismatch: _SIMILARITY,
    errors.AddressRefused: _DOWNLOAD,
    errors.AddressUnreachable: _DOWNLOAD,
    errors.AnswerRefused: _DOWNLOAD,
    errors.AnswerTooSlow: _DOWNLOAD,
    errors.EngineUnavailable: Word(code=503, reason="SERVICE_UNAVAILABLE"),
    errors.EngineCrashed: Word(code=503, reason="SERVICE_UNAVAILABLE"),
    errors.EngineTooSlow: Word(code=504, reason="TIMEOUT"),
    errors.WorkCancelled: Word(code=400, reason="TASK_CANCELLED"),
    errors.Unexpected: Word(code=500, reason="INTERNAL_ERROR"),
}


def worded(refusal: Refusal) -> ErrorOut:
    """A refusal as it also ends a stream."""
    word, message = WORDS[type(refusal)], str(refusal)
    metadata = {name: str(fact) for name, fact in refusal.facts.items()}
    return ErrorOut(code=word.code, reason=word.reason, message=message, metadata=metadata, error=ReasonOut(code=word.reason, message=message))


def render(refusal: Refusal) -> Response:
    """A refusal as an answer."""
    out = worded(refusal)
    return answer(out, status=out.code)
