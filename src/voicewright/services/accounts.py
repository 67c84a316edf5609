"""Accounts, their keys, and how a secret becomes a caller."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voicewright.domain.account import EVERYTHING, Account, AccountId, Caller, Key, Scope
from voicewright.domain.audit import Act, Event, Subject, event_of
from voicewright.domain.errors import FieldInvalid, KeyMissing, KeyUnknown
from voicewright.domain.naming import opaque_id
from voicewright.domain.plan import FREE, Plan
from voicewright.ports import Clock, Store, Unit

REMEMBERED = timedelta(seconds=5)
"""How long a checked key is believed without asking the database: a revoked one stops working this soon."""
NOTED = timedelta(minutes=1)
"""How often a key's last use is written down."""
REMEMBERED_KEYS = 10_000
GRACE = timedelta(hours=24)
"""How long a key that was rotated goes on working."""
SHORTEST_SECRET = 16


@dataclass(frozen=True, kw_only=True)
class _Checked:
    key: Key
    plan: Plan
    until: datetime


@dataclass(frozen=True, kw_only=True)
class AccountService:
    """Who may call."""

    store: Store
    clock: Clock
    plans: Mapping[str, Plan] = field(default_factory=lambda: {FREE.name: FREE})
    """By name. An account whose plan is not there may not call."""
    _checked: dict[str, _Checked] = field(default_factory=dict[str, _Checked], repr=False)

    async def found(self, *, brought: str | None) -> str | None:
        """See to it that there is an account and that the operator's own key, if they bring one, works.

        Returns a new secret, to be shown once, when there was no account and no key was brought. Raises FieldInvalid.
        """
        async with self.store.unit() as unit:
            account = await unit.accounts.first()
            fresh = account is None
            account = account or await self._first(unit)
            if brought is not None:
                await self._keep_brought(unit, account.id, brought)
                return None
            if not fresh:
                return None
            key, secret = self._minted(account.id, "first")
            await unit.accounts.add_key(key)
            return secret

    async def caller(self, secret: str | None, *, request: str, address: str = "") -> Caller:
        """Who this secret speaks for. Raises KeyMissing, KeyUnknown."""
        if not secret:
            raise KeyMissing
        digest = _digest(secret)
        now = self.clock.now()
        known = self._checked.get(digest)
        if known is None or known.until <= now:
            known = await self._check(digest, now)
        key = known.key
        return Caller(account=key.account, key=key.id, request=request, scopes=key.scopes, plan=known.plan, address=address)

    async def create(self, *, name: str, plan: str = FREE.name, by: Caller | None = None) -> Account:
        """A new account, without a key. Raises FieldInvalid for a plan that there is not."""
        account = Account(id=AccountId(opaque_id("acct")), name=name, created_at=self.clock.now(), plan=self._planned(plan))
        async with self.store.unit() as unit:
            await unit.accounts.add(account)
            await self._written(unit, Act.MADE, account.id, account, by)
        return account

    async def accounts(self) -> Sequence[Account]:
        """Every account, oldest first."""
        async with self.store.view() as unit:
            return await unit.accounts.all()

    async def change(self, account_id: str, *, plan: str | None = None, disabled: bool | None = None, by: Caller | None = None) -> Account:
        """Change an account's plan, or whether it may call at all. Raises FieldInvalid.

        It holds at once here, and within seconds on other servers. Work that was accepted is finished; nothing is deleted.
        """
        async with self.store.unit() as unit:
            account = await _found(unit, account_id)
            if plan is not None:
                await unit.accounts.replan(account.id, self._planned(plan))
            if disabled is not None:
                await unit.accounts.disable(account.id, self.clock.now() if disabled else None)
            account = await _found(unit, account_id)  # again: another operator may have changed the rest meanwhile
            await self._written(unit, Act.CHANGED, account.id, account, by)
        self._checked.clear()
        return account

    async def mint(
        self,
        *,
        name: str,
        account_id: str | None = None,
        scopes: frozenset[Scope] = EVERYTHING,
        expires_at: datetime | None = None,
        by: Caller | None = None,
    ) -> tuple[Key, str]:
        """A new key of an account, or of the first one, with its secret. Raises FieldInvalid."""
        if not scopes:
            raise FieldInvalid(field="scopes", problem=f"must name at least one of {', '.join(Scope)}")
        if expires_at is not None and expires_at <= self.clock.now():
            raise FieldInvalid(field="expires_at", problem="must lie in the future")
        async with self.store.unit() as unit:
            account = await self._first(unit) if account_id is None else await _found(unit, account_id)
            key, secret = self._minted(account.id, name)
            key = dataclasses.replace(key, scopes=scopes, expires_at=expires_at)
            await unit.accounts.add_key(key)
            await self._written(unit, Act.MADE, account.id, key, by)
        return key, secret

    async def rotate(self, key_id: str, *, grace: timedelta = GRACE, by: Caller | None = None) -> tuple[Key, Key, str]:
        """A key in the place of another: the new one with its secret, after the old one, which goes on working for the grace period.

        The new one has the name and the scopes of the old one, and lives as long as that was made to. Raises FieldInvalid.
        """
        now = self.clock.now()
        async with self.store.unit() as unit:
            old = await unit.accounts.key(key_id)
            if old is None or _ended(old, now) is not None:
                raise FieldInvalid(field="key", problem="names no key that works; make another one")
            if old.rotated_at is not None:
                raise FieldInvalid(field="key", problem="was rotated before: rotate the key that took its place")
            new, secret = self._minted(old.account, old.name)
            life = None if old.expires_at is None else old.expires_at - old.created_at
            new = dataclasses.replace(new, scopes=old.scopes, expires_at=None if life is None else now + life)
            old = dataclasses.replace(old, rotated_at=now, expires_at=min(now + grace, old.expires_at or now + grace))
            await unit.accounts.add_key(new)
            await unit.accounts.save_key(old)
            await self._written(unit, Act.MADE, new.account, new, by)
            await self._written(unit, Act.REVOKED, old.account, old, by)
        self._checked.pop(old.digest, None)
        return old, new, secret

    async def keys(self, account_id: str | None = None) -> Sequence[Key]:
        """Every key, or an account's, oldest first. Raises FieldInvalid."""
        async with self.store.view() as unit:
            if account_id is not None:
                await _found(unit, account_id)
            return [key for key in await unit.accounts.keys() if account_id in {None, key.account}]

    async def revoke(self, key_id: str, *, by: Caller | None = None) -> Key:
        """Stop a key from working, at once here and within seconds elsewhere. Raises FieldInvalid."""
        async with self.store.unit() as unit:
            key = await unit.accounts.key(key_id)
            if key is None:
                raise FieldInvalid(field="key", problem="names no key")
            revoked = dataclasses.replace(key, revoked_at=key.revoked_at or self.clock.now())
            await unit.accounts.save_key(revoked)
            await self._written(unit, Act.REVOKED, key.account, key, by)
        self._checked.pop(key.digest, None)
        return revoked

    async def _written(self, unit: Unit, act: Act, whose: AccountId, thing: Account | Key, by: Caller | None) -> None:
        """Write down what was done with an account or a key; without `by`, by the operator on the command line."""
        subject = Subject.KEY if isinstance(thing, Key) else Subject.ACCOUNT
        now = self.clock.now()
        event = Event(at=now, act=act, subject=subject, name=thing.id, account=whose) if by is None else event_of(by, act, subject, thing.id, at=now)
        await unit.audit.write(event)

    async def _first(self, unit: Unit) -> Account:
        account = await unit.accounts.first()
        if account is None:
            account = Account(id=AccountId(opaque_id("acct")), name="default", created_at=self.clock.now())
            await unit.accounts.add(account)
        return account

    def _planned(self, plan: str) -> str:
        if plan not in self.plans:
            raise FieldInvalid(field="plan", problem=f"names no plan; there are {', '.join(self.plans)}")
        return plan

    async def _keep_brought(self, unit: Unit, account: AccountId, secret: str) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise FieldInvalid(field="VOICEWRIGHT_API_KEY", problem=f"must have at least {SHORTEST_SECRET} characters")
        if not secret.isascii() or any(character.isspace() for character in secret):
            raise FieldInvalid(field="VOICEWRIGHT_API_KEY", problem="must be ASCII without blanks, to be sent in a header")
        known = await unit.accounts.key_of(_digest(secret))
        if known is None:
            await unit.accounts.add_key(self._key(account, "operator", secret))
        elif (ended := _ended(known, self.clock.now())) is not None:
            raise FieldInvalid(field="VOICEWRIGHT_API_KEY", problem=f"is key {known.id}, which {ended}; bring another one, or none")

    async def _check(self, digest: str, now: datetime) -> _Checked:
        async with self.store.view() as unit:
            key = await unit.accounts.key_of(digest)
            # one that has ended is looked up no further than one that never was
            account = None if key is None or _ended(key, now) is not None else await unit.accounts.get(key.account)
        if key is None or account is None or account.disabled_at is not None or account.plan not in self.plans:
            raise KeyUnknown
        if not hmac.compare_digest(key.digest, digest):  # in constant time, whatever the database calls equal
            raise KeyUnknown
        if key.last_used_at is None or now - key.last_used_at >= NOTED:
            key = await self._note_use(digest, now)
        if len(self._checked) >= REMEMBERED_KEYS:
            self._checked.clear()
        until = now + REMEMBERED if key.expires_at is None else min(now + REMEMBERED, key.expires_at)
        checked = _Checked(key=key, plan=self.plans[account.plan], until=until)
        self._checked[digest] = checked
        return checked

    async def _note_use(self, digest: str, now: datetime) -> Key:
        async with self.store.unit() as unit:
            key = await unit.accounts.key_of(digest)
            if key is None or key.revoked_at is not None:
                raise KeyUnknown
            key = dataclasses.replace(key, last_used_at=now)
            await unit.accounts.save_key(key)
        return key

    def _minted(self, account: AccountId, name: str) -> tuple[Key, str]:
        secret = f"sk-vw-{secrets.token_urlsafe(32)}"
        return self._key(account, name, secret), secret

    def _key(self, account: AccountId, name: str, secret: str) -> Key:
        return Key(id=opaque_id("key"), account=account, name=name, digest=_digest(secret), hint=secret[-4:], created_at=self.clock.now())


def _ended(key: Key, now: datetime) -> str | None:
    """Why a key works no longer."""
    if key.revoked_at is not None:
        return "was revoked"
    return "has expired" if key.expires_at is not None and key.expires_at <= now else None


async def _found(unit: Unit, account_id: str) -> Account:
    account = await unit.accounts.get(AccountId(account_id))
    if account is None:
        raise FieldInvalid(field="account", problem="names no account")
    return account


def _digest(secret: str) -> str:
    """What a key is looked up by. How long a look-up takes tells about digests alone, and nobody can choose those without their secrets."""
    return hashlib.sha256(secret.encode()).hexdigest()
