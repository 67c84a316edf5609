"""How loud something is to a listener (ITU-R BS.1770-4), and making it as loud as wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording, Samples

SILENT = -70.0
"""LUFS; the absolute gate, and the answer for silence."""
_BLOCK = 0.4
_STEP = 0.1
"""Seconds."""
_AT_ONCE = 10.0
_SETTLED = 0.5
"""Seconds of sound that are filtered together, and after which the filters have forgotten what was before."""
_RELATIVE_GATE = -10.0
_OFFSET = -0.691
_CEILING = 0.98
_AHEAD = 5
_HOLD = 60
"""Milliseconds."""


def loudness(recording: Recording) -> float:
    """Integrated loudness in LUFS; −70 for silence and for less than 0.4 s of sound."""
    power = _block_power(_weighted(recording), recording.rate)
    level = _OFFSET + 10 * np.log10(np.maximum(power, 1e-12))
    loud = power[level > SILENT]
    if not len(loud):
        return SILENT
    gate = _OFFSET + 10 * np.log10(loud.mean()) + _RELATIVE_GATE
    kept = power[(level > SILENT) & (level > gate)]
    return float(_OFFSET + 10 * np.log10(kept.mean()))


def normalized(recording: Recording, *, lufs: float, ceiling: float = 0.89) -> Recording:
    """The recording at a loudness, or as near to it as the ceiling on its highest peak allows. Silence stays as it is."""
    now = loudness(recording)
    peak = float(np.abs(recording.samples).max(initial=0.0))
    if now <= SILENT or peak == 0.0:
        return recording
    gain = min(10 ** ((lufs - now) / 20), ceiling / peak)
    return Recording(samples=(recording.samples * gain).astype(np.float32), rate=recording.rate)


class Limiter:
    """Sound that never exceeds the ceiling, as a stream of any pieces.

    The gain goes down before a loud moment comes and up again a while after it, so that it follows the level and not the wave.
    What comes out is as long as what went in, 5 ms later. Quiet sound is left alone.
    """

    def __init__(self, *, rate: int) -> None:
        self._block = max(1, rate // 1000)
        self._held = np.zeros(0, dtype=np.float32)
        self._before = np.ones(_HOLD + _AHEAD)

    def feed(self, samples: Samples) -> Samples:
        """What can go out."""
        self._held = np.concatenate([self._held, samples])
        return self._out(len(self._held) // self._block - _AHEAD)

    def finish(self) -> Samples:
        """The rest."""
        left = len(self._held)
        blocks = -(-left // self._block)
        self._held = np.pad(self._held, (0, (blocks + _AHEAD) * self._block - left))
        return self._out(blocks)[:left]

    def _out(self, count: int) -> Samples:
        if count <= 0:
            return np.zeros(0, dtype=np.float32)
        whole = self._held[: len(self._held) // self._block * self._block].reshape(-1, self._block)
        peaks = np.abs(whole).max(axis=1).astype(np.float64)
        needs = np.concatenate([self._before, np.minimum(1.0, _CEILING / np.maximum(peaks, 1e-9))])
        lowest = np.lib.stride_tricks.sliding_window_view(needs, _HOLD + _AHEAD + 1).min(axis=1)
        # one gain for the block before the first as well: within a block the gain moves from the one to the other
        gains = np.lib.stride_tricks.sliding_window_view(lowest, _AHEAD).mean(axis=1)
        way = np.arange(1, self._block + 1) / self._block
        moving = gains[:count, None] + (gains[1 : count + 1, None] - gains[:count, None]) * way
        self._before = needs[count : count + _HOLD + _AHEAD]
        self._held = self._held[count * self._block :]
        return (whole[:count] * moving).astype(np.float32).reshape(-1)


def _weighted(recording: Recording) -> NDArray[np.float64]:
    """K-weighting, applied to the spectrum of some seconds at a time; each begins a little early, by when its filters have settled."""
    lead, length = int(_SETTLED * recording.rate), len(recording.samples)
    size = 1 << int(_AT_ONCE * recording.rate).bit_length()
    response = _response(np.fft.rfftfreq(size, 1 / recording.rate).astype(np.float64), recording.rate)
    weighted = np.empty(length)
    for start in range(0, length, size - 2 * lead):
        early = max(0, start - lead)
        part = recording.samples[early : start + size - 2 * lead].astype(np.float64)
        weighted[start : early + len(part)] = np.fft.irfft(np.fft.rfft(part, size) * response, size)[start - early : len(part)]
    return weighted


def _response(frequencies: NDArray[np.float64], rate: int) -> NDArray[np.complex128]:
    """The shelf and the high-pass of BS.1770 as biquads at any rate (their analogue parameters are those behind its table for 48 kHz)."""
    z = np.exp(-2j * np.pi * frequencies / rate)
    k = np.tan(np.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = ((high + band * k / q + k * k) + 2 * (k * k - high) * z + (high - band * k / q + k * k) * z**2) / (
        (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    )
    k = np.tan(np.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    high_pass = (1 - 2 * z + z**2) / (1 + 2 * (k * k - 1) / (1 + k / q + k * k) * z + (1 - k / q + k * k) / (1 + k / q + k * k) * z**2)
    return shelf * high_pass


def _block_power(weighted: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    block, step = round(_BLOCK * rate), round(_STEP * rate)
    if len(weighted) < block:
        return np.zeros(0)
    total = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(weighted) - block + 1, step)
    return (total[starts + block] - total[starts]) / block
