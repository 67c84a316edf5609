"""What an operator does with accounts and keys at the command line."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command import PROGRAM, lines, voicewright


def said(*arguments: str | Path, env: dict[str, str] | None = None) -> Any:
    """What a command says to machines."""
    done = voicewright(*arguments, "--json", env=env)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_an_account_is_made_given_a_plan_disabled_and_enabled(tmp_path: Path) -> None:
    (tmp_path / "plans.toml").write_text("[pro]\nconsent = true\n")
    env = {"VOICEWRIGHT_DATA": str(tmp_path / "data"), "VOICEWRIGHT_PLANS": str(tmp_path / "plans.toml")}
    (account,) = lines(voicewright("account", "create", "--name", "Orchard Audio", env=env).stdout)

    assert said("account", "plan", account, "pro", env=env)["plan"] == "pro"
    assert said("account", "disable", account, env=env)["disabled_at"] is not None
    assert said("account", "enable", account, env=env)["disabled_at"] is None
    assert [it["name"] for it in said("account", "list", env=env)] == ["Orchard Audio"]
    gold = voicewright("account", "plan", account, "gold", env=env)
    assert gold.returncode == 1
    assert lines(gold.stderr) == ["voicewright: plan names no plan; there are free, pro."]


def test_a_plan_of_a_file_that_nobody_named_says_how_to_name_it(tmp_path: Path) -> None:
    (tmp_path / "plans.toml").write_text("[pro]\nconsent = true\n")
    create = ("account", "create", "--data", tmp_path / "data", "--name", "Orchard Audio", "--plan", "pro")
    lost = voicewright(*create)

    assert lost.returncode == 2
    assert lines(lost.stderr) == ["voicewright: There is no plan but free: no file of plans is named. Name it with --plans or VOICEWRIGHT_PLANS."]
    assert voicewright(*create, "--plans", tmp_path / "plans.toml").returncode == 0


@pytest.mark.parametrize("columns", ["60", "200"])
def test_a_list_that_is_wider_than_the_terminal_has_a_line_for_each_fact(tmp_path: Path, columns: str) -> None:
    account = said("account", "create", "--name", "Orchard Audio", "--data", str(tmp_path), env={})["id"]
    said("key", "create", "--account", account, "--name", "laptop", "--data", str(tmp_path), env={})
    ours, theirs = pty.openpty()
    subprocess.run(
        [PROGRAM, "key", "list", "--data", tmp_path], env={**os.environ, "COLUMNS": columns}, stdout=theirs, stderr=subprocess.PIPE, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)

    assert account in shown
    assert (f"account  {account}" in shown) == (columns == "60")


def test_a_key_is_made_for_an_account_with_what_it_may_do_and_its_end(tmp_path: Path) -> None:
    env = {"VOICEWRIGHT_DATA": str(tmp_path)}
    account = said("account", "create", "--name", "Orchard Audio", env=env)["id"]
    key = said("key", "create", "--account", account, "--scope", "read", "--scope", "speak", "--expires", "2099-03-31", env=env)

    assert key["key"].startswith("sk-vw-")
    assert (key["account"], key["scopes"]) == (account, ["read", "speak"])
    assert datetime.fromisoformat(key["expires_at"]) == datetime(2099, 3, 31, tzinfo=UTC)
    (listed,) = said("key", "list", "--account", account, env=env)
    assert "key" not in listed
    assert key["key"].endswith(listed["hint"])


def test_a_rotated_key_says_until_when_the_old_one_works(tmp_path: Path) -> None:
    env = {"VOICEWRIGHT_DATA": str(tmp_path)}
    old = said("key", "create", "--name", "laptop", env=env)
    done = voicewright("key", "rotate", old["id"], "--grace", "12h", env=env)

    (secret,) = lines(done.stdout)
    assert secret.startswith("sk-vw-")
    assert secret != old["key"]
    assert f"{old['id']} works until " in done.stderr.decode()
    assert len(said("key", "list", env=env)) == 2
    lost = voicewright("key", "rotate", "key_nobody", env=env)
    assert lost.returncode == 1
    assert lines(lost.stderr) == ["voicewright: key names no key that works; make another one."]
