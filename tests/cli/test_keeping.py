"""What an operator sees of the audit and of what is kept no longer."""

from __future__ import annotations

import json
from pathlib import Path

from command import lines, voicewright


def test_there_is_nothing_to_see_where_no_server_was(tmp_path: Path) -> None:
    for command in (("audit",), ("purge", "--dry-run")):
        ended = voicewright(*command, "--data", tmp_path)

        assert ended.returncode == 2
        assert f"There is no database in {tmp_path}.".encode() in ended.stderr


def test_the_audit_of_a_server_is_read_as_a_table_as_json_and_as_csv(served: dict[str, str]) -> None:
    made = voicewright("design", "A calm narrator.", "--json", env=served)
    assert made.returncode == 0, made.stderr
    voice = json.loads(made.stdout)["voice"]["voice_id"]

    plain = voicewright("audit", "--voice", voice, "--data", served["VOICEWRIGHT_DATA"])
    found = json.loads(voicewright("audit", "--voice", voice, "--json", "--data", served["VOICEWRIGHT_DATA"]).stdout)
    table = lines(voicewright("audit", "--voice", voice, "--csv", "--data", served["VOICEWRIGHT_DATA"]).stdout)
    none = voicewright("audit", "--voice", voice, "--since", "2100-01-01", "--data", served["VOICEWRIGHT_DATA"])

    assert "made" in plain.stdout.decode()
    assert [(it["act"], it["subject"], it["name"], it["address"]) for it in found] == [("made", "voice", voice, "127.0.0.1")]
    assert (table[0], len(table)) == ("at,act,subject,name,account,key,address,request", 2)
    assert b"Nothing of that kind" in none.stderr


def test_a_moment_that_is_none_is_named(tmp_path: Path) -> None:
    ended = voicewright("audit", "--since", "yesterday", "--data", tmp_path)

    assert ended.returncode == 2
    assert b"--since yesterday is no day" in ended.stderr


def test_a_purge_says_what_goes(served: dict[str, str]) -> None:
    ended = voicewright("purge", "--dry-run", "--data", served["VOICEWRIGHT_DATA"])

    assert ended.returncode == 0
    assert b"0 voices, 0 speech tasks, 0 objects that nothing names (0 kB): would go." in ended.stderr


def test_an_address_that_is_told_can_be_set_shown_and_removed(served: dict[str, str]) -> None:
    data = ("--data", served["VOICEWRIGHT_DATA"])
    url = "http://127.0.0.1:9/hook"

    refused = voicewright("webhook", "target", url, *data)
    assert voicewright("webhook", "target", url, "--allow-hosts", "127.0.0.1", *data).stdout.decode().strip() == url
    assert voicewright("webhook", "target", *data).stdout.decode().strip() == url
    assert b"Nobody is told." in voicewright("webhook", "target", "--remove", *data).stderr
    assert refused.returncode != 0


def test_each_account_has_a_secret_of_its_own(served: dict[str, str]) -> None:
    data = ("--data", served["VOICEWRIGHT_DATA"])
    account = json.loads(voicewright("account", "create", "--name", "Orchard Audio", "--json", *data).stdout)["id"]

    first, theirs = (voicewright("webhook", "secret", *whose, *data).stdout for whose in ((), ("--account", account)))
    unknown = voicewright("webhook", "secret", "--account", "acct_3b9d", *data)

    assert first.startswith(b"whsec_")
    assert theirs.startswith(b"whsec_")
    assert theirs != first
    assert theirs == voicewright("webhook", "secret", "--account", account, *data).stdout
    assert b"There is no account acct_3b9d." in unknown.stderr
