"""The dialect's models and forms of sound (contract §4.4)."""

from __future__ import annotations

from collections.abc import Mapping

from voicewright.domain.commands import Origin
from voicewright.domain.errors import ModelUnknown
from voicewright.domain.speech import AudioSpec, Codec

NAME = "kyma"
CLONE, DESIGN = "minimax-voice-clone", "minimax-voice-design"
USUAL = "eleven-multilingual-v2"
SPEECH: Mapping[str, bool] = {
    USUAL: False,
    "eleven-v3": False,
    "eleven-flash-v2-5": True,
    "eleven-turbo-v2-5": True,
    "minimax-speech-hd": False,
    "minimax-speech-turbo": True,
}
"""Whether each is one of those that answer sooner."""

USUAL_FORM = "mp3_44100_128"
FORMS: Mapping[str, AudioSpec] = {
    USUAL_FORM: AudioSpec(rate=44100, bitrate=128_000),
    "mp3_44100_192": AudioSpec(rate=44100, bitrate=192_000),
    "mp3_22050_32": AudioSpec(rate=22050, bitrate=32_000),
    **{f"pcm_{rate}": AudioSpec(codec=Codec.PCM, rate=rate) for rate in (16000, 22050, 24000, 44100)},
    "ulaw_8000": AudioSpec(codec=Codec.MULAW, rate=8000),
    "mp3": AudioSpec(rate=44100, bitrate=128_000),
    "opus": AudioSpec(codec=Codec.OPUS, rate=48000),
    "aac": AudioSpec(codec=Codec.AAC, rate=44100),
    "flac": AudioSpec(codec=Codec.FLAC, rate=44100),
    "wav": AudioSpec(codec=Codec.WAV, rate=44100),
    "pcm": AudioSpec(codec=Codec.PCM, rate=24000),
}
"""The vendor's words, then OpenAI's, whose own program sends those."""


def origin(model: str) -> Origin:
    """What a task of this dialect keeps of where it came from."""
    return Origin(dialect=NAME, model=model)


def named(model: str, *known: str) -> str:
    """The model, if it is one of those. Raises ModelUnknown."""
    if model not in known:
        raise ModelUnknown(field="model", known=", ".join(known))
    return model
