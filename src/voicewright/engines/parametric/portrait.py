"""What this engine knows of a voice, and its form as named arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from voicewright.engines.parametric.analysis import BANDS
from voicewright.engines.parametric.prior import Person
from voicewright.engines.parametric.spectrum import SIZE, Floats
from voicewright.ports import Timbre

NAME_SIZE = 8
TRAITS_STEP = 2
BAND_COUNT = len(BANDS) - 1


def _floats(*shape: int) -> Floats:
    return np.zeros(shape)


@dataclass(frozen=True, kw_only=True, eq=False)
class Portrait:
    """A voice, as differences from a voice of espeak-ng."""

    variant: int
    """Index into `fronts.VARIANTS`."""
    pitch: float
    """Median, Hz."""
    liveliness: float = 1.0
    """Spread of the log pitch, beside the source's."""
    lowest: float = -0.7
    """How far down the voice goes from its median, in nepers."""
    highest: float = 0.7
    rate: float = 165.0
    """Words per minute as espeak-ng counts them."""
    gain: float = 1.0
    warp: float = 1.0
    """How much higher the formants lie than the source's."""
    mouth: float = 1.0
    """How much higher still those above 2 kHz lie."""
    roughness: float = 0.0
    """Irregularity of the pitch periods, 0–1."""
    breath: float = 0.0
    """Added to the noise of voiced sounds, 0–1; 1 is a whisper."""
    accent: str = ""
    """The front end that reads the speaker's own language, where it is not the usual one."""
    general: Floats = field(default_factory=lambda: _floats(SIZE))
    """The offset of every mel-cepstrum."""
    finish: Floats = field(default_factory=lambda: _floats(SIZE))
    """The equaliser at the end: what the long-term spectrum still lacks."""
    noise: Floats = field(default_factory=lambda: _floats(BAND_COUNT))
    """The noisy part of voiced sounds, by band."""
    middle: Floats = field(default_factory=lambda: _floats(SIZE))
    """The mean mel-cepstrum, around which contrast is given back."""
    contrast: Floats = field(default_factory=lambda: np.ones(SIZE))
    """Factors on what lies around the middle."""
    names: tuple[str, ...] = ()
    """Phonemes that the speaker was heard saying."""
    counts: Floats = field(default_factory=lambda: _floats(0))
    """Frames of each."""
    places: Floats = field(default_factory=lambda: _floats(0, SIZE))
    """Where each phoneme lies in the source's space."""
    offsets: Floats = field(default_factory=lambda: _floats(0, SIZE))
    """How far the speaker's is from there."""
    frames: Floats = field(default_factory=lambda: _floats(0, SIZE))
    """Mel-cepstra of the speaker, in the order of time."""
    said: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """The phoneme of each of those frames, as an index into `names`; −1 where it is not known."""
    twins: Floats = field(default_factory=lambda: _floats(0, SIZE))
    """What the prior says of the speaker at the moment of each of those frames."""
    code: Floats = field(default_factory=lambda: _floats(0))
    """Where the speaker stands among people (`prior.Person`); none in voices that were designed."""
    shift: Floats = field(default_factory=lambda: _floats(SIZE))
    leaning: Floats = field(default_factory=lambda: _floats(0, SIZE))
    traits: Floats = field(default_factory=lambda: _floats(0, 0))
    """The prior's traits of every `TRAITS_STEP`-th of those frames; none where no transcript said which moments they are."""

    @property
    def person(self) -> Person | None:
        """The speaker among people, where that is known."""
        return Person(code=self.code, shift=self.shift, leaning=self.leaning) if len(self.code) else None

    def louder(self, factor: float) -> Portrait:
        """The same voice with its gain multiplied."""
        return replace(self, gain=self.gain * factor)


_PERSON = ("code", "shift", "leaning")
_NUMBERS = ("variant", "pitch", "liveliness", "lowest", "highest", "rate", "gain", "warp", "mouth", "roughness", "breath")


def kept(portrait: Portrait, facts: Mapping[str, str]) -> Timbre:
    """The portrait as arrays."""
    names = np.zeros((len(portrait.names), NAME_SIZE), np.uint8)
    for row, name in enumerate(portrait.names):
        coded = name.encode()[:NAME_SIZE]
        names[row, : len(coded)] = np.frombuffer(coded, np.uint8)
    arrays: dict[str, NDArray[np.generic]] = {
        "numbers": np.array([float(getattr(portrait, name)) for name in _NUMBERS]),
        "names": names,
        "general": portrait.general.astype(np.float32),
        "finish": portrait.finish.astype(np.float32),
        "middle": portrait.middle.astype(np.float32),
        "contrast": portrait.contrast.astype(np.float32),
        "noise": portrait.noise.astype(np.float32),
        "counts": portrait.counts.astype(np.float32),
        "places": portrait.places.astype(np.float32),
        "offsets": portrait.offsets.astype(np.float32),
        "frames": portrait.frames.astype(np.float16),
        "twins": portrait.twins.astype(np.float16),
        "said": portrait.said.astype(np.int16),
    }
    if len(portrait.code):
        arrays |= {name: np.asarray(getattr(portrait, name)).astype(np.float32) for name in _PERSON}
        arrays["traits"] = portrait.traits.astype(np.float16)
    if portrait.accent:
        arrays["accent"] = np.frombuffer(portrait.accent.encode(), np.uint8)
    return Timbre(arrays=arrays, facts=facts)


def recalled(timbre: Timbre) -> Portrait:
    """The portrait in a timbre. Raises KeyError if another engine made it."""
    arrays = {name: np.asarray(array) for name, array in timbre.arrays.items()}
    numbers = dict(zip(_NUMBERS, arrays["numbers"].astype(float).tolist(), strict=True))
    known = {
        name: arrays[name].astype(np.float64)
        for name in ("general", "finish", "middle", "contrast", "noise", "counts", "places", "offsets", "frames", "twins")
    }
    known |= {name: arrays[name].astype(np.float64) for name in (*_PERSON, "traits") if name in arrays}
    return Portrait(
        variant=int(numbers["variant"]),
        pitch=numbers["pitch"],
        liveliness=numbers["liveliness"],
        lowest=numbers["lowest"],
        highest=numbers["highest"],
        rate=numbers["rate"],
        gain=numbers["gain"],
        warp=numbers["warp"],
        mouth=numbers["mouth"],
        roughness=numbers["roughness"],
        breath=numbers["breath"],
        accent=bytes(arrays["accent"]).decode() if "accent" in arrays else "",
        names=tuple(bytes(row).rstrip(b"\0").decode(errors="replace") for row in arrays["names"]),
        said=arrays["said"].astype(np.int64),
        **known,
    )
