"""What sound says of where it comes from, for machines: the implicit label of GB 45438-2025, in force since September 2025, and a mark that nobody hears."""

from __future__ import annotations

import json
from dataclasses import dataclass

KEY = "AIGC"
"""The name of the tag."""
GENERATED = "1"
"""The standard's word for content that is generated; 2 is for content that may be, 3 for content that is suspected to be."""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What an operator puts into everything that is spoken."""

    producer: str = ""
    """Who is named in the files as their producer; nobody: the files say nothing."""
    word: str = ""
    """Whose pattern is hidden in the sound (`audio.hidden`); none: no sample is touched."""


UNMARKED = Marks()


def label(*, producer: str, produced: str) -> str | None:
    """The tag's text for a producer and the number under which they know the content; None where nobody is named as producer.

    The fields of the spreading party and both reserved ones stay empty, as the standard has it for those who only produce.
    """
    if not producer:
        return None
    fields = {
        "Label": GENERATED,
        "ContentProducer": producer,
        "ProduceID": produced,
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
    return json.dumps(fields)
