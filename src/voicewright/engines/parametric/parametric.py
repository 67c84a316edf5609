"""The embedded engine: espeak-ng, WORLD and numpy."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.loudness import loudness
from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.parametric.balancing import PLAIN, lacking
from voicewright.engines.parametric.imagining import imagined
from voicewright.engines.parametric.learning import learned
from voicewright.engines.parametric.mixing import Mixer, Part
from voicewright.engines.parametric.portrait import Portrait, kept, recalled
from voicewright.engines.parametric.sounds import RENDERED
from voicewright.engines.parametric.source import Source
from voicewright.engines.parametric.speaking import Speaker
from voicewright.engines.parametric.spectrum import RATE
from voicewright.engines.phrases import PHRASES
from voicewright.ports import Capabilities, Design, Frame, Reference, Share, Timbre

_LUFS = -18.0
_QUIETEST = -60.0
_FIGURES = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
"""Words of every language, to hear how loud a voice is over more than one sentence."""
_READ_BACK = 250
"""Characters of a transcript that a clone says before anybody hears it."""

CAPABILITIES = Capabilities(
    languages=frozenset(Language),
    clones=True,
    designs=True,
    streams=True,
    rate=RATE,
    times=True,
    mixes=True,
    directs=True,
    sounds=RENDERED,
    licence="Apache-2.0 AND MIT AND GPL-3.0-or-later",
    device="cpu",
)


class Parametric:
    """Nothing to download, forty languages, one core. One caller at a time."""

    name = "parametric"
    version = "5"
    capabilities = CAPABILITIES

    def __init__(self) -> None:
        self._source = Source()
        self._speaker = Speaker(self._source)
        self._mixer = Mixer(self._source)
        self._lock = threading.Lock()

    def learn(self, reference: Reference) -> Timbre:
        """The speaker's pitch, pace, noise and phonemes. `facts`: method, transcript_fit."""
        with self._lock:
            portrait, facts = learned(self._source, reference)
            said = reference.transcript if facts["method"] == "transcript" else None
            return kept(self._levelled(self._balanced(portrait, reference, said), reference.language), facts)

    def imagine(self, design: Design) -> Timbre:
        """A voice by its description in English or Chinese. `facts`: understood, unknown."""
        with self._lock:
            portrait, facts = imagined(design)
            # first roughly, since what bends peaks also takes loudness
            rough = self._heard_level(portrait, (PHRASES[design.language],), design.language)
            return kept(self._levelled(rough, design.language), facts)

    def mix(self, shares: Sequence[Share]) -> Timbre:
        """A voice between one to four, as loud as they are."""
        if len(shares) == 1:
            return shares[0].timbre
        whole = sum(share.weight for share in shares)
        with self._lock:
            portrait = self._mixer.mixed([Part(portrait=recalled(share.timbre), share=share.weight / whole) for share in shares])
            return kept(self._heard_level(portrait, PLAIN[:2], Language.ENGLISH), {})

    def speak(self, timbre: Timbre, script: Script) -> Iterator[Frame]:
        """Frames of a tenth of a second to one and a half."""
        yield from self._speaker.speak(recalled(timbre), script)

    def close(self) -> None:
        """End espeak-ng."""
        self._source.close()

    def _balanced(self, portrait: Portrait, reference: Reference, said: str | None) -> Portrait:
        """With the speaker's own long-term spectrum, over the same words where they are known, and over others; roughly as loud as every other."""
        others = (PHRASES[reference.language], *PLAIN)
        texts = dict.fromkeys((said[:_READ_BACK], *others) if said else others)
        sound = np.concatenate([self._sound(portrait, text, reference.language, quick=True) for text in texts])
        balanced = replace(portrait, finish=portrait.finish + lacking(sound.astype(np.float64), reference.recording))
        return _at_level(balanced, [loudness(Recording(samples=sound, rate=RATE))])

    def _levelled(self, portrait: Portrait, language: Language) -> Portrait:
        """As loud as every other, over several sentences: no single one is like them all."""
        texts = dict.fromkeys((PHRASES[language], _FIGURES, *PLAIN[:3]))
        return self._heard_level(portrait, tuple(texts), language)

    def _heard_level(self, portrait: Portrait, texts: Sequence[str], language: Language) -> Portrait:
        return _at_level(portrait, [self._loudness(portrait, text, language) for text in texts])

    def _loudness(self, portrait: Portrait, text: str, language: Language) -> float:
        return loudness(Recording(samples=self._sound(portrait, text, language), rate=RATE))

    def _sound(self, portrait: Portrait, text: str, language: Language, *, quick: bool = False) -> NDArray[np.float32]:
        script = Script(items=(Sentence(runs=(Words(text=text),)),), language=language, prosody=Prosody(quick=quick))
        return np.concatenate([np.zeros(0, np.float32), *(frame.samples for frame in self._speaker.speak(portrait, script))])


def _at_level(portrait: Portrait, heard: Sequence[float]) -> Portrait:
    """`heard`: LUFS of what it says."""
    audible = [level for level in heard if level > _QUIETEST]
    return portrait.louder(10 ** ((_LUFS - float(np.mean(audible))) / 20)) if audible else portrait
