"""One voice of several.

What is a figure is averaged, pitch and its kin as logarithms. The spectrum is averaged phoneme by phoneme, as each voice
would sound it. The frames of two speakers have no common time and are not averaged: those of the heaviest voice that has
any are kept, for their detail, and each is moved by as much as its phoneme's mean moves. A voice that was made from the
other source variant is asked what it does with that variant's phonemes, which espeak-ng is heard saying in both. Where the
heaviest is known as a person, so is the mix: it stands between the others, and who is no person yet is met in the same phrases.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from voicewright.domain.language import Language
from voicewright.engines.parametric.fronts import Voice, front_of, of_woman
from voicewright.engines.parametric.heard import Heard, hear
from voicewright.engines.parametric.mapping import Mapping, smoothed
from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.prior import Person, prior
from voicewright.engines.parametric.source import Source
from voicewright.engines.parametric.spectrum import Floats, Singles, shift_of
from voicewright.engines.phrases import PHRASES

_LANGUAGES = (Language.ENGLISH, Language.CHINESE, Language.SPANISH, Language.FRENCH)
"""Languages whose phonemes the variants are compared in; for any other the mean difference stands in."""
_RATE = 165
_SMOOTH = 9
"""Frames over which a move changes from one phoneme's to the next's."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One voice of a mix."""

    portrait: Portrait
    share: float
    """0–1; those of a mix make 1."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sounds:
    """The mean mel-cepstrum of each phoneme that a variant was heard saying."""

    names: tuple[str, ...]
    counts: Floats
    places: Floats


class Mixer:
    """Mixes portraits. What it hears of the source variants is kept."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._variants: dict[int, _Sounds] = {}
        self._phrases: dict[int, list[tuple[Heard, Floats]]] = {}

    def mixed(self, parts: Sequence[Part]) -> Portrait:
        """The voice between several; one alone is itself."""
        if len(parts) == 1:
            return parts[0].portrait
        base = max(parts, key=lambda part: (len(part.portrait.frames) > 0, part.share)).portrait
        sounds = self._sounds(base)
        finish = _mean(parts, "finish")
        means = [self._mapped(part.portrait, base, sounds) for part in parts]
        mean = np.sum([part.share * each for part, each in zip(parts, means, strict=True)], axis=0)
        own = next(each for part, each in zip(parts, means, strict=True) if part.portrait is base)
        moves = (mean - finish) - (own - base.finish)
        offsets = mean - finish - sounds.places @ shift_of(round(base.warp, 4), round(base.mouth, 4))
        general = np.average(offsets, axis=0, weights=sounds.counts)
        spectrum = replace(base, general=general, finish=finish, names=sounds.names, counts=sounds.counts, places=sounds.places, offsets=offsets)
        if base.person is not None:
            spectrum = replace(spectrum, **vars(_among([(part.share, self._person(part.portrait)) for part in parts])))
        return _figured(_moved(spectrum, base, moves), parts)

    def _person(self, portrait: Portrait) -> Person:
        """Where a voice stands among people: it may never have been one."""
        if portrait.person is not None:
            return portrait.person
        woman, mapping = of_woman(portrait.variant), Mapping(portrait)
        moments: list[Singles] = []
        frames: list[Floats] = []
        for heard, cepstra in self._said(portrait.variant):
            moments.append(heard.moments(cepstra, woman=woman))
            frames.append(mapping(cepstra, heard.names)[heard.spoken])
        return prior().person(np.concatenate(moments), np.concatenate(frames))

    def _sounds(self, base: Portrait) -> _Sounds:
        if base.names:
            return _Sounds(names=base.names, counts=base.counts, places=base.places)
        return self._variant(base.variant)

    def _mapped(self, portrait: Portrait, base: Portrait, sounds: _Sounds) -> Floats:
        """What a voice makes of the phonemes, said by its own variant."""
        places = sounds.places
        if portrait.variant != base.variant:
            places = places + self._difference(base.variant, portrait.variant, sounds.names)
        return Mapping(portrait).roughly(places, list(sounds.names))

    def _difference(self, here: int, there: int, names: Sequence[str]) -> Floats:
        one, other = self._variant(here), self._variant(there)
        common = [name for name in one.names if name in other.names]
        apart = np.stack([other.places[other.names.index(name)] - one.places[one.names.index(name)] for name in common])
        usual = np.average(apart, axis=0, weights=[one.counts[one.names.index(name)] for name in common])
        return np.stack([apart[common.index(name)] if name in common else usual for name in names])

    def _variant(self, variant: int) -> _Sounds:
        if variant not in self._variants:
            self._variants[variant] = self._listened(variant)
        return self._variants[variant]

    def _listened(self, variant: int) -> _Sounds:
        sums: dict[str, Floats] = {}
        counts: dict[str, int] = {}
        for heard, cepstra in self._said(variant):
            spoken: list[int] = heard.spoken.tolist()
            for place in spoken:
                name = heard.names[place]
                sums[name] = sums.get(name, 0.0) + cepstra[place]
                counts[name] = counts.get(name, 0) + 1
        places = np.stack([total / counts[name] for name, total in sums.items()])
        return _Sounds(names=tuple(sums), counts=np.array([float(count) for count in counts.values()]), places=places)

    def _said(self, variant: int) -> list[tuple[Heard, Floats]]:
        if variant not in self._phrases:
            said = [hear(self._source, PHRASES[language], Voice(front=front_of(language), variant=variant), _RATE) for language in _LANGUAGES]
            self._phrases[variant] = [(heard, heard.cepstra(0, len(heard))) for heard in said if heard is not None]
        return self._phrases[variant]


