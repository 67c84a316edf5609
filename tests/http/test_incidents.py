"""What was done to other servers, done to this one: docs/security/incidents.md says where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
from http_world import Program, World, recording
from minimax_calls import Customer, code
from websocket_calls import conversation

PATHS = [
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "....//....//x",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "file:///etc/passwd",
    "voices/../../x.pt",
    "x\x00.wav",
    "C:\\x",
]
HOSTILE = pytest.mark.parametrize("name", PATHS)
SPEECH: dict[str, dict[str, Any]] = {
    "/aijisu/v1/audio/tasks": {"model": "minimax-speech-2.8-hd", "text": "Hello.", "voice_id": "NAME"},
    "/minimax/v1/t2a_v2": {"model": "speech-2.8-hd", "text": "Hello.", "voice_setting": {"voice_id": "NAME"}},
    "/apixo/api/v1/generateTask/minimax-speech-2-8": {"input": {"mode": "speech-hd", "voice_id": "NAME", "prompt": "Hello."}},
    "/novita/v3/minimax-speech-2.8-hd": {"text": "Hello.", "voice_setting": {"voice_id": "NAME"}},
    "/kyma/v1/audio/speech": {"model": "minimax-speech-hd", "input": "Hello.", "voice_id": "NAME"},
    "/openai/v1/audio/speech": {"model": "gpt-4o-mini-tts", "input": "Hello.", "voice": "NAME"},
}


def refused(answer: httpx2.Response) -> bool:
    """Refused as a request, and not as a failure of ours."""
    return 400 <= answer.status_code < 500 or (answer.status_code == 200 and answer.json().get("base_resp", {}).get("status_code", 0) != 0)


def named(body: Any, name: str) -> Any:
    if isinstance(body, dict):
        return {key: named(value, name) for key, value in body.items()}  # pyright: ignore[reportUnknownVariableType] - JSON
    return name if body == "NAME" else body


def files(world: World) -> set[str]:
    """Everything beside the folder of objects, and around the server's own."""
    around = [path for path in world.folder.parent.iterdir() if path != world.folder]
    return {str(path) for path in [*around, *world.folder.iterdir()]}


def kept(world: World) -> list[str]:
    root = world.folder / "objects"
    return [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]


@HOSTILE
@pytest.mark.parametrize("path", SPEECH)
def test_a_voice_id_that_is_a_path_is_an_unknown_voice(world: World, client: httpx2.Client, path: str, name: str) -> None:
    before = files(world)
    answer = client.post(path, json=named(SPEECH[path], name))

    assert refused(answer)
    assert "root:" not in answer.text
    assert files(world) == before


@HOSTILE
def test_a_path_over_a_websocket_is_an_unknown_voice(world: World, name: str) -> None:
    with conversation(world.url, world.key(), started=False) as socket:
        socket.hear()
        socket.start(voice_setting={"voice_id": name})
        answer = socket.hear()

    assert answer["event"] == "task_failed"
    assert answer["base_resp"]["status_code"] in {2013, 2054}


@HOSTILE
def test_a_path_is_neither_shown_nor_renamed_nor_deleted(world: World, client: httpx2.Client, name: str) -> None:
    before = files(world)
    address = "/aijisu/v1/audio/voices/" + "".join(f"%{byte:02x}" for byte in name.encode())

    assert refused(client.get(address))
    assert refused(client.patch(address, json={"display_name": "x"}))
    assert refused(client.delete(address))
    assert code(Customer(client=client).post("/v1/delete_voice", voice_type="voice_cloning", voice_id=name)) in {2013, 2054}
    assert files(world) == before


@HOSTILE
def test_no_voice_can_be_made_under_a_path(client: httpx2.Client, name: str) -> None:
    customer = Customer(client=client)

    assert code(customer.post("/v1/voice_clone", file_id=customer.upload(), voice_id=name)) == 2013


