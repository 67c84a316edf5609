"""A voice made deeper or brighter, stronger or softer, fuller or crisper, or put into a hall, a telephone or a robot.

The filters are FFmpeg's, in one graph without delay; what is ours is which they are, and that the sound stays as loud as it was.
Shelves and peaks are the biquads of the Audio EQ Cookbook (R. Bristow-Johnson). Louder is meant as in ITU-R BS.1770.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph

from voicewright.audio.recording import Samples
from voicewright.domain.speech import Effect, Modification

SEMITONES = 4.0
"""What ±100 of pitch asks of the engine, beside the colour that is given here."""
_BLOCK = 0.02
"""Seconds between two looks at how loud it is."""
_PRIOR = 0.4
"""Seconds of speech that the guess at the loudness is worth before anything is heard."""
_USUAL = 0.1
"""RMS of usual speech."""
_KNEE = -32
"""dB above which the dynamics change."""

Filter: TypeAlias = tuple[str, str]
_WEIGHTING: tuple[Filter, ...] = (("highshelf", "f=1682:t=q:w=0.707:g=4"), ("highpass", "f=38:t=q:w=0.5"))
_SPEECH: tuple[Filter, ...] = (("highpass", "f=120:p=1"), ("lowpass", "f=500:p=1"))
"""What makes noise of the long-term spectrum of speech (Byrne and others, JASA 96, 1994), roughly."""
_NARROW: tuple[Filter, ...] = (("highpass", "f=300"), ("highpass", "f=300"), ("lowpass", "f=3400"), ("lowpass", "f=3400"))
_ECHOES = {
    Effect.SPACIOUS_ECHO: ((150, 300, 450, 600), (0.40, 0.25, 0.15, 0.08)),
    Effect.AUDITORIUM_ECHO: (
        (19, 29, 41, 53, 71, 89, 113, 149, 191, 241, 307, 389, 491, 613),
        (0.30, 0.28, 0.26, 0.24, 0.22, 0.20, 0.18, 0.16, 0.14, 0.12, 0.10, 0.08, 0.06, 0.04),
    ),
}
"""Milliseconds and levels. A large room has many reflections, and no two as far apart as others."""


class Effects:
    """A modification as a stream: pieces of any size together are what the whole would have been, the echo's tail last.

    Args:
        modification: What is changed; its pitch also asks `SEMITONES` of the engine, which is not done here.
        rate: Hz of the samples.
    """

    def __init__(self, modification: Modification, *, rate: int) -> None:
        chain = tuple(_filters(modification, rate))
        self._graph = _Chain(chain, rate) if chain else None
        self._level = _Level(_guess(chain, rate) if chain else 1.0, rate)
        self._size = round(_BLOCK * rate)
        self._dry = np.zeros(0, dtype=np.float32)
        self._wet = np.zeros(0, dtype=np.float32)

    def feed(self, samples: Samples) -> Samples:
        """What can go out: not more than a fiftieth of a second behind what came in."""
        if self._graph is None:
            return samples
        self._dry = np.concatenate([self._dry, samples])
        out = [np.zeros(0, dtype=np.float32)]
        while len(self._dry) >= self._size:
            out.extend(self._block(self._graph, self._dry[: self._size]))
            self._dry = self._dry[self._size :]
        return np.concatenate(out)

    def finish(self) -> Samples:
        """The rest, with whatever still echoes."""
        if self._graph is None:
            return np.zeros(0, dtype=np.float32)
        out = [np.zeros(0, dtype=np.float32)]
        if len(self._dry):
            out.extend(self._block(self._graph, self._dry))
        self._wet = np.concatenate([self._wet, self._graph.rest()])
        out.extend(self._level.leveled(self._wet[start : start + self._size]) for start in range(0, len(self._wet), self._size))
        self._dry = self._wet = self._wet[:0]
        return np.concatenate(out)

    def _block(self, graph: _Chain, block: Samples) -> Iterator[Samples]:
        self._level.hear(block)
        self._wet = np.concatenate([self._wet, graph.through(block)])
        while len(self._wet) >= self._size:
            yield self._level.leveled(self._wet[: self._size])
            self._wet = self._wet[self._size :]


class _Chain:
    """Filters one behind the other."""

    def __init__(self, filters: Sequence[Filter], rate: int) -> None:
        self._rate = rate
        self._taken = 0
        self._graph = Graph()
        first = self._graph.add_abuffer(format="flt", sample_rate=rate, layout="mono")
        between = [self._graph.add(name, options) for name, options in (*filters, ("aformat", "sample_fmts=flt:channel_layouts=mono"))]
        self._graph.link_nodes(first, *between, self._graph.add("abuffersink")).configure()

    def through(self, samples: Samples) -> Samples:
        """What comes out for more samples."""
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples, dtype=np.float32).reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = self._rate
        frame.pts = self._taken
        self._taken += len(samples)
        self._graph.push(frame)
        return self._pulled()

    def rest(self) -> Samples:
        """What is left when nothing more goes in."""
        self._graph.push(None)
        return self._pulled()

    def _pulled(self) -> Samples:
        parts = [np.zeros(0, dtype=np.float32)]
        while True:
            try:
                frame = self._graph.pull()
            except (BlockingIOError, EOFError):
                return np.concatenate(parts)
            assert isinstance(frame, AudioFrame)
            parts.append(frame.to_ndarray().reshape(-1).astype(np.float32))


class _Level:
    """Brings what comes out to the loudness of what went in, by all that was heard of both so far."""

    def __init__(self, guess: float, rate: int) -> None:
        self._before, self._behind = _Chain(_WEIGHTING, rate), _Chain(_WEIGHTING, rate)
        self._heard: list[float] = []
        known = _PRIOR * rate * _USUAL**2
        self._in, self._out = known * guess, known
        self._gain = float(np.sqrt(guess))

    def hear(self, dry: Samples) -> None:
        """A block that went in."""
        self._heard.append(_energy(self._before.through(dry)))

    def leveled(self, wet: Samples) -> Samples:
        """The block that came out, at its level."""
        if self._heard:  # when nothing more goes in, only an echo is heard
            self._in += self._heard.pop(0)
            self._out += _energy(self._behind.through(wet))
        gain = float(np.sqrt(self._in / self._out))
        moving = np.linspace(self._gain, gain, len(wet), dtype=np.float32)
        self._gain = gain
        return wet * moving


def _filters(modification: Modification, rate: int) -> Iterator[Filter]:
    if modification.pitch:
        share = modification.pitch / 100
        yield "lowshelf", f"f=250:g={-5 * share}"
        yield "highshelf", f"f=2500:g={5 * share}"
    if modification.intensity:
        yield from _effort(-modification.intensity / 100)
    if modification.timbre:
        yield from _resonance(modification.timbre / 100)
    if modification.effect is not None:
        yield from _placed(modification.effect, rate)


def _effort(share: float) -> Iterator[Filter]:
    """Whoever speaks up is brighter, and has fewer soft moments; below 0 it is the other way round."""
    slope = 1 - (0.5 if share > 0 else 0.2) * share
    yield "compand", f"attacks=0.005:decays=0.12:points=-90/-90|{_KNEE}/{_KNEE}|0/{_KNEE - _KNEE * slope}"
    yield "highshelf", f"f=1200:t=q:w=0.5:g={(6 if share > 0 else 9) * share}"


def _resonance(share: float) -> Iterator[Filter]:
    """Crisp above 0: air and consonants. Below, the full chest and the nose's resonances (250 Hz and 1 kHz)."""
    yield "equalizer", f"f=250:t=q:w=0.9:g={-4 * share}"
    yield "equalizer", f"f=1000:t=q:w=1.2:g={-4 * share}"
    yield "highshelf", f"f=3500:t=q:w=0.6:g={8 * share}"


