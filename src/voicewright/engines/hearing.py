"""What the conformance suite hears in a sound: plain measurements that need no model."""

from __future__ import annotations

import os
from itertools import pairwise, product
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voicewright.audio.recording import Recording, Samples
from voicewright.domain.script import Script
from voicewright.ports import Engine, Timbre

ENGLISH = (
    "The old lighthouse keeper climbed the stairs every evening before the sun went down.",
    "He carried a lamp, a loaf of bread and a small book of poems.",
    "From the gallery he could see the fishing boats come home.",
    "On stormy nights nobody in the village slept very well.",
    "In spring the gulls returned and made their nests on the rocks.",
    "Some visitors asked him whether he ever felt alone up there.",
    "He always answered that the sea was company enough for him.",
    "When the lamp was lit, he sat down and began to read aloud.",
)
"""Eight sentences, 500 characters."""

ECHO = 0.66
"""Likeness above which a second of sound is taken from a recording. Other words in 120 sounds of clones (eight people, seven
designed voices): 0.31–0.59. A second of a recording before other words, as it is or 6 % faster or slower: 0.75 and more. Two
seconds of a recording re-synthesised 15 % higher and 8 % slower: 0.73 and more."""

_STEP = 0.01
_FLOOR = 1e-6
_BANDS = 32
_SPREADS = np.array([8.0, 5.0, 3.0, 3.5, 2.5, 2.5, 2.0, 2.0])
"""By how much each cepstrum moves in speech. Without them the first two, how dark a sound is, would outweigh what is said."""
_PIECE = 100
"""Steps."""
_TEMPOS = (0.92, 0.96, 1.0, 1.04, 1.08)
_STILLNESS = 0.05 * len(_SPREADS) * _PIECE
"""Energy below which a stretch has no shape of its own, so that two hums are no echo of each other."""


def said(engine: Engine, timbre: Timbre, script: Script) -> Samples:
    """Everything that an engine says for a script."""
    frames = [frame.samples for frame in engine.speak(timbre, script)]
    return np.concatenate(frames) if frames else np.zeros(0, dtype=np.float32)


def seconds(engine: Engine, timbre: Timbre, script: Script) -> float:
    """How long an engine takes to say a script."""
    return len(said(engine, timbre, script)) / engine.capabilities.rate


