"""Forms of sound as callers name them: media types, extensions, and which figures fit together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from voicewright.domain.errors import FieldInvalid
from voicewright.domain.speech import BITRATES, OPUS_RATES, RATES, AudioSpec, Codec


@dataclass(frozen=True, kw_only=True)
class Form:
    """How a coding appears on the wire."""

    extension: str
    media_type: str
    """Where nothing is known but the coding."""


Kept: TypeAlias = Codec | Literal["subtitles"]
"""What a link may lead to."""

FORMS: dict[Kept, Form] = {
    Codec.MP3: Form(extension="mp3", media_type="audio/mpeg"),
    Codec.WAV: Form(extension="wav", media_type="audio/wav"),
    Codec.FLAC: Form(extension="flac", media_type="audio/flac"),
    Codec.OPUS: Form(extension="opus", media_type="audio/ogg; codecs=opus"),
    Codec.AAC: Form(extension="aac", media_type="audio/aac"),
    Codec.PCM: Form(extension="pcm", media_type="audio/pcm"),
    Codec.MULAW: Form(extension="ulaw", media_type="audio/PCMU"),
    Codec.MULAW_WAV: Form(extension="wav", media_type="audio/wav"),
    "subtitles": Form(extension="json", media_type="application/json"),
}

MEDIA_TYPES = {form.extension: form.media_type for form in FORMS.values()}

_HEADLESS = {Codec.PCM, Codec.MULAW}
_BASIC = AudioSpec(codec=Codec.MULAW, rate=8000, channels=1)
"""The one form that `audio/basic` means (RFC 2046 §4.3)."""

_USUAL_RATES = {Codec.OPUS: 48000, Codec.MULAW: 8000, Codec.MULAW_WAV: 8000}


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The wire's names of the figures, for refusals."""

    rate: str
    bitrate: str
    channels: str


def media_type(spec: AudioSpec) -> str:
    """What a stream in this form is called. Sound without a header has its figures beside the name (as RFC 4856 does for PCMU)."""
    name = FORMS[spec.codec].media_type
    if spec.codec not in _HEADLESS:
        return name
    if (spec.codec, spec.rate, spec.channels) == (_BASIC.codec, _BASIC.rate, _BASIC.channels):
        return "audio/basic"
    return f"{name};rate={spec.rate};channels={spec.channels}"


def spec_of(*, codec: Codec, rate: int | None, bitrate: int | None, channels: int | None, fields: Fields) -> AudioSpec:
    """The form asked for, with the usual figure where none was named. Raises FieldInvalid."""
    usual = AudioSpec()
    rate = _USUAL_RATES.get(codec, usual.rate) if rate is None else rate
    bitrate = usual.bitrate if bitrate is None else bitrate
    channels = usual.channels if channels is None else channels
    _among(rate, OPUS_RATES if codec is Codec.OPUS else RATES, field=fields.rate, remark=" for opus" if codec is Codec.OPUS else "")
    _among(bitrate, BITRATES, field=fields.bitrate)
    _among(channels, (1, 2), field=fields.channels)
    return AudioSpec(codec=codec, rate=rate, bitrate=bitrate, channels=channels)


def _among(value: int, allowed: tuple[int, ...], *, field: str, remark: str = "") -> None:
    if value not in allowed:
        raise FieldInvalid(field=field, problem=f"must be one of {', '.join(map(str, allowed))}{remark}")
