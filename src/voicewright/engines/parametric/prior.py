"""What people do where espeak-ng does this: a small network that was taught by 251 readers.

From a moment of espeak-ng's speech (its mel-cepstra from 60 ms before to 60 ms after, voicing, the phoneme, the ones
beside it and the place within it) it tells the mel-cepstrum that a person has at that moment, as a mean of all readers
and sixteen directions in which they differ. A speaker is a point in those directions (eigenvoices: Kuhn, Junqua, Nguyen,
Niedzielski, "Rapid speaker adaptation in eigenvoice space", IEEE TSAP 2000), a constant spectrum, and what a ridge
regression on the last layer adds. All three are found from a few seconds by linear equations.

`benchmarks/prior.py` makes the parameters, from LibriSpeech (CC BY 4.0, Vassil Panayotov, readers of LibriVox).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.spectrum import SIZE, Floats, Singles

REACH = 12
"""Frames on either side that a moment takes in."""
_LOOKS = (-12, -8, -4, -2, 0, 2, 4, 8, 12)
_VOICED_LOOKS = (-4, 0, 4)
USED = 25
"""Coefficients that are looked at."""
_FURTHEST = 4.0
"""Spreads; silence is further below speech than anything that was taught."""
_LENGTH = 12.0
"""Frames of a middling phoneme."""
_CODE_DOUBT, _SHIFT_DOUBT, _LEANING_DOUBT = 60.0, 5.0, 100.0
"""Frames, each in units of its spread, that being like all readers is worth."""
_UNKNOWN = 0
TABLES = ("phoneme", "before", "after")


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """The phonemes of an utterance, frame by frame."""

    names: NDArray[np.int64]
    """(frames, 3): the phoneme, the one before and the one after, as rows of the network's tables."""
    place: Singles
    """(frames, 2): how far the phoneme has gone, −1 to 1, and the log of its length beside a middling one."""
    voiced: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """Where a speaker stands among people."""

    code: Floats
    """(directions,)"""
    shift: Floats
    """(coefficients,): the middle of the speaker's own frames, and what the recording does to all of them."""
    leaning: Floats
    """(units, coefficients): what the directions do not reach."""


