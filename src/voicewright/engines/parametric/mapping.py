"""From a frame of espeak-ng's to a frame of the speaker's.

What the prior says of the speaker at that moment comes first, and what the speaker did otherwise at moments with like
traits is added. Then the fine coefficients go all the way, the coarse ones some of it, to what the speaker did at the
moments that are most like this one: near in the prior's words, near in the speaker's own space, and in the same phoneme.
Some of what still parts the prior's frame from its likes is kept, so that words stay clear. At last the spread that such
means take away is given back, coefficient by coefficient (global variance: Toda, Black, Tokuda, "Voice conversion based on
maximum-likelihood estimation of spectral parameter trajectory", IEEE TASLP 2007).

A voice that nobody has goes by offsets alone: the mean of those of its phonemes, weighed by how many frames were heard, how
near they lie and whether it is the same phoneme, so that a sound of another language borrows from its neighbours.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.alignment import distances, squares
from voicewright.engines.parametric.heard import pause
from voicewright.engines.parametric.portrait import TRAITS_STEP, Portrait
from voicewright.engines.parametric.prior import prior
from voicewright.engines.parametric.spectrum import SIZE, Floats, Singles, between, envelopes, looked_at, shift_of

REACH = 12
"""Frames on either side that a frame's mapping looks at."""
_BAND = 0.7
"""Width of the kernel, in spreads of the phonemes' places."""
_DOUBT = 10.0
"""Frames that the general offset is worth."""
_TOLD_BY = slice(1, 20)
_COMPARED = slice(1, 25)
_CONTEXT = 4
_DIM = 0.12
"""How fast finer coefficients lose weight."""
_OWN = 0.7
"""Weight of being alike in the speaker's space beside being alike in the source's."""
_LIKES = 8
_SHARPNESS = 1.0
_NEAR, _NEAR_DOUBT = 0.2, 0.5
"""Width of the kernel in the prior's traits, squared, and how many like moments it takes to be believed by half."""
_KEPT, _KEPT_UNTOLD = 0.3, 0.5
"""Of what parts a frame of the source from the mean of its likes; more where no transcript says which sounds these are, or words are lost."""
_COARSE, _FINE, _CROSSING = 0.3, 1.0, 14
"""How far towards the likes: coarse coefficients say which word it is, and the prior knows them; fine ones say who says it."""
_LEAST, _FAR = 1e-6, 1e3
"""Bounds of a squared distance and of a distance, so that ratios of them are figures."""
_ENOUGH = 24
"""Frames of a phoneme; where the speaker said less of it, every frame may be like it, at a price."""
_OTHER_SOUND = 0.25
"""That price, in mean distances."""
_SMOOTH, _POLISH = 9, 9
_APART = 60
"""Frames around a moment that do not count as its likes in a rehearsal."""
_AT_ONCE = 500
_SELDOM = 99
"""Per cent of the speaker's own frames that are no louder than any frame is made."""
_LOWEST = 7
"""Bin at 164 Hz."""
_QUICK = 4
"""Of so many frames of the speaker, one is looked at where speaking is to be quick."""


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

    def __init__(self, portrait: Portrait, *, quick: bool = False) -> None:
        self._portrait = portrait
        self._step = _QUICK if quick else 1
        self._person = portrait.person
        self._move = shift_of(round(portrait.warp, 4), round(portrait.mouth, 4))
        self._places = {name: index for index, name in enumerate(portrait.names)}
        if len(portrait.names):
            self._spread = portrait.places.std(axis=0)[_TOLD_BY] + 1e-3

    @functools.cached_property
    def _likes(self) -> _Likes | None:
        # a mix asks only roughly, and need not pay for it
        return _Likes(self._portrait, self._step) if len(self._portrait.frames) > _LIKES * self._step else None

    def __call__(self, cepstra: Floats, names: list[str], moments: Singles | None = None) -> Floats:
        """The speaker's mel-cepstra for the source's; names are the phonemes of the frames, moments what the prior makes of them."""
        moved, guess = self._guessed(cepstra, names, moments)
        if self._likes is None:
            return guess + self._portrait.finish
        phonemes = np.array([self._places.get(name, -1) for name in names])
        return self._told(guess, self._likes(guess, moved, phonemes))

    def _guessed(self, cepstra: Floats, names: list[str], moments: Singles | None) -> tuple[Floats, Floats]:
        """What goes with the frames before their likes are asked, and with what has been learned of single sounds."""
        if self._person is None or moments is None:
            moved = cepstra @ self._move
            return moved, moved + smoothed(self._offsets(moved, names), _SMOOTH)
        silent = np.array([pause(name) for name in names])
        said = prior().said(moments, self._person)
        said[silent] = cepstra[silent] + self._portrait.general  # the prior knows nothing of silence
        moved = said @ self._move
        return moved, moved + np.where(silent[:, None], 0.0, self._near(prior().traits(moments)))

    @functools.cached_property
    def _lacking(self) -> Singles:
        return (self._portrait.frames - self._portrait.twins)[::TRAITS_STEP].astype(np.float32)

    def _near(self, traits: Floats | Singles, *, apart: int = 0) -> Floats:
        """What the speaker did differently from what the prior says, at moments like these."""
        known = self._portrait.traits
        if not len(known):
            return np.zeros((len(traits), SIZE))
        weight = np.exp(-squares(traits, known) / np.float32(_NEAR))
        if apart:
            weight[np.abs(np.arange(len(known))[None, :] - np.arange(len(traits))[:, None]) < apart // TRAITS_STEP] = 0.0
        return (weight @ self._lacking / (weight.sum(axis=1, keepdims=True) + np.float32(_NEAR_DOUBT))).astype(np.float64)

    def rehearsed(self) -> Floats:
        """What the speaker's own frames would become, each without what was said around it: as new words will come out."""
        known = self._portrait
        near = self._near(known.traits, apart=_APART)
        guess = known.twins + np.repeat(near, TRAITS_STEP, axis=0)[: len(known.twins)]
        if self._likes is None:
            return guess + known.finish
        return self._told(guess, self._likes(guess, known.twins, known.said, apart=_APART))

    def _told(self, guess: Floats, like: Floats) -> Floats:
        known = self._portrait
        like[:, 0] = guess[:, 0]  # the level is the sentence's, not the recording's
        share = np.full(guess.shape[1], _FINE)
        share[:_CROSSING] = _COARSE
        mapped = smoothed(guess + share * (like - guess), _POLISH)
        spoken = known.middle + known.contrast * (mapped - known.middle) + known.finish
        spoken[:, 0] -= np.maximum(0.0, _powers(spoken) - self._loudest) / 2
        return spoken

    @functools.cached_property
    def _loudest(self) -> float:
        # a sibilant that the prior and its contrast drive too far is else a burst 20 dB above the voice
        return float(np.percentile(_powers(self._portrait.frames[::_QUICK]), _SELDOM))

    def roughly(self, cepstra: Floats, names: list[str], moments: Singles | None = None) -> Floats:
        """The same without what comes before and after: for frames that do not follow each other."""
        if moments is not None:
            return self._guessed(cepstra, names, moments)[1] + self._portrait.finish
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


def _powers(cepstra: Floats) -> Floats:
    """The log of each frame's power, without what is below a voice: an envelope goes on where nothing sounds."""
    return np.log(np.exp(2 * envelopes(cepstra)[:, _LOWEST:]).sum(axis=1))


class _Likes:
    """What the speaker did at moments like a given one."""

    def __init__(self, portrait: Portrait, step: int) -> None:
        self._frames, self._twins, self._said = portrait.frames[::step], portrait.twins[::step], portrait.said[::step]
        self._own, self._source = _Scale(portrait.frames), _Scale(portrait.twins)
        known = self._traits(portrait.frames, portrait.twins)[::step]
        self._usual = float(distances(known[::40], known[len(known) // 2 :: 40]).mean())
        self._known = known.astype(np.float32)
        self._norms = (self._known**2).sum(axis=1)
        self._kept = _KEPT if (portrait.said >= 0).any() else _KEPT_UNTOLD
        self._rows: dict[int, NDArray[np.int64]] = {}

    def __call__(self, guess: Floats, moved: Floats, phonemes: NDArray[np.int64], *, apart: int = 0) -> Floats:
        """`apart`: the moments are the speaker's own, and what lies nearer than this to one is no like of it."""
        places = looked_at(len(guess))
        asked = self._traits(guess, moved)[places].astype(np.float32)
        found = np.empty((len(places), guess.shape[1]))
        for phoneme in np.unique(phonemes[places]).tolist():
            at = np.flatnonzero(phonemes[places] == phoneme)
            rows = self._candidates(phoneme)
            for part in np.array_split(at, -(-len(at) // _AT_ONCE)):
                far = self._distances(asked[part], rows, phoneme)
                if apart:
                    far[np.abs(rows[None, :] - places[part][:, None]) < apart] = np.inf
                found[part] = self._mean(far, rows, moved[places[part]])
        return between(found, len(guess))

    def _distances(self, asked: Singles, rows: NDArray[np.int64], phoneme: int) -> Singles:
        far = asked @ self._known[rows].T
        far *= -2
        far += self._norms[rows][None, :]
        far += (asked**2).sum(axis=1)[:, None]
        np.sqrt(np.maximum(far, _LEAST, out=far), out=far)
        if phoneme >= 0 and len(rows) == len(self._said):
            far += np.float32(_OTHER_SOUND * self._usual) * (self._said != phoneme)
        return far

    def _mean(self, far: Singles, rows: NDArray[np.int64], moved: Floats) -> Floats:
        chosen = np.argpartition(far, _LIKES, axis=1)[:, :_LIKES]
        near = np.minimum(np.take_along_axis(far, chosen, axis=1), _FAR)
        weight = np.exp(-_SHARPNESS * ((near / near.min(axis=1, keepdims=True)) ** 2 - 1))
        weight = (weight / weight.sum(axis=1, keepdims=True))[:, None, :]
        chosen = rows[chosen]
        return (weight @ self._frames[chosen])[:, 0] + self._kept * (moved - (weight @ self._twins[chosen])[:, 0])

    def _candidates(self, phoneme: int) -> NDArray[np.int64]:
        if phoneme not in self._rows:
            own = np.flatnonzero(self._said == phoneme)
            self._rows[phoneme] = own if phoneme >= 0 and len(own) >= _ENOUGH else np.arange(len(self._said))
        return self._rows[phoneme]

    def _traits(self, own: Floats, source: Floats) -> Floats:
        return np.concatenate([_OWN * _in_context(self._own(own)), _in_context(self._source(source))], axis=1)


class _Scale:
    """What frames are compared by: each coefficient in spreads of its own, finer ones weighing less."""

    def __init__(self, known: Floats) -> None:
        self._centre = known.mean(axis=0)[_COMPARED]
        self._weight = np.exp(-_DIM * np.arange(_COMPARED.start, _COMPARED.stop)) / (known.std(axis=0)[_COMPARED] + 1e-6)

    def __call__(self, cepstra: Floats) -> Floats:
        return (cepstra[:, _COMPARED] - self._centre) * self._weight


def _in_context(normal: Floats) -> Floats:
    padded = np.pad(normal, ((_CONTEXT, _CONTEXT), (0, 0)), mode="edge")
    return np.concatenate([padded[: -2 * _CONTEXT], normal, padded[2 * _CONTEXT :]], axis=1)
