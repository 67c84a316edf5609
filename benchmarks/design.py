"""Whether each word of a description moves the sound that it names, and whether designed voices are different people.

Designs every prompt with several seeds, lets each voice speak, and measures the sound. The clips are written as
`<prompt>_<seed>.wav`; `--encoder CMD` is given their paths, one a line, on its standard input and answers with one JSON list of
embeddings of length 1.

    python benchmarks/design.py OUT --seeds 5 --encoder "python encoder.py"
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
import subprocess
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyworld as world
from numpy.typing import NDArray

from voicewright.audio.recording import Samples
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.hearing import said
from voicewright.engines.parametric import engine as make
from voicewright.ports import Design, Engine

TEXT = "The morning train was late again, so we walked along the river and talked about the summer."
SYLLABLES = 24
PAIRS = (
    ("a woman", "a man", "pitch"),
    ("a child", "a woman", "pitch"),
    ("a high-pitched man", "a man", "pitch"),
    ("a man", "a deep man", "pitch"),
    ("一位声音高亢的女性", "一位声音低沉的女性", "pitch"),
    ("a man", "a low man", "pitch"),
    ("a child", "a man", "formants"),
    ("a man", "a deep man", "formants"),
    ("a bright woman", "a warm woman", "tilt"),
    ("一位声音明亮的女性", "一位声音温暖的女性", "tilt"),
    ("a man", "a soft man", "tilt"),
    ("a woman", "a breathy woman", "harmonics"),
    ("a man", "a rough man", "harmonics"),
    ("一位女性", "一位声音沙哑的女性", "harmonics"),
    ("a fast man", "a slow man", "pace"),
    ("一位语速快的女性", "一位语速慢的女性", "pace"),
    ("a man", "an elderly man", "pace"),
    ("an energetic woman", "a calm woman", "range"),
    ("a man", "a monotone man", "range"),
    ("一位活泼的女性", "一位平静的女性", "range"),
    ("a man, not deep", "a deep man", "pitch"),
    ("一位不低沉的男性", "一位低沉的男性", "pitch"),
)
"""What has more, what has less, and of which measure."""
PEOPLE = (
    "A warm, calm Chinese Mandarin female narrator voice for short product demos, clear diction, gentle confidence, studio quality.",
    "A confident Chinese Mandarin female digital human presenter voice, natural conversational tone, bright but not exaggerated.",
    "A polite Chinese Mandarin customer service voice, patient, clear, stable, friendly, suitable for call center messages.",
    "A young Chinese Mandarin fantasy game character voice, playful, lively, slightly mysterious, expressive but clear.",
    "A modern English commercial voice, energetic, premium, confident, suitable for product launch ads and social media videos.",
)


def measured(sound: Samples, rate: int) -> dict[str, float]:
    """Of the sound alone: Hz; Hz of the spectrum's centre below 5 kHz; dB above 2 kHz beside below; dB; syllables a second; semitones."""
    samples = sound.astype(np.float64)
    rough, times = world.dio(samples, rate, f0_floor=55.0, f0_ceil=600.0)
    pitch = world.stonemask(samples, rough, times, rate)
    voiced = pitch > 0
    envelope = world.cheaptrick(samples, pitch, times, rate)[voiced].mean(axis=0)
    hertz = np.linspace(0, rate / 2, len(envelope))
    low = (hertz > 200) & (hertz < 5000)
    logs = np.log2(pitch[voiced])
    loud = np.abs(samples) > 0.02
    seconds = (len(loud) - int(np.argmax(loud)) - int(np.argmax(loud[::-1]))) / rate
    tenth, ninetieth = np.percentile(logs, [10, 90])
    return {
        "pitch": float(2 ** np.median(logs)),
        "formants": float((hertz[low] * np.sqrt(envelope[low])).sum() / np.sqrt(envelope[low]).sum()),
        "tilt": float(10 * np.log10(envelope[hertz > 2000].sum() / envelope[(hertz > 80) & (hertz <= 2000)].sum())),
        "harmonics": harmonics(samples, pitch, times, rate),
        "pace": SYLLABLES / seconds,
        "range": float(12 * (ninetieth - tenth)),
    }


