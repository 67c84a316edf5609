"""Ids of cloned voices, which the vendor calls opaque."""

from __future__ import annotations

from datetime import datetime

from voicewright.domain.naming import random_text


def clone_id(now: datetime) -> str:
    """`nv-` and 24 hexadecimal figures."""
    del now
    return f"nv-{random_text(24, alphabet='0123456789abcdef')}"
