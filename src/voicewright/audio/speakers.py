"""Does one person speak, or more? Told by pitch and the shape of the spectrum, so people who sound alike are taken for one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.activity import RATE, Activity

_BANDS = 30
_SHAPES = 16
_PART = 120
"""Voiced frames that are averaged: their words no longer matter much."""
_STEP = 60
_LEAST = 6
"""Parts; in fewer nothing can be told."""
_SHARE = 0.15
"""The least of the parts that a second person has said; what is rarer is a cough or a laugh."""
APART = 5.5
"""How far the two halves of the parts lie from each other when two people speak; one person's lie 3 from each other, and at most this."""
_PARTED = 2.0
"""How many times as far as from their own middle the parts of two people lie from the other's."""
_OFTEN = 0.23
"""The share of neighbouring parts of which one is in either half: people say more than a few words before the other does."""
_ONE_PITCH = 1.3
"""Semitones between the middles of the halves; a little more than the halves of one person of lively intonation."""
_ROUNDS = 20
_TELLING = np.array(
    (
        (-0.45, 1.10, 0.12, 1.56, -0.16, 1.30, -1.51, -0.11, 0.33, 2.18, -2.45, -0.83, 4.46, -0.88, -1.91, -1.17),
        (0.22, 3.08, 1.31, 0.80, 0.29, -1.73, 1.18, -0.92, 3.49, -1.05, 0.68, 0.50, -0.58, -2.60, 0.51, 0.94),
        (-0.34, -0.33, 1.92, -2.53, 2.99, -2.90, 3.32, 0.64, -0.95, -0.25, -0.56, 0.26, -0.95, 0.89, -1.91, 0.02),
        (0.07, 0.20, 1.68, 0.54, 2.40, 3.38, -0.56, 5.57, 0.11, 2.22, 1.72, -1.54, -3.73, -2.04, 5.12, -0.14),
        (0.01, 0.23, 2.21, -0.27, -2.54, -2.83, -4.46, 3.17, -0.49, 2.96, 3.66, 0.40, -2.04, -2.98, -3.01, 4.39),
        (-0.18, -0.37, 0.00, -0.54, -0.86, 0.39, -0.65, 1.41, 3.98, -5.09, 3.74, -4.50, 0.39, -0.83, 4.79, -3.21),
        (0.03, 0.35, -0.73, -0.63, -0.28, -1.36, -1.29, -1.68, -5.20, 1.25, 2.55, -2.73, -5.19, 5.61, 6.97, -8.30),
        (0.10, -0.44, 0.50, -0.43, -0.21, -1.63, 1.73, -0.55, -0.21, 5.61, 1.04, -6.72, 3.41, -3.16, 3.75, 0.94),
    )
)
"""What tells people from each other best, each in units of how one person varies: linear discriminants (Fisher 1936) of 58 readers of LibriSpeech."""


def apart(activity: Activity, power: NDArray[np.float32]) -> float:
    """How far the two most different groups of parts lie from each other, at most `APART` where it is one person all the same; 0 for too little."""
    heard = features(activity, power)
    parts = heard @ _TELLING.T
    if len(parts) < _LEAST:
        return 0.0
    centred = parts - parts.mean(axis=0)
    second = centred @ np.linalg.svd(centred, full_matrices=False)[2][0] > 0
    distance = 0.0
    for _ in range(_ROUNDS):
        if min(second.mean(), 1 - second.mean()) < _SHARE:
            return 0.0
        one, other = parts[~second].mean(axis=0), parts[second].mean(axis=0)
        distance = float(np.linalg.norm(other - one))
        second = ((parts - other) ** 2).sum(axis=1) < ((parts - one) ** 2).sum(axis=1)
    return min(distance, APART) if _one_person(heard[:, 0], parts, second) else distance


def _one_person(pitch: NDArray[np.float64], parts: NDArray[np.float64], second: NDArray[np.bool_]) -> bool:
    """Whether the halves are rather one person's sounds: of one pitch, not clearly parted, and by turns all the time."""
    if not 0 < second.sum() < len(second):
        return True
    one, other = parts[~second], parts[second]
    own = np.concatenate([one - one.mean(axis=0), other - other.mean(axis=0)])
    parted = np.linalg.norm(other.mean(axis=0) - one.mean(axis=0)) >= _PARTED * np.sqrt((own**2).sum(axis=1).mean())
    often = (second[1:] != second[:-1]).mean() > _OFTEN
    return bool(often and not parted and abs(np.median(pitch[second]) - np.median(pitch[~second])) < _ONE_PITCH)


def features(activity: Activity, power: NDArray[np.float32]) -> NDArray[np.float64]:
    """Parts of 1.2 s of voiced speech in order: the pitch in semitones, then 15 cepstral coefficients."""
    voiced = np.flatnonzero(activity.voiced[: len(power)])
    levels = np.log(power[voiced] @ _filters(power.shape[1]).T + 1e-6)
    shapes = levels @ np.cos(np.pi / _BANDS * (np.arange(_BANDS)[:, None] + 0.5) * np.arange(1, _SHAPES))
    each = np.column_stack([12 * np.log2(activity.pitch[voiced]), shapes * 2 / _BANDS])
    starts = range(0, len(each) - _PART + 1, _STEP)
    return np.array([_middle(each[start : start + _PART]) for start in starts]).reshape(-1, _SHAPES)


def _middle(part: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([[np.median(part[:, 0])], part[:, 1:].mean(axis=0)])


def _filters(bins: int) -> NDArray[np.float64]:
    """Triangles on the mel scale, 150–5000 Hz."""

    def mel(hertz: float) -> float:
        return 2595 * float(np.log10(1 + hertz / 700))

    edges = 700 * (10 ** (np.linspace(mel(150), mel(5000), _BANDS + 2) / 2595) - 1)
    frequencies = np.linspace(0, RATE / 2, bins)
    rise = (frequencies - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - frequencies) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(rise, fall), 0, None)
