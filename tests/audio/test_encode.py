"""Files that other programs can read, whole and in pieces."""

from __future__ import annotations

import io
import struct
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.encode import Encoder, encoded
from voicewright.audio.recording import Samples
from voicewright.domain.speech import AudioSpec, Codec

RATE = 24000


def sweep(seconds: float) -> Samples:
    """A tone that rises from 200 to 2,000 Hz."""
    at = np.arange(int(seconds * RATE)) / RATE
    return (0.4 * np.sin(2 * np.pi * (200 * at + 900 / seconds * at**2))).astype(np.float32)


def streamed(samples: Samples, spec: AudioSpec, *, piece: int = 480) -> list[bytes]:
    """The pieces of one file."""
    encoder = Encoder(spec=spec, rate=RATE)
    pieces = [encoder.feed(samples[start : start + piece]) for start in range(0, len(samples), piece)]
    return [*pieces, encoder.finish()]


def read_elsewhere(file: bytes, spec: AudioSpec) -> tuple[Samples, int]:
    """What a decoder that shares nothing with the encoder makes of a file."""
    if spec.codec is Codec.PCM:
        return (np.frombuffer(file, "<i2").reshape(-1, spec.channels)[:, 0] / 32768).astype(np.float32), spec.rate
    if spec.codec is Codec.MULAW:
        file = raw_mulaw_in_au(file, spec)
    with soundfile.SoundFile(io.BytesIO(with_length(file) if spec.codec is Codec.FLAC else file)) as opened:
        samples = np.asarray(opened.read(-1, dtype="float32", always_2d=True)).astype(np.float32)
        assert opened.channels == spec.channels
        return samples[:, 0], opened.samplerate


def with_length(file: bytes) -> bytes:
    """A streamed FLAC says of its length that it is unknown, which this decoder does not take; so it is told."""
    frames = struct.unpack(">Q", file[18:26])[0]
    unknown = frames & 0xFFFFFFFFF == 0
    rate = frames >> 44
    return file[:18] + struct.pack(">Q", frames | round(1.5 * rate)) + file[26:] if unknown else file


def raw_mulaw_in_au(file: bytes, spec: AudioSpec) -> bytes:
    """Raw µ-law with a Sun header before it."""
    return struct.pack(">4sIIIII", b".snd", 24, len(file), 1, spec.rate, spec.channels) + file


SPECS = [
    AudioSpec(codec=codec, rate=rate, channels=channels)
    for codec in Codec
    if codec is not Codec.AAC
    for rate in ((8000,) if codec in {Codec.MULAW, Codec.MULAW_WAV} else (8000, 16000, 22050, 24000, 32000, 44100))
    for channels in (1, 2)
    if codec is not Codec.OPUS or rate in {8000, 16000, 24000}
]


def name(spec: AudioSpec) -> str:
    """For the report."""
    return f"{spec.codec}-{spec.rate}-{spec.channels}"


