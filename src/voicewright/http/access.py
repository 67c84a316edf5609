"""What each route asks of a key: declared beside its handler, and checked before its body is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import HTTPConnection

from voicewright.domain.account import Caller, Scope
from voicewright.domain.errors import ScopeMissing
from voicewright.domain.plan import Verb
from voicewright.http.auth import authenticated
from voicewright.http.state import core_of

F = TypeVar("F", bound=Callable[..., Any])

_USUAL = {
    Verb.READ: Scope.READ,
    Verb.CHANGE: Scope.CREATE,
    Verb.CLONE: Scope.CREATE,
    Verb.DESIGN: Scope.CREATE,
    Verb.SPEAK: Scope.SPEAK,
}


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a key needs, and what a request counts as."""

    scope: Scope
    verb: Verb
    once: bool = True
    """Whether it may be sent with an `Idempotency-Key`. Not where the answer shows a secret: nothing is to keep that."""


class Undeclared(TypeError):
    """A route does not say what it asks of a key; the application is not built."""


_DECLARED: dict[Callable[..., Any], Access] = {}


def to(verb: Verb, *, scope: Scope | None = None, once: bool = True) -> Access:
    """Access for a verb, with the scope that it usually needs or with another one. `once`: see `Access`."""
    return Access(scope=scope or _USUAL[verb], verb=verb, once=once)


def asks(verb: Verb, *, scope: Scope | None = None, once: bool = True) -> Callable[[F], F]:
    """Declare, between the route and its handler, what a request counts as and what its key needs. `once`: see `Access`."""

    def declared(handler: F) -> F:
        _DECLARED[handler] = to(verb, scope=scope, once=once)
        return handler

    return declared


def access_of(handler: Callable[..., Any]) -> Access:
    """What was declared. Raises Undeclared."""
    try:
        return _DECLARED[handler]
    except KeyError:
        name = getattr(handler, "__qualname__", repr(handler))
        raise Undeclared(f"{name} in {handler.__module__} does not say what it asks of a key: put @asks(…) under its route") from None


async def entitled(connection: HTTPConnection, access: Access) -> Caller:
    """Who calls, as they are now, once the key may do this. Raises KeyMissing, KeyUnknown, ScopeMissing."""
    caller = await authenticated(connection)
    if access.scope not in caller.scopes:
        raise ScopeMissing(scope=access.scope, scopes=", ".join(sorted(caller.scopes)) or "none")
    return caller


async def admitted(connection: HTTPConnection, access: Access) -> Caller:
    """As `entitled`, once the account may do this again. Raises RateExceeded too."""
    caller = await entitled(connection, access)
    await core_of(connection).limits.count(caller, access.verb)
    return caller
