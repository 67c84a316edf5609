"""Refusals speak for themselves."""

from __future__ import annotations

import inspect
import re
import string

import pytest

from voicewright.domain import errors
from voicewright.domain.errors import FieldMissing, Refusal, VoiceNotVisible, leaves, recalled


def facts_for(kind: type[Refusal]) -> dict[str, errors.Fact]:
    """A fact for each place in a refusal's message."""
    names = [name for _, name, _, _ in string.Formatter().parse(kind.__doc__ or "") if name]
    return {name: f"<{name}>" for name in names}


@pytest.mark.parametrize("kind", list(leaves()), ids=lambda kind: kind.__name__)
def test_every_refusal_is_a_whole_sentence(kind: type[Refusal]) -> None:
    message = str(kind(**facts_for(kind)))

    assert message[0].isupper() or message[0] in "`<"
    assert message.endswith(".")
    assert "{" not in message


@pytest.mark.parametrize("kind", list(leaves()), ids=lambda kind: kind.__name__)
def test_a_task_can_keep_a_refusal_and_say_it_again(kind: type[Refusal]) -> None:
    refusal = kind(**facts_for(kind))

    again = recalled(refusal.code, dict(refusal.facts))

    assert type(again) is kind
    assert str(again) == str(refusal)


def test_the_drawing_shows_the_tree() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    there = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Refusal)} - {"Refusal"}

    assert drawn == there


def test_a_refusal_names_the_field_at_fault() -> None:
    assert FieldMissing(field="audio_url").field == "audio_url"
    assert str(FieldMissing(field="audio_url")) == "`audio_url` is required."
    assert VoiceNotVisible().field is None


def test_braces_from_a_caller_stay_braces() -> None:
    assert str(FieldMissing(field="{0.__class__}")) == "`{0.__class__}` is required."
