"""Listeners who leave in a hurry, and servers that stop, take nothing with them that was heard."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from http_engine import NEVER_END
from http_world import World
from test_money import LADY, balance, customer, fund, key_of, kinds, once, usage
from test_streams import STREAM
from websocket_calls import TYPED, Socket, conversation

from voicewright.domain.ledger import EntryKind

ROUNDS = 5


def called_off(socket: Socket, times: int) -> None:
    """Each time a little later, so that some find the first one being accounted for."""
    for number in range(times):
        socket.say("task_cancel")
        time.sleep(0.0002 * (number + 1))


def cut(socket: Socket) -> None:
    socket.connection.socket.close()


def cut_off(socket: Socket) -> None:
    called_off(socket, 1)
    cut(socket)


HURRIES: dict[str, Callable[[Socket], None]] = {
    "calls off again and again": lambda socket: called_off(socket, 12),
    "calls off and leaves": cut_off,
    "leaves": cut,
}


@pytest.mark.parametrize("hurry", HURRIES)
def test_what_was_heard_is_charged_once_however_its_listener_leaves(world: World, hurry: str) -> None:
    with customer(world, "minimax", "1") as client:
        for _ in range(ROUNDS):
            with conversation(world.url, key_of(client), path=TYPED) as socket:
                socket.say("task_continue", text=f"{NEVER_END}\n")
                socket.until("task_continued")
                HURRIES[hurry](socket)
        once(lambda: [line for line in usage(client) if line["tasks"] == ROUNDS])
        (line,) = usage(client)

        assert (line["tasks"], line["characters"]) == (ROUNDS, ROUNDS * len(NEVER_END))
        assert balance(client) == (0.995, 0.0, 0.005)
        assert kinds(world, client) == [EntryKind.DEPOSIT, *ROUNDS * [EntryKind.RESERVATION, EntryKind.SETTLEMENT]]


def test_a_server_that_stops_charges_for_what_was_heard(tmp_path: Path) -> None:
    world = World(folder=tmp_path)
    world.start()
    key = world.key(plan="minimax")
    world.do(fund(world, key, "1"))
    body = {"model": "minimax-speech-2.8-hd", "text": NEVER_END, "voice_id": LADY, "format": "pcm"}
    with world.client(key) as client, client.stream("POST", STREAM, json=body) as answer:
        pieces = answer.iter_raw()
        assert next(pieces)
        world.stop()
    again = World(folder=tmp_path)
    again.start()
    try:
        with again.client(key) as client:
            assert [line["characters"] for line in usage(client)] == [len(NEVER_END)]
            assert balance(client) == (0.999, 0.0, 0.001)
    finally:
        again.stop()
