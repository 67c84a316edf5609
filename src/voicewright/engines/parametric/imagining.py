"""A portrait from a description and a seed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from voicewright.engines.parametric.fronts import FEMALE, MALE, VARIANTS
from voicewright.engines.parametric.people import LOOK, MEN, WOMEN, Person
from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.spectrum import Floats, encode, frequencies
from voicewright.engines.parametric.vocabulary import Trait, meaning
from voicewright.ports import Design

_PITCH = {FEMALE: 196.0, MALE: 112.0}
_NOISE = np.array([0.0, 0.03, 0.32, 0.55, 0.68, 0.85])
_RATE, _RATE_SPAN = 160.0, 0.22
"""Words per minute, and how far descriptions take it, in nepers: 128 to 199."""
_NEPER = np.log(10) / 20
_PITCHES, TRACTS = (62.0, 380.0), (0.82, 1.34)
_PITCH_PLAY, _TRACT_PLAY, _MOUTH_PLAY, _PACE_PLAY, _LIVELY_PLAY, _HILL_PLAY = 1.1, 1.0, 1.5, 4.0, 12.0, 1.5
"""Standard deviations of what a seed decides beside the person: semitones, then per cent, then dB."""
_HILL_WIDTH = 0.38
"""Octaves."""
_SHELF = 2000.0
"""Hz."""
MUTE = 0.92


def imagined(design: Design) -> tuple[Portrait, dict[str, str]]:
    """The portrait for a description: the same for the same words, language and seed."""
    meant = meaning(design.prompt, design.language)
    words = f"{design.language}\n{' '.join(design.prompt.split()).lower()}"
    random = np.random.default_rng(list(hashlib.sha256(f"{design.seed}\n{words}".encode()).digest()))
    woman = meant.trait.woman > 0 if meant.trait.woman else bool(random.integers(2))
    people = WOMEN if woman else MEN
    # two prompts that are not one person with one seed are not with any other, and neighbouring seeds are other people
    place = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big") + design.seed
    facts = {"understood": ", ".join(meant.understood), "unknown": ", ".join(meant.unknown)}
    portrait = _portrait(meant.trait, people[place % len(people)], FEMALE if woman else MALE, random)
    return replace(portrait, accent=meant.accent), facts


def _portrait(trait: Trait, person: Person, kind: str, random: np.random.Generator) -> Portrait:
    play = np.clip(random.standard_normal(5), -1.8, 1.8)
    pitch = _PITCH[kind] * 2 ** ((trait.pitch + _PITCH_PLAY * play[0]) / 12)
    portrait = Portrait(
        variant=VARIANTS.index(person.variant),
        pitch=float(np.clip(pitch, *_PITCHES)),
        liveliness=float(np.clip(1 + (trait.lively + _LIVELY_PLAY * play[1]) / 100, 0.25, 2.0)),
        rate=_RATE * float(np.exp(_RATE_SPAN * np.tanh((trait.pace + _PACE_PLAY * play[2]) / 100 / _RATE_SPAN))),
        warp=float(np.clip(person.tract * (1 + (trait.tract + _TRACT_PLAY * play[3]) / 100), *TRACTS)),
        mouth=person.mouth * (1 + _MOUTH_PLAY * play[4] / 100),
        roughness=float(np.clip(trait.rough, 0, 1.2)),
        breath=float(np.clip(trait.breath, 0, 1)),
        general=encode((_NEPER * (tinted(trait) + looks(person, random)))[None, :])[0],
        noise=np.clip(_NOISE * np.exp(0.3 * random.standard_normal(len(_NOISE))), 0, 1),
    )
    return replace(portrait, breath=1.0) if portrait.breath > MUTE else portrait


def tinted(trait: Trait) -> Floats:
    """The colour that words ask for, in dB by frequency."""
    hertz, octave = frequencies(), _octaves()
    colour = trait.tilt * hertz / 8000
    colour += trait.body / (1 + (hertz / 500) ** 4)
    colour += trait.ring * np.exp(-(((octave - np.log2(3200)) / 0.5) ** 2))
    # a nasal tract: a murmur at 250 Hz and 1 kHz, a hole between and another above
    for middle, size in ((260, 3.0), (1000, 2.5), (560, -7.0), (1900, -6.0)):
        colour += max(0.0, trait.nasal) * size * np.exp(-(((octave - np.log2(middle)) / 0.22) ** 2))
    return colour


def _octaves() -> Floats:
    return np.log2(np.maximum(frequencies(), 60))


def looks(person: Person, random: np.random.Generator | None = None) -> Floats:
    """A person's colour in dB by frequency: hills and valleys, and a shelf that makes people alike bright, for how bright a voice is, words say."""
    hills = np.array(person.hills)
    if random is not None:
        hills += level(_HILL_PLAY * np.clip(random.standard_normal(len(hills)), -1.7, 1.7))
    rise = 1 / (1 + (_SHELF / np.maximum(frequencies(), 1.0)) ** 4)
    return np.exp(-(((_octaves()[:, None] - LOOK) / _HILL_WIDTH) ** 2)) @ hills + person.shelf * rise


def level(hills: Floats) -> Floats:
    """Hills that neither rise nor fall on the whole."""
    return hills - np.polyval(np.polyfit(LOOK, hills, 1), LOOK)
