"""A speaker's recording taken apart: pitch, mel-cepstra, noise, and which frames are speech."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording
from voicewright.engines.parametric.analysis import aperiodicity, at_rate, spectra, voicing
from voicewright.engines.parametric.rendering import Register, register_of
from voicewright.engines.parametric.spectrum import BINS, FFT, RATE, Floats, encode

_LEVEL = 0.05
_FALL = 0.3
"""Nepers a kHz: how speech goes on above the band that was recorded."""
BAND = 0.96
"""Of half its rate, what a recording can hold."""
_EMPTY = -7.5
"""Nepers below the loudest band: nothing was recorded there."""
_EDGE = 25
_SPEECH = -38.0
"""dB below the loud frames."""
_SILENCE, _MARGIN = 20, 6
"""Frames of the shortest pause, and of its edges that are kept."""
_ENOUGH = 400
"""Frames whose noise has the same median as all of them have."""
_NOISE_UNKNOWN = np.array([0.0, 0.03, 0.35, 0.6, 0.7, 0.85])


@dataclass(frozen=True, kw_only=True, eq=False)
class Speech:
    """The frames of a recording that are not pauses."""

    cepstra: Floats
    voiced: NDArray[np.bool_]
    register: Register
    noise: Floats
    """The noisy part of voiced frames, by band."""

    def __len__(self) -> int:
        return len(self.cepstra)

    @property
    def pitch(self) -> float:
        """Median, Hz."""
        return float(np.exp(self.register.centre))


def speech_in(recording: Recording) -> Speech:
    """Analyse a recording. Takes a tenth of its duration."""
    samples = at_rate(recording.samples.astype(np.float64), recording.rate)
    samples = samples * (_LEVEL / (np.sqrt((samples**2).mean()) + 1e-9))
    found = voicing(samples)
    whole = spectra(samples, found, np.arange(len(found.times)))
    cepstra = encode(_extended(whole, _top(whole, recording.rate)))
    spoken = speaking(cepstra)
    voiced = found.pitch > 0
    heard = np.flatnonzero(voiced & spoken)
    some = heard[:: max(1, len(heard) // _ENOUGH)]
    noise = np.median(aperiodicity(samples, found, some), axis=0) if len(some) else _NOISE_UNKNOWN
    return Speech(cepstra=cepstra[spoken], voiced=voiced[spoken], register=register_of(found.pitch[spoken]), noise=noise)


def speaking(cepstra: Floats) -> NDArray[np.bool_]:
    """Frames that are not inside a pause; sounds as short as a stop's closure are kept."""
    levels = 20 / np.log(10) * cepstra[:, 0]
    loud = levels > np.percentile(levels, 95) + _SPEECH
    keep = np.ones(len(loud), bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[1], loud.astype(int), [1]])))
    for start, stop in edges.reshape(-1, 2):
        if stop - start >= _SILENCE:
            keep[start + (_MARGIN if start else 0) : stop - (_MARGIN if stop < len(loud) else 0)] = False
    return keep


def _top(whole: Floats, rate: int) -> int:
    """The first bin that the recording says nothing about."""
    mean = whole.mean(axis=0)
    alive = np.flatnonzero(mean > mean.max() + _EMPTY)
    limit = int(min(rate / 2 * BAND, RATE / 2) / RATE * FFT)
    return max(2 * _EDGE, min(int(alive[-1]) + 1, limit))


def _extended(whole: Floats, top: int) -> Floats:
    if top >= BINS - _EDGE:
        return whole
    level = whole[:, top - _EDGE : top - 5].mean(axis=1, keepdims=True)
    beyond = np.arange(BINS - top + 5) * RATE / FFT / 1000
    return np.concatenate([whole[:, : top - 5], level - _FALL * beyond], axis=1)
