"""Facts that are counted. A price book turns them into money; nothing here knows a price."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What one finished piece of work consumed. Characters are Unicode code points."""

    voice_clones: int = 0
    voice_designs: int = 0
    preview_characters: int = 0
    characters: int = 0
    seconds: float = 0.0
    """Seconds of audio delivered."""
