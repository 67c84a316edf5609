"""A voice and its life: preparing, active for a while, permanent once it has really spoken."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voicewright.domain.account import AccountId
from voicewright.domain.errors import Fact
from voicewright.domain.language import Language


class Source(StrEnum):
    """How a voice came to be."""

    SYSTEM = "system"
    CLONE = "clone"
    DESIGN = "design"


class State(StrEnum):
    """Where a voice is in its life. `expired` is never stored: it follows from the clock."""

    PREPARING = "preparing"
    ACTIVE = "active"
    EXPIRED = "expired"
    FAILED = "failed"
    DELETED = "deleted"


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why work failed: a refusal's code and facts, to be worded again for whoever asks."""

    code: str
    facts: dict[str, Fact]


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What a `voice_id` names."""

    id: str
    """Unique over the whole installation, never reused, never part of a file name."""
    owner: AccountId | None
    """None for system voices."""
    source: Source
    state: State
    name: str
    """What lists show; may be empty."""
    language: Language
    language_label: str
    """The language as the caller spelled it; empty where nobody told it."""
    description: str
    created_at: datetime
    seed: int
    expires_at: datetime | None = None
    """None once the voice is permanent."""
    prompt: str | None = None
    """The description that a designed voice was made from."""
    transcript: str | None = None
    """What the reference says, where somebody told us."""
    transcript_fit: float = 0.7
    """How well the transcript must fit the recording to be believed, 0–1."""
    reference: str | None = None
    """Object key of the cleaned recording."""
    prompt_audio: str | None = None
    """Object key of a second, short recording, cleaned."""
    prompt_text: str | None = None
    """What it says."""
    preview: str | None = None
    """Object key of the preview, an mp3."""
    failure: Failure | None = None

    facts: dict[str, str] = field(default_factory=dict[str, str])
    """What the engine noticed while it made the voice, for people. Of a design: `understood` and `unknown`, words of the prompt with commas. Of a clone that
    somebody consented to: `consent`, the id of that record, or `statement`, what was stated; of every clone: `report`, see `domain.report`, and, where
    originals are kept, `original`, the object key of the recording as it came."""
    warned_at: datetime | None = None
    """When its owner was told that it would expire."""

    def state_at(self, now: datetime) -> State:
        """The state that a caller sees at a moment."""
        lapsed = self.expires_at is not None and self.expires_at <= now
        return State.EXPIRED if lapsed and self.state is State.ACTIVE else self.state

    def speaks_at(self, now: datetime) -> bool:
        """Whether the voice can be spoken with at a moment."""
        return self.state_at(now) is State.ACTIVE

    @property
    def objects(self) -> tuple[str, ...]:
        """Keys of the sounds that are kept of it."""
        return tuple(key for key in (self.reference, self.prompt_audio, self.preview, self.facts.get("original")) if key is not None)

    def emptied(self, state: State) -> Voice:
        """What stays of a voice that is no more: its id is never given again, and nothing is kept of its speaker."""
        return dataclasses.replace(self, state=state, reference=None, prompt_audio=None, prompt_text=None, preview=None, transcript=None, facts={})

    def erased(self) -> Voice:
        """What stays of a voice that was deleted or has expired: that its id is taken, and whose it was."""
        return dataclasses.replace(self.emptied(State.DELETED), name="", description="", prompt=None, failure=None)
