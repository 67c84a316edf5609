"""What a stranger's URL names is read with patience and appetite that end."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sites import LIMIT, PUBLIC, Detour, Names, Site, fetch_of, moved, ok, serving

from voicewright.adapters.fetch import HttpFetch
from voicewright.domain.errors import AddressRefused, AddressUnreachable, AnswerRefused, AnswerTooSlow, RecordingTooLarge


async def test_what_stands_at_an_address_is_read(site: Site) -> None:
    body = bytes(range(256)) * 1000
    url = site.says("/a.wav?x=1", ok(body))
    assert await fetch_of(site)(url, field="audio_url", limit=LIMIT) == body


async def test_a_host_sees_nothing_but_a_plain_request(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    url = site.says("/a.wav", ok(b"x", "set-cookie: id=1"))
    fetch = fetch_of(site)
    await fetch(url, field="audio_url", limit=LIMIT)
    await fetch(url + "#fragment", field="audio_url", limit=LIMIT)
    assert site.requests[0] == site.requests[1]
    sent = dict(line.lower().split(": ", 1) for line in site.requests[0].decode().split("\r\n")[1:] if line)
    assert sent == {
        "host": site.host,
        "accept": "*/*",
        "accept-encoding": "identity",
        "user-agent": "voicewright",
        "connection": "close",
    }


async def test_a_redirect_takes_no_cookie_along(site: Site, elsewhere: Site) -> None:
    elsewhere.says("/b", ok(b"found"))
    url = site.says("/a", b"HTTP/1.1 302 Found\r\nset-cookie: id=1\r\nlocation: " + elsewhere.url("/b").encode() + b"\r\ncontent-length: 0\r\n\r\n")
    fetch = HttpFetch(allow_hosts=frozenset({site.host, elsewhere.host}))
    assert await fetch(url, field="audio_url", limit=LIMIT) == b"found"
    (request,) = elsewhere.requests
    assert f"host: {elsewhere.host}".encode() in request
    assert not [name for name in (b"cookie", b"authorization", b"referer", b"origin") if name in request.lower()]


@pytest.mark.parametrize("kind", ["text/html", "application/json", "image/png", "audio/mpeg", ""])
async def test_what_a_server_says_of_its_content_counts_for_nothing(site: Site, kind: str) -> None:
    url = site.says("/download.php", ok(b"RIFF and so on", f"content-type: {kind}", "content-disposition: attachment; filename=../../x.exe"))
    assert await fetch_of(site)(url, field="audio_url", limit=LIMIT) == b"RIFF and so on"


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b"\xef\xbb\xbf\n  <HTML lang=en>",
        b"<!-- a comment -->\n<!doctype  html>",
        b"<head><title>Sign in</title>",
    ],
)
async def test_a_page_that_stands_in_for_a_recording_is_told_as_such(site: Site, page: bytes) -> None:
    url = site.says("/share/abc", ok(page, "content-type: audio/wav"))
    with pytest.raises(
        AnswerRefused, match=r"`audio_url` could not be fetched: its server answered with a web page and no recording; give the link to"
    ):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)


@pytest.mark.parametrize("status", [204, 206, 304, 401, 403, 404, 410, 500, 503])
async def test_an_answer_that_is_no_recording_is_refused_with_its_status(site: Site, status: int) -> None:
    url = site.says("/", f"HTTP/1.1 {status} No\r\ncontent-length: 0\r\n\r\n".encode())
    with pytest.raises(AnswerRefused) as refused:
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)
    assert refused.value.facts == {"field": "audio_url", "status": status}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_relative_ones_too(site: Site, status: int) -> None:
    site.says("/a", moved("b", status))
    site.says("/b", moved(site.url("/c"), status))
    site.says("/c", moved(f"//{site.host}/d", status))
    site.says("/d", ok(b"found"))
    assert await fetch_of(site)(site.url("/a"), field="audio_url", limit=LIMIT) == b"found"


async def test_the_fourth_redirect_is_not_followed(site: Site) -> None:
    url = site.says("/loop", moved("/loop"))
    with pytest.raises(AddressRefused, match="more than 3 times"):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)
    assert len(site.requests) == 4


async def test_a_redirect_into_the_private_network_is_refused(site: Site, elsewhere: Site) -> None:
    url = site.says("/", moved(elsewhere.url("/")))
    with pytest.raises(AddressRefused, match="private network"):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)
    assert elsewhere.requests == []


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://u:p@127.0.0.1/", "http://[", "data:,x", "ftp://h/"])
async def test_a_redirect_to_what_we_do_not_fetch_is_refused(site: Site, location: str) -> None:
    url = site.says("/", moved(location))
    with pytest.raises(AddressRefused):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)


async def test_a_redirect_to_nowhere_is_refused_with_its_status(site: Site) -> None:
    url = site.says("/", b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n")
    with pytest.raises(AnswerRefused, match="302"):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)


async def test_what_announces_that_it_is_too_large_is_not_read(site: Site) -> None:
    url = site.says("/", b"HTTP/1.1 200 OK\r\ncontent-length: 21000000\r\n\r\n")
    with pytest.raises(RecordingTooLarge) as refused:
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)
    assert refused.value.facts == {"field": "audio_url", "limit_mb": 20}


async def test_the_limit_itself_is_allowed_and_one_byte_more_is_not(site: Site) -> None:
    exact = site.says("/exact", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * LIMIT)
    over = site.says("/over", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (LIMIT + 1))
    assert len(await fetch_of(site)(exact, field="audio_url", limit=LIMIT)) == LIMIT
    with pytest.raises(RecordingTooLarge):
        await fetch_of(site)(over, field="audio_url", limit=LIMIT)


async def test_a_body_that_never_ends_is_cut_at_the_limit(site: Site) -> None:
    written = 0

    async def pour(writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 100_000)
            await writer.drain()
            written += 100_000

    site.answers["/"] = pour
    with pytest.raises(RecordingTooLarge):
        await fetch_of(site)(site.url("/"), field="audio_url", limit=1_000_000)
    assert written < 20_000_000


async def test_a_body_that_drips_is_given_up(site: Site) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    site.answers["/"] = drip
    with pytest.raises(AnswerTooSlow) as refused:
        await fetch_of(site, seconds=0.3)(site.url("/"), field="audio_url", limit=LIMIT)
    assert refused.value.facts == {"field": "audio_url", "seconds": 0.3}


async def test_a_host_that_says_nothing_is_given_up(site: Site) -> None:
    async def say_nothing(writer: asyncio.StreamWriter) -> None:
        await writer.drain()
        await asyncio.sleep(1)

    site.answers["/"] = say_nothing
    with pytest.raises(AnswerTooSlow):
        await fetch_of(site, seconds=0.2)(site.url("/"), field="audio_url", limit=LIMIT)


async def test_redirects_share_the_time(site: Site) -> None:
    async def linger(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(moved("/"))

    site.answers["/"] = linger
    with pytest.raises(AnswerTooSlow):
        await fetch_of(site, seconds=0.3)(site.url("/"), field="audio_url", limit=LIMIT)


async def test_a_name_that_is_looked_up_for_ever_is_given_up(site: Site) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(30)
        return [f"{host}:{port}"]

    with pytest.raises(AnswerTooSlow):
        await HttpFetch(seconds=0.1, resolve=resolve)(f"http://slow.test:{site.port}/", field="audio_url", limit=LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "br", "zstd", "deflate", "identity, gzip"])
async def test_compressed_content_is_refused_unread(site: Site, coding: str) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    url = site.says("/", ok(bomb, f"content-encoding: {coding}"))
    with pytest.raises(AnswerRefused, match="compressed"):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)


@pytest.mark.parametrize("length", ["7", "+7", "7, 7", "١٢"])
async def test_the_length_that_a_server_announces_is_no_promise(site: Site, length: str) -> None:
    url = site.says("/", f"HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n".encode() + b"x" * 1_000)
    try:
        assert await fetch_of(site)(url, field="audio_url", limit=100) == b"x" * 7
    except AddressUnreachable as refusal:
        assert "broke off" in str(refusal)  # noqa: PT017 - either is right


async def test_a_transfer_that_is_compressed_is_refused(site: Site) -> None:
    url = site.says("/", b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n" + gzip.compress(bytes(50_000_000)))
    with pytest.raises(AddressUnreachable, match="broke off"):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)


async def test_chunks_are_counted_as_they_come(site: Site) -> None:
    chunk = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    url = site.says("/", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunk * 30)
    with pytest.raises(RecordingTooLarge):
        await fetch_of(site)(url, field="audio_url", limit=1_000_000)


async def test_a_host_that_goes_on_announcing_an_answer_is_given_up(site: Site) -> None:
    async def announce(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    site.answers["/"] = announce
    with pytest.raises(AnswerTooSlow):
        await fetch_of(site, seconds=0.3)(site.url("/"), field="audio_url", limit=LIMIT)


async def test_a_host_that_changes_the_protocol_is_refused(site: Site) -> None:
    url = site.says("/", b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n")
    with pytest.raises(AddressUnreachable, match="broke off"):
        await fetch_of(site)(url, field="audio_url", limit=LIMIT)


@pytest.mark.parametrize(
    "answer",
    [b"", b"220 smtp.test ESMTP\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf", b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000],
    ids=["nothing", "another protocol", "half", "endless header"],
)
async def test_an_answer_that_breaks_off_is_told_as_such(site: Site, answer: bytes) -> None:
    with pytest.raises(AddressUnreachable, match="broke off"):
        await fetch_of(site)(site.says("/", answer), field="audio_url", limit=LIMIT)


async def test_a_host_that_nobody_serves_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(AddressUnreachable, match="no connection"):
            await HttpFetch(allow_hosts=frozenset({host}))(f"http://{host}/", field="audio_url", limit=LIMIT)


async def test_a_name_without_an_address_is_unreachable() -> None:
    fetch = HttpFetch(resolve=Names(answers={"empty.test": [[]]}))
    for url in ("http://nowhere.test/", "http://empty.test/"):
        with pytest.raises(AddressUnreachable, match="not known"):
            await fetch(url, field="audio_url", limit=LIMIT)


async def test_a_name_with_an_overlong_label_is_unreachable() -> None:
    with pytest.raises(AddressUnreachable, match="not known"):
        await HttpFetch()(f"http://{'a' * 70}.test/", field="audio_url", limit=LIMIT)


def certificate(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for a name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=path)


async def test_a_host_that_speaks_no_tls_is_told_as_such() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(AddressUnreachable, match="its host does not answer in TLS, as https asks"):
            await HttpFetch(allow_hosts=frozenset({host}))(f"https://{host}/", field="audio_url", limit=LIMIT)


async def test_https_is_checked_against_the_name_although_the_connection_goes_to_the_address(tmp_path: Path) -> None:
    server, client = certificate("voices.test", tmp_path)
    names = Names(answers={"voices.test": [[PUBLIC]], "other.test": [[PUBLIC]]})
    fetch = HttpFetch(network=Detour(), resolve=names, tls=client)
    distrusting = HttpFetch(network=Detour(), resolve=names)
    async with serving(Site(), tls=server) as site:
        site.says("/", ok(b"x"))
        assert await fetch(f"https://voices.test:{site.port}/", field="audio_url", limit=LIMIT) == b"x"
        with pytest.raises(AddressUnreachable, match="its certificate is not valid: Hostname mismatch"):
            await fetch(f"https://other.test:{site.port}/", field="audio_url", limit=LIMIT)
        with pytest.raises(AddressUnreachable, match="its certificate is not valid: self-signed certificate"):
            await distrusting(f"https://voices.test:{site.port}/", field="audio_url", limit=LIMIT)
