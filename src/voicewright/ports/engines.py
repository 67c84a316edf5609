"""What the services need of an engine, and what an engine is told."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording, Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sound

Frame: TypeAlias = Samples
"""A stretch of finished sound at the engine's rate; frames follow each other without a gap."""


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
    licence: str
    """SPDX expression of what a user of the engine runs, weights included."""
    device: str
    """`cpu` or `cuda`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Reference:
    """What a voice is learned from."""

    recording: Recording
    transcript: str | None
    transcript_fit: float
    """How well the transcript must fit the recording to be believed, 0–1."""
    language: Language
    seed: int


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

    def speak(self, engine: EngineInfo, timbre: Timbre, script: Script) -> AsyncGenerator[Frame, None]:
        """`Engine.speak` in the engine's process. Closing the iterator stops the work there."""
        ...
