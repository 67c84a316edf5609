"""Voices in the native dialect: make, find, rename, delete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import httpx2
import pytest
from http_engine import SPEECHLESS
from http_world import Program, World

from voicewright.http.dialects.aijisu import routes

VOICES = "/aijisu/v1/audio/voices"


def ids(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [voice["voice_id"] for voice in answer.json()["data"]]


@pytest.fixture
def paused(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No worker comes, and callers wait a moment only."""
    monkeypatch.setattr(routes, "SETTLE", 0.2)
    world.paused = True
    yield
    world.paused = False


def test_system_voices_stand_first_then_the_newest_of_your_own(program: Program) -> None:
    older, newer = program.clone()["voice_id"], program.design()["voice_id"]
    listed = ids(program.client.get(VOICES))

    assert "Chinese (Mandarin)_Kind-hearted_Elder" in listed[:-2]
    assert listed[-2:] == [newer, older]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"source_type": "voice_clone"}, {"clone"}),
        ({"source_type": "voice_design"}, {"design"}),
        ({"visibility": "private"}, {"clone", "design"}),
        ({"visibility": "private", "source_type": "voice_clone"}, {"clone"}),
        ({"visibility": "public", "source_type": "voice_clone"}, set[str]()),
        ({"visibility": "private", "source_type": "system"}, set[str]()),
        ({"visibility": "private", "language": "fr"}, {"design"}),
        ({"visibility": "private", "search": "BRAND"}, {"clone"}),
        ({"visibility": "private", "model": ""}, {"clone", "design"}),
    ],
)
def test_lists_are_filtered(program: Program, query: dict[str, str], found: set[str]) -> None:
    made = {
        program.clone(display_name="my brand", language="English")["voice_id"]: "clone",
        program.design(language="French")["voice_id"]: "design",
    }

    assert {made[voice] for voice in ids(program.client.get(VOICES, params=query))} == found


def test_public_voices_are_the_systems(program: Program) -> None:
    program.clone()
    listed = program.client.get(VOICES, params={"visibility": "public"}).json()["data"]

    assert {voice["source_type"] for voice in listed} == {"system"}


def test_long_lists_come_in_pages(program: Program) -> None:
    made = [program.design()["voice_id"] for _ in range(3)]
    first = program.client.get(VOICES, params={"visibility": "private", "limit": 2})
    second = program.client.get(VOICES, params={"visibility": "private", "limit": 2, "after": first.json()["next"]})

    assert first.json()["has_more"]
    assert not second.json()["has_more"]
    assert second.json()["next"] is None
    assert ids(first) + ids(second) == made[::-1]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"model": "tts-1"}, "model"), ({"limit": "0"}, "limit"), ({"limit": "x"}, "limit"), ({"source_type": "own"}, "source_type"), ({"after": "x"}, "after"), ({"language": "Klingon"}, "language")],
)  # fmt: skip
def test_filters_that_mean_nothing_are_refused(client: httpx2.Client, query: dict[str, str], field: str) -> None:
    answer = client.get(VOICES, params=query)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(f"`{field}`")


def test_nobody_sees_anybody_elses_voices(program: Program, stranger: httpx2.Client) -> None:
    voice = program.clone()["voice_id"]

    assert voice not in ids(stranger.get(VOICES))


@pytest.mark.parametrize("voice_id", ["Chinese (Mandarin)_Kind-hearted_Elder", "French_Female_News Anchor"])
def test_ids_with_spaces_and_brackets_can_stand_in_a_path(client: httpx2.Client, voice_id: str) -> None:
    assert client.get(f"{VOICES}/{quote(voice_id, safe='')}").json()["voice_id"] == voice_id


def test_an_id_with_a_slash_reaches_the_voice_and_not_another_path(client: httpx2.Client) -> None:
    answer = client.get(f"{VOICES}/some%2Fvoice")

    assert answer.json()["error"]["message"].startswith("`voice_id` is not visible")


def test_a_name_is_changed_and_the_rest_left(program: Program) -> None:
    voice = program.clone(display_name="old", description="words")["voice_id"]
    changed = program.client.patch(f"{VOICES}/{voice}", json={"name": "new"}).json()

    shown = program.client.get(f"{VOICES}/{voice}").json()

    assert (changed["display_name"], changed["description"]) == ("new", "words")
    assert (shown["display_name"], shown["description"]) == ("new", "words")


def test_system_voices_cannot_be_changed(client: httpx2.Client) -> None:
    answer = client.delete(f"{VOICES}/English_Graceful_Lady")

    assert answer.json()["error"]["message"] == "`voice_id` names a system voice, which cannot be changed."


