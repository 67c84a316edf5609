"""How much the embedded engine's clones sound like their speakers, and how clear they are.

Clones every speaker of a folder of recordings, writes `<speaker>_<k>.wav`, `texts.json` and espeak-ng's own version as
`<k>.wav`, and hands them to a harness that knows speaker similarity, words and DNSMOS.

    python benchmarks/quality.py OUT --speech ../shared/speech --harness ../shared/eval/evaluate.py --python ~/.venv-eval/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import wave
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from voicewright.audio.decode import Limits, decoded
from voicewright.domain.language import Language, language_named
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.hearing import said
from voicewright.engines.parametric import engine as make
from voicewright.engines.parametric.source import Manner, Source
from voicewright.ports import Engine, Reference

TEXTS = (
    "The morning train was late again, so we walked along the river and talked about the summer.",
    "Nobody expected the small garden behind the house to produce so many bright red apples.",
    "She opened the old wooden door slowly and found a letter lying on the kitchen table.",
    "After the storm had passed, the children ran down to the beach to look for shells.",
)
FIT = 0.7


def write(path: Path, samples: NDArray[np.floating[Any]], rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def cloned(engine: Engine, speaker: dict[str, Any], folder: Path, out: Path) -> dict[str, str]:
    clip = speaker["reference"]
    recording = decoded((folder / clip["file"]).read_bytes(), field="reference", limits=Limits())
    language = language_named(speaker["language"]) or Language.ENGLISH
    timbre = engine.learn(Reference(recording=recording, transcript=clip["transcript"], transcript_fit=FIT, language=language, seed=0))
    for number, text in enumerate(TEXTS):
        script = Script(items=(Sentence(runs=(Words(text=text),)),), language=Language.ENGLISH, prosody=Prosody(), seed=1)
        write(out / f"{speaker['speaker_id']}_{number}.wav", said(engine, timbre, script), engine.capabilities.rate)
    return dict(timbre.facts)


def baseline(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    source = Source()
    for number, text in enumerate(TEXTS):
        said = source.say(text, Manner(voice="en-us"))
        write(out / f"{number}.wav", said.samples, said.rate)
    source.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--speech", type=Path, default=Path(os.environ.get("VOICEWRIGHT_SPEECH", "../shared/speech")))
    parser.add_argument("--set", default="dev")
    parser.add_argument("--harness", type=Path, default=os.environ.get("VOICEWRIGHT_HARNESS"), help="evaluate.py of the harness")
    parser.add_argument("--python", default="python3", help="the interpreter that has the harness's packages")
    asked = parser.parse_args()
    manifest = asked.speech / asked.set / "manifest.json"
    if not manifest.is_file():
        print(f"skipped: there are no recordings at {manifest}; set VOICEWRIGHT_SPEECH or --speech")
        return
    clips = cast("Path", asked.out) / "clones"
    clips.mkdir(parents=True, exist_ok=True)
    engine = make()
    for speaker in json.loads(manifest.read_text())["speakers"]:
        print(speaker["speaker_id"], cloned(engine, speaker, manifest.parent, clips))
    engine.close()
    texts = {path.stem: TEXTS[int(path.stem.rsplit("_", 1)[1])] for path in sorted(clips.glob("*.wav"))}
    (clips / "texts.json").write_text(json.dumps(texts, indent=1))
    baseline(asked.out / "espeak")
    if asked.harness is None or not asked.harness.is_file():
        print(f"clips are in {clips}; not judged: give the harness with --harness or VOICEWRIGHT_HARNESS")
        return
    judge = [asked.python, str(asked.harness), "dir", "--set", asked.set, "--synth", str(clips), "--baseline", str(asked.out / "espeak")]
    subprocess.run(
        [*judge, "--out", str(asked.out / "result.json")], check=True, env={**os.environ, "VOICEWRIGHT_SPEECH": str(asked.speech.resolve())}
    )


if __name__ == "__main__":
    main()
