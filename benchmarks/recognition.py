"""How well the built-in recogniser tells a recording's transcript from other texts, at the usual accuracy.

Needs recordings with transcripts: `benchmarks/recognition.py --speech shared/speech/dev`. A folder with a manifest.json: `speakers`, each with
`language`, `reference` and `tests`, of which each has `file` and `transcript`. The other texts are made from the right ones by chance,
the same ones at every run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from voicewright.adapters.recogniser.recognisers import installed
from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.ports import Recogniser

ACCURACY = 0.7
RIGHT = "right"
LANES = 2
"""Recognisers at work at once."""


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A recording and what it says."""

    path: Path
    text: str

    @property
    def recording(self) -> Recording:
        """The sound."""
        return decoded(self.path.read_bytes(), field="file", limits=Limits())


def clips(folder: Path) -> list[Clip]:
    """Every English recording that has a transcript."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    speakers = [one for one in manifest["speakers"] if one["language"] == "en"]
    entries = [entry for one in speakers for entry in (one["reference"], *one["tests"]) if entry and entry["transcript"]]
    return [Clip(path=folder / str(entry["file"]), text=str(entry["transcript"])) for entry in entries]


def texts(clip: Clip, among: Sequence[Clip], chance: random.Random) -> Iterator[tuple[str, str]]:
    """The right text of a clip and wrong ones, with their kinds."""
    words = clip.text.split()
    other = chance.choice([one for one in among if one.text.lower() != clip.text.lower()])
    yield RIGHT, clip.text
    yield "of another recording", other.text
    yield "half of it", " ".join(words[: len(words) // 2])
    yield "the other half of it", " ".join(words[len(words) // 2 :])
    yield "its words in another order", " ".join(chance.sample(words, len(words)))
    yield "half as much again", " ".join((*words, *other.text.split()[: len(words) // 2]))
    strange = [word for one in among for word in one.text.split()]
    first = chance.randrange(5)
    changed = [chance.choice([it for it in strange if it.lower() != word.lower()]) if at % 5 == first else word for at, word in enumerate(words)]
    yield "one word in five changed", " ".join(changed)


async def measured(folder: Path, model: Path | None) -> tuple[dict[str, list[float]], float]:
    """The likeness of each comparison by the kind of its text, and seconds of work for each second of sound."""
    known, chance = clips(folder), random.Random(1)  # noqa: S311 - the same texts at every run
    work = [(clip, kind, text) for clip in known for kind, text in texts(clip, known, chance)]
    found: dict[str, list[float]] = defaultdict(list)
    took, heard = 0.0, 0.0

    async def lane(recogniser: Recogniser) -> None:
        nonlocal took, heard
        while work:
            clip, kind, text = work.pop()
            recording = clip.recording
            began = time.perf_counter()
            found[kind].append((await recogniser.compare(recording, text, language=Language.ENGLISH)).likeness)
            took, heard = took + time.perf_counter() - began, heard + recording.seconds
        await recogniser.close()

    await asyncio.gather(*(lane(installed(model)[0]) for _ in range(LANES)))
    return found, took / heard


def main() -> None:
    """Measure and print."""
    usual = os.environ.get("VOICEWRIGHT_SPEECH", "../shared/speech") + "/dev"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", type=Path, default=Path(usual), help="the folder of recordings")
    parser.add_argument("--model", type=Path, help="a model for Whisper, instead of the built-in recogniser")
    given = parser.parse_args()
    found, pace = asyncio.run(measured(given.speech, given.model))
    wrong = [likeness for kind, all_of_it in found.items() if kind != RIGHT for likeness in all_of_it]
    passed = sum(likeness >= ACCURACY for likeness in found[RIGHT])
    print(f"right texts that pass {passed} of {len(found[RIGHT])}, wrong texts that fail {sum(it < ACCURACY for it in wrong)} of {len(wrong)}")
    print(f"{pace:.2f} s of work for each second of sound, {LANES} at once\n")
    print("| text | pass | of | lowest | median | highest |\n|---|---|---|---|---|---|")
    for kind, all_of_it in sorted(found.items(), key=lambda it: -median(it[1])):
        likely = sum(likeness >= ACCURACY for likeness in all_of_it)
        print(f"| {kind} | {likely} | {len(all_of_it)} | {min(all_of_it):.2f} | {median(all_of_it):.2f} | {max(all_of_it):.2f} |")


if __name__ == "__main__":
    main()
