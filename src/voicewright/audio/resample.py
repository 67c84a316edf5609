"""Another sample rate."""

from __future__ import annotations

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from voicewright.audio.recording import Recording, Samples

_AT_ONCE = 1 << 16
"""Samples handed to FFmpeg, which keeps several copies of what it is handed."""


class Resampler:
    """A stream of samples at another rate: the pieces together are what the whole would have been."""

    def __init__(self, *, source: int, target: int) -> None:
        self._source = source
        self._engine = None if source == target else AudioResampler(format="flt", layout="mono", rate=target)

    def feed(self, samples: Samples) -> Samples:
        """What can be said for sure so far."""
        if self._engine is None or not len(samples):
            return samples
        parts: list[np.ndarray] = []
        for start in range(0, len(samples), _AT_ONCE):
            some = np.ascontiguousarray(samples[start : start + _AT_ONCE], dtype=np.float32)
            frame = AudioFrame.from_ndarray(some.reshape(1, -1), format="flt", layout="mono")
            frame.sample_rate = self._source
            parts += [part.to_ndarray().reshape(-1) for part in self._engine.resample(frame)]
        return _joined(parts)

    def finish(self) -> Samples:
        """The rest."""
        if self._engine is None:
            return np.zeros(0, dtype=np.float32)
        return _joined([part.to_ndarray().reshape(-1) for part in self._engine.resample(None)])


def resampled(recording: Recording, rate: int) -> Recording:
    """The recording at another rate in Hz, as long as before to within a sample."""
    if recording.rate == rate or not len(recording.samples):
        return Recording(samples=recording.samples, rate=rate)
    resampler = Resampler(source=recording.rate, target=rate)
    samples = np.concatenate([resampler.feed(recording.samples), resampler.finish()])
    wanted = round(len(recording.samples) * rate / recording.rate)
    fitted = np.pad(samples[:wanted], (0, max(0, wanted - len(samples))))
    return Recording(samples=fitted.astype(np.float32), rate=rate)


def _joined(parts: list[np.ndarray]) -> Samples:
    return np.concatenate(parts).astype(np.float32, copy=False) if parts else np.zeros(0, dtype=np.float32)
