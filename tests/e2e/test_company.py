"""The same program on PostgreSQL and S3, by two settings."""

from __future__ import annotations

import io
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
import requests
import soundfile
from moto.server import ThreadedMotoServer

from running import Server, started, stopped

pytestmark = pytest.mark.xdist_group("e2e")

BUCKET = "voices-of-the-company"


@pytest.fixture
def company(postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Server]:
    """A server on a PostgreSQL database and a bucket."""
    cloud = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    cloud.start()
    host, port = cloud.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    requests.put(f"http://{host}:{port}/{BUCKET}", timeout=10).raise_for_status()
    server = started(tmp_path / "data", "--database-url", postgres_database, "--objects-url", f"s3://{BUCKET}/here")
    yield server
    stopped(server)
    cloud.stop()


def test_a_voice_is_made_and_speaks_and_nothing_lies_on_the_machine(company: Server, postgres_database: str) -> None:
    made = company.post("/v1/audio/voices/design", {"prompt": "A deep, calm man", "preview_text": "Good evening to you."})
    assert made.status_code == 200, made.text
    voice = made.json()["voice_id"]

    accepted = company.post("/v1/audio/tasks", {"model": "minimax-speech-2.8-hd", "text": "It works here too.", "voice_id": voice}).json()
    task = company.finished(accepted["task_id"])

    assert task["status"] == "completed", task
    answer = requests.get(str(task["audio_url"]), timeout=30)
    assert [hop.status_code for hop in answer.history] == [307]
    samples, rate = soundfile.read(io.BytesIO(answer.content), dtype="float32")
    assert 0.8 < len(samples) / rate < 5
    assert not (company.log.parent / "objects").exists()
    with psycopg.connect(postgres_database) as database:
        assert database.execute("SELECT count(*) FROM usage").fetchone() == (2,)
