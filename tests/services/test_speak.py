"""Speaking: what was accepted in time is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from services_house import House

from voicewright.adapters.sql.tables import voices
from voicewright.domain.errors import VoiceNotVisible
from voicewright.domain.task import Stage


async def test_a_text_that_was_accepted_before_its_voice_lapsed_is_said_and_keeps_the_voice(house: House) -> None:
    made = await house.work(await house.clone())
    task = await house.core.speak.submit(house.caller, house.words(made.voice_id))
    async with house.store.writing.begin() as connection:
        await connection.execute(sa.update(voices).values(expires_at=house.core.clock.now() - timedelta(seconds=1)))
    with pytest.raises(VoiceNotVisible):
        await house.core.speak.submit(house.caller, house.words(made.voice_id))

    assert (await house.work(task)).stage is Stage.SUCCEEDED
    assert (await house.core.catalog.voice(house.caller, made.voice_id)).expires_at is None


async def test_a_text_whose_voice_was_deleted_since_is_not_said(house: House) -> None:
    made = await house.work(await house.clone())
    task = await house.core.speak.submit(house.caller, house.words(made.voice_id))
    await house.core.catalog.delete(house.caller, made.voice_id)

    ended = await house.work(task)

    assert ended.failure is not None
    assert ended.failure.code == "VoiceNotVisible"
    assert house.kept() == set()
