"""How much the embedded engine's clones sound like their speakers, and how clear they are, with espeak-ng beside them.

    make quality HARNESS_PYTHON=~/.venv-eval/bin/python
    python benchmarks/quality.py --harness evaluate.py --python ~/.venv-eval/bin/python --only told,espeak --sentences 2

Clones every speaker of a folder of recordings under several conditions, writes the clips and hands them to a harness that
knows speaker similarity, words and DNSMOS. Without the harness the clips are written and nothing is judged.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import wave
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Column, Table

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.denoise import denoised
from voicewright.audio.recording import Recording
from voicewright.domain.language import Language, language_named
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.hearing import said
from voicewright.engines.parametric import engine as make
from voicewright.engines.parametric.source import Manner, Source
from voicewright.ports import Engine, Prompt, Reference

TEXTS = (
    "The morning train was late again, so we walked along the river and talked about the summer.",
    "Nobody expected the small garden behind the house to produce so many bright red apples.",
    "She opened the old wooden door slowly and found a letter lying on the kitchen table.",
    "After the storm had passed, the children ran down to the beach to look for shells.",
)
FIT = 0.7
LONG = 10.0
"""Seconds of the shortest reference that counts."""
PROMPT = 8.0
"""Seconds of the longest prompt."""
ESPEAK = {"F": "en-us+f2", "M": "en-us+m3"}
TARGETS = {"sim_true": 0.78, "ID@1": 0.95, "margin": 0.05, "txt@1": 1.0, "WER": None, "|dF0| st": 0.5, "LTAS dB": 1.8, "DNSMOS": 2.9}

Speaker = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What the engine is given of each speaker."""

    sentences: int
    reference: Callable[[Speaker, Path], Reference]
    fits: Callable[[Speaker], bool]
    rated: bool = False
    """With DNSMOS, which takes longest."""


def long_enough(speaker: Speaker) -> bool:
    return not speaker["short_reference"] and bool(speaker["reference"]["transcript"])


def told(speaker: Speaker, folder: Path) -> Reference:
    clip = speaker["reference"]
    return _reference(speaker, _recording(folder / clip["file"]), clip["transcript"])


def untold(speaker: Speaker, folder: Path) -> Reference:
    return replace(told(speaker, folder), transcript=None)


def ten_seconds(speaker: Speaker, folder: Path) -> Reference:
    whole = untold(speaker, folder)
    recording = whole.recording
    return replace(whole, recording=Recording(samples=recording.samples[: int(LONG * recording.rate)], rate=recording.rate))


def prompted(speaker: Speaker, folder: Path) -> Reference:
    """The recording without a transcript, and beside it a short one with its words."""
    clip = next(test for test in speaker["tests"] if test["duration_s"] < PROMPT and test["transcript"])
    return replace(untold(speaker, folder), prompt=Prompt(recording=_recording(folder / clip["file"]), transcript=clip["transcript"]))


def _has_prompt(speaker: Speaker) -> bool:
    return not speaker["short_reference"] and any(test["duration_s"] < PROMPT and test["transcript"] for test in speaker["tests"])


def noisy(speaker: Speaker, folder: Path) -> Reference:
    return replace(told(speaker, folder), recording=_recording(folder / speaker["reference_noisy"]["file"]))


def cleaned(speaker: Speaker, folder: Path) -> Reference:
    given = noisy(speaker, folder)
    return replace(given, recording=denoised(given.recording))


def _has_noise(speaker: Speaker) -> bool:
    return "reference_noisy" in speaker


CONDITIONS = {
    "told": Condition(sentences=4, reference=told, fits=long_enough, rated=True),
    "untold": Condition(sentences=2, reference=untold, fits=lambda it: not it["short_reference"]),
    "prompted": Condition(sentences=2, reference=prompted, fits=_has_prompt),
    "ten seconds": Condition(sentences=2, reference=ten_seconds, fits=long_enough),
    "clean": Condition(sentences=2, reference=told, fits=_has_noise),
    "noisy": Condition(sentences=2, reference=noisy, fits=_has_noise),
    "noise reduced": Condition(sentences=2, reference=cleaned, fits=_has_noise),
}


def _recording(path: Path) -> Recording:
    return decoded(path.read_bytes(), field="reference", limits=Limits())


def _reference(speaker: Speaker, recording: Recording, transcript: str) -> Reference:
    language = language_named(speaker["language"]) or Language.ENGLISH
    return Reference(recording=recording, transcript=transcript or None, transcript_fit=FIT, language=language, seed=0)


