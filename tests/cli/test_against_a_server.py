"""The commands against a real server."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

import av
import pytest
import soundfile
from command import lines, voicewright

NARRATOR = "English_Graceful_Lady"
LINES = (
    "The old harbour was quiet in the morning, and only a few gulls followed the boats out past the yellow lighthouse. "
    "By noon the wind had turned, the market was full of people, and the smell of fresh bread drifted through the streets."
)

pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture(scope="session")
def recording(served: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recording") / "me.wav"
    assert voicewright("say", LINES, "--voice", NARRATOR, "-o", path, env=served).returncode == 0
    return path


def spoken(path: Path) -> float:
    with av.open(path) as file:
        return sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0))


def done_well(done: CompletedProcess[bytes]) -> bytes:
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_a_voice_is_cloned_listed_spoken_with_renamed_and_deleted(served: dict[str, str], recording: Path, tmp_path: Path) -> None:
    voice = done_well(voicewright("clone", recording, "--text", LINES, "--name", "me", env=served)).decode().strip()

    (row,) = [line for line in lines(done_well(voicewright("voices", "--mine", "--search", voice, env=served))) if line]
    assert row.split("\t")[:2] == [voice, "me"]
    done_well(voicewright("say", "Good morning.", "--voice", voice, "-o", tmp_path / "morning.mp3", env=served))
    assert spoken(tmp_path / "morning.mp3") > 0.3
    renamed = json.loads(done_well(voicewright("voices", "rename", voice, "--name", "me again", "--json", env=served)))
    assert renamed["display_name"] == "me again"
    done_well(voicewright("voices", "delete", voice, "--yes", env=served))
    assert voicewright("voices", "show", voice, env=served).returncode == 1


def test_when_a_voice_lapses_is_said_with_the_zone(served: dict[str, str]) -> None:
    there = served | {"TZ": "Asia/Tokyo"}
    made = voicewright("design", "A young, bright girl", "--seed", "6", env=there)
    voice = done_well(made).decode().strip()

    assert " JST unless you speak with it before." in made.stderr.decode()
    (row,) = [line for line in lines(done_well(voicewright("voices", "--mine", "--search", voice, env=there))) if line]
    assert row.endswith(" JST")
    assert " JST, unless you speak with it before" in done_well(voicewright("voices", "show", voice, env=there)).decode()


def test_a_voice_is_designed_with_its_preview(served: dict[str, str], tmp_path: Path) -> None:
    done = voicewright("design", "A young, bright girl", "--seed", "5", "--preview", tmp_path / "girl.mp3", "--json", env=served)

    made = json.loads(done_well(done))

    assert made["voice"]["source_type"] == "voice_design"
    assert spoken(tmp_path / "girl.mp3") > 1


def test_words_that_changed_nothing_are_said_beside_the_new_voice(served: dict[str, str]) -> None:
    done = voicewright("design", "A purple man", env=served)

    assert done.returncode == 0
    assert b"These words changed nothing: purple." in done.stderr
    assert b"Warning" not in done.stderr


def test_a_description_of_which_nothing_was_understood_is_warned_of(served: dict[str, str]) -> None:
    done = voicewright("design", "xyzzy blorp", env=served)

    assert done.returncode == 0
    assert done.stdout.strip()
    assert b"Warning: Nothing of this description was understood" in done.stderr
    assert b"These words" not in done.stderr


def test_a_text_from_a_pipe_is_poured_into_a_pipe(served: dict[str, str], tmp_path: Path) -> None:
    done = voicewright("say", "-", "--voice", NARRATOR, "-o", "-", "--format", "wav", env=served, stdin=b"Good morning.\n")

    (tmp_path / "a.wav").write_bytes(done_well(done))

    assert spoken(tmp_path / "a.wav") > 0.3
    assert done.stderr == b""


def test_voices_are_mixed_modified_and_subtitled(served: dict[str, str], tmp_path: Path) -> None:
    options = ("--mix", f"{NARRATOR}=40", "--mix", "English_Trustworthy_Man=60", "--effect", "spacious_echo", "--intensity", "-50", "--timbre", "20")

    done_well(
        voicewright(
            "say", "Good morning. It is 9.", *options, "--brightness", "10", "--subtitles", tmp_path / "a.srt", "-o", tmp_path / "a.mp3", env=served
        )
    )

    assert spoken(tmp_path / "a.mp3") > 1.0
    assert [line for line in (tmp_path / "a.srt").read_text().splitlines() if line[:1].isalpha()] == ["Good morning.", "It is 9."]


def test_a_file_is_overwritten_by_force(served: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    path.write_bytes(b"old")

    said = json.loads(done_well(voicewright("say", "Hello.", "--voice", NARRATOR, "-o", path, "--force", "--json", env=served)))

    assert soundfile.info(path).duration == pytest.approx(spoken(path))
    assert said == {"path": str(path), "bytes": path.stat().st_size, "format": "flac", "voice_id": NARRATOR}
    assert spoken(path) > 0.2


def test_a_text_in_the_background_is_fetched_later(served: dict[str, str], tmp_path: Path) -> None:
    task = done_well(voicewright("say", LINES, "--voice", NARRATOR, "--background", env=served)).decode().strip()

    shown = json.loads(done_well(voicewright("task", task, "--wait", "-o", tmp_path / "a.mp3", "--json", env=served)))

    assert shown["status"] == "completed"
    assert spoken(tmp_path / "a.mp3") > 5
    forgotten = voicewright("task", task, "--cancel", env=served)
    assert lines(forgotten.stderr) == [f"Forgot {task}, with its sound."]
    assert voicewright("task", task, env=served).returncode == 1


def test_a_task_that_made_a_voice_is_forgotten_and_its_preview_stays(served: dict[str, str]) -> None:
    made = json.loads(done_well(voicewright("design", "A calm man", "--json", env=served)))

    assert lines(voicewright("task", made["task_id"], "--cancel", env=served).stderr) == [f"Forgot {made['task_id']}."]
    assert "preview" in done_well(voicewright("voices", "show", made["voice"]["voice_id"], env=served)).decode()


def test_machines_are_told_whether_a_task_was_cancelled_or_forgotten(served: dict[str, str]) -> None:
    task = done_well(voicewright("say", "Hello.", "--voice", NARRATOR, "--background", env=served)).decode().strip()
    done_well(voicewright("task", task, "--wait", env=served))

    said = json.loads(done_well(voicewright("task", task, "--cancel", "--json", env=served)))

    assert said == {"task_id": task, "cancelled": False, "forgotten": True}


@pytest.mark.parametrize("command", [("voices",), ("voices", "list")], ids=" ".join)
@pytest.mark.parametrize("word", ["design", "voice_design"])
def test_voices_are_found_by_how_they_came_to_be_in_either_spelling(served: dict[str, str], command: tuple[str, ...], word: str) -> None:
    voice = done_well(voicewright("design", "A calm man", env=served)).decode().strip()

    rows = [row.split("\t") for row in lines(done_well(voicewright(*command, "--source", word, env=served)))]

    assert voice in {row[0] for row in rows}
    assert {row[3] for row in rows} == {"design"}


def test_an_unknown_voice_is_1_and_says_where_to_look(served: dict[str, str], tmp_path: Path) -> None:
    done = voicewright("say", "Hello.", "--voice", "nobody", "-o", tmp_path / "a.mp3", env=served)

    assert done.returncode == 1
    (line,) = lines(done.stderr)
    assert "no voice 'nobody' that you can use here" in line
    assert "`voicewright voices` lists" in line
    assert "voice_id" not in line
    assert not list(tmp_path.iterdir())


def test_a_recording_that_cannot_be_used_is_named_by_its_file(served: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "noise.wav"
    path.write_bytes(b"this is no sound")

    done = voicewright("clone", path, env=served)

    assert done.returncode == 1
    assert "noise.wav is no audio" in lines(done.stderr)[0]


def test_a_wrong_key_is_1_and_says_how_to_get_another(served: dict[str, str]) -> None:
    done = voicewright("voices", "--key", "sk-wrong", env=served)

    assert done.returncode == 1
    assert "voicewright key create" in lines(done.stderr)[0]


@pytest.mark.parametrize("command", [("voices",), ("voices", "show", NARRATOR), ("key", "list")], ids=" ".join)
def test_lists_are_one_json_document_for_machines(served: dict[str, str], command: tuple[str, ...]) -> None:
    assert json.loads(done_well(voicewright(*command, "--json", env=served)))


def test_a_key_works_until_it_is_revoked(served: dict[str, str]) -> None:
    made = json.loads(done_well(voicewright("key", "create", "--name", "laptop", "--json", env=served)))
    assert voicewright("voices", "--key", made["key"], env=served).returncode == 0

    done_well(voicewright("key", "revoke", made["id"], env=served))

    (row,) = [line for line in lines(done_well(voicewright("key", "list", env=served))) if line.startswith(made["id"])]
    assert "laptop" in row
    assert made["key"] not in row
    assert voicewright("key", "revoke", "key_nothing", env=served).returncode == 1
