"""Subtitles as players read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a task's subtitles."""

    text: str
    time_begin: float
    """Milliseconds."""
    time_end: float


def keep(content: bytes, path: Path) -> None:
    """Write a task's subtitles as the file's name asks for them: SubRip for `.srt`, else JSON as it came. Raises OSError."""
    if path.suffix.lower() == ".srt":
        content = "\n".join(_srt(msgspec.json.decode(content, type=tuple[Line, ...]))).encode()
    path.write_bytes(content)


def _srt(lines: tuple[Line, ...]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield f"{number}\n{_moment(line.time_begin)} --> {_moment(line.time_end)}\n{' '.join(line.text.split())}\n"


def _moment(milliseconds: float) -> str:
    seconds, rest = divmod(round(milliseconds), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"
