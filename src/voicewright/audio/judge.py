"""A recording becomes a report: measured, compared with what is good enough, and told in sentences.

The limits are calibrated on real recordings, clean ones and the same ones damaged; docs/guides/recordings.md has the table.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from voicewright.audio import measures, tones
from voicewright.audio.activity import heard
from voicewright.audio.loudness import loudness
from voicewright.audio.overlap import ECHOING, TOGETHER, overlap
from voicewright.audio.quality import FRAME, frame_levels
from voicewright.audio.recording import Recording
from voicewright.audio.speakers import APART, apart
from voicewright.domain.report import BEST, Finding, Flaw, Report

ENOUGH_SPEECH = 8.0
"""Seconds of speech that a voice is learned from without loss."""
QUIETEST = -38.0
"""LUFS."""
CLIPPED = 0.05
"""Seconds: one knock on the table is forgiven."""
CLEAN = 20.0
"""dB of speech over noise that does no harm."""
DRY = 0.235
"""Seconds; rooms with curtains and close microphones are below."""
NARROW = 6500.0
TELEPHONE = 4500.0
"""Hz."""
TONES = 0.06


def judged(recording: Recording) -> Report:
    """The report on a recording as it came, of any rate and length."""
    activity = heard(recording)
    power = measures.spectra(activity)
    speaking = np.flatnonzero(activity.speech)
    levels = frame_levels(activity.sound)
    told = Report(
        seconds=round(recording.seconds, 2),
        speech_seconds=round(len(speaking) * FRAME, 2),
        loudness=round(loudness(recording), 1),
        speech_db=round(10 * float(np.log10(np.mean(10 ** (levels[speaking] / 10)))), 1) if len(speaking) else -120.0,
        clipped_seconds=round(float(measures.clipped(recording).sum()) * FRAME, 2),
        signal_to_noise=round(measures.signal_to_noise(activity, power), 1),
        reverberation=_rounded(measures.reverberation(power)),
        bandwidth=round(measures.bandwidth(recording)),
        tones=round(tones.held(activity), 2),
        speakers_apart=round(apart(activity, power), 1),
        overlap=round(overlap(activity), 3),
        findings=(),
    )
    return dataclasses.replace(told, findings=tuple(sorted(_found(told), key=lambda finding: -finding.costs)))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _found(told: Report) -> Iterator[Finding]:
    if told.speech_seconds == 0:
        yield _finding(Flaw.NO_SPEECH, BEST, "No speech is heard: record one person speaking, close to the microphone.")
        return
    yield from _speech(told)
    yield from _surroundings(told)
    yield from _others(told)


def _speech(told: Report) -> Iterator[Finding]:
    if told.speech_seconds < ENOUGH_SPEECH:
        says = f"Only {told.speech_seconds:.1f} s of the {told.seconds:.1f} s are speech: speak for {ENOUGH_SPEECH:.0f} s or more, better for 20 s."
        yield _finding(Flaw.LITTLE_SPEECH, min(30, 5 + 4 * (ENOUGH_SPEECH - told.speech_seconds)), says)
    if told.clipped_seconds > CLIPPED:
        says = f"{told.clipped_seconds:.1f} s of the {told.seconds:.1f} s are clipped: record with less gain, or further from the microphone."
        yield _finding(Flaw.CLIPPED, min(40, 5 + 150 * told.clipped_seconds / told.speech_seconds), says)
    if told.loudness < QUIETEST:
        says = f"The recording is very quiet ({told.loudness:.0f} LUFS): record with more gain, closer to the microphone."
        yield _finding(Flaw.QUIET, min(15, 5 + QUIETEST - told.loudness), says)


def _surroundings(told: Report) -> Iterator[Finding]:
    if told.signal_to_noise < CLEAN:
        says = f"The speech is only {told.signal_to_noise:.0f} dB above the noise: record where it is quieter and closer to the microphone"
        yield _finding(Flaw.NOISY, min(40, 2 + 2 * (CLEAN - told.signal_to_noise)), f"{says}, or ask for noise reduction.")
    if told.reverberation is not None and told.reverberation > DRY:
        says = f"The room is heard, sounds take {told.reverberation:.2f} s or longer to fade: record closer, in a room with curtains, carpets or cushions."
        yield _finding(Flaw.REVERBERANT, min(25, 5 + 100 * (told.reverberation - DRY)), says)
    if told.bandwidth < TELEPHONE:
        says = f"The sound ends at {told.bandwidth / 1000:.1f} kHz, as on a telephone: record with a microphone, not through a call."
        yield _finding(Flaw.NARROW, 25, says)
    elif told.bandwidth < NARROW:
        says = f"The sound ends at {told.bandwidth / 1000:.1f} kHz and will be dull: record at 16 kHz or more, without strong compression."
        yield _finding(Flaw.NARROW, 10, says)


def _others(told: Report) -> Iterator[Finding]:
    if told.tones > TONES:
        says = f"Music or a steady tone is heard for {100 * told.tones:.0f} % of the time or longer: record without it."
        yield _finding(Flaw.TONES, min(35, 15 + 60 * told.tones), says)
    if told.tones > TONES or told.bandwidth < TELEPHONE:  # which make one person sound like several, in turns and at once
        return
    if told.speakers_apart > APART:
        yield _finding(Flaw.TWO_SPEAKERS, 40, "More than one person may be speaking: record one person alone, or cut the others out.")
    if told.overlap > (TOGETHER if told.reverberation is not None and told.reverberation <= DRY else ECHOING):
        says = "Somebody else may be speaking at the same time: record one person alone, where nobody talks and no television is on."
        yield _finding(Flaw.OVERLAP, min(40, 20 + 1000 * told.overlap), says)


def _finding(flaw: Flaw, costs: float, says: str) -> Finding:
    return Finding(flaw=flaw, says=says, costs=round(costs))
