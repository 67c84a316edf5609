"""Sound from pitch, mel-cepstra and aperiodicity, in a stream without seams.

One minimum-phase pulse per pitch period and one filtered stretch of noise per frame, overlap-added. WORLD's own
synthesis starts its phase anew at every call; here phase, noise and tails carry over, so a stretch may end anywhere.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from voicewright.engines.parametric.analysis import BANDS
from voicewright.engines.parametric.spectrum import BINS, FFT, HOP, RATE, Complexes, Floats, Singles, decode, frequencies

_SLACK = FFT + 2 * HOP
_HISS, _WHISPER = 500.0, 80.0
"""Hz; no voiceless consonant goes on below, and no whisper."""
_DISPERSION = 0.0004
"""Seconds an octave, above 200 Hz."""
_EARLY = 72
"""Samples by which everything comes late."""
_BREATH_DEPTH = 0.6
"""How much the noise of a voiced sound swells with each pulse; steady noise is heard beside the voice, not in it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Track:
    """What is to be sounded, frame by frame."""

    pitch: Floats
    """Hz; 0 for unvoiced frames."""
    cepstra: Floats
    noise: Floats
    """(frames, bands): the noisy part of the amplitude, 0–1."""

    def __len__(self) -> int:
        return len(self.pitch)

    def part(self, start: int, stop: int) -> Track:
        """Some of the frames."""
        return Track(pitch=self.pitch[start:stop], cepstra=self.cepstra[start:stop], noise=self.noise[start:stop])


@functools.cache
def _spread() -> Singles:
    """(bands, bins): from a value per band to a value per bin, straight lines between the bands' middles."""
    middles = np.array([(low + high) / 2 for low, high in pairwise(BANDS)])
    hertz = frequencies()
    return np.stack([np.interp(hertz, middles, row) for row in np.eye(len(middles))]).astype(np.float32)


@functools.cache
def _spent() -> Singles:
    """The phase in radians of a pulse whose low notes come before its high ones, as a glottis makes them: peaks are lower.

    Such a pulse begins before its time. What would wrap around to the end of its stretch is given `_EARLY` samples.
    """
    delay = _EARLY / RATE + _DISPERSION * np.log2(1 + (frequencies() / 200) ** 2) / 2
    cycles = np.concatenate([[0.0], np.cumsum((delay[1:] + delay[:-1]) / 2 * np.diff(frequencies()))])
    # whole half-turns at the last bin: a real signal has no other phase there
    cycles += (np.ceil(2 * cycles[-1]) / 2 - cycles[-1]) * frequencies() / frequencies()[-1]
    return (-2 * np.pi * cycles).astype(np.float32)


def _high_pass(edges: Floats) -> Complexes:
    """(edges, bins): Butterworth's of the second order, each from an edge in Hz."""
    turn = (frequencies()[None, :] / edges[:, None]).astype(np.float32)
    square = turn * turn
    below = np.empty(turn.shape, np.complex64)
    np.subtract(square, 1, out=below.real)
    np.multiply(turn, -np.sqrt(2), out=below.imag)
    return square / below


def _spectra(amplitude: Singles, phase: Singles) -> Complexes:
    """Cosine and sine apart: numpy has no fast exponential of complex numbers."""
    whole = np.empty(amplitude.shape, np.complex64)
    np.multiply(amplitude, np.cos(phase), out=whole.real)
    np.multiply(amplitude, np.sin(phase), out=whole.imag)
    return whole