def _placed(effect: Effect, rate: int) -> Iterator[Filter]:
    if effect is Effect.LOFI_TELEPHONE:
        yield from _NARROW
        yield "acrusher", f"level_in=1:level_out=1:bits=7:mode=log:mix=1:samples={max(1, round(rate / 8000))}"
        yield from _NARROW[2:]
    elif effect is Effect.ROBOTIC:
        # every window gets the same phases, so that the pitch is that of the windows; a sweep, because equal ones would be a click
        size = 1 << round(np.log2(0.032 * rate))
        phase = f"{4 * np.pi / 3 / size}*b*b"
        yield "afftfilt", f"real='hypot(re,im)*cos({phase})':imag='hypot(re,im)*sin({phase})':win_size={size}:overlap=0.75"
    else:
        delays, decays = _ECHOES[effect]
        yield "aecho", f"0.8:0.9:{'|'.join(map(str, delays))}:{'|'.join(map(str, decays))}"


@functools.lru_cache(maxsize=64)
def _guess(chain: tuple[Filter, ...], rate: int) -> float:
    """How much more power usual speech has before some filters than behind them."""
    noise = np.random.default_rng(0).standard_normal(rate).astype(np.float32)
    shaped = _Chain(_SPEECH, rate).through(noise)
    shaped *= np.float32(_USUAL) / np.sqrt(np.mean(shaped**2))
    behind = _Chain(chain, rate).through(shaped)
    return _energy(_Chain(_WEIGHTING, rate).through(shaped[: len(behind)])) / max(1e-12, _energy(_Chain(_WEIGHTING, rate).through(behind)))


def _energy(samples: Samples) -> float:
    return float(np.sum(samples.astype(np.float64) ** 2))
