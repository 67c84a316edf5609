"""What callers send, and the command that it means."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias, cast

from pydantic import BeforeValidator, Field, WithJsonSchema

from voicewright.domain.commands import CloneVoice, DesignVoice, Sent, Speak
from voicewright.domain.consent import CONSENT_NAME_LIMIT, Consent
from voicewright.domain.errors import FieldInvalid, FieldMissing, RecordingTooLarge
from voicewright.domain.language import Language, language_named
from voicewright.domain.speech import DIRECTIONS_LIMIT, NAME_LIMIT, AudioSpec, Codec, Prosody
from voicewright.http.dialects.openai.names import CLONE, DESIGN, VOICES, minted, model_named, origin
from voicewright.http.fields import In, Number, Text, Unless, at_most, named_language
from voicewright.text.detect import detected

INPUT_LIMIT = 4096
"""Characters."""
SPEEDS = (0.25, 4.0)
RATE = 24_000
"""Hz of everything but opus."""
OPUS_RATE = 48_000
UPLOAD_LIMIT = 10 * 2**20
"""Bytes of a recording."""
_MEGABYTE = 2**20
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SCRIPTS = {Language.CHINESE: "你好，这就是你描述的声音，希望你会喜欢。"}
_SCRIPT = "Hello, this is the voice that you described, and I hope you like it."
"""What a voice that is made from a description says first, where no script is given."""

Format: TypeAlias = Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]
_WHOLE = frozenset({Codec.WAV, Codec.FLAC})
"""Files whose header says how long they are."""


def _named(value: object) -> object:
    if not isinstance(value, dict):
        return value
    fields = cast("dict[str, object]", value)
    return fields.get("id", fields)


VoiceName = Annotated[
    Text,
    BeforeValidator(_named),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "object", "properties": {"id": {"type": "string", "minLength": 1}}, "required": ["id"]},
            ],
            "description": 'One of the vendor\'s names, or the id of any voice that is yours, as it is or as `{"id": …}`.',
            "examples": ["alloy"],
        }
    ),
]
Upload = Unless[Annotated[bytes, Field(strict=True), WithJsonSchema({"type": "string", "format": "binary"})]]


class SpeechIn(In):
    """Have a text spoken."""

    model: Text = Field(examples=["gpt-4o-mini-tts"])
    input: Text = Field(description="At most 4,096 characters.", examples=["Hello there."])
    voice: VoiceName
    instructions: Unless[Text] = Field(
        default=None, description="How to say it, in free words: mood, pace, pitch, timbre, accent.", examples=["Speak in a cheerful tone."]
    )
    response_format: Unless[Format] = None
    speed: Unless[Annotated[Number, Field(ge=SPEEDS[0], le=SPEEDS[1])]] = None
    stream_format: Unless[Literal["audio", "sse"]] = None
    language: Unless[Text] = Field(default=None, description="Ours: a name or a BCP 47 tag; nothing: found from the text.")

    @property
    def events(self) -> bool:
        """Whether the sound comes in server-sent events."""
        return self.stream_format == "sse"

    @property
    def whole(self) -> bool:
        """Whether the sound is one file that is sent when it is complete."""
        return not self.events and self._codec in _WHOLE

    def command(self) -> Speak:
        """The command. Raises ModelUnknown, TextTooLong, LanguageUnknown."""
        model = model_named(self.model)
        directions = at_most(self.instructions or "", DIRECTIONS_LIMIT, field="instructions")
        return Speak(
            origin=origin(model.name),
            voice_id=VOICES.get(self.voice, self.voice),
            text=self.input,
            text_field="input",
            language=named_language(self.language, field="language"),
            prosody=Prosody(speed=1.0 if self.speed is None else self.speed, quick=model.quick, directions=directions),
            volume=1.0,
            spec=AudioSpec(codec=self._codec, rate=OPUS_RATE if self._codec is Codec.OPUS else RATE),
            limit=INPUT_LIMIT,
        )

    @property
    def _codec(self) -> Codec:
        return Codec(self.response_format or Codec.MP3)


class VoiceIn(In):
    """Make a voice from a recording that its speaker consented to, or from a description."""

    type: Literal["audio_sample", "prompt"] = "audio_sample"
    name: Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT)]
    audio_sample: Upload = Field(default=None, description="10 s to 5 min, at most 10 MiB.")
    consent: Unless[Text] = Field(default=None, description="Id of a voice consent; required with `audio_sample`.")
    prompt: Unless[Text] = Field(default=None, description="What the voice is like; required for `prompt`.")
    model: Unless[Literal["auto", "2026-10-08"]] = Field(default=None, description="Both mean the one that there is.")
    script_hint: Unless[Text] = Field(default=None, description="What the voice says first, from which its language is found.")

    def cloning(self, consent: Consent) -> CloneVoice:
        """The command for a recording. Raises FieldMissing, RecordingTooLarge."""
        if self.audio_sample is None:
            raise FieldMissing(field="audio_sample")
        return CloneVoice(
            origin=origin(CLONE),
            naming=minted(),
            recording=sent(self.audio_sample, field="audio_sample"),
            transcript=None,
            transcript_fit=0.7,
            preview_text=None,
            name=self.name,
            language=language_named(consent.language),
            language_label=None,
            description="",
            noise_reduction=False,
            volume_normalization=False,
            consent=consent.id,
        )

    def designing(self) -> DesignVoice:
        """The command for a description. Raises FieldMissing."""
        if self.prompt is None:
            raise FieldMissing(field="prompt")
        spoken = detected(self.prompt)
        return DesignVoice(
            origin=origin(DESIGN),
            naming=minted(),
            prompt=self.prompt,
            preview_text=self.script_hint or (_SCRIPT if spoken is None else _SCRIPTS.get(spoken, _SCRIPT)),
            name=self.name,
            language=None,
            language_label=None,
            description="",
            seed=None,
        )


class VoicesIn(In):
    """Which voices a list holds."""

    model: Unless[Text] = Field(default=None, description="Every voice speaks with every model; one that there is not is refused.")
    limit: Annotated[int, Field(ge=1, le=1000, description="Own voices on a page.")] = 1000
    after: Unless[Text] = Field(default=None, description="`next` of the page before.")


class ConsentNameIn(In):
    """What a consent shall be called."""

    name: Annotated[Text, Field(min_length=1, max_length=CONSENT_NAME_LIMIT)]


class ConsentIn(ConsentNameIn):
    """Keep a speaker's consent."""

    language: Text = Field(max_length=64, description="BCP 47.", examples=["en-US"])
    recording: Annotated[bytes, Field(strict=True), WithJsonSchema({"type": "string", "format": "binary"})] = Field(description="At most 10 MiB.")

    def tag(self) -> str:
        """The language. Raises FieldInvalid."""
        if not _TAG.fullmatch(self.language):
            raise FieldInvalid(field="language", problem="must be a BCP 47 tag such as en-US")
        return self.language


def sent(data: bytes, *, field: str) -> Sent:
    """A recording of a size that is taken. Raises FieldInvalid, RecordingTooLarge."""
    if not data:
        raise FieldInvalid(field=field, problem="is empty")
    if len(data) > UPLOAD_LIMIT:
        raise RecordingTooLarge(field=field, limit_mb=UPLOAD_LIMIT // _MEGABYTE)
    return Sent(data=data, field=field)
