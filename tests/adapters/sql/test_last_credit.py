"""Two processes that want an account's last credit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

RACE = Path(__file__).parents[3] / "benchmarks" / "credit.py"
ROUNDS = 40
"""`benchmarks/credit.py` runs a thousand."""


def test_of_two_processes_that_race_for_the_last_credit_one_wins_each_time(database_url: str) -> None:
    ran = subprocess.run([sys.executable, RACE, "--rounds", str(ROUNDS), "--database-url", database_url], capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr[-2000:] or ran.stdout
    assert f"{ROUNDS} races, {ROUNDS} with one winner" in ran.stdout
    assert "discrepancies: []" in ran.stdout