def level(samples: Samples) -> float:
    """The level in dBFS of the louder half of a sound, in steps of 800 samples."""
    steps = samples[: len(samples) // 800 * 800].reshape(-1, 800).astype(np.float64)
    if not len(steps):
        return -120.0
    powers = np.sort(np.mean(steps**2, axis=1))
    return float(10 * np.log10(np.mean(powers[len(powers) // 2 :]) + _FLOOR**2))


def pitch(samples: Samples, *, rate: int, low: float = 55.0, high: float = 600.0) -> float:
    """The median fundamental of the voiced parts in Hz: peaks of the normalised autocorrelation of 60 ms.

    NaN where fewer than a tenth of the loud stretches are regular: noise through a narrow resonance now and then is.
    """
    size, longest, shortest = int(0.06 * rate), int(rate / low), int(rate / high)
    found: list[float] = []
    loud = 0
    for at in range(0, len(samples) - size - longest, size // 2):
        piece = samples[at : at + size].astype(np.float64)
        later = sliding_window_view(samples[at : at + size + longest].astype(np.float64), size)
        likeness = later @ piece / (np.linalg.norm(later, axis=1) * np.linalg.norm(piece) + _FLOOR)
        lags = likeness[shortest:longest]
        if np.linalg.norm(piece) / np.sqrt(size) < 0.01:  # noqa: PLR2004 - too quiet to be a voice
            continue
        loud += 1
        if lags.max(initial=0.0) > 0.7:  # noqa: PLR2004 - regular enough to be voiced
            first = int(np.argmax(lags > 0.9 * lags.max()))  # the first of the peaks that are as good, not a multiple of it
            peak = first + int(np.argmax(lags[first : first + max(2, shortest // 2)]))
            found.append(rate / (peak + shortest))
    return float(np.median(found)) if found and len(found) >= loud / 10 else float("nan")


def longest_silence(samples: Samples, *, rate: int) -> float:
    """Seconds of the longest stretch that is 35 dB below the loud parts."""
    longest = run = 0
    for quiet in _quiet(samples, rate=rate):
        run = run + 1 if quiet else 0
        longest = max(longest, run)
    return longest * _STEP


def onsets(samples: Samples, *, rate: int, after: float = 0.2) -> list[float]:
    """Seconds at which sound begins, at the start and after each silence of so many seconds."""
    found: list[float] = []
    still = round(after / _STEP)
    for step, quiet in enumerate(_quiet(samples, rate=rate)):
        if not quiet and (still >= round(after / _STEP)):
            found.append(step * _STEP)
        still = still + 1 if quiet else 0
    return found


def leading_silence(samples: Samples, *, rate: int) -> float:
    """Seconds before the first sound."""
    quiet = _quiet(samples, rate=rate)
    return float(np.argmin(quiet)) * _STEP if not quiet.all() else len(quiet) * _STEP


def echo(samples: Samples, *, rate: int, of: Recording) -> float:
    """How much the first 1.4 s of a sound are taken from a recording, −1…1, even where they were made higher or slower."""
    heard, source = _cepstra(samples, rate=rate), _cepstra(of.samples, rate=of.rate)
    if len(source) < _PIECE:
        return 0.0
    stretches = sliding_window_view(source, _PIECE, axis=0)
    stretches = stretches - stretches.mean(axis=2, keepdims=True)
    energies = np.sum(stretches**2, axis=(1, 2)) + _STILLNESS
    best = -1.0
    for at, tempo in product((0, 20, 40), _TEMPOS):
        steps = at + tempo * np.arange(_PIECE, dtype=np.float64)
        if steps[-1] <= len(heard) - 1:
            piece = _between(heard, steps)
            piece = piece - piece.mean(axis=0)
            likeness = np.einsum("tbs,sb->t", stretches, piece) / np.sqrt(energies * (np.sum(piece**2) + _STILLNESS))
            best = max(best, float(likeness.max()))
    return best


def memory() -> int:
    """Bytes of this process that are in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _cepstra(samples: Samples, *, rate: int) -> NDArray[np.float64]:
    """The first eight cepstra of 32 bands between 125 Hz and 8 kHz every 10 ms, without the level, each by its usual movement."""
    window = np.hanning(int(0.032 * rate))
    frames = sliding_window_view(samples.astype(np.float64), len(window))[:: int(_STEP * rate)] * window
    powers = np.abs(np.fft.rfft(frames, 2 * len(window))) ** 2
    edges = (np.geomspace(125, min(8000, rate / 2), _BANDS + 1) * 2 * len(window) / rate).astype(int)
    sums = np.stack([powers[:, low : max(low + 1, high)].sum(axis=1) for low, high in pairwise(edges)], axis=1)
    waves = np.cos(np.pi / _BANDS * np.outer(np.arange(_BANDS) + 0.5, np.arange(1, len(_SPREADS) + 1))) * np.sqrt(2 / _BANDS)
    return np.asarray(np.log(sums * 16000 / rate + 1e-3) @ waves / _SPREADS)


def _between(rows: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows at steps that need not be whole."""
    before = np.minimum(steps.astype(int), len(rows) - 2)
    part = (steps - before)[:, None]
    return np.asarray(rows[before] * (1 - part) + rows[before + 1] * part)


def _quiet(samples: Samples, *, rate: int) -> NDArray[np.bool_]:
    step = int(_STEP * rate)
    steps = samples[: len(samples) // step * step].reshape(-1, step).astype(np.float64)
    levels = 10 * np.log10(np.mean(steps**2, axis=1) + _FLOOR**2)
    return levels < level(samples) - 35.0
