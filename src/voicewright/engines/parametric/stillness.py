"""How much of a pause is there already: what nobody hears at the edges of speech."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Samples
from voicewright.engines.parametric.spectrum import RATE

_STEP = int(0.005 * RATE)
_STILL = -54.0
"""dBFS in 5 ms below which nobody hears a voice of −18 LUFS."""


class Stillness:
    """What is still at the edges of speech that passes by; `level`: dB by which it is louder than any other."""

    def __init__(self, level: float = 0.0) -> None:
        self._quiet = 10 ** ((_STILL + level) / 20)
        self._since = 0

    @property
    def since(self) -> float:
        """Seconds for which nothing has been heard."""
        return self._since / RATE

    def until(self, samples: Samples) -> float:
        """Seconds before anything is heard of a piece."""
        loud = self._loud(samples)
        return (int(loud[0]) * _STEP if len(loud) else len(samples)) / RATE

    def passed(self, samples: Samples) -> None:
        """Another piece."""
        loud = self._loud(samples)
        self._since = len(samples) - (int(loud[-1]) + 1) * _STEP if len(loud) else self._since + len(samples)

    def _loud(self, samples: Samples) -> NDArray[np.intp]:
        steps = samples[: len(samples) // _STEP * _STEP].reshape(-1, _STEP)
        return np.flatnonzero(np.sqrt((steps**2).mean(axis=1)) >= self._quiet)
