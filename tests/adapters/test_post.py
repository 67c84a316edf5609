"""Messages go where they were looked at, signed, and whatever comes back is an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sites import PUBLIC, Detour, Names
from standardwebhooks import Webhook

from voicewright.adapters.post import KEPT, HttpPost
from voicewright.domain.errors import FieldInvalid
from voicewright.ports import Letter

SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"


@dataclass(kw_only=True)
class Box:
    """A receiver on loopback that answers what it is told to."""

    answer: bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine"
    port: int = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list[tuple[dict[str, str], bytes]])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:]) if name}
        self.got.append((headers, await reader.readexactly(int(headers["content-length"]))))
        if self.answer:
            writer.write(self.answer)
            await writer.drain()
        else:
            await reader.read()  # until nobody waits any longer
        writer.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"


@pytest.fixture
async def box() -> AsyncGenerator[Box, None]:
    box = Box()
    server = await asyncio.start_server(box.serve, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    async with server:
        yield box


def letter(url: str, *, https_only: bool = False, patience: float = 20.0) -> Letter:
    return Letter(id="msg_1", url=url, body='{"said": "你好"}', secret=SECRET, at=datetime.now(UTC), https_only=https_only, patience=patience)


async def test_a_message_arrives_signed_as_standard_webhooks_says(box: Box) -> None:
    reply = await HttpPost(allow_hosts=frozenset({"127.0.0.1"}))(letter(box.url))

    ((headers, body),) = box.got
    assert (reply.status, reply.said) == (200, "fine")
    assert Webhook(SECRET).verify(body, headers) == {"said": "你好"}
    assert headers["webhook-id"] == "msg_1"
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "http://10.0.0.7/x", "http://2130706433/"])
async def test_an_address_within_is_refused_at_once_and_never_called(url: str) -> None:
    post = HttpPost(network=Detour())

    with pytest.raises(FieldInvalid, match=r"^`callback_url` cannot be called: it"):
        await post.check(url, field="callback_url", https_only=False)
    assert (await post(letter(url))).status is None


async def test_a_name_that_turned_inwards_since_is_not_called(box: Box) -> None:
    post = HttpPost(resolve=Names(answers={"example.com": [[PUBLIC], ["127.0.0.1"]]}))
    url = f"http://example.com:{box.port}/hook"
    await post.check(url, field="callback_url", https_only=False)

    reply = await post(letter(url))

    assert (reply.status, reply.said) == (None, "it leads into a private network")
    assert box.got == []


async def test_the_connection_goes_to_the_address_that_was_looked_at(box: Box) -> None:
    detour = Detour()
    post = HttpPost(resolve=Names(answers={"example.com": [[PUBLIC]]}), network=detour)

    assert (await post(letter(f"http://example.com:{box.port}/hook"))).status == 200
    assert detour.asked == [PUBLIC]
    assert box.got[0][0]["host"] == f"example.com:{box.port}"


async def test_https_is_asked_for_where_the_vendor_asks_for_it(box: Box) -> None:
    post = HttpPost(resolve=Names(answers={"example.com": [[PUBLIC]]}))

    with pytest.raises(FieldInvalid, match="must be an https address"):
        await post.check("http://example.com/hook", field="callback_url", https_only=True)
    await post.check("https://example.com/hook", field="callback_url", https_only=True)
    # whoever runs the server has named this host
    await HttpPost(allow_hosts=frozenset({"127.0.0.1"})).check(box.url, field="callback_url", https_only=True)


async def test_a_host_that_nobody_knows_is_refused_at_once() -> None:
    with pytest.raises(FieldInvalid, match="its host is not known"):
        await HttpPost(resolve=Names(answers={})).check("https://nowhere.example/", field="callback_url", https_only=True)


async def test_a_redirect_is_an_answer_and_is_not_followed(box: Box) -> None:
    box.answer = b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n"

    assert (await HttpPost(allow_hosts=frozenset({"127.0.0.1"}))(letter(box.url))).status == 302


async def test_what_was_said_is_cut_and_commands_no_terminal(box: Box) -> None:
    said = b"\x1b[2J" + b"no " * 1000
    box.answer = b"HTTP/1.1 500 Oops\r\ncontent-length: %d\r\n\r\n%s" % (len(said), said)

    reply = await HttpPost(allow_hosts=frozenset({"127.0.0.1"}))(letter(box.url))

    assert reply.status == 500
    assert reply.said.startswith("[2J")
    assert len(reply.said) <= KEPT


async def test_a_receiver_that_does_not_answer_is_given_up(box: Box) -> None:
    box.answer = b""

    reply = await HttpPost(allow_hosts=frozenset({"127.0.0.1"}))(letter(box.url, patience=0.3))

    assert (reply.status, reply.said) == (None, "no answer within 0.3 s")


async def test_a_receiver_that_is_not_there_is_an_answer_too() -> None:
    reply = await HttpPost(allow_hosts=frozenset({"127.0.0.1"}))(letter("http://127.0.0.1:1/hook"))

    assert (reply.status, reply.said) == (None, "no connection to its host could be made")
