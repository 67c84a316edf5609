"""From a frame of espeak-ng's to a frame of the speaker's.

First an offset: the mean of those of the speaker's phonemes, weighed by how many frames were heard, how near they lie
and whether it is the same phoneme, so that a sound of another language borrows from its neighbours. Then half of the
way to the mean of the speaker's own frames that are nearest, each with what comes before and after it: near in the
speaker's space, near in the source's where the words were known, and said in the same phoneme.
"""

from __future__ import annotations

import numpy as np

from voicewright.engines.parametric.alignment import distances
from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.spectrum import SIZE, Floats, shift_of

REACH = 12
"""Frames on either side that a frame's mapping looks at."""
_BAND = 0.7
"""Width of the kernel, in spreads of the phonemes' places."""
_DOUBT = 10.0
"""Frames that the general offset is worth."""
_TOLD_BY = slice(1, 20)
_COMPARED = slice(1, 25)
_CONTEXT = 4
_NEARNESS = 0.5
_TWIN = 1.5
"""Weight of being alike in the source beside being alike in the speaker."""
_DIM = 0.12
"""How fast finer coefficients lose weight."""
_NEIGHBOURS = 4
_SMOOTH, _POLISH = 9, 3
_OTHER_SOUND = 0.25
"""What it costs a frame to have been said in another phoneme, in mean distances."""


def smoothed(tracks: Floats, width: int) -> Floats:
    """Each column through a raised cosine of `width` frames."""
    window = np.hanning(width + 2)[1:-1]
    window /= window.sum()
    padded = np.pad(tracks, ((width // 2, width // 2), (0, 0)), mode="edge")
    mixed = np.zeros_like(tracks)
    for step, weight in enumerate(window):
        mixed += weight * padded[step : step + len(tracks)]
    return mixed


class Mapping:
    """The way from the source's frames to one voice's."""

    def __init__(self, portrait: Portrait, *, nearness: float = _NEARNESS) -> None:
        self._portrait = portrait
        self._nearness = nearness if len(portrait.frames) > _NEIGHBOURS else 0.0
        self._move = np.eye(SIZE) if portrait.warp == 1.0 else shift_of(round(portrait.warp, 4))
        self._places = {name: index for index, name in enumerate(portrait.names)}
        if len(portrait.names):
            self._spread = portrait.places.std(axis=0)[_TOLD_BY] + 1e-3
        if self._nearness:
            self._centre, self._width = portrait.frames.mean(axis=0), portrait.frames.std(axis=0) + 1e-6
            self._known = self._in_context(portrait.frames, self._centre, self._width)
            self._twinned = len(portrait.twins) == len(portrait.frames)
            if self._twinned:
                self._twin_centre, self._twin_width = portrait.twins.mean(axis=0), portrait.twins.std(axis=0) + 1e-6
                self._twins = self._in_context(portrait.twins, self._twin_centre, self._twin_width)
            usual = _OTHER_SOUND * (1 + _TWIN * self._twinned) * float(distances(self._known[::40], self._known[20::40]).mean())
            self._others = usual * (portrait.said[None, :] != np.arange(-1, len(portrait.names))[:, None]) * (portrait.said[None, :] >= 0)
            self._others[0] = 0.0

    def __call__(self, cepstra: Floats, names: list[str]) -> Floats:
        """The speaker's mel-cepstra for the source's; names are the phonemes of the frames."""
        moved = cepstra @ self._move
        guess = moved + smoothed(self._offsets(moved, names), _SMOOTH)
        if not self._nearness:
            return guess + self._portrait.finish
        nearest = self._nearest(guess, moved, names)
        return smoothed(guess + self._nearness * (nearest - guess), _POLISH) + self._portrait.finish

    def roughly(self, cepstra: Floats, names: list[str]) -> Floats:
        """The same without what comes before and after: for frames that do not follow each other."""
        moved = cepstra @ self._move
        return moved + self._offsets(moved, names) + self._portrait.finish

    def _offsets(self, cepstra: Floats, names: list[str]) -> Floats:
        known = self._portrait
        if not known.names:
            return np.repeat(known.general[None, :], len(cepstra), axis=0)
        far = distances(cepstra[:, _TOLD_BY] / self._spread, known.places[:, _TOLD_BY] / self._spread) ** 2 / (_TOLD_BY.stop - _TOLD_BY.start)
        weight = known.counts * np.exp(-far / (2 * _BAND * _BAND) * 4)
        for row, place in enumerate(self._places.get(name, -1) for name in names):
            if place >= 0:
                weight[row, place] += known.counts[place]
        return (weight @ known.offsets + _DOUBT * known.general) / (weight.sum(axis=1, keepdims=True) + _DOUBT)

    @staticmethod
    def _in_context(cepstra: Floats, centre: Floats, width: Floats) -> Floats:
        normal = (cepstra[:, _COMPARED] - centre[_COMPARED]) / width[_COMPARED] * np.exp(-_DIM * np.arange(_COMPARED.start, _COMPARED.stop))
        padded = np.pad(normal, ((_CONTEXT, _CONTEXT), (0, 0)), mode="edge")
        return np.concatenate([padded[: -2 * _CONTEXT], normal, padded[2 * _CONTEXT :]], axis=1)

    def _nearest(self, guess: Floats, moved: Floats, names: list[str]) -> Floats:
        far = distances(self._in_context(guess, self._centre, self._width), self._known)
        if self._twinned:
            far += _TWIN * distances(self._in_context(moved, self._twin_centre, self._twin_width), self._twins)
        far += self._others[[self._places.get(name, -1) + 1 for name in names]]
        chosen = np.argpartition(far, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
        mean = self._portrait.frames[chosen].mean(axis=1)
        mean[:, 0] = guess[:, 0]  # the level is the sentence's, not the recording's
        return mean
