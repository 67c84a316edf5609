"""What the dialect sends."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from voicewright.domain.consent import Consent
from voicewright.domain.voice import Source, Voice
from voicewright.http.dialects.openai.names import KNOWN_AS, SINCE
from voicewright.http.fields import Out
from voicewright.ports import ConsentPage
from voicewright.services.catalog import Listed


class ErrorBody(Out):
    """What was refused, and why."""

    message: str = Field(examples=["Missing required parameter: 'input'."])
    type: str = Field(examples=["invalid_request_error"])
    param: str | None = Field(examples=["input"])
    code: str | None = Field(examples=["missing_required_parameter"])


class ErrorOut(Out):
    """Every refusal."""

    error: ErrorBody


class VoiceMadeOut(Out):
    """A voice that was made from a recording."""

    id: str = Field(examples=["voice_8fK2mQ0aXw3LrT6vBn1cYs5d"])
    object: Literal["audio.voice"]
    created_at: int = Field(description="Unix seconds.")
    name: str
    type: Literal["audio_sample"]

    @classmethod
    def of(cls, voice: Voice) -> VoiceMadeOut:
        """A clone as its owner sees it."""
        return cls(id=voice.id, object="audio.voice", created_at=_seconds(voice), name=voice.name, type="audio_sample")


class VoicePromptedOut(Out):
    """A voice that was made from a description."""

    id: str = Field(examples=["voice_8fK2mQ0aXw3LrT6vBn1cYs5d"])
    object: Literal["audio.voice"]
    created_at: int = Field(description="Unix seconds.")
    name: str
    type: Literal["prompt"]
    prompt: str

    @classmethod
    def of(cls, voice: Voice) -> VoicePromptedOut:
        """A designed voice as its owner sees it."""
        prompt = voice.prompt or ""
        return cls(id=voice.id, object="audio.voice", created_at=_seconds(voice), name=voice.name, type="prompt", prompt=prompt)


class VoiceListedOut(Out):
    """A voice in the list, which is ours: the vendor has none."""

    id: str = Field(examples=["alloy"])
    object: Literal["audio.voice"]
    created_at: int
    name: str = Field(examples=["Alloy"])
    type: Literal["system", "audio_sample", "prompt"]
    language: str = Field(examples=["English"])
    description: str
    expires_at: int | None = Field(description="When it goes unless it has spoken before, in Unix seconds; null once it is permanent.")

    @classmethod
    def of(cls, voice: Voice) -> VoiceListedOut:
        """A system voice by the vendor's name for it, where there is one; otherwise a voice as it is."""
        known = KNOWN_AS.get(voice.id)
        kinds: dict[Source, Literal["system", "audio_sample", "prompt"]]
        kinds = {Source.SYSTEM: "system", Source.CLONE: "audio_sample", Source.DESIGN: "prompt"}
        return cls(
            id=known or voice.id,
            object="audio.voice",
            created_at=_seconds(voice),
            name=known.capitalize() if known else voice.name or voice.id,
            type=kinds[voice.source],
            language=voice.language_label,
            description=voice.description,
            expires_at=None if voice.expires_at is None else int(voice.expires_at.timestamp()),
        )


class VoiceListOut(Out):
    """A page: the vendor's names, then the other system voices, then your own, newest first."""

    object: Literal["list"]
    data: list[VoiceListedOut]
    voices: list[VoiceListedOut] = Field(description="The same as `data`, where Open WebUI looks for it.")
    has_more: bool
    next: str | None = Field(description="Send it as `after` for the page that follows.")

    @classmethod
    def of(cls, listed: Listed) -> VoiceListOut:
        """A page."""
        ordered = sorted(listed.voices, key=lambda voice: (voice.source is not Source.SYSTEM, KNOWN_AS.get(voice.id, "~")))
        data = [VoiceListedOut.of(voice) for voice in ordered]
        return cls(object="list", data=data, voices=data, has_more=listed.next is not None, next=listed.next)


class VoiceDeletedOut(Out):
    """A voice that is gone."""

    id: str
    object: Literal["audio.voice.deleted"]
    deleted: Literal[True]


class ConsentOut(Out):
    """A speaker's recorded consent."""

    id: str = Field(examples=["cons_9f86d081884c7d659a2feaa0c55ad0"])
    object: Literal["audio.voice_consent"]
    created_at: int = Field(description="Unix seconds.")
    name: str
    language: str = Field(examples=["en-US"])

    @classmethod
    def of(cls, consent: Consent) -> ConsentOut:
        """A consent as its owner sees it."""
        at = int(consent.created_at.timestamp())
        return cls(id=consent.id, object="audio.voice_consent", created_at=at, name=consent.name, language=consent.language)


class ConsentListOut(Out):
    """A page of consents, newest first."""

    object: Literal["list"]
    data: list[ConsentOut]
    first_id: str | None
    last_id: str | None
    has_more: bool

    @classmethod
    def of(cls, page: ConsentPage) -> ConsentListOut:
        """A page."""
        data = [ConsentOut.of(consent) for consent in page.consents]
        first, last = (data[0].id, data[-1].id) if data else (None, None)
        return cls(object="list", data=data, first_id=first, last_id=last, has_more=page.more)


class ConsentDeletedOut(Out):
    """A consent that is gone."""

    id: str
    object: Literal["audio.voice_consent"]
    deleted: Literal[True]


class ModelOut(Out):
    """A model name."""

    id: str = Field(examples=["gpt-4o-mini-tts"])
    object: Literal["model"]
    created: int
    owned_by: Literal["voicewright"]

    @classmethod
    def of(cls, name: str) -> ModelOut:
        """A model."""
        return cls(id=name, object="model", created=SINCE, owned_by="voicewright")


class ModelListOut(Out):
    """Every model name that is understood here."""

    object: Literal["list"]
    data: list[ModelOut]


class AudioModelsOut(Out):
    """The same, where Open WebUI looks for it."""

    models: list[ModelOut]


class DeltaOut(Out):
    """A part of the sound."""

    type: Literal["speech.audio.delta"]
    audio: str


class UsageOut(Out):
    """What was counted."""

    input_tokens: int
    output_tokens: int
    total_tokens: int


class DoneOut(Out):
    """The end of the sound."""

    type: Literal["speech.audio.done"]
    usage: UsageOut


def _seconds(voice: Voice) -> int:
    return int(voice.created_at.timestamp())
