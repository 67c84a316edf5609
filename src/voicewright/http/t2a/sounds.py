"""Sounds in answers, whole or in blocks, with their figures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from voicewright.audio.encode import rate_of
from voicewright.domain.commands import Speak
from voicewright.domain.speech import AudioSpec, Codec
from voicewright.http.fields import Out
from voicewright.http.t2a.manner import Passage

_AS_ASKED = 0.08
"""How far a lossy file's bit rate may be from the one asked for and still be called so: headers, and the last frame."""


class BaseOut(Out):
    """How it went."""

    status_code: int = Field(examples=[0], description="0 where all is well.")
    status_msg: str = Field(examples=["success"])


WELL = BaseOut(status_code=0, status_msg="success")
"""Of everything that ended well."""
GOING_ON = BaseOut(status_code=0, status_msg="")
"""Of a block of a stream that others follow."""


class ExtraOut(Out):
    """Figures of a sound, and what is counted for the bill."""

    audio_length: int = Field(description="Milliseconds.")
    audio_sample_rate: int
    audio_size: int = Field(description="Bytes.")
    bitrate: int
    word_count: int = Field(description="Letters, digits and Han characters of the text.")
    invisible_character_ratio: float
    usage_characters: int = Field(description="Unicode code points of the text.")
    audio_format: str
    audio_channel: int


class SoundOut(Out):
    """A sound, or a part of one."""

    audio: str = Field(description="Hexadecimal; with `output_format: url`, a link that works for a day.")
    status: Literal[1, 2] = Field(description="1: more follows. 2: this is the end.")
    ced: str


class TitledSoundOut(SoundOut):
    """A sound with its subtitles."""

    subtitle_file: str = Field(description="A link to a JSON list of lines, times in ms.")


class FollowedSoundOut(SoundOut):
    """A part of a sound with the words that were heard until its end."""

    subtitle: list[dict[str, object]]


class EndedSoundOut(TitledSoundOut):
    """The end of a sound whose words were told all along."""

    subtitle: list[dict[str, object]]


class SpeechOut(Out):
    """A text that was spoken, or the last block of a stream."""

    data: EndedSoundOut | TitledSoundOut | SoundOut
    extra_info: ExtraOut
    trace_id: str
    base_resp: BaseOut


class BrokenOut(Out):
    """The last block of a stream that failed on the way."""

    data: SoundOut
    trace_id: str
    base_resp: BaseOut


class BlockOut(Out):
    """A part of a stream that others follow."""

    data: FollowedSoundOut | SoundOut
    trace_id: str
    base_resp: BaseOut


def extra_of(command: Speak, text: Passage, *, size: int, seconds: float) -> ExtraOut:
    """The figures of a sound."""
    spec = command.spec
    return ExtraOut(
        audio_length=round(1000 * seconds),
        audio_sample_rate=rate_of(spec),
        audio_size=size,
        bitrate=bitrate_of(spec, size=size, seconds=seconds),
        word_count=words_in(text.text),
        invisible_character_ratio=text.invisible,
        usage_characters=len(text.text),
        audio_format=spec.codec.value,
        audio_channel=spec.channels,
    )


def words_in(text: str) -> int:
    """What is counted as words: letters, digits and Han characters, no signs."""
    return sum(char.isalnum() for char in text)


def bitrate_of(spec: AudioSpec, *, size: int, seconds: float) -> int:
    """The bit rate in bit/s that a file really has: the one asked for, where it is that to within its headers."""
    real = 8 * size / seconds if seconds else 0.0
    lossy = spec.codec in {Codec.MP3, Codec.AAC, Codec.OPUS}
    return spec.bitrate if lossy and abs(real - spec.bitrate) <= _AS_ASKED * spec.bitrate else round(real)
