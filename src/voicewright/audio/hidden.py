"""A mark that nobody hears and `voicewright verify` finds: the loudness of small cells of the spectrum goes up and down by a pattern.

Spread-spectrum marking of log-magnitudes: ±1 dB in cells of 48 ms and 94 Hz between 0.3 and 3.6 kHz, so that a telephone
carries it too. Each block of cells is followed by its negative, since speech holds still for longer than that. Finding
it needs the word that the pattern is drawn from, and not the sound as it was before.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording, Samples
from voicewright.audio.resample import resampled

_HOP = 0.016
"""Seconds from frame to frame; a frame is two of them long."""
_BLOCK_FRAMES = 3
_BLOCKS = 64
"""After as many the pattern begins anew: three seconds."""
_LOWEST, _BAND, _BANDS = 300.0, 93.75, 35
"""Hz, Hz, and how many bands."""
_DEPTH = 1.2
"""dB up or down. PESQ between a recording and the marked one is 4.59 of at most 4.64."""

_RATE = 8000
"""Hz at which it is looked for."""
_AT_ONCE, _STEP = 30.0, 15.0
"""Seconds looked at together, and until the next look: a mark may be in a part of a recording only."""
_SHORTEST = 1.0
_DEEPEST = 10.0
"""In natural logarithms of power, below the loudest block: what lies deeper was not said."""
_LEAK = 0.1
"""Of the mean variance, added to each band's, so that few frames suffice to tell how bands go together."""
_MOST, _RANGE = 2.5, 3.0
"""Limits of a single cell's say, in standard deviations, and of a jump in natural logarithms of power."""
_CERTAIN = 1e-5
"""A mark is found where chance would show one as clear less often."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What looking for a mark came to."""

    found: bool
    chance: float
    """How often sound without this mark would show one as clear, 0–1."""


