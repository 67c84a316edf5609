"""Draws what a speaker, their clone and espeak-ng look like while they say the same words.

python docs/spectrograms.py OUT.png SPEAKER TEST [--speech FOLDER], for example: docs/images/lj.png lj 3
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Recording
from voicewright.audio.resample import resampled
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.hearing import said
from voicewright.engines.parametric import engine as make
from voicewright.engines.parametric.source import Manner, Source
from voicewright.ports import Reference

mpl.use("Agg")
import matplotlib.pyplot as plt

RATE = 16000
DEPTH = 70.0
"""dB from the loudest point to white."""
ESPEAK = {"F": "en-us+f2", "M": "en-us+m3"}


def draw(path: Path, sounds: Mapping[str, Recording]) -> None:
    """One row a sound, 0–8 kHz."""
    figure, rows = plt.subplots(len(sounds), 1, figsize=(9, 2.1 * len(sounds)), constrained_layout=True)
    for axes, (title, sound) in zip(rows, sounds.items(), strict=True):
        samples = resampled(sound, RATE).samples
        power, hertz, times, image = axes.specgram(
            samples + 1e-5 * np.random.default_rng(0).standard_normal(len(samples)), NFFT=400, noverlap=320, Fs=RATE, pad_to=1024, cmap="magma"
        )
        top = 10 * np.log10(power.max())
        image.set_clim(top - DEPTH, top)
        axes.set(title=title, ylabel="kHz", yticks=[0, 2000, 4000, 6000, 8000], yticklabels=["0", "2", "4", "6", "8"], xlim=(0, times[-1]))
        axes.set_ylim(0, hertz[-1])
    rows[-1].set_xlabel("seconds")
    figure.savefig(path, dpi=72)


def main() -> None:
    """Clone, speak, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("speaker")
    parser.add_argument("test", type=int, help="which of the speaker's other recordings, from 1")
    parser.add_argument("--speech", type=Path, default=Path(os.environ.get("VOICEWRIGHT_SPEECH", "../shared/speech")))
    asked = parser.parse_args()
    folder = asked.speech / "dev"
    speakers = json.loads((folder / "manifest.json").read_text())["speakers"]
    speaker = next(it for it in speakers if it["speaker_id"] == asked.speaker)
    clip, test = speaker["reference"], speaker["tests"][asked.test - 1]
    target, reference = (decoded((folder / it["file"]).read_bytes(), field="reference", limits=Limits()) for it in (test, clip))
    engine, source = make(), Source()
    timbre = engine.learn(Reference(recording=reference, transcript=clip["transcript"], transcript_fit=0.7, language=Language.ENGLISH, seed=0))
    script = Script(items=(Sentence(runs=(Words(text=test["transcript"]),)),), language=Language.ENGLISH, prosody=Prosody(), seed=1)
    clone = Recording(samples=said(engine, timbre, script), rate=engine.capabilities.rate)
    heard = source.say(test["transcript"], Manner(voice=ESPEAK[speaker["gender"]], rate=165))
    engine.close()
    source.close()
    plain = Recording(samples=heard.samples.astype(np.float32), rate=heard.rate)
    draw(asked.out, {"the speaker": target, "the clone, which never heard these words": clone, "espeak-ng": plain})


if __name__ == "__main__":
    main()
