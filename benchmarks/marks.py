"""Whether the hidden mark is found after what happens to sound, and never where it is not.

Run: python benchmarks/marks.py RECORDINGS, a folder of sound files of people (searched through). Each is cut to pieces of
2, 5 and 10 seconds, marked, treated, and looked through; then all are looked through unmarked, and marked with another word.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from voicewright.audio.decode import decoded
from voicewright.audio.encode import encoded
from voicewright.audio.hidden import Marker, sought
from voicewright.audio.recording import Limits, Recording, Samples
from voicewright.audio.resample import resampled
from voicewright.domain.errors import Refusal
from voicewright.domain.speech import AudioSpec, Codec

RATE = 24_000
WORDS = ("voicewright", "orchard", "meadow", "语音")
SECONDS = (2, 5, 10)
MOST = 40
"""Recordings that are treated; all are looked through unmarked."""
SUFFIXES = {".flac", ".mp3", ".wav"}


def people(folder: Path) -> Iterator[Recording]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES:
            try:
                yield resampled(decoded(path.read_bytes(), field="file", limits=Limits()), RATE)
            except Refusal as refusal:
                print(f"{path.name}: {refusal}")


def marked(samples: Samples, word: str) -> Samples:
    marker = Marker(word=word, rate=RATE)
    return np.concatenate([marker.feed(samples), marker.finish()])


def through(codec: Codec, *, bitrate: int = 64_000, rate: int = RATE) -> Callable[[Samples], Recording]:
    def treated(samples: Samples) -> Recording:
        return decoded(encoded(samples, rate=RATE, spec=AudioSpec(codec=codec, rate=rate, bitrate=bitrate)), field="file", limits=Limits())

    return treated


def noisy(decibels: float) -> Callable[[Samples], Recording]:
    def treated(samples: Samples) -> Recording:
        noise = np.random.default_rng(len(samples)).standard_normal(len(samples)) * samples.std() * 10 ** (-decibels / 20)
        return Recording(samples=(samples + noise).astype(np.float32), rate=RATE)

    return treated


def roomy(samples: Samples) -> Recording:
    """A room of 0.3 s, played and recorded again."""
    size = round(0.3 * RATE)
    tail = np.random.default_rng(3).standard_normal(size) * np.exp(-6.9 * np.linspace(0, 1, size))
    tail[0] = 8.0
    heard = np.convolve(samples.astype(np.float64), tail / np.sqrt((tail**2).sum()))
    return Recording(samples=heard[: len(samples)].astype(np.float32), rate=RATE)


def faster(by: float) -> Callable[[Samples], Recording]:
    def treated(samples: Samples) -> Recording:
        moments = np.arange(0, len(samples) - 1, by)
        heard: Samples = np.interp(moments, np.arange(len(samples)), samples).astype(np.float32)
        return Recording(samples=heard, rate=RATE)

    return treated


TREATMENTS: Mapping[str, Callable[[Samples], Recording]] = {
    "as it is": lambda samples: Recording(samples=samples, rate=RATE),
    "mp3, 64 kbit/s": through(Codec.MP3),
    "mp3, 32 kbit/s at 16 kHz": through(Codec.MP3, bitrate=32_000, rate=16_000),
    "aac, 32 kbit/s": through(Codec.AAC, bitrate=32_000),
    "opus, 24 kbit/s": through(Codec.OPUS, bitrate=24_000),
    "opus, 12 kbit/s": through(Codec.OPUS, bitrate=12_000),
    "telephone: µ-law at 8 kHz": through(Codec.MULAW_WAV, rate=8_000),
    "at 44.1 kHz": through(Codec.WAV, rate=44_100),
    "mp3 64, then opus 24": lambda samples: through(Codec.OPUS, bitrate=24_000)(resampled(through(Codec.MP3)(samples), RATE).samples),
    "white noise at 20 dB": noisy(20),
    "white noise at 10 dB": noisy(10),
    "a room of 0.3 s": roomy,
    "a tenth as loud": lambda samples: Recording(samples=samples * np.float32(0.1), rate=RATE),
    "clipped by 12 dB": lambda samples: Recording(samples=np.clip(samples, -0.25 * np.abs(samples).max(), 0.25 * np.abs(samples).max()), rate=RATE),
    "played 0.1 % faster": faster(1.001),
    "played 2 % faster": faster(1.02),
}


def found(everybody: list[Recording]) -> None:
    print(f"| treated | {' | '.join(f'{seconds} s' for seconds in SECONDS)} |\n|---|{'---|' * len(SECONDS)}")
    for name, treated in TREATMENTS.items():
        cells = list[str]()
        for seconds in SECONDS:
            # half a second from the mark's beginning is cut off, so that nothing stands where it stood
            long = [one.samples[: (seconds + 1) * RATE] for one in everybody if one.seconds > seconds + 1][:MOST]
            heard = [sought(treated(marked(samples, WORDS[0])[RATE // 2 : RATE // 2 + seconds * RATE]), word=WORDS[0]).found for samples in long]
            cells.append(f"{sum(heard)} of {len(heard)}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def mistaken(everybody: list[Recording]) -> None:
    chances = [sought(one, word=word).chance for one in everybody for word in WORDS]
    others = [sought(Recording(samples=marked(one.samples, WORDS[0]), rate=RATE), word=word).chance for one in everybody[:MOST] for word in WORDS[1:]]
    for name, looks in (("unmarked", chances), ("marked with another word", others)):
        wrong = sum(chance < 1e-5 for chance in looks)
        print(
            f"{name}: {len(looks)} looks, {wrong} wrong; chance below 0.1 in {np.mean(np.array(looks) < 0.1):.3f}, below 0.01 in {np.mean(np.array(looks) < 0.01):.4f}"
        )


def cost(one: Recording) -> None:
    samples = np.tile(one.samples, 5)
    started = time.perf_counter()
    marked(samples, WORDS[0])
    middle = time.perf_counter()
    encoded(samples, rate=RATE, spec=AudioSpec(codec=Codec.MP3))
    ended = time.perf_counter()
    print(f"marking costs {(middle - started) / (ended - middle):.2f} of what making an mp3 of it costs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path)
    everybody = list(people(parser.parse_args().recordings))
    cost(everybody[0])
    mistaken(everybody)
    found([one for one in everybody if one.seconds > SECONDS[0] + 1][::3])


if __name__ == "__main__":
    main()
