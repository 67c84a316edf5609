"""The recognisers that can be had here: see `ports.Recogniser`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import structlog

from voicewright.adapters.recogniser import whisper
from voicewright.adapters.recogniser.lane import Lane
from voicewright.adapters.recogniser.messages import Compare, Dictate
from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.ports import Comparison, Dictation, Recogniser, RecogniserInfo

START = 120.0
"""Seconds in which a model is read."""
PER_SECOND = 12.0
"""Seconds for each second of sound; a slow machine with a large model takes five."""

log = structlog.get_logger(__name__)


class Apart:
    """A recogniser in a process of its own."""

    def __init__(self, info: RecogniserInfo, lane: Lane) -> None:
        self.info = info
        self.lane = lane

    async def compare(self, recording: Recording, text: str, *, language: Language) -> Comparison:
        """How alike a recording and an expected text are. Raises EngineCrashed, EngineTooSlow."""
        return await self.lane.ask(Compare(text=text, language=language, within=_patience(recording)), recording, Comparison)

    async def dictate(self, recording: Recording, *, language: Language | None, words: bool) -> Dictation:
        """What a recording says. Raises EngineCrashed, EngineTooSlow."""
        return await self.lane.ask(Dictate(language=language, words=words, within=_patience(recording)), recording, Dictation)

    async def close(self) -> None:
        """End its process."""
        await self.lane.close()


def installed(model: Path | None) -> tuple[Recogniser, ...]:
    """Whisper where there is a model for it, then CMU Sphinx. One that cannot work is logged and left out. Starts no process."""
    found: list[Recogniser] = []
    if model is not None and find_spec("faster_whisper") is None:
        log.error("recogniser left out", recogniser="whisper", reason="pip install 'voicewright[whisper]'", model=str(model))
    elif model is not None:
        found += _whisper(model)
    if find_spec("pocketsphinx") is not None:
        info = RecogniserInfo(name="sphinx", languages=frozenset({Language.ENGLISH}), dictates=False)
        found.append(Apart(info, Lane("sphinx")))
    return tuple(found)


def _whisper(model: Path) -> list[Recogniser]:
    try:
        languages = whisper.languages_of(model)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        log.error("recogniser left out", recogniser="whisper", reason=reason, model=str(model))  # noqa: TRY400 - the reason says it all
        return []
    return [Apart(RecogniserInfo(name="whisper", languages=languages, dictates=True), Lane("whisper", str(model)))]


def _patience(recording: Recording) -> float:
    return START + PER_SECOND * recording.seconds