@pytest.mark.parametrize("spec", SPECS, ids=name)
def test_another_decoder_reads_what_was_written(spec: AudioSpec) -> None:
    for file in (encoded(sweep(1.5), rate=RATE, spec=spec), b"".join(streamed(sweep(1.5), spec))):
        samples, rate = read_elsewhere(file, spec)

        assert len(samples) / rate == pytest.approx(1.5, abs=0.25 if spec.codec is Codec.MP3 else 0.03)
        assert np.abs(samples).max() == pytest.approx(0.4, abs=0.06)
        assert dominant(samples[rate // 2 : rate * 3 // 4], rate) == pytest.approx(950, abs=200)


def dominant(samples: Samples, rate: int) -> float:
    """The strongest frequency, Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples))


def test_aac_is_read_whole() -> None:
    file = b"".join(streamed(sweep(1.5), AudioSpec(codec=Codec.AAC, rate=RATE)))

    assert file[:2] in {b"\xff\xf1", b"\xff\xf9"}
    assert decoded(file, field="sound", limits=Limits()).seconds == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize("codec", [Codec.WAV, Codec.FLAC, Codec.PCM])
def test_what_loses_nothing_gives_back_the_samples(codec: Codec) -> None:
    spec = AudioSpec(codec=codec, rate=RATE)

    samples, _ = read_elsewhere(encoded(sweep(0.5), rate=RATE, spec=spec), spec)

    assert np.abs(samples - sweep(0.5)).max() < 2 / 32768


def test_a_whole_wav_says_how_long_it_is() -> None:
    file = encoded(sweep(1), rate=RATE, spec=AudioSpec(codec=Codec.WAV, rate=RATE))

    assert struct.unpack("<I", file[4:8])[0] == len(file) - 8
    assert soundfile.info(io.BytesIO(file)).frames == RATE


def test_the_sound_of_a_wav_begins_after_44_bytes_as_simple_programs_expect() -> None:
    spec = AudioSpec(codec=Codec.WAV, rate=RATE)

    for file in (encoded(sweep(1), rate=RATE, spec=spec), b"".join(streamed(sweep(1), spec))):
        assert file[36:40] == b"data"
        assert len(file) == 44 + 2 * RATE


def test_a_whole_mp3_says_how_long_it_is() -> None:
    file = encoded(sweep(1.5), rate=RATE, spec=AudioSpec(codec=Codec.MP3, rate=RATE))

    assert soundfile.info(io.BytesIO(file)).duration == pytest.approx(1.5, abs=0.03)


def test_each_frame_of_a_streamed_mp3_can_be_heard_without_those_before_it() -> None:
    file = b"".join(streamed(sweep(1), AudioSpec(codec=Codec.MP3, rate=RATE, bitrate=64000)))
    tail = file[192 * 20 :]  # 64 kbit/s at 24 kHz are 192 bytes a frame

    assert tail[:2] == file[:2]
    assert len(decoded(tail, field="sound", limits=Limits()).samples) == (len(tail) // 192) * 576


def test_a_streamed_wav_has_one_header() -> None:
    assert b"".join(streamed(sweep(1), AudioSpec(codec=Codec.WAV, rate=RATE))).count(b"RIFF") == 1


@pytest.mark.parametrize("spec", [spec for spec in SPECS if spec.rate >= 16000], ids=name)
def test_a_stream_begins_within_an_eighth_of_a_second_of_sound(spec: AudioSpec) -> None:
    pieces = streamed(sweep(1), spec)
    first = next(index for index, piece in enumerate(pieces) if piece)

    assert (first + 1) * 480 / RATE <= 0.125


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 4000), min_size=1, max_size=12), st.sampled_from([codec for codec in Codec if codec is not Codec.OPUS]))
def test_how_a_stream_is_cut_does_not_change_the_file(cuts: list[int], codec: Codec) -> None:
    samples = sweep(0.5)
    spec = AudioSpec(codec=codec, rate=16000)
    encoder = Encoder(spec=spec, rate=RATE)
    pieces, start = list[bytes](), 0
    for cut in [*cuts, len(samples)]:
        pieces.append(encoder.feed(samples[start : start + cut]))
        start += cut
    pieces.append(encoder.finish())

    assert b"".join(pieces) == b"".join(streamed(samples, spec, piece=len(samples)))


def test_how_an_opus_stream_is_cut_does_not_change_its_sound() -> None:
    """Its bytes do change: every Ogg stream has a number of its own."""
    spec = AudioSpec(codec=Codec.OPUS, rate=24000)
    whole, pieces = (decoded(b"".join(streamed(sweep(0.5), spec, piece=piece)), field="sound", limits=Limits()) for piece in (RATE, 333))

    assert np.array_equal(whole.samples, pieces.samples)


@pytest.mark.parametrize("codec", list(Codec))
def test_nothing_becomes_an_empty_file_and_not_an_error(codec: Codec) -> None:
    file = encoded(np.zeros(0, dtype=np.float32), rate=RATE, spec=AudioSpec(codec=codec, rate=8000))

    assert isinstance(file, bytes)


def test_more_bits_make_a_larger_mp3() -> None:
    small, large = (encoded(sweep(2), rate=RATE, spec=AudioSpec(bitrate=bitrate)) for bitrate in (32000, 256000))

    assert len(large) > 5 * len(small)


def test_an_mp3_has_frames_of_one_size_or_an_average() -> None:
    """With 32 kHz and 64 kbit/s a frame of mp3 has 144 bytes per kilobit and kilohertz: 288."""
    quiet = np.concatenate([sweep(1.0), np.zeros(2 * RATE, dtype=np.float32)])

    def sizes(*, constant: bool) -> set[int]:
        file = b"".join(streamed(quiet, AudioSpec(codec=Codec.MP3, rate=32000, bitrate=64000, constant=constant)))
        return {int(after - before) for before, after in pairwise(starts(file))}

    assert sizes(constant=True) == {288}
    assert len(sizes(constant=False)) > 1


def starts(file: bytes) -> list[int]:
    """Where the frames of an MPEG-1 layer III file at 32 kHz begin."""
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    places = [0]
    while places[-1] + 4 <= len(file):
        places.append(places[-1] + 144_000 * rates[file[places[-1] + 2] >> 4] // 32_000)
    return places
