"""One line of speech in one voice, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from voicewright.audio.recording import Samples
from voicewright.engines.parametric.ceiling import bounded
from voicewright.engines.parametric.delivery import Delivery
from voicewright.engines.parametric.fronts import of_woman
from voicewright.engines.parametric.heard import Heard
from voicewright.engines.parametric.mapping import REACH, Mapping
from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.prior import REACH as MOMENT
from voicewright.engines.parametric.prior import Line, prior
from voicewright.engines.parametric.spectrum import HOP, RATE, Floats, Singles, between, encode, envelopes, frequencies, looked_at
from voicewright.engines.parametric.vocoder import Track, Vocoder

_BLOCKS = (30, 70, 150, 300)
"""Frames; the first block is short, so that the listener need not wait."""
_NOMINAL = -2.6
"""Natural log of the amplitude that every sentence is brought to before the voice's gain."""
_GLANCE, _CLOSER_GLANCE = 16, 6
"""Frames from one look at a sentence's level to the next, and where the prior tells what was there."""
_FINE, _QUICK = 2, 6
"""Frames from one look at what espeak-ng says to the next: 10 ms, and 30 where speaking is to be quick."""
_HUSHED, _OUTLYING = 0.4, 6.0
"""Part of the frames that nobody calls loud, and what a loud one counts for at most, beside the median of them."""
_FLATTENED = 0.8
"""dB that straight lines over 30 ms take from the peaks; measured, 1.1 in four clones, 0.6 in six designed voices."""
_SHELF = 1500.0
"""Hz above which sound is heard as louder (as in ITU-R BS.1770)."""
_TAIL, _FADE = int(0.03 * RATE), int(0.005 * RATE)
_AIRY = np.array([0.25, 0.5, 1.0, 1.0, 1.0, 1.0])
"""How much of a voice's breath is heard in each band: air leaks above the lowest harmonics, which stay a tone."""
_TREMOR = 5.5
"""Hz."""
_JITTER = 0.035
_NEPER = np.log(10) / 20
_LEVELLED = 0.8
"""How far each sentence is brought to the voice's own pitch: some texts make espeak-ng speak higher than others."""
_SELDOM = (3, 97)
"""Per cent of the voiced frames that bound a register."""
_NARROWEST = 0.1
"""Nepers on either side of the centre that every voice is granted."""
_KNEE = 0.7
"""Of the way to its bounds a voice moves freely; beyond, it gets harder, and it never passes them."""
_FURTHEST = 1.1
"""Of the log pitch from the voice's median."""


@dataclass(frozen=True, kw_only=True)
class Register:
    """How high a source voice speaks."""

    centre: float
    """Median of the log pitch."""
    spread: float
    lowest: float = -0.7
    """How far below the centre it goes, but for the odd moment."""
    highest: float = 0.7


def register_of(pitch: Floats) -> Register:
    """The register of an utterance: median and half the 16–84 % range of the log pitch, octave errors left out."""
    logs = np.log(pitch[pitch > 0])
    if len(logs) < 10:  # noqa: PLR2004 - 50 ms of voice are no register
        return Register(centre=float(np.log(130.0)), spread=0.15)
    centre = float(np.median(logs))
    logs = logs[np.abs(logs - centre) < 0.5]  # noqa: PLR2004 - an octave is 0.69
    low, high = np.percentile(logs, [16, 84])
    centre = float(np.median(logs))
    lowest, highest = np.percentile(logs, _SELDOM) - centre
    return Register(
        centre=centre, spread=max(0.04, float(high - low) / 2), lowest=min(-_NARROWEST, float(lowest)), highest=max(_NARROWEST, float(highest))
    )


