"""What a recording is told about itself."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from voicewright.audio.activity import heard
from voicewright.audio.decode import Limits, decoded
from voicewright.audio.excerpt import excerpt
from voicewright.audio.judge import judged
from voicewright.audio.measures import clipped
from voicewright.audio.overlap import TOGETHER
from voicewright.audio.picture import WIDTH, drawn
from voicewright.audio.recording import Recording
from voicewright.audio.resample import resampled
from voicewright.audio.trim import PADDING, trimmed
from voicewright.domain.language import Language
from voicewright.domain.report import Evidence, Flaw, Report, report_of

RATE = 16_000
CLEAN = ("ls1688", "ls1998", "ls2033", "ls3080", "ls367", "lj", "p225", "p226", "de_kerstin", "amiMEO069")


def real(speech: Path, name: str, file: str = "reference.flac") -> Recording:
    """A recording of the development set."""
    return decoded((speech / "dev" / name / file).read_bytes(), field="recording", limits=Limits())


def like(recording: Recording, samples: np.ndarray) -> Recording:
    """Other samples at the same rate, within full scale."""
    return Recording(samples=(samples / max(1.0, float(np.abs(samples).max()) / 0.99)).astype(np.float32), rate=recording.rate)


def flaws(report: Report) -> set[Flaw]:
    """What was found."""
    return {finding.flaw for finding in report.findings}


def noise(recording: Recording, ratio: float) -> np.ndarray:
    """White noise so many dB below a recording."""
    white = np.random.default_rng(3).standard_normal(len(recording.samples))
    return white * np.sqrt((recording.samples.astype(np.float64) ** 2).mean()) * 10 ** (-ratio / 20)


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_wrong_with_a_good_recording(speech: Path, name: str) -> None:
    report = judged(real(speech, name))

    assert report.findings == ()
    assert report.score == 100


@pytest.mark.parametrize("name", ["ls1688", "ls3080"])
def test_a_noisy_recording_is_told_to_look_for_a_quieter_place(speech: Path, name: str) -> None:
    report = judged(real(speech, name, "reference_noisy.flac"))

    assert Flaw.NOISY in flaws(report)
    assert "quieter" in report.findings[0].says
    assert report.score < judged(real(speech, name)).score


@pytest.mark.parametrize("ratio", [5.0, 15.0])
def test_the_noise_is_measured_to_a_few_decibels(speech: Path, ratio: float) -> None:
    recording = real(speech, "lj")

    assert judged(like(recording, recording.samples + noise(recording, ratio))).signal_to_noise == pytest.approx(ratio, abs=3)


@pytest.mark.parametrize("level", [1.0, 0.3])
def test_clipping_is_found_also_where_it_was_turned_down_afterwards(speech: Path, level: float) -> None:
    recording = real(speech, "ls1998")
    loud = np.clip(recording.samples / np.abs(recording.samples).max() * 4, -1, 1) * level

    report = judged(Recording(samples=loud.astype(np.float32), rate=recording.rate))

    assert flaws(report) == {Flaw.CLIPPED}
    assert report.findings[0].says.startswith(f"{report.clipped_seconds:.1f} s of the 22.7 s are clipped: record with less gain")


def test_a_loud_wave_that_is_round_is_not_clipped() -> None:
    at = np.arange(3 * 48_000) / 48_000
    wave = 0.99 * np.sin(2 * np.pi * 80 * at) * np.linspace(0.2, 1, len(at))

    assert not clipped(Recording(samples=wave.astype(np.float32), rate=48_000)).any()


def test_a_telephone_is_heard(speech: Path) -> None:
    recording = real(speech, "p225")
    spectrum = np.fft.rfft(recording.samples)
    frequencies = np.fft.rfftfreq(len(recording.samples), 1 / recording.rate)
    spectrum[(frequencies < 300) | (frequencies > 3400)] = 0

    report = judged(like(recording, np.fft.irfft(spectrum, len(recording.samples))))

    assert flaws(report) == {Flaw.NARROW}
    assert report.bandwidth == pytest.approx(3400, abs=100)


def test_a_room_is_heard_and_takes_longer_to_fade_the_larger_it_is(speech: Path) -> None:
    recording = real(speech, "p226")
    times = [judged(in_room(recording, seconds)).reverberation for seconds in (0.3, 0.6)]
    dry = judged(recording).reverberation

    assert None not in {dry, *times}
    assert (dry or 0) < 0.2 < (times[0] or 0) < 0.35 < (times[1] or 0)


def in_room(recording: Recording, seconds: float) -> Recording:
    """With as much echo as there is direct sound."""
    count = int(seconds * recording.rate)
    echo = np.random.default_rng(1).standard_normal(count) * np.exp(-6.9 * np.arange(count) / count)
    echo /= np.sqrt((echo**2).sum())
    echo[0] = 1
    there: np.ndarray = np.convolve(recording.samples, echo)
    return like(recording, there[: len(recording.samples)] * 0.3)


def test_music_under_the_voice_is_heard(speech: Path) -> None:
    recording = real(speech, "lj")
    at = np.arange(len(recording.samples)) / recording.rate
    pitches = np.array([262.0, 392.0, 523.3, 659.3, 784.0, 1046.5])
    chord: np.ndarray = np.sin(2 * np.pi * pitches[:, None] * at).sum(axis=0)

    report = judged(like(recording, recording.samples + 0.01 * chord))

    assert Flaw.TONES in flaws(report)


@pytest.mark.parametrize(("one", "other"), [("ls2033", "ls367"), ("lj", "p226"), ("p226", "amiMEO069")])
def test_two_people_one_after_the_other_are_heard(speech: Path, one: str, other: str) -> None:
    first, second = real(speech, one), resampled(real(speech, other), real(speech, one).rate)
    half = min(len(first.samples), len(second.samples))

    report = judged(like(first, np.concatenate([first.samples[:half], second.samples[:half]])))

    assert Flaw.TWO_SPEAKERS in flaws(report)


@pytest.mark.parametrize(("one", "other"), [("lj", "p226"), ("ls1998", "ls367"), ("ls2033", "lj"), ("p226", "amiFEE078")])
def test_two_people_who_take_turns_every_four_seconds_are_heard(speech: Path, one: str, other: str) -> None:
    first, second = real(speech, one), resampled(real(speech, other), real(speech, one).rate)
    turn = 4 * first.rate
    starts = range(0, min(len(first.samples), len(second.samples)) - turn + 1, turn)
    turns = [(second if number % 2 else first).samples[start : start + turn] for number, start in enumerate(starts)]

    report = judged(like(first, np.concatenate(turns)))

    assert Flaw.TWO_SPEAKERS in flaws(report)


@pytest.mark.parametrize(("one", "other"), [("ls1688", "ls367"), ("lj", "p226"), ("ls2033", "amiMEO069")])
@pytest.mark.parametrize("below", [0, 5])
def test_two_people_at_the_same_time_are_heard(speech: Path, one: str, other: str, below: int) -> None:
    first = resampled(real(speech, one), RATE)

    report = judged(mixed(first, resampled(real(speech, other), RATE), below))

    assert flaws(report) == {Flaw.OVERLAP}
    assert report.findings[0].says.startswith("Somebody else may be speaking at the same time: record one person alone")
    assert report.score <= 75


def mixed(first: Recording, second: Recording, below: float) -> Recording:
    """Two recordings at once, the second so many dB below the first."""
    length = min(len(first.samples), len(second.samples))
    one, other = (it.samples[:length].astype(np.float64) for it in (first, second))
    return like(first, one + other * np.sqrt((one**2).sum() / (other**2).sum()) * 10 ** (-below / 20))


def test_the_echo_of_a_voice_is_not_taken_for_another_voice(speech: Path) -> None:
    report = judged(in_room(reader(speech, "1088-129236-0000"), 0.6))

    assert report.overlap > TOGETHER  # as much as two people have where nothing echoes
    assert flaws(report) == {Flaw.REVERBERANT}


def test_the_hum_of_the_mains_is_not_taken_for_another_voice(speech: Path) -> None:
    report = judged(reader(speech, "2092-145706-0000"))  # harmonics of 60 Hz lie under the voice and between the words

    assert Flaw.OVERLAP not in flaws(report)


def reader(speech: Path, name: str) -> Recording:
    """A reader of LibriSpeech."""
    return decoded((speech / "prior" / f"{name}.mp3").read_bytes(), field="recording", limits=Limits())


def test_two_takes_of_one_person_are_one_person(speech: Path) -> None:
    takes = [real(speech, "p225", file).samples for file in ("reference.flac", "test_1.flac", "test_2.flac")]

    assert judged(Recording(samples=np.concatenate(takes), rate=RATE)).findings == ()


@pytest.mark.parametrize("kind", ["silence", "noise", "hum", "taps"])
def test_what_is_no_speech_is_said_to_be_none(kind: str) -> None:
    at = np.arange(12 * RATE)
    white = np.random.default_rng(0).standard_normal(len(at))
    samples = {
        "silence": np.zeros(len(at)),
        "noise": 0.05 * white,
        "hum": 0.1 * np.sin(2 * np.pi * 100 * at / RATE),
        "taps": 0.3 * white * (at % 8000 < 400),
    }[kind]

    report = judged(Recording(samples=samples.astype(np.float32), rate=RATE))

    assert flaws(report) == {Flaw.NO_SPEECH}
    assert report.score == 0


@pytest.mark.parametrize("count", [0, 1, 100, 1600])
def test_next_to_nothing_can_be_judged(count: int) -> None:
    assert flaws(judged(Recording(samples=np.full(count, 0.1, dtype=np.float32), rate=8000))) == {Flaw.NO_SPEECH}


def test_a_short_and_quiet_recording_is_told_both(speech: Path) -> None:
    recording = real(speech, "ls1998")
    short = Recording(samples=recording.samples[: 4 * RATE] * np.float32(0.05), rate=RATE)

    assert flaws(judged(short)) == {Flaw.LITTLE_SPEECH, Flaw.QUIET}


def test_speech_is_found_between_pauses(speech: Path) -> None:
    recording = real(speech, "lj")
    quiet = np.random.default_rng(0).standard_normal(2 * recording.rate) * 1e-4

    stretches = heard(like(recording, np.concatenate([quiet, recording.samples, quiet]))).stretches()

    assert 1.7 < stretches[0][0] < 2.5
    assert recording.seconds + 1.5 < stretches[-1][1] < recording.seconds + 2.3


def test_a_report_is_kept_as_text(speech: Path) -> None:
    report = judged(real(speech, "ls3080", "reference_noisy.flac"))

    assert report_of(report.text()) == report
    assert json.loads(report.text())["score"] == report.score


def test_a_report_that_was_kept_before_languages_and_second_pitches_were_told_is_read(speech: Path) -> None:
    report = judged(real(speech, "lj"))
    kept = {name: value for name, value in json.loads(report.text()).items() if name not in {"overlap", "language", "language_by"}}

    assert report_of(json.dumps(kept)) == report


def test_the_language_stays_with_a_report_and_costs_nothing_though_another_was_wanted(speech: Path) -> None:
    report = judged(real(speech, "de_kerstin"))

    told = report.spoken(Language.GERMAN, by=Evidence.TRANSCRIPT, wanted=Language.ENGLISH)

    assert report_of(told.text()) == told
    assert (told.language, told.language_by, told.score) == (Language.GERMAN, Evidence.TRANSCRIPT, 100)
    assert told.findings[0].says.startswith("The recording is in German, and English was asked for: the voice may have an accent")
    assert told.spoken(Language.ENGLISH, by=Evidence.HEARD, wanted=Language.ENGLISH).findings == ()


@pytest.mark.parametrize("wanted", [None, Language.CHINESE, Language.CANTONESE])
def test_nobody_is_warned_of_languages_that_are_taken_for_each_other(speech: Path, wanted: Language | None) -> None:
    report = judged(real(speech, "lj")).spoken(Language.CHINESE, by=Evidence.HEARD, wanted=wanted)

    assert report.findings == ()


def test_the_best_part_avoids_what_is_clipped_and_is_cut_at_pauses(speech: Path) -> None:
    recording = real(speech, "ls2033")
    samples = recording.samples / np.abs(recording.samples).max() * 0.5
    samples[: 8 * RATE] = np.clip(samples[: 8 * RATE] * 8, -0.5, 0.5)
    spoiled = Recording(samples=samples.astype(np.float32), rate=RATE)

    part = excerpt(spoiled, longest=10.0)
    edges = part.samples[: int(PADDING * RATE) // 2], part.samples[-int(PADDING * RATE) // 2 :]

    assert 5 < part.seconds <= 10
    assert clipped(part).sum() < 5
    assert max(float(np.abs(edge).max()) for edge in edges) < 0.05


def test_what_is_short_enough_is_left_whole(speech: Path) -> None:
    recording = real(speech, "es_css10")

    assert excerpt(recording, longest=10.0) is recording


def test_speech_without_a_pause_is_cut_all_the_same(speech: Path) -> None:
    recording = real(speech, "ls1998")
    dense = recording.samples[np.repeat(heard(recording).speech, 160)[: len(recording.samples)].nonzero()[0]]

    assert excerpt(Recording(samples=dense, rate=RATE), longest=3.0).seconds <= 3.2


def test_speech_that_begins_at_once_gets_silence_before_it(speech: Path) -> None:
    recording = real(speech, "lj")
    start = int(np.flatnonzero(heard(recording).speech)[20]) * recording.rate // 100
    abrupt = Recording(samples=recording.samples[start:], rate=recording.rate)

    part = trimmed(abrupt)

    assert not part.samples[: int(0.09 * recording.rate)].any()
    assert abs(part.samples[int(PADDING * recording.rate)]) < 1e-6


def test_the_picture_is_a_png_with_red_where_it_is_clipped(speech: Path) -> None:
    recording = real(speech, "ls1998")
    loud = like(recording, np.clip(recording.samples * 20, -1, 1) * 0.9)

    good, bad = pixels(drawn(recording)), pixels(drawn(loud))

    assert good.shape == bad.shape
    assert good.shape[1:] == (WIDTH, 3)
    assert not (good == (240, 70, 60)).all(axis=2).any()
    assert (bad == (240, 70, 60)).all(axis=2).any()


def test_the_picture_is_orange_where_a_second_voice_is_heard(speech: Path) -> None:
    alone, other = real(speech, "ls2033"), real(speech, "ls367")

    one, two = pixels(drawn(alone)), pixels(drawn(mixed(alone, other, 0)))

    assert not (one == (250, 170, 40)).all(axis=2).any()
    assert (two == (250, 170, 40)).all(axis=2).any()


def pixels(png: bytes) -> np.ndarray:
    """What a picture shows: rows, columns, colours."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    lines = np.frombuffer(zlib.decompress(png[png.index(b"IDAT") + 4 : -16]), dtype=np.uint8).reshape(height, 1 + 3 * width)
    return lines[:, 1:].reshape(height, width, 3)
