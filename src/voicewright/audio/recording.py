"""Sound in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""Mono, one dimension, full scale at ±1."""

RATES = (8_000, 192_000)
"""Of recordings, Hz."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Recording:
    """Mono sound with its rate."""

    samples: Samples
    rate: int
    """Hz."""

    @property
    def seconds(self) -> float:
        """Duration."""
        return len(self.samples) / self.rate


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a stranger's file may hold at most."""

    bytes: int = 50 * MEGABYTE
    seconds: float = 600.0
    channels: int = 2
