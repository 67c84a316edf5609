"""Which of espeak-ng's front ends reads a language, and which of its variants lends the source voice."""

from __future__ import annotations

from dataclasses import dataclass

from voicewright.domain.language import Language

FEMALE, MALE = "f2", "m3"
VARIANTS = (FEMALE, MALE)
"""A timbre keeps its source voice as an index into this."""
SYLLABLES = "yue-latn-jyutping"
"""The front end that takes Latin letters for Cantonese syllables; `yue` takes them for English."""
_BORDER = 155.0
"""Hz; speakers above it start from the female variant."""

_NEAREST = {
    # espeak-ng has no Filipino: Malay is the nearest sister with the same spelling of sounds
    Language.FILIPINO: "ms",
    # nor Nynorsk: the written forms differ, the spelling rules are those of Bokmål
    Language.NYNORSK: "nb",
    Language.ENGLISH: "en-us",
    Language.CHINESE: "cmn",
    Language.PORTUGUESE: "pt-br",
}


def front_of(language: Language) -> str:
    """The espeak-ng voice for a language."""
    return _NEAREST.get(language, language.tag)


def variant_for(pitch: float) -> int:
    """The index of the variant that is nearest to a speaking pitch in Hz."""
    return VARIANTS.index(FEMALE if pitch > _BORDER else MALE)


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A source voice in a language."""

    front: str
    variant: int

    @property
    def name(self) -> str:
        """espeak-ng's name for it."""
        return f"{self.front}+{VARIANTS[self.variant]}"
