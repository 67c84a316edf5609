"""What an operator sets is what they get."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from voicewright.settings import Settings


def test_defaults_are_right_for_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    settings = Settings()

    assert settings.loopback
    assert settings.database == f"sqlite:///{tmp_path}/voicewright-data/voicewright.db"
    assert settings.objects == f"{tmp_path}/voicewright-data/objects"


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEWRIGHT_ALLOW_HOSTS", "files.lan, 10.0.0.7:9000 ,")

    assert Settings().allow_hosts == ("files.lan", "10.0.0.7:9000")


def test_a_dotenv_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("VOICEWRIGHT_PORT=9009\nSOMETHING_ELSE=1\n")

    assert Settings().port == 9009


def test_a_key_is_not_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEWRIGHT_API_KEY", "a-secret-of-the-operator")

    assert "a-secret" not in repr(Settings())


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("voices.example.com", False)],  # noqa: S104 - a public address is the point
)
def test_only_loopback_addresses_count_as_private(host: str, *, loopback: bool) -> None:
    assert Settings(host=host).loopback is loopback


@pytest.mark.parametrize("address", ["voices.example.com", "ftp://voices.example.com", "/voices"])
def test_a_public_url_must_be_absolute(address: str) -> None:
    with pytest.raises(ValidationError, match="absolute address"):
        Settings(public_url=address)


@pytest.mark.parametrize(("set_to", "producer"), [("Orchard Audio", "Orchard Audio"), ("", "Voicewright"), ("none", "")])
def test_the_label_in_files_names_its_producer_or_is_left_out(monkeypatch: pytest.MonkeyPatch, set_to: str, producer: str) -> None:
    monkeypatch.setenv("VOICEWRIGHT_CONTENT_PRODUCER", set_to)

    assert Settings().content_producer == producer
