"""What files say of themselves."""

from __future__ import annotations

import io

import av
import av.error

from voicewright.audio.decode import OPTIONS
from voicewright.domain.provenance import KEY


def label_in(data: bytes) -> str | None:
    """The label for machines that a sound file carries, as it stands there; None where there is none. Raises ValueError for no sound file."""
    try:
        with av.open(io.BytesIO(data), mode="r", options=dict(OPTIONS), metadata_errors="replace") as container:
            places = (container.metadata, *(stream.metadata for stream in container.streams))
            return next((place[name] for place in places for name in place if name.upper() == KEY), None)
    except (av.error.FFmpegError, EOFError, MemoryError, OverflowError) as error:
        raise ValueError(str(error)) from None
