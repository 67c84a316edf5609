"""What an operator does about money."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import httpx2
import pytest
from command import lines, voicewright

LADY = "English_Graceful_Lady"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one account."""
    folder = tmp_path_factory.mktemp("money")
    assert voicewright("key", "create", "--data", folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def account(home: Path) -> str:
    """The account's id."""
    with sqlite3.connect(home / "voicewright.db") as connection:
        return str(connection.execute("SELECT id FROM accounts").fetchone()[0])


def document(*arguments: str | Path) -> Any:
    ran = voicewright(*arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_credit_is_added_once_for_each_reference_taken_back_and_listed(home: Path, account: str) -> None:
    def add(amount: str) -> dict[str, Any]:
        return document("credit", "add", "--data", home, "--currency", "USD", "--reference", "invoice-17", "--note", "paid", account, amount)

    assert (add("25")["added"], add("25")["added"]) == (True, False)
    assert voicewright("credit", "add", "--data", home, "--currency", "USD", account, "--", "-0.50").returncode == 0

    (balance,) = document("credit", "balance", account, "--data", home)
    assert (balance["available"], balance["reserved"], balance["charged"], balance["currency"]) == ("24.50", "0.00", "0.00", "USD")
    back, paid = document("credit", "list", account, "--data", home)
    assert (paid["kind"], paid["note"], paid["postings"]) == ("deposit", "paid", {"customer": "25.00", "deposits": "-25.00"})
    assert back["postings"] == {"customer": "-0.50", "deposits": "0.50"}
    assert lines(voicewright("credit", "balance", "--data", home).stdout) == [f"{account}\t24.50 USD\t0.00 USD\t0.00 USD"]
    assert b"Every balance is the sum of its entries." in voicewright("credit", "check", "--data", home).stderr


def test_all_of_it_is_taken_back_once_for_each_reference_however_often_that_is_said(home: Path, account: str) -> None:
    def added(amount: str, reference: str) -> bool:
        ran = voicewright("credit", "add", "--data", home, "--currency", "CNY", "--reference", reference, "--json", "--", account, amount)
        assert ran.returncode == 0, ran.stderr
        return bool(json.loads(ran.stdout)["added"])

    assert added("5", "paid")
    assert (added("-5", "back"), added("-5", "back")) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("{account}", "much", "--currency", "USD"), b"much is no amount"),
        (("{account}", "0", "--currency", "USD"), b"amount must not be 0"),
        (("{account}", "0.0000001", "--currency", "USD"), b"six places"),
        (("{account}", "1", "--currency", "XYZ"), b"is in no price book; there are CNY, USD, credits"),
        (("acct_none", "1", "--currency", "USD"), b"names no account"),
        (("--currency", "USD", "{account}", "--", "-1000"), b"is more than is left"),
    ],
)
def test_what_cannot_be_added_says_why(home: Path, account: str, arguments: tuple[str, ...], said: bytes) -> None:
    ran = voicewright("credit", "add", "--data", home, *(argument.format(account=account) for argument in arguments))

    assert ran.returncode in {1, 2}
    assert said in ran.stderr


def test_a_price_book_that_cannot_be_used_stops_the_server_and_says_which_key_is_wrong(home: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('name = "ours"\nversion = "1"\ncurrency = "EUR"\n[[price]]\nkind = "clone"\neach = "2"\n')
    ran = voicewright("serve", "--data", home, "--port", "0", "--price-books", tmp_path)

    assert ran.returncode == 2
    assert b"ours.toml: `price 1: each` must be a number without quotation marks" in ran.stderr


def test_there_must_be_a_database(tmp_path: Path) -> None:
    for command in (("usage",), ("credit", "balance")):
        ran = voicewright(*command, "--data", tmp_path / "none")
        assert ran.returncode == 2
        assert b"There is no database" in ran.stderr


def test_usage_is_a_table_a_file_of_values_and_a_document(served: dict[str, str]) -> None:
    data = served["VOICEWRIGHT_DATA"]
    with httpx2.Client(
        base_url=served["VOICEWRIGHT_URL"], headers={"Authorization": f"Bearer {served['VOICEWRIGHT_API_KEY']}"}, timeout=60
    ) as client:
        spoken = client.post("/openai/v1/audio/speech", json={"model": "tts-1", "input": "Hi 👩‍👩‍👧‍👦", "voice": LADY, "response_format": "wav"})
        assert spoken.status_code == 200, spoken.text
        (mine,) = [line for line in client.get("/aijisu/v1/usage?by=model").json()["data"] if line["group"] == "tts-1"]

    rows = list(csv.DictReader(io.StringIO(voicewright("usage", "--by", "model", "--csv", "--data", data).stdout.decode())))
    (row,) = [row for row in rows if row["model"] == "tts-1"]
    (told,) = [line for line in document("usage", "--by", "model", "--data", data) if line["model"] == "tts-1"]
    assert (row["characters"], row["charged"], row["currency"]) == (str(10 * mine["tasks"]), "0.00", "")
    assert (told["characters"], told["tasks"]) == (mine["characters"], mine["tasks"])
    assert lines(voicewright("usage", "--by", "key", "--data", data).stdout)[0].startswith("key_")
    assert voicewright("usage", "--until", "2026-01-01", "--data", data).stderr == b"Nothing was used.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--by", "colour"), b"--by is colour, and must be one of account, key, voice, day, model"),
        (("--since", "yesterday"), b"--since is yesterday, which is no time"),
        (("--csv", "--json"), b"exclude each other"),
    ],
)
def test_what_cannot_be_shown_says_why(home: Path, arguments: tuple[str, ...], said: bytes) -> None:
    ran = voicewright("usage", *arguments, "--data", home)

    assert ran.returncode == 2
    assert said in ran.stderr
