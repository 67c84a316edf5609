"""What is fuzzed at leisure holds for its seeds at least, and for the damage that comes to mind."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from targets import TARGETS

FUZZ = Path(__file__).parents[2] / "fuzz"


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_damaged_seeds_are_taken(name: str) -> None:
    check, seeds = TARGETS[name]
    chance = random.Random(0)  # noqa: S311 - damage, no secret
    checked = 0
    for seed in seeds():
        check(seed)
        for _ in range(20):
            damaged = bytearray(seed)
            for _ in range(chance.randrange(1, 6)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            check(bytes(damaged[: chance.randrange(len(damaged) + 1)]))
            checked += 1

    assert checked >= 60


def test_without_the_fuzzer_it_says_what_to_install() -> None:
    program = f"import sys; sys.modules['atheris'] = None; sys.argv = ['run.py', 'url']; sys.path.insert(0, {str(FUZZ)!r}); import run; run.main()"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "pip install 'voicewright[fuzz]'" in run.stdout
