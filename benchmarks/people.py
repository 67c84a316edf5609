"""Finds the people that designed voices are: `voicewright.engines.parametric.people`.

Draws people at random, each from a clear variant of espeak-ng with a tract, a mouth and hills at corners of what is possible, lets each
speak, and keeps those that are least alike of those that sound well. `--encoder CMD` and `--judge CMD` are given paths of clips, one a
line, on their standard input, and answer with one JSON list: embeddings of length 1, and marks for how well each clip sounds.

    python benchmarks/people.py OUT --encoder "python encoder.py" --judge "python dnsmos.py"
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from design import TEXT, write
from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.hearing import said
from voicewright.engines.parametric import engine as make
from voicewright.engines.parametric.fronts import VARIANTS
from voicewright.engines.parametric.imagining import level, looks
from voicewright.engines.parametric.people import LOOK, Person
from voicewright.engines.parametric.portrait import Portrait, kept
from voicewright.engines.parametric.spectrum import encode
from voicewright.ports import Engine

KINDS: Mapping[str, tuple[float, tuple[tuple[str, float], ...]]] = {
    "WOMEN": (196.0, (("f5", 1.0), ("f5", 1.0), ("f2", 1.0), ("f3", 1.0), ("anika", 1.0), ("mike2", 1.1), ("iven2", 1.16), ("", 1.12))),
    "MEN": (112.0, (("", 1.0), ("", 1.0), ("m1", 1.0), ("john", 1.0), ("mike2", 1.0), ("iven2", 1.0), ("anika", 0.87), ("f3", 0.87))),
}
"""Hz, and the variants whose words are clear, with what makes their tract one of that sex."""
TRACT, MOUTH = 0.045, 0.1
LOW, HIGH = 4.0, 8.0
"""dB of hills below and above 1500 Hz: low ones cost more and tell less."""
BRIGHTEST = 16.0
"""dB of shelf at most."""
JITTER = 0.25


def corner(random: np.random.Generator, size: int) -> NDArray[np.float64]:
    """Around −1 or 1: what is in the middle is like everybody."""
    return random.choice([-1.0, 1.0], size) * (1 + JITTER * np.clip(random.standard_normal(size), -1.5, 1.5))


def drawn(random: np.random.Generator, kinds: Sequence[tuple[str, float]]) -> Person:
    variant, tract = kinds[int(random.integers(len(kinds)))]
    hills = level(np.where(np.log2(1500) > LOOK, LOW, HIGH) * corner(random, len(LOOK)))
    longer, wider = corner(random, 2).tolist()
    return Person(
        variant=variant,
        tract=round(tract * (1 + TRACT * longer), 3),
        mouth=round(1 + MOUTH * wider, 3),
        hills=tuple(round(float(hill), 1) for hill in hills),
        shelf=0.0,
    )


def spoken(engine: Engine, person: Person, pitch: float) -> Samples:
    portrait = Portrait(
        variant=VARIANTS.index(person.variant),
        pitch=pitch,
        warp=person.tract,
        mouth=person.mouth,
        general=encode(np.log(10) / 20 * looks(person)[None, :])[0],
        noise=np.array([0.0, 0.03, 0.32, 0.55, 0.68, 0.85]),
    )
    script = Script(items=(Sentence(runs=(Words(text=TEXT),)),), language=Language.ENGLISH, prosody=Prosody(), seed=1)
    sound = said(engine, kept(portrait, {}), script)
    return sound * (0.08 / np.sqrt((sound**2).mean()))


def tilt(sound: Samples, rate: int) -> float:
    """The level above 2 kHz beside below, in dB."""
    power, hertz = np.abs(np.fft.rfft(sound)) ** 2, np.fft.rfftfreq(len(sound), 1 / rate)
    return float(10 * np.log10(power[hertz > 2000].sum() / power[(hertz > 80) & (hertz <= 2000)].sum()))


def answered(command: str, clips: Sequence[Path]) -> NDArray[np.float64]:
    paths = "\n".join(map(str, clips))
    return np.array(json.loads(subprocess.run(shlex.split(command), input=paths, capture_output=True, text=True, check=True).stdout), np.float64)


def apart(alike: NDArray[np.float64], among: Sequence[int], most: int) -> list[int]:
    """One after the other whoever is least like those already there."""
    left = list(among)
    chosen = [min(left, key=lambda one: float(alike[one, left].mean()))]
    while len(chosen) < min(most, len(left)):
        chosen.append(min((one for one in left if one not in chosen), key=lambda one: float(alike[one, chosen].max())))
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--drawn", type=int, default=90)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--floor", type=float, default=2.5, help="marks below which nobody is taken")
    parser.add_argument("--encoder", required=True, help="a command that turns paths into speaker embeddings")
    parser.add_argument("--judge", required=True, help="a command that turns paths into marks")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    engine = make()
    rate = engine.capabilities.rate
    for name, (pitch, kinds) in KINDS.items():
        random = np.random.default_rng(7)
        usual = tilt(spoken(engine, Person(variant=kinds[0][0], tract=1.0, mouth=1.0, hills=(0.0,) * len(LOOK), shelf=0.0), pitch), rate)
        people: list[Person] = []
        clips = [asked.out / f"{name.lower()}_{number:03}.wav" for number in range(asked.drawn)]
        for clip in clips:
            person = drawn(random, kinds)
            for _ in range(2):
                shelf = person.shelf + usual - tilt(spoken(engine, person, pitch), rate)
                person = replace(person, shelf=round(float(np.clip(shelf, -BRIGHTEST, BRIGHTEST)), 1))
            people.append(person)
            write(clip, spoken(engine, people[-1], pitch), rate)
        voices = answered(asked.encoder, clips)
        alike = voices @ voices.T
        heard = apart(alike, range(len(people)), 3 * asked.people // 2)
        marks = dict(zip(heard, answered(asked.judge, [clips[one] for one in heard]).tolist(), strict=True))
        chosen = apart(alike, [one for one in heard if marks[one] >= asked.floor], asked.people)
        among = alike[np.ix_(chosen, chosen)][np.triu_indices(len(chosen), 1)]
        print(f"# likeness {among.mean():.3f}, most {among.max():.3f}; marks {np.mean([marks[one] for one in chosen]):.2f}")
        print(f"{name}: tuple[Person, ...] = (", *(f"    {people[one]!r}," for one in chosen), ")", sep="\n", flush=True)
    engine.close()


if __name__ == "__main__":
    main()
