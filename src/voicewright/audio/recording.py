"""Sound in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""Mono, one dimension, full scale at ±1."""


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
