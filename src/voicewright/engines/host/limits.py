"""How long an engine may take, and how much it may say."""

from __future__ import annotations

from dataclasses import dataclass

from voicewright.domain.script import Interjection, Item, Pause, Reading, Script


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds after which a worker is given up."""

    start: float = 180.0
    """From its start to its first word; weights are read in this time."""
    make: float = 300.0
    """For a timbre."""
    frame: float = 60.0
    """For the next frame of a speech."""
    stop: float = 2.0
    """To leave off when told to; also to close."""
    listener: float = 120.0
    """That a listener may leave `READ_AHEAD` frames waiting before the speech is given up and the worker goes to somebody else."""


READ_AHEAD = 32
"""Frames that are taken from a worker before their listener asks for them."""

FLOOR = 5.0
PER_CHARACTER = 2.0
PER_SENTENCE = 2.0
PER_INTERJECTION = 8.0


def allowance(script: Script) -> float:
    """Seconds of sound that no honest rendering of a script exceeds: more than ten times what people need, so that a slow, sad voice is none."""
    return FLOOR + sum(_seconds(item, script.prosody.speed) for item in script.items)


def _seconds(item: Item, speed: float) -> float:
    if isinstance(item, Pause):
        return item.seconds
    if isinstance(item, Interjection):
        return PER_INTERJECTION / speed
    characters = sum(max(len(run.text), len(run.symbols)) if isinstance(run, Reading) else len(run.text) for run in item.runs)
    return (PER_SENTENCE + PER_CHARACTER * characters) / speed
