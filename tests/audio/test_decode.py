"""Files of strangers: read by their bytes, and never past the limits."""

from __future__ import annotations

import io
import struct
import wave
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from hypothesis import given, settings
from hypothesis import strategies as st

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.encode import encoded
from voicewright.audio.recording import Samples
from voicewright.domain.errors import (
    BadRecording,
    RecordingTooLarge,
    RecordingTooLong,
    RecordingTooManyChannels,
    RecordingUnreadable,
)
from voicewright.domain.speech import AudioSpec, Codec

LIMITS = Limits(bytes=20_000_000, seconds=300, channels=2)


def tone(seconds: float, *, rate: int = 24000, hertz: float = 440.0) -> Samples:
    """A sine at half of full scale."""
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def wav(samples: Samples, *, rate: int = 24000, channels: int = 1) -> bytes:
    """A wav file as the standard library writes it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((np.repeat(samples, channels) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def contained(samples: Samples, form: str, encoder: str, sample_format: str, *, piece: int = 960) -> bytes:
    """A file at 48 kHz in one of FFmpeg's forms, so many samples to a packet where the encoder lets us choose."""
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(encoder, rate=48000, layout="mono", format=sample_format)
        assert isinstance(stream, AudioStream)
        data = samples if sample_format.startswith("flt") else (samples * 32767).astype(np.int16)
        for start in range(0, len(samples), piece):
            frame = AudioFrame.from_ndarray(data[None, start : start + piece], format=sample_format, layout="mono")
            frame.sample_rate, frame.pts = 48000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


