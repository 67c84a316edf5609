"""A recording as a picture: its wave with what is clipped, where speech is heard, and its spectrum over time."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.activity import heard
from voicewright.audio.measures import clipped, spectra
from voicewright.audio.overlap import second
from voicewright.audio.quality import FRAME
from voicewright.audio.recording import Recording

Picture = NDArray[np.uint8]
WIDTH = 1200
"""Pixels."""
_WAVE, _SPEECH, _SPECTRUM, _GAP = 180, 14, 257, 8
_PAPER, _INK, _CLIPPED, _SPOKEN, _SECOND, _TICK = (18, 20, 28), (150, 170, 220), (240, 70, 60), (90, 200, 120), (250, 170, 40), (60, 64, 80)
_DEPTH = 70.0
"""dB below the loudest point, where the colours of the spectrum begin."""
_COLOURS = np.array([(0, 0, 4), (80, 18, 123), (182, 54, 121), (251, 136, 97), (252, 253, 191)], dtype=np.float64)
"""From quiet to loud."""


def drawn(recording: Recording) -> bytes:
    """A PNG, 1,200 pixels wide. From the top: the wave, red where it is clipped, and a tick a second; speech in green, a second pitch in orange; the spectrum up to 8 kHz."""
    activity = heard(recording)
    picture = np.empty((_WAVE + _SPEECH + _SPECTRUM + 4 * _GAP, WIDTH, 3), dtype=np.uint8)
    picture[:] = _PAPER
    picture[: _WAVE + _GAP, _columns(recording.seconds)] = _TICK
    _wave(picture[_GAP : _GAP + _WAVE], recording)
    top = 2 * _GAP + _WAVE
    picture[top : top + _SPEECH, _stretched(activity.speech)] = _SPOKEN
    picture[top : top + _SPEECH, _stretched(second(activity))] = _SECOND
    top += _SPEECH + _GAP
    picture[top : top + _SPECTRUM] = _spectrum(spectra(activity))
    return _png(picture)


def _columns(seconds: float) -> NDArray[np.int64]:
    """Where each whole second is."""
    return (np.arange(1, int(seconds) + 1) / max(seconds, FRAME) * (WIDTH - 1)).astype(np.int64)


def _stretched(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same over the picture's width."""
    if not len(flags):
        return np.zeros(WIDTH, dtype=np.bool_)
    edges = np.linspace(0, len(flags), WIDTH + 1).astype(np.int64)
    return np.array([flags[start : max(start + 1, end)].any() for start, end in pairwise(edges)], dtype=np.bool_)


def _wave(area: Picture, recording: Recording) -> None:
    edges = np.linspace(0, len(recording.samples), WIDTH + 1).astype(np.int64)
    cut = _stretched(clipped(recording))
    half = (_WAVE - 1) / 2
    for column, (start, end) in enumerate(pairwise(edges)):
        part = recording.samples[start : max(start + 1, end)]
        high, low = np.clip(float(part.max(initial=0)), -1, 1), np.clip(float(part.min(initial=0)), -1, 1)
        area[round(half * (1 - high)) : round(half * (1 - low)) + 1, column] = _CLIPPED if cut[column] else _INK


def _spectrum(power: NDArray[np.float32]) -> Picture:
    if not len(power):
        return np.zeros((_SPECTRUM, WIDTH, 3), dtype=np.uint8)
    levels = 10 * np.log10(np.maximum(power, 1e-12))
    shade = np.clip((levels - levels.max() + _DEPTH) / _DEPTH, 0, 1) * (len(_COLOURS) - 1)
    shade = shade[np.linspace(0, len(power) - 1, WIDTH).astype(np.int64)].T[::-1]
    below = np.minimum(shade.astype(np.int64), len(_COLOURS) - 2)
    part = (shade - below)[..., None]
    return (_COLOURS[below] * (1 - part) + _COLOURS[below + 1] * part).astype(np.uint8)


def _png(picture: Picture) -> bytes:
    """8 bits each of red, green and blue (RFC 2083); every line begins with the number of its filter, none."""
    height, width, _ = picture.shape
    lines = np.pad(picture.reshape(height, -1), ((0, 0), (1, 0)))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(lines.tobytes())), (b"IEND", b""))
    chunks = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
