"""What callers pay, what they are told of it, and what happens when they cannot."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from http_engine import CRASH_AT_ONCE, NEVER_END
from http_world import PATIENCE, Program, World, recording
from test_streams import still_speaking
from websocket_calls import PLAIN, TYPED, conversation

from voicewright.domain.ledger import EntryKind
from voicewright.services.credit import CreditService

LADY = "English_Graceful_Lady"
HELLO = "Hello there."
"""12 characters."""
URL = "https://example.com/audio/me.wav"


@contextmanager
def customer(world: World, book: str, credit: str = "0") -> Generator[httpx2.Client]:
    """A program whose account pays by a book and has credit."""
    key = world.key(plan=book)
    if Decimal(credit):
        world.do(fund(world, key, credit))
    with world.client(key) as client:
        yield client


async def account_of(world: World, key: str) -> str:
    return (await world.core.accounts.caller(key, request="req_test")).account


async def fund(world: World, key: str, credit: str) -> None:
    caller = await world.core.accounts.caller(key, request="req_test")
    currency = world.core.billing.book(caller).currency
    await operator(world).add(caller.account, Decimal(credit), currency=currency)


def operator(world: World) -> CreditService:
    return CreditService(store=world.store, clock=world.clock, books=world.books)


def key_of(client: httpx2.Client) -> str:
    return client.headers["authorization"].removeprefix("Bearer ")


def kinds(world: World, client: httpx2.Client) -> list[EntryKind]:
    """What became of a customer's credit, in order."""

    async def entries() -> list[EntryKind]:
        found = await operator(world).entries(await account_of(world, key_of(client)), limit=100)
        return [entry.kind for entry in reversed(found)]

    return world.do(entries())


def balance(client: httpx2.Client) -> tuple[float, float, float]:
    """What can be spent, what is reserved, what was charged."""
    told = client.get("/aijisu/v1/balance").json()
    return told["available"], told["reserved"], told["charged"]


