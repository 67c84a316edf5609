"""What callers send, and the command that it means."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal

from fastapi import UploadFile
from pydantic import Field

from voicewright.domain.commands import CloneVoice, DesignVoice, Sent, Speak
from voicewright.domain.errors import FieldInvalid, FieldMissing, RecordingOfOtherKind, RecordingTooLarge
from voicewright.domain.naming import Minted
from voicewright.domain.speech import SPEED, Prosody
from voicewright.http.dialects.kyma.ids import voice_id
from voicewright.http.dialects.kyma.models import CLONE, DESIGN, FORMS, SPEECH, USUAL, USUAL_FORM, named, origin
from voicewright.http.fields import In, Number, Text, Unless, at_most
from voicewright.http.limits import MEGABYTE

INPUT, DESCRIPTION, PREVIEW, NAME_LENGTH = 5000, 1000, 500, 64
"""Characters."""
LARGEST = 10 * MEGABYTE
KINDS = ("mp3", "wav", "m4a")
_TYPES = frozenset(f"audio/{kind}" for kind in ("mpeg", "mp3", "wav", "wave", "x-wav", "vnd.wave", "mp4", "m4a", "x-m4a", "mp4a-latm"))
_UNSAID = {"", "application/octet-stream"}
UNHEARD = "Hello, this is how I sound."
"""What a designed voice says first, where nobody says what; nobody hears it."""
_NEUTRAL = {"stability": 0.5, "similarity_boost": 0.75, "style": 0.0, "use_speaker_boost": True}
"""What those who send settings without wanting anything send."""

Share = Unless[Annotated[Number, Field(ge=0, le=1)]]


class VoiceNamedIn(In):
    """A voice as OpenAI's newer programs name one."""

    id: Text


class VoiceSettingsIn(In):
    """Settings of another vendor's voices, which no voice here has: they are only taken as they usually are."""

    stability: Share = Field(default=None, description="0.5 or nothing.")
    similarity_boost: Share = Field(default=None, description="0.75 or nothing.")
    style: Share = Field(default=None, description="0 or nothing.")
    use_speaker_boost: Unless[bool] = Field(default=None, description="True or nothing.")

    def checked(self) -> None:
        """Refuse what would change nothing. Raises FieldInvalid."""
        for name, usual in _NEUTRAL.items():
            if (given := getattr(self, name)) is not None and given != usual:
                said = str(usual).lower()
                raise FieldInvalid(field=f"voice_settings.{name}", problem=f"cannot be set for the voices here: leave it out, or send {said}")


class SpeechIn(In):
    """Say a text."""

    model: Unless[Text] = Field(default=None, description=f"`{USUAL}` where nothing is said.", examples=list(SPEECH))
    input: Unless[Text] = Field(default=None, description="At most 5,000 characters; required, here or as `text`.", examples=["Welcome to the show."])
    text: Unless[Text] = Field(default=None, description="The same as `input`, which wins.")
    voice_id: Unless[Text] = Field(default=None, description="Required, here or as `voice`.", examples=["English_Graceful_Lady"])
    voice: Unless[VoiceNamedIn | Text] = Field(default=None, description="The same as `voice_id`, which wins.")
    response_format: Unless[Text] = Field(default=None, description=f"One of {', '.join(FORMS)}.", examples=[USUAL_FORM])
    speed: Unless[Annotated[Number, Field(ge=SPEED[0], le=SPEED[1])]] = None
    voice_settings: VoiceSettingsIn | None = None
    stream: Unless[bool] = Field(default=None, description="The sound while it is made, instead of when it is whole.")

    def command(self) -> Speak:
        """The command. Raises FieldMissing, FieldInvalid, TextTooLong, ModelUnknown."""
        model = named(self.model or USUAL, *SPEECH)
        field = "text" if self.text and not self.input else "input"
        text = at_most(self.input or self.text or "", INPUT, field=field)
        if self.voice_settings is not None:
            self.voice_settings.checked()
        form = self.response_format or USUAL_FORM
        if form not in FORMS:
            raise FieldInvalid(field="response_format", problem=f"must be one of {', '.join(FORMS)}")
        return Speak(
            origin=origin(model),
            voice_id=self._voice(),
            text=text,
            text_field=field,
            language=None,
            prosody=Prosody(speed=1.0 if self.speed is None else self.speed, quick=SPEECH[model]),
            volume=1.0,
            spec=FORMS[form],
        )

    def _voice(self) -> str:
        other = self.voice.id if isinstance(self.voice, VoiceNamedIn) else self.voice
        if not (named := self.voice_id or other):
            raise FieldMissing(field="voice_id")
        return named


class DesignIn(In):
    """Make a voice from a description."""

    description: Unless[Text] = Field(
        default=None, description="At most 1,000 characters; required, here or as `text`.", examples=["A warm, calm narrator."]
    )
    text: Unless[Text] = Field(default=None, description="The same as `description`, which wins.")
    model: Unless[Text] = Field(default=None, examples=[DESIGN])
    name: Unless[Annotated[Text, Field(max_length=NAME_LENGTH)]] = Field(default=None, examples=["brand-narrator"])
    preview_text: Unless[Text] = Field(default=None, description="What the voice says first; at most 500 characters. Nobody hears it.")
    gender: Unless[Literal["male", "female"]] = None
    age_group: Unless[Literal["child", "young", "middle-aged", "elderly"]] = None

    @property
    def field(self) -> str:
        """Where the description stood."""
        return "text" if self.text and not self.description else "description"

    def command(self) -> DesignVoice:
        """The command. Raises FieldMissing, TextTooLong, ModelUnknown."""
        said = self.description or self.text
        if not said:
            raise FieldMissing(field="description")
        hints = " ".join(hint for hint in (self.age_group, self.gender) if hint)
        description = at_most(said, DESCRIPTION, field=self.field)
        return DesignVoice(
            origin=origin(named(self.model or DESIGN, DESIGN)),
            naming=Minted(mint=voice_id),
            prompt=f"{description}\n{hints}" if hints else description,
            preview_text=at_most(self.preview_text or UNHEARD, PREVIEW, field="preview_text"),
            name=self.name or "",
            language=None,
            language_label=None,
            description="",
            seed=None,
        )


async def sent(file: UploadFile) -> Sent:
    """A recording of a kind and a size that are taken. Raises RecordingOfOtherKind, RecordingTooLarge."""
    kind = PurePosixPath(file.filename or "").suffix.removeprefix(".").lower()
    media = (file.content_type or "").partition(";")[0].strip().lower()
    if kind not in KINDS and media not in _TYPES and (kind or media not in _UNSAID):
        raise RecordingOfOtherKind(field="file", known=", ".join(KINDS))
    data = await file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RecordingTooLarge(field="file", limit_mb=LARGEST // MEGABYTE)
    return Sent(data=data, field="file")


def cloning(recording: Sent, *, name: str | None, model: str | None, consent: str | None) -> CloneVoice:
    """The command. Raises ModelUnknown."""
    return CloneVoice(
        origin=origin(named(model or CLONE, CLONE)),
        naming=Minted(mint=voice_id),
        recording=recording,
        transcript=None,
        transcript_fit=1.0,
        preview_text=None,
        name=name or "",
        language=None,
        language_label=None,
        description="",
        noise_reduction=False,
        volume_normalization=False,
        consent=consent,
    )
