"""Is there enough speech in a recording to make something of it?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording
from voicewright.domain.errors import Fact, RecordingSilent, RecordingTooLong, RecordingTooShort

FRAME = 0.01
"""Seconds."""
SILENCE_DB = -55.0
"""A recording whose loud parts are below this holds no speech; dBFS."""
_BELOW_SPEECH = 30.0
_ABOVE_NOISE = 6.0
_HANG = 15
"""Frames between two words that belong to the speech."""

_AROUND = 2
"""Frames before and after one; a sound in fewer than half of them is a click and no speech."""


def frame_levels(recording: Recording) -> NDArray[np.float64]:
    """The level of each 10 ms in dBFS, −120 for digital silence."""
    size = max(1, round(FRAME * recording.rate))
    whole = recording.samples[: len(recording.samples) // size * size].reshape(-1, size).astype(np.float64)
    return 10 * np.log10(np.maximum((whole**2).mean(axis=1), 1e-12))


def level_db(recording: Recording) -> float:
    """The level of the loud parts (95th percentile of 10 ms frames), dBFS."""
    levels = frame_levels(recording)
    return float(np.percentile(levels, 95)) if len(levels) else -120.0


def speech_frames(recording: Recording) -> NDArray[np.bool_]:
    """Which 10 ms belong to speech: loud beside the noise and beside the speech itself, no click, with the short gaps between words."""
    levels = frame_levels(recording)
    if not len(levels):
        return np.zeros(0, dtype=np.bool_)
    noise, speech = np.percentile(levels, 5), np.percentile(levels, 95)
    threshold = max(SILENCE_DB, min(speech - 3.0, max(noise + _ABOVE_NOISE, speech - _BELOW_SPEECH)))
    loud = levels > threshold
    lasting = loud & (np.convolve(loud, np.ones(2 * _AROUND + 1), mode="full")[_AROUND : _AROUND + len(loud)] > _AROUND)
    reach = np.convolve(lasting, np.ones(2 * _HANG + 1), mode="full")
    return reach[_HANG : _HANG + len(loud)] > 0


def demanded(recording: Recording, *, field: str, minimum: float, maximum: float, **told: Fact) -> None:
    """Raises RecordingTooLong, RecordingTooShort, RecordingSilent, whichever is true first, with the facts told on top. Seconds are of the whole recording."""
    if recording.seconds > maximum:
        raise RecordingTooLong(field=field, maximum=int(maximum), **told)
    if recording.seconds < minimum:
        raise RecordingTooShort(field=field, seconds=round(recording.seconds, 1), minimum=round(minimum, 1), **told)
    level = level_db(recording)
    if level < SILENCE_DB:
        raise RecordingSilent(field=field, level_db=round(level), **told)