def test_a_deleted_voice_is_as_if_it_had_never_been(program: Program) -> None:
    voice = program.clone()["voice_id"]
    program.client.delete(f"{VOICES}/{voice}")

    assert program.client.get(f"{VOICES}/{voice}").status_code == 400
    assert voice not in ids(program.client.get(VOICES))


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"display_name": "x" * 201}, "display_name"), ({"name": "x" * 201}, "name"), ({"description": "x" * 2001}, "description"), ({"text": "x" * 2001}, "text"), ({"preview_text": "x" * 2001}, "preview_text"), ({"language": "English" + "!" * 100}, "language")],
)  # fmt: skip
def test_what_is_too_long_is_named(client: httpx2.Client, fields: dict[str, str], field: str) -> None:
    answer = client.post(f"{VOICES}/clone", json={"audio_url": "https://example.com/audio/me.wav", **fields})

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(f"`{field}`")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://example.com/short/me.wav", "`audio_url` has 2"),
        ("https://nowhere.example.com/me.wav", "`audio_url` could not be fetched: no such host."),
    ],
)
def test_a_recording_that_cannot_be_used_is_refused_by_its_field(client: httpx2.Client, url: str, said: str) -> None:
    answer = client.post(f"{VOICES}/clone", json={"audio_url": url})

    assert answer.json()["error"]["message"].startswith(said)


def test_a_recording_that_is_refused_is_told_what_is_wrong_with_it(client: httpx2.Client) -> None:
    error = client.post(f"{VOICES}/clone", json={"audio_url": "https://example.com/short/me.wav"}).json()["error"]

    assert error["recording"]["seconds"] == 2.0
    assert error["recording"]["score"] < 100
    assert error["recording"]["findings"]


def test_a_clone_says_what_its_recording_was_worth(program: Program) -> None:
    cloned, designed = program.clone()["voice"], program.design()["voice"]

    assert cloned["recording"]["seconds"] == 12.0
    assert 0 <= cloned["recording"]["score"] <= 100
    assert program.client.get(f"{VOICES}/{cloned['voice_id']}").json()["recording"] == cloned["recording"]
    assert designed["recording"] is None


def test_a_clone_says_in_which_language_its_recording_is_where_that_was_told(program: Program) -> None:
    says = "Das ist ein Satz, der auf Deutsch geschrieben ist."
    told, untold = (program.clone(language="English", **fields)["voice"]["recording"] for fields in ({"reference_text": says}, {}))

    assert (told["language"], told["language_by"]) == ("German", "transcript")
    assert "The recording is in German, and English was asked for" in told["findings"][-1]["says"]
    assert (untold["language"], untold["language_by"]) == (None, None)
    assert "language" not in {finding["flaw"] for finding in untold["findings"]}


def test_a_clone_of_which_nobody_told_the_language_is_listed_with_none_and_speaks_all_the_same(program: Program) -> None:
    untold, named, written = (
        program.clone(**fields)["voice"]
        for fields in ({"text": None}, {"text": None, "language": "Deutsch"}, {"text": "Das ist ein Satz auf Deutsch."})
    )
    english = program.client.get(VOICES, params={"language": "English", "source_type": "voice_clone"}).json()["data"]

    assert [voice["language"] for voice in (untold, named, written)] == ["", "Deutsch", "German"]
    assert english == []
    assert program.client.get(f"{VOICES}/{untold['voice_id']}").json()["language"] == ""
    assert program.speak(voice=untold["voice_id"], text="Guten Tag, wie geht es dir?")["status"] == "completed"


def test_a_clone_without_text_has_no_preview(program: Program) -> None:
    made = program.clone(text=None)

    assert made["preview_audio_url"] is None
    assert made["outputs"] == []
    assert made["billing_contract"]["facts"] == {"voice_clones": 1, "preview_characters": 0}


def test_a_text_with_nothing_to_say_asks_for_no_preview(program: Program) -> None:
    assert program.clone(text=". ")["preview_audio_url"] is None  # as the vendor's own Python example sends it
    assert program.clone(text=". ", preview_text="Hello.")["billing_contract"]["facts"]["preview_characters"] == 6


def test_what_a_recording_says_can_be_told_without_asking_for_a_preview(program: Program) -> None:
    assert program.clone(text=None, reference_text="What I say.")["preview_audio_url"] is None


def test_text_wins_over_preview_text(program: Program) -> None:
    assert program.clone(text="four", preview_text="more than four")["billing_contract"]["facts"]["preview_characters"] == 4


