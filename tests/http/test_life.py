"""The life of a voice over HTTP: what keeps it, what does not, who is told before it goes, and what a clone must bring."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from http_engine import CRASH_AT_ONCE
from http_receiver import Receiver
from http_world import PATIENCE, Program, World, recording
from minimax_calls import Customer
from standardwebhooks import Webhook
from websocket_calls import PLAIN, TYPED, conversation

from voicewright.adapters.sql.store import SqlStore
from voicewright.adapters.sql.tables import accounts
from voicewright.domain.account import AccountId
from voicewright.domain.plan import Plan

Speak = Callable[[World, httpx2.Client, str, str], object]


@contextmanager
def later(world: World, **time_ahead: float) -> Generator[None]:
    """Some time from now."""
    before = world.clock.ahead
    world.clock.ahead = before + timedelta(**time_ahead)
    try:
        yield
    finally:
        world.clock.ahead = before


def posted(path: str, voice_at: Callable[[str, str], dict[str, Any]]) -> Speak:
    """One request, whose answer is read to its end."""

    def speak(world: World, client: httpx2.Client, voice: str, text: str) -> object:
        del world
        return client.post(path, json=voice_at(voice, text)).content

    return speak


def over_a_socket(path: str) -> Speak:
    def speak(world: World, client: httpx2.Client, voice: str, text: str) -> object:
        key = client.headers["authorization"].removeprefix("Bearer ")
        with conversation(world.url, key, path=path, voice_setting={"voice_id": voice}) as socket:
            socket.say("task_continue", text=text)
            if path == TYPED:
                socket.say("task_finish")
                return socket.until("task_finished", "task_failed")
            return socket.hear() if CRASH_AT_ONCE in text else socket.spoken()

    return speak


def _t2a(**fields: object) -> Callable[[str, str], dict[str, Any]]:
    return lambda voice, text: {"model": "speech-2.8-hd", "text": text, "voice_setting": {"voice_id": voice}, **fields}


def _mixed(voice: str, text: str) -> dict[str, Any]:
    shares = [{"voice_id": "English_Graceful_Lady", "weight": 90}, {"voice_id": voice, "weight": 10}]
    return {"model": "speech-2.8-hd", "text": text, "timbre_weights": shares}


def _native(voice: str, text: str) -> dict[str, Any]:
    return {"model": "minimax-speech-2.8-hd", "text": text, "voice_id": voice}


def _kyma(*, stream: bool) -> Callable[[str, str], dict[str, Any]]:
    return lambda voice, text: {"model": "minimax-speech-hd", "input": text, "voice_id": voice, "stream": stream}


def _openai(**fields: object) -> Callable[[str, str], dict[str, Any]]:
    return lambda voice, text: {"model": "tts-1", "input": text, "voice": voice, **fields}


SPEAKING: dict[str, Speak] = {
    "aijisu": posted("/aijisu/v1/audio/tasks", _native),
    "aijisu stream": posted("/aijisu/v1/audio/stream", _native),
    "aijisu mix": posted("/aijisu/v1/audio/tasks", lambda voice, text: {**_mixed(voice, text), "model": "minimax-speech-2.8-hd"}),
    "minimax": posted("/minimax/v1/t2a_v2", _t2a()),
    "minimax stream": posted("/minimax/v1/t2a_v2", _t2a(stream=True)),
    "minimax mix": posted("/minimax/v1/t2a_v2", _mixed),
    "minimax long": posted("/minimax/v1/t2a_async_v2", _t2a()),
    "minimax socket": over_a_socket(PLAIN),
    "minimax typed": over_a_socket(TYPED),
    "apixo": posted(
        "/apixo/api/v1/generateTask/minimax-speech-2-8", lambda voice, text: {"input": {"mode": "speech-hd", "voice_id": voice, "prompt": text}}
    ),
    "novita": posted("/novita/v3/minimax-speech-2.8-hd", _t2a()),
    "novita stream": posted("/novita/v3/minimax-speech-2.8-hd", _t2a(stream=True)),
    "novita long": posted("/novita/v3/async/minimax-speech-2.8-hd", _t2a()),
    "kyma": posted("/kyma/v1/audio/speech", _kyma(stream=False)),
    "kyma stream": posted("/kyma/v1/audio/speech", _kyma(stream=True)),
    "openai": posted("/openai/v1/audio/speech", _openai()),
    "openai events": posted("/openai/v1/audio/speech", _openai(stream_format="sse")),
}
LISTS = (
    "/aijisu/v1/audio/voices", "/kyma/v1/audio/voices", "/openai/v1/audio/voices",
)  # fmt: skip


def ends(client: httpx2.Client, voice: str) -> str | None:
    """When the voice will go, as its owner sees it; None once it stays."""
    return client.get(f"/aijisu/v1/audio/voices/{voice}").json()["expires_at"]


def idle(world: World) -> None:
    """Wait until there is nothing left to do."""
    deadline = time.monotonic() + PATIENCE
    while world.do(_open(world)) and time.monotonic() < deadline:
        time.sleep(0.02)


async def _open(world: World) -> int:
    async with world.store.view() as unit:
        return len(await unit.tasks.open())


@pytest.mark.parametrize("way", SPEAKING)
def test_a_voice_that_has_really_spoken_stays(way: str, program: Program, world: World) -> None:
    voice = program.design()["voice_id"]
    assert ends(program.client, voice) is not None

    SPEAKING[way](world, program.client, voice, "Hello there.")
    idle(world)

    assert ends(program.client, voice) is None
    with later(world, hours=169):
        assert program.client.get(f"/aijisu/v1/audio/voices/{voice}").status_code == 200


@pytest.mark.parametrize("way", SPEAKING)
def test_a_failure_keeps_no_voice(way: str, program: Program, world: World) -> None:
    voice = program.design()["voice_id"]

    SPEAKING[way](world, program.client, voice, CRASH_AT_ONCE)
    idle(world)

    assert ends(program.client, voice) is not None


def test_previews_lists_and_looks_keep_no_voice(program: Program, world: World) -> None:
    voice = program.clone()["voice_id"]
    customer = Customer(client=program.client)

    for path in LISTS:
        assert voice in program.client.get(path).text
    assert voice not in str(customer.post("/v1/get_voice", voice_type="all"))  # the vendor lists voices that were used
    preview = program.client.get(f"/aijisu/v1/audio/voices/{voice}").json()["preview_audio_url"]
    assert program.client.get(preview).status_code == 200

    assert ends(program.client, voice) is not None
    with later(world, hours=168):
        gone, unknown = (program.client.get(f"/aijisu/v1/audio/voices/{name}") for name in (voice, "nothing-like-this"))
        assert (gone.status_code, gone.content) == (unknown.status_code, unknown.content)
        for path in LISTS:
            assert voice not in program.client.get(path).text


def test_an_expired_voice_is_purged_after_a_while_and_its_id_stays_taken(client: httpx2.Client, world: World) -> None:
    customer = Customer(client=client)
    made = customer.post("/v1/voice_clone", file_id=customer.upload(), voice_id="Narrator-of-mine-1")
    assert made["base_resp"]["status_code"] == 0

    with later(world, hours=170):
        gone = world.do(world.core.retention.expire())
        again = customer.post("/v1/voice_clone", file_id=customer.upload(), voice_id="Narrator-of-mine-1")

    assert "Narrator-of-mine-1" in gone
    assert again["base_resp"]["status_code"] == 2039


def test_owners_are_told_once_a_day_before_a_voice_goes(program: Program, receiver: Receiver, world: World) -> None:
    set_up = program.client.put("/aijisu/v1/webhook", json={"url": receiver.url}).json()
    voice = program.design(display_name="Calm")["voice_id"]
    spoken = program.design()["voice_id"]
    program.speak(voice=spoken)

    with later(world, hours=143):
        world.do(world.core.retention.warn())
        assert receiver.got == []
    with later(world, hours=145):
        world.do(world.core.retention.warn())
        world.do(world.core.retention.warn())
        told = receiver.waited(1)
    time.sleep(0.1)

    assert len(receiver.got) == 1
    headers, body = receiver.got[0]
    sign = {"webhook-id": headers["webhook-id"], "webhook-signature": headers["webhook-signature"]}
    moment = int(headers["webhook-timestamp"])
    expected = Webhook(set_up["secret"]).sign(sign["webhook-id"], world.clock.now().fromtimestamp(moment, tz=world.clock.now().tzinfo), body.decode())
    assert expected in sign["webhook-signature"]
    assert (told["type"], told["data"]["voice_id"], told["data"]["display_name"]) == ("voice.expiring", voice, "Calm")
    assert program.client.get("/aijisu/v1/webhook").json()["url"] == receiver.url
    assert program.client.delete("/aijisu/v1/webhook").json()["url"] is None


def test_an_account_cannot_be_told_inside_our_network(client: httpx2.Client) -> None:
    answer = client.put("/aijisu/v1/webhook", json={"url": "https://169.254.169.254/hook"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request_parameter")


def strict(world: World, client: httpx2.Client) -> None:
    """Have the caller's plan ask for consents."""

    async def set_plan() -> None:
        name = f"strict-{time.monotonic_ns()}"
        plans: Any = world.core.accounts.plans
        plans[name] = Plan(name=name, consent=True)
        caller = await world.core.accounts.caller(client.headers["authorization"].removeprefix("Bearer "), request="req_test")
        world.core.accounts._checked.clear()  # pyright: ignore[reportPrivateUsage]  # what it remembers for seconds
        await _move(world, caller.account, name)

    world.do(set_plan())


