"""Ids of voices: which a caller may choose, which are made here, and the names that clients ask for without having made them."""

from __future__ import annotations

import re
from datetime import datetime

from voicewright.domain.errors import FieldInvalid, VoiceIdTaken
from voicewright.domain.naming import Chosen, Minted, Naming, random_text

_CHOSEN = re.compile(r"[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]")

ALIASES = {
    "female-shaonv": "Chinese (Mandarin)_Warm_Girl",
    "female-tianmei": "Chinese (Mandarin)_Warm_Girl",
    "female-yujie": "Chinese (Mandarin)_News_Anchor",
    "male-qn-qingse": "Chinese (Mandarin)_Gentle_Youth",
    "male-qn-jingying": "Chinese (Mandarin)_Reliable_Executive",
    "male-qn-badao": "Chinese (Mandarin)_Reliable_Executive",
    "Calm_Woman": "English_Graceful_Lady",
    "Wise_Woman": "English_Graceful_Lady",
    "socialmedia_female_2_v1": "English_Playful_Girl",
}
"""Voices that clients hard-code (contract §1.7), by the system voice that speaks for them. Byte for byte, as all ids."""


def speaker(voice_id: str) -> str:
    """The voice that speaks under an id."""
    return ALIASES.get(voice_id, voice_id)


def chosen(voice_id: str, *, field: str) -> Naming:
    """An id that a caller chose. Raises FieldInvalid, VoiceIdTaken."""
    if not _CHOSEN.fullmatch(voice_id):
        problem = "must have 8 to 256 letters, digits, `-` or `_`, begin with an English letter and not end with `-` or `_`"
        raise FieldInvalid(field=field, problem=problem)
    if voice_id in ALIASES:
        raise VoiceIdTaken
    return Chosen(voice_id=voice_id)


def minted() -> Naming:
    """`ttv-voice-`, the time to the hundredth of a second, and eight letters or digits."""
    return Minted(mint=design_id)


def design_id(now: datetime) -> str:
    """`ttv-voice-2025060717322425-E4jmMP8B`."""
    return f"ttv-voice-{now:%Y%m%d%H%M%S}{now.microsecond // 10_000:02d}-{random_text(8)}"
