"""Steady noise out of a recording.

A Wiener filter whose signal-to-noise estimate is decision-directed (Ephraim and Malah 1984); the noise in each band is found from
its quietest moments, so that no pause has to be marked. The noisier the recording, the more is taken (Berouti, Schwartz, Makhoul,
"Enhancement of speech corrupted by acoustic noise", ICASSP 1979): a clean one, whose quiet moments are speech, keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording

SHORTEST = 0.5
"""Seconds; in less there is nothing to tell noise from speech by."""
_WINDOW = 0.032
_OVERLAP = 4
_AT_ONCE = 512
"""Frames in memory at a time: five minutes are otherwise more than a gigabyte."""
_TOGETHER = 5
"""Frames, and bands, that the estimate of noise is averaged over."""
_QUIET = 30.0
"""Percentile of a band's power over time that is taken for its noise …"""
_BIAS = 1.3
"""… times this: the mean of noise lies above its quiet moments."""
_SMOOTHING = 0.96
_NOISY, _CLEAN = 12.0, 16.0
"""dB of all sound over its noise: that of a recording which is wholly taken for noisy, and for clean."""
_OVER = 1.8
"""Of how many times its noise a noisy recording is rid."""
_FLOOR, _NOISY_FLOOR = 0.3, 0.1
"""The least gain, in clean recordings and in noisy ones: a little noise left sounds better than holes."""


def denoised(recording: Recording) -> Recording:
    """The recording with less steady noise, as long as before and aligned with it. Shorter than that: unchanged."""
    if recording.seconds < SHORTEST:
        return recording
    size = 1 << round(np.log2(_WINDOW * recording.rate))
    hop = size // _OVERLAP
    window = np.sqrt(np.hanning(size + 1)[:-1])
    padded = np.pad(recording.samples, (size, size + hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    noise = _noise(frames, window)
    noisy = _noisy(recording, 2 * float(noise.sum()) / (size * float((window**2).sum())))
    noise *= _OVER**noisy
    least = _FLOOR * (_NOISY_FLOOR / _FLOOR) ** noisy
    before = np.ones(len(noise))
    joined = np.zeros(len(padded), dtype=np.float32)
    for start in range(0, len(frames), _AT_ONCE):
        spectra = np.fft.rfft(frames[start : start + _AT_ONCE] * window, axis=1)
        gains, before = _gains(np.abs(spectra) ** 2 / noise, before, least)
        cleaned = np.fft.irfft(spectra * gains, size, axis=1) * window
        _add(joined[start * hop :], cleaned, hop)
    samples = joined[size : size + len(recording.samples)] / np.float32((window**2).sum() / hop)
    return Recording(samples=samples, rate=recording.rate)


def _noisy(recording: Recording, noise: float) -> float:
    """0 for a clean recording, 1 for a noisy one. `noise`: its power."""
    ratio = 10 * np.log10(float((recording.samples.astype(np.float64) ** 2).mean()) / noise + 1e-12)
    return float(np.clip((_CLEAN - ratio) / (_CLEAN - _NOISY), 0.0, 1.0))


def _gains(ratios: NDArray[np.float64], before: NDArray[np.float64], least: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For frames' power over noise; what is handed on is the last frame's cleaned power over noise."""
    gains = np.empty_like(ratios)
    for index, ratio in enumerate(ratios):
        prior = _SMOOTHING * before + (1 - _SMOOTHING) * np.maximum(ratio - 1, 0)
        gain = prior / (1 + prior)
        before = gain**2 * ratio
        gains[index] = np.maximum(gain, least)
    return gains, before


def _noise(frames: NDArray[np.float32], window: NDArray[np.float64]) -> NDArray[np.float64]:
    steady = np.concatenate(list(_steady_power(frames, window)))
    quiet = np.percentile(steady[1:-1], _QUIET, axis=0) * _BIAS
    mean = np.full(_TOGETHER, 1 / _TOGETHER)
    return np.maximum(np.convolve(np.pad(quiet, _TOGETHER // 2, mode="edge"), mean, mode="valid"), 1e-12)


def _steady_power(frames: NDArray[np.float32], window: NDArray[np.float64]) -> Iterator[NDArray[np.float32]]:
    """The mean power of every few frames, per band."""
    for start in range(0, len(frames) - _TOGETHER + 1, _AT_ONCE // _TOGETHER * _TOGETHER):
        some = frames[start : start + _AT_ONCE // _TOGETHER * _TOGETHER]
        some = some[: len(some) // _TOGETHER * _TOGETHER]
        power = np.abs(np.fft.rfft(some * window, axis=1)) ** 2
        yield power.reshape(-1, _TOGETHER, power.shape[1]).mean(axis=1).astype(np.float32)


def _add(total: NDArray[np.float32], frames: NDArray[np.float64], hop: int) -> None:
    for index, frame in enumerate(frames):
        total[index * hop : index * hop + len(frame)] += frame.astype(np.float32)
