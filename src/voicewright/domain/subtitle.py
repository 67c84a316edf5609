"""What is read while something is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Span:
    """Characters from one up to, not including, another."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Cue:
    """A word, or a sentence or part of one, with the time at which it is heard."""

    written: Span
    """In the caller's text."""
    spoken: Span
    """In the text as it is pronounced, figures in words."""
    begins: float
    """Seconds from the beginning of the sound."""
    ends: float


@dataclass(frozen=True, kw_only=True)
class Caption:
    """One line of subtitles."""

    cue: Cue
    words: tuple[Cue, ...]
    """In order, none before the other is over. Figures and what they are read as are one."""


@dataclass(frozen=True, kw_only=True)
class Subtitles:
    """Everything that is said, line by line."""

    written: str
    spoken: str
    captions: tuple[Caption, ...]
