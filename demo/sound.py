"""Sound files, read and written by PyAV."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE = 32_000
"""Hz, of everything that is shown and played."""


def samples_of(path: Path, *, longest: float = 60.0) -> NDArray[np.float32]:
    """The first minute of a file, mono, at RATE. Raises FFmpegError for what is no sound."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    parts: list[NDArray[np.float32]] = []
    with av.open(path) as source:
        for frame in source.decode(audio=0):
            parts += [piece.to_ndarray().reshape(-1).astype(np.float32) for piece in resampler.resample(frame)]
            if sum(map(len, parts)) > longest * RATE:
                break
    parts += [piece.to_ndarray().reshape(-1).astype(np.float32) for piece in resampler.resample(None)]
    return np.concatenate(parts)[: int(longest * RATE)]


def write_mp3(path: Path, samples: NDArray[np.float32]) -> None:
    """Write samples at RATE, so that every browser can play them."""
    with av.open(path, "w") as target:
        stream = target.add_stream("mp3", rate=RATE, layout="mono")
        stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate = RATE
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
