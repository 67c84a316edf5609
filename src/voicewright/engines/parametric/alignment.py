"""Which frame of espeak-ng's speech goes with which frame of the speaker's, when both say the same words.

Dynamic time warping on mel-cepstra, their change over time and the level. Every frame of the speaker gets one frame of
the source; the source may stand still or skip, at a price. Rows are computed at once: 20 s take a fifth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.spectrum import Floats

_USED = 25
_FADE = 0.15
"""How fast finer coefficients lose weight: the coarse ones say which sound it is, the fine ones who."""
_CHANGE_WEIGHT = 0.5
_VOICING_PRICE = 0.4
_STEPS = ((1, 0.0), (0, 0.1), (2, 0.1), (3, 0.2), (4, 0.3), (5, 0.4))
"""How far the source goes on at each frame, and what that costs. Prices are in units of the mean distance."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """The source frame for every frame of the speaker."""

    source: NDArray[np.int64]
    cost: float
    """Mean distance along the path, in units of the mean distance of any two frames: 1 is no better than chance."""


def change(tracks: Floats, reach: int = 3) -> Floats:
    """The slope of each column over ±`reach` frames."""
    padded = np.pad(tracks, ((reach, reach), (0, 0)), mode="edge")
    steps = range(1, reach + 1)
    count = len(tracks)
    slope = np.zeros(tracks.shape)
    for step in steps:
        slope += step * (padded[reach + step : reach + step + count] - padded[reach - step : reach - step + count])
    return slope / (2 * sum(step * step for step in steps))


def likeness(cepstra: Floats, *, centre: Floats | None = None, spread: Floats | None = None) -> Floats:
    """What frames are compared by. Without a centre, each recording's own mean and spread are taken out."""
    used = cepstra[:, :_USED]
    own_centre = used.mean(axis=0) if centre is None else centre[:_USED]
    own_spread = used.std(axis=0) + 1e-6 if spread is None else spread[:_USED]
    weight: Floats = np.exp(-_FADE * np.arange(used.shape[1], dtype=np.float64))
    normal = (used - own_centre) / own_spread * weight
    normal[:, 0] = (used[:, 0] - np.percentile(used[:, 0], 90)) / (used[:, 0].std() + 1e-6)
    slope = change(normal)
    return np.concatenate([normal, _CHANGE_WEIGHT * weight * slope / (slope.std(axis=0) + 1e-6)], axis=1)


def distances(speaker: Floats, source: Floats) -> Floats:
    """(speaker frames, source frames): Euclidean."""
    squares = (speaker**2).sum(axis=1)[:, None] + (source**2).sum(axis=1)[None, :] - 2 * speaker @ source.T
    return np.sqrt(np.maximum(squares, 0))


def with_voicing(far: Floats, speaker: NDArray[np.bool_], source: NDArray[np.bool_]) -> Floats:
    """Distances in units of their mean, with a price on voiced frames beside unvoiced ones."""
    return far / (far.mean() + 1e-9) + _VOICING_PRICE * (speaker[:, None] != source[None, :])


def align(far: Floats) -> Path:
    """The cheapest path through a matrix of distances, from corner to corner."""
    usual = float(far.mean()) + 1e-9
    rows, columns = far.shape
    total = np.full(columns, np.inf)
    total[0] = far[0, 0] / usual
    moves = np.zeros((rows, columns), np.int8)
    options = np.full((len(_STEPS), columns), np.inf)
    for row in range(1, rows):
        for index, (step, price) in enumerate(_STEPS):
            options[index, step:] = total[: columns - step] + price
        best = options.argmin(axis=0)
        moves[row] = best
        total = options[best, np.arange(columns)] + far[row] / usual
    return _trace(moves, total, far, usual)


def _trace(moves: NDArray[np.int8], total: Floats, far: Floats, usual: float) -> Path:
    rows, columns = moves.shape
    place = columns - 1 if np.isfinite(total[-1]) else int(np.argmin(total))
    source = np.zeros(rows, np.int64)
    for row in range(rows - 1, -1, -1):
        source[row] = place
        place = max(0, place - _STEPS[int(moves[row, place])][0])
    return Path(source=source, cost=float(far[np.arange(rows), source].mean()) / usual)
