"""Fuzz one target for a while: `python fuzz/run.py sound --seconds 180`. Prints how often it ran; a crash is kept in the folder and told.

Needs atheris (`pip install 'voicewright[fuzz]'`), and says so where there is none.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDER = Path("fuzz-output")
LONGEST = {"sound": 1 << 16}
"""Bytes of an input; a text has two thousand."""
UNDER_TEST = ["voicewright.audio.decode", "voicewright.text", "voicewright.adapters.addresses", "httpx2._urlparse", "idna"]


def main() -> None:
    """Seeds by code, then whatever the fuzzer makes of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=["sound", "text", "words", "url"])
    parser.add_argument("--seconds", type=int, default=180, help="how long (default: 180)")
    wanted = parser.parse_args()
    if find_spec("atheris") is None:
        sys.stdout.write("Skipped: atheris is not installed, or has no wheel for this Python. Try `pip install 'voicewright[fuzz]'`.\n")
        return
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=UNDER_TEST):
        from targets import TARGETS  # noqa: PLC0415 - instrumented while it is imported

    check, seeds = TARGETS[wanted.target]
    corpus = FOLDER / wanted.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={wanted.seconds}", f"-max_len={LONGEST.get(wanted.target, 2000)}", "-timeout=20", "-rss_limit_mb=4000"]
    atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", f"-artifact_prefix={FOLDER}/{wanted.target}-", str(corpus)], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
