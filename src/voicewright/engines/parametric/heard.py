"""A text as espeak-ng says it, taken apart: pitch, phonemes and the sound, trimmed to what is audible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.analysis import Voicing, at_rate, cepstra, clean_voicing
from voicewright.engines.parametric.fronts import SYLLABLES, Voice
from voicewright.engines.parametric.prior import Line, prior
from voicewright.engines.parametric.source import Manner, Source, Utterance
from voicewright.engines.parametric.spectrum import HOP, RATE, Floats, Singles, between, looked_at

_AUDIBLE = -50.0
"""dB below the loudest frame."""
_LEAD, _TRAIL = 4, 8
"""Frames kept around what is audible."""
_STRESS = "',%=|"
SLOWEST, FASTEST = 80, 350
"""Words per minute that espeak-ng does well: it refuses 79, and at 400 it leaves sounds out."""
_PACES = {"en-us": 0.86, "cmn": 1.37, "yue": 1.12, SYLLABLES: 1.12, "th": 1.2, "vi": 1.12, "fi": 1.12}
"""What espeak-ng has to be asked for, beside the words per minute that are wanted; measured. Mandarin: 0.23 s a syllable at 160."""


@dataclass(frozen=True, kw_only=True)
class Announced:
    """A word, or several that are said as one."""

    place: int
    """Its first character in the text."""
    start: int
    """The frame where it is first heard."""
    stop: int
    """The frame after its last, without the pause behind it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """One utterance of the source voice."""

    samples: Floats
    voicing: Voicing
    names: list[str]
    """The phoneme of each frame, without stress."""
    starts: list[int]
    """Frames where words begin."""
    announced: tuple[Announced, ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    def cepstra(self, start: int, stop: int, *, step: int = 2) -> Floats:
        """Mel-cepstra of the frames from `start` to before `stop`, of which every so many are looked at."""
        return between(cepstra(self.samples, self.voicing, start + looked_at(stop - start, step)), stop - start, step)

    @property
    def spoken(self) -> NDArray[np.int64]:
        """The frames that are no pauses."""
        return np.flatnonzero([not pause(name) for name in self.names])

    def moments(self, whole: Floats, *, woman: bool) -> Singles:
        """What the prior makes of the frames that are no pauses. `whole`: the mel-cepstra of all frames."""
        return prior().moments(whole, self.line(), self.spoken, woman=woman)

    def line(self) -> Line:
        """Its phonemes as the prior reads them."""
        return prior().line(["" if pause(name) else name for name in self.names], self.voicing.pitch > 0)

    def glance(self, step: int) -> Floats:
        """Mel-cepstra of every so many frames."""
        return cepstra(self.samples, self.voicing, np.arange(0, len(self), step))


def pause(name: str) -> bool:
    """Whether a phoneme name of espeak-ng stands for silence, or for no sound at all."""
    return name in {"", ";"} or name[0] in "_("


def hear(source: Source, text: str, voice: Voice, rate: float) -> Heard | None:
    """Have a text said at so many words per minute; None if nothing of it is audible."""
    wanted = _wanted(voice, rate)
    able = _able(wanted)
    said = source.say(text, Manner(voice=voice.name, rate=able))
    if len(said.samples) == 0:
        return None
    samples = at_rate(said.samples, said.rate)
    span = _audible(samples)
    if span is None:
        return None
    samples = np.ascontiguousarray(samples[span[0] * HOP : span[1] * HOP])
    found = _stretched(clean_voicing(samples), able / wanted if round(wanted) != able else 1.0)
    offset = span[0] * HOP / RATE
    times = found.times + offset
    words = np.unique(np.searchsorted(times, said.words / said.rate)).tolist()
    names = _names(said, times)
    starts = [int(word) for word in words if word < len(times)]
    return Heard(samples=samples, voicing=found, names=names, starts=starts, announced=tuple(_announced(said, times, names)))


def lasting(source: Source, text: str, voice: Voice, rate: float) -> float:
    """Seconds that a text takes at so many words per minute, without its pauses; quicker than to hear it."""
    said = source.say(text, Manner(voice=voice.name, rate=_able(_wanted(voice, rate))))
    lengths = np.diff(said.starts, append=len(said.samples))
    spoken = [not pause(name.strip(_STRESS)) for name in said.names]
    return float(lengths[spoken].sum()) / said.rate


def _wanted(voice: Voice, rate: float) -> float:
    return rate * _PACES.get(voice.front, 1.0)


def _able(rate: float) -> int:
    return round(min(FASTEST, max(SLOWEST, rate)))


def _announced(said: Utterance, times: Floats, names: list[str]) -> Iterator[Announced]:
    # a lone syllable of Korean is said and not announced
    places = said.places.tolist() or [0]
    starts = np.searchsorted(times, said.words / said.rate).tolist() or [0]
    for place, (start, stop) in zip(places, pairwise([*starts, len(names)]), strict=True):
        heard = [frame for frame in range(start, stop) if not pause(names[frame])]
        if heard:
            yield Announced(place=place, start=heard[0], stop=heard[-1] + 1)


def _stretched(found: Voicing, factor: float) -> Voicing:
    """More or fewer looks at the same sound: each frame lasts as long as ever, and the whole `factor` times as long."""
    if factor == 1.0 or len(found.times) == 0:
        return found
    places = np.arange(max(1, round(len(found.times) * factor))) / factor
    nearest = np.minimum(np.round(places).astype(int), len(found.times) - 1)
    times = np.minimum(places * HOP / RATE, found.times[-1])
    return Voicing(pitch=found.pitch[nearest], times=times)


def _audible(samples: Floats) -> tuple[int, int] | None:
    count = len(samples) // HOP
    if count == 0:
        return None
    levels = 10 * np.log10((samples[: count * HOP].reshape(count, HOP) ** 2).mean(axis=1) + 1e-12)
    loud = np.flatnonzero(levels > max(levels.max() + _AUDIBLE, -80.0))
    if len(loud) == 0:
        return None
    return max(0, int(loud[0]) - _LEAD), min(count, int(loud[-1]) + _TRAIL)


def _names(said: Utterance, times: Floats) -> list[str]:
    if not said.names:
        return ["_"] * len(times)
    # a language switch inside the text is announced as a phoneme of no length
    real = [index for index, name in enumerate(said.names) if not name.startswith("(")]
    starts = said.starts[real] / said.rate
    bare = [said.names[index].strip(_STRESS) for index in real]
    at = np.searchsorted(starts, times, side="right") - 1
    return [bare[index] if index >= 0 else "_" for index in at.tolist()]