def _among(people: Sequence[tuple[float, Person]]) -> Person:
    """Who stands between several, each with a share."""
    return Person(
        code=np.sum([share * person.code for share, person in people], axis=0),
        shift=np.sum([share * person.shift for share, person in people], axis=0),
        leaning=np.sum([share * person.leaning for share, person in people], axis=0),
    )


def _moved(mix: Portrait, base: Portrait, moves: Floats) -> Portrait:
    """With the base's frames moved, each as its phoneme is."""
    if not len(base.frames):
        return mix
    usual = np.average(moves, axis=0, weights=mix.counts)
    moves = np.vstack([moves, usual])  # the last is for −1, frames of no known phoneme
    moves[:, 0] = 0.0  # the level is the sentence's
    moved = smoothed(moves[base.said], _SMOOTH)
    twins = base.twins if base.person is None else base.twins + moved  # what the prior says has moved with the person
    return replace(mix, frames=base.frames + moved, twins=twins, middle=base.middle + moves[-1])


def _figured(mix: Portrait, parts: Sequence[Part]) -> Portrait:
    heaviest = max(parts, key=lambda part: part.share).portrait
    return replace(
        mix,
        pitch=_between(parts, "pitch"),
        liveliness=_between(parts, "liveliness"),
        lowest=sum(part.share * part.portrait.lowest for part in parts),
        highest=sum(part.share * part.portrait.highest for part in parts),
        rate=_between(parts, "rate"),
        gain=_between(parts, "gain"),
        roughness=sum(part.share * part.portrait.roughness for part in parts),
        breath=sum(part.share * part.portrait.breath for part in parts),
        noise=_mean(parts, "noise"),
        accent=heaviest.accent,
    )


def _between(parts: Sequence[Part], name: str) -> float:
    """The weighted mean of the logarithms."""
    return math.exp(sum(part.share * math.log(max(1e-6, float(getattr(part.portrait, name)))) for part in parts))


def _mean(parts: Sequence[Part], name: str) -> Floats:
    return np.sum([part.share * np.asarray(getattr(part.portrait, name)) for part in parts], axis=0)
