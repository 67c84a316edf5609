"""What the server and an engine's process say to each other: MessagePack headers, then raw arrays. Never pickle.

A letter on the wire is the header's length (u32) and the payload's (u64), little-endian, then the header, then the payload.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from voicewright.audio.recording import Recording, Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Item, Notation, Pause, Reading, Script, Sentence, Sound, Words
from voicewright.domain.speech import Prosody
from voicewright.ports import Design, EngineInfo, Frame, Prompt, Reference, Share, Timbre, Word

PREFIX = struct.Struct("<IQ")
HEADER_LIMIT = 1 << 24
PAYLOAD_LIMIT = 1 << 31
_PLAIN = frozenset("biufc")
"""numpy's kinds whose bytes are their value."""


class Garbled(ValueError):
    """The bytes are no letter: somebody else wrote into the pipe."""


class ArrayHead(msgspec.Struct, frozen=True, array_like=True):
    """One array of the payload."""

    name: str
    dtype: str
    shape: tuple[int, ...]


class TimbreHead(msgspec.Struct, frozen=True):
    """A timbre without its numbers, which are the payload."""

    arrays: tuple[ArrayHead, ...]
    facts: dict[str, str]


class ShareHead(msgspec.Struct, frozen=True, array_like=True):
    """One voice of a mix without its numbers."""

    timbre: TimbreHead
    size: int
    """Bytes of the payload that are its arrays."""
    weight: float


class RunHead(msgspec.Struct, frozen=True, array_like=True):
    """`Words`, or a `Reading` where there is a notation."""

    text: str
    notation: Notation | None = None
    symbols: str = ""


class SentenceHead(msgspec.Struct, frozen=True, tag="sentence"):
    """`Sentence`."""

    runs: tuple[RunHead, ...]
    paragraph_end: bool


class PauseHead(msgspec.Struct, frozen=True, tag="pause"):
    """`Pause`."""

    seconds: float


class SoundHead(msgspec.Struct, frozen=True, tag="sound"):
    """`Interjection`."""

    sound: Sound


ItemHead: TypeAlias = SentenceHead | PauseHead | SoundHead


class PromptHead(msgspec.Struct, frozen=True):
    """`Prompt` without its sound."""

    rate: int
    transcript: str
    size: int
    """Bytes at the payload's end that are its sound."""


class Learn(msgspec.Struct, frozen=True, tag="learn"):
    """`Engine.learn`; the payload is the recording, with the prompt's behind it."""

    rate: int
    transcript: str | None
    transcript_fit: float
    language: Language
    seed: int
    prompt: PromptHead | None = None


class Imagine(msgspec.Struct, frozen=True, tag="imagine"):
    """`Engine.imagine`."""

    design: Design


class Mix(msgspec.Struct, frozen=True, tag="mix"):
    """`Engine.mix`; the payload is the timbres' arrays, one timbre behind the other."""

    shares: tuple[ShareHead, ...]


