"""Sound from pitch, spectrum and noise."""

from __future__ import annotations

import numpy as np
import pytest

from voicewright.engines.parametric.analysis import cepstra, voicing
from voicewright.engines.parametric.portrait import BAND_COUNT
from voicewright.engines.parametric.spectrum import BINS, HOP, RATE, SIZE, Floats, encode, envelopes, frequencies, shift_of
from voicewright.engines.parametric.vocoder import Track, Vocoder

SINGLE_PRECISION = 1e-5
"""Of the peak, -100 dB: processors round spectra differently by how many frames are computed at once."""


def vowel(frames: int = 200, pitch: float = 140.0, noise: float = 0.05) -> Track:
    hertz = frequencies()
    shape = -hertz / 3000 + 1.5 * np.exp(-(((hertz - 700) / 150) ** 2)) + np.exp(-(((hertz - 1200) / 200) ** 2)) - 3
    return Track(pitch=np.full(frames, pitch), cepstra=np.repeat(encode(shape[None, :]), frames, axis=0), noise=np.full((frames, BAND_COUNT), noise))


def sounded(track: Track, *, step: int, seed: int = 1) -> Floats:
    vocoder = Vocoder(seed=seed)
    return np.concatenate([vocoder.sound(track.part(start, start + step)) for start in range(0, len(track), step)])


def test_pieces_join_without_a_seam() -> None:
    track = vowel(pitch=143.3)
    whole = sounded(track, step=len(track))

    assert sounded(track, step=37) == pytest.approx(whole, rel=0, abs=np.abs(whole).max() * SINGLE_PRECISION)


def test_every_frame_becomes_five_milliseconds() -> None:
    assert len(sounded(vowel(101), step=101)) == 100 * HOP


@pytest.mark.parametrize("pitch", [75.0, 140.0, 330.0])
def test_the_pitch_that_was_asked_for_is_heard(pitch: float) -> None:
    heard = voicing(sounded(vowel(pitch=pitch), step=50)).pitch

    assert np.median(heard[heard > 0]) == pytest.approx(pitch, rel=0.01)


def test_the_spectrum_that_was_asked_for_is_heard() -> None:
    track = vowel()
    sound = sounded(track, step=len(track))
    heard = cepstra(sound, voicing(sound), np.arange(50, 150)).mean(axis=0)
    band = slice(10, 340)

    assert np.abs(envelopes(heard[None, :]) - envelopes(track.cepstra[:1]))[0, band].mean() < 0.25


def test_a_whisper_has_no_pitch() -> None:
    track = vowel()
    whispered = Track(pitch=np.zeros(len(track)), cepstra=track.cepstra, noise=track.noise)
    sound = sounded(whispered, step=len(track))

    assert np.mean(voicing(sound).pitch > 0) < 0.2
    assert np.sqrt((sound**2).mean()) > 0.001


def lows(sound: Floats) -> float:
    """dB between 60 and 250 Hz, beside 500 to 4000 Hz."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.linspace(0, RATE / 2, len(power))
    return float(10 * np.log10(power[(hertz > 60) & (hertz < 250)].mean() / power[(hertz > 500) & (hertz < 4000)].mean()))


def test_a_consonant_does_not_puff_and_a_whisper_keeps_its_lows() -> None:
    track = vowel()
    breathed = Track(pitch=np.zeros(len(track)), cepstra=np.zeros_like(track.cepstra), noise=track.noise)

    assert lows(Vocoder(seed=1).sound(breathed)) < -12
    assert lows(Vocoder(seed=1, whispers=True).sound(breathed)) > -4


@pytest.mark.parametrize("pitch", [90.0, 140.0, 250.0])
def test_the_lowest_note_is_as_loud_as_it_was_asked_for(pitch: float) -> None:
    track = Track(pitch=np.full(200, pitch), cepstra=np.zeros((200, SIZE)), noise=np.zeros((200, BAND_COUNT)))
    power = np.abs(np.fft.rfft(sounded(track, step=50)[2400:21600])) ** 2
    spacing = RATE / 2 / (len(power) - 1)
    first, second = (power[round((turn * pitch - 15) / spacing) : round((turn * pitch + 15) / spacing)].sum() for turn in (1, 2))

    assert 10 * np.log10(first / second) == pytest.approx(0.0, abs=0.5)


def test_a_shorter_tract_moves_formants_up_and_leaves_the_rest() -> None:
    track = vowel(1)
    moved = envelopes(track.cepstra @ shift_of(1.2))[0]
    own = envelopes(track.cepstra)[0]

    assert frequencies()[moved[:60].argmax()] == pytest.approx(1.2 * frequencies()[own[:60].argmax()], rel=0.06)
    assert np.allclose(shift_of(1.0), np.eye(SIZE), atol=0.02)
    assert len(moved) == BINS
    assert frequencies()[-1] == RATE / 2
