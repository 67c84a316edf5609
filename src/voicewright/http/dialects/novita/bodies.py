"""What callers send, and the command that it means."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from voicewright.domain.commands import CloneVoice, FromUrl, PromptAudio
from voicewright.domain.errors import FieldInvalid
from voicewright.domain.naming import Minted
from voicewright.domain.speech import PREVIEW_LIMIT, USUAL_WORDING, AudioSpec, Wording
from voicewright.domain.task import Stage
from voicewright.http.dialects.novita.ids import clone_id
from voicewright.http.dialects.novita.models import CLONE, PREVIEWS, origin, tells_all
from voicewright.http.fields import ConsentField, In, Text, Unless
from voicewright.http.t2a.longtext import LongTextIn
from voicewright.http.t2a.making import SampleIn
from voicewright.http.t2a.manner import RunningOnIn, T2aIn
from voicewright.http.t2a.models import Model

FORMS = ("mp3", "pcm", "flac", "wav")


class PromptIn(In):
    """A second, short recording of the speaker."""

    prompt_audio_url: Text = Field(min_length=1, description="A recording shorter than 8 s.")
    prompt_text: Text = Field(min_length=1, description="What it says.")

    def prompt(self) -> PromptAudio:
        """What it means."""
        recording = FromUrl(url=self.prompt_audio_url, field="clone_prompt.prompt_audio_url")
        return PromptAudio(recording=recording, transcript=self.prompt_text, field="clone_prompt.prompt_text")


class CloneIn(SampleIn):
    """Make a voice from a recording of 10 s to 5 min, at most 20 MB. A preview has at most 2,000 characters."""

    audio_url: Text = Field(min_length=1, description="Where the recording stands: mp3, m4a, wav.", examples=["https://example.com/voice.mp3"])
    clone_prompt: PromptIn | None = None
    consent: ConsentField = None

    def command(self) -> CloneVoice:
        """The command. Raises FieldMissing, TextTooLong, TextInvisible, ModelUnknown."""
        model = None if self.text is None else self.speaker(PREVIEWS)  # programs always send a model, and mean nothing by it
        return CloneVoice(
            origin=origin(CLONE if model is None else model.name),
            naming=Minted(mint=clone_id),
            recording=FromUrl(url=self.audio_url, field="audio_url"),
            transcript=None,
            transcript_fit=self.fit,
            preview_text=self.preview(PREVIEW_LIMIT),
            name="",
            language=None,
            language_label=None,
            description="",
            noise_reduction=bool(self.need_noise_reduction),
            volume_normalization=bool(self.need_volume_normalization),
            prompt=None if self.clone_prompt is None else self.clone_prompt.prompt(),
            validation=self.validation(),
            wording=USUAL_WORDING if model is None else Wording(sounds=model.sounds),
            consent=self.consent,
        )


class SpeechIn(T2aIn, RunningOnIn):
    """Say a text, in one answer or in a stream. The path names the model."""

    def spec(self, *, streamed: bool) -> AudioSpec:
        """The form of the sound. Raises FieldInvalid."""
        form = None if self.audio_setting is None else self.audio_setting.format
        if form is not None and form not in FORMS:
            raise FieldInvalid(field="audio_setting.format", problem=f"must be one of {', '.join(FORMS)}")
        if form == "wav" and streamed:
            raise FieldInvalid(field="audio_setting.format", problem="cannot be wav in a stream")
        return super().spec(streamed=streamed)

    def fits(self, model: Model) -> None:
        """Whether the model's answers have a place for what is asked. Raises FieldInvalid."""
        if self.subtitle_enable and not tells_all(model):
            raise model.lacks("subtitle_enable")


class TestModeIn(In):
    """A rehearsal: the event is sent, and nothing is spoken."""

    enabled: Unless[bool] = None
    return_task_status: Literal["TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"] = Field(
        default="TASK_STATUS_SUCCEED", description="How the rehearsed task shall have ended."
    )


class WebhookIn(In):
    """Who is told that the task has ended."""

    url: Text = Field(min_length=1, examples=["https://example.com/hook"])
    test_mode: TestModeIn | None = None


class ExtraIn(In):
    """What is asked beside the text."""

    webhook: WebhookIn | None = None


class LongIn(LongTextIn):
    """Say a long text. The path names the model."""

    extra: ExtraIn | None = None

    @property
    def told_at(self) -> str | None:
        """The address that wants to be called."""
        return None if self.extra is None or self.extra.webhook is None else self.extra.webhook.url

    @property
    def rehearsal(self) -> Stage | None:
        """How the task shall pretend to end, where it is only rehearsed."""
        mode = None if self.extra is None or self.extra.webhook is None else self.extra.webhook.test_mode
        if mode is None or not mode.enabled:
            return None
        return Stage.SUCCEEDED if mode.return_task_status == "TASK_STATUS_SUCCEED" else Stage.FAILED
