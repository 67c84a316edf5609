"""Teaches the embedded engine what people do where espeak-ng does this: `voicewright.engines.parametric.prior`.

    python benchmarks/prior.py READERS TEXTS.json --out src/voicewright/engines/parametric/prior.npz

READERS is a folder with one recording for each reader, TEXTS a JSON object that has the words of each file by its name; a
recogniser's will do. The parameters that come with the engine were taught by the 251 readers of LibriSpeech's train-clean-100
(CC BY 4.0, Vassil Panayotov, readings of LibriVox), one recording each, whose words a small recogniser wrote down. Two rounds:
the second beside what the first would have each reader say. Every tenth reader is held back and rated: the second half of
their recording, known from the first. An hour of speech takes ten minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.decode import Limits, decoded
from voicewright.engines.parametric.fronts import Voice, of_woman, variant_for
from voicewright.engines.parametric.heard import pause
from voicewright.engines.parametric.learning import Pairs, Told, compared, met, said_as_fast
from voicewright.engines.parametric.portrait import NAME_SIZE
from voicewright.engines.parametric.prior import TABLES, USED, Line, Prior, line_of, looks
from voicewright.engines.parametric.recording import Speech, speech_in
from voicewright.engines.parametric.source import Source
from voicewright.engines.parametric.spectrum import SIZE, Floats, Singles

UNITS, WAYS, TRAITS = 256, 16, 32
WIDTHS = (24, 12, 12)
"""Figures that stand for a phoneme, the one before and the one after."""
EPOCHS, BATCH = 10, 4096
RATE, OWN_RATE = 2e-3, 6e-3
"""How far a step goes, for the network and for what is each reader's own."""
DECAY = 0.02
APART, VARIED = 0.47, 0.7
"""Spread of the readers in each direction, and the traits' variance, all together."""
NAMELESS = 0.15
"""Of the moments that are taught without names, so that other languages' phonemes are known by their sound."""
BELIEVED = 0.5
"""How well the words have to fit."""
HELD_BACK = 10

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Reader:
    """A recording beside espeak-ng's version of its words."""

    speech: Speech
    told: Told
    woman: bool
    names: list[str]
    """The phoneme of each of espeak-ng's frames, empty in pauses."""
    cepstra: Floats
    spoken: NDArray[np.int64]
    """Those of the frames that are no pauses."""
    voiced: NDArray[np.bool_]

    def beside(self) -> tuple[NDArray[np.int64], Floats]:
        """Frames of espeak-ng's and what the reader has there."""
        pairs, step = self.told.pairs, self.told.step
        source, first = np.unique(pairs.source * step, return_index=True)
        at = np.interp(np.arange(len(self.spoken)), source, pairs.speaker[first] * step)
        known = np.convolve(np.isin(np.arange(len(self.spoken)), source), np.ones(2 * step + 1), "same") > 0
        low = np.floor(at).astype(int)
        high, part = np.minimum(low + 1, len(self.speech) - 1), (at - low)[:, None]
        theirs = self.speech.cepstra[low] * (1 - part) + self.speech.cepstra[high] * part
        return self.spoken[known], theirs[known]


@dataclass(kw_only=True, eq=False)
class Lesson:
    """All readers' moments."""

    seen: Singles
    names: NDArray[np.int64]
    wanted: Singles
    """Mel-cepstra, each reader's own mean taken out."""
    reader: NDArray[np.int64]
    trust: Singles = field(init=False)

    def __post_init__(self) -> None:
        spread = self.wanted.std(axis=0)
        self.trust = (1 / np.sqrt(spread * spread.mean())).astype(np.float32)


