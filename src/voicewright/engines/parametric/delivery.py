"""How emotions and the caller's wishes change pitch, pace, level and colour."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voicewright.domain.speech import Emotion, Prosody


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Changes to the voice's own manner."""

    pitch: float = 0.0
    """Semitones."""
    range: float = 1.0
    """Factor on the pitch's excursions."""
    pace: float = 1.0
    level: float = 0.0
    """dB."""
    tilt: float = 0.0
    """dB at 8 kHz beside 0 Hz; brighter above 0."""
    breath: float = 0.0
    """Added noise, 0–1."""
    tremor: float = 0.0
    """Semitones of a 5.5 Hz shake."""
    whisper: bool = False
    quick: bool = False
    """Sooner rather than nearer to the speaker."""


_MANNERS = {
    None: Delivery(),
    Emotion.HAPPY: Delivery(pitch=2.0, range=1.45, pace=1.08, level=1.8, tilt=2.0),
    Emotion.SAD: Delivery(pitch=-1.8, range=0.6, pace=0.84, level=-2.5, tilt=-4.0, breath=0.1),
    Emotion.ANGRY: Delivery(pitch=1.2, range=1.6, pace=1.1, level=2.8, tilt=4.5),
    Emotion.FEARFUL: Delivery(pitch=2.8, range=0.9, pace=1.16, level=-1.0, breath=0.12, tremor=0.45),
    Emotion.DISGUSTED: Delivery(pitch=-1.2, range=1.25, pace=0.9, tilt=-1.5),
    Emotion.SURPRISED: Delivery(pitch=3.2, range=1.7, pace=1.03, level=2.2, tilt=2.0),
    Emotion.CALM: Delivery(pitch=-0.7, range=0.75, pace=0.92, level=-1.6, tilt=-1.5),
    Emotion.FLUENT: Delivery(range=1.15, pace=1.07),
    Emotion.WHISPER: Delivery(pace=0.94, level=-3.0, tilt=5.0, whisper=True),
}


def delivery(prosody: Prosody) -> Delivery:
    """What a script's prosody asks for."""
    manner = _MANNERS[prosody.emotion]
    return replace(manner, pitch=manner.pitch + prosody.pitch, pace=manner.pace * prosody.speed, quick=prosody.quick)
