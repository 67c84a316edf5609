"""What callers send, and the command that it means."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from voicewright.domain.commands import CloneVoice, DesignVoice, FromUpload, FromUrl, ListVoices, Rename, Speak
from voicewright.domain.errors import FieldInvalid, FieldMissing
from voicewright.domain.naming import Minted
from voicewright.domain.speech import (
    DESCRIPTION_LIMIT,
    MOST_MIXED,
    NAME_LIMIT,
    PITCH,
    SPEED,
    UNMODIFIED,
    VOLUME,
    AudioSpec,
    Codec,
    Emotion,
    Prosody,
    VoiceShare,
)
from voicewright.domain.voice import Source
from voicewright.http.dialects.aijisu.ids import clone_id
from voicewright.http.dialects.aijisu.models import CLONE, DEFAULT_VOICE, DESIGN, SPEECH, origin, speech_model
from voicewright.http.dialects.aijisu.schemas import SourceWord
from voicewright.http.fields import ConsentField, ExactIn, In, Number, Text, Unless, Whole, at_most, named_language
from voicewright.http.sound import Fields, spec_of
from voicewright.http.t2a.ids import design_id
from voicewright.http.t2a.manner import ModifyIn, PronunciationsIn, ShareIn

USUAL_FIT = 0.7
"""What no accuracy, or 0, means (contracts, MiniMax)."""
LABEL_LIMIT = 100
LARGEST_SEED = 2**31 - 1

Format: TypeAlias = Literal["mp3", "wav", "flac", "opus", "aac", "pcm", "pcmu_raw", "pcmu_wav"]
UrlOrFormat: TypeAlias = Literal["url", "mp3", "wav", "flac", "opus", "aac", "pcm", "pcmu_raw", "pcmu_wav"]
EmotionWord: TypeAlias = Literal["happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm", "fluent", "whisper", "neutral", "auto"]
CallbackUrl = Annotated[
    Unless[Text], Field(description="A public https address that is told when the task has ended.", examples=["https://example.com/hook"])
]
_SOURCES: dict[SourceWord, Source] = {"system": Source.SYSTEM, "voice_clone": Source.CLONE, "voice_design": Source.DESIGN}
_ALOUD = re.compile(r"\w")
"""Something to say. The page's own examples send a text of nothing but a full stop, which means as much as none."""
_OWN_MANNER = {None, "neutral", "auto"}

LanguageField = Annotated[
    Unless[Annotated[Text, Field(max_length=LABEL_LIMIT)]],
    Field(description="A name or a BCP 47 tag; `auto` or nothing: found from the text.", examples=["Chinese (Mandarin)", "English"]),
]


class VoicesIn(In):
    """Which voices a list holds."""

    model: Unless[Text] = Field(default=None, examples=list(SPEECH))
    source_type: Unless[SourceWord] = None
    visibility: Unless[Literal["public", "private"]] = None
    language: LanguageField = None
    search: Unless[Text] = Field(default=None, description="Part of a name, an id or a description.")
    limit: Annotated[Whole, Field(ge=1, le=1000, description="Private voices on a page.")] = 1000
    after: Unless[Text] = Field(default=None, description="`next` of the page before.")

    def query(self) -> ListVoices | None:
        """What to list; None where the filters exclude each other. Raises ModelUnknown, LanguageUnknown."""
        if self.model is not None:
            speech_model(self.model, field="model")
        source = None if self.source_type is None else _SOURCES[self.source_type]
        if self.visibility == "public":
            if source not in {None, Source.SYSTEM}:
                return None
            source = Source.SYSTEM
        if self.visibility == "private" and source is Source.SYSTEM:
            return None
        return ListVoices(
            source=source,
            language=named_language(self.language, field="language"),
            own_only=self.visibility == "private",
            search=self.search,
            limit=self.limit,
            after=self.after,
        )


class NamedIn(ExactIn):
    """What every new voice can be given."""

    display_name: Unless[Text] = Field(default=None, description="What lists show.", examples=["course-teacher-voice"])
    name: Unless[Text] = Field(default=None, description="The same as `display_name`.")
    language: LanguageField = None
    description: Unless[Text] = None
    callback_url: CallbackUrl = None

    def called(self) -> str:
        """The name. Raises TextTooLong."""
        field = "display_name" if self.display_name else "name"
        return at_most(self.display_name or self.name or "", NAME_LIMIT, field=field)

    def described(self) -> str:
        """The description. Raises TextTooLong."""
        return at_most(self.description or "", DESCRIPTION_LIMIT, field="description")

    def label(self) -> str | None:
        """The language as it was spelled."""
        return self.language if named_language(self.language, field="language") else None


