"""Every call of the native dialect as a value: what is sent, how its answer is read, how long it may take.

The two clients differ only in how they wait; what they say stands here.
"""

from __future__ import annotations

import ipaddress
import mimetypes
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeAlias, TypeVar
from urllib.parse import quote, urlsplit

import httpx2
import msgspec

from voicewright.client.errors import Refused, Unreachable, VoicewrightError, WorkFailed
from voicewright.client.options import CloneOptions, DesignOptions, Style, VoiceFilter, body, speech
from voicewright.client.results import Answer, Discarded, Ignored, ModelList, NewVoice, Progress, Task, Upload, Voice, VoicePage

PREFIX = "/aijisu"
PROMPT_ANSWER = 30.0
"""Seconds that an answer may take which needs no work."""
WORK = 300.0
"""Seconds that making a voice, or the first sound of a text, may take."""
HEARTBEAT = 30.0
"""Seconds of silence after which we ask what became of a task."""
CONNECT = 5.0
PAUSES = (0.2, 0.8)
"""Seconds before the second and the third attempt."""
LONGEST_PAUSE = 20.0
"""Seconds that we wait when the server says when to come back; beyond that the caller decides."""
ERROR_STATUS = 400
SERVER_ERROR = 500
TOO_MANY = 429
BUSY = frozenset({502, 503, 504})

