"""What the services need of whatever understands speech."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voicewright.audio.recording import Recording
from voicewright.domain.language import Language


@dataclass(frozen=True, kw_only=True)
class Heard:
    """When a word was heard."""

    text: str
    begins: float
    """Seconds from the beginning of the recording."""
    ends: float


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What was said without a longer break."""

    text: str
    begins: float
    """Seconds from the beginning of the recording."""
    ends: float
    words: tuple[Heard, ...] = ()
    """Where they were asked for."""


@dataclass(frozen=True, kw_only=True)
class Dictation:
    """What a recording says."""

    text: str
    seconds: float
    """Duration of the recording."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How alike a recording and a text are."""

    likeness: float
    """0–1, where the usual border is 0.7. One word in five exchanged for another lies below it."""
    heard: str | None
    """What the recording says, from a recogniser that can tell."""
    language: Language | None = None
    """What it is spoken in, from a recogniser that can tell and is sure of it."""


@dataclass(frozen=True, kw_only=True)
class RecogniserInfo:
    """What a recogniser declares of itself."""

    name: str
    languages: frozenset[Language]
    dictates: bool
    """Whether it can tell what is said, not only whether an expected text is."""


class Recogniser(Protocol):
    """Understands speech, in a process of its own. Calls raise EngineCrashed or EngineTooSlow; it is back for the next call."""

    @property
    def info(self) -> RecogniserInfo:
        """Declared, not probed."""
        ...

    async def compare(self, recording: Recording, text: str, *, language: Language) -> Comparison:
        """How alike a recording and an expected text are."""
        ...

    async def dictate(self, recording: Recording, *, language: Language | None, words: bool) -> Dictation:
        """What a recording says, where `info.dictates`. `words`: with the times of each word. No language: found from the sound."""
        ...

    async def close(self) -> None:
        """End its process."""
        ...