class CloneIn(NamedIn):
    """Make a voice from one recording of 10 s to 5 min, at most 20 MB."""

    audio_url: Unless[Text] = Field(
        default=None,
        description="Where the recording stands; required unless `file_id` is given.",
        examples=["https://example.com/audio/reference-speaker.mp3"],
    )
    file_id: Unless[Text] = Field(default=None, description="A file uploaded to `/v1/files`, instead of `audio_url`.")
    text: Unless[Text] = Field(
        default=None, description="What the preview says; also taken as the recording's transcript where it fits the recording."
    )
    preview_text: Unless[Text] = Field(default=None, description="The same as `text`, which wins.")
    reference_text: Unless[Text] = Field(default=None, description="What the recording says, and nothing else: no preview is made of it.")
    noise_reduction: Unless[bool] = None
    need_noise_reduction: Unless[bool] = Field(default=None, description="The same as `noise_reduction`, which wins.")
    need_volume_normalization: Unless[bool] = None
    accuracy: Unless[Annotated[Number, Field(ge=0, le=1)]] = Field(
        default=None, description=f"How well the transcript must fit to be believed; 0 or nothing means {USUAL_FIT}."
    )
    consent: ConsentField = None

    @property
    def preview_field(self) -> str:
        """Where the preview's text stood."""
        return "text" if self.text else "preview_text"

    def command(self) -> CloneVoice:
        """The command. Raises FieldMissing, TextTooLong, LanguageUnknown."""
        script = next((text for text in (self.text, self.preview_text) if text and _ALOUD.search(text)), None)
        noise = self.need_noise_reduction if self.noise_reduction is None else self.noise_reduction
        return CloneVoice(
            origin=origin(CLONE),
            naming=Minted(mint=clone_id),
            recording=self._recording(),
            transcript=self.reference_text or script,
            transcript_fit=self.accuracy or USUAL_FIT,
            preview_text=script,
            name=self.called(),
            language=named_language(self.language, field="language"),
            language_label=self.label(),
            description=self.described(),
            noise_reduction=bool(noise),
            volume_normalization=bool(self.need_volume_normalization),
            consent=self.consent,
        )

    def _recording(self) -> FromUrl | FromUpload:
        if self.audio_url:
            return FromUrl(url=self.audio_url, field="audio_url")
        if self.file_id:
            return FromUpload(file_id=self.file_id, field="file_id")
        raise FieldMissing(field="audio_url")


class DesignIn(NamedIn):
    """Make a voice from a description."""

    prompt: Text = Field(description="Language, sex, age, timbre, pace, manner: what the voice is like.", examples=["A warm, calm narrator."])
    preview_text: Unless[Text] = Field(default=None, description="What the preview says; required, here or as `text`.")
    text: Unless[Text] = Field(default=None, description="The same as `preview_text`, which wins.")
    seed: Unless[Annotated[Whole, Field(ge=0, le=LARGEST_SEED)]] = Field(
        default=None, description="The same description and seed make the same voice; nothing: drawn at random."
    )

    @property
    def preview_field(self) -> str:
        """Where the preview's text stood."""
        return "text" if self.text and not self.preview_text else "preview_text"

    def command(self) -> DesignVoice:
        """The command. Raises TextTooLong, LanguageUnknown."""
        return DesignVoice(
            origin=origin(DESIGN),
            naming=Minted(mint=design_id),
            prompt=self.prompt,
            preview_text=self.preview_text or self.text or "",
            name=self.called(),
            language=named_language(self.language, field="language"),
            language_label=self.label(),
            description=self.described(),
            seed=self.seed,
        )


class RenameIn(ExactIn):
    """What is to change; nothing and null leave a field as it is."""

    display_name: Text | None = None
    name: Text | None = Field(default=None, description="The same as `display_name`, which wins.")
    description: Text | None = None

    def command(self) -> Rename:
        """The command. Raises TextTooLong."""
        field = "name" if self.display_name is None else "display_name"
        name = self.name if self.display_name is None else self.display_name
        return Rename(
            name=None if name is None else at_most(name, NAME_LIMIT, field=field),
            description=None if self.description is None else at_most(self.description, DESCRIPTION_LIMIT, field="description"),
        )


class WebhookIn(ExactIn):
    """Who is told what concerns no single task."""

    url: Text = Field(min_length=1, description="A public https address.", examples=["https://example.com/hook"])


