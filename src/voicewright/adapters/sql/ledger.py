"""Rows of credit: entries with their postings, the balances that follow from them, reservations that are open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import inserting, row_of
from voicewright.adapters.sql.tables import balances, entries, postings, reservations
from voicewright.domain.account import AccountId
from voicewright.domain.ledger import Balance, Entry, Place, Posting, Reservation


@dataclass(frozen=True, kw_only=True)
class SqlLedger:
    """See `ports.Ledger`."""

    connection: AsyncConnection

    async def available(self, account: AccountId, currency: str) -> int:
        """See `ports.Ledger`. On SQLite a unit has the whole database to itself."""
        wanted = sa.select(balances.c.amount).where(
            balances.c.account == account, balances.c.place == Place.CUSTOMER, balances.c.currency == currency
        )
        return int(await self.connection.scalar(wanted.with_for_update()) or 0)

    async def enter(self, entry: Entry) -> bool:
        """See `ports.Ledger`."""
        row = {name: value for name, value in row_of(entry).items() if name != "postings"}
        written = inserting(self.connection, entries).values(row).on_conflict_do_nothing(index_elements=[entries.c.id]).returning(entries.c.id)
        if await self.connection.scalar(written) is None:
            return False
        for posting in entry.postings:
            await self.connection.execute(sa.insert(postings).values(entry=entry.id, place=posting.place, amount=posting.amount))
            await self._move(entry, posting)
        return True

    async def entered(self, entry_id: str) -> bool:
        """See `ports.Ledger`."""
        return await self.connection.scalar(sa.select(entries.c.id).where(entries.c.id == entry_id)) is not None

    async def reserve(self, reservation: Reservation) -> None:
        """See `ports.Ledger`."""
        await self.connection.execute(sa.insert(reservations).values(row_of(reservation)))

    async def close(self, task: str) -> Reservation | None:
        """See `ports.Ledger`."""
        taken = sa.delete(reservations).where(reservations.c.task == task).returning(*reservations.c)
        row = (await self.connection.execute(taken)).mappings().one_or_none()
        return None if row is None else Reservation(**row)

    async def renew(self, tasks: Collection[str], *, until: datetime) -> None:
        """See `ports.Ledger`."""
        await self.connection.execute(sa.update(reservations).where(reservations.c.task.in_(sorted(tasks))).values(until=until))

    async def lapsed(self, now: datetime) -> Sequence[Reservation]:
        """See `ports.Ledger`."""
        rows = await self.connection.execute(sa.select(reservations).where(reservations.c.until <= now).order_by(reservations.c.task))
        return [Reservation(**row) for row in rows.mappings()]

    async def balances(self, account: AccountId | None = None) -> Sequence[Balance]:
        """See `ports.Ledger`."""
        wanted = sa.select(balances).order_by(balances.c.account, balances.c.currency)
        rows = (await self.connection.execute(wanted if account is None else wanted.where(balances.c.account == account))).mappings()
        found: dict[tuple[AccountId, str], dict[Place, int]] = {}
        for row in rows:
            found.setdefault((row["account"], row["currency"]), {})[row["place"]] = row["amount"]
        return [_balance(owner, currency, amounts) for (owner, currency), amounts in found.items()]

    async def entries(self, account: AccountId, *, limit: int) -> Sequence[Entry]:
        """See `ports.Ledger`."""
        newest = sa.select(entries).where(entries.c.account == account).order_by(entries.c.at.desc(), entries.c.id.desc()).limit(limit)
        rows = (await self.connection.execute(newest)).mappings().all()
        moved = sa.select(postings).where(postings.c.entry.in_([row["id"] for row in rows])).order_by(postings.c.place)
        of: dict[str, list[Posting]] = {}
        for posting in (await self.connection.execute(moved)).mappings():
            of.setdefault(posting["entry"], []).append(Posting(place=posting["place"], amount=posting["amount"]))
        return [Entry(**row, postings=tuple(of.get(row["id"], ()))) for row in rows]

    async def discrepancies(self) -> Sequence[str]:
        """See `ports.Ledger`. To be asked first in its view: everything is seen as it was at one moment."""
        if self.connection.dialect.name == "postgresql":
            await self.connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        uneven = sa.select(postings.c.entry).group_by(postings.c.entry).having(sa.func.sum(postings.c.amount) != 0)
        wrong = [f"the postings of {row.entry} do not come to nothing" for row in await self.connection.execute(uneven)]
        sums = await self._amounts(
            sa.select(entries.c.account, postings.c.place, entries.c.currency, sa.func.sum(postings.c.amount).label("amount"))
            .join(entries, entries.c.id == postings.c.entry)
            .group_by(entries.c.account, postings.c.place, entries.c.currency)
        )
        kept = await self._amounts(sa.select(balances))
        open_sums = await self._amounts(
            sa.select(
                reservations.c.account,
                sa.literal(Place.RESERVED.value).label("place"),
                reservations.c.currency,
                sa.func.sum(reservations.c.amount).label("amount"),
            ).group_by(reservations.c.account, reservations.c.currency)
        )
        for where in sorted(sums.keys() | kept.keys() | open_sums.keys()):
            account, place, currency = where
            if sums.get(where, 0) != kept.get(where, 0):
                wrong.append(f"{place} of {account} in {currency} is {kept.get(where, 0)}, and its postings come to {sums.get(where, 0)}")
            if place == Place.RESERVED and open_sums.get(where, 0) != kept.get(where, 0):
                wrong.append(f"{place} of {account} in {currency} is {kept.get(where, 0)}, and open reservations come to {open_sums.get(where, 0)}")
        return wrong

    async def _amounts(self, wanted: sa.Select[*tuple[Any, ...]]) -> dict[tuple[str, str, str], int]:
        rows = await self.connection.execute(wanted)
        return {(row.account, str(row.place), row.currency): int(row.amount) for row in rows}

    async def _move(self, entry: Entry, posting: Posting) -> None:
        there = (balances.c.account == entry.account) & (balances.c.place == posting.place) & (balances.c.currency == entry.currency)
        added = balances.c.amount + posting.amount
        # an INSERT that becomes an UPDATE would be checked before: no row may begin below 0
        if await self.connection.scalar(sa.update(balances).where(there).values(amount=added).returning(balances.c.amount)) is not None:
            return
        row = {"account": entry.account, "place": posting.place, "currency": entry.currency, "amount": posting.amount}
        fresh = inserting(self.connection, balances).values(row)
        key = [balances.c.account, balances.c.place, balances.c.currency]
        await self.connection.execute(fresh.on_conflict_do_update(index_elements=key, set_={"amount": added}))


def _balance(account: AccountId, currency: str, amounts: dict[Place, int]) -> Balance:
    return Balance(
        account=account,
        currency=currency,
        available=amounts.get(Place.CUSTOMER, 0),
        reserved=amounts.get(Place.RESERVED, 0),
        charged=amounts.get(Place.REVENUE, 0),
    )
