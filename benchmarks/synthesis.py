"""How fast the embedded engine is on one core: times real time, first audio, learning, memory, with espeak-ng beside it.

taskset -c 0 python benchmarks/synthesis.py
"""

# ruff: noqa: E402 - numpy's libraries read the number of threads when they are loaded

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import resource
import statistics
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence, Words
from voicewright.domain.speech import Prosody
from voicewright.engines.hearing import said
from voicewright.engines.parametric import engine as make
from voicewright.engines.parametric.source import Manner, Source
from voicewright.ports import Design, Engine, Reference, Timbre

SENTENCE = "The morning train was late again, so we walked along the river and talked about the long summer ahead."
TEXT = (SENTENCE, "Nobody expected the small garden behind the house to produce so many bright red apples.") * 4
ROUNDS = 7


def script(*texts: str) -> Script:
    return Script(items=tuple(Sentence(runs=(Words(text=text),)) for text in texts), language=Language.ENGLISH, prosody=Prosody(), seed=1)


def best(work: Callable[[], float]) -> tuple[float, float]:
    """Median and minimum."""
    times = [work() for _ in range(ROUNDS)]
    return statistics.median(times), min(times)


def first_audio(engine: Engine, timbre: Timbre) -> float:
    began = time.perf_counter()
    frames = engine.speak(timbre, script(SENTENCE))
    next(frames)
    waited = time.perf_counter() - began
    list(frames)
    return waited


def real_time(engine: Engine, timbre: Timbre) -> float:
    began = time.perf_counter()
    sound = said(engine, timbre, script(*TEXT))
    return (time.perf_counter() - began) / (len(sound) / engine.capabilities.rate)


def bare(source: Source) -> float:
    began = time.perf_counter()
    seconds = 0.0
    for text in TEXT:
        said = source.say(text, Manner(voice="en-us+f2"))
        seconds += len(said.samples) / said.rate
    return (time.perf_counter() - began) / seconds


def learning(engine: Engine, reference: Reference) -> float:
    began = time.perf_counter()
    engine.learn(reference)
    return (time.perf_counter() - began) / reference.recording.seconds


def main() -> None:
    engine, source = make(), Source()
    imagined = engine.imagine(Design(prompt="a warm woman", language=Language.ENGLISH, seed=1))
    sound = said(engine, imagined, script(*TEXT[:3]))
    recording = Recording(samples=sound, rate=engine.capabilities.rate)
    told = Reference(recording=recording, transcript=" ".join(TEXT[:3]), transcript_fit=0.0, language=Language.ENGLISH, seed=0)
    untold = Reference(recording=recording, transcript=None, transcript_fit=0.0, language=Language.ENGLISH, seed=0)
    learned = engine.learn(told)
    table = Table("", "median", "best", title=f"The embedded engine, {ROUNDS} rounds")
    rows = (("espeak-ng alone, with its pipe", lambda: bare(source)), ("a cloned voice", lambda: real_time(engine, learned)))
    for name, work in (*rows, ("a designed voice", lambda: real_time(engine, imagined))):
        middle, least = best(work)
        table.add_row(f"× real time: {name}", f"{1 / middle:.1f}", f"{1 / least:.1f}")
    waits = (("first audio of 100 characters, cloned", learned), ("first audio of 100 characters, designed", imagined))
    for name, timbre in waits:
        middle, least = best(lambda timbre=timbre: first_audio(engine, timbre))
        table.add_row(name, f"{1000 * middle:.0f} ms", f"{1000 * least:.0f} ms")
    for name, reference in (("with a transcript", told), ("without one", untold)):
        middle, least = best(lambda reference=reference: learning(engine, reference))
        table.add_row(f"learning a second of reference {name}", f"{1000 * middle:.0f} ms", f"{1000 * least:.0f} ms")
    table.add_row("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB", "")
    Console(width=110).print(table)
    source.close()
    engine.close()


if __name__ == "__main__":
    main()