async def _move(world: World, account: AccountId, plan: str) -> None:
    assert isinstance(world.store, SqlStore)
    async with world.store.writing.begin() as connection:
        await connection.execute(sa.update(accounts).where(accounts.c.id == account).values(plan=plan))


def _cloned(dialect: str, client: httpx2.Client, consent: dict[str, str]) -> httpx2.Response:
    url = "https://example.com/audio/me.wav"
    if dialect == "aijisu":
        return client.post("/aijisu/v1/audio/voices/clone", json={"audio_url": url, **consent})
    if dialect == "minimax":
        number = Customer(client=client).upload()
        body = {"file_id": number, "voice_id": f"Voice-of-{time.monotonic_ns()}", **consent}
        return client.post("/minimax/v1/voice_clone", json=body)
    if dialect == "novita":
        return client.post("/novita/v3/minimax-voice-cloning", json={"audio_url": url, **consent})
    if dialect == "apixo":
        given = {"mode": "clone", "voice_id_prefix": "warm001", "audio_urls": [url], **consent}
        return client.post("/apixo/api/v1/generateTask/minimax-voice", json={"input": given})
    if dialect == "kyma":
        return client.post("/kyma/v1/audio/voice-clone", files={"file": ("me.wav", recording())}, data=consent)
    return client.post("/openai/v1/audio/voices", files={"audio_sample": ("me.wav", recording())}, data={"name": "Me", **consent})


