"""The dialect's names: its own, its models', its preset voices'."""

from __future__ import annotations

from voicewright.domain.commands import Origin

NAME = "apixo"
VOICE = "minimax-voice"
SPEECH = "minimax-speech-2-8"

PRESETS = {"preset_general_wise_woman": "English_Graceful_Lady"}
"""Voices that the vendor's pages name, by the system voice that speaks for them."""


def origin(model: str) -> Origin:
    """What a task of this dialect keeps of where it came from."""
    return Origin(dialect=NAME, model=model)
