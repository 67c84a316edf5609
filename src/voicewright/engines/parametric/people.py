"""The people that designed voices are: far from each other, and clear. `benchmarks/people.py` found them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LOOK = np.linspace(8.2, 12.8, 11)
"""Where the hills of a spectrum lie, in octaves above 1 Hz: 300 Hz to 7 kHz."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """What parts one person from another of the same sex."""

    variant: str
    """Of espeak-ng's."""
    tract: float
    """How much higher the formants lie than the variant's."""
    mouth: float
    """How much higher still those above 2 kHz lie."""
    hills: tuple[float, ...]
    """dB at each place of `LOOK`."""
    shelf: float
    """dB above 2 kHz."""


WOMEN: tuple[Person, ...] = (
    Person(variant="anika", tract=0.938, mouth=0.917, hills=(2.1, 1.2, -7.0, 2.5, 2.4, -4.0, -6.6, 8.8, 8.6, -5.4, -2.7), shelf=12.6),
    Person(variant="f2", tract=1.062, mouth=1.129, hills=(-3.1, 4.9, 3.5, -6.6, -4.1, 1.5, 7.0, 4.0, -10.3, 3.0, 0.2), shelf=0.1),
    Person(variant="mike2", tract=1.069, mouth=0.891, hills=(-2.4, -1.0, -3.5, -2.3, 7.3, 7.9, -5.4, 7.9, -3.0, -2.2, -3.3), shelf=16.0),
    Person(variant="f5", tract=0.958, mouth=1.095, hills=(1.9, 1.7, 3.4, 1.5, -5.5, -4.2, -12.6, 8.5, 8.5, -10.5, 7.2), shelf=-5.2),
    Person(variant="anika", tract=1.05, mouth=0.918, hills=(-0.1, -1.1, 5.1, 6.5, -3.3, -1.1, -6.4, -4.3, -3.9, -3.9, 12.5), shelf=11.2),
    Person(variant="mike2", tract=1.161, mouth=1.089, hills=(-2.8, 0.2, 1.6, 3.1, 4.0, -0.2, -5.6, -3.8, 0.3, 0.8, 2.2), shelf=15.3),
    Person(variant="anika", tract=1.041, mouth=1.094, hills=(2.4, -4.0, 1.3, -5.5, 2.7, -7.1, 5.4, 7.5, 5.2, 4.7, -12.6), shelf=6.4),
    Person(variant="", tract=1.084, mouth=0.868, hills=(3.8, -3.8, 4.3, -3.4, -2.0, -3.0, -9.0, 9.9, 10.5, -2.5, -4.8), shelf=-9.4),
    Person(variant="f2", tract=1.062, mouth=1.104, hills=(1.4, -6.7, 3.5, -6.1, 4.0, 3.6, -6.2, 10.2, 10.9, -8.5, -6.0), shelf=-10.2),
    Person(variant="f5", tract=1.057, mouth=0.938, hills=(3.1, 4.3, -7.2, 0.2, -5.9, 1.3, 5.6, 5.0, -12.9, 3.3, 3.1), shelf=-1.9),
    Person(variant="f2", tract=0.968, mouth=1.099, hills=(-2.8, 5.5, 6.6, -2.1, -3.1, 5.1, -9.1, -6.9, -8.5, 7.3, 8.0), shelf=4.6),
    Person(variant="", tract=1.162, mouth=1.072, hills=(-5.1, 3.2, -5.5, 4.3, 5.1, -3.1, 10.0, -2.7, -2.9, -4.7, 1.4), shelf=-1.0),
    Person(variant="anika", tract=0.967, mouth=0.899, hills=(-0.5, -1.5, -4.3, -3.5, 4.3, 4.9, 10.4, -11.7, 6.8, 6.7, -11.7), shelf=10.0),
    Person(variant="anika", tract=1.038, mouth=1.071, hills=(3.4, -1.7, -2.8, 4.9, -3.2, 3.1, -6.5, -9.1, 9.6, 8.3, -5.9), shelf=9.7),
    Person(variant="f5", tract=0.952, mouth=0.87, hills=(1.3, -6.3, 0.8, 5.1, 6.3, -0.9, -5.0, -2.9, -2.3, 2.1, 1.8), shelf=5.8),
    Person(variant="mike2", tract=1.035, mouth=1.124, hills=(1.0, -5.2, 2.0, -6.3, 2.8, -2.2, 12.4, 10.4, -8.1, -5.0, -1.8), shelf=0.0),
    Person(variant="f5", tract=1.037, mouth=1.092, hills=(2.1, -5.3, 1.6, 2.6, 2.4, -2.5, -9.9, 9.5, -3.5, 11.2, -8.3), shelf=-5.0),
    Person(variant="f2", tract=0.954, mouth=0.934, hills=(1.0, 7.8, -1.4, -2.5, -2.8, -3.0, -6.6, 6.3, -8.9, 5.7, 4.5), shelf=5.8),
    Person(variant="f5", tract=0.972, mouth=1.097, hills=(-6.3, -3.7, 3.3, 4.0, 4.6, -0.2, 10.5, -5.8, -3.9, -1.1, -1.4), shelf=4.1),
    Person(variant="f3", tract=1.038, mouth=1.097, hills=(-2.2, 4.1, -3.0, 5.4, 4.1, -1.6, -3.8, -3.8, -7.3, -3.2, 11.4), shelf=4.6),
)
MEN: tuple[Person, ...] = (
    Person(variant="iven2", tract=0.941, mouth=1.124, hills=(1.0, -5.2, 2.0, -6.3, 2.8, -2.2, 12.4, 10.4, -8.1, -5.0, -1.8), shelf=-9.2),
    Person(variant="f3", tract=0.894, mouth=1.068, hills=(-1.2, 1.1, 0.4, 1.3, 3.5, 4.5, -7.0, -3.9, -4.6, -5.0, 10.8), shelf=3.0),
    Person(variant="anika", tract=0.917, mouth=0.916, hills=(-1.8, -0.7, -3.0, 6.5, 0.5, -0.6, -4.8, 11.0, -4.8, -1.8, -0.6), shelf=16.0),
    Person(variant="john", tract=0.954, mouth=0.911, hills=(-5.0, 2.0, 4.6, -3.7, 8.4, -1.2, -4.2, -0.3, -3.4, 0.8, 1.9), shelf=4.4),
    Person(variant="mike2", tract=1.05, mouth=0.918, hills=(-0.1, -1.1, 5.1, 6.5, -3.3, -1.1, -6.4, -4.3, -3.9, -3.9, 12.5), shelf=11.5),
    Person(variant="", tract=1.057, mouth=0.938, hills=(3.1, 4.3, -7.2, 0.2, -5.9, 1.3, 5.6, 5.0, -12.9, 3.3, 3.1), shelf=-4.9),
    Person(variant="f3", tract=0.842, mouth=0.868, hills=(3.8, -3.8, 4.3, -3.4, -2.0, -3.0, -9.0, 9.9, 10.5, -2.5, -4.8), shelf=-11.7),
    Person(variant="iven2", tract=1.055, mouth=1.089, hills=(-2.8, 0.2, 1.6, 3.1, 4.0, -0.2, -5.6, -3.8, 0.3, 0.8, 2.2), shelf=9.8),
    Person(variant="mike2", tract=0.967, mouth=0.899, hills=(-0.5, -1.5, -4.3, -3.5, 4.3, 4.9, 10.4, -11.7, 6.8, 6.7, -11.7), shelf=7.1),
    Person(variant="iven2", tract=0.953, mouth=0.923, hills=(1.2, 1.8, -4.6, 3.2, 3.8, -4.4, -7.5, 10.6, -4.4, -7.2, 7.6), shelf=6.3),
    Person(variant="m1", tract=1.046, mouth=1.093, hills=(-5.3, 3.0, -4.9, 3.9, -4.3, 6.4, 13.9, -6.2, -2.1, -1.8, -2.6), shelf=-5.8),
    Person(variant="mike2", tract=1.038, mouth=1.071, hills=(3.4, -1.7, -2.8, 4.9, -3.2, 3.1, -6.5, -9.1, 9.6, 8.3, -5.9), shelf=7.7),
    Person(variant="anika", tract=0.83, mouth=0.867, hills=(-3.4, 3.8, -5.6, 4.7, -3.6, -4.1, 8.4, 10.2, -7.3, 4.7, -7.8), shelf=14.5),
    Person(variant="anika", tract=0.908, mouth=1.076, hills=(-1.3, -7.5, 1.0, 4.5, 4.0, -2.7, 11.5, -0.6, -4.9, -4.1, 0.1), shelf=10.0),
    Person(variant="m1", tract=1.062, mouth=1.104, hills=(1.4, -6.7, 3.5, -6.1, 4.0, 3.6, -6.2, 10.2, 10.9, -8.5, -6.0), shelf=-14.0),
    Person(variant="mike2", tract=0.938, mouth=0.917, hills=(2.1, 1.2, -7.0, 2.5, 2.4, -4.0, -6.6, 8.8, 8.6, -5.4, -2.7), shelf=8.7),
    Person(variant="anika", tract=0.843, mouth=0.901, hills=(-3.1, 4.1, 5.9, 4.7, -3.1, -4.1, -8.1, -9.5, 4.9, 3.8, 4.4), shelf=12.2),
    Person(variant="m1", tract=0.968, mouth=1.099, hills=(-2.8, 5.5, 6.6, -2.1, -3.1, 5.1, -9.1, -6.9, -8.5, 7.3, 8.0), shelf=4.0),
    Person(variant="", tract=0.964, mouth=1.062, hills=(0.4, 0.9, 2.9, 3.4, -7.3, -5.5, -9.6, 10.1, 7.2, 5.8, -8.2), shelf=-9.1),
    Person(variant="mike2", tract=1.028, mouth=1.106, hills=(-4.6, 3.3, -5.1, 2.7, -3.8, 4.0, 5.4, 11.1, -10.8, 7.2, -9.4), shelf=5.7),
)
