"""Samples become files: whole, or in pieces that together are one valid file."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from voicewright.audio.recording import Samples
from voicewright.audio.resample import Resampler
from voicewright.domain import provenance
from voicewright.domain.speech import OPUS_RATES, AudioSpec, Codec


@dataclass(frozen=True, kw_only=True)
class _Form:
    """How FFmpeg is asked for a codec."""

    muxer: str
    encoder: str
    sample_format: str


_FORMS: dict[Codec, _Form] = {
    Codec.MP3: _Form(muxer="mp3", encoder="libmp3lame", sample_format="fltp"),
    Codec.WAV: _Form(muxer="wav", encoder="pcm_s16le", sample_format="s16"),
    Codec.FLAC: _Form(muxer="flac", encoder="flac", sample_format="s16"),
    Codec.OPUS: _Form(muxer="ogg", encoder="libopus", sample_format="flt"),
    Codec.AAC: _Form(muxer="adts", encoder="aac", sample_format="fltp"),
    Codec.PCM: _Form(muxer="s16le", encoder="pcm_s16le", sample_format="s16"),
    Codec.MULAW: _Form(muxer="mulaw", encoder="pcm_mulaw", sample_format="s16"),
    Codec.MULAW_WAV: _Form(muxer="wav", encoder="pcm_mulaw", sample_format="s16"),
}
_LOSSY = frozenset({Codec.MP3, Codec.AAC, Codec.OPUS})
_RIFF = frozenset({Codec.WAV, Codec.MULAW_WAV})
_TAGGING: dict[Codec, dict[str, str]] = {Codec.MP3: {"id3v2_version": "3"}, Codec.AAC: {"write_id3v2": "1"}}
"""How FFmpeg is asked for tags where it writes none by itself."""
_BLOCK = 320
"""Samples handed to an encoder that takes any number."""
_OPUS_MOST = 256_000
"""bit/s per channel that libopus takes."""
_LEVELS = 32767.0


def rate_of(spec: AudioSpec) -> int:
    """The rate in Hz that a file really gets: Opus has rates of its own, and takes the next one up."""
    if spec.codec is not Codec.OPUS:
        return spec.rate
    return next((rate for rate in OPUS_RATES if rate >= spec.rate), OPUS_RATES[-1])


def bytes_per_second(spec: AudioSpec) -> float:
    """How large a file becomes, at most."""
    if spec.codec in _LOSSY:
        return spec.bitrate / 8
    width = 1 if spec.codec in {Codec.MULAW, Codec.MULAW_WAV} else 2
    return float(width * spec.rate * max(1, spec.channels))


class _Growing(io.RawIOBase):
    """A file that only grows, and hands out what has been added. FFmpeg may not go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._new = bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: object, /) -> int:
        added = bytes(data)  # type: ignore[arg-type]
        self._new += added
        return len(added)

    def taken(self) -> bytes:
        """What has been added since the last time."""
        taken = bytes(self._new)
        self._new.clear()
        return taken


class Encoder:
    """One file in pieces, each as soon as it is there. `label`: see `domain.provenance`; a stream of wav or of raw samples has no place for it."""

    def __init__(self, *, spec: AudioSpec, rate: int, label: str | None = None) -> None:
        self._file = _Growing()
        self._writer = _Writer(self._file, spec=spec, rate=rate, streaming=True, label=label)

    def feed(self, samples: Samples) -> bytes:
        """The bytes that more samples make, which may be none yet."""
        self._writer.write(samples)
        return self._file.taken()

    def finish(self) -> bytes:
        """The last bytes."""
        self._writer.close()
        return self._file.taken()


class Whole:
    """One file whose header knows its length. Only what is encoded is held: forty minutes at full width take a gigabyte on the way."""

    def __init__(self, *, spec: AudioSpec, rate: int, label: str | None = None) -> None:
        self._file = io.BytesIO()
        self._last = _riff(label) if label and spec.codec in _RIFF else b""
        self._writer = _Writer(self._file, spec=spec, rate=rate, streaming=False, label=label)

    def feed(self, samples: Samples) -> None:
        """More mono samples."""
        self._writer.write(samples)

    def finish(self) -> bytes:
        """The file."""
        self._writer.close()
        return _followed(self._file.getvalue(), self._last) if self._last else self._file.getvalue()


def encoded(samples: Samples, *, rate: int, spec: AudioSpec, label: str | None = None) -> bytes:
    """Mono samples at a rate in Hz as one file, whose header knows its length."""
    file = Whole(spec=spec, rate=rate, label=label)
    file.feed(samples)
    return file.finish()