def usage(client: httpx2.Client, **query: str) -> list[dict[str, Any]]:
    answer = client.get("/aijisu/v1/usage", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def kyma_clone(client: httpx2.Client) -> httpx2.Response:
    return client.post("/kyma/v1/audio/voice-clone", files={"file": ("me.wav", recording())}, data={"name": "me"})


def minimax_clone(client: httpx2.Client) -> httpx2.Response:
    file = client.post("/minimax/v1/files/upload", files={"file": ("me.wav", recording())}, data={"purpose": "voice_clone"}).json()
    return client.post("/minimax/v1/voice_clone", json={"file_id": file["file"]["file_id"], "voice_id": "money-0001"})


def posting(path: str, **body: object) -> Callable[[httpx2.Client], httpx2.Response]:
    return lambda client: client.post(path, json=body)


T2A: dict[str, object] = {"text": HELLO, "voice_setting": {"voice_id": LADY}}
ASKED: dict[str, tuple[Callable[[httpx2.Client], httpx2.Response], int, object]] = {
    "aijisu clone": (posting("/aijisu/v1/audio/voices/clone", audio_url=URL), 402, "insufficient_balance"),
    "aijisu design": (posting("/aijisu/v1/audio/voices/design", prompt="Calm.", preview_text=HELLO), 402, "insufficient_balance"),
    "aijisu task": (posting("/aijisu/v1/audio/tasks", model="minimax-speech-2.8-hd", text=HELLO, voice_id=LADY), 402, "insufficient_balance"),
    "aijisu stream": (posting("/aijisu/v1/audio/stream", model="minimax-speech-2.8-hd", text=HELLO, voice_id=LADY), 402, "insufficient_balance"),
    "minimax clone": (minimax_clone, 200, 1008),
    "minimax design": (posting("/minimax/v1/voice_design", prompt="Calm.", preview_text=HELLO), 200, 1008),
    "minimax speech": (posting("/minimax/v1/t2a_v2", model="speech-2.8-hd", **T2A), 200, 1008),
    "minimax stream": (posting("/minimax/v1/t2a_v2", model="speech-2.8-hd", stream=True, **T2A), 200, 1008),
    "minimax long": (posting("/minimax/v1/t2a_async_v2", model="speech-2.8-hd", **T2A), 200, 1008),
    "apixo clone": (
        posting("/apixo/api/v1/generateTask/minimax-voice", input={"mode": "clone", "voice_id_prefix": "warm001", "audio_urls": [URL]}),
        402,
        402,
    ),
    "apixo design": (
        posting(
            "/apixo/api/v1/generateTask/minimax-voice",
            input={"mode": "design", "voice_id_prefix": "warm001", "prompt": "Calm.", "preview_text": HELLO},
        ),
        402,
        402,
    ),
    "apixo speech": (
        posting("/apixo/api/v1/generateTask/minimax-speech-2-8", input={"mode": "speech-hd", "voice_id": LADY, "prompt": HELLO}),
        402,
        402,
    ),
    "novita clone": (posting("/novita/v3/minimax-voice-cloning", audio_url=URL), 403, "NOT_ENOUGH_BALANCE"),
    "novita design": (posting("/novita/v3/minimax-voice-design", prompt="Calm.", preview_text=HELLO), 403, "NOT_ENOUGH_BALANCE"),
    "novita speech": (posting("/novita/v3/minimax-speech-2.8-hd", **T2A), 403, "NOT_ENOUGH_BALANCE"),
    "novita stream": (posting("/novita/v3/minimax-speech-02-hd", stream=True, **T2A), 403, "NOT_ENOUGH_BALANCE"),
    "novita long": (posting("/novita/v3/async/minimax-speech-2.8-hd", **T2A), 403, "NOT_ENOUGH_BALANCE"),
    "kyma clone": (kyma_clone, 402, "insufficient_credits"),
    "kyma design": (posting("/kyma/v1/audio/voice-design", description="Calm."), 402, "insufficient_credits"),
    "kyma speech": (posting("/kyma/v1/audio/speech", input=HELLO, voice_id=LADY), 402, "billing_error"),
    "kyma stream": (posting("/kyma/v1/audio/speech", input=HELLO, voice_id=LADY, stream=True), 402, "billing_error"),
    "openai speech": (posting("/openai/v1/audio/speech", model="tts-1", input=HELLO, voice="alloy"), 429, "insufficient_quota"),
    "openai design": (posting("/openai/v1/audio/voices", type="prompt", name="calm", prompt="Calm."), 429, "insufficient_quota"),
}


def code_in(body: Any) -> object:
    """What a dialect's refusal is called."""
    if "base_resp" in body:
        return body["base_resp"]["status_code"]
    if "reason" in body:
        return body["reason"]
    return body["error"]["code"] if "error" in body else body["code"]


@pytest.mark.parametrize("name", ASKED)
def test_whoever_has_no_credit_is_refused_in_the_dialects_words_and_nothing_is_spent(world: World, name: str) -> None:
    ask, status, code = ASKED[name]
    with customer(world, "minimax") as client:
        before = len(world.queue)
        answer = ask(client)

        assert (answer.status_code, code_in(answer.json())) == (status, code), answer.text
        assert len(world.queue) == before
        assert client.get("/aijisu/v1/audio/voices?visibility=private").json()["data"] == []
        assert (balance(client), usage(client), kinds(world, client)) == ((0.0, 0.0, 0.0), [], [])


@pytest.mark.parametrize("name", ASKED)
def test_the_free_book_refuses_nobody_and_still_counts(world: World, name: str) -> None:
    ask, _, code = ASKED[name]
    with customer(world, "free") as client:
        answer = ask(client)

        assert answer.status_code == 200, answer.text
        assert code != 1008 or "event-stream" in answer.headers["content-type"] or code_in(answer.json()) == 0
        (line,) = once(lambda: usage(client))
        assert (line["tasks"], line["charged"], line["currency"]) == (1, 0.0, None)


def once(ask: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What is found, once something is: some work goes on after the answer."""
    deadline = time.monotonic() + PATIENCE
    while not (found := ask()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


@pytest.mark.parametrize("path", [PLAIN, TYPED])
def test_a_conversation_without_credit_ends_with_the_dialects_words(world: World, path: str) -> None:
    with conversation(world.url, world.key(plan="minimax"), path=path) as socket:
        socket.say("task_continue", text=HELLO)
        if path == TYPED:
            socket.say("task_finish")

        assert socket.until("task_failed")[-1]["base_resp"]["status_code"] == 1008


def test_the_refusal_says_what_it_would_cost_and_what_is_left(world: World) -> None:
    with customer(world, "aijisu", "1.5") as client:
        answer = client.post("/aijisu/v1/audio/voices/clone", json={"audio_url": URL, "text": HELLO})

    assert answer.json()["error"]["message"] == "This would cost 1.5036 credits, and the account has 1.50 credits left."


def test_aijisus_bill_is_the_pages_formula(world: World) -> None:
    with customer(world, "aijisu", "10") as client:
        made = client.post("/aijisu/v1/audio/voices/clone", json={"audio_url": URL, "text": "Hi 👩‍👩‍👧‍👦\né"}).json()
        bill = made["billing_contract"]

        assert bill["facts"] == {"voice_clones": 1, "preview_characters": 12}
        assert (bill["billing_stage"], bill["amount"], bill["currency"]) == ("final", 1.5036, "credits")
        assert balance(client) == (8.4964, 0.0, 1.5036)
        assert kinds(world, client) == [EntryKind.DEPOSIT, EntryKind.RESERVATION, EntryKind.SETTLEMENT]


def test_kymas_answers_tell_the_price_and_the_balance_to_the_last_digit(world: World) -> None:
    with customer(world, "kyma", "50") as client:
        cloned, designed = kyma_clone(client), client.post("/kyma/v1/audio/voice-design", json={"description": "Calm."})
        said = client.post("/kyma/v1/audio/speech", json={"input": HELLO, "voice_id": LADY})

        assert '"cost_usd":2.10,"balance_usd":47.90' in cloned.text
        assert '"cost_usd":4.20,"balance_usd":43.70' in designed.text
        assert (designed.headers["x-kyma-cost-usd"], designed.headers["x-kyma-balance-usd"]) == ("4.20", "43.70")
        assert (said.headers["x-kyma-cost-usd"], said.headers["x-kyma-balance-usd"]) == ("0.00", "43.70")
        assert client.get("/kyma/v1/credits/balance").text == '{"balance_usd":43.70,"currency":"USD"}'
        prices = {row["model"]: row["price_usd"] for row in client.get("/kyma/v1/credits/pricing").json()["data"]}
        assert (prices["minimax-voice-clone"], prices["minimax-voice-design"], prices["minimax-speech-hd"]) == (2.1, 4.2, 0.0)


@pytest.mark.parametrize("stream", [False, True])
def test_speech_through_kyma_tells_what_it_cost(world: World, *, stream: bool) -> None:
    with customer(world, "minimax", "1") as client:
        said = client.post("/kyma/v1/audio/speech", json={"model": "minimax-speech-turbo", "input": HELLO, "voice_id": LADY, "stream": stream})

        assert (said.headers["x-kyma-chars-billed"], said.headers["x-kyma-cost-usd"], said.headers["x-kyma-balance-usd"]) == (
            "12",
            "0.00072",
            "0.99928",
        )
        assert balance(client) == (0.99928, 0.0, 0.00072)


def test_apixos_price_is_flat_and_its_balance_a_bare_number(world: World) -> None:
    with customer(world, "apixo", "75.37") as client:
        ASKED["apixo design"][0](client)
        once(lambda: usage(client))

        assert client.get("/apixo/api/v1/apikeys/current-balance").text == '{"code":200,"message":"success","data":74.87}'


def test_novitas_balance_is_in_ten_thousandths(world: World) -> None:
    with customer(world, "novita", "10") as client:
        made = client.post("/novita/v3/minimax-voice-cloning", json={"audio_url": URL, "text": "x" * 60, "model": "speech-2.8-turbo"})

        assert made.status_code == 200, made.text
        assert client.get("/novita/v3/user").json()["credit_balance"] == 800


def test_minimaxs_usage_characters_are_what_is_charged(world: World) -> None:
    with customer(world, "minimax", "1") as client:
        said = client.post("/minimax/v1/t2a_v2", json={"model": "speech-2.8-hd", "text": "Hi 👍🏽\né", "voice_setting": {"voice_id": LADY}}).json()

        assert said["extra_info"]["usage_characters"] == 7
        assert usage(client)[0]["characters"] == 7
        assert balance(client) == (0.9993, 0.0, 0.0007)


def test_who_pays_in_another_currency_is_not_told_that_it_is_dollars(world: World) -> None:
    with customer(world, "aijisu", "10") as client:
        made = kyma_clone(client)

        assert '"cost_usd":null,"balance_usd":null' in made.text
        assert "x-kyma-cost-usd" not in made.headers
        assert client.get("/apixo/api/v1/apikeys/current-balance").json()["data"] is None


def test_work_that_fails_costs_nothing(world: World) -> None:
    with customer(world, "minimax", "1") as client:
        for path in ("/openai/v1/audio/speech", "/kyma/v1/audio/speech"):
            body = {"model": "tts-1" if "openai" in path else "minimax-speech-hd", "input": CRASH_AT_ONCE, "voice": LADY}
            assert client.post(path, json=body).status_code >= 500

        assert (balance(client), usage(client)) == ((1.0, 0.0, 0.0), [])
        assert kinds(world, client) == [EntryKind.DEPOSIT, *2 * [EntryKind.RESERVATION, EntryKind.RELEASE]]


def test_a_task_that_is_cancelled_gives_its_reservation_back(world: World) -> None:
    with customer(world, "minimax", "1") as client:
        world.paused = True
        task = client.post("/aijisu/v1/audio/tasks", json={"model": "minimax-speech-2.8-hd", "text": HELLO, "voice_id": LADY}).json()
        reserved = balance(client)
        client.delete(f"/aijisu/v1/audio/tasks/{task['task_id']}")
        world.paused = False

        assert (reserved, balance(client)) == ((0.9988, 0.0012, 0.0), (1.0, 0.0, 0.0))


def test_a_stream_that_its_listener_leaves_is_charged_for_what_was_heard_of_it(world: World) -> None:
    with customer(world, "minimax", "1") as client:
        body = {"model": "minimax-speech-2.8-hd", "text": NEVER_END, "voice_id": LADY, "format": "pcm"}
        with client.stream("POST", "/aijisu/v1/audio/stream", json=body) as answer:
            pieces = answer.iter_raw()
            next(pieces)  # which would close the connection, if nobody held it
            assert balance(client)[1] == len(NEVER_END) / 10_000
        assert still_speaking(world, within=5) == 0
        once(lambda: usage(client))

        assert balance(client) == (0.999, 0.0, 0.001)


def test_one_may_see_ones_own_usage_and_nobody_elses(world: World, program: Program) -> None:
    voice = program.design()["voice_id"]
    program.speak(voice=voice)
    with customer(world, "free") as stranger:
        assert usage(stranger) == []

    assert [line["group"] for line in usage(program.client, by="voice")] == [voice]
    assert {line["group"]: line["tasks"] for line in usage(program.client, by="model")} == {"minimax-speech-2.8-hd": 1, "minimax-voice-design": 1}
    (key,) = usage(program.client, by="key")
    assert (key["group"][:4], key["voice_designs"], key["preview_characters"], key["characters"]) == ("key_", 1, 12, 12)
    (day,) = usage(program.client)
    assert day["group"] == f"{world.clock.now():%Y-%m-%d}"
    assert usage(program.client, until="2026-01-01T00:00:00Z") == []
    assert program.client.get("/aijisu/v1/usage?by=colour").status_code == 400
