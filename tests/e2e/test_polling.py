"""Programs that ask again and again, over one connection."""

from __future__ import annotations

import http.client
import time
from urllib.parse import urlsplit

import pytest

from running import KEY, Server

pytestmark = pytest.mark.xdist_group("e2e")


def test_a_connection_is_still_open_after_the_pause_that_pollers_make(server: Server) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    connection.connect()
    opened = connection.sock

    for pause in (0.0, 6.0):
        time.sleep(pause)
        connection.request("GET", "/v1/models", headers={"Authorization": f"Bearer {KEY}"})
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.will_close) == (200, False)
    assert connection.sock is opened
    connection.close()
