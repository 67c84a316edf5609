"""Accounts and keys over HTTP, for the operator: ours, on top of the vendor's, and only for keys with the scope `admin`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from pydantic import AwareDatetime, Field

from voicewright.domain.account import EVERYTHING, Account, Key, Scope
from voicewright.domain.plan import FREE, Verb
from voicewright.http.access import asks
from voicewright.http.answers import answer
from voicewright.http.auth import TheCaller
from voicewright.http.dialect import speaking
from voicewright.http.dialects.aijisu.models import NAME
from voicewright.http.dialects.aijisu.schemas import ErrorOut, Moment, moment
from voicewright.http.dialects.aijisu.words import render
from voicewright.http.fields import ExactIn, Number, Out, Text, Unless
from voicewright.http.state import TheCore

LONGEST_GRACE = 30 * 24
"""Hours."""
_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The request cannot be served as it is."},
    401: {"model": ErrorOut, "description": "No key, or one that is not valid."},
    403: {"model": ErrorOut, "description": "A key without the scope `admin`."},
    "default": {"model": ErrorOut, "description": "Any other refusal."},
}

AccountId = Annotated[Text, Path(examples=["acct_3b9d5c1e"])]
KeyId = Annotated[Text, Path(examples=["key_3b9d5c1e"])]
Name = Annotated[Text, Field(max_length=256)]


class AccountIn(ExactIn):
    """A new account."""

    name: Annotated[Name, Field(min_length=1, examples=["Orchard Audio"])]
    plan: Text = FREE.name


class AccountChangeIn(ExactIn):
    """What is to change."""

    plan: Unless[Text] = None
    disabled: bool | None = None


class KeyIn(ExactIn):
    """A new key."""

    name: Name = ""
    scopes: frozenset[Scope] = Field(default=EVERYTHING, description="Default: all but `admin`.")
    expires_at: Unless[AwareDatetime] = Field(default=None, examples=["2999-12-31T00:00:00Z"])


class RotateIn(ExactIn):
    """How a key is to be replaced."""

    grace_hours: Annotated[Number, Field(ge=0, le=LONGEST_GRACE)] = 24.0


class AccountOut(Out):
    """An account."""

    object: Literal["account"]
    id: str
    name: str
    plan: str
    created_at: Moment
    disabled_at: Moment | None

    @classmethod
    def of(cls, account: Account) -> AccountOut:
        """An account as the operator sees it."""
        return cls(
            object="account",
            id=account.id,
            name=account.name,
            plan=account.plan,
            created_at=moment(account.created_at),
            disabled_at=_moment(account.disabled_at),
        )


class AccountListOut(Out):
    """Every account, oldest first."""

    object: Literal["list"]
    data: list[AccountOut]


class KeyOut(Out):
    """A key, without its secret."""

    object: Literal["api_key"]
    id: str
    account: str
    name: str
    hint: str = Field(description="The last four characters of the secret.")
    scopes: list[Scope]
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None = Field(description="To the minute.")
    revoked_at: Moment | None

    @classmethod
    def of(cls, key: Key) -> KeyOut:
        """A key as the operator sees it."""
        return cls(
            object="api_key",
            id=key.id,
            account=key.account,
            name=key.name,
            hint=key.hint,
            scopes=sorted(key.scopes),
            created_at=moment(key.created_at),
            expires_at=_moment(key.expires_at),
            last_used_at=_moment(key.last_used_at),
            revoked_at=_moment(key.revoked_at),
        )


class KeyListOut(Out):
    """An account's keys, oldest first."""

    object: Literal["list"]
    data: list[KeyOut]


class NewKeyOut(Out):
    """A key with its secret."""

    key: str = Field(description="The secret, shown this once.")
    api_key: KeyOut
    replaces: KeyOut | None = Field(description="The key that it was rotated from; `expires_at` says until when that works.")


router = APIRouter(prefix="/v1/admin", tags=[NAME], route_class=speaking(render), responses=_REFUSALS)


@router.get("/accounts", response_model=AccountListOut)
@asks(Verb.READ, scope=Scope.ADMIN)
async def list_accounts(_caller: TheCaller, core: TheCore) -> Response:
    """Every account."""
    return answer(AccountListOut(object="list", data=[AccountOut.of(account) for account in await core.accounts.accounts()]))


@router.post("/accounts", response_model=AccountOut)
@asks(Verb.CHANGE, scope=Scope.ADMIN)
async def create_account(caller: TheCaller, core: TheCore, body: AccountIn) -> Response:
    """Make an account. It has no key yet."""
    return answer(AccountOut.of(await core.accounts.create(name=body.name, plan=body.plan, by=caller)))


@router.patch("/accounts/{account_id}", response_model=AccountOut)
@asks(Verb.CHANGE, scope=Scope.ADMIN)
async def change_account(caller: TheCaller, core: TheCore, account_id: AccountId, body: AccountChangeIn) -> Response:
    """Change an account's plan; stop all its keys, or let them work again. Other servers follow within seconds."""
    return answer(AccountOut.of(await core.accounts.change(account_id, plan=body.plan, disabled=body.disabled, by=caller)))


@router.get("/accounts/{account_id}/keys", response_model=KeyListOut)
@asks(Verb.READ, scope=Scope.ADMIN)
async def list_keys(_caller: TheCaller, core: TheCore, account_id: AccountId) -> Response:
    """An account's keys, those that work no longer too."""
    return answer(KeyListOut(object="list", data=[KeyOut.of(key) for key in await core.accounts.keys(account_id)]))


@router.post("/accounts/{account_id}/keys", response_model=NewKeyOut)
@asks(Verb.CHANGE, scope=Scope.ADMIN, once=False)
async def create_key(caller: TheCaller, core: TheCore, account_id: AccountId, body: KeyIn) -> Response:
    """Make a key of an account. This answer is the only one that shows its secret."""
    expires_at = None if body.expires_at is None else body.expires_at.astimezone(UTC)
    key, secret = await core.accounts.mint(name=body.name, account_id=account_id, scopes=body.scopes, expires_at=expires_at, by=caller)
    return answer(NewKeyOut(key=secret, api_key=KeyOut.of(key), replaces=None))


@router.post("/keys/{key_id}/rotate", response_model=NewKeyOut)
@asks(Verb.CHANGE, scope=Scope.ADMIN, once=False)
async def rotate_key(caller: TheCaller, core: TheCore, key_id: KeyId, body: RotateIn) -> Response:
    """Make a key in the place of another, which goes on working for a while."""
    old, new, secret = await core.accounts.rotate(key_id, grace=timedelta(hours=body.grace_hours), by=caller)
    return answer(NewKeyOut(key=secret, api_key=KeyOut.of(new), replaces=KeyOut.of(old)))


@router.delete("/keys/{key_id}", response_model=KeyOut)
@asks(Verb.CHANGE, scope=Scope.ADMIN)
async def revoke_key(caller: TheCaller, core: TheCore, key_id: KeyId) -> Response:
    """Stop a key from working, for ever. Other servers follow within seconds."""
    return answer(KeyOut.of(await core.accounts.revoke(key_id, by=caller)))


def _moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)
