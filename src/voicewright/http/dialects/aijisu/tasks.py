"""Tasks in answers: a superset of the vendor's two pages, which disagree (contracts §1.5)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from voicewright.domain.errors import recalled
from voicewright.domain.task import Task
from voicewright.http.dialects.aijisu.models import SPEECH
from voicewright.http.dialects.aijisu.schemas import STATUS_WORDS, ErrorBody, Moment, OutputOut, RecordingErrorBody, StatusWord, moment
from voicewright.http.dialects.aijisu.words import worded
from voicewright.http.fields import Out
from voicewright.http.links import Address


class AudioOut(Out):
    """One sound."""

    url: str


class ResultOut(Out):
    """What a finished task made."""

    audio_url: str
    outputs: list[str]
    audios: list[AudioOut]


class TaskOut(Out):
    """A task, whatever it makes."""

    object: Literal["audio.generation.job"]
    task_id: str = Field(examples=["task_abc123"])
    id: str = Field(description="The same as `task_id`.")
    model: str = Field(examples=[SPEECH[0]])
    status: StatusWord
    progress: str = Field(examples=["100%"])
    created_at: int = Field(description="Unix seconds.")
    voice_id: str
    audio_url: str | None = Field(description="A signed link that expires; ask again for a fresh one.")
    subtitles_url: str | None = Field(
        description="Where `subtitles` were asked for: a signed link to a JSON file with lines and words, times in ms, offsets in characters."
    )
    outputs: list[OutputOut]
    result: ResultOut | None
    error: RecordingErrorBody | ErrorBody | None

    @classmethod
    def of(cls, task: Task, *, address: Address) -> TaskOut:
        """A task as its owner sees it."""
        url = None if task.output is None else address(task.output.key, task.output.spec.codec)
        subtitles = None if task.output is None else task.output.subtitles
        failure = None if task.failure is None else recalled(task.failure.code, task.failure.facts)
        return cls(
            object="audio.generation.job",
            task_id=task.id,
            id=task.id,
            model=task.origin.model,
            status=STATUS_WORDS[task.stage],
            progress=f"{task.progress}%",
            created_at=int(task.created_at.timestamp()),
            voice_id=task.voice_id,
            audio_url=url,
            subtitles_url=None if subtitles is None else address(subtitles, "subtitles"),
            outputs=[] if url is None else [OutputOut(url=url, type="audio")],
            result=None if url is None else ResultOut(audio_url=url, outputs=[url], audios=[AudioOut(url=url)]),
            error=None if failure is None else worded(failure),
        )


class EventOut(Out):
    """What a callback brings, in the form that Standard Webhooks recommends."""

    type: Literal["task.completed", "task.failed"]
    timestamp: Moment
    data: TaskOut


def told(task: Task, address: Address) -> EventOut:
    """The end of a task."""
    ended = moment(task.finished_at or task.created_at)
    return EventOut(type="task.failed" if task.failure else "task.completed", timestamp=ended, data=TaskOut.of(task, address=address))


class TaskDiscardedOut(Out):
    """A task that was ended, or forgotten."""

    object: Literal["audio.generation.job"]
    task_id: str
    id: str
    status: StatusWord
    deleted: bool = Field(description="False: it was still open, and has been cancelled; delete it again to have it forgotten.")
