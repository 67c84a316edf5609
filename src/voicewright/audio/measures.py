"""What can be measured of a recording of speech: clipping, noise, room, bandwidth, tones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.activity import RATE, Activity, framed, runs
from voicewright.audio.recording import Recording, Samples

Flags = NDArray[np.bool_]
_CLIP_FRAME = 0.01
_FLAT = 3
_FLAT_SECONDS = 150e-6
"""Samples, and seconds, in a row at one level that make a flat top: a deep voice's round ones are shorter."""
_TOP = 0.9
"""Of the highest peak: where flat tops are looked for, wave by wave a little lower than the last."""
_LEVEL = 5e-5
"""Of the highest peak: steps smaller than this are none."""
_FULL = 0.9995
_PILE = 1.3
"""How much more often the highest 4 % of levels occur than the 4 % below, where lossy coding has bent flat tops."""
_PEAK = 0.05
"""Below this highest peak nothing is called clipped: the steps of 16 bits are as large as those of a flat top."""

_FRAME = 512
_SPEECH_BAND = (100.0, 7500.0)
_QUIET, _BIAS, _TOGETHER = 12.0, 2.0, 5
_PAUSE = 30
"""Frames without speech that are enough to hear the noise by itself."""
_AWAY = 12
"""Frames after speech that are still its echo."""
HIGHEST_SNR = 60.0

_BANDS = ((400.0, 800.0), (800.0, 1600.0), (1600.0, 3200.0))
_DECAY = 12
"""Frames; 120 ms."""
_DROP = 12.0
"""dB that a sound falls by while its decay is measured; less tells nothing."""
_ABOVE = 10.0
"""dB over the noise where the measuring ends."""
_FASTEST = 15.0
"""Percentile of decays that is the room's: a speaker cannot stop sooner than the room does, and often stops later."""

_FALLS = 8
"""Decays in one band; of fewer none need be the fastest."""
_FLOOR = 8.0
"""Percentile of a band's levels that is taken for its noise."""

_LONG_FRAME = 2048
_MIDDLE = (300.0, 3000.0)
"""Hz."""
_DOWN = 50.0
"""dB below the speech's own middle where a spectrum ends."""


def clipped(recording: Recording) -> Flags:
    """Which 10 ms hold samples that were cut off: at full scale, or flat tops below it, or levels piled up under one."""
    samples = recording.samples
    size = max(1, round(_CLIP_FRAME * recording.rate))
    marked = np.zeros(len(samples), dtype=np.bool_)
    for wave in (samples, -samples):
        peak = float(wave.max(initial=0.0))
        if peak < _PEAK:
            continue
        flat = np.concatenate([np.abs(np.diff(wave)) < _LEVEL * peak, [False]]) & (wave > _TOP * peak)
        for start, end in runs(flat):
            if end - start + 1 >= max(_FLAT, round(_FLAT_SECONDS * recording.rate)):
                marked[start : end + 1] = True
        if _piled(wave, peak):
            marked |= wave > 0.96 * peak
        marked |= wave >= _FULL
    whole = np.pad(marked, (0, -len(marked) % size))
    return np.asarray(whole.reshape(-1, size).any(axis=1), dtype=np.bool_)


def _piled(wave: Samples, peak: float) -> bool:
    highest, below = (wave > 0.96 * peak).sum(), ((wave > 0.92 * peak) & (wave <= 0.96 * peak)).sum()
    return bool(highest > max(20, _PILE * below))


