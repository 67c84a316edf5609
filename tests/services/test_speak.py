"""Speaking: what was accepted in time is said."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from contextlib import aclosing
from datetime import timedelta

import pytest
import sqlalchemy as sa
from services_house import House

from voicewright.adapters.sql.tables import voices
from voicewright.domain.audit import Act
from voicewright.domain.errors import VoiceNotVisible
from voicewright.domain.speech import Effect, Modification, VoiceShare
from voicewright.domain.task import Stage
from voicewright.domain.usage import Grouping


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


async def test_a_mix_is_spoken_once_and_every_voice_of_it_is_kept(house: House) -> None:
    made, other = await house.work(await house.design()), await house.work(await house.design())
    shares = (VoiceShare(voice_id=made.voice_id, weight=20), VoiceShare(voice_id=other.voice_id, weight=60))
    task = await house.core.speak.submit(house.caller, dataclasses.replace(house.words(""), mix=shares))
    ended = await house.work(task)

    assert ended.stage is Stage.SUCCEEDED
    assert ended.voice_id == other.voice_id
    assert ended.usage is not None
    assert ended.usage.characters == len("Hello there.")
    assert [(await house.core.catalog.voice(house.caller, share.voice_id)).expires_at for share in shares] == [None, None]


async def test_a_voice_of_somebody_else_is_in_no_mix(house: House) -> None:
    shares = (VoiceShare(voice_id="English_Graceful_Lady", weight=1), VoiceShare(voice_id="voice_of_another", weight=1))

    with pytest.raises(VoiceNotVisible):
        await house.core.speak.submit(house.caller, dataclasses.replace(house.words(""), mix=shares))


async def test_a_streamed_mix_keeps_its_voices_too(house: House) -> None:
    made = await house.work(await house.design())
    shares = (VoiceShare(voice_id=made.voice_id, weight=1), VoiceShare(voice_id="English_Graceful_Lady", weight=2))
    _ = [data async for data in house.core.speak.stream(house.caller, dataclasses.replace(house.words(""), mix=shares))]

    assert (await house.core.catalog.voice(house.caller, made.voice_id)).expires_at is None


async def test_subtitles_are_kept_with_the_sound_and_forgotten_with_it(house: House) -> None:
    task = await house.work(await house.core.speak.submit(house.caller, dataclasses.replace(house.words(), text="I have 2 cats.", subtitles=True)))
    assert task.output is not None
    assert task.output.subtitles is not None
    (line,) = json.loads(await house.core.objects.get(task.output.subtitles))

    assert (line["text"], line["pronounce_text"], line["time_begin"], line["time_end"]) == ("I have 2 cats.", "I have two cats.", 0, 400)
    await house.core.tasks.discard(house.caller, task.id)
    assert not any(key.startswith(("outputs/", "subtitles/")) for key in house.kept())


async def test_a_modified_voice_is_asked_for_its_pitch_and_echoes(house: House) -> None:
    changed = Modification(pitch=50, effect=Effect.SPACIOUS_ECHO)
    plain = await house.work(await house.core.speak.submit(house.caller, house.words()))
    task = await house.work(await house.core.speak.submit(house.caller, dataclasses.replace(house.words(), modification=changed)))

    assert task.output is not None
    assert plain.output is not None
    assert task.output.seconds == pytest.approx(plain.output.seconds + 0.6, abs=0.01)
    assert [script.prosody.pitch for _, script in house.reed.spoken[-2:]] == [0.0, 2.0]


async def test_what_was_heard_counts_however_often_its_listener_is_cancelled(house: House) -> None:
    made = await house.work(await house.design())
    heard = asyncio.Event()

    async def listen() -> None:
        async with aclosing(house.core.speak.stream(house.caller, house.words(made.voice_id))) as stream:
            async for _ in stream:
                heard.set()
                await asyncio.sleep(3600)

    listening = asyncio.ensure_future(listen())
    await heard.wait()
    while not listening.done():
        listening.cancel()
        await asyncio.sleep(0)

    assert listening.cancelled()
    assert (await house.core.catalog.voice(house.caller, made.voice_id)).expires_at is None
    (line,) = await house.core.billing.usage(house.caller, by=Grouping.VOICE, since=None, until=None)
    assert (line.group, line.characters) == (made.voice_id, len("Hello there."))
    async with house.store.view() as unit:
        events = await unit.audit.read(name=None, account=house.caller.account, since=None, before=None, limit=10)
    assert [event.act for event in events].count(Act.USED) == 1
