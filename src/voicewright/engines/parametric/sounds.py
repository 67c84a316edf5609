"""Interjections without words: laughs, breaths and the like, put together from vowels and noises in the voice's colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from voicewright.audio.recording import Samples
from voicewright.domain.script import Sound
from voicewright.engines.parametric.ceiling import bounded
from voicewright.engines.parametric.delivery import Delivery
from voicewright.engines.parametric.fronts import of_woman
from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.spectrum import HOP, RATE, Floats, encode, frequencies, shift_of
from voicewright.engines.parametric.vocoder import Track, Vocoder

_FORMANTS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "ah": (720, 1200, 2600, 3500, 4500),
        "uh": (520, 1450, 2500, 3500, 4500),
        "oh": (450, 850, 2500, 3400, 4400),
        "mm": (260, 1100, 2200, 3300, 4300),
        "ee": (300, 2200, 2900, 3600, 4600),
    }
)
"""Hz; middle-sized vocal tract."""
_WIDTHS = (70, 90, 130, 200, 260)
_LOUDNESS = 0.1
"""Amplitude of the louder half of a sound that is as loud as speech."""
_SOFTER: Mapping[Sound, float] = MappingProxyType({
    Sound.BREATH: -13.0, Sound.INHALE: -10.0, Sound.EXHALE: -10.0, Sound.SIGHS: -7.0, Sound.PANT: -8.0, Sound.SNIFFS: -8.0,
    Sound.CHUCKLE: -4.0, Sound.LIP_SMACKING: -14.0, Sound.HUMMING: -5.0, Sound.HISSING: -8.0, Sound.EMM: -3.0, Sound.GASPS: -3.0,
    Sound.CLEAR_THROAT: -4.0, Sound.WHISTLES: -6.0, Sound.APPLAUSE: -4.0,
})  # fmt: skip
"""dB beside speech."""
_LISTENED = 8000.0
"""Hz."""
_WHISTLED = 850.0
"""Hz on either side of a whistle's middle."""
_HIGHEST_WHISTLER = 1.2
"""Of the tract: its highest note still lies within that."""
_MARGIN = 8
"""Frames of quiet on either side."""


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """One movement: a colour, how long, how loud at its points, and a pitch unless it is breath."""

    seconds: float
    colour: str = "uh"
    """A vowel, or `air`, `hiss`, `lips`."""
    level: tuple[float, ...] = (-40.0, 0.0, -40.0)
    """dB at evenly spaced points."""
    pitch: tuple[float, ...] | None = None
    """Semitones beside the voice's median; None for noise alone."""
    noise: float = 0.1
    """The noisy part while there is pitch, 0–1."""


def _breath(seconds: float, *level: float, colour: str = "air") -> tuple[Gesture, ...]:
    return (Gesture(seconds=seconds, colour=colour, level=level or (-45.0, -14.0, -12.0, -45.0)),)


def _ha(top: float, *, colour: str = "ah", level: float = 0.0, seconds: float = 0.12) -> tuple[Gesture, ...]:
    air = Gesture(seconds=0.08, colour="air", level=(-30.0, level - 10, level - 12))
    tone = Gesture(seconds=seconds, colour=colour, level=(level - 14, level, level - 3, level - 25), pitch=(top, top + 1.0, top - 2.0), noise=0.35)
    return (air, tone)


def _repeated(times: int, of: Callable[[int], tuple[Gesture, ...]]) -> tuple[Gesture, ...]:
    return tuple(gesture for turn in range(times) for gesture in of(turn))


_QUIET = Gesture(seconds=0.12, colour="air", level=(-70.0, -70.0))
_COUGH = (
    Gesture(seconds=0.03, colour="uh", level=(-8.0, 4.0)),
    Gesture(seconds=0.05, colour="air", level=(4.0, 0.0)),
    Gesture(seconds=0.16, colour="uh", level=(2.0, -4.0, -10.0, -34.0), pitch=(1.0, -3.0), noise=0.85),
)
_CLAP = (Gesture(seconds=0.012, colour="air", level=(-6.0, 2.0)), Gesture(seconds=0.05, colour="hiss", level=(-10.0, -26.0, -42.0)))