class _Writer:
    def __init__(self, file: io.IOBase, *, spec: AudioSpec, rate: int, streaming: bool, label: str | None) -> None:
        form = _FORMS[spec.codec]
        self._form, self._spec = form, spec
        self._rate = rate_of(spec)
        self._resampler = Resampler(source=rate, target=self._rate)
        options = _muxer_options(spec.codec, streaming=streaming) | (_TAGGING.get(spec.codec, {}) if label else {})
        self._container = av.open(file, mode="w", format=form.muxer, options=options)
        if label and spec.codec not in _RIFF:
            self._container.metadata[provenance.KEY] = label
        self._stream = self._opened(spec, streaming=streaming)
        self._written = 0
        self._held = np.zeros(0, dtype=np.float32)

    def _opened(self, spec: AudioSpec, *, streaming: bool) -> AudioStream:
        layout = "stereo" if spec.channels > 1 else "mono"
        options = _encoder_options(spec, streaming=streaming)
        stream = self._container.add_stream(self._form.encoder, rate=self._rate, options=options, layout=layout, format=self._form.sample_format)
        assert isinstance(stream, AudioStream)
        stream.time_base = Fraction(1, self._rate)
        if spec.codec in _LOSSY:
            most = _OPUS_MOST * spec.channels if spec.codec is Codec.OPUS else spec.bitrate
            stream.bit_rate = min(spec.bitrate, most)
        stream.codec_context.open()  # only then is it known how many samples make a frame
        return stream

    def write(self, samples: Samples) -> None:
        self._take(self._resampler.feed(samples), whole_blocks=True)

    def close(self) -> None:
        self._take(self._resampler.finish(), whole_blocks=False)
        self._container.mux(self._stream.encode(None))
        self._container.close()

    def _take(self, samples: Samples, *, whole_blocks: bool) -> None:
        self._held = np.concatenate([self._held, samples])
        block = self._stream.codec_context.frame_size or _BLOCK
        while len(self._held) >= block or (len(self._held) and not whole_blocks):
            self._encode(self._held[:block])
            self._held = self._held[block:]

    def _encode(self, block: Samples) -> None:
        frame = AudioFrame.from_ndarray(self._shaped(block), format=self._form.sample_format, layout="stereo" if self._spec.channels > 1 else "mono")
        frame.sample_rate = self._rate
        frame.time_base = Fraction(1, self._rate)
        frame.pts = self._written
        self._written += len(block)
        self._container.mux(self._stream.encode(frame))

    def _shaped(self, block: Samples) -> np.ndarray:
        level = np.clip(block, -1.0, 1.0)
        data = np.round(level * _LEVELS).astype(np.int16) if self._form.sample_format == "s16" else level.astype(np.float32)
        channels = [data] * max(1, self._spec.channels)
        return np.stack(channels) if self._form.sample_format.endswith("p") else np.stack(channels, axis=1).reshape(1, -1)


def _riff(label: str) -> bytes:
    """The label as a wav's list of notes."""
    text = label.encode() + b"\0"
    note = provenance.KEY.encode() + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2)
    return b"LIST" + struct.pack("<I", 4 + len(note)) + b"INFO" + note


def _followed(file: bytes, last: bytes) -> bytes:
    """A wav with one part more behind its sound, which still begins after 44 bytes."""
    file += b"\0" * (len(file) % 2)
    return file[:4] + struct.pack("<I", len(file) + len(last) - 8) + file[8:] + last


def _muxer_options(codec: Codec, *, streaming: bool) -> dict[str, str]:
    if codec is Codec.OPUS:
        return {"page_duration": "20000"}
    if codec is Codec.MP3:
        return {"write_xing": "0" if streaming else "1", "id3v2_version": "0" if streaming else "3"}
    if codec in {Codec.WAV, Codec.MULAW_WAV}:
        return {"fflags": "+bitexact"}  # no note of who wrote it: many programs skip 44 bytes and take the rest for sound
    return {}


def _encoder_options(spec: AudioSpec, *, streaming: bool) -> dict[str, str]:
    """Without a bit reservoir the first mp3 frame comes out one frame earlier, and each can be decoded by itself."""
    if spec.codec is not Codec.MP3:
        return {}
    return ({"reservoir": "0"} if streaming else {}) | ({} if spec.constant else {"abr": "1"})