@HOSTILE
def test_names_of_files_and_of_people_reach_no_file_name(world: World, client: httpx2.Client, name: str) -> None:
    before = files(world)
    client.post("/aijisu/v1/files", files={"file": (name.replace("\x00", ""), recording())}, data={"purpose": "voice_clone"})
    form = {"name": name.replace("\x00", ""), "language": "en-US"}
    client.post("/openai/v1/audio/voice_consents", data=form, files={"recording": ("../yes.wav", recording())})
    Program(client=client).clone(display_name=name.replace("\x00", ""), description=name.replace("\x00", ""))

    assert files(world) == before
    assert not [key for key in kept(world) if any(part in key for part in ("..", "passwd", "yes", "win.ini", "%", "\\"))]


@HOSTILE
def test_a_path_on_this_machine_is_no_address_of_a_recording(client: httpx2.Client, name: str) -> None:
    answer = client.post("/aijisu/v1/audio/voices/clone", json={"audio_url": name, "text": "Hello."})

    assert refused(answer)
    assert "root:" not in answer.text


@pytest.mark.parametrize("data", [b"\x80\x04\x95", b"PK\x03\x04archive/data.pkl", b"RIFF\x00\x00\x00\x00WAVEfmt ", b"fLaC" + bytes(40), b"OggS" * 50])
def test_a_file_that_cannot_be_read_is_answered_without_a_word_of_the_decoders(client: httpx2.Client, data: bytes) -> None:
    answer = client.post("/kyma/v1/audio/voice-clone", files={"file": ("me.wav", data)})

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "`file` is no audio that can be read here; send wav, mp3, m4a, flac, ogg or opus."


def test_ten_thousand_ranges_are_no_work(client: httpx2.Client) -> None:
    preview = Program(client=client).clone()["preview_audio_url"]
    answer = client.get(preview, headers={"Range": "bytes=" + ",".join(f"{place}-{place}" for place in range(5_000))})

    assert answer.status_code in {200, 400, 431}


@pytest.mark.parametrize("prefix", ["aijisu", "minimax", "apixo", "novita", "kyma", "openai"])
@pytest.mark.parametrize("key", ["admin", "null", "undefined", "0", "' OR 1=1 --", "Bearer", "user_1", "*"])
def test_an_unknown_key_is_nobody_and_never_somebody(world: World, prefix: str, key: str) -> None:
    (path,) = [path for path in SPEECH if path.startswith(f"/{prefix}/")]
    with world.client(key) as stranger:
        answer = stranger.post(path, json=named(SPEECH[path], "English_Graceful_Lady"))

    assert refused(answer)
    assert answer.status_code in {200, 401, 403}


@pytest.mark.parametrize("path", ["/", "/healthz", "/aijisu/v1/audio/voices", "/openai/v1/audio/voices", "/minimax/v1/t2a_v2"])
def test_a_page_from_elsewhere_is_given_no_right_to_read(world: World, path: str) -> None:
    with world.client(None) as browser:
        origin = {"Origin": "https://evil.example", "Host": "evil.example"}
        asked = browser.options(path, headers={**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"})
        read = browser.get(path, headers=origin)

    assert not [name for answer in (asked, read) for name in answer.headers if name.startswith("access-control")]


def test_a_form_that_a_page_from_elsewhere_sends_does_nothing(world: World) -> None:
    with world.client(None) as browser:
        answer = browser.post("/aijisu/v1/audio/voices/clone", data={"audio_url": "https://example.com/audio/me.wav"}, headers={"Cookie": "key=x"})

    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"])
def test_what_needs_no_key_tells_no_secret(world: World, path: str) -> None:
    key = world.key()
    with world.client(key) as somebody:
        voice = Program(client=somebody).clone(display_name="a very private name")["voice_id"]
    caller = world.do(world.core.accounts.caller(key, request="req_test"))
    with world.client(None) as nobody:
        said = nobody.get(path).text

    for secret in (key, voice, "a very private name", caller.account, caller.key, str(Path(world.folder))):
        assert secret not in said
