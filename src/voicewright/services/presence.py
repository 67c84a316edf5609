"""Whether voices are still there when what they have said is to be kept."""

from __future__ import annotations

from collections.abc import Iterable

from voicewright.domain.account import AccountId
from voicewright.ports import Unit
from voicewright.services.system_voices import system_voice


async def present(unit: Unit, owner: AccountId, voice_ids: Iterable[str]) -> bool:
    """Whether none of an account's voices is deleted; none can be until the unit ends. System voices are always there."""
    own = {it for it in voice_ids if system_voice(it) is None}
    # in one order everywhere, lest two units wait for each other
    return all([await unit.voices.held(owner, it) is not None for it in sorted(own)])
