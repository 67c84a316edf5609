"""Where a recording holds speech, and where that speech has a pitch.

Loud beside the recording's own noise, and not one sound without a voice in it: taps, breath and wind are loud but have no period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.quality import FRAME, speech_frames
from voicewright.audio.recording import Recording, Samples
from voicewright.audio.resample import resampled

RATE = 16_000
"""Hz at which a recording is looked at; speech has little above 8 kHz."""
HOP = 160
"""Samples between frames: the 10 ms of `quality.FRAME`."""
PITCH = (65.0, 400.0)
"""Hz."""
_WINDOW = 640
"""40 ms: two periods of the deepest voice and more."""
_SIZE = 1024
_LEAST = 1600
"""Samples that every recording is filled up to with silence."""
_AT_ONCE = 2048
"""Frames in memory at a time."""
_PERIODIC = 0.5
"""The height of the autocorrelation's peak beside its origin, from which on a frame has a pitch."""
_BAND = (100.0, 4000.0)
"""Hz, in which speech has its power and rumble has none."""
_VOICED = 0.12
"""The least share of frames with a pitch in a stretch of speech: read sentences have half …"""
_VOICED_FRAMES = 4
"""… and the shortest word this many frames."""
_LONG = 100
"""Frames from which on a pitch that does not move is a machine's …"""
_MOVING = 0.15
"""… by its standard deviation in semitones; the flattest reader's is ten times that."""
_SAME = 1.5
"""Semitones that a pitch moves from one frame to the next; noise jumps over octaves."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Activity:
    """What is heard in each 10 ms."""

    sound: Recording
    """The recording at `RATE`."""
    speech: NDArray[np.bool_]
    pitch: NDArray[np.float32]
    """Hz; 0 where there is none."""

    @property
    def voiced(self) -> NDArray[np.bool_]:
        """Which frames have a pitch and are speech."""
        return self.speech & (self.pitch > 0)

    def stretches(self) -> list[tuple[float, float]]:
        """The speech from … to, seconds."""
        return [(start * FRAME, end * FRAME) for start, end in runs(self.speech)]


def heard(recording: Recording) -> Activity:
    """Listen to a recording of any rate."""
    sound = resampled(recording, RATE)
    if len(sound.samples) < _LEAST:
        sound = Recording(samples=np.pad(sound.samples, (0, _LEAST - len(sound.samples))), rate=RATE)
    pitch, band = _pitch(sound.samples)
    loud = speech_frames(Recording(samples=band, rate=RATE))[: len(pitch)]
    speech = np.zeros(len(pitch), dtype=np.bool_)
    voiced = steady(pitch)
    for start, end in runs(loud):
        speech[start:end] = _spoken(pitch[start:end][voiced[start:end]], end - start)
    return Activity(sound=sound, speech=speech, pitch=np.where(voiced, pitch, 0).astype(np.float32))


def _spoken(pitch: NDArray[np.float32], frames: int) -> bool:
    """Whether a loud stretch with these pitches is speech, and neither noise nor the hum of a machine."""
    if len(pitch) < max(_VOICED_FRAMES, _VOICED * frames):
        return False
    return len(pitch) < _LONG or float(np.std(12 * np.log2(pitch))) > _MOVING


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where flags are true: from, and up to but not including."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def framed(samples: Samples, size: int) -> Iterator[NDArray[np.float32]]:
    """Frames around the middle of each 10 ms, some thousand at a time."""
    count = len(samples) // HOP
    before = (size - HOP) // 2
    padded = np.pad(samples, (before, size))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::HOP][:count]
    for start in range(0, count, _AT_ONCE):
        yield frames[start : start + _AT_ONCE]


def _pitch(samples: Samples) -> tuple[NDArray[np.float32], Samples]:
    """Each frame's pitch by its autocorrelation (Boersma 1993), and the sound within the band of speech."""
    window = np.hanning(_WINDOW).astype(np.float32)
    own = np.fft.irfft(np.abs(np.fft.rfft(window, _SIZE)) ** 2)
    shortest, longest = int(RATE / PITCH[1]), int(RATE / PITCH[0])
    band = banded(samples, *_BAND)
    found = [np.zeros(0, dtype=np.float32)]
    for frames in framed(band, _WINDOW):
        power = np.abs(np.fft.rfft(frames * window, _SIZE, axis=1)) ** 2
        alike = np.fft.irfft(power, axis=1)[:, : longest + 2] / own[: longest + 2]
        alike /= np.maximum(alike[:, :1], 1e-9)
        lags = np.arange(longest + 2)
        # a little less for long lags: twice the period fits as well as the period
        best = (alike - 0.0004 * lags)[:, shortest : longest + 1].argmax(axis=1) + shortest
        height = alike[np.arange(len(best)), best]
        found.append(np.where(height > _PERIODIC, RATE / best, 0).astype(np.float32))
    return np.concatenate(found), band


def steady(pitch: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Frames whose pitch goes on from the one before or into the one after."""
    semitones = 12 * np.log2(np.maximum(pitch, 1.0))
    near = (np.abs(np.diff(semitones)) < _SAME) & (pitch[1:] > 0) & (pitch[:-1] > 0)
    return np.concatenate([near, [False]]) | np.concatenate([[False], near]) if len(pitch) else np.zeros(0, dtype=np.bool_)


def banded(samples: Samples, low: float, high: float) -> Samples:
    """The sound at `RATE` from … to, Hz; some seconds at a time would have edges, and five minutes fit."""
    if not len(samples):
        return samples
    size = 1 << (len(samples) - 1).bit_length()
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    edge = 1 / (1 + np.exp(-(frequencies - low) / 10)) / (1 + np.exp((frequencies - high) / 100))
    return np.fft.irfft(np.fft.rfft(samples, size) * edge, size)[: len(samples)].astype(np.float32)