def spectra(activity: Activity) -> NDArray[np.float32]:
    """The power of each 10 ms in each band of 31 Hz."""
    window = np.hanning(_FRAME).astype(np.float32)
    parts = [(np.abs(np.fft.rfft(frames * window, axis=1)) ** 2).astype(np.float32) for frames in framed(activity.sound.samples, _FRAME)]
    return np.concatenate(parts) if parts else np.zeros((0, _FRAME // 2 + 1), dtype=np.float32)


def signal_to_noise(activity: Activity, power: NDArray[np.float32]) -> float:
    """dB, −20…60, of the speech over the noise, 100–7500 Hz.

    The noise is what is heard in pauses, or, where there are none, what each band never falls below (Martin 2001).
    """
    frequencies = np.linspace(0, RATE / 2, power.shape[1])
    band = power[:, (frequencies > _SPEECH_BAND[0]) & (frequencies < _SPEECH_BAND[1])].astype(np.float64)
    speaking = activity.speech[: len(band)]
    if not speaking.any():
        return -20.0
    noise = _steady(band)
    pauses = ~_widened(speaking, _AWAY)
    if pauses.sum() >= _PAUSE:
        noise = max(noise, float(np.median(band[pauses].sum(axis=1))))
    loud = float(band[speaking].sum(axis=1).mean())
    ratio = max(loud - noise, 1e-2 * noise) / max(noise, 1e-12)
    return float(np.clip(10 * np.log10(max(ratio, 1e-12)), -20.0, HIGHEST_SNR))


def _steady(band: NDArray[np.float64]) -> float:
    whole = band[: len(band) // _TOGETHER * _TOGETHER].reshape(-1, _TOGETHER, band.shape[1]).mean(axis=1)
    return float((np.percentile(whole, _QUIET, axis=0) * _BIAS).sum()) if len(whole) else 0.0


def _widened(flags: Flags, frames: int) -> Flags:
    return np.convolve(flags, np.ones(2 * frames + 1), mode="same") > 0


def reverberation(power: NDArray[np.float32]) -> float | None:
    """Seconds in which a sound falls by 60 dB in the room, by how fast speech ends at best (Wen, Habets and Naylor 2008); None where it cannot be told."""
    frequencies = np.linspace(0, RATE / 2, power.shape[1])
    times: list[float] = []
    for low, high in _BANDS:
        level = 10 * np.log10(np.maximum(power[:, (frequencies >= low) & (frequencies < high)].sum(axis=1), 1e-10))
        level = np.convolve(level, np.ones(3) / 3, mode="same")
        floor = float(np.percentile(level, _FLOOR)) + _ABOVE
        slopes = _decays(level, floor)
        if len(slopes) >= _FALLS:
            times.append(60 / (100 * float(np.percentile(slopes, 100 - _FASTEST))))
    return float(np.median(times)) if times else None


def _decays(level: NDArray[np.float64], floor: float) -> list[float]:
    """DB per frame of each long enough fall."""
    slopes: list[float] = []
    for start, end in runs(np.diff(level) < 0):
        fall = level[start : end + 1]
        fall = fall[fall > floor]
        if len(fall) >= _DECAY // 2 and fall[0] - fall[-1] >= _DROP:
            best = min(_DECAY, len(fall))
            slopes.append(float(max((fall[i] - fall[i + best - 1]) / (best - 1) for i in range(len(fall) - best + 1))))
    return slopes


def bandwidth(recording: Recording) -> float:
    """Hz up to which there is sound, by the loud moments' spectrum."""
    window = np.hanning(_LONG_FRAME).astype(np.float32)
    samples = np.pad(recording.samples, (0, max(0, _LONG_FRAME - len(recording.samples))))
    frames = np.lib.stride_tricks.sliding_window_view(samples, _LONG_FRAME)[:: max(_LONG_FRAME, len(samples) // 3000)]
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    loud = power[power.sum(axis=1) >= np.percentile(power.sum(axis=1), 50)]
    level = 10 * np.log10(np.maximum(np.percentile(loud, 90, axis=0), 1e-12))
    level = np.convolve(np.pad(level, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    frequencies = np.fft.rfftfreq(_LONG_FRAME, 1 / recording.rate)
    middle = float(level[(frequencies > _MIDDLE[0]) & (frequencies < _MIDDLE[1])].mean())
    there = np.flatnonzero(level > middle - _DOWN)
    return float(frequencies[there[-1]]) if len(there) else 0.0