@pytest.mark.parametrize("codec", [Codec.WAV, Codec.MP3, Codec.FLAC, Codec.OPUS, Codec.AAC, Codec.MULAW_WAV])
def test_usual_files_are_read(codec: Codec) -> None:
    file = encoded(tone(2), rate=24000, spec=AudioSpec(codec=codec, rate=8000 if codec is Codec.MULAW_WAV else 24000))

    recording = decoded(file, field="audio_url", limits=LIMITS)

    assert recording.seconds == pytest.approx(2, abs=0.1)
    assert recording.samples.dtype == np.float32
    middle = recording.samples[len(recording.samples) // 4 : len(recording.samples) // 2]
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    ("form", "subtype"), [("OGG", "VORBIS"), ("OGG", "OPUS"), ("FLAC", "PCM_24"), ("WAV", "FLOAT"), ("AIFF", "PCM_16"), ("MP3", None)]
)
def test_files_of_another_program_are_read(form: str, subtype: str | None) -> None:
    file = io.BytesIO()
    soundfile.write(file, tone(2), 24000, format=form, subtype=subtype)

    recording = decoded(file.getvalue(), field="audio_url", limits=LIMITS)

    assert recording.seconds == pytest.approx(2, abs=0.05)
    assert np.abs(recording.samples[recording.rate // 2 : recording.rate]).max() == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(("form", "encoder", "sample_format"), [("ipod", "aac", "fltp"), ("mp4", "alac", "s16p"), ("webm", "libopus", "flt")])
def test_what_phones_and_browsers_record_is_read(form: str, encoder: str, sample_format: str) -> None:
    recording = decoded(contained(tone(2, rate=48000), form, encoder, sample_format), field="audio_url", limits=LIMITS)

    assert recording.rate == 48000
    assert recording.seconds == pytest.approx(2, abs=0.05)


def test_stereo_becomes_the_mean_of_its_channels() -> None:
    recording = decoded(wav(tone(1), channels=2), field="audio_url", limits=LIMITS)

    assert np.abs(recording.samples).max() == pytest.approx(0.5, abs=0.01)


def test_a_real_recording_is_read_whole(speech: Path) -> None:
    recording = decoded((speech / "dev/lj/reference.flac").read_bytes(), field="audio_url", limits=LIMITS)

    assert recording.rate == 22050
    assert recording.seconds == pytest.approx(19.57, abs=0.01)


def test_a_recording_that_was_cut_off_is_still_one() -> None:
    whole = encoded(tone(4), rate=24000, spec=AudioSpec(codec=Codec.FLAC, rate=24000))

    recording = decoded(whole[: len(whole) // 2], field="audio_url", limits=LIMITS)

    assert 1 < recording.seconds < 3


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"hello, I am no audio",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"<?xml version='1.0'?><MPD><Period/></MPD>",
    ],
    ids=["nothing", "words", "sdp", "hls", "concat", "dash"],
)
def test_text_is_never_opened_as_a_list_of_other_files(text: bytes) -> None:
    with pytest.raises(RecordingUnreadable, match="`audio_url` is no audio"):
        decoded(text, field="audio_url", limits=LIMITS)


def test_eight_channels_are_refused() -> None:
    with pytest.raises(RecordingTooManyChannels, match="8 channels"):
        decoded(wav(tone(1), channels=8), field="audio_url", limits=LIMITS)


def test_six_minutes_are_refused() -> None:
    six_minutes = encoded(tone(360, rate=8000), rate=8000, spec=AudioSpec(codec=Codec.MP3, rate=8000, bitrate=32000))

    with pytest.raises(RecordingTooLong, match="longer than 300 s"):
        decoded(six_minutes, field="audio_url", limits=LIMITS)


def test_twenty_one_megabytes_are_refused_unread() -> None:
    with pytest.raises(RecordingTooLarge, match="larger than 20 MB"):
        decoded(bytes(21_000_000), field="audio_url", limits=LIMITS)


def test_a_header_that_lies_about_its_length_does_not_help() -> None:
    file = bytearray(wav(tone(8, rate=8000), rate=8000))
    file[40:44] = struct.pack("<I", 16000)

    with pytest.raises(RecordingTooLong):
        decoded(streamed_wav(file), field="audio_url", limits=Limits(seconds=3))


def streamed_wav(file: bytearray) -> bytes:
    """The same file with the length that a stream's header has: unknown."""
    file[4:8] = file[40:44] = struct.pack("<I", 0xFFFFFFFF)
    return bytes(file)


def test_a_recording_that_begins_with_silence_is_not_taken_for_hours() -> None:
    """FFmpeg guesses the length of a stream without a header from its first frames, and those of silence are tiny."""
    sound = np.concatenate([np.zeros(24000 * 10, dtype=np.float32), 0.3 * np.random.default_rng(0).standard_normal(24000 * 20)])
    file = encoded(sound.astype(np.float32), rate=24000, spec=AudioSpec(codec=Codec.AAC, rate=24000))

    assert decoded(file, field="audio_url", limits=LIMITS).seconds == pytest.approx(30, abs=0.2)


def test_a_damaged_place_is_left_out_and_what_follows_is_kept() -> None:
    file = bytearray(contained(tone(4, rate=48000), "ipod", "aac", "fltp"))
    middle = len(file) // 2
    file[middle : middle + 300] = b"\xff" * 300

    assert 3 < decoded(bytes(file), field="audio_url", limits=LIMITS).seconds <= 4


@pytest.mark.parametrize("coding", [0x0000, 0x1234, 0x0161, 0x2000, 0x674F])
def test_a_coding_that_is_not_for_recordings_is_refused(coding: int) -> None:
    file = bytearray(wav(tone(1)))
    file[20:22] = struct.pack("<H", coding)

    with pytest.raises(RecordingUnreadable, match="`audio_url` is no audio"):
        decoded(bytes(file), field="audio_url", limits=LIMITS)


def test_a_file_with_a_packet_for_every_sample_is_refused_soon() -> None:
    file, usual = (contained(tone(0.25, rate=48000), "matroska", "pcm_s16le", "s16", piece=piece) for piece in (1, 48))

    assert decoded(usual, field="audio_url", limits=Limits(seconds=5)).seconds == pytest.approx(0.25)
    with pytest.raises(RecordingUnreadable):
        decoded(file, field="audio_url", limits=Limits(seconds=5))


def test_hours_of_silence_in_a_small_file_are_not_decoded() -> None:
    bomb = encoded(np.zeros(8000 * 3600, dtype=np.float32), rate=8000, spec=AudioSpec(codec=Codec.FLAC, rate=8000))

    assert len(bomb) < 1_000_000
    with pytest.raises(RecordingTooLong):
        decoded(bomb, field="audio_url", limits=LIMITS)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=4000), st.sampled_from([b"", b"RIFF\x00\x00\x00\x00WAVEfmt ", b"fLaC", b"OggS", b"ID3\x03", b"\xff\xfb\x90", b"\x1aE\xdf\xa3"])
)
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    try:
        recording = decoded(start + data, field="audio_url", limits=Limits(seconds=5))
    except BadRecording:
        return
    assert np.isfinite(recording.samples).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=30))
def test_damaged_files_are_read_or_refused(damage: list[tuple[int, int]]) -> None:
    file = bytearray(MP3)
    for place, value in damage:
        file[place % len(file)] = value
    try:
        recording = decoded(bytes(file), field="audio_url", limits=Limits(seconds=5))
    except BadRecording:
        return
    assert np.isfinite(recording.samples).all()


MP3 = encoded(tone(1), rate=24000, spec=AudioSpec(codec=Codec.MP3, rate=24000))
