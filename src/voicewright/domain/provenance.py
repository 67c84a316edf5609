"""What a file says of where its sound comes from, for machines: the implicit label of GB 45438-2025, in force since September 2025."""

from __future__ import annotations

import json

KEY = "AIGC"
"""The name of the tag."""
GENERATED = "1"
"""The standard's word for content that is generated; 2 is for content that may be, 3 for content that is suspected to be."""


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
