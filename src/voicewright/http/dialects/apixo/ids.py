"""Voice ids: `<prefix>-<six lower-case letters or digits>` (seed, "Voice ID behavior")."""

from __future__ import annotations

import re
import string
from datetime import datetime

from voicewright.domain.errors import FieldInvalid
from voicewright.domain.naming import Minted, random_text

LONGEST = 32
_PREFIX = re.compile(rf"[A-Za-z][A-Za-z0-9]{{5,{LONGEST - 1}}}")
_TAIL = string.ascii_lowercase + string.digits


def named_after(prefix: str, *, field: str) -> Minted:
    """Ids that begin with a caller's prefix. Raises FieldInvalid."""
    if _PREFIX.fullmatch(prefix) is None:
        problem = f"must start with a letter, contain only letters or digits, and be at least 6 characters long (at most {LONGEST})"
        raise FieldInvalid(field=field, problem=problem)

    def mint(_now: datetime) -> str:
        return f"{prefix}-{random_text(6, alphabet=_TAIL)}"

    return Minted(mint=mint)
