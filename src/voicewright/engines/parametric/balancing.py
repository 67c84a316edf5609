"""What a clone's long-term spectrum still lacks, as it is heard.

The equaliser of `finishing` compares envelopes. What harmonics, noise and silence make of them is in the sound alone, which is
compared here in third octaves (IEC 61260): a filter that fine follows nobody's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.engines.parametric.analysis import at_rate
from voicewright.engines.parametric.recording import BAND
from voicewright.engines.parametric.spectrum import RATE, SIZE, Floats, encode, envelopes, frequencies
from voicewright.engines.phrases import PHRASES

PLAIN = (
    PHRASES[Language.ENGLISH],
    "She told the children a story about the sea.",
    "We went home when the rain began.",
    "The little boat crossed the lake before the sun went down.",
    "Please put the heavy boxes next to the door and call me later.",
    "A cold wind blew through the streets of the old town all night.",
    "They have lived in the same house for more than twenty years.",
    "You can leave your coat and your wet shoes by the fire.",
    "The teacher wrote a few short words on the board and waited.",
    "It was too dark to read, so he lit a lamp and sat down again.",
    "Most of the shops are closed, but the market is open until five.",
    "We heard a dog bark somewhere behind the trees, and then nothing more.",
)
"""What a clone is heard with: fewer sentences have a spectrum of their own."""

_CENTRES = 100.0 * 2.0 ** (np.arange(19) / 3)
"""Hz of the third octaves."""
_POINTS = 2.0 ** (np.linspace(-1, 1, 8) / 6)
"""Where each is looked at, beside its centre."""
_WINDOW = 960
_AT_ONCE = 500
_LOUD, _SPEECH = 98, 30.0
"""Per cent of frames, and dB below the loudest of them that still are speech."""
_PRESENT = 60.0
"""dB below the loudest third octave: less was not recorded."""
_MOST = 8.0
"""dB that are given or taken."""
_ROUNDS = 6
"""A mel-cepstrum does not follow the lowest third octaves at once."""
_BIN_HERTZ = np.fft.rfftfreq(_WINDOW, 1 / RATE)


def lacking(spoken: Floats, own: Recording) -> Floats:
    """The mel-cepstrum that brings the long-term spectrum of a voice, heard at `RATE`, to that of its speaker's recording. No level."""
    theirs = at_rate(own.samples.astype(np.float64), own.rate)
    if min(len(spoken), len(theirs)) < _WINDOW:
        return np.zeros(SIZE)
    want, power = _octaves(_power(theirs)), _power(spoken)
    have = _octaves(power)
    known = (want > want.max() - _PRESENT) & (_CENTRES * _POINTS[-1] < BAND * own.rate / 2)
    apart = (want - have)[known]
    wanted = np.clip(apart - apart.mean(), -_MOST, _MOST)
    added = np.zeros(SIZE)
    for _ in range(_ROUNDS):
        gain = np.asarray(np.interp(_BIN_HERTZ, frequencies(), envelopes(added[None, :])[0]), np.float64)
        left = wanted - (_octaves(power * np.exp(2 * gain)) - have)[known]
        curve = np.asarray(np.interp(frequencies(), _CENTRES[known], left - left.mean()), np.float64)
        added += encode(curve[None, :] * np.log(10) / 20)[0]
        added[0] = 0.0
    return added


def _octaves(power: Floats) -> Floats:
    """Decibels of each third octave."""
    looked = np.interp(_CENTRES[:, None] * _POINTS, _BIN_HERTZ, power)
    return np.asarray(10 * np.log10(looked.mean(axis=1) + 1e-12), np.float64)


def _power(samples: Floats) -> Floats:
    """The power spectrum while somebody speaks."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[:: _WINDOW // 2]
    levels = np.concatenate([(some**2).mean(axis=1) for some in _parts(frames)])
    speech = np.flatnonzero(levels > np.percentile(levels, _LOUD) / 10 ** (_SPEECH / 10))
    window = np.hanning(_WINDOW)
    power = np.zeros(len(_BIN_HERTZ))
    for some in _parts(speech):
        power += (np.abs(np.fft.rfft(frames[some] * window, axis=1)) ** 2).sum(axis=0)
    return power


def _parts(values: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """So that minutes of frames are not in memory at once."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