class AudioSettingIn(ExactIn):
    """The form of the sound."""

    format: Unless[Format] = None
    sample_rate: Unless[Whole] = Field(default=None, description="Hz; 32000 where nothing else is said.")
    bitrate: Unless[Whole] = Field(default=None, description="bit/s; mp3, aac and opus only.")
    channel: Unless[Whole] = Field(default=None, description="1 or 2.")


class ReadingsIn(PronunciationsIn, ExactIn):
    """How words are said."""


class ModificationIn(ModifyIn, ExactIn):
    """How the sound of the voice is changed."""


class PartIn(ShareIn, ExactIn):
    """One voice of a mix."""


class SpeakIn(ExactIn):
    """Say a text with a voice, or with a mix of some."""

    model: Text = Field(examples=list(SPEECH))
    text: Unless[Text] = Field(
        default=None, description="At most 10,000 characters; `<#0.5#>` pauses. Required, here or as `input`.", examples=["Hello there."]
    )
    input: Unless[Text] = Field(default=None, description="The same as `text`, which wins.")
    voice_id: Unless[Text] = Field(default=None, description=f"Where no voice is named, `{DEFAULT_VOICE}` speaks.")
    voice: Unless[Text] = Field(default=None, description="The same as `voice_id`, which wins.")
    speed: Unless[Annotated[Number, Field(ge=SPEED[0], le=SPEED[1])]] = None
    volume: Unless[Annotated[Number, Field(ge=VOLUME[0], le=VOLUME[1])]] = None
    pitch: Unless[Annotated[Number, Field(ge=PITCH[0], le=PITCH[1])]] = Field(default=None, description="Semitones.")
    emotion: Unless[EmotionWord] = None
    language: LanguageField = None
    format: Unless[Format] = None
    audio_setting: AudioSettingIn | None = None
    response_format: Unless[UrlOrFormat] = Field(default=None, description="`url`, or a format.")
    output_format: Unless[UrlOrFormat] = Field(default=None, description="The same as `response_format`, which wins.")
    pronunciation_dict: ReadingsIn | None = None
    timbre_weights: Annotated[list[PartIn], Field(max_length=MOST_MIXED)] | None = Field(
        default=None, description="One to four voices that speak as one, instead of `voice_id`."
    )
    voice_modify: ModificationIn | None = None
    subtitles: Unless[bool] = Field(default=None, description="Tasks only: also make a file that says when each word is heard.")
    callback_url: CallbackUrl = None

    def command(self) -> Speak:
        """The command. Raises FieldMissing, FieldInvalid, ModelUnknown, LanguageUnknown."""
        emotion = None if self.emotion in _OWN_MANNER else Emotion(self.emotion)
        return Speak(
            origin=origin(speech_model(self.model, field="model")),
            voice_id="" if self.timbre_weights else self.voice_id or self.voice or DEFAULT_VOICE,
            text=self.text or self.input or "",
            text_field="input" if self.input and not self.text else "text",
            language=named_language(self.language, field="language"),
            prosody=Prosody(
                speed=1.0 if self.speed is None else self.speed,
                pitch=0.0 if self.pitch is None else self.pitch,
                emotion=emotion,
            ),
            volume=1.0 if self.volume is None else self.volume,
            spec=self._spec(),
            pronunciations=() if self.pronunciation_dict is None else self.pronunciation_dict.entries(),
            mix=self._mix(),
            modification=UNMODIFIED if self.voice_modify is None else self.voice_modify.modification(),
            subtitles=bool(self.subtitles),
        )

    def _mix(self) -> tuple[VoiceShare, ...]:
        if self.timbre_weights and (self.voice_id or self.voice):
            raise FieldInvalid(field="timbre_weights", problem="cannot stand beside `voice_id`")
        return tuple(VoiceShare(voice_id=share.voice_id, weight=share.weight) for share in self.timbre_weights or ())

    def _spec(self) -> AudioSpec:
        setting = self.audio_setting or AudioSettingIn()
        named = (self.format, setting.format, self.response_format, self.output_format)
        codec = Codec(next((name for name in named if name not in {None, "url"}), Codec.MP3))
        fields = Fields(rate="audio_setting.sample_rate", bitrate="audio_setting.bitrate", channels="audio_setting.channel")
        return spec_of(codec=codec, rate=setting.sample_rate, bitrate=setting.bitrate, channels=setting.channel, fields=fields)
