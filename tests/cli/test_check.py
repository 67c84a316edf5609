"""`voicewright check` and `voicewright verify`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from command import lines, voicewright

from voicewright.audio.decode import decoded
from voicewright.audio.encode import encoded
from voicewright.audio.hidden import Marker
from voicewright.audio.recording import Limits
from voicewright.domain.provenance import label
from voicewright.domain.speech import AudioSpec, Codec


@pytest.fixture
def noisy(speech: Path) -> Path:
    """Eighteen seconds in a noisy room."""
    return speech / "dev" / "ls3080" / "reference_noisy.flac"


def test_a_recording_is_judged_and_drawn(noisy: Path, tmp_path: Path) -> None:
    picture = tmp_path / "me.png"

    done = voicewright("check", noisy, "--picture", picture)

    assert done.returncode == 0
    assert "score" in lines(done.stdout)[0]
    assert "The speech is only 10 dB above the noise" in done.stderr.decode()
    assert picture.read_bytes()[:4] == b"\x89PNG"
    assert voicewright("check", noisy, "--picture", picture).returncode == 2


def test_a_script_can_ask_for_a_score(noisy: Path) -> None:
    done = voicewright("check", noisy, "--at-least", "90", "--json")
    told = json.loads(done.stdout)

    assert done.returncode == 4
    assert told["score"] < 90
    assert told["refused"] is None
    assert [finding["flaw"] for finding in told["findings"]] == ["noisy", "reverberant"]


def test_the_language_is_told_by_the_transcript_and_compared_with_the_one_that_is_wanted(speech: Path) -> None:
    german, says = speech / "dev" / "de_kerstin" / "reference.flac", "Das ist ein Satz, der auf Deutsch geschrieben ist."

    told = voicewright("check", german, "--transcript", says, "--language", "en")
    same = voicewright("check", german, "--transcript", says, "--language", "de", "--json")
    untold = voicewright("check", german)

    assert told.returncode == 0
    assert "German, by its transcript" in told.stdout.decode()
    assert "The recording is in German, and English was asked for" in told.stderr.decode()
    assert (json.loads(same.stdout)["language"], json.loads(same.stdout)["findings"]) == ("German", [])
    assert "not judged" in untold.stdout.decode()


@pytest.mark.parametrize(
    ("options", "said"), [(("--language", "en"), "--transcript"), (("--language", "Klingon", "--transcript", "Qapla"), "Klingon")]
)
def test_a_language_without_a_transcript_or_that_nobody_knows_cannot_be_compared(noisy: Path, options: tuple[str, ...], said: str) -> None:
    done = voicewright("check", noisy, *options)

    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_recording_that_would_be_refused_ends_with_1(speech: Path) -> None:
    done = voicewright("check", speech / "dev" / "es_css10" / "reference.flac")

    assert done.returncode == 1
    assert "at least 10 s are needed" in done.stderr.decode()


def test_what_is_no_recording_ends_with_2(tmp_path: Path) -> None:
    text = tmp_path / "me.wav"
    text.write_text("no sound")

    for command in ("check", "verify"):
        done = voicewright(command, text)
        assert (done.returncode, len(lines(done.stderr))) == (2, 1)
        assert voicewright(command, tmp_path / "nothing.wav").returncode == 2


def test_a_label_is_read_and_its_absence_proves_nothing(tmp_path: Path) -> None:
    marked, plain = tmp_path / "marked.mp3", tmp_path / "plain.mp3"
    for path, mark in ((marked, label(producer="Acme", produced="task_1")), (plain, None)):
        path.write_bytes(encoded(np.zeros(24_000, dtype=np.float32), rate=24_000, spec=AudioSpec(codec=Codec.MP3), label=mark))

    found, missed, told = voicewright("verify", marked), voicewright("verify", plain), voicewright("verify", plain, "--json")

    assert found.returncode == 0
    assert "made by a machine" in found.stdout.decode()
    assert "task_1" in found.stdout.decode()
    assert missed.returncode == told.returncode == 4
    assert "proves nothing" in missed.stderr.decode()
    assert json.loads(told.stdout) == {"labelled": False, "label": None, "marked": False, "mark": "voicewright", "chance": 1.0}


def test_a_hidden_mark_is_found_by_who_knows_its_word(speech: Path, tmp_path: Path) -> None:
    recording = decoded((speech / "dev" / "p226" / "reference.flac").read_bytes(), field="file", limits=Limits())
    marker = Marker(word="orchard", rate=recording.rate)
    sound = np.concatenate([marker.feed(recording.samples), marker.finish()])
    path = tmp_path / "call.mp3"
    path.write_bytes(encoded(sound, rate=recording.rate, spec=AudioSpec(codec=Codec.MP3, bitrate=64_000)))

    found, told, missed = (
        voicewright("verify", path, "--mark", "Orchard"),
        voicewright("verify", path, "--mark", "orchard", "--json"),
        voicewright("verify", path),
    )

    assert (found.returncode, missed.returncode) == (0, 4)
    assert "hidden mark  Orchard" in found.stdout.decode()
    assert json.loads(told.stdout)["marked"] is True
    assert json.loads(told.stdout)["chance"] < 1e-5
    assert "none of voicewright is heard" in missed.stdout.decode()


def test_who_asks_for_a_mark_is_told_that_it_is_missing_though_there_is_a_label(tmp_path: Path) -> None:
    path = tmp_path / "labelled.mp3"
    sound = np.random.default_rng(1).uniform(-0.1, 0.1, 96_000).astype(np.float32)
    path.write_bytes(encoded(sound, rate=24_000, spec=AudioSpec(codec=Codec.MP3), label=label(producer="Acme", produced="task_1")))

    asked, plain = voicewright("verify", path, "--mark", "orchard"), voicewright("verify", path)

    assert (asked.returncode, plain.returncode) == (4, 0)
    assert "none of orchard is heard" in asked.stdout.decode()
    assert "Acme" in asked.stdout.decode()


def test_no_mark_is_looked_for_in_more_than_an_hour(tmp_path: Path) -> None:
    path = tmp_path / "day.flac"
    path.write_bytes(encoded(np.zeros(3601 * 8000, dtype=np.float32), rate=8000, spec=AudioSpec(codec=Codec.FLAC, rate=8000)))

    done = voicewright("verify", path)

    assert done.returncode == 4
    assert "longer than 60 minutes; give a part of it" in done.stdout.decode()
