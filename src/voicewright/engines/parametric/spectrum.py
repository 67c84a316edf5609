"""Spectral envelopes as mel-cepstra: all-pass warped, so that decoding gives minimum phase for nothing.

Arrays are (frames, …). An envelope is the natural log of amplitude at `BINS` frequencies 0…12 kHz. The warping is
the bilinear one of Tokuda, Kobayashi, Masuko and Imai, "Mel-generalized cepstral analysis", ICSLP 1994.
"""

from __future__ import annotations

import functools
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]
Complexes: TypeAlias = NDArray[np.complex64]

RATE = 24000
"""Hz of everything inside this engine."""
HOP = 120
"""Samples between frames: 5 ms."""
FFT = 1024
BINS = FFT // 2 + 1
SIZE = 45
"""Coefficients of a mel-cepstrum, the first of which is the level."""
_WARP = 0.466
"""The bilinear constant that comes nearest to mel at 24 kHz."""


@functools.cache
def _warped() -> Floats:
    omega = np.linspace(0, np.pi, BINS)
    return omega + 2 * np.arctan2(_WARP * np.sin(omega), 1 - _WARP * np.cos(omega))


@functools.cache
def _decoder() -> Floats:
    return np.cos(_warped()[None, :] * np.arange(SIZE)[:, None])


@functools.cache
def _single_decoder() -> tuple[Singles, Singles]:
    phase = -np.sin(_warped()[None, :] * np.arange(SIZE)[:, None])
    phase[:, -1] = 0.0  # the Nyquist bin of a real signal has no phase
    return _decoder().astype(np.float32), phase.astype(np.float32)


@functools.cache
def _encoder() -> Floats:
    cosines = np.cos(_warped()[:, None] * np.arange(SIZE)[None, :])
    weight = np.gradient(_warped())[:, None]
    return np.asarray(np.linalg.solve(cosines.T @ (weight * cosines), (weight * cosines).T).T, np.float64).copy()


def encode(envelope: Floats) -> Floats:
    """Mel-cepstra of log-amplitude envelopes."""
    return envelope @ _encoder()


def decode(cepstra: Floats) -> tuple[Singles, Singles]:
    """Log amplitudes, and the phases in radians that make them of minimum phase."""
    known = cepstra.astype(np.float32)
    amplitude, phase = _single_decoder()
    return known @ amplitude, known @ phase


def envelopes(cepstra: Floats) -> Floats:
    """Log-amplitude envelopes."""
    return cepstra @ _decoder()


def looked_at(frames: int, step: int = 2) -> NDArray[np.int64]:
    """Every so many frames, and the last: speech changes slowly enough."""
    return np.unique(np.append(np.arange(0, frames, step), max(0, frames - 1)))


def between(values: Floats | Singles, frames: int, step: int = 2) -> Floats:
    """All frames, by straight lines between those that were looked at."""
    if frames < 2:  # noqa: PLR2004 - nothing lies between
        return values[:frames].astype(np.float64)
    at = np.arange(frames)
    before = np.minimum(at // step, len(values) - 2)
    known = looked_at(frames, step)
    part = (at - known[before]) / (known[before + 1] - known[before])
    return values[before] + part[:, None] * (values[before + 1] - values[before])


def frequencies() -> Floats:
    """Hz of the bins."""
    return np.linspace(0, RATE / 2, BINS)


@functools.cache
def shift_of(ratio: float, mouth: float = 1.0) -> Floats:
    """The matrix (right-multiplied) that moves every formant by a factor: the vocal tract made shorter or longer.

    `mouth`: a further factor on what lies above 1 to 2.5 kHz, where the front of the tract decides.
    """
    if ratio == 1.0 and mouth == 1.0:
        return np.eye(SIZE)  # and not the little that the mel-cepstrum loses on the way
    bins = np.arange(BINS, dtype=np.float64)
    top = float(BINS - 1)
    # above the knee the warp bends back, so that 12 kHz stays 12 kHz
    knee = 0.7 * top
    throat, lips = 1000 / frequencies()[1], 2500 / frequencies()[1]
    high = ratio * mouth
    heard = [0, throat * ratio, lips * high, knee * min(1.0, high), top]
    origin = np.interp(bins, heard, [0, throat, lips, knee * min(1.0, 1 / high), top])
    lower = np.clip(np.floor(origin).astype(int), 0, BINS - 2)
    part = origin - lower
    basis = _decoder()
    return (basis[:, lower] * (1 - part) + basis[:, lower + 1] * part) @ _encoder()
