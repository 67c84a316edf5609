"""Voices made and deleted (contract §1.3, §1.4 and §1.6)."""

from __future__ import annotations

from typing import Literal

from fastapi import Request, Response
from pydantic import Field

from voicewright.domain.account import Caller
from voicewright.domain.commands import CloneVoice, FromUpload, PromptAudio
from voicewright.domain.errors import FieldInvalid, SampleNotVisible, TextForbidden, UploadNotVisible, VoiceNotVisible
from voicewright.domain.plan import Verb
from voicewright.domain.speech import USUAL_WORDING, Wording
from voicewright.domain.task import Output
from voicewright.domain.voice import Source
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialects.minimax.models import CLONE, DESIGN, TABLE, origin
from voicewright.http.dialects.minimax.router import routes
from voicewright.http.dialects.minimax.schemas import (
    ClonedAndHeardOut,
    ClonedOut,
    DesignedOut,
    PreviewExtraOut,
    RefusedOut,
    VoiceDeletedOut,
)
from voicewright.http.dialects.minimax.words import worded
from voicewright.http.fields import ConsentField, In, Serial, Text, Unless, named_language
from voicewright.http.media import address_of
from voicewright.http.state import TheCore
from voicewright.http.t2a.batches import upload_numbered
from voicewright.http.t2a.ids import chosen
from voicewright.http.t2a.making import DescriptionIn, SampleIn, trial
from voicewright.http.t2a.sounds import WELL, bitrate_of, words_in
from voicewright.http.waiting import finished
from voicewright.services.core import Core

PREVIEW = 1000
"""Characters."""

router = routes()


class PromptIn(In):
    """A second, short recording of the speaker."""

    prompt_audio: Serial = Field(description="An uploaded file, shorter than 8 s.")
    prompt_text: Text = Field(min_length=1, description="What it says.")


class CloneIn(SampleIn):
    """Make a voice from a recording that was uploaded."""

    file_id: Serial = Field(description="A recording of 10 s to 5 min.", examples=[123456789])
    voice_id: Text = Field(description="8 to 256 letters, digits, `-`, `_`; a letter first, no `-` or `_` last.", examples=["MiniMax001"])
    clone_prompt: PromptIn | None = None
    text: Unless[str] = Field(default=None, description="What a preview says; at most 1,000 characters. Needs `model`.")
    language_boost: Unless[Text] = Field(default=None, examples=["auto"])
    aigc_watermark: Unless[bool] = Field(default=None, description="A tone at the end of the preview.")
    consent: ConsentField = None

    def command(self, *, recording: str, prompt: str | None) -> CloneVoice:
        """The command, for uploads that were found. Raises FieldMissing, FieldInvalid, TextTooLong, ModelUnknown, VoiceIdTaken."""
        model = self.speaker(TABLE)
        language = named_language(self.language_boost, field="language_boost")
        return CloneVoice(
            origin=origin(CLONE if model is None else model.name),
            naming=chosen(self.voice_id, field="voice_id"),
            recording=FromUpload(file_id=recording, field="file_id"),
            transcript=None,
            transcript_fit=self.fit,
            preview_text=self.preview(PREVIEW),
            name="",
            language=language if model is None else model.speaks(language),
            language_label=self.language_boost if language else None,
            description="",
            noise_reduction=bool(self.need_noise_reduction),
            volume_normalization=bool(self.need_volume_normalization),
            prompt=self._prompt(prompt),
            validation=self.validation(),
            wording=USUAL_WORDING if model is None else Wording(sounds=model.sounds),
            watermark=bool(self.aigc_watermark),
            consent=self.consent,
        )

    def _prompt(self, file_id: str | None) -> PromptAudio | None:
        if self.clone_prompt is None or file_id is None:
            return None
        recording = FromUpload(file_id=file_id, field="clone_prompt.prompt_audio")
        return PromptAudio(recording=recording, transcript=self.clone_prompt.prompt_text, field="clone_prompt.prompt_text")


class DesignIn(DescriptionIn):
    """Make a voice from a description."""

    aigc_watermark: Unless[bool] = Field(default=None, description="A tone at the end of the trial.")


class VoiceDeleteIn(In):
    """Which voice."""

    voice_type: Literal["voice_cloning", "voice_generation"]
    voice_id: Text


@router.post("/v1/voice_clone", response_model=ClonedAndHeardOut | ClonedOut | RefusedOut)
@asks(Verb.CLONE)
async def clone_voice(request: Request, caller: TheCaller, core: TheCore, body: CloneIn) -> Response:
    """Make a voice from a recording. It goes after 7 days unless it has really spoken by then; the preview does not count."""
    prompt = None if body.clone_prompt is None else await _sample(core, caller, body.clone_prompt.prompt_audio, "clone_prompt.prompt_audio")
    command = body.command(recording=await _sample(core, caller, body.file_id, "file_id"), prompt=prompt)
    try:
        task = await finished(request, core, caller, await core.clone.submit(caller, command, preview_field="text"))
    except TextForbidden as refusal:
        return answer(ClonedOut(input_sensitive=True, input_sensitive_type=7, demo_audio="", base_resp=worded(refusal)))
    if task.output is None:
        return answer(ClonedOut(input_sensitive=False, input_sensitive_type=0, demo_audio="", base_resp=WELL))
    link = address_of(request)(task.output.key, task.output.spec.codec)
    extra = _figures(task.output, command.preview_text or "")
    return answer(ClonedAndHeardOut(input_sensitive=False, input_sensitive_type=0, demo_audio=link, extra_info=extra, base_resp=WELL))


@router.post("/v1/voice_design", response_model=DesignedOut | RefusedOut)
@asks(Verb.DESIGN)
async def design_voice(request: Request, caller: TheCaller, core: TheCore, body: DesignIn) -> Response:
    """Make a voice from a description."""
    task = await core.design.submit(
        caller, body.design(origin(DESIGN), watermark=bool(body.aigc_watermark)), prompt_field="prompt", preview_field="preview_text"
    )
    task = await finished(request, core, caller, task)
    return answer(DesignedOut(voice_id=task.voice_id, trial_audio=await trial(core, task), base_resp=WELL))


@router.post("/v1/delete_voice", response_model=VoiceDeletedOut | RefusedOut)
@asks(Verb.CHANGE)
async def delete_voice(caller: TheCaller, core: TheCore, body: VoiceDeleteIn) -> Response:
    """Delete a voice with everything that was derived from it; its id is never given again."""
    voice = await core.catalog.voice(caller, body.voice_id)
    if voice.source is Source.SYSTEM:
        raise FieldInvalid(field="voice_id", problem="names a system voice, which cannot be deleted")
    if voice.source is not (Source.CLONE if body.voice_type == "voice_cloning" else Source.DESIGN):
        raise VoiceNotVisible
    await core.catalog.delete(caller, voice.id)
    return answer(VoiceDeletedOut(voice_id=voice.id, created_time=str(int(voice.created_at.timestamp())), base_resp=WELL))


async def _sample(core: Core, caller: Caller, number: int, field: str) -> str:
    try:
        return (await upload_numbered(core, caller, number)).id
    except UploadNotVisible:
        raise SampleNotVisible(field=field) from None


def _figures(output: Output, text: str) -> PreviewExtraOut:
    return PreviewExtraOut(
        audio_length=round(1000 * output.seconds),
        audio_sample_rate=output.spec.rate,
        audio_size=output.size,
        bitrate=bitrate_of(output.spec, size=output.size, seconds=output.seconds),
        word_count=words_in(text),
        usage_characters=len(text),
    )
