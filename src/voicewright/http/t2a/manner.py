"""How callers say what is to be spoken and how, and the command that it means (contract §1.7). Which model speaks, each dialect finds out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from voicewright.domain.commands import Speak
from voicewright.domain.errors import FieldInvalid, FieldMissing, TextInvisible
from voicewright.domain.language import Language
from voicewright.domain.speech import (
    MODIFY,
    MOST_MIXED,
    OPUS_RATES,
    SPEED,
    TEXT_LIMIT,
    UNMODIFIED,
    VOLUME,
    WEIGHT,
    AudioSpec,
    Codec,
    Effect,
    Modification,
    Pronunciation,
    Prosody,
    VoiceShare,
    Wording,
)
from voicewright.http.fields import In, Number, Text, Unless, Whole, named_language, pronunciations
from voicewright.http.t2a.ids import speaker
from voicewright.http.t2a.models import Model

RATES = (8000, 16000, 22050, 24000, 32000, 44100)
BITRATES = (32000, 64000, 128000, 256000)
MOST_INVISIBLE = 10
"""Per cent of a text that may be control characters."""
MOST_READINGS = 1000
_TELEPHONE = 8000
_PUREST_OPUS = 48000

_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

Format: TypeAlias = Literal["mp3", "pcm", "flac", "wav", "pcmu_raw", "pcmu_wav", "opus"]
EmotionWord: TypeAlias = Literal["happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm", "fluent", "whisper", "neutral"]
EffectWord: TypeAlias = Literal["spacious_echo", "auditorium_echo", "lofi_telephone", "robotic"]
TitleWord: TypeAlias = Literal["sentence", "word", "word_streaming"]
Amount: TypeAlias = Unless[Annotated[Whole, Field(ge=MODIFY[0], le=MODIFY[1])]]


class VoiceSettingIn(In):
    """Who speaks, and how."""

    voice_id: Unless[Text] = Field(default=None, description="Required unless voices are mixed.", examples=["English_expressive_narrator"])
    speed: Unless[Annotated[Number, Field(ge=SPEED[0], le=SPEED[1])]] = None
    vol: Unless[Annotated[Number, Field(gt=0, le=VOLUME[1])]] = None
    pitch: Unless[Annotated[Whole, Field(ge=-12, le=12)]] = Field(default=None, description="Semitones.")
    emotion: Unless[EmotionWord] = Field(default=None, description="`fluent` and `whisper` on 2.6 models only; `neutral` means `calm`.")
    text_normalization: Unless[bool] = Field(default=None, description="False: figures are read as plain numbers, whatever they mean.")
    english_normalization: Unless[bool] = Field(default=None, description="The same under its older name.")
    latex_read: Unless[bool] = Field(default=None, description="Formulas between `$$` are read, in Chinese.")


class AudioSettingIn(In):
    """The form of the sound."""

    sample_rate: Unless[Whole] = Field(default=None, description="Hz; 32000 where nothing is said. The pcmu formats always have 8000.")
    bitrate: Unless[Annotated[Whole, Field(ge=1)]] = Field(default=None, description="bit/s of mp3 and opus; the next lower one that is made.")
    format: Unless[Format] = None
    channel: Unless[Literal[1, 2]] = None
    force_cbr: Unless[bool] = Field(default=None, description="Streamed mp3: every frame equally large; otherwise an average bit rate.")

    def spec(self, *, streamed: bool) -> AudioSpec:
        """The form. Raises FieldInvalid."""
        codec = Codec(self.format or "mp3")
        return AudioSpec(
            codec=codec,
            rate=_rate(codec, self.sample_rate, field="audio_setting.sample_rate"),
            bitrate=clamped(self.bitrate),
            channels=self.channel or 1,
            constant=bool(self.force_cbr) or not streamed,
        )


class PronunciationsIn(In):
    """How words are said."""

    tone: Annotated[list[Text], Field(max_length=MOST_READINGS)] | None = Field(default=None, examples=[["omg/oh my god"]])

    def entries(self, *, field: str = "pronunciation_dict.tone") -> tuple[Pronunciation, ...]:
        """The dictionary; `field` is the wire's name for the list. Raises FieldInvalid."""
        return pronunciations(self.tone or (), field=field)


