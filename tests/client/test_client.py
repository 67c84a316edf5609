"""The client against a real server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Literal

import av
import pytest

from voicewright.client import AsyncVoicewright, Progress, Refused, Task, Voicewright

NARRATOR = "English_Trustworthy_Man"
LINES = (
    "I am reading this so that somebody can learn my voice. The old harbour was quiet in the morning, and only a few gulls followed "
    "the boats out past the yellow lighthouse. By noon the wind had turned, and the market was full of people."
)

pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture
def client(served: dict[str, str]) -> Iterator[Voicewright]:
    with Voicewright(served["VOICEWRIGHT_URL"], served["VOICEWRIGHT_API_KEY"]) as client:
        yield client


def seconds(sound: bytes) -> float:
    with av.open(BytesIO(sound), "r") as file:
        return sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0))


def test_a_designed_voice_is_heard_kept_renamed_and_deleted(client: Voicewright) -> None:
    made = client.design("A deep, steady old man.", "It was a long way down.", name="storyteller", seed=3)

    assert made.preview_url is not None
    assert seconds(client.fetch(made.preview_url)) > 0.5
    assert made.voice.id in {voice.id for voice in client.voices(visibility="private")}
    assert client.rename(made.voice.id, name="grandfather").name == "grandfather"
    assert client.voice(made.voice.id).expires_at is not None
    client.say("Hello.", voice=made.voice.id)
    assert client.voice(made.voice.id).expires_at is None
    client.delete(made.voice.id)
    with pytest.raises(Refused):
        client.voice(made.voice.id)


def test_a_recording_becomes_a_voice_and_its_upload_is_gone(client: Voicewright, tmp_path: Path) -> None:
    recording = tmp_path / "me.wav"
    client.save(LINES, recording, voice=NARRATOR, format="wav")

    made = client.clone(recording, transcript=LINES, preview_text="Now I can say anything.", name="me")

    assert made.voice.source == "voice_clone"
    assert seconds(client.say("Good morning.", voice=made.voice.id)) > 0.3


def test_a_recording_that_is_too_short_is_refused_with_its_length(client: Voicewright, tmp_path: Path) -> None:
    recording = tmp_path / "short.wav"
    client.save("Hello there.", recording, voice=NARRATOR, format="wav")

    with pytest.raises(Refused, match="at least 10") as caught:
        client.clone(recording)

    assert caught.value.code == "invalid_request_parameter"
    assert caught.value.request_id


@pytest.mark.parametrize("form", ["mp3", "wav", "flac", "opus", "aac"])
def test_a_text_is_said_in_every_form(client: Voicewright, form: str) -> None:
    sound = client.say("One, two, three, four.", voice=NARRATOR, format=form)  # pyright: ignore[reportArgumentType] (one of the five)

    assert 0.8 < seconds(sound) < 5


def measured(path: Path) -> int:
    """Samples, by what the file's header says."""
    content = path.read_bytes()
    if content[:4] == b"fLaC":  # STREAMINFO: 36 bits of total samples end 26 bytes into the file (RFC 9639)
        return int.from_bytes(content[21:26], "big") & (2**36 - 1)
    assert int.from_bytes(content[4:8], "little") == len(content) - 8
    at = content.index(b"data")
    length = int.from_bytes(content[at + 4 : at + 8], "little")
    assert content[at + 8 + length :][:4] in {b"", b"LIST"}  # what follows is the label for machines
    return length // int.from_bytes(content[32:34], "little")


@pytest.mark.parametrize("form", ["wav", "flac", "pcmu_wav"])
def test_a_file_says_in_its_header_how_long_it_is(client: Voicewright, form: Literal["wav", "flac", "pcmu_wav"], tmp_path: Path) -> None:
    path = tmp_path / "a"

    count = client.save("One, two, three, four.", path, voice=NARRATOR, format=form, sample_rate=8000)

    assert count == path.stat().st_size
    assert 0.8 < measured(path) / 8000 < 5


