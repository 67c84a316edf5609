"""A mark is in the sound that nobody hears and whoever knows its word can find."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.audio.decode import decoded
from voicewright.audio.encode import encoded
from voicewright.audio.hidden import Marker, sought
from voicewright.audio.recording import Limits, Recording, Samples
from voicewright.audio.resample import resampled
from voicewright.domain.speech import AudioSpec, Codec

RATE = 24_000
WORD = "orchard"


def marked(samples: Samples, *, rate: int = RATE, piece: int = 4800, word: str = WORD) -> Samples:
    """The samples with the mark, made in pieces."""
    marker = Marker(word=word, rate=rate)
    return np.concatenate([*(marker.feed(samples[start : start + piece]) for start in range(0, len(samples), piece)), marker.finish()])


@pytest.fixture(scope="module")
def spoken(speech: Path) -> Samples:
    """Eight seconds of a woman who reads."""
    recording = decoded((speech / "dev" / "lj" / "reference.flac").read_bytes(), field="file", limits=Limits())
    return resampled(recording, RATE).samples[: 8 * RATE]


def found(samples: Samples, *, rate: int = RATE, word: str = WORD) -> bool:
    return sought(Recording(samples=samples, rate=rate), word=word).found


def test_the_mark_is_found_by_its_word_alone(spoken: Samples) -> None:
    sound = marked(spoken)

    assert found(sound)
    assert found(sound, word=" ORCHARD ")
    assert not found(sound, word="meadow")
    assert not found(spoken)


@pytest.mark.parametrize(
    ("codec", "rate", "bitrate"),
    [
        (Codec.MP3, RATE, 64_000),
        (Codec.MP3, 16_000, 32_000),
        (Codec.OPUS, RATE, 24_000),
        (Codec.AAC, 44_100, 64_000),
        (Codec.MULAW_WAV, 8_000, 64_000),
    ],
)
def test_it_outlives_what_makes_files_small(spoken: Samples, codec: Codec, rate: int, bitrate: int) -> None:
    file = encoded(marked(spoken), rate=RATE, spec=AudioSpec(codec=codec, rate=rate, bitrate=bitrate))
    heard = decoded(file, field="file", limits=Limits())

    assert found(heard.samples, rate=heard.rate)


def test_it_is_found_in_a_cutting_another_level_and_in_noise(spoken: Samples) -> None:
    sound = marked(spoken)
    noise = np.random.default_rng(1).standard_normal(len(sound)) * sound.std() / 10

    assert found(sound[12_345 : 12_345 + 5 * RATE])
    assert found(sound * np.float32(0.1))
    assert found((sound + noise).astype(np.float32))


def test_it_is_found_in_the_second_half_of_a_long_recording(spoken: Samples) -> None:
    plain = np.tile(spoken, 4)

    assert found(np.concatenate([plain, marked(np.tile(spoken, 2))]))


def test_nobody_hears_it(spoken: Samples) -> None:
    change = marked(spoken) - spoken

    assert 18 < 10 * np.log10((spoken**2).sum() / (change**2).sum()) < 26
    hertz = np.fft.rfftfreq(len(change), 1 / RATE)
    outside = np.abs(np.fft.rfft(change))[(hertz < 200) | (hertz > 3800)] ** 2
    assert outside.sum() < 0.02 * (np.abs(np.fft.rfft(change)) ** 2).sum()


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_every_rate_can_carry_it(spoken: Samples, rate: int) -> None:
    sound = resampled(Recording(samples=spoken, rate=RATE), rate).samples

    assert found(marked(sound, rate=rate), rate=rate)


@given(count=st.integers(0, 3000), piece=st.integers(1, 700))
def test_sound_in_pieces_is_marked_as_in_one_and_keeps_its_length(count: int, piece: int) -> None:
    samples = np.random.default_rng(count).uniform(-0.5, 0.5, count).astype(np.float32)
    whole = marked(samples, piece=max(1, count))

    assert len(whole) == count
    assert marked(samples, piece=piece) == pytest.approx(whole, abs=1e-6)


def test_silence_stays_silent_and_shows_no_mark() -> None:
    silence = np.zeros(3 * RATE, dtype=np.float32)

    assert not marked(silence).any()
    assert sought(Recording(samples=silence, rate=RATE), word=WORD).chance == 1.0
    assert sought(Recording(samples=silence[:100], rate=RATE), word=WORD).chance == 1.0


@pytest.mark.parametrize("beat", [0.048, 0.096, 0.192])
def test_sound_that_beats_in_time_with_the_mark_shows_none(beat: float) -> None:
    seconds = np.arange(20 * RATE) / RATE
    noise = np.random.default_rng(2).standard_normal(len(seconds))
    beating = (0.1 * noise * (1 + 0.9 * np.sign(np.sin(2 * np.pi * seconds / beat)))).astype(np.float32)

    for word in ("voicewright", WORD, "meadow", "hill", "语音"):
        assert not found(beating, word=word)
