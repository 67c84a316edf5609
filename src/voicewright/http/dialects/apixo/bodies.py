"""What callers send, and the command that it means (seed, "Parameters"; contract §2.2 and §2.8)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StrictBool

from voicewright.domain.commands import CloneVoice, DesignVoice, FromUrl, Speak
from voicewright.domain.errors import FieldInvalid, FieldMissing
from voicewright.domain.speech import PITCH, PREVIEW_LIMIT, SPEED, AudioSpec, Codec, Emotion, Prosody
from voicewright.domain.webhook import Callback
from voicewright.http.dialects.apixo.ids import named_after
from voicewright.http.dialects.apixo.models import PRESETS, SPEECH, VOICE, origin
from voicewright.http.fields import ConsentField, In, Number, Text, Unless, at_most, named_language
from voicewright.http.t2a.manner import PronunciationsIn

USUAL_FIT = 0.7
"""What no accuracy, or 0, means (contracts, MiniMax)."""
DESIGN_PREVIEW = 500
"""Characters."""
VOLUME = (0.1, 10.0)

Format: TypeAlias = Literal["mp3", "wav", "flac", "pcm"]
EmotionWord: TypeAlias = Literal["happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm", "fluent", "whisper", "neutral", "auto"]
_OWN_MANNER = {None, "neutral", "auto"}


class GenerateIn(In):
    """What every request for work has around its `input`."""

    provider: Literal["auto", "value", "official"] | None = Field(default=None, description="There is one provider here, whichever is asked for.")
    request_type: Literal["async", "callback"] | None = Field(
        default=None, description="`async`, the default: ask for the status. `callback`: be told."
    )
    callback_url: Unless[Text] = Field(
        default=None, description="With `callback`: a public HTTPS URL, called with the final status.", examples=["https://example.com/hook"]
    )

    @property
    def told_at(self) -> str | None:
        """The address that wants to be called. Raises FieldMissing."""
        if self.request_type != "callback":
            return None
        if self.callback_url is None:
            raise FieldMissing(field="callback_url")
        return self.callback_url


class VoiceInputIn(In):
    """A voice to be made."""

    mode: Literal["design", "clone"]
    voice_id_prefix: Text = Field(description="Begins the voice's id: a letter, then letters or digits, at least 6 in all.", examples=["warm001"])
    prompt: Text | None = Field(default=None, description="Design: what the voice is like.", examples=["A warm, calm narrator."])
    audio_urls: list[Text] | None = Field(default=None, description="Clone: exactly one URL of a recording of 10 s to 5 min: mp3, m4a or wav.")
    preview_text: Text | None = Field(default=None, description="Design: required, 1-500 characters. Clone: 1-2000 characters when given.")
    need_noise_reduction: StrictBool | None = None
    need_volume_normalization: StrictBool | None = None
    accuracy: Annotated[Number, Field(ge=0, le=1)] | None = Field(
        default=None,
        description=f"Clone: how well `preview_text` must fit the recording to be taken as its transcript; 0 or nothing means {USUAL_FIT}.",
    )
    language_boost: Unless[Text] = Field(default=None, examples=["auto"])
    consent: ConsentField = None
    voice_id: object = Field(default=None, exclude=True, description="Never: the id is made from the prefix.")

    def design(self, callback: Callback | None) -> DesignVoice:
        """The command. Raises FieldMissing, FieldInvalid, TextTooLong, LanguageUnknown."""
        if self.audio_urls is not None:
            raise FieldInvalid(field="input.audio_urls", problem="goes with `clone` only")
        preview = self._preview(DESIGN_PREVIEW)
        if preview is None:
            raise FieldMissing(field="input.preview_text")
        return DesignVoice(
            origin=origin(VOICE),
            naming=named_after(self.voice_id_prefix, field="input.voice_id_prefix"),
            prompt=self.prompt or "",
            preview_text=preview,
            name="",
            language=named_language(self.language_boost, field="input.language_boost"),
            language_label=None,
            description="",
            seed=None,
            callback=callback,
        )

    def clone(self, callback: Callback | None) -> CloneVoice:
        """The command. Raises FieldMissing, FieldInvalid, TextTooLong, LanguageUnknown."""
        if self.prompt is not None:
            raise FieldInvalid(field="input.prompt", problem="goes with `design` only")
        preview = self._preview(PREVIEW_LIMIT)
        return CloneVoice(
            origin=origin(VOICE),
            naming=named_after(self.voice_id_prefix, field="input.voice_id_prefix"),
            recording=FromUrl(url=self._recording(), field="input.audio_urls"),
            transcript=preview,
            transcript_fit=self.accuracy or USUAL_FIT,
            preview_text=preview,
            name="",
            language=named_language(self.language_boost, field="input.language_boost"),
            language_label=None,
            description="",
            noise_reduction=bool(self.need_noise_reduction),
            volume_normalization=bool(self.need_volume_normalization),
            callback=callback,
            consent=self.consent,
            consent_field="input.consent",
        )

    def _recording(self) -> str:
        if self.audio_urls is None:
            raise FieldMissing(field="input.audio_urls")
        if len(self.audio_urls) != 1 or not self.audio_urls[0].strip():
            raise FieldInvalid(field="input.audio_urls", problem="must contain exactly one non-empty URL")
        return self.audio_urls[0]

    def _preview(self, limit: int) -> str | None:
        if self.preview_text is not None and not self.preview_text.strip():
            raise FieldInvalid(field="input.preview_text", problem="cannot be empty")
        return None if self.preview_text is None else at_most(self.preview_text, limit, field="input.preview_text")


class VoiceIn(GenerateIn):
    """Make a voice from a description or from a recording."""

    input: VoiceInputIn

    def command(self, callback: Callback | None) -> CloneVoice | DesignVoice:
        """The command. Raises FieldMissing, FieldInvalid, TextTooLong, LanguageUnknown."""
        if self.input.voice_id is not None:
            raise FieldInvalid(field="input.voice_id", problem="cannot be sent: the platform makes it from `input.voice_id_prefix`")
        return self.input.design(callback) if self.input.mode == "design" else self.input.clone(callback)


class SpeechInputIn(In):
    """A text to be spoken."""

    quick: ClassVar[str] = "speech-turbo"

    mode: Literal["speech-turbo", "speech-hd"]
    voice_id: Text = Field(description="One of your own voices, or a system voice.", examples=["preset_general_wise_woman"])
    prompt: Text = Field(description="1-10,000 characters; `<#0.5#>` pauses, `(laughs)` and its like.", examples=["Hello there."])
    format: Unless[Format] = None
    speed: Unless[Annotated[Number, Field(ge=SPEED[0], le=SPEED[1])]] = None
    vol: Unless[Annotated[Number, Field(ge=VOLUME[0], le=VOLUME[1])]] = None
    volume: Unless[Annotated[Number, Field(ge=VOLUME[0], le=VOLUME[1])]] = Field(default=None, description="The same as `vol`, which wins.")
    pitch: Unless[Annotated[Number, Field(ge=PITCH[0], le=PITCH[1])]] = Field(default=None, description="Semitones.")
    emotion: Unless[EmotionWord] = None
    language_boost: Unless[Text] = Field(default=None, examples=["auto"])
    pronunciation_dict: PronunciationsIn | None = None


class SpeechIn(GenerateIn):
    """Have a text spoken."""

    input: SpeechInputIn

    def command(self, callback: Callback | None) -> Speak:
        """The command. Raises FieldInvalid, LanguageUnknown."""
        given = self.input
        volume = given.volume if given.vol is None else given.vol
        return Speak(
            origin=origin(SPEECH),
            voice_id=PRESETS.get(given.voice_id, given.voice_id),
            text=given.prompt,
            text_field="input.prompt",
            language=named_language(given.language_boost, field="input.language_boost"),
            prosody=Prosody(
                speed=1.0 if given.speed is None else given.speed,
                pitch=0.0 if given.pitch is None else given.pitch,
                emotion=None if given.emotion in _OWN_MANNER else Emotion(given.emotion),
                quick=given.mode == given.quick,
            ),
            volume=1.0 if volume is None else volume,
            spec=AudioSpec(codec=Codec(given.format or Codec.MP3)),
            pronunciations=() if given.pronunciation_dict is None else given.pronunciation_dict.entries(field="input.pronunciation_dict.tone"),
            callback=callback,
        )