def write(path: Path, samples: NDArray[np.floating[Any]], rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def clone(engine: Engine, condition: Condition, speakers: Iterable[Speaker], folder: Path, out: Path) -> None:
    for speaker in speakers:
        timbre = engine.learn(condition.reference(speaker, folder))
        for number, text in enumerate(TEXTS[: condition.sentences]):
            script = Script(items=(Sentence(runs=(Words(text=text),)),), language=Language.ENGLISH, prosody=Prosody(), seed=1)
            write(out / f"{speaker['speaker_id']}_{number}.wav", said(engine, timbre, script), engine.capabilities.rate)


def espeak(speakers: Iterable[Speaker], sentences: int, out: Path) -> None:
    source = Source()
    for speaker in speakers:
        for number, text in enumerate(TEXTS[:sentences]):
            heard = source.say(text, Manner(voice=ESPEAK[speaker["gender"]], rate=165))
            write(out / f"{speaker['speaker_id']}_{number}.wav", heard.samples, heard.rate)
    source.close()


def judged(clips: Path, asked: argparse.Namespace, *, rated: bool) -> dict[str, float]:
    """The harness's means over the clips of a folder."""
    texts = {path.stem: TEXTS[int(path.stem.rsplit("_", 1)[1])] for path in sorted(clips.glob("*.wav"))}
    (clips / "texts.json").write_text(json.dumps(texts, indent=1))
    command = [asked.python, str(asked.harness), "dir", "--set", asked.set, "--gallery", asked.set, "--synth", str(clips)]
    command += ["--out", str(clips / "result.json"), *([] if rated else ["--no-mos"])]
    environment = {**os.environ, "VOICEWRIGHT_SPEECH": str(asked.speech.resolve())}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    mean = json.loads((clips / "result.json").read_text())["aggregate"]
    alike = mean["resemblyzer"]
    return {
        "sim_true": alike["sim_true"],
        "ID@1": alike["id_top1"],
        "margin": alike["margin"],
        "txt@1": mean["text_rank1"],
        "WER": mean["wer"],
        "|dF0| st": mean["abs_f0_st"],
        "LTAS dB": mean["ltas_db"],
        "DNSMOS": mean["mos"].get("ovrl", float("nan")),
    }


def shown(rows: dict[str, dict[str, float]]) -> None:
    table = Table(Column(no_wrap=True), *TARGETS, box=None)
    for name, row in rows.items():
        table.add_row(name, *("–" if np.isnan(row[key]) else f"{row[key]:.3f}" for key in TARGETS))
    aims = {**TARGETS, "WER": rows["espeak-ng"]["WER"] if "espeak-ng" in rows else None}
    table.add_row("aim (told)", *("–" if it is None else f"{it:.2f}" for it in aims.values()))
    Console().print(table)
    if "clean" in rows and "noise reduced" in rows:
        print(f"lost by noise, with noise reduction: {rows['clean']['sim_true'] - rows['noise reduced']['sim_true']:.3f} of sim_true")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("quality-output"))
    parser.add_argument("--speech", type=Path, default=Path(os.environ.get("VOICEWRIGHT_SPEECH", "../shared/speech")))
    parser.add_argument("--set", default="dev")
    parser.add_argument("--harness", type=Path, help="evaluate.py of the harness")
    parser.add_argument("--python", default="python3", help="the interpreter that has the harness's packages")
    parser.add_argument("--only", default=",".join((*CONDITIONS, "espeak")), help="conditions, with commas between")
    parser.add_argument("--sentences", type=int, default=len(TEXTS), help="at most, for each speaker")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    manifest = cast("Path", asked.speech) / asked.set / "manifest.json"
    if not manifest.is_file():
        print(f"skipped: there are no recordings at {manifest}; set VOICEWRIGHT_SPEECH or --speech")
        return
    speakers: list[Speaker] = json.loads(manifest.read_text())["speakers"]
    heard = asked.harness is not None and asked.harness.is_file()
    wanted = asked.only.split(",")
    rows: dict[str, dict[str, float]] = {}
    engine = make()
    for name, condition in CONDITIONS.items():
        if name not in wanted:
            continue
        clips = asked.out / name.replace(" ", "-")
        clips.mkdir(parents=True, exist_ok=True)
        clone(
            engine, replace(condition, sentences=min(condition.sentences, asked.sentences)), filter(condition.fits, speakers), manifest.parent, clips
        )
        print(f"{name}: {len(list(clips.glob('*.wav')))} clips in {clips}", flush=True)
        if heard:
            rows[name] = judged(clips, asked, rated=condition.rated)
    engine.close()
    if "espeak" in wanted:
        clips = asked.out / "espeak"
        clips.mkdir(parents=True, exist_ok=True)
        espeak(filter(long_enough, speakers), asked.sentences, clips)
        if heard:
            rows["espeak-ng"] = judged(clips, asked, rated=True)
    if heard:
        shown(rows)
    else:
        print("not judged: give the harness with --harness and its interpreter with --python")


if __name__ == "__main__":
    main()
