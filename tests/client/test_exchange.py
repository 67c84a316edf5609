"""What the client does when the network or the server misbehaves. The network is the only thing that is played here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from voicewright.client import AsyncVoicewright, Progress, Refused, Unreachable, Voicewright, WorkFailed, calls

VOICE = {"voice_id": "v1", "source_type": "voice_clone", "visibility": "private", "status": "active", "created_at": "2026-06-24T08:42:23Z"}
MADE = {"task_id": "task_1", "voice_id": "v1", "preview_audio_url": None, "voice": VOICE}
TASK = {"task_id": "task_1", "status": "processing", "progress": "40%"}
DONE = {**TASK, "status": "completed", "progress": "100%", "audio_url": "https://elsewhere.example/sound.mp3"}

FORGOTTEN = {**DONE, "deleted": True}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "PAUSES", (0.0, 0.0))


class Script:
    """A network that answers each request with the next line of a script, and notes what was asked."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = iter(answers)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self) -> Voicewright:
        return Voicewright("http://voices.example", "sk-test", transport=httpx2.MockTransport(self))


def refusal(status: int, code: str = "invalid_request_parameter", headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": "no", "type": "invalid_request_error", "code": code}}, headers=headers)


def test_a_refusal_keeps_what_the_server_said() -> None:
    network = Script(refusal(401, "api_key_required", {"x-request-id": "req_7"}))

    with pytest.raises(Refused, match="no") as caught, network.client() as client:
        client.voice("v1")

    assert (caught.value.code, caught.value.status, caught.value.request_id) == ("api_key_required", 401, "req_7")


def test_an_error_of_the_server_is_work_that_failed() -> None:
    network = Script(refusal(502, "engine_error"))

    with pytest.raises(WorkFailed), network.client() as client:
        client.design("a man", "Hello.")

    assert len(network.asked) == 1


@pytest.mark.parametrize("lost", [httpx2.ReadError("reset"), httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("gone")])
def test_a_question_is_asked_again_when_its_answer_is_lost(lost: Exception) -> None:
    network = Script(lost, httpx2.Response(200, json=VOICE))

    with network.client() as client:
        assert client.voice("v1").id == "v1"


@pytest.mark.parametrize("lost", [httpx2.ReadError("reset"), httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("gone")])
def test_work_is_not_ordered_twice_when_its_answer_is_lost(lost: Exception) -> None:
    network = Script(lost)

    with pytest.raises(Unreachable), network.client() as client:
        client.design("a man", "Hello.")

    assert len(network.asked) == 1


def test_work_is_ordered_again_when_the_order_never_left() -> None:
    network = Script(httpx2.ConnectError("refused"), httpx2.Response(200, json=MADE))

    with network.client() as client:
        assert client.design("a man", "Hello.").voice.id == "v1"


def test_work_is_ordered_again_when_the_server_asks_to_come_back() -> None:
    network = Script(refusal(429, "rate_limit_exceeded", {"retry-after": "0"}), httpx2.Response(200, json=MADE))

    with network.client() as client:
        assert client.design("a man", "Hello.").voice.id == "v1"


def test_a_server_that_wants_to_be_left_alone_for_long_is_not_waited_for() -> None:
    network = Script(refusal(429, "rate_limit_exceeded", {"retry-after": "3600"}))

    with pytest.raises(Refused), network.client() as client:
        client.voice("v1")


def test_somebody_elses_server_is_told_apart() -> None:
    network = Script(httpx2.Response(200, text="<html>It works!</html>"))

    with pytest.raises(Unreachable, match="not from Voicewright"), network.client() as client:
        client.voice("v1")


def test_the_key_is_not_sent_to_links() -> None:
    network = Script(httpx2.Response(200, json=VOICE), httpx2.Response(200, content=b"sound"))

    with network.client() as client:
        client.voice("v1")
        client.fetch("https://elsewhere.example/sound.mp3")

    assert network.asked[0].headers["authorization"] == "Bearer sk-test"
    assert "authorization" not in network.asked[1].headers


def test_an_id_with_spaces_and_slashes_stays_one_segment_of_the_path() -> None:
    network = Script(httpx2.Response(200, json=VOICE))

    with network.client() as client:
        client.voice("Chinese (Mandarin)/../Elder")

    assert network.asked[0].url.raw_path == b"/aijisu/v1/audio/voices/Chinese%20%28Mandarin%29%2F..%2FElder"


def test_a_list_goes_on_until_its_last_page() -> None:
    pages = [{"data": [VOICE], "has_more": True, "next": "cursor"}, {"data": [{**VOICE, "voice_id": "v2"}], "has_more": False, "next": None}]
    network = Script(*(httpx2.Response(200, json=page) for page in pages))

    with network.client() as client:
        assert [voice.id for voice in client.voices(source="voice_clone")] == ["v1", "v2"]

    assert [dict(request.url.params) for request in network.asked] == [
        {"source_type": "voice_clone"},
        {"source_type": "voice_clone", "after": "cursor"},
    ]


def test_a_task_is_still_followed_when_its_events_break_off() -> None:
    seen: list[int] = []
    network = Script(
        httpx2.Response(200, json=TASK),
        httpx2.ReadTimeout("silence"),
        httpx2.Response(200, json={**TASK, "progress": "70%"}),
        httpx2.Response(200, headers={"content-type": "text/event-stream"}, text="data: " + httpx2.Response(200, json=DONE).text + "\n\n"),
    )

    with network.client() as client:
        ended = client.wait("task_1", progress=lambda task: seen.append(task.percent))

    assert ended.succeeded
    assert seen == [40, 70, 100]


def test_a_task_that_failed_says_why() -> None:
    failed = {**TASK, "status": "failed", "error": {"message": "The engine stopped.", "type": "server_error", "code": "engine_error"}}

    with pytest.raises(WorkFailed, match="The engine stopped") as caught, Script(httpx2.Response(200, json=failed)).client() as client:
        client.wait("task_1")

    assert caught.value.code == "engine_error"


def test_a_voice_that_is_still_being_made_is_waited_for() -> None:
    preparing = {**MADE, "voice": {**VOICE, "status": "preparing"}}
    ready = {**VOICE, "preview_audio_url": "https://elsewhere.example/preview.mp3"}
    network = Script(*(httpx2.Response(200, json=answer) for answer in (preparing, DONE, ready)))

    with network.client() as client:
        made = client.design("a man", "Hello.")

    assert made.voice.status == "active"
    assert made.preview_url == "https://elsewhere.example/preview.mp3"


def test_a_sound_that_breaks_off_leaves_the_old_file_alone(tmp_path: Path) -> None:
    def torn() -> Iterator[bytes]:
        yield b"new"
        raise httpx2.RemoteProtocolError("peer closed connection")

    (tmp_path / "a.mp3").write_bytes(b"old")

    with pytest.raises(Unreachable), Script(httpx2.Response(200, content=torn())).client() as client:
        client.save("Hello.", tmp_path / "a.mp3", voice="v1")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.mp3": b"old"}


def test_a_wav_file_comes_from_a_task_that_leaves_nothing_behind(tmp_path: Path) -> None:
    seen: list[Progress] = []
    spoken = (httpx2.Response(200, json=TASK), httpx2.Response(200, json=DONE), httpx2.Response(200, content=b"RIFF"))
    network = Script(*spoken, httpx2.Response(200, json=FORGOTTEN))

    with network.client() as client:
        assert client.save("Hello.", tmp_path / "a.wav", voice="v1", format="wav", progress=seen.append) == 4

    assert [(request.method, request.url.path) for request in network.asked] == [
        ("POST", "/aijisu/v1/audio/tasks"),
        ("GET", "/aijisu/v1/audio/tasks/task_1"),
        ("GET", "/sound.mp3"),
        ("DELETE", "/aijisu/v1/audio/tasks/task_1"),
    ]
    assert seen == [Progress(percent=100), Progress(bytes=4)]
    assert (tmp_path / "a.wav").read_bytes() == b"RIFF"


def test_a_wav_file_that_fails_cancels_its_task_and_leaves_the_old_file_alone(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"old")
    failed = {**TASK, "status": "failed", "error": {"message": "The engine stopped.", "type": "server_error", "code": "engine_error"}}
    network = Script(*(httpx2.Response(200, json=answer) for answer in (TASK, failed, FORGOTTEN)))

    with pytest.raises(WorkFailed), network.client() as client:
        client.save("Hello.", tmp_path / "a.wav", voice="v1", format="wav")

    assert network.asked[-1].method == "DELETE"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.wav": b"old"}


@pytest.mark.parametrize("ended", [True, False])
def test_a_task_that_is_cancelled_says_whether_it_is_forgotten(ended: bool) -> None:  # noqa: FBT001 (pytest hands parameters over like this)
    with Script(httpx2.Response(200, json={**FORGOTTEN, "deleted": ended})).client() as client:
        assert client.cancel("task_1").forgotten is ended


def test_an_uploaded_recording_is_removed_even_when_it_is_refused(tmp_path: Path) -> None:
    recording = tmp_path / "me.wav"
    recording.write_bytes(b"RIFF")
    network = Script(httpx2.Response(200, json={"id": "file_1"}), refusal(400), httpx2.Response(200, json={"id": "file_1"}))

    with pytest.raises(Refused), network.client() as client:
        client.clone(recording)

    assert [(request.method, request.url.path) for request in network.asked] == [
        ("POST", "/aijisu/v1/files"),
        ("POST", "/aijisu/v1/audio/voices/clone"),
        ("DELETE", "/aijisu/v1/files/file_1"),
    ]


@pytest.mark.parametrize("address", ["voices.example", "ftp://voices.example", ""])
def test_what_is_no_address_is_said_at_once(address: str) -> None:
    with pytest.raises(ValueError, match="no address of a server"):
        Voicewright(address, "sk-test")


def test_both_clients_offer_the_same_calls() -> None:
    def offered(client: type) -> set[str]:
        calls: dict[str, Callable[..., object]] = {name: value for name, value in vars(client).items() if callable(value)}
        return {name for name in calls if not name.startswith("_")}

    assert offered(Voicewright) == offered(AsyncVoicewright)


async def test_the_asynchronous_client_follows_a_task_too() -> None:
    events = httpx2.Response(200, headers={"content-type": "text/event-stream"}, text="data: " + httpx2.Response(200, json=DONE).text + "\n\n")
    network = Script(httpx2.Response(200, json=TASK), events)

    async with AsyncVoicewright("http://voices.example", "sk-test", transport=httpx2.MockTransport(network)) as client:
        assert (await client.wait("task_1")).succeeded


async def test_the_asynchronous_client_does_not_order_work_twice() -> None:
    network = Script(httpx2.ReadError("reset"))

    async with AsyncVoicewright("http://voices.example", "sk-test", transport=httpx2.MockTransport(network)) as client:
        with pytest.raises(Unreachable):
            await client.design("a man", "Hello.")

    assert len(network.asked) == 1
