"""Silence before and after the speech."""

from __future__ import annotations

import numpy as np

from voicewright.audio.quality import FRAME, speech_frames
from voicewright.audio.recording import Recording

PADDING = 0.1
"""Seconds of the recording's own quiet that are left at both ends."""


def trimmed(recording: Recording) -> Recording:
    """The recording from its first speech to its last, a little quiet left at both ends. Unchanged where no speech is found."""
    speech = np.flatnonzero(speech_frames(recording))
    if not len(speech):
        return recording
    start = max(0.0, speech[0] * FRAME - PADDING)
    end = (speech[-1] + 1) * FRAME + PADDING
    kept = recording.samples[round(start * recording.rate) : round(end * recording.rate)]
    return Recording(samples=kept, rate=recording.rate)
