"""What the commands do before a server has a say."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command import PROGRAM, lines, voicewright

COMMANDS = [
    (),
    ("serve",),
    ("key",),
    ("key", "create"),
    ("key", "list"),
    ("key", "rotate"),
    ("key", "revoke"),
    ("account",),
    ("account", "create"),
    ("account", "list"),
    ("account", "disable"),
    ("account", "enable"),
    ("account", "plan"),
    ("clone",),
    ("design",),
    ("say",),
    ("voices",),
    ("voices", "list"),
    ("voices", "show"),
    ("voices", "rename"),
    ("voices", "delete"),
    ("task",),
    ("webhook",),
    ("webhook", "test"),
    ("webhook", "log"),
    ("webhook", "replay"),
    ("webhook", "secret"),
    ("webhook", "target"),
    ("audit",),
    ("purge",),
    ("models",),
    ("models", "install"),
    ("models", "list"),
]
NOBODY = {"VOICEWRIGHT_URL": "http://127.0.0.1:1", "VOICEWRIGHT_API_KEY": "sk-test"}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_shows_an_example(command: tuple[str, ...]) -> None:
    done = voicewright(*command, "--help")

    assert done.returncode == 0
    assert re.search(rf"Examples?: .*voicewright {' '.join(command)}", done.stdout.decode())


def test_help_names_the_exit_codes() -> None:
    said = " ".join(voicewright("--help").stdout.decode().split())

    assert "0 done; 1 the server refused; 2 the command or a setting is wrong; 3 no server answered; 4 the work failed; 130 interrupted" in said


def test_the_version_is_one_line() -> None:
    assert re.fullmatch(rb"voicewright \d+\.\d+\.\d+\n", voicewright("--version").stdout)


def test_help_waits_for_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['voicewright', '--version']; import voicewright.cli; print(*sorted(sys.modules))"
    loaded = set(subprocess.run([Path(PROGRAM).with_name("python"), "-c", code], capture_output=True, text=True, check=True).stdout.split())

    assert not loaded & {"httpx2", "pydantic", "fastapi", "sqlalchemy", "numpy", "dbos", "uvicorn", "msgspec", "rich"}


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("sing",), "sing"),
        (("say",), "TEXT"),
        (("say", "Hello.", "--voice", "v", "-o", "a.mp3", "--speed", "9"), "--speed"),
        (("say", "Hello.", "--voice", "v"), "-o FILE"),
        (("say", "Hello.", "--voice", "v", "-o", "a.doc"), ".doc"),
        (("say", "Hello.", "--voice", "v", "-o", "nowhere/a.mp3"), "nowhere"),
        (("say", "Hello.", "--voice", "v", "-o", "-", "--json"), "JSON"),
        (("say", "-", "--voice", "v", "-o", "a.mp3", "--url", "voices.example"), "voices.example"),
        (("clone", "nothing-here.wav"), "nothing-here.wav"),
        (("clone", "me.wav", "--preview", "p.mp3"), "--preview-text"),
        (("clone", "ftp://voices.example/me.wav"), "begins with http:// or https://"),
        (("voices", "delete", "v"), "--yes"),
        (("voices", "rename", "v"), "--name"),
        (("voices", "--mine", "show", "v"), "--mine"),
        (("task", "t", "--cancel", "--wait"), "--cancel"),
        (("serve", "--public-url", "voices.example"), "--public-url"),
        (("serve", "--port", "70000"), "'--port': must be at most 65535. "),
        (("serve", "--port", "high"), "'--port': must be a whole number. "),
        (("say", "Hello.", "--voice", "v", "-o", "a.mp3", "--speed", "3"), "'--speed': must be at most 2. "),
        (("say", "Hello.", "--voice", "v", "-o", "a.mp3", "--emotion", "joy"), "'--emotion': 'joy' is not one of 'happy', "),
        (("say", "Hello.", "-o", "a.mp3"), "--voice VOICE, or --mix"),
        (("say", "Hello.", "-o", "a.mp3", "--mix", "v"), "VOICE=WEIGHT"),
        (("say", "Hello.", "-o", "a.mp3", "--mix", "v=40", "--mix", "v=60"), "twice"),
        (("voices", "--source", "cloned"), "'--source': 'cloned' is not one of 'system', 'clone', 'design'. "),
        (("key", "list", "--data", "mistyped"), "There is no database in "),
        (("key", "revoke", "key_1", "--data", "mistyped"), "There is no database in "),
        (("key", "create", "--scope", "sing"), "--scope sing is unknown. There are read, create, speak, admin."),
        (("key", "create", "--expires", "soon"), "--expires soon is no period and no day. Say 90d, 12h or 2027-03-31."),
        (("key", "rotate", "key_1", "--grace", "long"), "--grace long is no period. Say 12h or 2d."),
        (("account", "list", "--data", "mistyped"), "There is no database in "),
        (("key", "list", "--database-url", "sqlite:///mistyped.db"), "There is no database at the database URL"),
    ],
)
def test_a_wrong_command_ends_with_2_and_one_line_that_names_the_fault(arguments: tuple[str, ...], wrong: str, tmp_path: Path) -> None:
    done = subprocess.run([PROGRAM, *arguments], cwd=tmp_path, env={**os.environ, **NOBODY}, capture_output=True, timeout=60, check=False)

    assert done.returncode == 2
    assert done.stdout == b""
    (line,) = lines(done.stderr)
    assert wrong in line
    assert not list(tmp_path.iterdir())


def test_a_wrong_setting_is_named_as_the_operator_set_it() -> None:
    done = voicewright("serve", env={"VOICEWRIGHT_WORKERS": "many"})

    assert done.returncode == 2
    assert lines(done.stderr) == ["voicewright: VOICEWRIGHT_WORKERS must be a whole number."]


def test_a_key_for_a_new_folder_says_that_the_database_is_new(tmp_path: Path) -> None:
    first = voicewright("key", "create", "--data", tmp_path / "data")
    second = voicewright("key", "create", "--data", tmp_path / "data")

    assert f"There was no database in {tmp_path / 'data'}" in first.stderr.decode()
    assert len(lines(first.stdout)) == 1
    assert "no database" not in second.stderr.decode()
    assert len(lines(voicewright("key", "list", "--data", tmp_path / "data").stdout)) == 2


def test_a_missing_key_says_where_to_get_one() -> None:
    done = voicewright("voices", env={"VOICEWRIGHT_API_KEY": ""})

    assert done.returncode == 2
    assert "voicewright key create" in lines(done.stderr)[0]


def test_no_server_is_3_and_says_how_to_start_one() -> None:
    done = voicewright("voices", env=NOBODY)

    assert done.returncode == 3
    (line,) = lines(done.stderr)
    assert "http://127.0.0.1:1" in line
    assert "voicewright serve" in line


def test_a_failure_is_a_json_document_for_machines() -> None:
    done = voicewright("voices", "--json", env=NOBODY)

    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["message"].startswith("No server answers")


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"precious")

    done = voicewright("say", "Hello.", "--voice", "v", "-o", path, env=NOBODY)

    assert done.returncode == 2
    assert "--force" in lines(done.stderr)[0]
    assert path.read_bytes() == b"precious"


def test_sound_is_not_poured_onto_a_terminal() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [PROGRAM, "say", "Hello.", "--voice", "v", "-o", "-"], env={**os.environ, **NOBODY}, stdout=theirs, stderr=subprocess.PIPE, check=False
    )
    os.close(theirs)
    os.close(ours)

    assert done.returncode == 2
    assert b"terminal" in done.stderr


def test_standard_input_that_is_no_text_is_refused() -> None:
    done = voicewright("say", "-", "--voice", "v", "-o", "a.mp3", env=NOBODY, stdin=b"\xff\xfe\x00")

    assert done.returncode == 2
    assert b"UTF-8" in done.stderr


def test_an_interrupted_command_ends_with_130_and_no_traceback() -> None:
    waiting = subprocess.Popen(
        [PROGRAM, "say", "-", "--voice", "v", "-o", "a.mp3"], env={**os.environ, **NOBODY}, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(1.0)  # it reads standard input by now
    waiting.send_signal(signal.SIGINT)
    _, said = waiting.communicate(timeout=20)

    assert waiting.returncode == 130
    assert b"Traceback" not in said