ACTIVE = "active"
MEASURED = frozenset({"wav", "flac", "pcmu_wav"})
"""Forms whose header says how long the sound is, which nobody knows while it is still being made."""
Outcome: TypeAlias = httpx2.Response | httpx2.TransportError
"""What became of one attempt."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Call(Generic[T]):
    """One exchange with the server."""

    method: str
    path: str
    answer: type[T]
    params: Mapping[str, str] | None = None
    json: Mapping[str, object] | None = None
    form: Mapping[str, str] | None = None
    file: tuple[str, bytes, str] | None = None
    """Name, content, media type."""
    patience: float = PROMPT_ANSWER
    """Seconds between two signs of life from the server."""

    def request(self, client: httpx2.Client | httpx2.AsyncClient, *, server: str, key: str) -> httpx2.Request:
        """The request. A link that the server handed out carries its own leave, so the key stays at home."""
        foreign = is_url(self.path)
        headers = {} if foreign else {"Authorization": f"Bearer {key}"}
        if self.json is not None:
            headers["Content-Type"] = "application/json"
        return client.build_request(
            self.method,
            self.path if foreign else server + PREFIX + self.path,
            params=self.params,
            headers=headers,
            content=None if self.json is None else msgspec.json.encode(self.json),
            data=self.form,
            files=None if self.file is None else {"file": self.file},
            timeout=httpx2.Timeout(self.patience, connect=CONNECT),
        )

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method == "GET"


# ── voices ───────────────────────────────────────────────────────────────────────────────────────


def voices(wanted: VoiceFilter, *, after: str | None) -> Call[VoicePage]:
    """A page of voices."""
    params = {name: str(value) for name, value in body(wanted).items()}
    if after is not None:
        params["after"] = after
    return Call(method="GET", path="/v1/audio/voices", params=params, answer=VoicePage)


def voice(voice_id: str) -> Call[Voice]:
    """One voice."""
    return Call(method="GET", path=_voice_path(voice_id), answer=Voice)


def rename(voice_id: str, *, name: str | None, description: str | None) -> Call[Voice]:
    """Change what lists show."""
    changes = body({"name": name, "description": description})
    return Call(method="PATCH", path=_voice_path(voice_id), json=changes, answer=Voice)


def delete(voice_id: str) -> Call[Ignored]:
    """Delete a voice."""
    return Call(method="DELETE", path=_voice_path(voice_id), answer=Ignored)


def clone(source: Mapping[str, str], options: CloneOptions) -> Call[NewVoice]:
    """Make a voice from `{"audio_url": …}` or `{"file_id": …}`."""
    return Call(method="POST", path="/v1/audio/voices/clone", json={**source, **body(options)}, answer=NewVoice, patience=WORK)


def design(prompt: str, preview_text: str, options: DesignOptions) -> Call[NewVoice]:
    """Make a voice from a description."""
    said = {**body(options), "prompt": prompt, "preview_text": preview_text}
    return Call(method="POST", path="/v1/audio/voices/design", json=said, answer=NewVoice, patience=WORK)


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def upload(path: Path, content: bytes, *, purpose: str) -> Call[Upload]:
    """Send a file."""
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Call(method="POST", path="/v1/files", form={"purpose": purpose}, file=(path.name, content, media), answer=Upload, patience=WORK)


def forget(file_id: str) -> Call[Ignored]:
    """Remove an uploaded file."""
    return Call(method="DELETE", path=f"/v1/files/{quote(file_id, safe='')}", answer=Ignored)


# ── speech ───────────────────────────────────────────────────────────────────────────────────────


def submit(text: str, *, voice: str, style: Style) -> Call[Task]:
    """Have a text spoken, as a task."""
    return Call(method="POST", path="/v1/audio/tasks", json=speech(text, voice=voice, style=style), answer=Task)


def stream(text: str, *, voice: str, style: Style) -> Call[bytes]:
    """Have a text spoken, now."""
    return Call(method="POST", path="/v1/audio/stream", json=speech(text, voice=voice, style=style), answer=bytes, patience=WORK)


def task(task_id: str) -> Call[Task]:
    """A task as it stands."""
    return Call(method="GET", path=_task_path(task_id), answer=Task)


def events(task_id: str) -> Call[Task]:
    """A task whenever it changes."""
    return Call(method="GET", path=f"{_task_path(task_id)}/events", answer=Task, patience=HEARTBEAT)


def cancel(task_id: str) -> Call[Discarded]:
    """Cancel a task, or forget one that has ended."""
    return Call(method="DELETE", path=_task_path(task_id), answer=Discarded)


def models() -> Call[ModelList]:
    """The model names."""
    return Call(method="GET", path="/v1/models", answer=ModelList)


def link(url: str) -> Call[bytes]:
    """What stands at a link that the server handed out."""
    return Call(method="GET", path=url, answer=bytes, patience=WORK)


def _voice_path(voice_id: str) -> str:
    return f"/v1/audio/voices/{quote(voice_id, safe='')}"


def _task_path(task_id: str) -> str:
    return f"/v1/audio/tasks/{quote(task_id, safe='')}"


# ── what comes back ──────────────────────────────────────────────────────────────────────────────


def read(call: Call[T], outcome: Outcome) -> T:
    """The answer, or what kept it from us, raised."""
    response = answered(outcome)
    try:
        return msgspec.json.decode(response.content, type=call.answer)
    except msgspec.DecodeError as error:
        raise Unreachable(
            f"{response.request.url} answered something that is not from Voicewright ({error}). Is the address right?",
            status=response.status_code,
        ) from error


def answered(outcome: Outcome) -> httpx2.Response:
    """The response of a server that agreed; its body must have been read if it did not."""
    if isinstance(outcome, httpx2.TransportError):
        raise unreachable(outcome) from outcome
    if outcome.status_code >= ERROR_STATUS:
        raise refusal(outcome)
    return outcome


def succeeded(ended: Task | None) -> Task:
    """The task, if it ended well. Raises WorkFailed."""
    assert ended is not None  # a watch shows the task at least once
    if ended.succeeded:
        return ended
    if ended.error is None:
        raise WorkFailed(f"The task {ended.id} ended as {ended.status}.", code=ended.status)
    raise WorkFailed(ended.error.message, code=ended.error.code)


def pause_before_next(call: Call[T], outcome: Outcome, *, attempt: int) -> float | None:
    """Seconds until the same call may be sent again; None if it must not be.

    A request that never reached the server, or that the server turned away, is safe to repeat. One that may have been
    carried out is repeated only if it changes nothing.
    """
    if attempt >= len(PAUSES):
        return None
    if isinstance(outcome, httpx2.TransportError):
        unsent = isinstance(outcome, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)
        return PAUSES[attempt] if unsent or call.repeatable else None
    if outcome.status_code == TOO_MANY or (outcome.status_code in BUSY and call.repeatable):
        wanted = _retry_after(outcome) or PAUSES[attempt]
        return wanted if wanted <= LONGEST_PAUSE else None
    return None


def unheard(progress: Progress) -> None:
    """Nobody wants to know how far it has come."""
    del progress


def server(url: str) -> str:
    """The address of a server, ready to be followed by a path. Raises ValueError."""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ValueError(f"{url!r} is no address of a server; it should look like http://127.0.0.1:8000")
    return url.rstrip("/")


def loopback(url: str) -> bool:
    """Whether an address is this machine's own, so that no proxy could reach it."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_url(recording: str | Path) -> bool:
    """Whether a recording stands on the web rather than on this machine."""
    return isinstance(recording, str) and recording.lower().startswith(("http://", "https://"))


def _retry_after(response: httpx2.Response) -> float | None:
    said = response.headers.get("retry-after", "")
    return float(said) if said.isdigit() else None


def unreachable(error: httpx2.TransportError) -> Unreachable:
    """What to raise where no answer came."""
    where = str(error.request.url.copy_with(path="/", query=None)).rstrip("/")
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Unreachable(f"No server answers at {where}.")
    if isinstance(error, httpx2.TimeoutException):
        return Unreachable(f"The server at {where} did not answer in time.")
    return Unreachable(f"The connection to {where} broke: {error}")


def refusal(response: httpx2.Response) -> VoicewrightError:
    """What to raise for an answer that is a refusal; its body must have been read."""
    kind = WorkFailed if response.status_code >= SERVER_ERROR else Refused
    request_id = response.headers.get("x-request-id")
    try:
        said = msgspec.json.decode(response.content, type=Answer).error
    except msgspec.DecodeError:
        message = f"{response.request.url} answered {response.status_code} {response.reason_phrase}; is Voicewright there?"
        return Unreachable(message, status=response.status_code, request_id=request_id)
    return kind(said.message, code=said.code, status=response.status_code, request_id=request_id)


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO]:
    """A file to write that takes the place of `path` once everything is written. A device is written as it is."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
