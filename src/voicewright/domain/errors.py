"""Every refusal that a caller can meet, one class each. The docstring is the message.

    Refusal
    ├── Unauthenticated
    │   ├── KeyMissing
    │   └── KeyUnknown
    ├── NotPermitted
    │   ├── ScopeMissing
    │   └── ConsentMissing
    ├── CreditShort
    ├── Limited
    │   ├── RateExceeded
    │   ├── TooManyTasks
    │   └── QueueFull
    ├── InvalidInput
    │   ├── BodyUnreadable
    │   ├── BodyTooLarge
    │   ├── FieldMissing
    │   ├── FieldInvalid
    │   ├── TextTooLong
    │   ├── TextInvisible
    │   ├── TextForbidden
    │   ├── ModelUnknown
    │   ├── LanguageUnknown
    │   ├── RecogniserMissing
    │   └── PageUnknown
    ├── NotVisible
    │   ├── VoiceNotVisible
    │   ├── TaskNotVisible
    │   ├── UploadNotVisible
    │   ├── SampleNotVisible
    │   ├── MediaNotVisible
    │   ├── PathUnknown
    │   └── PathElsewhere
    ├── Conflict
    │   ├── VoiceIdTaken
    │   ├── RequestInFlight
    │   └── IdempotencyKeyReused
    ├── BadRecording
    │   ├── RecordingUnreadable
    │   ├── RecordingOfOtherKind
    │   ├── RecordingTooLarge
    │   ├── RecordingTooShort
    │   ├── RecordingTooLong
    │   ├── RecordingTooManyChannels
    │   ├── RecordingTooHard
    │   ├── PromptTooLong
    │   └── RecordingSilent
    ├── SaysOtherwise
    │   ├── ValidationFailed
    │   └── PromptMismatch
    ├── FetchFailed
    │   ├── AddressRefused
    │   ├── AddressUnreachable
    │   ├── AnswerRefused
    │   └── AnswerTooSlow
    └── OurFault
        ├── EngineUnavailable
        ├── EngineCrashed
        ├── EngineTooSlow
        ├── WorkCancelled
        └── Unexpected

A refusal knows nothing of HTTP: each dialect words it for its own callers.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import ClassVar, TypeAlias

Fact: TypeAlias = str | int | float


class Refusal(Exception):
    """The request was refused."""

    retryable: ClassVar[bool] = False
    """Whether the same request may succeed later, unchanged."""

    def __init__(self, **facts: Fact) -> None:
        self.facts: Mapping[str, Fact] = facts
        super().__init__(inspect.cleandoc(type(self).__doc__ or "").format_map(facts))

    @property
    def code(self) -> str:
        """The name under which a task keeps this refusal."""
        return type(self).__name__

    @property
    def field(self) -> str | None:
        """The wire's name of the field at fault, where there is one."""
        field = self.facts.get("field")
        return None if field is None else str(field)


class Unauthenticated(Refusal):
    """The caller did not show who they are."""


class KeyMissing(Unauthenticated):
    """API key required."""


class KeyUnknown(Unauthenticated):
    """The API key is not valid."""


class NotPermitted(Refusal):
    """The caller is known, and may not do this."""


class ScopeMissing(NotPermitted):
    """This key may not do that: it would need the scope `{scope}`, and has {scopes}."""


class ConsentMissing(NotPermitted):
    """This account may clone voices only with a record of their speaker's consent: give one in `{field}`."""


class CreditShort(Refusal):
    """This would cost {price} {currency}, and the account has {left} {currency} left."""


class Limited(Refusal):
    """There is too much of it for now."""

    retryable = True


class RateExceeded(Limited):
    """Too many requests: this account may make {limit} a minute of this kind. Try again in {retry_after} s."""


class TooManyTasks(Limited):
    """Too much at once: this account may have {limit} open tasks of this kind. Try again in {retry_after} s, or when one has ended."""


class QueueFull(Limited):
    """More work is waiting here than can be promised. Try again in {retry_after} s."""


class InvalidInput(Refusal):
    """The request is not valid."""


class BodyUnreadable(InvalidInput):
    """The request body could not be read: {problem}."""


class BodyTooLarge(InvalidInput):
    """The request body could not be read: it is larger than {limit_mb} MB."""


class FieldMissing(InvalidInput):
    """`{field}` is required."""


class FieldInvalid(InvalidInput):
    """`{field}` {problem}."""


class TextTooLong(InvalidInput):
    """`{field}` has {length} characters; at most {limit} are allowed."""


class TextInvisible(InvalidInput):
    """`{field}` consists of control characters by {percent} %; at most {limit} % are allowed."""


class TextForbidden(InvalidInput):
    """`{field}` holds what this account may not have said here: “{words}”. Change it and send it again."""


