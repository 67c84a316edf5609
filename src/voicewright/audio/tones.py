"""Tones that hold still: music, hum, a whistle. A voice's harmonics move with its melody, an instrument's stay where they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.activity import RATE, Activity, framed

_FRAME = 2048
"""128 ms: partials that are 16 Hz apart can be told from each other."""
_BAND = (350.0, 3300.0)
"""Hz; within what a telephone lets through, whose edges would hold still, too."""
_OVER = 8.0
"""How far a partial stands out of its neighbourhood, as a factor of power …"""
_AROUND = 12
"""… of so many bins to each side."""
_HELD = 30
"""Frames: 0.3 s, longer than a syllable keeps its pitch to one bin."""
_AT_ONCE = 2
"""Partials held at a time that are no chance."""


def held(activity: Activity) -> float:
    """The share of the time, 0–1, in which two or more tones hold still."""
    low, high = (round(edge * _FRAME / RATE) for edge in _BAND)
    count = len(activity.speech)
    lasting = np.zeros((count, high - low), dtype=np.bool_)
    window = np.hanning(_FRAME).astype(np.float32)
    at = 0
    for frames in framed(activity.sound.samples, _FRAME):
        power = np.abs(np.fft.rfft(frames * window, axis=1))[:, low - _AROUND : high + _AROUND] ** 2
        lasting[at : at + len(frames)] = _peaks(power)
        at += len(frames)
    return float((_long(lasting).sum(axis=1) >= _AT_ONCE).mean()) if count else 0.0


def _peaks(power: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Bins that are higher than both neighbours and far above their neighbourhood."""
    inner = power[:, _AROUND:-_AROUND]
    total = np.cumsum(np.pad(power, ((0, 0), (1, 0))), axis=1, dtype=np.float64)
    mean = (total[:, 2 * _AROUND + 1 :] - total[:, : -2 * _AROUND - 1])[:, : inner.shape[1]] / (2 * _AROUND + 1)
    higher = (inner >= power[:, _AROUND - 1 : -_AROUND - 1]) & (inner >= power[:, _AROUND + 1 : -_AROUND + 1])
    loud = inner.max(axis=1, keepdims=True) * 1e-4
    return higher & (inner > _OVER / 2 * mean) & (inner > loud)


def _long(peaks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Peaks that stay for long, each frame of them."""
    total = np.cumsum(np.pad(peaks, ((1, 0), (0, 0))), axis=0, dtype=np.int32)
    if len(peaks) < _HELD:
        return np.zeros_like(peaks)
    full = (total[_HELD:] - total[:-_HELD]) >= _HELD
    spread = np.cumsum(np.pad(full, ((_HELD, _HELD), (0, 0))), axis=0, dtype=np.int32)
    return (spread[_HELD:] - spread[:-_HELD])[: len(peaks)] > 0
