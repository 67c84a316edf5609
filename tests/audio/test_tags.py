"""Files say for machines that a machine has spoken."""

from __future__ import annotations

import io
import json
import struct
import wave

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.encode import Encoder, encoded
from voicewright.audio.recording import Samples
from voicewright.audio.tags import label_in
from voicewright.domain.provenance import label
from voicewright.domain.speech import AudioSpec, Codec

RATE = 24_000
LABEL = label(producer="语音 Ltd.", produced="task_1") or ""
WHOLE = (Codec.MP3, Codec.FLAC, Codec.OPUS, Codec.AAC, Codec.WAV, Codec.MULAW_WAV)
STREAMED = (Codec.MP3, Codec.FLAC, Codec.OPUS, Codec.AAC)


def tone(seconds: float = 1.0) -> Samples:
    """An even tone."""
    return (0.3 * np.sin(np.arange(int(seconds * RATE)) / 20)).astype(np.float32)


def streamed(spec: AudioSpec, mark: str | None) -> bytes:
    """The pieces of one file together."""
    encoder = Encoder(spec=spec, rate=RATE, label=mark)
    return b"".join([*(encoder.feed(tone()[start : start + 480]) for start in range(0, RATE, 480)), encoder.finish()])


def test_the_label_has_the_seven_fields_of_the_standard() -> None:
    fields = ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"]

    assert list(json.loads(LABEL)) == fields
    assert json.loads(LABEL)["Label"] == "1"
    assert json.loads(LABEL)["ContentProducer"] == "语音 Ltd."


def test_nobody_named_is_no_label() -> None:
    assert label(producer="", produced="task_1") is None


@pytest.mark.parametrize("codec", WHOLE)
def test_a_file_carries_its_label_and_the_same_sound(codec: Codec) -> None:
    spec = AudioSpec(codec=codec, rate=8000 if codec is Codec.MULAW_WAV else RATE)
    plain, marked = encoded(tone(), rate=RATE, spec=spec), encoded(tone(), rate=RATE, spec=spec, label=LABEL)
    before, after = (decoded(file, field="sound", limits=Limits()).samples for file in (plain, marked))

    assert label_in(marked) == LABEL
    assert label_in(plain) is None
    assert np.array_equal(before, after)
    assert 0 < len(marked) - len(plain) < 600


@pytest.mark.parametrize("codec", STREAMED)
def test_a_stream_carries_its_label_from_the_start(codec: Codec) -> None:
    spec = AudioSpec(codec=codec, rate=RATE)
    marked = streamed(spec, LABEL)

    assert label_in(marked) == LABEL
    assert LABEL[:8].encode() in marked[:600] or LABEL[:8].encode("utf-16-le") in marked[:600]
    before, after = (decoded(file, field="sound", limits=Limits()).samples for file in (streamed(spec, None), marked))
    assert np.array_equal(before, after)


@pytest.mark.parametrize("codec", [Codec.PCM, Codec.MULAW, Codec.WAV, Codec.MULAW_WAV])
def test_what_has_no_place_for_a_label_stays_as_it_was(codec: Codec) -> None:
    spec = AudioSpec(codec=codec, rate=8000)

    assert streamed(spec, LABEL) == streamed(spec, None)


@pytest.mark.parametrize("count", [1, 2, 999, 1000])
def test_a_labelled_wav_begins_after_44_bytes_and_its_lengths_are_right(count: int) -> None:
    spec = AudioSpec(codec=Codec.WAV, rate=RATE)
    file = encoded(tone()[:count], rate=RATE, spec=spec, label=LABEL)

    assert file[36:40] == b"data"
    assert struct.unpack("<I", file[4:8])[0] == len(file) - 8
    with wave.open(io.BytesIO(file)) as opened:
        assert opened.getnframes() == count
    assert soundfile.info(io.BytesIO(file)).frames == count


@pytest.mark.parametrize("data", [b"", b"no sound at all", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_sound_file_has_no_label_to_read(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        label_in(data)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_whoever_the_producer_is_comes_back(producer: str) -> None:
    mark = label(producer=producer, produced="1")

    assert label_in(encoded(tone(0.1), rate=RATE, spec=AudioSpec(codec=Codec.WAV, rate=RATE), label=mark)) == mark