class Speak(msgspec.Struct, frozen=True, tag="speak"):
    """`Engine.speak`; the payload is the timbre's arrays."""

    timbre: TimbreHead
    items: tuple[ItemHead, ...]
    language: Language
    prosody: Prosody
    seed: int


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """Leave off with a job."""

    number: int
    """Jobs are counted from 1, on both sides: a cancel that comes late must not hit the next one."""


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The engine is there; this is what it is."""

    info: EngineInfo


class Made(msgspec.Struct, frozen=True, tag="made"):
    """A timbre; the payload is its arrays."""

    timbre: TimbreHead


class Said(msgspec.Struct, frozen=True, tag="said"):
    """A frame; the payload is its samples."""

    words: tuple[Word, ...]
    facts: dict[str, str]


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The speech is at its end, or was cancelled."""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The engine raised."""

    trace: str
    """Where and of what kind; nothing that was said."""
    fatal: bool
    """Whether the process cannot be trusted any longer."""


Job: TypeAlias = Learn | Imagine | Mix | Speak
Order: TypeAlias = Job | Cancel
Answer: TypeAlias = Hello | Made | Said | Done | Failed


_ORDERS = msgspec.msgpack.Decoder(Order)
_ANSWERS = msgspec.msgpack.Decoder(Answer)
_ENCODER = msgspec.msgpack.Encoder()


def letter(message: Order | Answer, payload: bytes = b"") -> bytes:
    """A message as it goes over the wire."""
    header = _ENCODER.encode(message)
    return b"".join((PREFIX.pack(len(header), len(payload)), header, payload))


def lengths(prefix: bytes) -> tuple[int, int]:
    """The lengths of header and payload. Raises Garbled."""
    header, payload = PREFIX.unpack(prefix)
    if header > HEADER_LIMIT or payload > PAYLOAD_LIMIT:
        raise Garbled(f"a letter of {header} + {payload} bytes")
    return header, payload


def order(header: bytes) -> Order:
    """What a worker is told."""
    return _ORDERS.decode(header)


def answer(header: bytes) -> Answer:
    """What a worker says. Raises Garbled."""
    try:
        return _ANSWERS.decode(header)
    except msgspec.MsgspecError as error:
        raise Garbled(str(error)) from error


def saying(frame: Frame) -> tuple[Said, bytes]:
    """A frame on its way out. Raises TypeError where it is no frame."""
    return Said(frame.words, dict(frame.facts)), sound_bytes(frame.samples)


def frame_of(said: Said, payload: bytes) -> Frame:
    """The frame that came in. Raises Garbled."""
    return Frame(samples=sound_of(payload), words=said.words, facts=said.facts)


def sound_bytes(samples: Samples) -> bytes:
    """Samples as a payload. Raises TypeError where they are none."""
    if samples.dtype != np.float32 or samples.ndim != 1:
        raise TypeError(f"sound is one dimension of float32, not {samples.ndim} of {samples.dtype}")
    return samples.tobytes()


def sound_of(payload: bytes) -> Samples:
    """A payload as samples that may be written to. Raises Garbled."""
    if len(payload) % 4:
        raise Garbled(f"sound of {len(payload)} bytes")
    return np.frombuffer(payload, dtype=np.float32).copy()


def timbre_parts(timbre: Timbre) -> tuple[TimbreHead, bytes]:
    """A timbre as header and payload. Raises TypeError where an array holds something else than numbers."""
    heads: list[ArrayHead] = []
    for name, array in timbre.arrays.items():
        if array.dtype.kind not in _PLAIN:
            raise TypeError(f"a timbre's arrays hold numbers, not {array.dtype}")
        heads.append(ArrayHead(name, array.dtype.str, array.shape))
    return TimbreHead(tuple(heads), dict(timbre.facts)), b"".join(array.tobytes() for array in timbre.arrays.values())


def timbre_of(head: TimbreHead, payload: bytes) -> Timbre:
    """A timbre from header and payload. Raises Garbled."""
    arrays: dict[str, NDArray[np.generic]] = {}
    at = 0
    for each in head.arrays:
        dtype = np.dtype(each.dtype)
        count = int(np.prod(each.shape, dtype=np.int64))
        size = count * dtype.itemsize
        if dtype.kind not in _PLAIN or at + size > len(payload):
            raise Garbled(f"an array of {size} bytes of {dtype}")
        arrays[each.name] = np.frombuffer(payload, dtype=dtype, count=count, offset=at).reshape(each.shape).copy()
        at += size
    return Timbre(arrays=arrays, facts=head.facts)


def learning(reference: Reference) -> tuple[Learn, bytes]:
    """The job of learning a reference."""
    prompt = reference.prompt
    clip = b"" if prompt is None else sound_bytes(np.asarray(prompt.recording.samples, dtype=np.float32))
    head = Learn(
        rate=reference.recording.rate,
        transcript=reference.transcript,
        transcript_fit=reference.transcript_fit,
        language=reference.language,
        seed=reference.seed,
        prompt=None if prompt is None else PromptHead(rate=prompt.recording.rate, transcript=prompt.transcript, size=len(clip)),
    )
    return head, sound_bytes(np.asarray(reference.recording.samples, dtype=np.float32)) + clip


def reference_of(job: Learn, payload: bytes) -> Reference:
    """The reference that a job brings. Raises Garbled."""
    end = len(payload) - (0 if job.prompt is None else job.prompt.size)
    prompt = None
    if job.prompt is not None:
        prompt = Prompt(recording=Recording(samples=sound_of(payload[end:]), rate=job.prompt.rate), transcript=job.prompt.transcript)
    return Reference(
        recording=Recording(samples=sound_of(payload[:end]), rate=job.rate),
        transcript=job.transcript,
        transcript_fit=job.transcript_fit,
        language=job.language,
        seed=job.seed,
        prompt=prompt,
    )


def mixing(shares: Sequence[Share]) -> tuple[Mix, bytes]:
    """The job of mixing voices."""
    parts = [(*timbre_parts(share.timbre), share.weight) for share in shares]
    heads = tuple(ShareHead(head, len(payload), weight) for head, payload, weight in parts)
    return Mix(heads), b"".join(payload for _, payload, _ in parts)


def shares_of(job: Mix, payload: bytes) -> list[Share]:
    """The voices that a job brings."""
    shares: list[Share] = []
    at = 0
    for head in job.shares:
        shares.append(Share(timbre=timbre_of(head.timbre, payload[at : at + head.size]), weight=head.weight))
        at += head.size
    return shares


def speaking(timbre: Timbre, script: Script) -> tuple[Speak, bytes]:
    """The job of saying a script."""
    head, payload = timbre_parts(timbre)
    items = tuple(_item_head(item) for item in script.items)
    return Speak(head, items, script.language, script.prosody, script.seed), payload


def script_of(job: Speak) -> Script:
    """The script that a job brings."""
    return Script(items=tuple(_item_of(head) for head in job.items), language=job.language, prosody=job.prosody, seed=job.seed)


def _item_head(item: Item) -> ItemHead:
    if isinstance(item, Pause):
        return PauseHead(item.seconds)
    if isinstance(item, Interjection):
        return SoundHead(item.sound)
    return SentenceHead(tuple(_run_head(run) for run in item.runs), item.paragraph_end)


def _run_head(run: Words | Reading) -> RunHead:
    return RunHead(run.text, run.notation, run.symbols) if isinstance(run, Reading) else RunHead(run.text)


def _item_of(head: ItemHead) -> Item:
    if isinstance(head, PauseHead):
        return Pause(seconds=head.seconds)
    if isinstance(head, SoundHead):
        return Interjection(sound=head.sound)
    return Sentence(runs=tuple(_run_of(run) for run in head.runs), paragraph_end=head.paragraph_end)


def _run_of(head: RunHead) -> Words | Reading:
    return Words(text=head.text) if head.notation is None else Reading(text=head.text, notation=head.notation, symbols=head.symbols)
