"""A real, tiny engine for the tests of the host and of the contract: it hums one tone per letter.

A sentence (or a prompt, or a transcript) that begins with `!` makes it misbehave instead.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path

import numpy as np

from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Item, Pause, Script, Sound
from voicewright.engines import hearing
from voicewright.ports import Capabilities, Design, Frame, Reference, Share, Timbre, Word
from voicewright.text import tokens

RATE = 16000
LETTER = 0.07
"""Seconds."""
DIARY = "HUM_DIARY"
"""The variable that names a file into which a frame is noted before it is made."""


class Hum:
    name = "hum"
    version = "1"
    capabilities = Capabilities(
        languages=frozenset(Language) - {Language.THAI},
        clones=True,
        designs=True,
        streams=True,
        rate=RATE,
        sounds=frozenset({Sound.HUMMING, Sound.LAUGHS}),
        times=True,
        mixes=True,
        licence="Apache-2.0",
        device="cpu",
    )

    def learn(self, reference: Reference) -> Timbre:
        misbehave(reference.transcript or "")
        pitch = hearing.pitch(reference.recording.samples, rate=reference.recording.rate)
        return _voice(pitch if np.isfinite(pitch) else 150.0, seed=reference.seed)

    def imagine(self, design: Design) -> Timbre:
        misbehave(design.prompt)
        seed = int.from_bytes(hashlib.sha256(f"{design.seed} {design.prompt}".encode()).digest()[:4], "big")
        return _voice(100.0 + seed % 120, seed=seed)

    def speak(self, timbre: Timbre, script: Script) -> Iterator[Frame]:
        at = 0.0
        for number, item in enumerate(script.items):
            place = 0
            for samples, letters in self._item(timbre, script, item):
                note("frame")
                yield Frame(samples=samples, words=_words(letters, place, number, at, len(samples) / RATE))
                place += len(letters)
                at += len(samples) / RATE

    def mix(self, shares: Sequence[Share]) -> Timbre:
        if len(shares) == 1:
            return shares[0].timbre
        weights = np.array([share.weight for share in shares]) / sum(share.weight for share in shares)
        pitches = [np.log(share.timbre.arrays["pitch"].astype(np.float64)) for share in shares]
        colours = [share.timbre.arrays["weights"].astype(np.float64) for share in shares]
        mixed = {"pitch": np.exp(weights @ np.stack(pitches)).astype(np.float32), "weights": (weights @ np.stack(colours)).astype(np.float32)}
        return Timbre(arrays={**shares[0].timbre.arrays, **mixed})

    def close(self) -> None:
        note("closed")

    def _item(self, timbre: Timbre, script: Script, item: Item) -> Iterator[tuple[Samples, str]]:
        prosody = script.prosody
        pitch = float(timbre.arrays["pitch"][0]) * 2 ** (prosody.pitch / 12)
        weights = np.asarray(timbre.arrays["weights"], dtype=np.float64)
        if isinstance(item, Pause):
            yield np.zeros(round(item.seconds * RATE), dtype=np.float32), ""
        elif isinstance(item, Interjection):
            yield _tone(pitch, weights, 0.4), ""
        elif item.text == "!babble":
            yield from repeat((_tone(pitch, weights, 1.0), ""))
        else:
            misbehave(item.text)
            for word in re.findall(r"\S+\s*", item.text):
                yield _tone(pitch, weights, LETTER * len(word.rstrip()) / prosody.speed), word
            yield np.zeros(round(0.1 / prosody.speed * RATE), dtype=np.float32), ""


def _words(letters: str, place: int, item: int, at: float, seconds: float) -> tuple[Word, ...]:
    """The words in some letters, one letter like the other."""
    spans = list(tokens.words(letters))
    each = seconds / max(1, len(letters.rstrip()))
    return tuple(Word(item=item, start=place + start, end=place + end, begins=at + each * start, ends=at + each * end) for start, end in spans)


def engine() -> Hum:
    """The entry point's factory."""
    return Hum()


def slow_to_come() -> Hum:
    """A factory that takes for ever."""
    time.sleep(60)
    return Hum()


def broken() -> Hum:
    """A factory whose weights are missing."""
    raise FileNotFoundError("weights.bin")


def note(line: str) -> None:
    """Write into the diary, where one is kept."""
    if path := os.environ.get(DIARY):
        with Path(path).open("a") as diary:
            diary.write(f"{os.getpid()} {line}\n")


def misbehave(command: str) -> None:
    """What a bad engine does."""
    if (act := _ACTS.get(command.split(" ", maxsplit=1)[0])) is not None:
        note(command)
        act(command)


def _voice(pitch: float, *, seed: int) -> Timbre:
    weights = np.random.default_rng(seed).uniform(0.2, 1.0, 6)
    weights[0] = 1.0
    return Timbre(
        arrays={"pitch": np.array([pitch], dtype=np.float32), "weights": (weights / weights.sum()).astype(np.float32), "flag": np.array(1)},
        facts={"heard": "a hum"},
    )


def _tone(pitch: float, weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]], seconds: float) -> Samples:
    times = np.arange(round(seconds * RATE)) / RATE
    waves = [weight * np.sin(2 * np.pi * pitch * (n + 1) * times) for n, weight in enumerate(weights)]
    return (0.4 * np.sum(waves, axis=0)).astype(np.float32)


def _kill(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _segfault(_: str) -> None:
    ctypes.string_at(0)


def _exhaust(_: str) -> None:
    raise MemoryError


def _raise(command: str) -> None:
    raise ValueError(command)


def _sleep(command: str) -> None:
    time.sleep(float(command.split(" ")[1]))


def _hold(_: str) -> None:
    """Hang in native code with the interpreter's lock held."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def _print(command: str) -> None:
    sys.stdout.write(f"heard {command}\n")
    os.write(1, b"raw words\n")
    sys.stdin.read()


def _settings(_: str) -> None:
    note(f"settings {[name for name in os.environ if name.startswith('VOICEWRIGHT_')]}")


def _leave_a_child(_: str) -> None:
    child = subprocess.Popen(["sleep", "300"])
    note(f"child {child.pid}")
    threading.Event().wait()


_ACTS = {
    "!kill": _kill,
    "!segfault": _segfault,
    "!memory": _exhaust,
    "!raise": _raise,
    "!sleep": _sleep,
    "!hold": _hold,
    "!print": _print,
    "!settings": _settings,
    "!child": _leave_a_child,
}
