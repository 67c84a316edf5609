"""What a clone's long-term spectrum lacks, by real speech."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Recording
from voicewright.audio.resample import resampled
from voicewright.engines.parametric.balancing import lacking
from voicewright.engines.parametric.spectrum import RATE, Floats, envelopes, frequencies

DECIBEL = np.log(10) / 20
SPEECH_BAND = (frequencies() > 200) & (frequencies() < 5500)


@pytest.fixture(scope="module")
def own(speech: Path) -> Recording:
    return resampled(decoded((speech / "dev" / "p226" / "reference.flac").read_bytes(), field="reference", limits=Limits()), RATE)


def filtered(samples: Floats, gain: Floats) -> Floats:
    """With so many dB more at each of the `frequencies`."""
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    more = np.exp(DECIBEL * np.interp(hertz, frequencies(), gain))
    return np.asarray(np.fft.irfft(np.fft.rfft(samples) * more, len(samples)), np.float64)


def tilted(recording: Recording, slope: float) -> Floats:
    """The recording with so many dB more for each kHz."""
    return filtered(recording.samples.astype(np.float64), slope * np.minimum(frequencies() / 1000, 8))


def lows(samples: Floats) -> float:
    """dB of what lies below 150 Hz beside what lies above."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(10 * np.log10(power[(hertz > 80) & (hertz < 150)].sum() / power[(hertz > 250) & (hertz < 3000)].sum()))


def decibels(cepstrum: Floats) -> Floats:
    return np.asarray(envelopes(cepstrum[None, :])[0] / DECIBEL, np.float64)


def test_a_voice_that_has_its_speakers_spectrum_lacks_nothing(own: Recording) -> None:
    assert np.abs(decibels(lacking(own.samples.astype(np.float64), own))).max() < 0.1


def test_what_is_too_bright_is_dulled_by_as_much(own: Recording) -> None:
    added = decibels(lacking(tilted(own, 1.5), own))

    slope = np.polyfit(frequencies()[SPEECH_BAND] / 1000, added[SPEECH_BAND], 1)[0]
    assert slope == pytest.approx(-1.5, abs=0.25)


def test_lows_that_are_missing_are_given_back_at_once(own: Recording) -> None:
    thin = filtered(own.samples.astype(np.float64), np.where(frequencies() < 150, -8.0, 0.0))
    mended = filtered(thin, decibels(lacking(thin, own)))

    assert lows(mended) == pytest.approx(lows(own.samples.astype(np.float64)), abs=1.1)


def test_no_level_is_added(own: Recording) -> None:
    louder = 4 * own.samples.astype(np.float64)

    assert np.abs(decibels(lacking(louder, own))).max() < 0.1


def test_a_telephones_missing_highs_are_not_taken_from_the_voice(own: Recording) -> None:
    added = decibels(lacking(own.samples.astype(np.float64), resampled(own, 8000)))

    assert np.abs(added[frequencies() > 4000]).max() < 2.0


def test_a_recording_that_is_too_short_to_hear_adds_nothing(own: Recording) -> None:
    assert not lacking(own.samples.astype(np.float64), Recording(samples=own.samples[:900], rate=RATE)).any()
