"""A tone that tells a listener that a machine has spoken."""

from __future__ import annotations

import numpy as np

from voicewright.audio.recording import Recording, Samples

_BEFORE = 0.15
"""Seconds of silence between the speech and the tone."""
_NOTES = ((880.0, 0.12), (660.0, 0.18))
"""Hz and seconds: two notes downwards, which no speech is mistaken for."""
_LEVEL = 0.12
_EDGE = 0.01
"""Seconds in which a note comes and goes, so that it does not click."""


def mark(rate: int) -> Samples:
    """The silence and the tone, at a rate in Hz."""
    return np.concatenate([np.zeros(round(_BEFORE * rate), dtype=np.float32), *(_note(pitch, seconds, rate) for pitch, seconds in _NOTES)])


def marked(recording: Recording) -> Recording:
    """The recording with the tone behind it."""
    return Recording(samples=np.concatenate([recording.samples, mark(recording.rate)]), rate=recording.rate)


def _note(pitch: float, seconds: float, rate: int) -> Samples:
    moments = np.arange(round(seconds * rate)) / rate
    edge = np.minimum(1.0, np.minimum(moments, seconds - moments) / _EDGE)
    return (_LEVEL * edge * np.sin(2 * np.pi * pitch * moments)).astype(np.float32)
