"""Sound files of strangers become samples: judged by bytes, never by name, and never past the limits."""

from __future__ import annotations

import io
from collections.abc import Iterator

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from voicewright.audio.recording import MEGABYTE, RATES, Limits, Recording, Samples
from voicewright.domain.errors import (
    RecordingTooHard,
    RecordingTooLarge,
    RecordingTooLong,
    RecordingTooManyChannels,
    RecordingUnreadable,
)

FORMATS = "wav,w64,mp3,mov,flac,ogg,matroska,aac,aiff,caf"
"""FFmpeg's demuxers that may open a file; text formats that name other files (sdp, hls, concat, …) are not among them."""
PCM = ("s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "f64le", "f64be", "u8", "s8", "alaw", "mulaw")
CODECS = (*(f"pcm_{name}" for name in PCM), "mp3float", "mp3", "aac", "flac", "alac", "opus", "libopus", "vorbis", "adpcm_ms", "adpcm_ima_wav")
"""FFmpeg's decoders that may touch a file; it has two hundred more, and every one is a way in."""
OPTIONS = {
    "format_whitelist": FORMATS,
    "codec_whitelist": ",".join(CODECS),
    "protocol_whitelist": "none",
    "probesize": "1000000",
    "analyzeduration": "2000000",
}
"""How FFmpeg is kept to them whenever it opens a stranger's file."""
_PACKETS_PER_SECOND = 500
"""No usual file has as many; one with a packet per sample takes minutes to read."""


def decoded(data: bytes, *, field: str, limits: Limits) -> Recording:
    """The file's first sound, mixed down to mono at its own rate.

    Raises RecordingTooLarge, RecordingUnreadable, RecordingTooManyChannels, RecordingTooLong, RecordingTooHard, each naming the field.
    """
    if len(data) > limits.bytes:
        raise RecordingTooLarge(field=field, limit_mb=limits.bytes // MEGABYTE)
    try:
        with av.open(io.BytesIO(data), mode="r", options=dict(OPTIONS), metadata_errors="replace") as container:
            return _decoded(container, field=field, limits=limits)
    except MemoryError:
        raise RecordingTooHard(field=field, problem="needs more memory than a recording gets") from None
    except (av.error.FFmpegError, ValueError, EOFError, OverflowError):
        raise RecordingUnreadable(field=field) from None


def _decoded(container: InputContainer, *, field: str, limits: Limits) -> Recording:
    """Stops at the limit of seconds: a header's own word for them is a guess in some formats and a lie in some files."""
    stream = _first_known(container)
    if stream is None or not RATES[0] <= stream.codec_context.sample_rate <= RATES[1]:
        raise RecordingUnreadable(field=field)
    rate = stream.codec_context.sample_rate
    if stream.codec_context.channels > limits.channels:
        raise RecordingTooManyChannels(field=field, channels=stream.codec_context.channels)
    sound = bytearray()
    for part in _mono(container, stream, rate=rate, packets=int(limits.seconds * _PACKETS_PER_SECOND)):
        sound += part.tobytes()
        if len(sound) > int(limits.seconds * rate) * part.itemsize:
            raise RecordingTooLong(field=field, maximum=int(limits.seconds))
    if not sound:
        raise RecordingUnreadable(field=field)
    samples = np.frombuffer(sound, dtype=np.float32)
    np.clip(samples, -1.0, 1.0, out=samples)
    np.copyto(samples, 0.0, where=np.isnan(samples))
    return Recording(samples=samples, rate=rate)


def _first_known(container: InputContainer) -> AudioStream | None:
    """The first sound, if its coding is read here."""
    stream = next(iter(container.streams.audio), None)
    coding = getattr(stream and stream.codec_context, "name", None)  # PyAV says None, though not in its types, for one that FFmpeg does not know
    return stream if coding in CODECS else None


def _mono(container: InputContainer, stream: AudioStream, *, rate: int, packets: int) -> Iterator[Samples]:
    converter = AudioResampler(format="flt", rate=rate)
    for frame in _frames(container, stream, packets=packets):
        frame.pts = None
        for part in converter.resample(frame):
            yield _mean(part)
    for part in converter.resample(None):
        yield _mean(part)


def _frames(container: InputContainer, stream: AudioStream, *, packets: int) -> Iterator[AudioFrame]:
    """Every frame that can be read: what was damaged, or cut off, is still a recording where most of it is whole."""
    whole = broken = 0
    for packet in _packets(container, stream):
        try:
            frames = stream.decode(packet)
        except av.error.FFmpegError:
            broken += 1
        else:
            whole += 1
            yield from frames
        if whole + broken > packets:
            raise ValueError
    if broken > whole:
        raise ValueError


def _packets(container: InputContainer, stream: AudioStream) -> Iterator[Packet[AudioStream] | None]:
    """The packets up to the first place where the container is broken; the last one asks the decoder for what it holds back."""
    try:
        yield from container.demux(stream)
    except av.error.FFmpegError:
        yield None


def _mean(frame: AudioFrame) -> Samples:
    """The channels' mean: FFmpeg's own mix to mono is louder than either channel, and clips."""
    interleaved = frame.to_ndarray().reshape(-1, len(frame.layout.channels))
    return interleaved.mean(axis=1, dtype=np.float32)
