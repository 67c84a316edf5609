"""Whether a transcript says what a recording says.

The words of the transcript are also aligned in a wrong order. Where the right order is no easier to align than wrong
ones, the recording says something else; noise, accents and languages make both harder alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.alignment import align, distances, hush, likeness, with_voicing
from voicewright.engines.parametric.spectrum import Floats

_DECOYS, _BEST = 4, 2
_MIDDLE, _WIDTH = 0.028, 0.007
_FEWEST = 4
"""Words; fewer have no order to speak of."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sides:
    """A recording and the source's version of its transcript, without pauses."""

    speaker: Floats
    speaker_voiced: NDArray[np.bool_]
    source: Floats
    source_voiced: NDArray[np.bool_]
    words: NDArray[np.int64]
    """Frames of the source where words begin."""


def fit(sides: Sides, cost: float) -> float:
    """0–1; 0.7 is where right transcripts and wrong ones part. `cost` is that of the first alignment in order."""
    return float(1 / (1 + np.exp(-(advantage(sides, cost) - _MIDDLE) / _WIDTH)))


def advantage(sides: Sides, cost: float) -> float:
    """By what share of its cost the right order is cheaper than the best of wrong ones."""
    cuts = sides.words[(sides.words > 0) & (sides.words < len(sides.source))]
    if len(cuts) < _FEWEST - 1:
        cuts = np.linspace(0, len(sides.source), 7).astype(np.int64)[1:-1]
    own, silence = likeness(sides.speaker), hush(sides.speaker)
    costs: list[float] = []
    for parts in _disorders(np.split(np.arange(len(sides.source)), cuts)):
        order = np.concatenate(parts)
        words = np.cumsum([0, *map(len, parts[:-1])])
        far = distances(own, likeness(sides.source[order]))
        costs.append(align(with_voicing(far, sides.speaker_voiced, sides.source_voiced[order]), silence, words).cost)
    return float(np.mean(sorted(costs)[:_BEST])) / (cost + 1e-9) - 1


def _disorders(parts: list[NDArray[np.int64]]) -> list[list[NDArray[np.int64]]]:
    count = len(parts)
    places = np.arange(count)
    turned = [np.roll(places, count // 2), places[::-1], np.roll(places[::-1], count // 3), np.roll(places, count // 4)]
    return [[parts[index] for index in order] for order in turned[:_DECOYS]]
