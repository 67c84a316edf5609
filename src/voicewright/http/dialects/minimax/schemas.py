"""What stands in answers about speech and voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from voicewright.domain.voice import Source, Voice
from voicewright.http.fields import Out
from voicewright.http.t2a.ids import ALIASES
from voicewright.http.t2a.sounds import WELL, BaseOut


class RefusedOut(Out):
    """Every refusal; the status is 200."""

    base_resp: BaseOut


class PreviewExtraOut(Out):
    """Figures of a preview."""

    audio_length: int = Field(description="Milliseconds.")
    audio_sample_rate: int
    audio_size: int = Field(description="Bytes.")
    bitrate: int
    word_count: int
    usage_characters: int


class SystemVoiceOut(Out):
    """A voice that everybody has."""

    voice_id: str
    voice_name: str
    description: list[str]
    created_time: str = Field(description="yyyy-mm-dd", examples=["1970-01-01"])


class OwnVoiceOut(Out):
    """A voice of the caller's that has spoken."""

    voice_id: str
    voice_name: str
    description: list[str]
    created_time: str = Field(description="yyyy-mm-dd")

    @classmethod
    def of(cls, voice: Voice) -> OwnVoiceOut:
        """A voice as its owner sees it."""
        return cls(voice_id=voice.id, voice_name=voice.name or voice.id, description=_described(voice), created_time=day(voice.created_at))


class VoicesOut(Out):
    """Voices by how they came to be."""

    system_voice: list[SystemVoiceOut]
    voice_cloning: list[OwnVoiceOut]
    voice_generation: list[OwnVoiceOut]
    music_generation: list[OwnVoiceOut]
    base_resp: BaseOut

    @classmethod
    def of(cls, voices: Sequence[Voice]) -> VoicesOut:
        """System voices under their own names and under those that clients hard-code; own ones of either kind."""
        system = {voice.id: voice for voice in voices if voice.source is Source.SYSTEM}
        named = [*system.items(), *((alias, system[name]) for alias, name in ALIASES.items() if name in system)]
        return cls(
            system_voice=[
                SystemVoiceOut(voice_id=name, voice_name=voice.name, description=_described(voice), created_time="1970-01-01")
                for name, voice in named
            ],
            voice_cloning=[OwnVoiceOut.of(voice) for voice in voices if voice.source is Source.CLONE],
            voice_generation=[OwnVoiceOut.of(voice) for voice in voices if voice.source is Source.DESIGN],
            music_generation=[],
            base_resp=WELL,
        )


def day(moment: datetime) -> str:
    """`2025-08-20`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def _described(voice: Voice) -> list[str]:
    return [said for said in (voice.description, voice.prompt if voice.source is Source.DESIGN else None) if said]


class LongExtraOut(Out):
    """Figures of a long text's sound, in the archive's `.extra`."""

    audio_length: int
    audio_sample_rate: int
    audio_size: int
    bitrate: int
    word_count: int
    usage_characters: int
    audio_format: str
    audio_channel: int


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A file, whether somebody sent it or it was made here."""

    number: int
    size: int
    """Bytes."""
    created_at: int
    """Unix seconds."""
    filename: str
    purpose: str


class FileOut(Out):
    """A file."""

    file_id: int = Field(examples=[281459082518637], description="Below 2⁵³.")
    bytes: int
    created_at: int = Field(description="Unix seconds.")
    filename: str
    purpose: str

    @classmethod
    def of(cls, file: Filed) -> FileOut:
        """A file as its owner sees it."""
        return cls(file_id=file.number, bytes=file.size, created_at=file.created_at, filename=file.filename, purpose=file.purpose)


class FileLinkOut(FileOut):
    """A file, and where it can be had."""

    download_url: str

    @classmethod
    def linked(cls, file: Filed, link: str) -> FileLinkOut:
        """A file with its link."""
        return cls(**vars(FileOut.of(file)), download_url=link)


class FileStoredOut(Out):
    """A file that was kept."""

    file: FileOut
    base_resp: BaseOut


class FileLinkedOut(Out):
    """A file with its link."""

    file: FileLinkOut
    base_resp: BaseOut


class FileListOut(Out):
    """Files."""

    files: list[FileOut]
    base_resp: BaseOut


class FileDeletedOut(Out):
    """A file that is gone."""

    file_id: int
    base_resp: BaseOut


class AcceptedOut(Out):
    """A long text that was accepted."""

    task_id: str = Field(examples=["95157322514444"], description="A number, in quotes.")
    task_token: str
    file_id: int = Field(description="Of the result, once it is there.")
    usage_characters: int
    base_resp: BaseOut


class ProgressOut(Out):
    """How far a long text is."""

    task_id: int
    status: Literal["Processing", "Success", "Failed", "Expired"]
    file_id: int
    base_resp: BaseOut


class ClonedOut(Out):
    """A voice that was cloned."""

    input_sensitive: bool = Field(description="Whether the text holds what may not be said here.")
    input_sensitive_type: Literal[0, 7] = Field(description="0: no; 7: of another kind than the vendor tells apart.")
    demo_audio: str = Field(description="A link to the preview; empty without one.")
    base_resp: BaseOut


class ClonedAndHeardOut(ClonedOut):
    """A voice that was cloned, and its preview."""

    extra_info: PreviewExtraOut


class DesignedOut(Out):
    """A voice that was designed."""

    voice_id: str = Field(examples=["ttv-voice-2025060717322425-xxxxxxxx"])
    trial_audio: str = Field(description="An mp3, hexadecimal.")
    base_resp: BaseOut


class VoiceDeletedOut(Out):
    """A voice that is gone."""

    voice_id: str
    created_time: str = Field(description="Unix seconds.", examples=["1728962464"])
    base_resp: BaseOut
