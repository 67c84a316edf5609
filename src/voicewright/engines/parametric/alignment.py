"""Which frame of espeak-ng's speech goes with which frame of the speaker's, when both say the same words.

Dynamic time warping on mel-cepstra, their change over time and the level. Every frame of the speaker gets one frame of
the source, or is a pause between two words; the source may stand still or skip, at a price. Rows are computed at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.spectrum import Floats, Singles

_USED = 25
_FADE = 0.15
"""How fast finer coefficients lose weight: the coarse ones say which sound it is, the fine ones who."""
_CHANGE_WEIGHT = 0.6
_LEVEL_WEIGHT = 1.5
_REACH = 4
_VOICING_PRICE = 0.3
_LEAST = 1e-9
"""So that nothing is divided by 0."""
_STAY = 0.45
_LEAPS = ((1, 0.0), (2, 0.2), (3, 0.5), (4, 0.85), (5, 1.2))
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


def squares(speaker: Floats | Singles, source: Floats | Singles) -> Singles:
    """(speaker frames, source frames): Euclidean distances, squared; a rounding error may be below 0. Millions of them: in single precision."""
    one, other = speaker.astype(np.float32), source.astype(np.float32)
    far = one @ other.T
    far *= -2
    far += (one**2).sum(axis=1)[:, None]
    far += (other**2).sum(axis=1)[None, :]
    return far


def distances(speaker: Floats, source: Floats) -> Singles:
    """(speaker frames, source frames): Euclidean."""
    far = squares(speaker, source)
    np.maximum(far, 0, out=far)
    return np.sqrt(far, out=far)


def with_voicing(far: Singles, speaker: NDArray[np.bool_], source: NDArray[np.bool_]) -> Singles:
    """Distances in units of their mean, with a price on voiced frames beside unvoiced ones."""
    far /= far.mean() + np.float32(_LEAST)
    far += np.float32(_VOICING_PRICE) * (speaker[:, None] != source[None, :])
    return far


def hush(cepstra: Floats) -> Floats:
    """The price of taking each frame of the speaker for a pause, in mean distances."""
    levels = 20 / np.log(10) * cepstra[:, 0]
    return _PAUSE + _PAUSE_SLOPE * np.maximum(0, levels - np.percentile(levels, 95) - _PAUSE_LEVEL)


def align(far: Singles, silence: Floats, words: NDArray[np.int64]) -> Path:
    """The cheapest path through a matrix of distances, from corner to corner.

    `silence`: the price of each row as a pause; `words`: the columns before which there may be one.
    """
    columns = _columns(far.shape[1], words)
    pause = columns == PAUSE
    # the prices of the cells, and then of the cheapest ways to them
    totals = np.empty((len(far), len(columns)), np.float32)
    totals[:, ~pause] = far / (far.mean() + np.float32(_LEAST))
    totals[:, pause] = silence[:, None]
    totals[0, 2:] = np.inf
    stay = np.where(pause, np.float32(0), np.float32(_STAY))
    best, leap = np.empty_like(stay), np.empty_like(stay)
    for row, before in enumerate(totals[:-1], start=1):
        np.add(before, stay, out=best)
        for step, price in _LEAPS:
            np.add(before[:-step], np.float32(price), out=leap[step:])
            np.minimum(best[step:], leap[step:], out=best[step:])
        totals[row] += best
    return _trace(totals, stay, columns)


def _columns(count: int, words: NDArray[np.int64]) -> NDArray[np.int64]:
    """The source's frames in order, with a pause before each word, at the beginning and at the end."""
    return np.insert(np.arange(count), np.unique(np.concatenate([[0], words, [count]])), PAUSE)


def _trace(totals: Singles, stay: Singles, columns: NDArray[np.int64]) -> Path:
    rows, width = totals.shape
    last = totals[-1]
    place = width - 1 if np.isfinite(last[-1]) else int(np.argmin(last))
    if last[place - 1] < last[place]:
        place -= 1  # it ends in the last word, not in a pause
    spent = float(last[place])
    places = np.full(rows, place)
    for row in range(rows - 2, -1, -1):
        price, step = _cheapest(totals[row], float(stay[place]), place)
        spent -= price
        place = max(0, place - step)
        places[row] = place
    return Path(source=columns[places], cost=spent / rows)


def _cheapest(before: Singles, stay: float, place: int) -> tuple[float, int]:
    """The price and the length of the step that leads to a place."""
    steps = [*((price, step) for step, price in _LEAPS if step <= place), (stay, 0)]
    return min(steps, key=lambda it: before[place - it[1]] + it[0])
