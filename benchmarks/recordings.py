"""What the report says of real recordings, whole and damaged, and what noise reduction does to the noisy ones.

    python benchmarks/recordings.py
    python benchmarks/recordings.py --markdown > table.md

Every recording of a development set is judged as it is; then clipped, put in a room, into noise, through a telephone, with music
under it, with a second speaker. For each damage: how many were caught, and what else was said that is not so.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.denoise import denoised
from voicewright.audio.judge import judged
from voicewright.audio.loudness import loudness
from voicewright.audio.recording import Recording
from voicewright.audio.resample import resampled
from voicewright.domain.report import Flaw, Report

Samples = NDArray[np.float64]
Named = tuple[str, Recording]
SEEN = 141
"""Readers of the second set before this one helped to set the limits."""
CHORDS = ((261.6, 329.6, 392.0), (220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7))


@dataclass(frozen=True, kw_only=True)
class Damage:
    """What is done to recordings, and what a person would then say of them."""

    name: str
    of: Callable[[Recording], Recording]
    flaw: Flaw | None


def rms(samples: NDArray[Any]) -> float:
    return float(np.sqrt((samples.astype(np.float64) ** 2).mean()))


def like(recording: Recording, samples: NDArray[Any]) -> Recording:
    loudest = max(1.0, float(np.abs(samples).max()) / 0.99)
    return Recording(samples=(samples / loudest).astype(np.float32), rate=recording.rate)


def clipped(recording: Recording, gain: float, top: float = 1.0) -> Recording:
    """The highest peak lies `gain` dB over where the wave is cut."""
    loud = recording.samples / np.abs(recording.samples).max() * 10 ** (gain / 20)
    return like(recording, np.clip(loud, -1, 1) * top)


def noisy(recording: Recording, snr: float, *, pink: bool = False) -> Recording:
    noise: Samples = np.random.default_rng(0).standard_normal(len(recording.samples))
    if pink:
        spectrum = np.fft.rfft(noise)
        spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
        spectrum[0] = 0
        noise = np.fft.irfft(spectrum, len(noise))
    return like(recording, recording.samples + noise * rms(recording.samples) / rms(noise) * 10 ** (-snr / 20))


def in_room(recording: Recording, seconds: float) -> Recording:
    """As much echo as direct sound, fading by 60 dB in that time."""
    count = int(seconds * recording.rate)
    echo = np.random.default_rng(1).standard_normal(count) * np.exp(-6.9 * np.arange(count) / count)
    echo[: int(0.003 * recording.rate)] = 0
    echo /= np.sqrt((echo**2).sum())
    echo[0] = 1
    size = len(recording.samples) + count
    heard = np.fft.irfft(np.fft.rfft(recording.samples, size) * np.fft.rfft(echo, size), size)[: len(recording.samples)]
    return like(recording, heard / np.abs(heard).max() * 0.7)


def telephoned(recording: Recording) -> Recording:
    spectrum = np.fft.rfft(recording.samples)
    frequencies = np.fft.rfftfreq(len(recording.samples), 1 / recording.rate)
    spectrum[(frequencies < 300) | (frequencies > 3400)] = 0
    return like(recording, 0.9 * np.fft.irfft(spectrum, len(recording.samples)))


def with_music(recording: Recording, below: float) -> Recording:
    """Four chords, two strokes a second."""
    moments = np.arange(len(recording.samples)) / recording.rate
    music = np.zeros(len(moments))
    for number, start in enumerate(np.arange(0, moments[-1], 0.5)):
        stroke = np.where(moments >= start, np.exp(-3 * (moments - start)), 0) * (moments < start + 1)
        for note, (partial, strength) in itertools.product(CHORDS[number // 4 % 4], ((1, 1), (2, 0.5), (3, 0.3))):
            music += strength * stroke * np.sin(2 * np.pi * note * partial * moments)
    return like(recording, recording.samples + music * rms(recording.samples) / rms(music) * 10 ** (-below / 20))


def one_after_another(one: Recording, other: Recording) -> Recording:
    second = resampled(other, one.rate).samples
    half = min(len(second), len(one.samples))
    return like(one, np.concatenate([one.samples[:half], second[:half] * rms(one.samples) / rms(second)]))


def at_once(one: Recording, other: Recording, below: float = 0.0) -> Recording:
    second = resampled(other, one.rate).samples
    length = min(len(second), len(one.samples))
    return like(one, one.samples[:length] + second[:length] * rms(one.samples) / rms(second) * 10 ** (-below / 20))


DAMAGES = (
    Damage(name="as it is", of=lambda it: it, flaw=None),
    Damage(name="peaks clipped by 3 dB", of=lambda it: clipped(it, 3), flaw=Flaw.CLIPPED),
    Damage(name="peaks clipped by 12 dB", of=lambda it: clipped(it, 12), flaw=Flaw.CLIPPED),
    Damage(name="clipped by 12 dB, then turned down", of=lambda it: clipped(it, 12, 0.4), flaw=Flaw.CLIPPED),
    Damage(name="white noise at 30 dB", of=lambda it: noisy(it, 30), flaw=None),
    Damage(name="white noise at 15 dB", of=lambda it: noisy(it, 15), flaw=Flaw.NOISY),
    Damage(name="pink noise at 10 dB", of=lambda it: noisy(it, 10, pink=True), flaw=Flaw.NOISY),
    Damage(name="white noise at 5 dB", of=lambda it: noisy(it, 5), flaw=Flaw.NOISY),
    Damage(name="a room of 0.3 s", of=lambda it: in_room(it, 0.3), flaw=Flaw.REVERBERANT),
    Damage(name="a room of 0.6 s", of=lambda it: in_room(it, 0.6), flaw=Flaw.REVERBERANT),
    Damage(name="telephone, 300–3400 Hz", of=telephoned, flaw=Flaw.NARROW),
    Damage(name="music at −10 dB", of=lambda it: with_music(it, 10), flaw=Flaw.TONES),
    Damage(name="music at −20 dB", of=lambda it: with_music(it, 20), flaw=Flaw.TONES),
)
ALLOWED = {
    Flaw.NOISY: {Flaw.TONES, Flaw.REVERBERANT, Flaw.CLIPPED, Flaw.TWO_SPEAKERS, Flaw.OVERLAP},
    Flaw.QUIET: {Flaw.NARROW},
    Flaw.TWO_SPEAKERS: {Flaw.OVERLAP},
    Flaw.REVERBERANT: {Flaw.OVERLAP},
}
"""Findings that are true beside the one that was made: music is noise to the voice, and so is a second voice."""


def rows(named: Iterable[Named]) -> Iterator[str]:
    yield "| recording | s | speech | LUFS | clipped s | S/N dB | room s | kHz | tones | apart | second pitch % | score | says |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
    for name, recording in named:
        told = judged(recording)
        room = "–" if told.reverberation is None else f"{told.reverberation:.2f}"
        figures = f"{told.seconds:.1f} | {told.speech_seconds:.1f} | {told.loudness:.0f} | {told.clipped_seconds:.2f} | {told.signal_to_noise:.0f}"
        figures += f" | {room} | {told.bandwidth / 1000:.1f} | {told.tones:.2f} | {told.speakers_apart:.1f} | {100 * told.overlap:.1f} | {told.score}"
        yield f"| {name} | {figures} | {said(told) or 'nothing'} |"


def said(told: Report) -> str:
    return ", ".join(finding.flaw.value.replace("_", " ") for finding in told.findings)


def caught(name: str, made: Iterable[Named], flaw: Flaw | None, *, before: dict[str, set[Flaw]]) -> str:
    """One row: how many were caught, and what was said beside it that the recording did not deserve before."""
    found, total, scores, extra = 0, 0, list[int](), list[str]()
    for label, recording in made:
        told = judged(recording)
        flaws = {finding.flaw for finding in told.findings}
        total, found = total + 1, found + (flaw in flaws)
        scores.append(told.score)
        known = before.get(label, set()) | {it for it, with_ in ALLOWED.items() if flaw in with_} | {flaw}
        extra += [f"{label}: {it.value.replace('_', ' ')}" for it in sorted(flaws - known)]
    return f"| {name} | {'–' if flaw is None else f'{found} of {total}'} | {np.median(scores):.0f} | {'; '.join(extra) or 'none'} |"


def table(named: list[Named]) -> Iterator[str]:
    before = {name: {finding.flaw for finding in judged(it).findings} for name, it in named}
    yield "| made | caught | median score | said besides, and not so |"
    yield "|---|---|---|---|"
    for damage in DAMAGES:
        yield caught(damage.name, ((name, damage.of(it)) for name, it in named), damage.flaw, before={} if damage.flaw is None else before)
    long = [(name, it) for name, it in named if it.seconds > 10]
    pairs = [(f"{one}+{other}", a, b) for (one, a), (other, b) in itertools.combinations(long, 2)][::3]
    yield caught("two people, one after the other", ((name, one_after_another(a, b)) for name, a, b in pairs), Flaw.TWO_SPEAKERS, before=before)
    for below in (0, 5, 10):
        name = f"two people at once, the second at {-below} dB".replace("-", "−")
        yield caught(name, ((label, at_once(a, b, below)) for label, a, b in pairs), Flaw.OVERLAP, before=before)
    yield caught("the same at 0 dB in a room of 0.6 s", ((name, in_room(at_once(a, b), 0.6)) for name, a, b in pairs), Flaw.OVERLAP, before=before)


def reduced(speakers: list[dict[str, Any]], folder: Path) -> Iterator[str]:
    yield "| noisy recording | S/N before | after | true S/N before | after | LUFS before | after |"
    yield "|---|---|---|---|---|---|---|"
    for speaker in speakers:
        if "reference_noisy" not in speaker:
            continue
        clean, dirty = (read(folder / speaker[part]["file"]) for part in ("reference", "reference_noisy"))
        cleaned = denoised(dirty)
        before, after = judged(dirty), judged(cleaned)
        yield (
            f"| {speaker['speaker_id']} | {before.signal_to_noise:.1f} | {after.signal_to_noise:.1f} | {true_ratio(dirty, clean):.1f} |"
            f" {true_ratio(cleaned, clean):.1f} | {loudness(dirty):.1f} | {loudness(cleaned):.1f} |"
        )


def true_ratio(recording: Recording, clean: Recording) -> float:
    """DB of what is the clean recording over what is not, after the best gain."""
    got, want = recording.samples.astype(np.float64), clean.samples.astype(np.float64)
    fitting = want * (got @ want) / (want @ want)
    return float(10 * np.log10((fitting @ fitting) / ((got - fitting) @ (got - fitting))))


def read(path: Path) -> Recording:
    return decoded(path.read_bytes(), field="recording", limits=Limits())


def strangers(folder: Path, count: int) -> str:
    """How often single readers that nothing was calibrated on are said to be what they are not."""
    paths = sorted(folder.glob("*.mp3"))[SEEN::2][:count]
    started, seconds = time.perf_counter(), 0.0
    alarms: dict[str, int] = {}
    for path in paths:
        recording = read(path)
        seconds += recording.seconds
        for finding in judged(recording).findings:
            alarms[finding.flaw.value] = alarms.get(finding.flaw.value, 0) + 1
    cost = (time.perf_counter() - started) / max(seconds, 1e-9)
    return (
        f"{len(paths)} other readers: "
        + (", ".join(f"{flaw} {number}" for flaw, number in sorted(alarms.items())) or "nothing")
        + f" ({cost:.3f} of real time)"
    )


def strangers_together(folder: Path, count: int) -> str:
    """How often two of the same readers at once are noticed, and one of them in a room is taken for two."""
    readers = [read(path) for path in sorted(folder.glob("*.mp3"))[SEEN::2][:count]]
    pairs = list(zip(readers[::2], readers[1::2], strict=False))
    found = [f"{sum(told_of_two(at_once(one, other, below)) for one, other in pairs)} at {-below} dB".replace("-", "−") for below in (0, 5, 10)]
    alone = [f"{sum(told_of_two(in_room(one, seconds)) for one in readers)} in a room of {seconds} s" for seconds in (0.3, 0.6)]
    return f"{len(pairs)} pairs of them at once: {', '.join(found)}; one alone taken for two at once: {', '.join(alone)}"


def told_of_two(recording: Recording) -> bool:
    return Flaw.OVERLAP in {finding.flaw for finding in judged(recording).findings}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", type=Path, default=Path(os.environ.get("VOICEWRIGHT_SPEECH", "../shared/speech")))
    parser.add_argument("--others", type=int, default=60, help="readers of the second set that are judged, too")
    asked = parser.parse_args()
    manifest = cast("Path", asked.speech) / "dev" / "manifest.json"
    if not manifest.is_file():
        print(f"skipped: there are no recordings at {manifest}; set VOICEWRIGHT_SPEECH or --speech")
        return
    speakers: list[dict[str, Any]] = json.loads(manifest.read_text())["speakers"]
    named = [(str(it["speaker_id"]), read(manifest.parent / it["reference"]["file"])) for it in speakers]
    dirty = [(f"{it['speaker_id']}, noisy", read(manifest.parent / it["reference_noisy"]["file"])) for it in speakers if "reference_noisy" in it]
    for lines in (rows([*named, *dirty]), table(named), reduced(speakers, manifest.parent)):
        print(*lines, "", sep="\n", flush=True)
    print(strangers(asked.speech / "prior", asked.others))
    print(strangers_together(asked.speech / "prior", asked.others))


if __name__ == "__main__":
    main()
