"""Ids of voices (seed, "Specs")."""

from __future__ import annotations

from datetime import datetime

from voicewright.domain.naming import random_text


def voice_id(now: datetime) -> str:
    """`kyma_` and 16 hexadecimal figures."""
    del now
    return f"kyma_{random_text(16, alphabet='0123456789abcdef')}"