class Prior:
    """The network. Arrays are (frames, …)."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        known = {name: array.astype(np.float32) for name, array in arrays.items() if name != "names"}
        self._known = known
        self._rows = {bytes(name).rstrip(b"\0").decode(): row + 1 for row, name in enumerate(arrays["names"])}
        self._spoken = known["directions"].reshape(SIZE, -1, known["middle"].shape[1])
        self._bare = known["directions_bias"].reshape(SIZE, -1)
        self._trust = known["trust"].astype(np.float64)

    @property
    def directions(self) -> int:
        """In how many ways people differ."""
        return self._bare.shape[1]

    def line(self, names: Sequence[str], voiced: NDArray[np.bool_]) -> Line:
        """The phonemes of a whole utterance; a pause is the empty name."""
        return line_of(np.array([self._rows.get(name, _UNKNOWN) for name in names], np.int64), voiced)

    def moments(self, cepstra: Floats, line: Line, frames: NDArray[np.int64], *, woman: bool, first: int = 0) -> Singles:
        """The last layer, (frames, units), at some frames of a line. `cepstra`: espeak-ng's, of the frames from `first` on."""
        known, kind = self._known, 0 if woman else 1
        normal = (cepstra[:, :USED] - known["centre"][kind]) / known["spread"][kind]
        return self.units(looks(normal, line, frames, woman=woman, first=first), line.names[frames])

    def units(self, seen: Singles, names: NDArray[np.int64]) -> Singles:
        """The last layer for what `looks` sees and the rows of the phonemes."""
        known = self._known
        inputs = np.concatenate([seen, *(known[name][names[:, column]] for column, name in enumerate(TABLES))], axis=1)
        first = _rectified(inputs @ known["first"].T + known["first_bias"])
        second = first + _rectified(first @ known["second"].T + known["second_bias"])
        return _rectified(second @ known["third"].T + known["third_bias"])

    def said(self, moments: Singles, person: Person) -> Floats:
        """The mel-cepstra that a person has at those moments."""
        weight = self._known["middle"] + self._spoken.transpose(0, 2, 1) @ person.code.astype(np.float32) + person.leaning.T.astype(np.float32)
        bias = self._known["middle_bias"] + self._bare @ person.code.astype(np.float32)
        return (moments @ weight.T + bias).astype(np.float64) + person.shift

    def traits(self, moments: Singles) -> Singles:
        """(frames, traits): the moments in fewer figures, by whose distance they are compared."""
        return np.asarray((moments - self._known["traits_centre"]) @ self._known["traits"].T, np.float32)

    def person(self, moments: Singles, frames: Floats, *, leans: bool = True) -> Person:
        """Who has these mel-cepstra at these moments. Without `leans` only as people differ, for pairs that are often wrong."""
        centre = frames.mean(axis=0)
        code, shift = self._placed(moments, frames - centre)
        person = Person(code=code, shift=shift + centre, leaning=np.zeros((moments.shape[1], SIZE)))
        if not leans:
            return person
        lacking = frames - self.said(moments, person)
        seen = moments.astype(np.float64)
        doubt = _LEANING_DOUBT * (seen**2).sum(axis=1).mean() * np.eye(seen.shape[1])
        leaning = np.asarray(np.linalg.solve(seen.T @ seen + doubt, seen.T @ lacking), np.float64)
        return Person(code=code, shift=person.shift, leaning=leaning)

    def _placed(self, moments: Singles, frames: Floats) -> tuple[Floats, Floats]:
        """Code and shift by least squares, each drawn towards the mean of all readers."""
        trust, size = self._trust, self.directions
        usual = moments @ self._known["middle"].T + self._known["middle_bias"]
        whole = (moments @ self._spoken.reshape(SIZE * size, -1).T).reshape(-1, SIZE, size)
        ways = (whole + self._bare) * trust[None, :, None]
        lacking = (frames - usual) * trust
        flat = ways.reshape(-1, size)
        left = np.diag(np.concatenate([np.full(size, _CODE_DOUBT), np.full(SIZE, _SHIFT_DOUBT)]))
        left[:size, :size] += flat.T @ flat
        cross = ways.sum(axis=0).T * trust
        left[:size, size:] += cross
        left[size:, :size] += cross.T
        left[size:, size:] += np.diag(trust**2 * len(frames))
        right = np.concatenate([flat.T @ lacking.ravel(), trust * lacking.sum(axis=0)])
        solved = np.asarray(np.linalg.solve(left, right), np.float64)
        return solved[:size], solved[size:]


def line_of(rows: NDArray[np.int64], voiced: NDArray[np.bool_]) -> Line:
    """A line by the rows of its phonemes in the network's tables."""
    starts = np.concatenate([[0], np.flatnonzero(np.diff(rows)) + 1])
    stops = np.append(starts[1:], len(rows))
    at = np.arange(len(rows))
    turn = np.searchsorted(starts, at, side="right") - 1
    before = np.where(turn > 0, rows[starts[turn - 1]], _UNKNOWN)
    after = np.where(turn < len(starts) - 1, rows[starts[np.minimum(turn + 1, len(starts) - 1)]], _UNKNOWN)
    length = (stops - starts)[turn]
    place = np.stack([(at - starts[turn] + 0.5) / length * 2 - 1, np.log(length / _LENGTH)], axis=1)
    return Line(names=np.stack([rows, before, after], axis=1), place=place.astype(np.float32), voiced=voiced)


def looks(normal: Floats, line: Line, frames: NDArray[np.int64], *, woman: bool, first: int = 0) -> Singles:
    """What the network sees of some frames beside the names: cepstra in spreads around them, voicing, place and sex."""
    bounded = np.clip(normal, -_FURTHEST, _FURTHEST)
    around = [bounded[np.clip(frames + look - first, 0, len(bounded) - 1)] for look in _LOOKS]
    voiced = [np.where(line.voiced[np.clip(frames + look, 0, len(line) - 1)], 1.0, -1.0) for look in _VOICED_LOOKS]
    sex = np.full((len(frames), 1), -1.0 if woman else 1.0)
    return np.concatenate([*around, np.stack(voiced, axis=1), line.place[frames], sex], axis=1).astype(np.float32)


def _rectified(values: NDArray[np.floating[Any]]) -> Singles:
    single = values.astype(np.float32, copy=False)
    return np.maximum(single, 0, out=single)


@functools.cache
def prior() -> Prior:
    """The one that comes with the engine."""
    with (files("voicewright.engines.parametric") / "prior.npz").open("rb") as file, np.load(file) as arrays:
        return Prior(dict(arrays))
