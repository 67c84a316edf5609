"""How something is said, and in which form the sound is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Emotion(StrEnum):
    """The nine words of MiniMax's `voice_setting.emotion`."""

    HAPPY = "happy"
    SAD = "sad"
    ANGRY = "angry"
    FEARFUL = "fearful"
    DISGUSTED = "disgusted"
    SURPRISED = "surprised"
    CALM = "calm"
    FLUENT = "fluent"
    WHISPER = "whisper"


class Codec(StrEnum):
    """A coding of sound with the container that it is delivered in."""

    MP3 = "mp3"
    WAV = "wav"
    FLAC = "flac"
    OPUS = "opus"
    """Opus in Ogg."""
    AAC = "aac"
    """AAC-LC in ADTS."""
    PCM = "pcm"
    """Signed 16-bit little-endian, no header."""
    MULAW = "pcmu_raw"
    """G.711 µ-law, no header."""
    MULAW_WAV = "pcmu_wav"
    """G.711 µ-law in a wav file."""


RATES = (8000, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""Sample rates that can be asked for, in Hz."""

OPUS_RATES = (8000, 12000, 16000, 24000, 48000)

BITRATES = (32000, 64000, 128000, 192000, 256000, 320000)
"""Bit rates of mp3 and aac, in bit/s."""

SPEED = (0.5, 2.0)
PITCH = (-12.0, 12.0)
"""Semitones."""
VOLUME = (0.01, 10.0)
"""A linear factor."""

MOST_MIXED = 4
"""Voices of one mix."""
WEIGHT = (1, 100)
MODIFY = (-100, 100)
"""The range of each figure of a modification."""

TEXT_LIMIT = 10_000
"""Characters (code points) of one synthesis."""
PREVIEW_LIMIT = 2_000
DIRECTIONS_LIMIT = 4_096
PROMPT_LIMIT = 2_000
NAME_LIMIT = 200
DESCRIPTION_LIMIT = 2_000


@dataclass(frozen=True, kw_only=True)
class AudioSpec:
    """The form of the sound that a caller asked for."""

    codec: Codec = Codec.MP3
    rate: int = 32000
    """Hz."""
    bitrate: int = 128000
    """bit/s; mp3, aac and opus only."""
    channels: int = 1
    constant: bool = True
    """mp3: every frame as large as every other; otherwise the bit rate is an average."""


@dataclass(frozen=True, kw_only=True)
class Prosody:
    """How a script is to be said."""

    speed: float = 1.0
    """A factor of the voice's own pace, 0.25–4."""
    pitch: float = 0.0
    """Semitones above the voice's own pitch, −12…12."""
    emotion: Emotion | None = None
    """None: the voice's own manner."""
    quick: bool = False
    """Sooner rather than finer, where an engine has the choice."""
    directions: str = ""
    """The same in free words, as one directs an actor; on top of the rest."""


class Effect(StrEnum):
    """The four words of MiniMax's `voice_modify.sound_effects`."""

    SPACIOUS_ECHO = "spacious_echo"
    AUDITORIUM_ECHO = "auditorium_echo"
    LOFI_TELEPHONE = "lofi_telephone"
    ROBOTIC = "robotic"


@dataclass(frozen=True, kw_only=True)
class Modification:
    """How the sound of a voice is changed, whichever engine speaks. Each figure is −100…100; 0 changes nothing."""

    pitch: int = 0
    """Deeper below 0, brighter above."""
    intensity: int = 0
    """Stronger below 0, softer above."""
    timbre: int = 0
    """Nasal and full below 0, crisp above."""
    effect: Effect | None = None

    @property
    def plain(self) -> bool:
        """Whether it changes nothing."""
        return self == UNMODIFIED


UNMODIFIED = Modification()


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What is read aloud of a text, beside its words."""

    figures: bool = True
    """Dates, prices, measures, telephone numbers and the like as people read them; otherwise as plain numbers."""
    formulas: bool = False
    """What stands between `$$` and `$$` as a formula in LaTeX, in Chinese."""
    sounds: bool = True
    """Interjections such as `(laughs)`; otherwise they are left out."""
    joined: bool = False
    """Sentences run on into each other instead of being spoken one by one."""


USUAL_WORDING = Wording()


@dataclass(frozen=True, kw_only=True)
class VoiceShare:
    """One voice of a mix."""

    voice_id: str
    weight: int
    """1–100; only how it compares with the others counts."""


@dataclass(frozen=True, kw_only=True)
class Pronunciation:
    """One entry of a pronunciation dictionary: `omg/oh my god`, `处理/(chu3)(li3)`, `resume/(rɪˈzjuːm)`."""

    word: str
    said: str
