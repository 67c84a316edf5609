"""Voices, consents and models over HTTP as OpenAI's clients ask for them."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from http_world import Program, World, recording

from voicewright.domain.account import AccountId
from voicewright.http.dialects.openai.names import VOICES
from voicewright.services.system_voices import SYSTEM_VOICES

BASE = "/openai/v1/audio"


def consent(client: httpx2.Client, **fields: str) -> dict[str, Any]:
    form = {"name": "Jo", "language": "en-US", **fields}
    answer = client.post(f"{BASE}/voice_consents", data=form, files={"recording": ("yes.wav", recording(3.0))})
    assert answer.status_code == 200, answer.text
    kept: dict[str, Any] = answer.json()
    return kept


def cloned(client: httpx2.Client, consent_id: str, sample: bytes | None = None) -> httpx2.Response:
    files = {"audio_sample": ("me.wav", recording() if sample is None else sample)}
    return client.post(f"{BASE}/voices", data={"name": "Mine", "consent": consent_id}, files=files)


def speaks(client: httpx2.Client, voice: str) -> bool:
    return client.post(f"{BASE}/speech", json={"model": "tts-1", "input": "Hello.", "voice": voice}).status_code == 200


def test_a_recording_with_a_consent_becomes_a_voice_that_speaks(client: httpx2.Client) -> None:
    made = cloned(client, consent(client)["id"]).json()

    assert made["type"] == "audio_sample"
    assert speaks(client, made["id"])


def test_the_voice_keeps_which_consent_it_was_made_with_and_its_language(client: httpx2.Client, world: World) -> None:
    given = consent(client, language="de-AT")
    made = cloned(client, given["id"]).json()

    async def kept() -> tuple[dict[str, str], str]:
        async with world.store.view() as unit:
            voice = await unit.voices.get(made["id"])
        assert voice is not None
        return voice.facts, voice.language.value

    facts, language = world.do(kept())
    assert (facts["consent"], language) == (given["id"], "German")


@pytest.mark.parametrize("sent_as", ["json", "data"])
def test_a_description_becomes_a_voice_that_speaks_whether_a_form_or_json_brings_it(client: httpx2.Client, sent_as: str) -> None:
    body: dict[str, Any] = {sent_as: {"name": "Guide", "type": "prompt", "prompt": "A warm guide."}}
    made = client.post(f"{BASE}/voices", **body).json()

    assert (made["type"], made["prompt"]) == ("prompt", "A warm guide.")
    assert speaks(client, made["id"])


@pytest.mark.parametrize(
    ("fields", "language"), [({"script_hint": "Guten Tag, wie geht es Ihnen heute?"}, "German"), ({"prompt": "温暖亲切的年轻女声"}, "Chinese")]
)
def test_the_language_of_a_designed_voice_comes_from_its_script_or_its_description(
    client: httpx2.Client, fields: dict[str, str], language: str
) -> None:
    made = client.post(f"{BASE}/voices", json={"name": "Guide", "type": "prompt", "prompt": "A guide.", **fields}).json()

    assert client.get(f"/aijisu/v1/audio/voices/{made['id']}").json()["language"] == language


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"type": "prompt", "prompt": "A guide."}, "name", "missing_required_parameter"),
        ({"type": "prompt", "name": "G"}, "prompt", "missing_required_parameter"),
        ({"type": "live", "name": "G"}, "type", "invalid_value"),
        ({"type": "prompt", "name": "G" * 201, "prompt": "A guide."}, "name", "invalid_value"),
        ({"type": "prompt", "name": "G", "prompt": "A guide.", "model": "2020-01-01"}, "model", "invalid_value"),
        ({"type": "prompt", "name": "G", "prompt": "A" * 2001}, "prompt", "string_above_max_length"),
        ({"name": "G", "audio_sample": "text"}, "audio_sample", "invalid_value"),
        ({"name": "G"}, "consent", "missing_required_parameter"),
    ],
    ids=str,
)
def test_a_voice_that_cannot_be_made_is_refused_with_the_field(client: httpx2.Client, body: dict[str, str], param: str, code: str) -> None:
    answer = client.post(f"{BASE}/voices", json=body)

    assert answer.status_code == 400
    assert (answer.json()["error"]["param"], answer.json()["error"]["code"]) == (param, code)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff", b"[" * 100_000])
def test_json_that_is_none_is_refused(client: httpx2.Client, body: bytes) -> None:
    answer = client.post(f"{BASE}/voices", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_body")


@pytest.mark.parametrize("sample", [b"", b"no sound", recording(2.0), b"\0" * (10 * 2**20 + 1)], ids=["empty", "noise", "short", "large"])
def test_recordings_that_cannot_be_used_are_refused(client: httpx2.Client, sample: bytes) -> None:
    answer = cloned(client, consent(client)["id"], sample)

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "audio_sample"


def test_a_sample_without_a_file_and_a_consent_that_is_not_ones_own_are_refused(client: httpx2.Client, stranger: httpx2.Client) -> None:
    given = consent(client)["id"]
    without = client.post(f"{BASE}/voices", data={"name": "Mine", "consent": given})

    assert without.json()["error"]["param"] == "audio_sample"
    assert cloned(stranger, given).json() == cloned(stranger, "cons_nobody").json()
    assert cloned(stranger, given).json()["error"]["code"] == "voice_consent_not_found"


def test_a_deleted_voice_is_gone_for_good_and_its_consent_is_not(client: httpx2.Client) -> None:
    given = consent(client)["id"]
    voice = cloned(client, given).json()["id"]

    assert client.delete(f"{BASE}/voices/{voice}").json() == {"id": voice, "object": "audio.voice.deleted", "deleted": True}
    assert client.delete(f"{BASE}/voices/{voice}").status_code == 404
    assert not speaks(client, voice)
    assert client.get(f"{BASE}/voice_consents/{given}").status_code == 200


def test_consents_are_paged_newest_first(client: httpx2.Client) -> None:
    kept = [consent(client, name=name)["id"] for name in ("one", "two", "three")]
    first = client.get(f"{BASE}/voice_consents", params={"limit": 2}).json()
    rest = client.get(f"{BASE}/voice_consents", params={"limit": 2, "after": first["last_id"]}).json()

    assert [entry["id"] for entry in first["data"]] == [kept[2], kept[1]]
    assert (first["first_id"], first["has_more"]) == (kept[2], True)
    assert [entry["id"] for entry in rest["data"]] == [kept[0]]
    assert not rest["has_more"]
    assert client.get(f"{BASE}/voice_consents", params={"after": "cons_nobody"}).json()["error"]["param"] == "after"


def test_a_consent_is_renamed_and_forgotten_with_its_recording(client: httpx2.Client, world: World) -> None:
    given = consent(client)["id"]
    size = world.do(world.objects.size(f"consents/{given}"))

    assert size > 1000
    assert client.post(f"{BASE}/voice_consents/{given}", json={"name": "Joanna"}).json()["name"] == "Joanna"
    assert client.get(f"{BASE}/voice_consents/{given}").json()["name"] == "Joanna"
    assert client.delete(f"{BASE}/voice_consents/{given}").json()["deleted"]
    assert client.delete(f"{BASE}/voice_consents/{given}").status_code == 404
    with pytest.raises(KeyError):
        world.do(world.objects.size(f"consents/{given}"))


@pytest.mark.parametrize(
    ("fields", "sound", "param"),
    [
        ({"language": "English!"}, recording(3.0), "language"),
        ({"name": ""}, recording(3.0), "name"),
        ({}, recording(0.5), "recording"),
        ({}, b"noise", "recording"),
    ],
    ids=["language", "name", "short", "unreadable"],
)
def test_a_consent_that_is_none_is_refused(client: httpx2.Client, fields: dict[str, str], sound: bytes, param: str) -> None:
    answer = client.post(f"{BASE}/voice_consents", data={"name": "Jo", "language": "en", **fields}, files={"recording": ("yes.wav", sound)})

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


def test_the_list_has_the_vendors_names_then_system_voices_then_ones_own(client: httpx2.Client, program: Program) -> None:
    own = program.clone(display_name="Mine")["voice_id"]
    listed = client.get(f"{BASE}/voices", params={"model": "tts-1"}).json()
    ids = [voice["id"] for voice in listed["voices"]]

    assert listed["voices"] == listed["data"]
    assert ids[: len(VOICES)] == list(VOICES)
    assert ids[-1] == own
    assert len(ids) == len(SYSTEM_VOICES) + 1
    assert listed["voices"][-1]["expires_at"] is not None
    assert all(speaks(client, voice) for voice in (ids[0], ids[len(VOICES)], own))
    assert client.get(f"{BASE}/voices", params={"model": "tts-9"}).status_code == 404


def test_own_voices_are_paged(client: httpx2.Client, program: Program) -> None:
    made = [program.clone()["voice_id"] for _ in range(2)]
    first = client.get(f"{BASE}/voices", params={"limit": 1}).json()
    rest = client.get(f"{BASE}/voices", params={"limit": 1, "after": first["next"]}).json()

    assert (first["data"][-1]["id"], first["has_more"]) == (made[1], True)
    assert ([voice["id"] for voice in rest["data"]], rest["has_more"]) == ([made[0]], False)


def test_who_has_no_key_sees_what_everybody_has_and_nothing_else(world: World, client: httpx2.Client, program: Program) -> None:
    program.clone()
    with world.client(None) as nobody:
        seen = nobody.get(f"{BASE}/voices").json()
        models = nobody.get(f"{BASE}/models").json()

    assert {voice["type"] for voice in seen["voices"]} == {"system"}
    assert len(seen["voices"]) == len(SYSTEM_VOICES)
    assert [model["id"] for model in models["models"]] == ["gpt-4o-mini-tts", "tts-1", "tts-1-hd"]
    assert len(client.get(f"{BASE}/voices").json()["voices"]) == len(SYSTEM_VOICES) + 1


def test_a_wrong_key_is_refused_where_none_is_needed(world: World) -> None:
    with world.client("sk-wrong") as nobody:
        assert nobody.get(f"{BASE}/voices").status_code == 401


def test_models_are_listed_and_shown(client: httpx2.Client) -> None:
    listed = client.get("/openai/v1/models").json()["data"]

    assert {"gpt-4o-mini-tts", "tts-1", "tts-1-hd"} <= {model["id"] for model in listed}
    assert client.get("/openai/v1/models/tts-1").json() == next(model for model in listed if model["id"] == "tts-1")
    assert client.get("/openai/v1/models/tts-9").json()["error"]["code"] == "model_not_found"


def test_a_consent_belongs_to_an_account(world: World, client: httpx2.Client) -> None:
    given = consent(client)["id"]

    async def found() -> object:
        async with world.store.view() as unit:
            return await unit.consents.owned(AccountId("acct_nobody"), given)

    assert world.do(found()) is None
