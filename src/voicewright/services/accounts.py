"""Accounts, their keys, and how a secret becomes a caller."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voicewright.domain.account import Account, AccountId, Caller, Key
from voicewright.domain.errors import FieldInvalid, KeyMissing, KeyUnknown
from voicewright.domain.naming import opaque_id
from voicewright.ports import Clock, Store, Unit

REMEMBERED = timedelta(seconds=5)
"""How long a checked key is believed without asking the database: a revoked one stops working this soon."""
NOTED = timedelta(minutes=1)
"""How often a key's last use is written down."""
REMEMBERED_KEYS = 10_000
SHORTEST_SECRET = 16


@dataclass(frozen=True, kw_only=True)
class _Checked:
    key: Key
    until: datetime


@dataclass(frozen=True, kw_only=True)
class AccountService:
    """Who may call."""

    store: Store
    clock: Clock
    _checked: dict[str, _Checked] = field(default_factory=dict[str, _Checked], repr=False)

    async def found(self, *, brought: str | None) -> str | None:
        """See to it that there is an account and that the operator's own key, if they bring one, works.

        Returns a new secret, to be shown once, when there was no account and no key was brought. Raises FieldInvalid.
        """
        async with self.store.unit() as unit:
            account = await unit.accounts.first()
            fresh = account is None
            if account is None:
                account = Account(id=AccountId(opaque_id("acct")), name="default", created_at=self.clock.now())
                await unit.accounts.add(account)
            if brought is not None:
                await self._keep_brought(unit, account.id, brought)
                return None
            if not fresh:
                return None
            key, secret = self._minted(account.id, "first")
            await unit.accounts.add_key(key)
            return secret

    async def caller(self, secret: str | None, *, request: str) -> Caller:
        """Who this secret speaks for. Raises KeyMissing, KeyUnknown."""
        if not secret:
            raise KeyMissing
        digest = _digest(secret)
        now = self.clock.now()
        known = self._checked.get(digest)
        if known is None or known.until <= now:
            known = await self._check(digest, now)
        return Caller(account=known.key.account, key=known.key.id, request=request)

    async def mint(self, *, name: str) -> tuple[Key, str]:
        """A new key of the first account, with its secret."""
        async with self.store.unit() as unit:
            account = await unit.accounts.first()
            if account is None:
                account = Account(id=AccountId(opaque_id("acct")), name="default", created_at=self.clock.now())
                await unit.accounts.add(account)
            key, secret = self._minted(account.id, name)
            await unit.accounts.add_key(key)
        return key, secret

    async def keys(self) -> Sequence[Key]:
        """Every key, oldest first."""
        async with self.store.view() as unit:
            return await unit.accounts.keys()

    async def revoke(self, key_id: str) -> Key | None:
        """Stop a key from working, at once here and within seconds elsewhere; None if there is no such key."""
        async with self.store.unit() as unit:
            key = next((key for key in await unit.accounts.keys() if key.id == key_id), None)
            if key is None:
                return None
            revoked = dataclasses.replace(key, revoked_at=key.revoked_at or self.clock.now())
            await unit.accounts.save_key(revoked)
        self._checked.pop(key.digest, None)
        return revoked

    async def _keep_brought(self, unit: Unit, account: AccountId, secret: str) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise FieldInvalid(field="VOICEWRIGHT_API_KEY", problem=f"must have at least {SHORTEST_SECRET} characters")
        if not secret.isascii() or any(character.isspace() for character in secret):
            raise FieldInvalid(field="VOICEWRIGHT_API_KEY", problem="must be ASCII without blanks, to be sent in a header")
        known = await unit.accounts.key_of(_digest(secret))
        if known is None:
            await unit.accounts.add_key(self._key(account, "operator", secret))
        elif known.revoked_at is not None:
            raise FieldInvalid(field="VOICEWRIGHT_API_KEY", problem=f"is key {known.id}, which was revoked; bring another one, or none")

    async def _check(self, digest: str, now: datetime) -> _Checked:
        async with self.store.view() as unit:
            key = await unit.accounts.key_of(digest)
        if key is None or key.revoked_at is not None:
            raise KeyUnknown
        if key.last_used_at is None or now - key.last_used_at >= NOTED:
            key = await self._note_use(digest, now)
        if len(self._checked) >= REMEMBERED_KEYS:
            self._checked.clear()
        checked = _Checked(key=key, until=now + REMEMBERED)
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


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
