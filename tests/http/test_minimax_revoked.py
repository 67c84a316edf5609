"""Who may no longer speak is not heard, though the WebSocket is open."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

import pytest
from http_world import World
from minimax_calls import code
from websocket_calls import PLAIN, TYPED, conversation, sound

from voicewright.domain.account import Caller, Scope
from voicewright.services.accounts import REMEMBERED


async def revoke(world: World, caller: Caller) -> None:
    await world.core.accounts.revoke(caller.key)


async def revoke_elsewhere(world: World, caller: Caller) -> None:
    await changed_elsewhere(world, caller, revoked_at=world.clock.now())


async def narrow(world: World, caller: Caller) -> None:
    await changed_elsewhere(world, caller, scopes=frozenset({Scope.READ}))


async def changed_elsewhere(world: World, caller: Caller, **fields: Any) -> None:
    """Another server has changed the key, longer ago than this one believes what it knows."""
    async with world.store.unit() as unit:
        key = await unit.accounts.key(caller.key)
        assert key is not None
        await unit.accounts.save_key(dataclasses.replace(key, **fields))
    world.clock.ahead += REMEMBERED


async def disable(world: World, caller: Caller) -> None:
    await world.core.accounts.change(caller.account, disabled=True)


async def ask_for_credit(world: World, caller: Caller) -> None:
    await world.core.accounts.change(caller.account, plan="minimax")


Change: TypeAlias = Callable[[World, Caller], Coroutine[Any, Any, None]]
ENDS: dict[Change, int] = {revoke: 2049, revoke_elsewhere: 2049, narrow: 1004, disable: 2049, ask_for_credit: 1008}


@pytest.mark.parametrize("path", [PLAIN, TYPED])
@pytest.mark.parametrize("change", ENDS, ids=lambda change: change.__name__)
def test_a_key_that_may_no_longer_speak_ends_the_conversation_before_the_next_text(world: World, path: str, change: Change) -> None:
    key = world.key()
    with conversation(world.url, key, path=path) as socket:
        socket.say("task_continue", text="Hello there!\n")
        assert len(sound(socket.spoken())) > 1000
        caller = world.do(world.core.accounts.caller(key, request="req_test"))
        world.do(change(world, caller))
        socket.say("task_continue", text="Still here!\n")
        heard = socket.until("task_failed")

        assert (sound(heard), code(heard[-1])) == (b"", ENDS[change])
        assert socket.closed()
