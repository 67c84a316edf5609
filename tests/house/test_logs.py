"""Logs are for whoever runs the server, and hold nothing of what callers said."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import logging
import structlog
from voicewright import logs
logs.configure()

def speak(secret_text):
    raise ArithmeticError(len(secret_text))

try:
    speak("my secret " + "letter")
except ArithmeticError:
    structlog.get_logger().exception("it failed", request_id="req_1")
logging.getLogger("some.library").warning("disk %s is full", "A")
"""


def logged() -> list[str]:
    """The lines that a program of its own logs."""
    return subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stderr.splitlines()


def test_a_traceback_names_lines_and_no_values() -> None:
    line = logged()[0]

    event = json.loads(line)
    assert event["event"] == "it failed"
    assert event["request_id"] == "req_1"
    assert event["exception"][0]["exc_type"] == "ArithmeticError"
    assert "my secret letter" not in line


def test_a_strangers_path_does_not_command_the_terminal() -> None:
    program = f"""
import sys
sys.stderr.isatty = lambda: True
{PROGRAM}
structlog.get_logger().info("request", path="/\\x1b[2J\\x9b2Jé\\nready", status=404)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr

    assert "/\\x1b[2J\\x9b2Jé\\nready" in said
    assert "\x1b[2J" not in said
    assert "\x9b" not in said
    assert "ArithmeticError" in said


def test_what_libraries_log_comes_in_the_same_form() -> None:
    event = json.loads(logged()[1])

    assert (event["event"], event["level"]) == ("disk A is full", "warning")
