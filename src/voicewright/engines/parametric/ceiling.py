"""Keeping what leaves the engine within full scale."""

from __future__ import annotations

import numpy as np

from voicewright.audio.recording import Samples
from voicewright.engines.parametric.spectrum import Floats

_KNEE, _CEILING = 0.8, 0.98


def bounded(sound: Floats) -> Samples:
    """Peaks above 0.8 bent to stay under 0.98, sample by sample, so that frames still join."""
    size = np.abs(sound)
    bent = _KNEE + (_CEILING - _KNEE) * np.tanh((size - _KNEE) / (_CEILING - _KNEE))
    return np.where(size <= _KNEE, sound, np.sign(sound) * bent).astype(np.float32)
