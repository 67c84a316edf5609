"""`make demo`, as people run it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

RUN = Path(__file__).parents[2] / "demo" / "run.py"

pytestmark = pytest.mark.xdist_group("served")


def demo(out: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, RUN, "--out", out, *arguments]
    return subprocess.run(command, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True, timeout=300, check=False)


def seconds(path: Path) -> float:
    with av.open(path) as file:
        return sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0))


def test_two_voices_are_made_and_shown_on_a_page_that_needs_nothing_else(tmp_path: Path) -> None:
    done = demo(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert seconds(tmp_path / "design.mp3") > 5
    assert seconds(tmp_path / "clone.mp3") > 5
    assert seconds(tmp_path / "reference.mp3") > 10
    assert (tmp_path / "spectrograms.png").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "index.html").read_text()
    assert page.count("<audio") == 5
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert "voicewright clone" in done.stdout


def test_a_recording_that_is_too_short_is_refused_in_clear_words(tmp_path: Path) -> None:
    with av.open(tmp_path / "short.wav", "w") as file:
        stream = file.add_stream("pcm_s16le", rate=16000, layout="mono")
        tone = (8000 * np.sin(np.arange(16000) / 12)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(tone.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = 16000
        file.mux(stream.encode(frame))

    done = demo(tmp_path / "out", "--reference", tmp_path / "short.wav")

    assert done.returncode == 1
    assert "short.wav" in done.stdout
    assert "at least 10" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("content", [None, b"no sound at all"])
def test_what_is_no_recording_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "me.wav"
    if content is not None:
        path.write_bytes(content)

    done = demo(tmp_path / "out", "--reference", path)

    assert done.returncode == 1
    assert "wav, mp3, m4a, flac, ogg or opus" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_that_is_stopped_leaves_no_server_behind(tmp_path: Path, how: signal.Signals) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, RUN, "--out", tmp_path / "out"], env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert any("Started a server" in line for line in running.stdout)
        assert servers_in(tmp_path)
        running.send_signal(how)
        running.communicate(timeout=60)

    assert running.returncode == 128 + how
    assert not servers_in(tmp_path)
    assert not list(tmp_path.glob("voicewright-demo-*"))


def servers_in(folder: Path) -> list[str]:
    """Servers whose data are somewhere in a folder, by their command lines."""
    said = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if f"serve --data {folder}" in line]
