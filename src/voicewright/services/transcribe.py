"""Write down what a recording says."""

from __future__ import annotations

from dataclasses import dataclass

from voicewright.audio.recording import Limits
from voicewright.domain.account import Caller
from voicewright.domain.commands import Transcribe
from voicewright.ports import Dictation
from voicewright.services.intake import Intake
from voicewright.services.recognition import Recognition

LIMITS = Limits(bytes=50_000_000, seconds=500, channels=2)
"""Seed 002's own service."""
SHORTEST = 0.1
"""Seconds."""


@dataclass(frozen=True, kw_only=True)
class TranscribeService:
    """Speech becomes text, where a recogniser that takes dictation is installed."""

    intake: Intake
    recognition: Recognition

    async def transcribe(self, caller: Caller, command: Transcribe) -> Dictation:
        """The text, with times. Raises RecogniserMissing, EngineCrashed, EngineTooSlow, BadRecording's and FetchFailed's leaves, UploadNotVisible."""
        writer = self.recognition.writer(command.language, field=command.field)
        data = command.recording
        if not isinstance(data, bytes):
            data = await self.intake.data(caller, data, limit=LIMITS.bytes)
        recording = await self.intake.heard(data, field=command.field, limits=LIMITS, shortest=SHORTEST)
        return await writer.dictate(recording, language=command.language, words=command.words)
