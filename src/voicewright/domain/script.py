"""What is to be said, in order, once markup and figures have been turned into words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from voicewright.domain.language import Language
from voicewright.domain.speech import Prosody


class Notation(StrEnum):
    """How a reading is written down."""

    PINYIN = "pinyin"
    """Syllables with tone figures 1–5."""
    JYUTPING = "jyutping"
    """Syllables with tone figures 1–6."""
    IPA = "ipa"


class Sound(StrEnum):
    """The 22 interjections of contracts: said as `(laughs)` in the text, never read aloud as words."""

    LAUGHS = "laughs"
    CHUCKLE = "chuckle"
    COUGHS = "coughs"
    CLEAR_THROAT = "clear-throat"
    GROANS = "groans"
    BREATH = "breath"
    PANT = "pant"
    INHALE = "inhale"
    EXHALE = "exhale"
    GASPS = "gasps"
    SNIFFS = "sniffs"
    SIGHS = "sighs"
    SNORTS = "snorts"
    BURPS = "burps"
    LIP_SMACKING = "lip-smacking"
    HUMMING = "humming"
    HISSING = "hissing"
    EMM = "emm"
    SNEEZES = "sneezes"
    WHISTLES = "whistles"
    CRYING = "crying"
    APPLAUSE = "applause"


@dataclass(frozen=True, kw_only=True)
class Words:
    """A run of plain text, with every figure already in words."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A run whose pronunciation the caller gave."""

    text: str
    """As it was written; what an engine says that cannot read the notation."""
    notation: Notation
    symbols: str
    """`chu3 li3`, `rɪˈzjuːm`."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One unit of speech with one intonation. Its runs are said without a break between them."""

    runs: tuple[Words | Reading, ...]
    paragraph_end: bool = False

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Silence that the caller asked for; an engine may make it instead of the pause that sentences make of themselves, or beside it."""

    seconds: float
    """0.01–99.99."""


@dataclass(frozen=True, kw_only=True)
class Interjection:
    """A sound that is not a word."""

    sound: Sound


Item: TypeAlias = Sentence | Pause | Interjection


@dataclass(frozen=True, kw_only=True)
class Script:
    """Everything an engine needs to know to speak, beside the timbre."""

    items: tuple[Item, ...]
    language: Language
    prosody: Prosody
    seed: int = 0
    """The same timbre, script and seed make the same samples."""
