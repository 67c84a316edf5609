"""What a process that reads a stranger's file has given up."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ATTEMPT = """
import ctypes, mmap, os, resource, signal, socket, sys
from pathlib import Path
from voicewright.adapters.decoder.confinement import CPU_SECONDS, MEMORY, confine
parent = os.getppid()
confine()
try:
    ATTEMPT
except (OSError, MemoryError, ValueError) as error:
    print(type(error).__name__)
else:
    print("done")
"""
BEYOND = "MEMORY + 2**25"
"""What the process itself gives back between the count and the attempt must not make room for it."""
READ_PARENT = """if ctypes.CDLL(None, use_errno=True).ptrace(16, parent, None, None): raise OSError"""


def outcome(attempt: str) -> str:
    program = ATTEMPT.replace("ATTEMPT", attempt.replace("\n", "\n    "), 1)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return run.stdout.strip() or f"ended by {-run.returncode}"


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/proc/self/environ')",
        "open('/tmp/voicewright-was-here', 'w')",
        "os.pipe()",
        "os.memfd_create('x')",
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_UNIX)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "os.execv('/bin/true', ['true'])",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))",
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))",
        f"bytearray({BEYOND})",
        f"mmap.mmap(-1, {BEYOND})",
        READ_PARENT,
    ],
)
def test_it_can_no_longer(attempt: str) -> None:
    assert outcome(attempt) in {"OSError", "PermissionError", "MemoryError", "ValueError"}


def test_it_can_still_compute() -> None:
    assert outcome("import math; math.sqrt(len(bytearray(MEMORY // 2)))") == "done"


def test_it_cannot_signal_who_started_it() -> None:
    if "lacks" in outcome("ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) >= 6 or print('lacks')"):
        pytest.skip("this kernel's Landlock does not restrict signals")

    assert outcome("os.kill(parent, 0)") == "PermissionError"


def test_it_starts_no_process() -> None:
    if os.getuid() == 0:
        pytest.skip("the kernel does not count root's processes")

    assert outcome("os.fork()") == "BlockingIOError"


def test_its_time_ends() -> None:
    assert outcome("print(*resource.getrlimit(resource.RLIMIT_CPU)) or sys.exit()") == "20 21"
