"""Loudness, noise, silence, rates: the care that a recording gets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.denoise import denoised
from voicewright.audio.loudness import SILENT, Limiter, loudness, normalized
from voicewright.audio.quality import demanded, frame_levels, level_db
from voicewright.audio.recording import Recording, Samples
from voicewright.audio.resample import Resampler, resampled
from voicewright.audio.trim import trimmed
from voicewright.domain.errors import RecordingSilent, RecordingTooLong, RecordingTooShort

RATE = 24000


def noise(seconds: float, *, level: float = 0.1, rate: int = RATE) -> Samples:
    """White noise."""
    return (level * np.random.default_rng(1).standard_normal(int(seconds * rate))).astype(np.float32)


def of(samples: Samples, rate: int = RATE) -> Recording:
    """A recording of samples."""
    return Recording(samples=samples, rate=rate)


def real(speech: Path, name: str) -> Recording:
    """A recording of the development set."""
    return decoded((speech / "dev" / name).read_bytes(), field="recording", limits=Limits())


@pytest.mark.parametrize("name", ["lj/reference.flac", "ls1688/reference.flac", "p225/reference.flac", "de_kerstin/reference.flac"])
def test_loudness_agrees_with_another_implementation(speech: Path, name: str) -> None:
    recording = real(speech, name)

    expected = pyloudnorm.Meter(recording.rate).integrated_loudness(recording.samples.astype(np.float64))

    assert loudness(recording) == pytest.approx(expected, abs=0.2)


@pytest.mark.parametrize("rate", [16000, 24000, 48000])
def test_a_sine_has_the_loudness_of_the_standard(rate: int) -> None:
    sine = 10 ** (-23 / 20) * np.sin(2 * np.pi * 997 * np.arange(5 * rate) / rate)

    assert loudness(of(sine.astype(np.float32), rate)) == pytest.approx(-26.0, abs=0.1)


def test_silence_is_as_quiet_as_can_be_said() -> None:
    assert loudness(of(np.zeros(RATE * 3, dtype=np.float32))) == SILENT
    assert loudness(of(np.zeros(10, dtype=np.float32))) == SILENT


def test_a_quiet_recording_is_made_as_loud_as_wanted(speech: Path) -> None:
    recording = real(speech, "lj/reference.flac")
    quiet = of(recording.samples * np.float32(0.05), recording.rate)

    assert loudness(normalized(quiet, lufs=-20)) == pytest.approx(-20, abs=0.5)
    assert np.abs(normalized(quiet, lufs=0).samples).max() <= 0.9


def limited(samples: Samples, *, piece: int) -> Samples:
    """Sound that went through a limiter in pieces."""
    limiter = Limiter(rate=RATE)
    pieces = [limiter.feed(samples[start : start + piece]) for start in range(0, len(samples), piece)]
    return np.concatenate([*pieces, limiter.finish()])


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 100), st.integers(1, 5000))
def test_no_volume_clips_however_the_sound_comes(gain: float, piece: int) -> None:
    bursts = noise(0.3) * (np.sin(np.arange(int(0.3 * RATE)) / 300) > 0) * np.float32(10 * gain)

    loud = limited(bursts.astype(np.float32), piece=piece)

    assert len(loud) == len(bursts)
    assert np.abs(loud).max() <= 0.981
    assert np.array_equal(loud, limited(bursts.astype(np.float32), piece=len(bursts)))


def test_what_is_not_too_loud_is_left_alone() -> None:
    samples = noise(0.1, level=0.1)

    assert np.array_equal(limited(samples, piece=240), samples)


def test_a_tone_that_is_far_too_loud_stays_a_tone() -> None:
    tone = (5 * np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)).astype(np.float32)

    spectrum = np.abs(np.fft.rfft(limited(tone, piece=480)[RATE // 4 : RATE * 3 // 4])) ** 2

    assert spectrum[99:102].sum() / spectrum.sum() > 0.999


def test_more_volume_is_louder_also_where_it_has_to_be_limited(speech: Path) -> None:
    recording = real(speech, "lj/reference.flac")
    plain, loud = (of(limited(recording.samples * np.float32(gain), piece=2400), recording.rate) for gain in (1, 4))

    assert loudness(loud) > loudness(plain) + 6


@pytest.mark.parametrize("name", ["ls1688", "ls3080"])
def test_noise_goes_and_speech_stays(speech: Path, name: str) -> None:
    clean, noisy = real(speech, f"{name}/reference.flac"), real(speech, f"{name}/reference_noisy.flac")
    cleaned = denoised(noisy)

    assert len(cleaned.samples) == len(noisy.samples)
    assert signal_to_noise(cleaned, clean) > signal_to_noise(noisy, clean) + 1.0
    assert abs(level_db(cleaned) - level_db(noisy)) < 1.0
    quiet = frame_levels(noisy) < np.percentile(frame_levels(noisy), 15)
    assert frame_levels(cleaned)[quiet].mean() < frame_levels(noisy)[quiet].mean() - 5


@pytest.mark.parametrize("name", ["ls3080", "p226"])
def test_a_clean_recording_loses_little_of_its_quiet_sounds(speech: Path, name: str) -> None:
    clean = real(speech, f"{name}/reference.flac")
    quiet = frame_levels(clean) < np.percentile(frame_levels(clean), 50)

    assert signal_to_noise(denoised(clean), clean) > 25
    assert frame_levels(denoised(clean))[quiet].mean() > frame_levels(clean)[quiet].mean() - 5


def signal_to_noise(recording: Recording, clean: Recording) -> float:
    """dB, after the best gain."""
    got, want = recording.samples.astype(np.float64), clean.samples.astype(np.float64)
    scaled = want * (got @ want) / (want @ want)
    return float(10 * np.log10((scaled @ scaled) / ((got - scaled) @ (got - scaled))))


def test_silence_around_speech_is_cut_and_a_little_is_left() -> None:
    padded = np.concatenate([np.zeros(2 * RATE, dtype=np.float32), noise(3), np.zeros(RATE, dtype=np.float32)])

    assert 3.0 < trimmed(of(padded)).seconds < 3.7


def test_a_click_at_the_start_is_no_speech() -> None:
    click = np.zeros(2 * RATE, dtype=np.float32)
    click[RATE // 2 : RATE // 2 + 100] = 0.9

    recording = trimmed(of(np.concatenate([click, noise(3), np.zeros(RATE, dtype=np.float32)])))

    assert np.abs(recording.samples).max() < 0.9
    assert 3.0 < recording.seconds < 3.7


def test_quiet_speech_before_a_long_pause_is_kept(speech: Path) -> None:
    recording = real(speech, "amiFEE078/reference.flac")

    assert trimmed(recording).seconds == pytest.approx(recording.seconds, abs=0.7)


def test_two_seconds_are_too_short_and_say_how_long_they_are() -> None:
    with pytest.raises(RecordingTooShort, match=r"`audio_url` has 2.0 s of sound; at least 10 s"):
        demanded(of(noise(2)), field="audio_url", minimum=10, maximum=300)


def test_too_long_is_refused() -> None:
    with pytest.raises(RecordingTooLong):
        demanded(of(noise(3)), field="audio_url", minimum=1, maximum=2)


@pytest.mark.parametrize("level", [0.0, 0.0005])
def test_silence_is_refused(level: float) -> None:
    with pytest.raises(RecordingSilent, match="holds no speech"):
        demanded(of(noise(12, level=level)), field="audio_url", minimum=10, maximum=300)


@pytest.mark.parametrize(("source", "target"), [(16000, 24000), (44100, 24000), (24000, 8000), (24000, 32000)])
def test_another_rate_keeps_length_and_pitch(source: int, target: int) -> None:
    sine = (0.5 * np.sin(2 * np.pi * 440 * np.arange(source * 2) / source)).astype(np.float32)

    changed = resampled(of(sine, source), target)

    assert len(changed.samples) == target * 2
    spectrum = np.abs(np.fft.rfft(changed.samples))
    assert np.argmax(spectrum) / 2 == pytest.approx(440, abs=1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 3000), min_size=1, max_size=10))
def test_a_resampled_stream_is_the_resampled_whole(cuts: list[int]) -> None:
    samples = noise(0.3)
    resampler, pieces, start = Resampler(source=RATE, target=16000), list[Samples](), 0
    for cut in [*cuts, len(samples)]:
        pieces.append(resampler.feed(samples[start : start + cut]))
        start += cut
    pieces.append(resampler.finish())
    whole = resampled(of(samples), 16000).samples

    joined = np.concatenate(pieces)[: len(whole)]
    assert np.abs(joined - whole[: len(joined)]).max() < 1e-5
