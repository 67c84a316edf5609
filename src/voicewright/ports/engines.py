"""What the services need of an engine, and what an engine is told."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording, Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sound


@dataclass(frozen=True, kw_only=True)
class Word:
    """When a word is heard. What a word is, `text.tokens` says."""

    item: int
    """Its sentence, as an index into the script's items."""
    start: int
    """Its first character in the sentence's text."""
    end: int
    """The character after its last."""
    begins: float
    """Seconds from the beginning of the sound, whatever silence comes first included."""
    ends: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """A stretch of finished sound; frames follow each other without a gap."""

    samples: Samples
    """Mono float32 at the engine's rate, full scale at ±1."""
    words: tuple[Word, ...] = ()
    """Words whose times are known now: each once, in order, no later than the frame in which it ends."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of the first frame, where the script has directions: `understood` and `unknown`, words of them with commas."""

    def __len__(self) -> int:
        return len(self.samples)


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What an engine declares of itself. Nobody asks an engine its name to know what it can do."""

    languages: frozenset[Language]
    clones: bool
    designs: bool
    streams: bool
    """Whether the first frame comes before the last sentence has been rendered."""
    rate: int
    """Hz of every frame."""
    sounds: frozenset[Sound]
    """Interjections that it renders; others are left out before it is asked."""
    times: bool = False
    """Whether its frames tell when each word is heard."""
    mixes: bool = False
    """Whether it makes one voice of several."""
    directs: bool = False
    """Whether it acts upon directions in free words."""
    longest_reference: float | None = None
    """Seconds of recording that it learns best from at most; of a longer one it is given the best part, without the transcript. None: it wants all."""
    licence: str
    """SPDX expression of what a user of the engine runs, weights included."""
    device: str
    """`cpu` or `cuda`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Prompt:
    """A second, short recording of the speaker, with what it says."""

    recording: Recording
    transcript: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Reference:
    """What a voice is learned from."""

    recording: Recording
    transcript: str | None
    transcript_fit: float
    """How well the transcript must fit the recording to be believed, 0–1."""
    language: Language
    seed: int
    prompt: Prompt | None = None


@dataclass(frozen=True, kw_only=True)
class Design:
    """What a voice is imagined from."""

    prompt: str
    language: Language
    seed: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Timbre:
    """What one engine derived from a reference or a design: a cache that can be rebuilt."""

    arrays: Mapping[str, NDArray[np.generic]]
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the engine noticed, for people: `transcript_fit`, words of a prompt that changed nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Share:
    """One voice of a mix."""

    timbre: Timbre
    weight: float
    """Above 0; only how it compares with the others counts."""


class Engine(Protocol):
    """What turns text and a voice into sound. Synchronous: it runs in a process of its own."""

    @property
    def name(self) -> str:
        """The entry point's name."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever timbres made before would no longer fit."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Declared, not probed."""
        ...

    def learn(self, reference: Reference) -> Timbre:
        """Derive a timbre from a recording. The same reference makes the same timbre."""
        ...

    def imagine(self, design: Design) -> Timbre:
        """Make a timbre from a description. The same design makes the same timbre."""
        ...

    def mix(self, shares: Sequence[Share]) -> Timbre:
        """Make one voice of one to four. The same shares make the same timbre; a single one stays as it is."""
        ...

    def speak(self, timbre: Timbre, script: Script) -> Iterator[Frame]:
        """Say a script. Yields early and often; closing the iterator stops the work."""
        ...

    def close(self) -> None:
        """Let go of processes, files and memory."""
        ...


@dataclass(frozen=True, kw_only=True)
class EngineInfo:
    """An engine as the rest of the house sees it."""

    name: str
    version: str
    capabilities: Capabilities


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a piece of work asks of an engine."""

    language: Language
    clone: bool = False
    design: bool = False
    times: bool = False
    mix: bool = False
    directions: bool = False


class Engines(Protocol):
    """The engines of this installation, each behind its process boundary.

    Calls raise EngineCrashed or EngineTooSlow; the engine is back for the next call.
    """

    def all(self) -> Sequence[EngineInfo]:
        """Every engine that is installed, in the order of preference."""
        ...

    def choose(self, need: Need) -> EngineInfo:
        """The engine for a piece of work. Raises EngineUnavailable."""
        ...

    async def learn(self, engine: EngineInfo, reference: Reference) -> Timbre:
        """`Engine.learn` in the engine's process."""
        ...

    async def imagine(self, engine: EngineInfo, design: Design) -> Timbre:
        """`Engine.imagine` in the engine's process."""
        ...

    async def mix(self, engine: EngineInfo, shares: Sequence[Share]) -> Timbre:
        """`Engine.mix` in the engine's process."""
        ...

    def speak(self, engine: EngineInfo, timbre: Timbre, script: Script) -> AsyncGenerator[Frame, None]:
        """`Engine.speak` in the engine's process. Closing the iterator stops the work there."""
        ...
