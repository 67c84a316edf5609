"""Two processes race for an account's last credit, again and again: how often one of them wins, and what a reservation costs.

Ratio: an acceptance with a price beside one that is free, on the same database.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from voicewright.adapters.books import price_books
from voicewright.adapters.clock import SystemClock
from voicewright.adapters.meter import LocalMeter
from voicewright.adapters.sql.migrate import upgrade
from voicewright.adapters.sql.store import SqlStore, open_store
from voicewright.domain.account import Account, AccountId, Caller
from voicewright.domain.commands import Origin
from voicewright.domain.errors import CreditShort
from voicewright.domain.language import Language
from voicewright.domain.naming import opaque_id
from voicewright.domain.plan import Plan
from voicewright.domain.speech import AudioSpec, Prosody
from voicewright.domain.task import Kind, SpeechWork, Stage, Task
from voicewright.services.acceptance import Acceptance
from voicewright.services.billing import Billing
from voicewright.services.credit import CreditService
from voicewright.services.limits import LimitService

BOOKS = price_books(None)
TEXT = "Ten chars."
PRICE = Decimal("0.001")
"""Of the text, by the book `minimax`."""
RACERS = 2
BESIDE = 200
"""Acceptances whose time is compared."""


def task_of(account: AccountId) -> Task:
    """A text to be spoken."""
    return Task(
        id=opaque_id("task"),
        account=account,
        kind=Kind.SPEECH,
        stage=Stage.QUEUED,
        origin=Origin(dialect="minimax", model="speech-2.8-hd"),
        voice_id="English_Graceful_Lady",
        work=SpeechWork(text=TEXT, language=Language.ENGLISH, prosody=Prosody(), volume=1.0, spec=AudioSpec(), pronunciations=()),
        request="req_race",
        created_at=datetime.now(UTC),
    )


async def accepted(store: SqlStore, account: AccountId, *, book: str) -> bool:
    """Whether there was credit for the text."""
    billing = Billing(store=store, clock=SystemClock(), books=BOOKS)
    acceptance = Acceptance(store=store, limits=LimitService(store=store, meter=LocalMeter()), billing=billing)
    caller = Caller(account=account, key="key_race", request="req_race", plan=Plan(name=book, price_book=book))
    try:
        async with store.unit() as unit:
            await acceptance.accept(unit, caller, [task_of(account)])
    except CreditShort:
        return False
    return True


async def race(url: str, account: AccountId) -> None:
    """One racer: tries once for each line that it reads."""
    store = open_store(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while await asyncio.to_thread(sys.stdin.readline):
        won = await accepted(store, account, book="minimax")
        sys.stdout.write("won\n" if won else "short\n")
        sys.stdout.flush()
    await store.close()


async def founded(store: SqlStore) -> AccountId:
    """A new account."""
    account = Account(id=AccountId(opaque_id("acct")), name="race", created_at=datetime.now(UTC))
    async with store.unit() as unit:
        await unit.accounts.add(account)
    return account.id


async def raced(url: str, rounds: int) -> None:
    """Start the racers, give them credit for one text again and again, and count who got it."""
    store = open_store(url)
    account = await founded(store)
    credit = CreditService(store=store, clock=SystemClock(), books=BOOKS)
    racers = [started(url, account) for _ in range(RACERS)]
    begun, wins = time.monotonic(), [0] * RACERS
    one_winner = 0
    for _ in range(rounds):
        await credit.add(account, PRICE, currency="USD")
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("\n")
            racer.stdin.flush()
        won = [said(racer) == "won" for racer in racers]
        wins = [count + one for count, one in zip(wins, won, strict=True)]
        one_winner += sum(won) == 1
    seconds = time.monotonic() - begun
    for racer in racers:
        racer.communicate(timeout=30)
    (balance,) = await credit.balances(account)
    left = f"credit left {balance.available}, reserved {balance.reserved} of {rounds * int(PRICE * 1_000_000)} millionths"
    wrong = list(await credit.discrepancies())
    print(f"{rounds} races, {one_winner} with one winner ({wins[0]} : {wins[1]}), in {seconds:.1f} s; {left}; discrepancies: {wrong}")
    await beside(store)
    await store.close()
    if one_winner != rounds or wrong or balance.available or balance.reserved != rounds * int(PRICE * 1_000_000):
        raise SystemExit(1)


async def beside(store: SqlStore) -> None:
    """What a price adds to an acceptance."""
    account = await founded(store)
    await CreditService(store=store, clock=SystemClock(), books=BOOKS).add(account, PRICE * BESIDE, currency="USD")
    took: dict[str, float] = {}
    for book in ("free", "minimax"):
        begun = time.monotonic()
        for _ in range(BESIDE):
            assert await accepted(store, account, book=book)
        took[book] = (time.monotonic() - begun) / BESIDE
    print(
        f"an acceptance: free {1000 * took['free']:.2f} ms, with a price {1000 * took['minimax']:.2f} ms, ratio {took['minimax'] / took['free']:.2f}"
    )


def started(url: str, account: AccountId) -> subprocess.Popen[str]:
    """A racer that is ready."""
    command = [sys.executable, __file__, "--racer", account, "--database-url", url]
    racer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    said(racer)
    return racer


def said(racer: subprocess.Popen[str]) -> str:
    """A racer's next line."""
    assert racer.stdout is not None
    return racer.stdout.readline().strip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Race."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--database-url", help="an empty database; a SQLite file of its own where none is named")
    parser.add_argument("--racer", metavar="ACCOUNT", help="be one of the two")
    wanted = parser.parse_args(arguments)
    if wanted.racer is not None:
        asyncio.run(race(wanted.database_url, AccountId(wanted.racer)))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = wanted.database_url or f"sqlite:///{Path(folder) / 'race.db'}"
        upgrade(url)
        asyncio.run(raced(url, wanted.rounds))


if __name__ == "__main__":
    main()
