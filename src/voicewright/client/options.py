"""The options of the calls, under the client's names; `body` gives them the wire's. None is as if it were left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

DEFAULT_MODEL = "minimax-speech-2.8-hd"


class CloneOptions(TypedDict, total=False):
    """How a recording becomes a voice."""

    name: str | None
    """What lists show."""
    transcript: str | None
    """What the recording says, word for word: the voice becomes clearer with it."""
    preview_text: str | None
    """What the new voice shall say as its preview; without it there is none."""
    language: str | None
    """A name or a BCP 47 tag."""
    description: str | None
    denoise: bool | None
    """Take noise out of the recording first."""
    normalize: bool | None
    """Bring the recording to a usual loudness first."""
    accuracy: float | None
    """How well the transcript must fit the recording to be believed, 0–1."""


class DesignOptions(TypedDict, total=False):
    """How a described voice is made."""

    name: str | None
    language: str | None
    description: str | None
    seed: int | None
    """The same description and seed make the same voice."""


class Modify(TypedDict, total=False):
    """How the sound of a voice is changed. Figures are −100…100."""

    pitch: int | None
    """Deeper below 0, brighter above."""
    intensity: int | None
    """Stronger below 0, softer above."""
    timbre: int | None
    """Nasal and full below 0, crisp above."""
    effect: Literal["spacious_echo", "auditorium_echo", "lofi_telephone", "robotic"] | None


class Style(TypedDict, total=False):
    """How a text is said, and in which form the sound comes."""

    model: str | None
    speed: float | None
    """0.5–2."""
    volume: float | None
    """A factor, 0.01–10."""
    pitch: float | None
    """Semitones, −12…12."""
    emotion: str | None
    """`happy`, `sad`, `angry`, `fearful`, `disgusted`, `surprised`, `calm`, `fluent` or `whisper`."""
    language: str | None
    format: Literal["mp3", "wav", "flac", "opus", "aac", "pcm", "pcmu_raw", "pcmu_wav"] | None
    sample_rate: int | None
    """Hz."""
    bitrate: int | None
    """bit/s; mp3, aac and opus only."""
    pronunciations: Sequence[str] | None
    """`word/how it is said`, as in `omg/oh my god`."""
    modify: Modify | None
    mix: Mapping[str, int] | None
    """One to four voices with their weights, 1–100, that speak as one; `voice` is empty then."""
    subtitles: bool | None
    """Tasks only: `subtitles_url` will lead to a file that says when each word is heard."""


class VoiceFilter(TypedDict, total=False):
    """Which voices a list holds."""

    source: Literal["system", "voice_clone", "voice_design"] | None
    visibility: Literal["public", "private"] | None
    language: str | None
    search: str | None
    """Part of a name, an id or a description."""
    model: str | None


_WIRE = {
    "name": "display_name",
    "transcript": "reference_text",
    "preview_text": "text",
    "denoise": "noise_reduction",
    "normalize": "need_volume_normalization",
    "source": "source_type",
}


def body(options: Mapping[str, object]) -> dict[str, object]:
    """The options that were given, under the wire's names."""
    return {_WIRE.get(name, name): value for name, value in options.items() if value is not None}


def speech(text: str, *, voice: str, style: Style) -> dict[str, object]:
    """The body of a synthesis."""
    given: dict[str, object] = {"model": DEFAULT_MODEL, **body(style), "text": text, "voice_id": voice}
    for name in ("mix", "modify"):
        given.pop(name, None)
    if mix := style.get("mix"):
        given["timbre_weights"] = [{"voice_id": each, "weight": weight} for each, weight in mix.items()]
    if modify := style.get("modify"):
        given["voice_modify"] = {"sound_effects" if name == "effect" else name: value for name, value in modify.items() if value is not None}
    setting = {name: given.pop(name) for name in ("sample_rate", "bitrate") if name in given}
    if setting:
        given["audio_setting"] = setting
    if "pronunciations" in given:
        given["pronunciation_dict"] = {"tone": given.pop("pronunciations")}
    return given