async def test_the_asynchronous_client_writes_a_measured_file_too(served: dict[str, str], tmp_path: Path) -> None:
    seen: list[Progress] = []
    async with AsyncVoicewright(served["VOICEWRIGHT_URL"], served["VOICEWRIGHT_API_KEY"]) as client:
        await client.save("One, two, three, four.", tmp_path / "a.flac", voice=NARRATOR, format="flac", sample_rate=8000, progress=seen.append)

    assert 0.8 < measured(tmp_path / "a.flac") / 8000 < 5
    assert seen[-1] == Progress(bytes=(tmp_path / "a.flac").stat().st_size)


def test_the_python_of_the_readme_works_as_it_stands(served: dict[str, str], tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    (program,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert program.count("http://127.0.0.1:8000") == 1

    code = program.replace("http://127.0.0.1:8000", served["VOICEWRIGHT_URL"])
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, **served}, check=True, timeout=120)

    (made,) = tmp_path.iterdir()
    assert seconds(made.read_bytes()) > 0.3


def test_a_text_said_slowly_takes_longer(client: Voicewright) -> None:
    text = "One, two, three, four."

    assert seconds(client.say(text, voice=NARRATOR, speed=0.6)) > 1.3 * seconds(client.say(text, voice=NARRATOR, speed=1.2))


def test_a_task_tells_its_progress_and_hands_over_its_sound(client: Voicewright) -> None:
    seen: list[Task] = []
    submitted = client.submit(LINES, voice=NARRATOR, sample_rate=16000)

    ended = client.wait(submitted.id, progress=seen.append)

    assert [task.percent for task in seen] == sorted(task.percent for task in seen)
    assert seen[-1].percent == 100
    assert ended.audio_url is not None
    assert seconds(client.fetch(ended.audio_url)) > 5


def test_a_mix_is_modified_and_subtitled(client: Voicewright, tmp_path: Path) -> None:
    mix = {NARRATOR: 30, "English_Trustworthy_Man": 70}
    for name in ("a.srt", "a.json"):
        client.save(
            "I have 2 cats. They sleep.",
            tmp_path / "a.mp3",
            voice="",
            mix=mix,
            modify={"pitch": -20, "effect": "robotic"},
            subtitles_to=tmp_path / name,
        )
    first, second = (tmp_path / "a.srt").read_text().split("\n\n")

    assert seconds((tmp_path / "a.mp3").read_bytes()) > 0.5
    assert re.fullmatch(r"1\n00:00:00,\d{3} --> 00:00:0\d,\d{3}\nI have 2 cats\.", first)
    assert second.strip().endswith("They sleep.")
    assert [line["pronounce_text"] for line in json.loads((tmp_path / "a.json").read_text())] == ["I have two cats.", "They sleep."]


def test_a_foreign_key_is_refused(served: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught, Voicewright(served["VOICEWRIGHT_URL"], "sk-somebody-else") as stranger:
        list(stranger.voices())

    assert caught.value.code == "invalid_api_key"


def test_models_are_named(client: Voicewright) -> None:
    assert "minimax-speech-2.8-hd" in {model.id for model in client.models()}


async def test_the_asynchronous_client_does_the_same(served: dict[str, str], tmp_path: Path) -> None:
    async with AsyncVoicewright(served["VOICEWRIGHT_URL"], served["VOICEWRIGHT_API_KEY"]) as client:
        await client.save(LINES, tmp_path / "me.wav", voice=NARRATOR, format="wav")
        made = await client.clone(tmp_path / "me.wav", transcript=LINES, name="me, asynchronously")
        names = [voice.name async for voice in client.voices(visibility="private")]
        ended = await client.wait((await client.submit("Hello.", voice=made.voice.id)).id)
        assert ended.audio_url is not None
        sound = await client.fetch(ended.audio_url)
        await client.delete(made.voice.id)

    assert "me, asynchronously" in names
    assert seconds(sound) > 0.2