_SCORES: Mapping[Sound, tuple[Gesture, ...]] = MappingProxyType({
    Sound.LAUGHS: _repeated(5, lambda turn: _ha(6.0 - turn, level=-1.5 * turn)),
    Sound.CHUCKLE: _repeated(3, lambda turn: _ha(1.5 - 0.7 * turn, colour="uh", level=-5.0 - 2 * turn, seconds=0.09)),
    Sound.COUGHS: (*_COUGH, _QUIET, *_COUGH),
    Sound.CLEAR_THROAT: (
        Gesture(seconds=0.28, colour="uh", level=(-18.0, -4.0, -6.0, -22.0), pitch=(-6.0, -5.0, -7.0), noise=0.7),
        Gesture(seconds=0.22, colour="mm", level=(-20.0, -3.0, -30.0), pitch=(-3.0, -4.0), noise=0.4),
    ),
    Sound.GROANS: (Gesture(seconds=0.95, colour="uh", level=(-30.0, -3.0, -2.0, -8.0, -35.0), pitch=(-2.0, 0.0, -3.0, -7.0), noise=0.35),),
    Sound.BREATH: (*_breath(0.45), _QUIET, *_breath(0.55, -45.0, -16.0, -20.0, -45.0, colour="uh")),
    Sound.PANT: _repeated(4, lambda turn: (*_breath(0.16, -40.0, -12.0, -40.0), *_breath(0.18, -40.0, -15.0 - turn, -40.0, colour="uh"))),
    Sound.INHALE: _breath(0.6, -50.0, -20.0, -12.0, -10.0, -40.0),
    Sound.EXHALE: _breath(0.75, -40.0, -10.0, -14.0, -20.0, -50.0, colour="uh"),
    Sound.GASPS: (Gesture(seconds=0.3, colour="air", level=(-30.0, -4.0, -6.0, -40.0), pitch=(7.0, 9.0), noise=0.92),),
    Sound.SNIFFS: (*_breath(0.16, -40.0, -8.0, -40.0, colour="hiss"), _QUIET, *_breath(0.2, -40.0, -7.0, -40.0, colour="hiss")),
    Sound.SIGHS: (
        *_breath(0.35, -50.0, -18.0, -40.0),
        Gesture(seconds=0.8, colour="ah", level=(-25.0, -6.0, -10.0, -18.0, -45.0), pitch=(2.0, 0.0, -4.0, -6.0), noise=0.75),
    ),
    Sound.SNORTS: (Gesture(seconds=0.32, colour="mm", level=(-25.0, 0.0, -3.0, -35.0), pitch=(-10.0, -9.0), noise=0.8),),
    Sound.BURPS: (Gesture(seconds=0.38, colour="oh", level=(-20.0, 0.0, -2.0, -5.0, -35.0), pitch=(-11.0, -9.0, -12.0), noise=0.45),),
    Sound.LIP_SMACKING: _repeated(2, lambda _: (Gesture(seconds=0.02, colour="lips", level=(-20.0, 2.0, -20.0)), _QUIET)),
    Sound.HUMMING: (
        Gesture(seconds=1.5, colour="mm", level=(-25.0, -5.0, -4.0, -5.0, -4.0, -30.0), pitch=(0.0, 4.0, 2.0, 5.0, 0.0), noise=0.05),
    ),
    Sound.HISSING: _breath(0.8, -45.0, -12.0, -11.0, -14.0, -45.0, colour="hiss"),
    Sound.EMM: (
        Gesture(seconds=0.28, colour="uh", level=(-25.0, -3.0, -4.0), pitch=(0.0, -1.0), noise=0.1),
        Gesture(seconds=0.42, colour="mm", level=(-6.0, -7.0, -32.0), pitch=(-1.0, -3.0), noise=0.1),
    ),
    Sound.SNEEZES: (
        *_breath(0.4, -45.0, -18.0, -8.0),
        Gesture(seconds=0.07, colour="ah", level=(-10.0, 0.0, -6.0), pitch=(5.0, 8.0), noise=0.4),
        Gesture(seconds=0.3, colour="hiss", level=(2.0, 0.0, -10.0, -40.0)),
        Gesture(seconds=0.16, colour="oh", level=(-8.0, -6.0, -35.0), pitch=(3.0, -2.0), noise=0.6),
    ),
    Sound.WHISTLES: (
        Gesture(seconds=0.45, colour="whistle", level=(-30.0, -4.0, -4.0, -30.0), pitch=(0.0, 7.0)),
        Gesture(seconds=0.55, colour="whistle", level=(-30.0, -4.0, -6.0, -40.0), pitch=(9.0, 2.0)),
    ),
    Sound.CRYING: _repeated(3, lambda turn: (
        *_breath(0.16, -40.0, -12.0, -35.0),
        Gesture(seconds=0.5, colour="uh", level=(-22.0, -2.0 - turn, -8.0, -4.0, -30.0), pitch=(5.0, 7.0, 4.0, 6.0, 2.0), noise=0.35),
    )),
    Sound.APPLAUSE: _repeated(22, lambda turn: (*_CLAP, Gesture(seconds=0.008 + 0.011 * (turn * 7 % 5), colour="air", level=(-50.0, -50.0)))),
})  # fmt: skip

RENDERED = frozenset(_SCORES)