class ModifyIn(In):
    """How the sound of the voice is changed."""

    pitch: Amount = Field(default=None, description="Deeper below 0, brighter above.")
    intensity: Amount = Field(default=None, description="Stronger below 0, softer above.")
    timbre: Amount = Field(default=None, description="Nasal and full below 0, crisp above.")
    sound_effects: Unless[EffectWord] = None

    def modification(self) -> Modification:
        """What it means."""
        effect = None if self.sound_effects is None else Effect(self.sound_effects)
        return Modification(pitch=self.pitch or 0, intensity=self.intensity or 0, timbre=self.timbre or 0, effect=effect)


class ShareIn(In):
    """One voice of a mix."""

    voice_id: Text
    weight: Annotated[Whole, Field(ge=WEIGHT[0], le=WEIGHT[1])]


Shares = Annotated[list[ShareIn], Field(max_length=MOST_MIXED)] | None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A text without its control characters, which nobody hears."""

    text: str
    invisible: float
    """How many there were, of 1."""


class MannerIn(In):
    """Everything about speech but the text and the form of the sound."""

    voice_setting: VoiceSettingIn | None = None
    pronunciation_dict: PronunciationsIn | None = None
    timbre_weights: Shares = Field(default=None, description="One to four voices that speak as one, instead of `voice_setting.voice_id`.")
    timber_weights: Shares = Field(default=None, description="The same under its older name.")
    language_boost: Annotated[Unless[Text], Field(description="One of 40 names, or `auto`.", examples=["English"])] = None
    voice_modify: ModifyIn | None = None
    text_normalization: Unless[bool] = Field(default=None, description="As in `voice_setting`.")
    english_normalization: Unless[bool] = Field(default=None, description="As in `voice_setting`.")
    subtitle_enable: Unless[bool] = None
    subtitle_type: Unless[TitleWord] = Field(default=None, description="`word_streaming`: also in each block of a stream.")
    aigc_watermark: Unless[bool] = Field(default=None, description="A tone at the end.")

    @property
    def voice(self) -> VoiceSettingIn:
        """Who speaks, and how."""
        return self.voice_setting or VoiceSettingIn()

    def speak(self, model: Model, passage: Passage, *, spec: AudioSpec, field: str = "text", limit: int = TEXT_LIMIT) -> Speak:
        """The command for a text. Raises FieldMissing, FieldInvalid, LanguageUnknown."""
        voice, mix = self.voice, self._mix()
        if not mix and voice.voice_id is None:
            raise FieldMissing(field="voice_setting.voice_id")
        return Speak(
            origin=model.origin,
            voice_id="" if mix else speaker(voice.voice_id or ""),
            text=passage.text,
            text_field=field,
            language=self._language(model),
            prosody=Prosody(
                speed=1.0 if voice.speed is None else voice.speed,
                pitch=float(voice.pitch or 0),
                emotion=model.emotion(voice.emotion),
                quick=model.quick,
            ),
            volume=1.0 if voice.vol is None else voice.vol,
            spec=spec,
            pronunciations=() if self.pronunciation_dict is None else self.pronunciation_dict.entries(),
            mix=mix,
            modification=UNMODIFIED if self.voice_modify is None else self.voice_modify.modification(),
            subtitles=bool(self.subtitle_enable),
            word_times=self.subtitle_type in {"word", "word_streaming"},
            wording=self._wording(model),
            watermark=bool(self.aigc_watermark),
            limit=limit,
        )

    def _mix(self) -> tuple[VoiceShare, ...]:
        shares = self.timbre_weights or self.timber_weights or ()
        if shares and self.voice.voice_id is not None:
            field = "timbre_weights" if self.timbre_weights else "timber_weights"
            raise FieldInvalid(field=field, problem="cannot stand beside `voice_setting.voice_id`, which must be empty then")
        return tuple(VoiceShare(voice_id=speaker(share.voice_id), weight=share.weight) for share in shares)

    def _language(self, model: Model) -> Language | None:
        if self.voice.latex_read:
            return Language.CHINESE
        return model.speaks(named_language(self.language_boost, field="language_boost"))

    def _wording(self, model: Model) -> Wording:
        voice = self.voice
        asked = (voice.text_normalization, voice.english_normalization, self.text_normalization, self.english_normalization)
        figures = next((one for one in asked if one is not None), True)
        return Wording(figures=figures, formulas=bool(voice.latex_read), sounds=model.sounds)


class SettingsIn(MannerIn):
    """Everything about speech but the text: the same for an answer, a stream and a WebSocket."""

    audio_setting: AudioSettingIn | None = None

    def spec(self, *, streamed: bool) -> AudioSpec:
        """The form of the sound. Raises FieldInvalid."""
        return (self.audio_setting or AudioSettingIn()).spec(streamed=streamed)


class RunningOnIn(SettingsIn):
    """The same, where sentences may be asked not to be parted."""

    continuous_sound: Unless[bool] = Field(default=None, description="The sentences of a text run on into each other; 2.8 models only.")

    def _wording(self, model: Model) -> Wording:
        if self.continuous_sound and not model.runs_on:
            raise model.lacks("continuous_sound")
        return replace(super()._wording(model), joined=bool(self.continuous_sound))


class StreamOptionsIn(In):
    """How a stream ends."""

    exclude_aggregated_audio: Unless[bool] = Field(default=None, description="The last block does not repeat the whole sound.")


class T2aIn(SettingsIn):
    """Say a text, in one answer or in a stream."""

    text: str = Field(description="Fewer than 10,000 characters; `<#0.5#>` pauses.", examples=["Hello there."])
    stream: Unless[bool] = None
    stream_options: StreamOptionsIn | None = None
    output_format: Unless[Literal["hex", "url"]] = Field(default=None, description="A stream is always hexadecimal.")

    def command(self, model: Model, passage: Passage) -> Speak:
        """The command. Raises what `speak` raises."""
        return self.speak(model, passage, spec=self.spec(streamed=bool(self.stream)))

    @property
    def aggregated(self) -> bool:
        """Whether the last block of a stream repeats the whole sound."""
        return not (self.stream_options and self.stream_options.exclude_aggregated_audio)


def passage(text: str, *, field: str) -> Passage:
    """A text as it is said. Raises TextInvisible, FieldInvalid."""
    if _HALF.search(text):
        raise FieldInvalid(field=field, problem="is not valid Unicode")
    seen = _CONTROL.sub("", text)
    share = 1 - len(seen) / len(text) if text else 0.0
    if 100 * share > MOST_INVISIBLE:
        raise TextInvisible(field=field, percent=round(100 * share), limit=MOST_INVISIBLE)
    return Passage(text=seen, invisible=round(share, 4))


def clamped(bitrate: int | None) -> int:
    """The bit rate that is made for one that was asked for: the same, or the next lower one."""
    if bitrate is None:
        return AudioSpec().bitrate
    return max((one for one in BITRATES if one <= bitrate), default=BITRATES[0])


def _rate(codec: Codec, asked: int | None, *, field: str) -> int:
    if codec in {Codec.MULAW, Codec.MULAW_WAV}:
        return _TELEPHONE
    allowed, usual = (OPUS_RATES, _PUREST_OPUS) if codec is Codec.OPUS else (RATES, AudioSpec().rate)
    rate = usual if asked is None else asked
    if rate not in allowed:
        raise FieldInvalid(field=field, problem=f"must be one of {', '.join(map(str, allowed))} for {codec.value}")
    return rate
