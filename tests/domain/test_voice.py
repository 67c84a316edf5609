"""The life of a voice."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

from voicewright.domain.account import AccountId
from voicewright.domain.language import Language
from voicewright.domain.plan import RETENTION
from voicewright.domain.voice import Source, State, Voice

BORN = datetime(2026, 6, 24, 8, 42, 23, tzinfo=UTC)


def voice(state: State = State.ACTIVE) -> Voice:
    """A voice that was cloned and has not spoken."""
    return Voice(
        id="VoiceClone1",
        owner=AccountId("acct_1"),
        source=Source.CLONE,
        state=state,
        name="me",
        language=Language.ENGLISH,
        language_label="English",
        description="",
        created_at=BORN,
        expires_at=BORN + RETENTION,
        seed=1,
    )


def test_a_new_voice_speaks_for_a_week() -> None:
    assert voice().speaks_at(BORN + timedelta(hours=167, minutes=59))
    assert not voice().speaks_at(BORN + timedelta(hours=168))
    assert voice().state_at(BORN + timedelta(hours=168)) is State.EXPIRED


def test_a_permanent_voice_stays() -> None:
    assert dataclasses.replace(voice(), expires_at=None).speaks_at(BORN + timedelta(days=3650))


def test_nothing_is_kept_of_the_speaker_of_a_voice_that_is_no_more() -> None:
    whole = dataclasses.replace(voice(), reference="references/1", preview="previews/1", transcript="It rained.")
    gone = whole.emptied(State.DELETED)

    assert whole.objects == ("references/1", "previews/1")
    assert gone.objects == ()
    assert gone.transcript is None


def test_a_voice_in_preparation_neither_speaks_nor_expires() -> None:
    young = voice(State.PREPARING)

    assert not young.speaks_at(BORN)
    assert young.state_at(BORN + timedelta(days=30)) is State.PREPARING
