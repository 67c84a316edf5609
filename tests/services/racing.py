"""Two processes that want the same voice ids at the same instants."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

from services_house import ORIGIN, Reed

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.objects import open_objects
from voicewright.adapters.sql.store import open_store
from voicewright.domain.account import AccountId, Caller
from voicewright.domain.books import FREE
from voicewright.domain.commands import DesignVoice
from voicewright.domain.errors import VoiceIdTaken
from voicewright.domain.language import Language
from voicewright.domain.naming import Chosen
from voicewright.domain.task import VoiceWork
from voicewright.domain.voice import Source
from voicewright.services.acceptance import Acceptance
from voicewright.services.billing import Billing
from voicewright.services.limits import LimitService
from voicewright.services.voices import Nursery, conceived

PATIENCE = 60.0


@dataclass(frozen=True, kw_only=True)
class Race:
    """Where, and how often."""

    url: str
    folder: Path
    rounds: int


def raced(url: str, folder: Path, accounts: Sequence[str], rounds: int) -> list[list[bool]]:
    """Who won each round: for each account, a process of its own."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(len(accounts)), context.SimpleQueue()
    racers = [context.Process(target=_race, args=(Race(url=url, folder=folder, rounds=rounds), account, barrier, results)) for account in accounts]
    for racer in racers:
        racer.start()
    won = [results.get() for _ in racers]
    for racer in racers:
        racer.join(PATIENCE)
    return [list(each) for each in zip(*won, strict=True)]


def _race(race: Race, account: str, barrier: Barrier, results: multiprocessing.SimpleQueue[list[bool]]) -> None:
    results.put(asyncio.run(_wanting(race, AccountId(account), barrier)))


async def _wanting(race: Race, account: AccountId, barrier: Barrier) -> list[bool]:
    store = open_store(race.url)
    limits, billing = LimitService(store=store, meter=LocalMeter()), Billing(store=store, clock=SystemClock(), books={FREE.name: FREE})
    acceptance = Acceptance(store=store, limits=limits, billing=billing)
    nursery = Nursery(store=store, objects=open_objects(str(race.folder)), engines=Reed(), clock=SystemClock(), acceptance=acceptance)
    caller = Caller(account=account, key="key_1", request="req_test")
    won: list[bool] = []
    for number in range(race.rounds):
        command = _design(f"Wanted-by-two-{number}")
        voice = conceived(caller, command, source=Source.DESIGN, language=Language.ENGLISH, now=datetime.now(UTC))
        await asyncio.to_thread(barrier.wait, PATIENCE)
        try:
            await nursery.accept(caller, voice, command=command, work=VoiceWork(preview_text="Hello."))
        except VoiceIdTaken:
            won.append(False)
        else:
            won.append(True)
    await store.close()
    return won


def _design(voice_id: str) -> DesignVoice:
    return DesignVoice(
        origin=ORIGIN,
        naming=Chosen(voice_id=voice_id),
        prompt="A calm voice.",
        preview_text="Hello.",
        name="",
        language=Language.ENGLISH,
        language_label=None,
        description="",
        seed=1,
    )
