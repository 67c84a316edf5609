"""What a mapping that was learned still lacks beside the speaker: contrast, and the long-term spectrum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.spectrum import BINS, Floats, encode, envelopes

_CONTRAST, _MOST_CONTRAST = 0.8, 1.6
"""How much of the lost spread is given back, as a power of what was lost, and at most."""
_LEVEL_CONTRAST = 0.3
"""The same for the level, which is the sentence's as much as the speaker's."""
_QUIET = 30
"""Per cent of frames that say nothing of the spread."""
_MOST, _FINE = 1.4, 36
"""Nepers and coefficients of the equaliser."""
_FINISHED = 0.85
"""How far it goes: all the way costs likeness where pairs were poor."""
_LISTENED = slice(4, 300)
_AT_ONCE = 2200


def finished(portrait: Portrait, *, alike: tuple[Floats, Floats], spoken: Floats, own: Floats) -> Portrait:
    """The portrait with contrast and equaliser, of which it must have none yet.

    `alike`: what it makes beside what the speaker did, whose spreads are compared; `spoken`: what it makes of a text, whose
    long-term spectrum is compared with that of `own`, the speaker's frames.
    """
    ours, theirs = map(_loud, alike)
    contrast = np.clip((theirs.std(axis=0) / (ours.std(axis=0) + 1e-6)) ** _CONTRAST, 1.0, _MOST_CONTRAST)
    contrast[0] = np.clip((theirs[:, 0].std() / ours[:, 0].std()) ** _LEVEL_CONTRAST, 1.0, _MOST_CONTRAST)
    middle = ours.mean(axis=0)
    finish = _equaliser(middle + contrast * (spoken - middle), own)
    return replace(portrait, middle=middle, contrast=contrast, finish=finish)


def _equaliser(ours: Floats, own: Floats) -> Floats:
    lacking = np.clip(_long_term(own) - _long_term(ours), -_MOST, _MOST)
    finish = _FINISHED * encode(lacking[None, :])[0]
    finish[0] = 0.0
    finish[_FINE:] = 0.0
    return finish


def _loud(cepstra: Floats) -> Floats:
    return cepstra[cepstra[:, 0] >= np.percentile(cepstra[:, 0], _QUIET)]


def _long_term(cepstra: Floats) -> Floats:
    """The log of the mean power, as an amplitude, without its level."""
    power = np.zeros(BINS)
    for start in range(0, len(cepstra), _AT_ONCE):
        power += np.exp(2 * envelopes(cepstra[start : start + _AT_ONCE])).sum(axis=0)
    level = 0.5 * np.log(power / len(cepstra))
    return level - level[_LISTENED].mean()
