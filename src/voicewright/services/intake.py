"""A recording comes in: fetched or found, decoded, judged, cleaned."""

from __future__ import annotations

import asyncio
import dataclasses
from dataclasses import dataclass, field

from voicewright.audio.denoise import denoised
from voicewright.audio.encode import encoded
from voicewright.audio.judge import judged
from voicewright.audio.loudness import normalized
from voicewright.audio.quality import demanded
from voicewright.audio.recording import Limits, Recording
from voicewright.audio.resample import resampled
from voicewright.audio.trim import trimmed
from voicewright.domain.account import Caller
from voicewright.domain.commands import CloneVoice, FromUpload, FromUrl, Sent
from voicewright.domain.errors import PromptTooLong
from voicewright.domain.report import Evidence, Report
from voicewright.domain.speech import AudioSpec, Codec
from voicewright.ports import Decoder, Fetch
from voicewright.services.uploads import UploadService
from voicewright.text.detect import detected

REFERENCE_LIMITS = Limits(bytes=20_000_000, seconds=300, channels=2)
"""Seeds 001, 002 and 003."""
SHORTEST = 10
"""Seconds of recording; seeds 001, 002 and 003."""
LONGEST = 300.0
PROMPT_BELOW = 8
PROMPT_LEAST = 0.5
"""Seconds of prompt audio; seed 002."""
AT_ONCE = 4
"""Recordings decoded and cleaned at one time: five minutes of sound take 0.3 GB on the way."""
REFERENCE_RATE = 48_000
"""The highest rate that a reference is kept at, Hz."""
REFERENCE_LOUDNESS = -20.0
"""LUFS, where normalisation was asked for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Taken:
    """A recording that may become a reference."""

    recording: Recording
    data: bytes
    """The same as FLAC."""
    report: Report | None = None
    """On what came in, before it was cleaned; of a reference only."""
    original: bytes | None = None
    """What came in, of a reference, where originals are kept."""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """From what a caller named to a reference."""

    fetch: Fetch
    decoder: Decoder
    uploads: UploadService
    keep_originals: bool = False
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), repr=False)

    async def reference(self, caller: Caller, command: CloneVoice) -> Taken:
        """The cleaned recording. Raises FetchFailed's and BadRecording's leaves, UploadNotVisible, EngineCrashed."""
        data = await self.data(caller, command.recording, limit=REFERENCE_LIMITS.bytes)
        async with self.gate:
            recording = await self.decoder(data, field=command.recording.field, limits=REFERENCE_LIMITS)
            taken = await asyncio.to_thread(_cleaned, recording, command)
        return dataclasses.replace(taken, original=data) if self.keep_originals else taken

    async def prompt(self, caller: Caller, command: CloneVoice) -> Taken | None:
        """The cleaned prompt audio, where there is one. Raises as `reference`, and PromptTooLong."""
        if command.prompt is None:
            return None
        data = await self.data(caller, command.prompt.recording, limit=REFERENCE_LIMITS.bytes)
        async with self.gate:
            clip = await self.decoder(data, field=command.prompt.recording.field, limits=REFERENCE_LIMITS)
            return await asyncio.to_thread(_clip, clip, command, command.prompt.recording.field)

    async def heard(self, data: bytes, *, field: str, limits: Limits, shortest: float) -> Recording:
        """A recording that holds speech, as it is. Raises BadRecording's leaves, EngineCrashed."""
        async with self.gate:
            recording = await self.decoder(data, field=field, limits=limits)
            await asyncio.to_thread(demanded, recording, field=field, minimum=shortest, maximum=limits.seconds)
        return recording

    async def data(self, caller: Caller, named: FromUrl | FromUpload | Sent, *, limit: int) -> bytes:
        """What was sent, stands at an address or was uploaded. Raises FetchFailed's leaves, RecordingTooLarge, UploadNotVisible."""
        if isinstance(named, Sent):
            return named.data
        if isinstance(named, FromUpload):
            return await self.uploads.data(caller, named.file_id)
        return await self.fetch(named.url, field=named.field, limit=limit)


def _cleaned(recording: Recording, command: CloneVoice) -> Taken:
    recording = _at_most(recording)
    report = _told(judged(recording), command)
    demanded(recording, field=command.recording.field, minimum=SHORTEST, maximum=LONGEST, report=report.text())
    return dataclasses.replace(_prepared(recording, command), report=report)


def _told(report: Report, command: CloneVoice) -> Report:
    """With the language of what the recording is said to say. A preview's text is no evidence: it is a transcript only where it fits."""
    validated = command.validation.text if command.validation else None
    said = validated or (command.transcript if command.transcript != command.preview_text else None)
    language = detected(said) if said else None
    return report if language is None else report.spoken(language, by=Evidence.TRANSCRIPT, wanted=command.language)


def _clip(clip: Recording, command: CloneVoice, field: str) -> Taken:
    if clip.seconds >= PROMPT_BELOW:
        raise PromptTooLong(field=field, seconds=round(clip.seconds, 1), maximum=PROMPT_BELOW)
    demanded(clip, field=field, minimum=PROMPT_LEAST, maximum=LONGEST)
    return _prepared(_at_most(clip), command)


def _at_most(recording: Recording) -> Recording:
    """At the rate that references are kept at: nothing above it is judged or cleaned, and it costs four times the memory."""
    return resampled(recording, REFERENCE_RATE) if recording.rate > REFERENCE_RATE else recording


def _prepared(recording: Recording, command: CloneVoice) -> Taken:
    if command.noise_reduction:
        recording = denoised(recording)
    if command.volume_normalization:
        recording = normalized(recording, lufs=REFERENCE_LOUDNESS)
    recording = trimmed(recording)
    return Taken(recording=recording, data=kept(recording))


def kept(recording: Recording) -> bytes:
    """A recording in the form that references are kept in."""
    spec = AudioSpec(codec=Codec.FLAC, rate=recording.rate)
    return encoded(recording.samples, rate=recording.rate, spec=spec)
