"""A stranger's URL leads nowhere that it must not."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import pytest
from sites import LIMIT, PUBLIC, Detour, Names, Site, fetch_of, moved, ok

from voicewright.adapters.addresses import public
from voicewright.adapters.fetch import HttpFetch
from voicewright.domain.errors import AddressRefused, AddressUnreachable

HOSTILE = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://127.0.0.1.0x7f:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:7f00:1::1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fec0::1]:{port}/",
    "http://[ff02::1]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.test/computeMetadata/v1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://100.64.0.1:{port}/",
    "http://192.0.0.192/opc/v2/",
    "http://[::ffff:169.254.169.254]/latest/meta-data/",
    "http://[::ffff:a9fe:a9fe]/latest/meta-data/",
    "http://[::ffff:0:127.0.0.1]:{port}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
    "http://[64:ff9b:1::10.0.0.1]:{port}/",
    "http://[64:ff9b::a9fe:a9fe]/latest/meta-data/",
    "http://[2002:a9fe:a9fe::]/latest/meta-data/",
    "http://[2001:470:1:1:0:5efe:7f00:1]:{port}/",
    "http://[2001:470:1:1:200:5efe:10.0.0.1]:{port}/",
    "http://[2606:4700::1111%25lo]:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://[v1.127.0.0.1]:{port}/",
    "http://[0000::1]:{port}/",
    "http://168.63.129.16/metadata/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://mixed.test:{port}/",
    "http://mapped.test:{port}/",
    "http://user@127.0.0.1:{port}/",
    "http://user:pass@public.test:{port}/",
    "http://public.test\\@127.0.0.1:{port}/",
    "http://public.test:80@127.0.0.1:{port}/",
    "http://127.0.0.1%2f@public.test:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://127．0．0．1:{port}/",
    "http://127｡0｡0｡1:{port}/",
    "http://127.0.0.1。:{port}/",
    "http://１２７.0.0.1:{port}/",
    "http://ｌｏｃａｌｈｏｓｔ:{port}/",
    "http://ⅼocalhost:{port}/",
    "http://loc%61lhost:{port}/",
    "http://127.0.0.1%00.public.test:{port}/",
    "http://127.0.0.1..:{port}/",
    "http://0x7f.0.0.1.:{port}/",
    "http://00000177.1:{port}/",
    "http://4294967295:{port}/",
    "http://127.0.0.1:80\\@public.test:{port}/",
    "http://public.test%23@127.0.0.1:{port}/",
    "http://1.1.1.1 &@127.0.0.1# @3.3.3.3/",
    "http://foo@127.0.0.1:80@public.test:{port}/",
    "http:\\\\127.0.0.1:{port}/",
    "http:127.0.0.1:{port}",
    "http:///127.0.0.1:{port}/",
    "http://public.test:80:{port}/",
    "http://public.test:0/",
    "http://public.test:０/",
    "http://many.test:{port}/",
    "http://zoned.test:{port}/",
    "http://public.test:99999/",
    "http:///etc/passwd",
    "http://",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/",
    "unix:///run/docker.sock",
    "data:audio/wav;base64,AAAA",
    "jar:http://127.0.0.1:{port}/!/",
    " http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/\r\nx: y",
    "http://a\tb:{port}/",
    "http://-:{port}/",
    "http://a..b:{port}/",
    "\ud800",
    "http://\ud800/",
    "",
]


@pytest.mark.parametrize("url", HOSTILE)
async def test_no_way_of_writing_it_leads_into_the_private_network(elsewhere: Site, url: str) -> None:
    network = Detour()
    known: dict[str, list[Sequence[str]]] = {
        "localhost": [["127.0.0.1", "::1"]],
        "metadata.google.test": [["169.254.169.254"]],
        "mixed.test": [[PUBLIC, "127.0.0.1"]],
        "mapped.test": [["::ffff:127.0.0.1"]],
        "many.test": [[PUBLIC, "2606:4700::1111", "8.8.8.8", "10.0.0.7"]],
        "zoned.test": [["fe80::1%eth0"]],
        "public.test": [[PUBLIC]],
    }
    fetch = HttpFetch(network=network, resolve=Names(answers=known))
    with pytest.raises(AddressRefused) as refused:
        await fetch(url.replace("{port}", str(elsewhere.port)), field="audio_url", limit=LIMIT)
    assert refused.value.field == "audio_url"
    assert network.asked == []
    assert elsewhere.requests == []


async def test_the_systems_own_names_lead_nowhere_private_either(elsewhere: Site) -> None:
    with pytest.raises((AddressRefused, AddressUnreachable)):
        await HttpFetch()(f"http://localhost:{elsewhere.port}/", field="audio_url", limit=LIMIT)
    assert elsewhere.requests == []


async def test_a_name_that_changes_its_address_is_visited_at_the_one_that_was_checked(site: Site) -> None:
    names = Names(answers={"rebinding.test": [[PUBLIC], ["127.0.0.1"]]})
    network = Detour()
    site.says("/", ok(b"x"))
    fetch = HttpFetch(network=network, resolve=names)
    url = f"http://rebinding.test:{site.port}/"
    assert await fetch(url, field="audio_url", limit=LIMIT) == b"x"
    assert (names.asked, network.asked) == (["rebinding.test"], [PUBLIC])
    with pytest.raises(AddressRefused, match="private network"):
        await fetch(url, field="audio_url", limit=LIMIT)


async def test_a_name_is_checked_again_when_a_redirect_names_it_again(site: Site) -> None:
    names = Names(answers={"rebinding.test": [[PUBLIC], ["127.0.0.1"]]})
    network = Detour()
    site.says("/", moved("/again"))
    with pytest.raises(AddressRefused, match="private network"):
        await HttpFetch(network=network, resolve=names)(f"http://rebinding.test:{site.port}/", field="audio_url", limit=LIMIT)
    assert network.asked == [PUBLIC]


async def test_the_next_address_of_a_host_is_tried_when_one_does_not_answer(site: Site) -> None:
    other = "2606:2800:220:1::1"
    names = Names(answers={"two.test": [[other, PUBLIC]]})
    network = Detour(dead=frozenset({other}))
    site.says("/", ok(b"x"))
    assert await HttpFetch(network=network, resolve=names)(f"http://two.test:{site.port}/", field="audio_url", limit=LIMIT) == b"x"
    assert network.asked == [other, PUBLIC]
    assert f"host: two.test:{site.port}".encode() in site.requests[0]


@pytest.mark.parametrize("spelling", ["nas.test", "NAS.test", "nas.test:{port}"])
async def test_the_operator_may_open_a_private_host(site: Site, spelling: str) -> None:
    allowed = frozenset({spelling.replace("{port}", str(site.port))})
    fetch = HttpFetch(allow_hosts=allowed, resolve=Names(answers={"nas.test": [["127.0.0.1"]]}))
    site.says("/", ok(b"x"))
    for host in ("nas.test", "Nas.Test", "nas.test."):
        assert await fetch(f"http://{host}:{site.port}/", field="audio_url", limit=LIMIT) == b"x"


async def test_opening_one_port_of_a_host_opens_no_other(site: Site, elsewhere: Site) -> None:
    with pytest.raises(AddressRefused):
        await fetch_of(site)(elsewhere.url("/"), field="audio_url", limit=LIMIT)
    assert elsewhere.requests == []


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:80b::200e"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize(
    "network",
    [
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/8",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    ],
)
def test_no_address_of_a_network_that_is_not_public_is(network: str) -> None:
    found = ipaddress.ip_network(network)
    assert not any(public(str(found[index])) for index in (0, 1, found.num_addresses // 2, -2, -1))
