"""Silence before and after the speech."""

from __future__ import annotations

import numpy as np

from voicewright.audio.quality import FRAME, speech_frames
from voicewright.audio.recording import Recording

PADDING = 0.1
"""Seconds of quiet that are left at both ends: the recording's own, and silence where it has none."""
_EDGE = 0.005
"""Seconds in which sound comes out of silence and goes into it, so that it does not click."""


def trimmed(recording: Recording) -> Recording:
    """The recording from its first speech to its last, a little quiet left at both ends. Unchanged where no speech is found."""
    speech = np.flatnonzero(speech_frames(recording))
    if not len(speech):
        return recording
    return cut(recording, start=speech[0] * FRAME, end=(speech[-1] + 1) * FRAME)


def cut(recording: Recording, *, start: float, end: float) -> Recording:
    """The part from one second to another, a little quiet before and after it."""
    first, last = (round(edge * recording.rate) for edge in (start - PADDING, end + PADDING))
    part = recording.samples[max(0, first) : last].copy()
    before, after = max(0, -first), max(0, last - len(recording.samples))
    edge = min(round(_EDGE * recording.rate), len(part))
    rise = np.arange(edge, dtype=np.float32) / max(1, edge)
    if before:
        part[:edge] *= rise
    if after:
        part[len(part) - edge :] *= rise[::-1]
    return Recording(samples=np.pad(part, (before, after)), rate=recording.rate)