class Vocoder:
    """One utterance being sounded. The last frame of a stretch is held over until the next, to be interpolated with."""

    def __init__(self, *, seed: int, whispers: bool = False) -> None:
        """`whispers`: what has no pitch is the voice itself, and not the consonants of one."""
        self._lowest = _WHISPER if whispers else _HISS
        self._random = np.random.default_rng(seed)
        self._held: Track | None = None
        self._phase = 0.0
        self._tail = np.zeros(_SLACK)
        self._noise = np.zeros(0)
        self._swell = np.zeros(0)

    def sound(self, track: Track) -> Floats:
        """`HOP` samples for each frame, less one frame the first time."""
        if self._held is not None:
            track = Track(
                pitch=np.concatenate([self._held.pitch, track.pitch]),
                cepstra=np.concatenate([self._held.cepstra, track.cepstra]),
                noise=np.concatenate([self._held.noise, track.noise]),
            )
        self._held = track.part(len(track) - 1, len(track))
        frames = len(track) - 1
        if frames < 1:
            return np.zeros(0)
        room = np.zeros(frames * HOP + _SLACK)
        room[:_SLACK] = self._tail
        phases = self._phases(track.pitch)
        self._add_pulses(room, track, phases)
        self._take_drift(room, track)
        self._add_noise(room, track, phases)
        self._phase = float(phases[-1] % 1.0)
        self._tail = room[frames * HOP :].copy()
        return room[: frames * HOP]

    def rest(self) -> Floats:
        """What still rings after the last frame."""
        tail, self._tail, self._held, self._noise = self._tail, np.zeros(_SLACK), None, np.zeros(0)
        return tail

    def _phases(self, pitch: Floats) -> Floats:
        """Cycles so far at every sample; unvoiced samples stand still."""
        here, there = pitch[:-1, None], pitch[1:, None]
        here, there = np.where(here > 0, here, there), np.where(there > 0, there, here)
        ramp = np.arange(HOP)[None, :] / HOP
        hertz = here * (1 - ramp) + there * ramp
        half = HOP // 2
        hertz[:, :half] *= pitch[:-1, None] > 0
        hertz[:, half:] *= pitch[1:, None] > 0
        return self._phase + np.cumsum(hertz.ravel()) / RATE

    def _add_pulses(self, room: Floats, track: Track, phases: Floats) -> None:
        before = np.concatenate([[self._phase], phases[:-1]])
        at = np.flatnonzero(np.floor(phases) > np.floor(before))
        if len(at) == 0:
            return
        step = phases[at] - before[at]
        late = (phases[at] - np.floor(phases[at])) / step
        times = at + 1 - late
        place = np.minimum(times / HOP, len(track) - 1 - 1e-9)
        frame = place.astype(int)
        part = (place - frame)[:, None]
        cepstra = track.cepstra[frame] * (1 - part) + track.cepstra[frame + 1] * part
        noise = np.minimum(1, track.noise[frame] * (1 - part) + track.noise[frame + 1] * part).astype(np.float32) @ _spread()
        whole = np.floor(times)
        amplitude, phase = decode(cepstra)
        phase += _spent() - (2 * np.pi / FFT * (times - whole)).astype(np.float32)[:, None] * np.arange(BINS, dtype=np.float32)
        amplitude = np.exp(amplitude) * np.sqrt(np.maximum(0, 1 - noise * noise) / step.astype(np.float32)[:, None])
        pulses = np.fft.irfft(_spectra(amplitude, phase), FFT, axis=1)
        for start, pulse in zip(whole.astype(int), pulses, strict=True):
            room[start : start + FFT] += pulse

    @staticmethod
    def _take_drift(room: Floats, track: Track) -> None:
        """What the pulses are on average taken off, lest syllables rumble.

        A high-pass below the pitch does that, too, and turns the phases of the lowest harmonics: DNSMOS 0.05 worse.
        """
        tone = 1 - np.minimum(1, track.noise[:, 0]) ** 2
        mean = np.exp(track.cepstra.sum(axis=1)) * np.sqrt(tone * track.pitch / RATE)
        at = np.arange((len(track) - 1) * HOP) / HOP
        room[_EARLY : _EARLY + len(at)] -= np.interp(at, np.arange(len(track)), mean)

    def _add_noise(self, room: Floats, track: Track, phases: Floats) -> None:
        frames = len(track) - 1
        fresh = self._random.standard_normal(frames * HOP)
        voiced = np.repeat(track.pitch[1:] > 0, HOP)
        fresh *= np.where(voiced, 1 + _BREATH_DEPTH * np.cos(2 * np.pi * phases), 1.0)
        if len(self._noise) == 0:
            self._noise = np.zeros(HOP)
        white = np.concatenate([self._noise, fresh])
        self._noise = white[-HOP:].copy()
        window = np.hanning(2 * HOP + 1)[:-1]
        pieces = np.lib.stride_tricks.sliding_window_view(white, 2 * HOP)[::HOP] * window
        level = np.where(track.pitch[1:, None] > 0, np.minimum(1, track.noise[1:]), 1.0).astype(np.float32) @ _spread()
        amplitude, phase = decode(track.cepstra[1:])
        edges = np.where(track.pitch[1:] > 0, track.pitch[1:], self._lowest)
        filters = _spectra(np.exp(amplitude) * level, phase) * _high_pass(edges)
        shaped = np.fft.irfft(np.fft.rfft(pieces.astype(np.float32), FFT, axis=1) * filters, FFT, axis=1)
        for index, piece in enumerate(shaped):
            start = index * HOP + _EARLY
            room[start : start + FFT] += piece
