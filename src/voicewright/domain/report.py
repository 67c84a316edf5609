"""What a recording is worth as a reference: figures, what is wrong with it, and what to do."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum

from voicewright.domain.language import Language

BEST = 100
_ALIKE = (
    {Language.CHINESE, Language.CANTONESE},
    {Language.NORWEGIAN, Language.NYNORSK, Language.DANISH},
    {Language.MALAY, Language.INDONESIAN},
)
"""Languages that are taken for each other, as texts and by recognisers."""


class Flaw(StrEnum):
    """What can be wrong with a recording."""

    NO_SPEECH = "no_speech"
    LITTLE_SPEECH = "little_speech"
    QUIET = "quiet"
    CLIPPED = "clipped"
    NOISY = "noisy"
    REVERBERANT = "reverberant"
    NARROW = "narrow"
    TONES = "tones"
    TWO_SPEAKERS = "two_speakers"
    OVERLAP = "overlap"
    LANGUAGE = "language"


class Evidence(StrEnum):
    """By what the language of a recording is known."""

    TRANSCRIPT = "transcript"
    """What the caller says that it says."""
    HEARD = "heard"
    """A recogniser."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong."""

    flaw: Flaw
    says: str
    """What is wrong and what to do, for people."""
    costs: int
    """Points."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was measured of a recording before anything was done to it."""

    seconds: float
    speech_seconds: float
    loudness: float
    """LUFS; −70 for silence."""
    speech_db: float
    """The speech's own level, dBFS; −120 where there is none."""
    clipped_seconds: float
    """Of sound whose peaks were cut off, counted in hundredths of a second."""
    signal_to_noise: float
    """dB."""
    reverberation: float | None
    """Seconds until a sound has faded by 60 dB; None where speech never ends clearly enough to tell."""
    bandwidth: int
    """Hz."""
    tones: float
    """The share of the time in which tones hold still, 0–1."""
    speakers_apart: float
    """How far the most different parts lie from each other, in units of how one person varies; 0 where there is too little speech to tell."""
    findings: tuple[Finding, ...]
    """Gravest first."""
    overlap: float = 0.0
    """The share of the speech in which a second pitch is heard beneath the first, 0–1; 0 in reports that are older than it."""
    language: Language | None = None
    """None: nobody told. Sound alone does not tell it reliably without a recogniser."""
    language_by: Evidence | None = None

    @property
    def score(self) -> int:
        """100 less what every finding costs, at least 0."""
        return max(0, BEST - sum(finding.costs for finding in self.findings))

    def spoken(self, language: Language, *, by: Evidence, wanted: Language | None) -> Report:
        """The same of a recording whose language is known. That another was wanted is said, and costs nothing."""
        findings = tuple(finding for finding in self.findings if finding.flaw is not Flaw.LANGUAGE)
        if wanted not in {None, language} and not any({language, wanted} <= family for family in _ALIKE):
            says = (
                f"The recording is in {language.value}, and {wanted} was asked for: the voice may have an accent, unless it is recorded in {wanted}."
            )
            findings = (*findings, Finding(flaw=Flaw.LANGUAGE, says=says, costs=0))
        return dataclasses.replace(self, language=language, language_by=by, findings=findings)

    def text(self) -> str:
        """The report as it is kept."""
        return json.dumps({**dataclasses.asdict(self), "score": self.score})


def report_of(text: str) -> Report:
    """A report that was kept. Raises ValueError, KeyError, TypeError for anything else."""
    kept = json.loads(text)
    del kept["score"]
    findings = tuple(Finding(flaw=Flaw(it["flaw"]), says=it["says"], costs=it["costs"]) for it in kept.pop("findings"))
    language, by = kept.pop("language", None), kept.pop("language_by", None)
    return Report(
        **kept,
        findings=findings,
        language=None if language is None else Language(language),
        language_by=None if by is None else Evidence(by),
    )