class Rendering:
    """What does not change within a script: voice, manner and seed."""

    def __init__(self, portrait: Portrait, manner: Delivery, *, seed: int) -> None:
        self._portrait = portrait
        self._manner = manner
        self._seed = seed
        self._whispers = manner.whisper or portrait.breath >= 1.0
        self._mapping = Mapping(portrait, quick=manner.quick)
        self._step = _QUICK if manner.quick else _FINE
        self._colour = encode(_NEPER * manner.tilt * frequencies() / 8000)
        self._colour[0] += _NEPER * (manner.level + (_FLATTENED if manner.quick else 0.0)) + np.log(max(portrait.gain, 1e-6))

    def line(self, heard: Heard, register: Register, *, number: int) -> Iterator[Samples]:
        """The sound of an utterance; `number` is its place in the script and varies the noise."""
        vocoder = Vocoder(seed=self._seed * 1000003 + number, whispers=self._whispers)
        random = np.random.default_rng((self._seed, number))
        pitch = self._pitch(heard.voicing.pitch, register, random)
        known = None if self._portrait.person is None else heard.line()
        lift = self._lift(self._glanced(heard, known))
        for start, stop in _blocks(len(heard)):
            cepstra = self._mapped(heard, known, (start, stop))
            cepstra[:, 0] += lift
            yield _finished(vocoder.sound(self._track(cepstra, pitch[start:stop])), opening=start == 0)
        tail = vocoder.rest()[:_TAIL]
        yield bounded(tail * np.linspace(1, 0, len(tail)))

    def _glanced(self, heard: Heard, line: Line | None) -> Floats:
        """Roughly what the voice makes of the whole sentence, a frame now and then. By offsets alone a clone's sentences scatter by a third more."""
        if line is None:
            return self._mapping.roughly(heard.glance(_GLANCE), heard.names[::_GLANCE])
        cepstra, at = heard.cepstra(0, len(heard), step=_QUICK), np.arange(0, len(heard), _CLOSER_GLANCE)
        moments = prior().moments(cepstra, line, at, woman=of_woman(self._portrait.variant))
        return self._mapping.roughly(cepstra[at], heard.names[::_CLOSER_GLANCE], moments)

    @staticmethod
    def _lift(glanced: Floats) -> float:
        """What brings a sentence to the level of every other."""
        weight = 1 + 1.5 * frequencies() ** 2 / (frequencies() ** 2 + _SHELF**2)
        powers = np.sort(np.exp(2 * envelopes(glanced)) @ weight)
        loud = powers[int(_HUSHED * len(powers)) :]
        # one frame may lie far from all that was learned; it must not make the rest quiet
        return _NOMINAL - 0.5 * float(np.log(np.minimum(loud, _OUTLYING * np.median(loud)).mean() + 1e-9))

    def _mapped(self, heard: Heard, line: Line | None, span: tuple[int, int]) -> Floats:
        """The voice's mel-cepstra of some frames, which do not depend on where the span begins and ends."""
        start, stop = span
        before, after = max(0, start - REACH), min(len(heard), stop + REACH)
        first, last = (before, after) if line is None else (max(0, before - MOMENT), min(len(heard), after + MOMENT))
        cepstra = heard.cepstra(first, last, step=self._step)
        moments = None if line is None else self._moments(cepstra, line, (before, after), first)
        mapped = self._mapping(cepstra[before - first : after - first], heard.names[before:after], moments)
        return mapped[start - before : stop - before]

    def _moments(self, cepstra: Floats, line: Line, span: tuple[int, int], first: int) -> Singles:
        frames = span[1] - span[0]
        woman = of_woman(self._portrait.variant)
        seen = prior().moments(cepstra, line, span[0] + looked_at(frames, self._step), woman=woman, first=first)
        return between(seen, frames, self._step).astype(np.float32)

    def _track(self, cepstra: Floats, pitch: Floats) -> Track:
        noise = np.repeat(self._portrait.noise[None, :], len(pitch), axis=0)
        breath = min(1.0, self._portrait.breath + self._manner.breath)
        noise += (1 - noise) * breath * (1 if breath >= 1 else _AIRY)
        return Track(pitch=pitch, cepstra=cepstra + self._colour, noise=noise)

    def _pitch(self, source: Floats, register: Register, random: np.random.Generator) -> Floats:
        if self._whispers:
            return np.zeros_like(source)
        voiced = source > 0
        logs = np.log(np.where(voiced, source, 1.0))
        own = float(np.median(logs[voiced])) if voiced.any() else register.centre
        away = logs - register.centre - _LEVELLED * (own - register.centre)
        away = _within(away * self._portrait.liveliness, self._portrait.lowest, self._portrait.highest) * self._manner.range
        away += self._manner.pitch * np.log(2) / 12
        away += self._manner.tremor * np.log(2) / 12 * np.sin(2 * np.pi * _TREMOR * np.arange(len(source)) * HOP / RATE)
        away += self._portrait.roughness * _JITTER * random.standard_normal(len(source))
        return np.where(voiced, self._portrait.pitch * np.exp(np.clip(away, -_FURTHEST, _FURTHEST)), 0.0)


def _within(away: Floats, lowest: float, highest: float) -> Floats:
    """Bent so that it stays between the bounds."""
    bound = np.where(away < 0, lowest, highest)
    share = away / bound
    bent = _KNEE + (1 - _KNEE) * np.tanh((share - _KNEE) / (1 - _KNEE))
    return bound * np.where(share > _KNEE, bent, share)


def _blocks(frames: int) -> Iterator[tuple[int, int]]:
    start = turn = 0
    while start < frames:
        stop = min(frames, start + _BLOCKS[min(turn, len(_BLOCKS) - 1)])
        yield start, stop
        start, turn = stop, turn + 1


def _finished(sound: Floats, *, opening: bool) -> Samples:
    if opening:
        sound[:_FADE] *= np.linspace(0, 1, len(sound[:_FADE]))
    return bounded(sound)
