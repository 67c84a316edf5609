"""How a voice comes by its id."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

ALPHANUMERIC = string.ascii_letters + string.digits
DIGITS = string.digits


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The caller chose the id; when it is taken, they are told."""

    voice_id: str


@dataclass(frozen=True, kw_only=True)
class Minted:
    """The dialect mints ids; when one is taken, another is minted."""

    mint: Callable[[datetime], str]


Naming: TypeAlias = Chosen | Minted


def random_text(length: int, *, alphabet: str = ALPHANUMERIC) -> str:
    """Unguessable text of a length."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def opaque_id(prefix: str) -> str:
    """An id with 120 random bits after its prefix: `task_…`, `file_…`, `acct_…`."""
    return f"{prefix}_{secrets.token_hex(15)}"
