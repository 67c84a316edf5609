"""The best part of a long recording, for engines that learn from a short one: longer clips make some of them stumble."""

from __future__ import annotations

import numpy as np

from voicewright.audio.activity import heard, runs
from voicewright.audio.measures import clipped
from voicewright.audio.quality import FRAME, frame_levels
from voicewright.audio.recording import Recording
from voicewright.audio.trim import PADDING, cut

_CLIPPED = 20.0
"""Seconds of speech that a second of clipping costs."""
_UNEVEN = 0.05
"""The share of the speech that each dB costs by which its level strays: whoever turns away from the microphone sounds different."""


def excerpt(recording: Recording, *, longest: float) -> Recording:
    """The part of at most so many seconds that has the most good speech, cut at pauses, a little quiet at both ends.

    Unchanged where it is short enough; where nobody pauses for so long, cut in the midst of speech.
    """
    if recording.seconds <= longest:
        return recording
    speech = heard(recording).speech
    pieces = [(start * FRAME, end * FRAME) for start, end in runs(speech)]
    if not pieces:
        return cut(recording, start=0.0, end=longest)
    inner = longest - 2 * PADDING
    windows = [(start, _last(pieces, start, inner)) for start, _ in pieces]
    spoilt, levels = clipped(recording), frame_levels(recording)

    def worth(window: tuple[float, float]) -> float:
        frames = slice(round(window[0] / FRAME), round(window[1] / FRAME))
        size = min(len(speech[frames]), len(levels[frames]))
        spoken = levels[frames][:size][speech[frames][:size]]
        stray = float(np.std(spoken)) if len(spoken) else 0.0
        return float(len(spoken) * FRAME * max(0.0, 1 - _UNEVEN * stray) - _CLIPPED * spoilt[frames].sum() * FRAME)

    start, end = max(windows, key=worth)
    return cut(recording, start=start, end=end)


def _last(pieces: list[tuple[float, float]], start: float, longest: float) -> float:
    """The end of the last piece that ends in time; in the midst of the first where even that is too long."""
    return max((end for begin, end in pieces if begin >= start and end - start <= longest), default=start + longest)