def test_characters_are_code_points(program: Program) -> None:
    assert program.design(preview_text="你好 👩‍👧\n!")["billing_contract"]["facts"]["preview_characters"] == 8


def test_ids_are_minted_in_the_vendors_patterns(program: Program) -> None:
    assert re.fullmatch(r"VoiceClone\d+", program.clone()["voice_id"])
    assert re.fullmatch(r"ttv-voice-20\d{14}-[A-Za-z0-9]{8}", program.design()["voice_id"])


def test_the_same_seed_is_accepted_and_a_strange_one_is_not(program: Program) -> None:
    assert program.design(seed=7)["voice"]["status"] == "active"
    assert program.client.post(f"{VOICES}/design", json={"prompt": "A calm voice.", "preview_text": "Hi.", "seed": -1}).status_code == 400


def test_a_language_that_nobody_here_speaks_is_told_before_anything_is_made(client: httpx2.Client) -> None:
    answer = client.post(f"{VOICES}/design", json={"prompt": "A calm voice.", "preview_text": "Hello.", "language": SPEECHLESS.value})

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "engine_unavailable"


@pytest.mark.usefixtures("paused")
def test_whoever_has_waited_long_enough_gets_the_voice_as_it_is(world: World, program: Program) -> None:
    made = program.clone(text="Hello there.")

    assert made["voice"]["status"] == "preparing"
    assert made["preview_audio_url"] is None
    assert made["billing_contract"]["billing_stage"] == "estimate"

    world.paused = False
    with program.client.stream("GET", f"/aijisu/v1/audio/tasks/{made['task_id']}/events") as events:
        events.read()

    assert program.client.get(f"{VOICES}/{made['voice_id']}").json()["status"] == "active"


@pytest.mark.usefixtures("paused")
def test_nobody_waits_for_a_caller_who_has_left(world: World, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "SETTLE", 60)
    headers = {"x-request-id": "left-early"}
    with pytest.raises(httpx2.ReadTimeout):
        client.post(f"{VOICES}/design", json={"prompt": "A calm voice.", "preview_text": "Hi."}, headers=headers, timeout=0.5)

    assert [entry["seconds"] < 5 for entry in world.logged("left-early")] == [True]


def test_an_expired_voice_is_answered_like_one_that_never_was(world: World, program: Program) -> None:
    voice = program.clone()["voice_id"]
    world.clock.ahead = timedelta(hours=169)
    try:
        shown, listed = program.client.get(f"{VOICES}/{voice}"), program.client.get(VOICES)
    finally:
        world.clock.ahead = timedelta()

    assert shown.content == program.client.get(f"{VOICES}/nothing").content
    assert voice not in ids(listed)


def test_a_voice_that_cannot_be_made_is_refused_in_the_same_shape(client: httpx2.Client) -> None:
    answer = client.post(f"{VOICES}/design", json={"prompt": "A calm voice.", "preview_text": "Crash at once."})

    assert answer.status_code == 502
    assert answer.json()["error"]["code"] == "engine_error"


def test_a_voice_is_kept_for_a_week_and_for_good_once_it_has_spoken(program: Program) -> None:
    made = program.design()["voice"]
    program.speak(voice=made["voice_id"])

    assert made["expires_at"][:10] > made["created_at"][:10]
    assert program.client.get(f"{VOICES}/{made['voice_id']}").json()["expires_at"] is None


def test_a_key_lists_every_model(client: httpx2.Client) -> None:
    names = [model["id"] for model in client.get("/aijisu/v1/models").json()["data"]]

    assert names == ["minimax-speech-2.8-hd", "minimax-speech-02-hd", "minimax-voice-clone", "minimax-voice-design"]


def test_a_designed_voice_says_which_words_of_its_prompt_changed_nothing(program: Program) -> None:
    made = program.design(prompt="Warm and purple.")["voice"]

    assert made["design"] == {"understood": ["warm"], "ignored": ["purple"], "warning": None}
    assert program.client.get(f"{VOICES}?search={made['voice_id']}").json()["data"][0]["design"] == made["design"]
    assert program.clone()["voice"]["design"] is None


def test_a_voice_of_which_nothing_was_understood_is_made_and_says_so(program: Program) -> None:
    made = program.design(prompt="purple")["voice"]

    assert made["status"] == "active"
    assert (made["design"]["understood"], made["design"]["ignored"]) == ([], ["purple"])
    assert made["design"]["warning"].startswith("Nothing of this description was understood")
    assert program.client.get(f"{VOICES}/{made['voice_id']}").json()["design"] == made["design"]