class Marker:
    """A stream of samples with the mark; as long as without, and aligned with it. Silence stays silent."""

    def __init__(self, *, word: str, rate: int) -> None:
        self._hop = round(_HOP * rate)
        self._rate = rate
        self._window = _window(2 * self._hop)
        self._gains = _gains(word, _hertz(2 * self._hop, rate))
        self._held = np.zeros(self._hop, dtype=np.float32)
        self._tail = np.zeros(self._hop)
        self._frames = 0
        self._taken = self._given = 0

    def feed(self, samples: Samples) -> Samples:
        """What can be said for sure so far: 16 to 32 ms less than what was fed."""
        self._taken += len(samples)
        return self._sounded(samples)

    def finish(self) -> Samples:
        """The rest."""
        left = self._taken - self._given
        return self._sounded(np.zeros(2 * self._hop, dtype=np.float32))[:left]

    def _sounded(self, samples: Samples) -> Samples:
        """Overlapping frames, each with its gains; the half of the first one that is before the sound is dropped."""
        self._held = np.concatenate([self._held, samples])
        count = len(self._held) // self._hop - 1
        if count < 1:
            return np.zeros(0, dtype=np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(self._held, 2 * self._hop)[:: self._hop][:count]
        spectra = np.fft.rfft(frames * self._window, axis=1) * self._gains[self._blocks(count)]
        halves = (np.fft.irfft(spectra, 2 * self._hop, axis=1) * self._window).reshape(-1, 2, self._hop)
        before = np.concatenate([self._tail[None], halves[:-1, 1]])
        out = (before + halves[:, 0]).ravel()[self._hop if self._frames == 0 else 0 :]
        self._tail = halves[-1, 1]
        self._held = self._held[count * self._hop :]
        self._frames += count
        self._given += len(out)
        return out.astype(np.float32)

    def _blocks(self, count: int) -> NDArray[np.int64]:
        """The block that each of the next frames is in: a frame of some rates is not quite 16 ms from the next."""
        places = (self._frames + np.arange(count)).astype(np.float64) * self._hop
        return np.floor(places / (_HOP * _BLOCK_FRAMES * self._rate) + 1e-9).astype(np.int64) % _BLOCKS


def sought(recording: Recording, *, word: str) -> Finding:
    """Whether the mark of a word is in a recording, at any rate, wherever it was cut. Sound that is faster or slower than it was shows none."""
    if recording.seconds < _SHORTEST:
        return Finding(found=False, chance=1.0)
    pattern = _pattern(word)[::2].astype(np.float64)
    levels = _levels(resampled(recording, _RATE).samples)
    looks = [_clearest(part, pattern) for part in _parts(levels)]
    trials = len(looks) * _BLOCKS * _BLOCK_FRAMES
    chance = min(1.0, trials * math.erfc(max(0.0, *looks) / math.sqrt(2)) / 2)
    return Finding(found=chance < _CERTAIN, chance=chance)


def _pattern(word: str) -> NDArray[np.int8]:
    """(blocks, bands) of ±1, each second block the one before turned round. A word is the same in any case and composition.

    Up and down are equally frequent in each band: sound that beats in time with the blocks shows no mark.
    """
    same = unicodedata.normalize("NFKC", word).strip().casefold()
    drawn = np.frombuffer(hashlib.shake_256(same.encode()).digest(_BLOCKS // 2 * _BANDS * 4), dtype="<u4").reshape(_BLOCKS // 2, _BANDS)
    order = drawn.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    half = np.where(order < _BLOCKS // 4, 1, -1).astype(np.int8)
    return np.stack([half, -half], axis=1).reshape(_BLOCKS, _BANDS)


def _window(size: int) -> Numbers:
    return np.sin(np.pi * (np.arange(size) + 0.5) / size)


def _hertz(size: int, rate: int) -> Numbers:
    return np.fft.rfftfreq(size, 1 / rate).astype(np.float64)


def _bands(hertz: Numbers) -> NDArray[np.int64]:
    """The band that each frequency is in; −1 outside."""
    band = np.floor((hertz - _LOWEST) / _BAND).astype(np.int64)
    return np.where((band >= 0) & (band < _BANDS), band, -1)


def _gains(word: str, hertz: Numbers) -> Numbers:
    """(blocks, bins): what each bin is multiplied by."""
    pattern = np.concatenate([_pattern(word), np.zeros((_BLOCKS, 1), np.int8)], axis=1)
    return 10 ** (_DEPTH / 20 * pattern[:, _bands(hertz)].astype(np.float64))


def _levels(samples: Samples) -> Numbers:
    """(frames, bands): power at 8 kHz."""
    hop = round(_HOP * _RATE)
    padded = np.pad(samples, (hop, 2 * hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, 2 * hop)[::hop]
    power = np.abs(np.fft.rfft(frames * _window(2 * hop), axis=1)) ** 2
    bands = _bands(_hertz(2 * hop, _RATE))
    return np.stack([power[:, bands == band].mean(axis=1) for band in range(_BANDS)], axis=1)


def _parts(levels: Numbers) -> Iterator[Numbers]:
    size, step = round(_AT_ONCE / _HOP), round(_STEP / _HOP)
    for start in range(0, max(1, len(levels) - size + step), step):
        yield levels[start : start + size]


def _clearest(levels: Numbers, pattern: Numbers) -> float:
    """How far the pattern stands out where it fits best, in standard deviations of sound without it."""
    jumps = _jumps(levels)
    fit, spread = jumps @ pattern.T, (jumps**2).sum(axis=1)
    pair, period = 2 * _BLOCK_FRAMES, _BLOCKS * _BLOCK_FRAMES
    moments = np.arange(len(jumps))
    best = 0.0
    for start in range(period):
        at = moments[(moments - start) % pair == 0]
        power = spread[at].sum()
        total = fit[at, (at - start) // pair % len(pattern)].sum()
        best = max(best, float(total / math.sqrt(power))) if power > 0 else best
    return best


def _jumps(levels: Numbers) -> Numbers:
    """(frames, bands): from each block to the next, by how much power falls, bands made independent of each other; 0 where nobody speaks."""
    logs = np.log(levels + levels.max() * 1e-5 + 1e-20)
    means, loudness = _block_means(logs), _block_means(np.log(levels.sum(axis=1, keepdims=True) + 1e-20))[:, 0]
    fall = np.clip(means[:-_BLOCK_FRAMES] - means[_BLOCK_FRAMES:], -_RANGE, _RANGE)
    quieter = np.minimum(loudness[:-_BLOCK_FRAMES], loudness[_BLOCK_FRAMES:])
    fall *= (quieter > loudness.max() - _DEEPEST)[:, None]
    together: Numbers = fall.T @ fall
    together += np.eye(_BANDS) * (np.trace(together) / _BANDS * _LEAK + 1e-9)
    apart: Numbers = fall @ np.linalg.inv(together)
    usual = np.sqrt((apart**2).sum(axis=0) / max(1, np.count_nonzero(fall[:, 0])))
    return np.clip(apart, -_MOST * usual, _MOST * usual)


def _block_means(values: Numbers) -> Numbers:
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    return (total[_BLOCK_FRAMES:] - total[:-_BLOCK_FRAMES]) / _BLOCK_FRAMES