class ModelUnknown(InvalidInput):
    """`{field}` names no model that is served here; use one of {known}."""


class LanguageUnknown(InvalidInput):
    """`{field}` names no language that is spoken here; use one of {known}."""


class RecogniserMissing(InvalidInput):
    """`{field}` needs a recogniser that can {need} in {language}, and there is none here; whoever runs this server can add one with {remedy}."""


class PageUnknown(InvalidInput):
    """`{field}` is not a cursor that this list handed out."""


class NotVisible(Refusal):
    """There is no such thing, or it is not yours."""


class VoiceNotVisible(NotVisible):
    """The voice does not exist, has expired, or belongs to somebody else."""


class TaskNotVisible(NotVisible):
    """The task does not exist, or belongs to somebody else."""


class UploadNotVisible(NotVisible):
    """The file does not exist, or belongs to somebody else."""


class SampleNotVisible(NotVisible):
    """`{field}` names no recording, or one that belongs to somebody else."""


class MediaNotVisible(NotVisible):
    """The link is not valid, or it has expired."""


class PathUnknown(NotVisible):
    """There is nothing at this path for this method."""


class PathElsewhere(NotVisible):
    """There is nothing at this path for this method. This server has it at {places}: add that prefix to your client's base URL."""


class Conflict(Refusal):
    """The request conflicts with what is there already."""


class VoiceIdTaken(Conflict):
    """The voice id is taken, now or in the past; choose another."""


class RequestInFlight(Conflict):
    """A request with this Idempotency-Key is still being answered. Try again in {retry_after} s."""

    retryable = True


class IdempotencyKeyReused(Conflict):
    """This Idempotency-Key was used for another request. Send a new one with a new request."""


class BadRecording(Refusal):
    """The recording cannot be used."""


class RecordingUnreadable(BadRecording):
    """`{field}` is no audio that can be read here; send wav, mp3, m4a, flac, ogg or opus."""


class RecordingOfOtherKind(BadRecording):
    """`{field}` is not one of the kinds of files that are taken here: {known}."""


class RecordingTooLarge(BadRecording):
    """`{field}` is larger than {limit_mb} MB."""


class RecordingTooShort(BadRecording):
    """`{field}` has {seconds} s of sound; at least {minimum} s are needed."""


class RecordingTooLong(BadRecording):
    """`{field}` is longer than {maximum} s."""


class RecordingTooManyChannels(BadRecording):
    """`{field}` has {channels} channels; send mono or stereo."""


class RecordingTooHard(BadRecording):
    """`{field}` {problem}: save it again as wav, mp3 or flac, and send that."""


class PromptTooLong(BadRecording):
    """`{field}` is {seconds} s long; it must be shorter than {maximum} s."""


class RecordingSilent(BadRecording):
    """`{field}` holds no speech: its level is {level_db} dBFS."""


class SaysOtherwise(Refusal):
    """The recording does not say what it was said to say."""


class ValidationFailed(SaysOtherwise):
    """The recording does not say `{field}` closely enough: they are alike to {likeness}, and {accuracy} is asked for."""


class PromptMismatch(SaysOtherwise):
    """`{field}` is not what the prompt audio says: they are alike to {likeness}, and {accuracy} is needed."""


class FetchFailed(Refusal):
    """The address could not be fetched."""


class AddressRefused(FetchFailed):
    """`{field}` points to an address that may not be fetched from here: {problem}."""


class AddressUnreachable(FetchFailed):
    """`{field}` could not be fetched: {problem}."""

    retryable = True


class AnswerRefused(FetchFailed):
    """`{field}` could not be fetched: its server answered {status}."""


class AnswerTooSlow(FetchFailed):
    """`{field}` could not be fetched within {seconds} s."""

    retryable = True


class OurFault(Refusal):
    """Something failed on our side; nothing was charged."""

    retryable = True


class EngineUnavailable(OurFault):
    """No engine here can {need} in {language}."""

    retryable = False


class EngineCrashed(OurFault):
    """The engine stopped while it worked on this; nothing was charged, try again."""


class EngineTooSlow(OurFault):
    """The engine did not finish within {seconds} s; nothing was charged."""


class WorkCancelled(OurFault):
    """The task was cancelled; nothing was charged."""

    retryable = False


class Unexpected(OurFault):
    """Something failed on our side; nothing was charged. Quote request {request_id} when you report it."""


def leaves(root: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """The refusals that can be raised: the tree's leaves, in the order of their definition."""
    for kind in root.__subclasses__():
        if kind.__subclasses__():
            yield from leaves(kind)
        else:
            yield kind


def recalled(code: str, facts: Mapping[str, Fact]) -> Refusal:
    """The refusal that a task kept, made again from its code and facts."""
    kinds = {kind.__name__: kind for kind in leaves()}
    return kinds[code](**facts)
