"""Values to keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.account import Account, AccountId
from voicewright.domain.commands import Origin
from voicewright.domain.language import Language
from voicewright.domain.naming import opaque_id
from voicewright.domain.speech import AudioSpec, Codec, Emotion, Pronunciation, Prosody
from voicewright.domain.task import Kind, SpeechWork, Stage, Task, VoiceWork
from voicewright.domain.voice import Source, State, Voice

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


async def account_in(store: SqlStore, *, after: timedelta = timedelta(0)) -> AccountId:
    """A new account."""
    account = Account(id=AccountId(opaque_id("acct")), name="ours", created_at=NOON + after)
    async with store.unit() as unit:
        await unit.accounts.add(account)
    return account.id


def voice_of(
    owner: AccountId,
    voice_id: str = "voice-0001",
    *,
    name: str = "Ada",
    description: str = "",
    state: State = State.ACTIVE,
    source: Source = Source.CLONE,
    language: Language = Language.ENGLISH,
    created_at: datetime = NOON,
    expires_at: datetime | None = None,
) -> Voice:
    """A voice of the owner's."""
    return Voice(
        id=voice_id,
        owner=owner,
        source=source,
        state=state,
        name=name,
        language=language,
        language_label="english (UK)",
        description=description,
        created_at=created_at,
        expires_at=expires_at,
        seed=2**31 - 1,
        transcript="It rained.",
        reference="references/0123",
    )


def speech_task(account: AccountId, task_id: str = "task_1") -> Task:
    """A synthesis with every field of its work set."""
    work = SpeechWork(
        text="Good evening, 你好.",
        language=Language.CHINESE,
        prosody=Prosody(speed=1.25, pitch=-2.0, emotion=Emotion.CALM),
        volume=0.5,
        spec=AudioSpec(codec=Codec.OPUS, rate=24000, bitrate=64000, channels=1),
        pronunciations=(Pronunciation(word="omg", said="oh my god"), Pronunciation(word="处理", said="(chu3)(li3)")),
    )
    return _task(account, task_id, Kind.SPEECH, work)


def clone_task(account: AccountId, task_id: str = "task_1") -> Task:
    """A clone without a preview."""
    return _task(account, task_id, Kind.CLONE, VoiceWork(preview_text=None))


def _task(account: AccountId, task_id: str, kind: Kind, work: VoiceWork | SpeechWork) -> Task:
    return Task(
        id=task_id,
        account=account,
        kind=kind,
        stage=Stage.QUEUED,
        origin=Origin(dialect="aijisu", model="speech-2.8-hd"),
        voice_id="voice-0001",
        work=work,
        request="req_1",
        created_at=NOON,
    )
