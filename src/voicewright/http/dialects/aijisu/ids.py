"""Ids in the dialect's own patterns (seed §6.6 and §7.9)."""

from __future__ import annotations

from datetime import datetime

from starlette.convertors import StringConvertor

from voicewright.domain.naming import DIGITS, random_text


def clone_id(now: datetime) -> str:
    """`VoiceClone` and digits."""
    del now
    return f"VoiceClone{random_text(12, alphabet=DIGITS)}"


class FileName(StringConvertor):
    """`file_…` in a path; other dialects at the root have words of their own in that place."""

    regex = "file_[^/]+"
