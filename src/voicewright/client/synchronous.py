"""The client for programs that wait."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, Unpack

import httpx2
import msgspec

from voicewright import __version__
from voicewright.client import calls
from voicewright.client.calls import Call
from voicewright.client.errors import Unreachable, VoicewrightError
from voicewright.client.options import CloneOptions, DesignOptions, Style, VoiceFilter
from voicewright.client.results import Discarded, Model, NewVoice, Progress, Task, Upload, Voice
from voicewright.client.subtitles import keep

T = TypeVar("T")


class Voicewright:
    """A server and a key. Every call raises Refused, Unreachable or WorkFailed."""

    def __init__(self, url: str, key: str, *, transport: httpx2.BaseTransport | None = None) -> None:
        self._url = calls.server(url)
        self._key = key
        self._http = httpx2.Client(headers={"User-Agent": f"voicewright/{__version__}"}, trust_env=not calls.loopback(url), transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    # ── voices ───────────────────────────────────────────────────────────────────────────────────

    def voices(self, **wanted: Unpack[VoiceFilter]) -> Generator[Voice]:
        """System voices, then your own, newest first. Pages are fetched as they are needed."""
        after: str | None = None
        while True:
            page = self._send(calls.voices(wanted, after=after))
            yield from page.data
            if not page.has_more or page.next is None:
                return
            after = page.next

    def voice(self, voice_id: str) -> Voice:
        """One voice."""
        return self._send(calls.voice(voice_id))

    def rename(self, voice_id: str, *, name: str | None = None, description: str | None = None) -> Voice:
        """Change what lists show; None leaves a field as it is."""
        return self._send(calls.rename(voice_id, name=name, description=description))

    def delete(self, voice_id: str) -> None:
        """Delete a voice, its recording and everything that was learned from it. Its id stays taken."""
        self._send(calls.delete(voice_id))

    def clone(self, recording: str | Path, **options: Unpack[CloneOptions]) -> NewVoice:
        """Make a voice from a recording of 10 s to 5 min: a file here, or an `http(s)` address that the server can reach.

        A file is uploaded first, and removed from the server's uploads afterwards. Raises OSError for a file that cannot be read.
        """
        if calls.is_url(recording):
            return self._ready(self._send(calls.clone({"audio_url": os.fspath(recording)}, options)))
        sent = self.upload(recording)
        try:
            return self._ready(self._send(calls.clone({"file_id": sent.id}, options)))
        finally:
            with suppress(VoicewrightError):
                self.forget(sent.id)

    def design(self, prompt: str, preview_text: str, **options: Unpack[DesignOptions]) -> NewVoice:
        """Make a voice from a description. The preview text is what it says first, and becomes its reference."""
        return self._ready(self._send(calls.design(prompt, preview_text, options)))

    # ── files ────────────────────────────────────────────────────────────────────────────────────

    def upload(self, path: str | Path, *, purpose: str = "voice_clone") -> Upload:
        """Send a file, to clone from it more than once. Raises OSError for a file that cannot be read."""
        path = Path(path)
        return self._send(calls.upload(path, path.read_bytes(), purpose=purpose))

    def forget(self, file_id: str) -> None:
        """Remove an uploaded file. Voices made from it stay."""
        self._send(calls.forget(file_id))

    def fetch(self, url: str) -> bytes:
        """What stands at a link that the server handed out: a preview, or a task's sound."""
        return calls.answered(self._settled(calls.link(url))).content

    # ── speech ───────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str, *, voice: str, **style: Unpack[Style]) -> bytes:
        """The spoken text as one file, mp3 unless the style says otherwise."""
        return b"".join(self.stream(text, voice=voice, **style))

    def save(
        self,
        text: str,
        path: str | Path,
        *,
        voice: str,
        progress: Callable[[Progress], object] = calls.unheard,
        subtitles_to: str | Path | None = None,
        **style: Unpack[Style],
    ) -> int:
        """Speak into a file; the bytes written. Raises OSError.

        wav, flac and pcmu_wav are written once all is said, so that their headers tell the length. A regular file is
        replaced at the end, so that a failure leaves the old one as it was. `subtitles_to` names a file for them, `.srt` or `.json`.
        """
        at_once = style.get("format") in calls.MEASURED or subtitles_to is not None
        pieces = self._whole(text, voice, style, progress, subtitles_to) if at_once else self.stream(text, voice=voice, **style)
        with calls.replacing(Path(path)) as file, closing(pieces) as arriving:
            for piece in arriving:
                file.write(piece)
                progress(Progress(bytes=file.tell()))
            return file.tell()

    def stream(self, text: str, *, voice: str, **style: Unpack[Style]) -> Generator[bytes]:
        """The spoken text in pieces, each as soon as it is there. Closing the iterator stops the server's work."""
        call = calls.stream(text, voice=voice, style=style)
        with self._opened(call) as response:
            try:
                yield from response.iter_bytes()
            except httpx2.TransportError as error:
                raise calls.unreachable(error) from error

    def submit(self, text: str, *, voice: str, **style: Unpack[Style]) -> Task:
        """Have a long text spoken in the background; `wait` for it, then `fetch` its `audio_url`."""
        return self._send(calls.submit(text, voice=voice, style=style))

    # ── tasks ────────────────────────────────────────────────────────────────────────────────────

    def task(self, task_id: str) -> Task:
        """A task as it stands."""
        return self._send(calls.task(task_id))

    def cancel(self, task_id: str) -> Discarded:
        """Cancel a task; forget one that has ended, with its sound."""
        return self._send(calls.cancel(task_id))

    def watch(self, task_id: str) -> Generator[Task]:
        """The task now, and again whenever it changes, until it has ended."""
        current = self.task(task_id)
        yield current
        while not current.ended:
            for current in self._changes(task_id):
                yield current
            if not current.ended:
                time.sleep(calls.PAUSES[-1])
                current = self.task(task_id)
                yield current

    def wait(self, task_id: str, *, progress: Callable[[Task], object] | None = None) -> Task:
        """The task once it has succeeded, however long it takes. Raises WorkFailed if it does not."""
        current: Task | None = None
        for current in self.watch(task_id):
            if progress is not None:
                progress(current)
        return calls.succeeded(current)

    def models(self) -> tuple[Model, ...]:
        """The model names that a style may ask for."""
        return self._send(calls.models()).data

    # ── the exchange ─────────────────────────────────────────────────────────────────────────────

    def _ready(self, made: NewVoice) -> NewVoice:
        """The voice once it can speak: a busy server may answer before it is done."""
        if made.voice.status == calls.ACTIVE:
            return made
        self.wait(made.task_id)
        voice = self.voice(made.voice.id)
        return msgspec.structs.replace(made, voice=voice, preview_url=voice.preview_url)

    def _whole(
        self, text: str, voice: str, style: Style, progress: Callable[[Progress], object], subtitles_to: str | Path | None
    ) -> Generator[bytes]:
        """The finished sound of a task, which is gone from the server afterwards, as a stream would be."""
        wanted: Style = {**style, "subtitles": True} if subtitles_to is not None else style
        task = self.submit(text, voice=voice, **wanted)
        try:
            ended = self.wait(task.id, progress=lambda task: progress(Progress(percent=task.percent)))
            assert ended.audio_url is not None  # a text that was spoken has a sound
            if subtitles_to is not None and ended.subtitles_url is not None:
                keep(self.fetch(ended.subtitles_url), Path(subtitles_to))
            yield self.fetch(ended.audio_url)
        finally:
            with suppress(VoicewrightError):
                self.cancel(task.id)

    def _send(self, call: Call[T]) -> T:
        return calls.read(call, self._settled(call))

    def _settled(self, call: Call[T]) -> calls.Outcome:
        outcome = self._once(call)
        for attempt in range(len(calls.PAUSES)):
            pause = calls.pause_before_next(call, outcome, attempt=attempt)
            if pause is None:
                break
            time.sleep(pause)
            outcome = self._once(call)
        return outcome

    def _once(self, call: Call[T], *, stream: bool = False) -> calls.Outcome:
        request = call.request(self._http, server=self._url, key=self._key)
        try:
            return self._http.send(request, stream=stream, follow_redirects=call.repeatable)
        except httpx2.TransportError as error:
            return error

    def _changes(self, task_id: str) -> Generator[Task]:
        """What the server tells of a task until it ends or falls silent."""
        with suppress(httpx2.TransportError, Unreachable), self._opened(calls.events(task_id)) as response:
            for event in httpx2.EventSource(response):
                yield msgspec.json.decode(event.data, type=Task)

    @contextmanager
    def _opened(self, call: Call[T]) -> Generator[httpx2.Response]:
        """A response whose body is still to come; a refusal is raised before anything of it is read."""
        outcome = self._once(call, stream=True)
        if isinstance(outcome, httpx2.TransportError):
            raise calls.unreachable(outcome) from outcome
        try:
            if outcome.is_error:
                outcome.read()
                raise calls.refusal(outcome)
            yield outcome
        finally:
            outcome.close()
