"""Which frame of espeak-ng's speech goes with which frame of the speaker's, when both say the same words.

Dynamic time warping on mel-cepstra, their change over time and the level. Every frame of the speaker gets one frame of
the source, or is a pause between two words; the source may stand still or skip, at a price. Rows are computed at once:
20 s take a fifth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.spectrum import Floats

_USED = 25
_FADE = 0.15
"""How fast finer coefficients lose weight: the coarse ones say which sound it is, the fine ones who."""
_CHANGE_WEIGHT = 0.6
_LEVEL_WEIGHT = 1.5
_REACH = 4
_VOICING_PRICE = 0.3
_STEPS = ((1, 0.0), (0, 0.45), (2, 0.2), (3, 0.5), (4, 0.85), (5, 1.2))
"""How far the source goes on at each frame, and what that costs. Prices are in units of the mean distance."""
PAUSE = -1
_PAUSE, _PAUSE_SLOPE, _PAUSE_LEVEL = 0.2, 0.025, -38.0
"""What a frame costs as a pause while it is quiet (dB below the loud frames), and for each dB above that."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """The source frame for every frame of the speaker."""

    source: NDArray[np.int64]
    """`PAUSE` where the speaker is silent between two words."""
    cost: float
    """Mean distance along the path, in units of the mean distance of any two frames: 1 is no better than chance."""


def change(tracks: Floats, reach: int = _REACH) -> Floats:
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
    normal[:, 0] = _LEVEL_WEIGHT * (used[:, 0] - np.percentile(used[:, 0], 90)) / (used[:, 0].std() + 1e-6)
    slope = change(normal)
    return np.concatenate([normal, _CHANGE_WEIGHT * weight * slope / (slope.std(axis=0) + 1e-6)], axis=1)


def distances(speaker: Floats, source: Floats) -> Floats:
    """(speaker frames, source frames): Euclidean."""
    squares = (speaker**2).sum(axis=1)[:, None] + (source**2).sum(axis=1)[None, :] - 2 * speaker @ source.T
    return np.sqrt(np.maximum(squares, 0))


def with_voicing(far: Floats, speaker: NDArray[np.bool_], source: NDArray[np.bool_]) -> Floats:
    """Distances in units of their mean, with a price on voiced frames beside unvoiced ones."""
    return far / (far.mean() + 1e-9) + _VOICING_PRICE * (speaker[:, None] != source[None, :])


def hush(cepstra: Floats) -> Floats:
    """The price of taking each frame of the speaker for a pause, in mean distances."""
    levels = 20 / np.log(10) * cepstra[:, 0]
    return _PAUSE + _PAUSE_SLOPE * np.maximum(0, levels - np.percentile(levels, 95) - _PAUSE_LEVEL)


def align(far: Floats, silence: Floats, words: NDArray[np.int64]) -> Path:
    """The cheapest path through a matrix of distances, from corner to corner.

    `silence`: the price of each row as a pause; `words`: the columns before which there may be one.
    """
    columns = _columns(far.shape[1], words)
    pause = columns == PAUSE
    prices = np.empty((len(far), len(columns)))
    prices[:, ~pause] = far / (far.mean() + 1e-9)
    prices[:, pause] = silence[:, None]
    total = np.full(len(columns), np.inf)
    total[:2] = prices[0, :2]
    moves = np.zeros(prices.shape, np.int8)
    options = np.full((len(_STEPS), len(columns)), np.inf)
    for row in range(1, len(prices)):
        for index, (step, price) in enumerate(_STEPS):
            options[index, step:] = total[: len(columns) - step] + (price if step else price * ~pause)
        best = options.argmin(axis=0)
        moves[row] = best
        total = options[best, np.arange(len(columns))] + prices[row]
    return _trace(moves, total, prices, columns)


def _columns(count: int, words: NDArray[np.int64]) -> NDArray[np.int64]:
    """The source's frames in order, with a pause before each word, at the beginning and at the end."""
    return np.insert(np.arange(count), np.unique(np.concatenate([[0], words, [count]])), PAUSE)


def _trace(moves: NDArray[np.int8], total: Floats, prices: Floats, columns: NDArray[np.int64]) -> Path:
    rows, width = moves.shape
    place = width - 1 if np.isfinite(total[-1]) else int(np.argmin(total))
    if total[place - 1] < total[place]:
        place -= 1  # it ends in the last word, not in a pause
    places = np.zeros(rows, np.int64)
    for row in range(rows - 1, -1, -1):
        places[row] = place
        place = max(0, place - _STEPS[int(moves[row, place])][0])
    return Path(source=columns[places], cost=float(prices[np.arange(rows), places].mean()))
