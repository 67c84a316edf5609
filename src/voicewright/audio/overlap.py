"""Do two people speak at the same time? Told by a second pitch beneath the first, so whispers and two voices at one pitch are not noticed.

A sound of one period vanishes when it is taken from itself one period later (de Cheveigné 1993). What one voice leaves is noise;
what two leave has the other's pitch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.activity import HOP, PITCH, RATE, Activity, banded, steady
from voicewright.audio.quality import frame_levels
from voicewright.audio.recording import Recording, Samples

Flags = NDArray[np.bool_]
TOGETHER = 0.008
"""The share of the speech with a second pitch from which on two people speak at once; it is found for a small part of the time that they do."""
ECHOING = 0.02
"""The same in a room, where the former pitch sounds on under the next."""

_BAND = (80.0, 1200.0)
"""Hz: harmonics that a gliding pitch does not yet smear."""
_EVERY = 2
"""Frames of 10 ms from one look to the next."""
_FRAME, _SIZE = 1024, 2048
"""64 ms, in which harmonics 31 Hz apart can be told from each other."""
_AT_ONCE = 1024
_SHORTEST, _LONGEST = int(RATE / PITCH[1]), int(RATE / PITCH[0])
_FIRST, _SECOND = 0.4, 0.7
"""The heights of autocorrelation from which on a frame has a pitch, and what is left of it another."""
_LEFT = 0.06
"""The least share of the power that is left once the first pitch is gone; −12 dB."""
_FLOOR, _OVER = 5.0, 10.0
"""The percentile of levels that is the recording's own noise, whose hum has a pitch, too, and how many dB the second voice lies above it."""
_RELATED = np.log([1, 2, 3, 4, 5, 1 / 2, 1 / 3, 1 / 4, 3 / 2, 2 / 3])
_NEAR, _SAME = 0.06, 0.12
"""How far from such a ratio, and from the first period itself, another period must lie: one semitone, and two."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Periods:
    """What repeats in each frame."""

    lags: NDArray[np.float64]
    """Samples."""
    heights: NDArray[np.float64]
    """Of the autocorrelation there, 0–1; 0 where nothing repeats."""
    powers: NDArray[np.float64]


def overlap(activity: Activity) -> float:
    """The share of the speech, 0–1, in which a second pitch is heard."""
    return float(second(activity).sum() / max(1, activity.speech.sum()))


def second(activity: Activity) -> Flags:
    """In which 10 ms a second pitch is heard beneath the first, and goes on."""
    sound = banded(activity.sound.samples, *_BAND)
    noise = float(np.percentile(frame_levels(Recording(samples=sound, rate=RATE)), _FLOOR))
    looked = np.arange(0, len(activity.speech), _EVERY)
    pitch = np.zeros(len(looked), dtype=np.float32)
    speaking = np.flatnonzero(activity.speech[looked])
    padded = np.pad(sound, _FRAME // 2 + _LONGEST + HOP)
    for start in range(0, len(speaking), _AT_ONCE):
        part = speaking[start : start + _AT_ONCE]
        pitch[part] = _beneath(padded, looked[part] * HOP + HOP // 2 + _LONGEST + HOP, 10 ** ((noise + _OVER) / 10))
    return np.repeat(steady(pitch), _EVERY)[: len(activity.speech)]


def _beneath(padded: Samples, starts: NDArray[np.int64], least: float) -> NDArray[np.float64]:
    """The second pitch in Hz of the frames that start there, 0 where there is none as powerful as asked."""
    at = starts[:, None] + np.arange(_FRAME)
    one = _periods(padded[at])
    whole = np.floor(one.lags).astype(np.int64)[:, None]
    part = (one.lags[:, None] - whole).astype(np.float32)
    later = at + whole // 2
    earlier = later - whole
    rest = padded[later] - (1 - part) * padded[earlier] - part * padded[earlier - 1]
    other = _periods(rest.astype(np.float32))
    left = other.powers / 2
    ratio = np.log(other.lags / one.lags)
    apart = (np.abs(ratio[:, None] - _RELATED).min(axis=1) > _NEAR) & (np.abs(ratio) > _SAME)
    there = (one.heights > _FIRST) & (other.heights > _SECOND) & (left > _LEFT * one.powers) & (left > least)
    return np.where(there & apart, RATE / other.lags, 0.0)


def _periods(frames: NDArray[np.float32]) -> Periods:
    """The period of each frame by its autocorrelation (Boersma 1993), finer than one sample."""
    window = np.hanning(_FRAME).astype(np.float32)
    own = np.fft.irfft(np.abs(np.fft.rfft(window, _SIZE)) ** 2)[: _LONGEST + 2]
    alike = np.fft.irfft(np.abs(np.fft.rfft(frames * window, _SIZE, axis=1)) ** 2, axis=1)[:, : _LONGEST + 2] / own
    powers = alike[:, 0].copy()
    alike /= np.maximum(powers, 1e-12)[:, None]
    before, here, after = (alike[:, _SHORTEST + step : _LONGEST + 1 + step] for step in (-1, 0, 1))
    peaks: NDArray[np.float64] = np.where((here >= before) & (here >= after), here, 0.0)
    # a little less for long lags: twice the period fits as well as the period
    best = (peaks - 0.0004 * np.arange(_SHORTEST, _LONGEST + 1)).argmax(axis=1)
    row = np.arange(len(best))
    low, top, high = before[row, best], here[row, best], after[row, best]
    finer = 0.5 * (low - high) / np.minimum(low - 2 * top + high, -1e-9)
    return Periods(lags=best + _SHORTEST + np.clip(finer, -0.5, 0.5), heights=peaks[row, best], powers=powers)