def harmonics(samples: NDArray[np.float64], pitch: NDArray[np.float64], times: NDArray[np.float64], rate: int) -> float:
    """The median harmonic-to-noise ratio in dB, from the likeness of neighbouring periods (Boersma 1993, unwindowed)."""
    found: list[float] = []
    for hertz, moment in zip(pitch[::4].tolist(), times[::4].tolist(), strict=True):
        start, size = round(moment * rate), round(3 * rate / max(hertz, 1.0))
        if hertz <= 0 or start + 2 * size > len(samples):
            continue
        piece = samples[start : start + size]
        lags = range(int(0.9 * size / 3), int(1.1 * size / 3) + 2)
        likeness = max(float(np.corrcoef(piece, samples[start + lag : start + lag + size])[0, 1]) for lag in lags)
        found.append(10 * np.log10(max(likeness, 0.01) / max(1 - likeness, 1e-4)))
    return float(np.median(found)) if found else float("nan")


def spoken(engine: Engine, prompt: str, seed: int) -> Samples:
    timbre = engine.imagine(Design(prompt=prompt, language=Language.ENGLISH, seed=seed))
    script = Script(items=(Sentence(runs=(Words(text=TEXT),)),), language=Language.ENGLISH, prosody=Prosody(), seed=1)
    return said(engine, timbre, script)


def write(path: Path, sound: Samples, rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def likeness(command: str, clips: Mapping[tuple[str, int], Path], prompts: Sequence[str], seeds: int) -> None:
    paths = [clips[prompt, seed] for prompt in prompts for seed in range(seeds)]
    answer = subprocess.run(shlex.split(command), input="\n".join(map(str, paths)), capture_output=True, text=True, check=True).stdout
    voices = np.array(json.loads(answer), np.float64).reshape(len(prompts), seeds, -1)
    among = np.einsum("ird,isd->irs", voices, voices)[:, ~np.eye(seeds, dtype=bool)]
    print(f"\nlikeness of seeds of one prompt: mean {among.mean():.3f}, most {among.max():.3f}")
    people = voices[[prompts.index(prompt) for prompt in PEOPLE]]
    across = np.einsum("ird,jrd->rij", people, people)[:, ~np.eye(len(PEOPLE), dtype=bool)]
    print(f"likeness of the five people, same seed: mean {across.mean():.3f}, most {across.max():.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--encoder", help="a command that turns paths into speaker embeddings")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    engine = make()
    rate = engine.capabilities.rate
    prompts = list(dict.fromkeys([*(prompt for pair in PAIRS for prompt in pair[:2]), *PEOPLE]))
    figures: dict[tuple[str, int], dict[str, float]] = {}
    clips: dict[tuple[str, int], Path] = {}
    for number, prompt in enumerate(prompts):
        sounds = [spoken(engine, prompt, seed) for seed in range(asked.seeds)]
        for seed, sound in enumerate(sounds):
            figures[prompt, seed] = measured(sound, rate)
            clips[prompt, seed] = asked.out / f"{number:02}_{seed}.wav"
            write(clips[prompt, seed], sound, rate)
        distinct = len({hashlib.sha256(sound.tobytes()).digest() for sound in sounds})
        again = np.array_equal(sounds[0], spoken(engine, prompt, 0))
        means = {name: np.mean([figures[prompt, seed][name] for seed in range(asked.seeds)]) for name in figures[prompt, 0]}
        print(f"{prompt[:44]:44}", *(f"{name} {value:8.2f}" for name, value in means.items()), f"distinct {distinct} same again {again}", flush=True)
    engine.close()
    print(f"\n{len(prompts)} prompts × {asked.seeds} seeds. Right way round, seed by seed:")
    for more, less, of in PAIRS:
        differences = [figures[more, seed][of] - figures[less, seed][of] for seed in range(asked.seeds)]
        print(f"{more} > {less}: {of} by {np.mean(differences):.2f}, {sum(value > 0 for value in differences)} of {asked.seeds}")
    if asked.encoder is None:
        print("likeness of voices: skipped, there is no --encoder")
        return
    likeness(asked.encoder, clips, prompts, asked.seeds)


if __name__ == "__main__":
    main()
