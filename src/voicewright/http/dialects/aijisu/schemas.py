"""What stands in answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from voicewright.domain.money import exact
from voicewright.domain.report import report_of
from voicewright.domain.speech import Codec
from voicewright.domain.task import Kind, Stage, Task, VoiceWork
from voicewright.domain.upload import Upload
from voicewright.domain.voice import Source, Voice
from voicewright.http.amounts import Amount
from voicewright.http.dialects.aijisu.models import CLONE, DESIGN, SPEECH
from voicewright.http.fields import Out
from voicewright.http.links import Address
from voicewright.services.billing import cost
from voicewright.services.catalog import Listed

SourceWord: TypeAlias = Literal["system", "voice_clone", "voice_design"]
SOURCE_WORDS: dict[Source, SourceWord] = {Source.SYSTEM: "system", Source.CLONE: "voice_clone", Source.DESIGN: "voice_design"}
StatusWord: TypeAlias = Literal["queued", "processing", "completed", "failed"]
STATUS_WORDS: dict[Stage, StatusWord] = {
    Stage.QUEUED: "queued",
    Stage.RUNNING: "processing",
    Stage.SUCCEEDED: "completed",
    Stage.FAILED: "failed",
    Stage.CANCELLED: "failed",
}

_MOMENT = "2026-06-24T08:42:23Z"
_PREVIEW = "https://api.xxx.xx/media/design-preview.mp3"
Moment = Annotated[str, Field(examples=[_MOMENT])]
"""ISO 8601 in UTC, whole seconds."""
Link = Annotated[str | None, Field(examples=[_PREVIEW])]
"""A signed link that expires; ask again for a fresh one."""


def moment(at: datetime) -> str:
    """`2026-06-24T08:42:23Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class FindingOut(Out):
    """One thing that is wrong with a recording."""

    flaw: str = Field(
        examples=["clipped"],
        description="`no_speech`, `little_speech`, `quiet`, `clipped`, `noisy`, `reverberant`, `narrow`, `tones`, `two_speakers`, `overlap`, `language`.",
    )
    says: str = Field(examples=["0.8 s of the 12.0 s are clipped: record with less gain, or further from the microphone."])


class RecordingOut(Out):
    """What a recording is worth, as it came."""

    score: int = Field(ge=0, le=100, examples=[85])
    seconds: float
    speech_seconds: float
    language: str | None = Field(examples=["English"], description="What it is spoken in; null where nobody told.")
    language_by: Literal["transcript", "heard"] | None = Field(
        description="How that is known: by `reference_text`, or by a recogniser; null where it is not."
    )
    findings: list[FindingOut] = Field(description="Gravest first; empty for a recording without fault.")

    @classmethod
    def of(cls, kept: object) -> RecordingOut | None:
        """A report that was kept with a voice or a refusal; None where there is none."""
        if not isinstance(kept, str):
            return None
        report = report_of(kept)
        findings = [FindingOut(flaw=finding.flaw.value, says=finding.says) for finding in report.findings]
        return cls(
            score=report.score,
            seconds=report.seconds,
            speech_seconds=report.speech_seconds,
            language=report.language,
            language_by=None if report.language_by is None else report.language_by.value,
            findings=findings,
        )


class ErrorBody(Out):
    """What was refused, and why."""

    message: str = Field(examples=["`audio_url` is required."])
    type: str = Field(examples=["invalid_request_error"])
    code: str = Field(examples=["invalid_request_parameter"])


class RecordingErrorBody(ErrorBody):
    """What was refused for its recording, and what that is worth."""

    recording: RecordingOut


class ErrorOut(Out):
    """Every refusal."""

    error: RecordingErrorBody | ErrorBody


NOTHING_UNDERSTOOD = (
    "Nothing of this description was understood, so the voice is anybody's: describe it in English or Chinese, as in “a warm, calm woman”."
)


class DesignOut(Out):
    """How a voice's prompt was read."""

    understood: list[str] = Field(examples=[["warm", "not deep", "woman"]], description="Words that shaped the voice.")
    ignored: list[str] = Field(examples=[["premium"]], description="Words that changed nothing.")
    warning: str | None = Field(description="Where no word of the prompt was understood: that the voice is not the one described; null otherwise.")

    @classmethod
    def of(cls, voice: Voice) -> DesignOut | None:
        """The reading of a designed voice; None for every other, and until it is made."""
        if not {"understood", "unknown"} & voice.facts.keys():
            return None
        understood = _listed(voice.facts.get("understood", ""))
        return cls(understood=understood, ignored=_listed(voice.facts.get("unknown", "")), warning=None if understood else NOTHING_UNDERSTOOD)


def _listed(words: str) -> list[str]:
    return [word for word in words.split(", ") if word]


class VoiceOut(Out):
    """A voice."""

    voice_id: str = Field(examples=["ttv-voice-2026062416421526-E4jmMP8B"])
    display_name: str = Field(examples=["warm-product-narrator"])
    language: str = Field(examples=["Chinese (Mandarin)"], description="Empty where neither the caller nor a text of theirs told it.")
    description: str
    source_type: SourceWord
    visibility: Literal["public", "private"]
    status: str = Field(examples=["active"], description="`preparing`, `active` or `failed`.")
    compatible_models: list[str] = Field(examples=[list(SPEECH)])
    preview_audio_url: Link
    created_at: Moment
    expires_at: Annotated[str | None, Field(description="When it goes unless it is used before; null once it is permanent.")]
    design: DesignOut | None = Field(description="How the prompt was read; null for a voice that was not designed, and until it is made.")
    recording: RecordingOut | None = Field(description="What the recording was worth that it was cloned from; null for every other voice.")

    @classmethod
    def of(cls, voice: Voice, *, now: datetime, address: Address) -> VoiceOut:
        """A voice as its owner sees it."""
        return cls(
            voice_id=voice.id,
            display_name=voice.name,
            language=voice.language_label,
            description=voice.description,
            source_type=SOURCE_WORDS[voice.source],
            visibility="public" if voice.owner is None else "private",
            status=voice.state_at(now).value,
            compatible_models=list(SPEECH),
            preview_audio_url=None if voice.preview is None else address(voice.preview, Codec.MP3),
            created_at=moment(voice.created_at),
            expires_at=None if voice.expires_at is None else moment(voice.expires_at),
            design=DesignOut.of(voice),
            recording=RecordingOut.of(voice.facts.get("report")),
        )


class VoiceListOut(Out):
    """A page of voices: system voices first, then private ones, newest first."""

    object: Literal["audio.voice.list"]
    model: str | None = Field(examples=["minimax-speech-2.8-hd"])
    data: list[VoiceOut]
    has_more: bool
    next: str | None = Field(description="Send it as `after` for the page that follows.")

    @classmethod
    def of(cls, listed: Listed, *, model: str | None, now: datetime, address: Address) -> VoiceListOut:
        """A page."""
        return cls(
            object="audio.voice.list",
            model=model,
            data=[VoiceOut.of(voice, now=now, address=address) for voice in listed.voices],
            has_more=listed.next is not None,
            next=listed.next,
        )


class OutputOut(Out):
    """One sound."""

    url: str = Field(examples=[_PREVIEW])
    type: Literal["audio"]


class BillingOut(Out):
    """What was counted, and what it costs by the price book that applied when the work was accepted."""

    billing_version: Literal["media-v1"]
    public_model: str = Field(examples=[DESIGN])
    operation: str = Field(examples=["audio.voice_design"])
    settlement_policy: Literal["fixed_at_estimate"]
    billing_stage: str = Field(examples=["final"], description="`estimate` until the work has ended, then `final`.")
    facts: dict[str, int] = Field(examples=[{"voice_designs": 1, "preview_characters": 12}])
    amount: Amount = Field(description="What it costs by the account's price book: the most it can come to, until it is final.", examples=["3.00036"])
    currency: str | None = Field(description="Null: it costs nothing.")

    @classmethod
    def of(cls, task: Task) -> BillingOut:
        """The facts are known when the work is accepted; they are final once it is done."""
        cloned = task.kind is Kind.CLONE
        preview = task.work.preview_text if isinstance(task.work, VoiceWork) else None
        asked = cost(task)
        return cls(
            billing_version="media-v1",
            public_model=CLONE if cloned else DESIGN,
            operation="audio.voice_clone" if cloned else "audio.voice_design",
            settlement_policy="fixed_at_estimate",
            billing_stage="final" if task.usage is not None else "estimate",
            facts={"voice_clones" if cloned else "voice_designs": 1, "preview_characters": len(preview or "")},
            amount=exact(0) if asked is None else asked.amount,
            currency=None if asked is None else asked.currency,
        )


class NewVoiceOut(Out):
    """A voice that was just made, or that is being made."""

    object: Literal["audio.voice"]
    model: str = Field(examples=[DESIGN])
    task_id: str = Field(examples=["task_437fb17536aa4ff7830ffb7a39f43a99"])
    voice_id: str = Field(examples=["ttv-voice-2026062416421526-E4jmMP8B"])
    preview_audio_url: Link
    voice: VoiceOut
    billing_contract: BillingOut
    outputs: list[OutputOut]

    @classmethod
    def of(cls, task: Task, voice: Voice, *, now: datetime, address: Address) -> NewVoiceOut:
        """The voice as it stands, with the task that makes it."""
        shown = VoiceOut.of(voice, now=now, address=address)
        preview = shown.preview_audio_url
        return cls(
            object="audio.voice",
            model=task.origin.model,
            task_id=task.id,
            voice_id=voice.id,
            preview_audio_url=preview,
            voice=shown,
            billing_contract=BillingOut.of(task),
            outputs=[] if preview is None else [OutputOut(url=preview, type="audio")],
        )


class VoiceDeletedOut(Out):
    """A voice that is gone."""

    object: Literal["audio.voice.deleted"]
    voice_id: str
    deleted: Literal[True]


class FileOut(Out):
    """An uploaded file."""

    id: str = Field(examples=["file_9f86d081884c7d659a2feaa0c55ad0"])
    object: Literal["file"]
    bytes: int
    created_at: int = Field(description="Unix seconds.")
    filename: str
    purpose: str

    @classmethod
    def of(cls, upload: Upload) -> FileOut:
        """A file as its owner sees it."""
        return cls(
            id=upload.id,
            object="file",
            bytes=upload.size,
            created_at=int(upload.created_at.timestamp()),
            filename=upload.filename,
            purpose=upload.purpose,
        )


class WebhookOut(Out):
    """Where an account is told what concerns no single task."""

    object: Literal["webhook"]
    url: str | None = Field(description="Null: nobody is told.")
    events: list[str]


class WebhookSetOut(WebhookOut):
    """The same, with what to know a message by."""

    secret: str = Field(description="What messages are signed with (Standard Webhooks).", examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class FileDeletedOut(Out):
    """A file that is gone."""

    id: str
    object: Literal["file"]
    deleted: Literal[True]


class ModelOut(Out):
    """A model name."""

    id: str = Field(examples=[SPEECH[0]])
    object: Literal["model"]
    created: int
    owned_by: Literal["voicewright"]


class ModelListOut(Out):
    """Every model name that is understood here."""

    object: Literal["list"]
    data: list[ModelOut]