def read(source: Source, path: Path, words: str) -> Reader | None:
    speech = speech_in(decoded(path.read_bytes(), field="reader", limits=Limits()))
    voice = Voice(front="en-us", variant=variant_for(speech.pitch))
    said = said_as_fast(source, words, voice, speech)
    told = None if said is None else compared(speech, *said)
    if told is None or told.fit < BELIEVED:
        return None
    heard, cepstra = told.said.parts[0]
    names = ["" if pause(name) else name for name in heard.names]
    return Reader(
        speech=speech, told=told, woman=of_woman(voice.variant), names=names, cepstra=cepstra,
        spoken=heard.spoken, voiced=heard.voicing.pitch > 0,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Scale:
    """How espeak-ng's two variants speak, woman and man, and which phonemes they have."""

    centre: Floats
    spread: Floats
    rows: Mapping[str, int]

    def line(self, reader: Reader) -> Line:
        """The phonemes that espeak-ng says."""
        return line_of(np.array([self.rows[name] for name in reader.names]), reader.voiced)

    def normal(self, reader: Reader) -> Floats:
        """espeak-ng's cepstra in spreads from their centre."""
        kind = 0 if reader.woman else 1
        return (reader.cepstra[:, :USED] - self.centre[kind]) / self.spread[kind]


def scaled(readers: Sequence[Reader]) -> Scale:
    kinds = [np.concatenate([it.cepstra[it.spoken, :USED] for it in readers if it.woman == woman]) for woman in (True, False)]
    rows = {name: row + 1 for row, name in enumerate(sorted({name for reader in readers for name in reader.names}))}
    return Scale(centre=np.stack([it.mean(axis=0) for it in kinds]), spread=np.stack([it.std(axis=0) for it in kinds]) + 1e-3, rows=rows)


def lesson(readers: Sequence[Reader], scale: Scale) -> Lesson:
    parts = [reader.beside() for reader in readers]
    lines = [scale.line(reader) for reader in readers]
    return Lesson(
        seen=np.concatenate([looks(scale.normal(it), line, at, woman=it.woman) for it, line, (at, _) in zip(readers, lines, parts, strict=True)]),
        names=np.concatenate([line.names[at] for line, (at, _) in zip(lines, parts, strict=True)]),
        wanted=np.concatenate([theirs - theirs.mean(axis=0) for _, theirs in parts]).astype(np.float32),
        reader=np.repeat(np.arange(len(readers)), [len(at) for at, _ in parts]),
    )


def beginning(seen: int, phonemes: int, readers: int, random: np.random.Generator) -> Arrays:
    """A network that knows nothing."""

    def drawn(rows: int, columns: int) -> NDArray[np.float32]:
        return (random.uniform(-1, 1, (rows, columns)) / np.sqrt(columns)).astype(np.float32)

    def spread(rows: int, columns: int, by: float) -> NDArray[np.float32]:
        return (by * random.standard_normal((rows, columns))).astype(np.float32)

    inputs = seen + sum(WIDTHS)
    known = {name: spread(phonemes + 1, width, 1.0) for name, width in zip(TABLES, WIDTHS, strict=True)}
    known |= {"first": drawn(UNITS, inputs), "second": drawn(UNITS, UNITS), "third": drawn(UNITS, UNITS), "middle": drawn(SIZE, UNITS)}
    known |= {f"{name}_bias": drawn(len(known[name]), known[name].shape[1])[:, 0].copy() for name in ("first", "second", "third", "middle")}
    known |= {"directions": spread(SIZE * WAYS, UNITS, 0.02), "directions_bias": np.zeros(SIZE * WAYS, np.float32)}
    return known | {"code": spread(readers, WAYS, 0.5), "shift": np.zeros((readers, SIZE), np.float32)}


@dataclass(kw_only=True, eq=False)
class Pupil:
    """The network while it learns, by Adam (Kingma and Ba 2015) with weights that decay."""

    known: Arrays
    trust: Singles
    first: Arrays = field(init=False)
    second: Arrays = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.first = {name: np.zeros_like(array) for name, array in self.known.items()}
        self.second = {name: np.zeros_like(array) for name, array in self.known.items()}

    def taught(self, seen: Singles, names: NDArray[np.int64], wanted: Singles, reader: NDArray[np.int64]) -> tuple[float, Arrays]:
        """How far off it is, and which way each parameter should go. Backwards through three layers, by hand."""
        known = self.known
        inputs = np.concatenate([seen, *(known[name][names[:, column]] for column, name in enumerate(TABLES))], axis=1)
        one = np.maximum(inputs @ known["first"].T + known["first_bias"], 0)
        two = np.maximum(one @ known["second"].T + known["second_bias"], 0)
        both = one + two
        top = np.maximum(both @ known["third"].T + known["third_bias"], 0)
        ways = (top @ known["directions"].T + known["directions_bias"]).reshape(len(seen), SIZE, WAYS)
        code = known["code"][reader]
        said = top @ known["middle"].T + known["middle_bias"] + np.einsum("tjk,tk->tj", ways, code) + known["shift"][reader]
        off = (said - wanted) * self.trust
        back = np.asarray(2 / off.size * off * self.trust, np.float32)
        back_ways = (back[:, :, None] * code[:, None, :]).reshape(len(seen), -1)
        back_top = (back @ known["middle"] + back_ways @ known["directions"]) * (top > 0)
        back_both = back_top @ known["third"]
        back_two = back_both * (two > 0)
        back_one = (back_both + back_two @ known["second"]) * (one > 0)
        slopes: Arrays = {
            "middle": back.T @ top, "middle_bias": back.sum(axis=0), "directions": back_ways.T @ top, "directions_bias": back_ways.sum(axis=0),
            "third": back_top.T @ both, "third_bias": back_top.sum(axis=0), "second": back_two.T @ one, "second_bias": back_two.sum(axis=0),
            "first": back_one.T @ inputs, "first_bias": back_one.sum(axis=0),
            "code": _gathered(np.einsum("tj,tjk->tk", back, ways), reader, len(known["code"])) + 2e-3 / known["code"].size * known["code"],
            "shift": _gathered(back, reader, len(known["shift"])),
        }  # fmt: skip
        at = seen.shape[1]
        back_inputs = back_one @ known["first"]
        for column, (name, width) in enumerate(zip(TABLES, WIDTHS, strict=True)):
            slopes[name] = _gathered(back_inputs[:, at : at + width], names[:, column], len(known[name]))
            at += width
        return float((off**2).mean()), slopes

    def step(self, slopes: Arrays, share: float) -> None:
        """One step of `share` of the highest rate."""
        self.steps += 1
        for name, slope in slopes.items():
            own = name in {"code", "shift"}
            first, second, array = self.first[name], self.second[name], self.known[name]
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            went = first / (1 - 0.9**self.steps) / (np.sqrt(second / (1 - 0.999**self.steps)) + 1e-8)
            rate = share * (OWN_RATE if own else RATE)
            array -= (rate * (went + (0 if own else DECAY) * array)).astype(np.float32)


def _gathered(slopes: NDArray[np.floating[Any]], rows: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    total = np.zeros((count, slopes.shape[1]), np.float32)
    order = np.argsort(rows, kind="stable")
    starts = np.flatnonzero(np.diff(rows[order], prepend=-1))
    total[rows[order][starts]] = np.add.reduceat(slopes[order], starts, axis=0)
    return total


def share_at(step: int, steps: int) -> float:
    """A third of the way up, then down to nothing."""
    rise = 0.3 * steps
    if step < rise:
        return 0.04 + 0.96 * (1 - np.cos(np.pi * step / rise)) / 2
    return (1 + np.cos(np.pi * (step - rise) / (steps - rise))) / 2


def learned(given: Lesson, kept: NDArray[np.bool_], phonemes: int, readers: int) -> Arrays:
    """The network after every second moment of the readers who are kept was shown in each epoch."""
    random = np.random.default_rng(0)
    pupil = Pupil(known=beginning(given.seen.shape[1], phonemes, readers, random), trust=given.trust)
    moments = np.flatnonzero(kept[given.reader])
    steps = EPOCHS * (len(moments) // 2 // BATCH)
    began = time.monotonic()
    for epoch in range(EPOCHS):
        off: list[float] = []
        for batch in np.split(random.permutation(moments)[: steps // EPOCHS * BATCH], steps // EPOCHS):
            names = np.where(random.random(len(batch))[:, None] < NAMELESS, 0, given.names[batch])
            far, slopes = pupil.taught(given.seen[batch], names, given.wanted[batch], given.reader[batch])
            pupil.step(slopes, share_at(pupil.steps, steps))
            off.append(far)
        print(f"  epoch {epoch + 1}: {np.mean(off):.4f} off, {time.monotonic() - began:.0f} s", flush=True)
    return pupil.known


def packed(known: Arrays, given: Lesson, scale: Scale) -> dict[str, NDArray[Any]]:
    """What `Prior` is made of, and its traits: the directions in which its last layer varies most."""
    names = np.zeros((len(scale.rows), NAME_SIZE), np.uint8)
    for name, row in scale.rows.items():
        names[row - 1, : len(name.encode())] = np.frombuffer(name.encode(), np.uint8)
    # people and moments are as far apart as the engine's figures of doubt and width were chosen for
    wide = float(known["code"].std()) / APART
    known = known | {name: known[name] * wide for name in ("directions", "directions_bias")}
    half = {name: array.astype(np.float16) for name, array in known.items() if name not in {"code", "shift"}}
    figures = {"centre": scale.centre.astype(np.float32), "spread": scale.spread.astype(np.float32), "trust": given.trust}
    none = {"traits": np.zeros((0, UNITS), np.float16), "traits_centre": np.zeros(UNITS, np.float32)}
    arrays: dict[str, NDArray[Any]] = {**half, **figures, **none, "names": names}
    top = Prior(arrays).units(given.seen[::40], given.names[::40])
    centre = top.mean(axis=0)
    axes = np.linalg.svd(top - centre, full_matrices=False)[2][:TRAITS]
    traits = (top - centre) @ axes.T
    arrays["traits"] = (axes * np.sqrt(VARIED / (traits**2).sum(axis=1).mean())).astype(np.float16)
    arrays["traits_centre"] = centre
    return arrays


def rated(known: Prior, readers: Sequence[Reader], scale: Scale) -> tuple[float, float]:
    """How far off the second halves are, in units of what each reader's mean is off: before the reader is known, and after."""
    plain: list[float] = []
    adapted: list[float] = []
    for reader in readers:
        at, theirs = reader.beside()
        moments = known.moments(reader.cepstra, scale.line(reader), at, woman=reader.woman)
        half = len(at) // 2
        person = known.person(moments[:half], theirs[:half])
        nobody = replace(person, code=np.zeros_like(person.code), leaning=np.zeros_like(person.leaning))
        nobody = replace(nobody, shift=(theirs[:half] - known.said(moments[:half], replace(nobody, shift=np.zeros(SIZE)))).mean(axis=0))
        usual = ((theirs[half:] - theirs[:half].mean(axis=0)) ** 2).mean(axis=0)
        for kept, who in ((plain, nobody), (adapted, person)):
            kept.append(float((((theirs[half:] - known.said(moments[half:], who)) ** 2).mean(axis=0) / usual).mean()))
    return float(np.mean(plain)), float(np.mean(adapted))


def again(known: Prior, reader: Reader, scale: Scale) -> Reader:
    """The reader with pairs found beside what the network would have them say."""
    moments = known.moments(reader.cepstra, scale.line(reader), reader.spoken, woman=reader.woman)
    pairs: Pairs = met(reader.speech, reader.told, known, moments[:: reader.told.step])[0]
    return replace(reader, told=replace(reader.told, pairs=pairs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--out", type=Path, default=Path("prior.npz"))
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    texts: dict[str, str] = json.loads(asked.texts.read_text())
    source = Source()
    heard = [read(source, asked.readers / name, words) for name, words in sorted(texts.items())]
    source.close()
    readers = [reader for reader in heard if reader is not None]
    scale = scaled(readers)
    kept = np.arange(len(readers)) % HELD_BACK != 0
    print(f"{len(readers)} of {len(heard)} readers, whose words fit", flush=True)
    arrays: dict[str, NDArray[Any]] = {}
    for turn in range(asked.rounds):
        given = lesson(readers, scale)
        arrays = packed(learned(given, kept, len(scale.rows), len(readers)), given, scale)
        known = Prior(arrays)
        plain, adapted = rated(known, readers[::HELD_BACK], scale)
        print(f"round {turn + 1}: held back {plain:.3f} off, and {adapted:.3f} when the first half is known", flush=True)
        if turn < asked.rounds - 1:
            readers = [again(known, reader, scale) for reader in readers]
    with asked.out.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