def made(kind: Sound, portrait: Portrait, manner: Delivery, *, seed: int) -> Samples:
    """The whole of a sound. Raises KeyError for one that is not in `RENDERED`."""
    tracks = [_track(gesture, portrait, manner) for gesture in _SCORES[kind]]
    edge = tracks[-1].part(len(tracks[-1]) - 1, len(tracks[-1]))
    hush = Track(
        pitch=np.zeros(_MARGIN), cepstra=np.repeat(edge.cepstra, _MARGIN, axis=0) - _only_level(9.0), noise=np.repeat(edge.noise, _MARGIN, axis=0)
    )
    whole = Track(
        pitch=np.concatenate([*[track.pitch for track in tracks], hush.pitch]),
        cepstra=np.concatenate([*[track.cepstra for track in tracks], hush.cepstra]),
        noise=np.concatenate([*[track.noise for track in tracks], hush.noise]),
    )
    vocoder = Vocoder(seed=seed, whispers=True)
    sound = np.concatenate([vocoder.sound(whole), vocoder.rest()])
    steps = np.sort((sound[: len(sound) // HOP * HOP].reshape(-1, HOP) ** 2).mean(axis=1))
    level = np.sqrt(steps[len(steps) // 2 :].mean()) + 1e-9
    wanted = _LOUDNESS * 10 ** ((_SOFTER.get(kind, 0.0) + manner.level) / 20)
    return bounded(sound * (wanted / level))


def _track(gesture: Gesture, portrait: Portrait, manner: Delivery) -> Track:
    frames = max(2, round(gesture.seconds * RATE / HOP))
    level = _points(gesture.level, frames) * np.log(10) / 20
    whistled = gesture.colour == "whistle"
    colour = _colour(gesture.colour) if whistled else _colour(gesture.colour) @ shift_of(_tract(portrait)) + 0.7 * _only_shape(portrait.general)
    cepstra = np.repeat(colour[None, :], frames, axis=0) + level[:, None] * _only_level(1.0)[None, :]
    pitch, noise = np.zeros(frames), 1.0
    if gesture.pitch is not None and not manner.whisper:
        # a smaller mouth whistles higher
        base = 1100.0 * min(_tract(portrait), _HIGHEST_WHISTLER) if whistled else portrait.pitch
        pitch = np.clip(base * 2 ** ((_points(gesture.pitch, frames) + (0 if whistled else manner.pitch)) / 12), 40, 2400)
        noise = 0.02 if whistled else gesture.noise
    return Track(pitch=pitch, cepstra=cepstra, noise=np.full((frames, len(portrait.noise)), noise))


def _tract(portrait: Portrait) -> float:
    # the source's own tract: the female variant's formants lie a tenth higher
    return round(float(np.clip(portrait.warp * (1.12 if of_woman(portrait.variant) else 1.0), 0.8, 1.3)), 2)


def _points(values: tuple[float, ...], frames: int) -> Floats:
    return np.interp(np.linspace(0, 1, frames), np.linspace(0, 1, len(values)), values)


def _only_level(amount: float) -> Floats:
    level = encode(np.ones((1, len(frequencies()))))[0]
    return amount * level


def _only_shape(cepstra: Floats) -> Floats:
    shape = cepstra.copy()
    shape[0] = 0.0
    return shape


def _colour(name: str) -> Floats:
    """The mel-cepstrum of a colour whose loudest band lies at 0 dB."""
    hertz = frequencies()
    octaves = np.log2(np.maximum(hertz, 100) / 1000)
    shapes: dict[str, Callable[[], Floats]] = {
        "air": lambda: -0.25 * np.abs(octaves - 0.6) - 0.8 * np.exp(-((hertz - 1200) ** 2) / 2e5),
        "hiss": lambda: -1.1 * np.abs(np.log2(np.maximum(hertz, 200) / 5500)),
        "lips": lambda: -0.5 * np.abs(octaves - 1.0),
        "whistle": lambda: np.asarray(-5.0 * (np.abs(hertz - 1450) > _WHISTLED), np.float64),
    }
    shape = shapes[name]() if name in shapes else _vowel(hertz, _FORMANTS[name])
    shape = shape - np.log(np.sqrt((np.exp(2 * shape) * (hertz < _LISTENED)).mean())) - 1.6
    return encode(shape[None, :])[0]


def _vowel(hertz: Floats, formants: tuple[float, ...]) -> Floats:
    total = -0.9 * np.log2(np.maximum(hertz, 200) / 200)
    for middle, width in zip(formants, _WIDTHS, strict=True):
        total -= 0.5 * np.log(((hertz**2 - middle**2) ** 2 + (width * hertz) ** 2) / middle**4)
    # what lies above the last formant would fall without end
    return np.maximum(total - total.max(), -9.0)
