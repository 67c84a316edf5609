"""Speech taken apart by WORLD into pitch, mel-cepstra and aperiodicity.

WORLD: Morise, Yokomori, Ozawa, "WORLD: a vocoder-based high-quality speech synthesis system", IEICE 2016. DIO with
StoneMask follows pitch (harvest is better on noise and nine times slower), CheapTrick the envelope, D4C aperiodicity.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording
from voicewright.audio.resample import resampled
from voicewright.engines.parametric.spectrum import BINS, FFT, HOP, RATE, Floats, encode

if TYPE_CHECKING:
    from collections.abc import Callable

FLOOR, CEILING = 65.0, 600.0
"""Hz of pitch."""
BANDS = (0, 1000, 2000, 4000, 6000, 8000, 12000)
"""Hz; edges of the bands of aperiodicity."""
_QUIET = 1e-10
_AROUND = 5
"""Frames over which a rough pitch is smoothed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Voicing:
    """Pitch over time."""

    pitch: Floats
    """Hz; 0 where there is none."""
    times: Floats
    """Seconds of the frames."""


def _world(name: str) -> Callable[..., object]:
    # pyworld takes a third of a second to import and ships no types
    import pyworld  # noqa: PLC0415

    return cast("Callable[..., object]", getattr(pyworld, name))


def at_rate(samples: Floats, rate: int) -> Floats:
    """The same sound at `RATE`, in double precision as WORLD wants it."""
    recording = Recording(samples=samples.astype(np.float32), rate=rate)
    return resampled(recording, RATE).samples.astype(np.float64)


def voicing(samples: Floats) -> Voicing:
    """The pitch of a recording at `RATE`."""
    rough, times = _followed(samples, coarseness=1)
    return Voicing(pitch=cast("Floats", _world("stonemask")(samples, rough, times, RATE)), times=times)


def clean_voicing(samples: Floats) -> Voicing:
    """The pitch of a clean voice, found twelve times as fast: median 2.7 cents off harvest's, half as jagged as StoneMask's."""
    rough, times = _followed(samples, coarseness=6)
    voiced = rough > 0
    logs = np.where(voiced, np.log(np.maximum(rough, 1.0)), 0.0)
    window = np.hanning(_AROUND + 2)[1:-1]
    near = np.convolve(logs, window, "same") / np.maximum(np.convolve(voiced, window, "same"), window.min())
    return Voicing(pitch=np.where(voiced, np.exp(near), 0.0), times=times)


def _followed(samples: Floats, *, coarseness: int) -> tuple[Floats, Floats]:
    """DIO's pitch, a little jagged, and the times of the frames."""
    found = _world("dio")(samples, RATE, f0_floor=FLOOR, f0_ceil=CEILING, frame_period=1000 * HOP / RATE, speed=coarseness)
    return cast("tuple[Floats, Floats]", found)


def spectra(samples: Floats, heard: Voicing, frames: NDArray[np.int64]) -> Floats:
    """Log-amplitude envelopes of some of the frames."""
    power = _world("cheaptrick")(samples, heard.pitch[frames], heard.times[frames], RATE, fft_size=FFT, f0_floor=71.0)
    return 0.5 * np.log(np.maximum(cast("Floats", power), _QUIET))


def cepstra(samples: Floats, heard: Voicing, frames: NDArray[np.int64]) -> Floats:
    """Mel-cepstra of some of the frames."""
    return encode(spectra(samples, heard, frames))


def aperiodicity(samples: Floats, heard: Voicing, frames: NDArray[np.int64]) -> Floats:
    """The noisy part of the amplitude of some of the frames in each of `BANDS`, 0–1; 1 where there is no pitch."""
    whole = cast("Floats", _world("d4c")(samples, heard.pitch[frames], heard.times[frames], RATE, fft_size=FFT))
    edges = [round(edge / RATE * FFT) for edge in BANDS]
    edges[-1] = BINS
    return np.stack([whole[:, low:high].mean(axis=1) for low, high in pairwise(edges)], axis=1)