REFUSED: dict[str, tuple[int, str]] = {
    "aijisu": (403, "consent_required"),
    "minimax": (200, "1004"),
    "novita": (403, "PERMISSION_DENIED"),
    "apixo": (403, "input.consent"),
    "kyma": (403, "consent_required"),
    "openai": (403, "consent_required"),
}


@pytest.mark.parametrize("dialect", REFUSED)
def test_a_strict_plan_clones_nobody_without_their_consent(dialect: str, client: httpx2.Client, world: World) -> None:
    recorded = client.post(
        "/openai/v1/audio/voice_consents", data={"name": "Jo", "language": "en-US"}, files={"recording": ("yes.wav", recording(3.0))}
    ).json()["id"]
    strict(world, client)

    answer = _cloned(dialect, client, {})
    with_recording = _cloned(dialect, client, {"consent": recorded})

    assert (answer.status_code, REFUSED[dialect][1] in answer.text) == (REFUSED[dialect][0], True), answer.text
    assert with_recording.status_code == 200, with_recording.text
    assert "1004" not in with_recording.text


@pytest.mark.parametrize("dialect", [it for it in REFUSED if it != "openai"])
def test_a_statement_is_a_consent_too_and_stays_with_the_voice(dialect: str, client: httpx2.Client, world: World) -> None:
    strict(world, client)

    answer = _cloned(dialect, client, {"consent": "I, Jo, agree."})
    foreign = _cloned(dialect, client, {"consent": f"cons_{'0' * 30}"})

    assert answer.status_code == 200, answer.text
    idle(world)
    newest = next(it for it in client.get("/aijisu/v1/audio/voices").json()["data"] if it["source_type"] == "voice_clone")

    async def kept() -> dict[str, str]:
        async with world.store.view() as unit:
            voice = await unit.voices.get(newest["voice_id"])
        assert voice is not None
        return {name: fact for name, fact in voice.facts.items() if name != "report"}

    assert world.do(kept()) == {"statement": "I, Jo, agree."}
    assert foreign.status_code >= 400 or foreign.json()["base_resp"]["status_code"] != 0
