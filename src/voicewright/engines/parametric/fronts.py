"""Which of espeak-ng's front ends reads a language, and which of its variants lends the source voice."""

from __future__ import annotations

from dataclasses import dataclass

from voicewright.domain.language import Language

FEMALE, MALE = "f5", ""
"""The clearest of each; espeak-ng's own voice is a man's, and has no name."""
WOMEN = frozenset({FEMALE, "anika", "f2", "f1", "f3"})
"""Those with a woman's tract."""
VARIANTS = (FEMALE, MALE, "anika", "f2", "f1", "m1", "john", "f3", "mike2", "iven2")
"""A timbre keeps its source voice as an index into this: it grows only at the end."""
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

_ACCENTS = {
    "american 美式 美国": "en-us",
    "british 英式 英国": "en",
    "scottish 苏格兰": "en-gb-scotland",
    "caribbean jamaican 加勒比": "en-029",
    "posh received-pronunciation rp": "en-gb-x-rp",
    "lancashire northern-english": "en-gb-x-gbclan",
    "birmingham midlands": "en-gb-x-gbcwmd",
    "mexican latin-american latino 墨西哥 拉美": "es-419",
    "castilian": "es",
    "brazilian 巴西": "pt-br",
    "european-portuguese": "pt",
    "belgian 比利时": "fr-be",
    "swiss 瑞士": "fr-ch",
}
_BY_WORD = {word: front for words, front in _ACCENTS.items() for word in words.split()}


def accent_named(word: str) -> str | None:
    """The front end for the word of an accent, in English or Chinese."""
    return _BY_WORD.get(word)


def of_language(front: str, language: Language) -> bool:
    """Whether a front end reads a language."""
    return _family(front) == language.tag


def accented(front: str, accent: str) -> str:
    """The accent's front end where it reads the same language as the usual one, else that."""
    return accent if accent and front in _USUAL and _family(front) == _family(accent) else front


def usual(front: str) -> str:
    """The front end that a language usually has, by any of its accents."""
    return next((known for known in _USUAL if _family(known) == _family(front)), front) if front in _BY_WORD.values() else front


def _family(front: str) -> str:
    return front.partition("-")[0]


def front_of(language: Language) -> str:
    """The espeak-ng voice for a language."""
    return _NEAREST.get(language, language.tag)


def variant_for(pitch: float) -> int:
    """The index of the variant that is nearest to a speaking pitch in Hz."""
    return VARIANTS.index(FEMALE if pitch > _BORDER else MALE)


def of_woman(variant: int) -> bool:
    """Whether a variant's tract is a woman's."""
    return VARIANTS[variant] in WOMEN


_USUAL = tuple(front_of(language) for language in (Language.ENGLISH, Language.SPANISH, Language.PORTUGUESE, Language.FRENCH))


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A source voice in a language."""

    front: str
    variant: int

    @property
    def name(self) -> str:
        """espeak-ng's name for it."""
        variant = VARIANTS[self.variant]
        return f"{self.front}+{variant}" if variant else self.front
