"""What an operator can set: `VOICEWRIGHT_*` variables, a `.env` file, or flags of `serve`. Read once, then handed over."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[tuple[str, ...], NoDecode]
"""Comma-separated in the environment."""


class Settings(BaseSettings):
    """Every setting has a default that is right for one machine."""

    model_config = SettingsConfigDict(
        env_prefix="VOICEWRIGHT_", env_file=".env", frozen=True, extra="ignore", env_ignore_empty=True, validate_default=True
    )

    data: Path = Field(default=Path("voicewright-data"), description="Folder for the database and the recordings; made if missing.")
    host: str = Field(default="127.0.0.1", description="Address to listen on. Only a loopback address is allowed until a key exists.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one and says which.")
    api_key: SecretStr | None = Field(
        default=None,
        description="A key of your own choice for the first account, at least 16 characters. One that was brought before goes on working until it is revoked.",
    )
    database_url: str | None = Field(default=None, description="`postgresql://…` or `sqlite:///…`. Default: a SQLite file in the data folder.")
    objects_url: str | None = Field(default=None, description="`s3://bucket/prefix` or a folder. Default: a folder in the data folder.")
    public_url: str | None = Field(
        default=None, description="Where callers reach this server, for the links in answers. Default: the address of each request."
    )
    root_dialects: Names = Field(
        default=("aijisu", "minimax", "apixo", "novita"), description="Dialects that also answer without their prefix, comma-separated."
    )
    allow_hosts: Names = Field(
        default=(),
        description="Private hosts (`host` or `host:port`, comma-separated) that `audio_url` and callbacks may reach; callbacks also without https.",
    )
    whisper_model: Path | None = Field(
        default=None,
        description="Folder of a faster-whisper model, which checks and writes down speech. Default: what `voicewright models install` put into the data folder.",
    )
    plans: Path | None = Field(
        default=None,
        description="TOML file of the plans that accounts can have: retention, consent, price book, limits. Default: `free` alone, with no limits.",
    )
    queue_limit: int = Field(
        default=10_000, ge=1, description="Tasks of all accounts that may wait; what comes beyond is refused, to be sent again later."
    )
    price_books: Path | None = Field(
        default=None,
        description="Folder of price books of your own, a TOML file each (docs/guides/billing.md). They stand beside those that come with it.",
    )
    forbidden_words: Path | None = Field(
        default=None,
        description="File with words and phrases that no text or description may hold, one a line, UTF-8. Default: everything may be said.",
    )
    keep_originals: bool = Field(
        default=False,
        description="Whether the recordings that voices are cloned from are also kept as they came, until the voice is deleted or lapses.",
    )
    content_producer: str = Field(
        default="Voicewright",
        max_length=200,
        description="Who stands as producer in the label for machines that spoken files carry (GB 45438-2025): a company's name or number. `none`: no label.",
    )
    hidden_mark: str = Field(
        default="",
        max_length=100,
        description="A word whose pattern nobody hears in what is spoken, and `voicewright verify` finds. Whoever knows it can find it. Empty: none.",
    )
    workers: int = Field(default=min(4, os.cpu_count() or 1), ge=1, le=64, description="Engine processes, and tasks that are worked on at once.")

    keep_speech_hours: int = Field(
        default=7 * 24, ge=25, description="Hours that speech tasks and their sounds are kept. A link to a sound works for up to 25 hours."
    )

    @field_validator("root_dialects", "allow_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("content_producer")
    @classmethod
    def _nobody(cls, value: str) -> str:
        return "" if value.strip().lower() == "none" else value.strip()

    @field_validator("hidden_mark")
    @classmethod
    def _bare(cls, value: str) -> str:
        return value.strip()

    @field_validator("public_url")
    @classmethod
    def _absolute(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
            message = "must be an absolute address such as https://voices.example.com"
            raise ValueError(message)
        return value.rstrip("/")

    @model_validator(mode="after")
    def _rooted(self) -> Self:
        object.__setattr__(self, "data", self.data.expanduser().resolve())
        return self

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data / 'voicewright.db'}"

    @property
    def installed_model(self) -> Path:
        """Where `voicewright models install` puts a model for Whisper."""
        return self.data / "models" / "whisper"

    @property
    def whisper(self) -> Path | None:
        """The folder of the model for Whisper, where there is one."""
        return self.whisper_model or (self.installed_model if self.installed_model.is_dir() else None)

    @property
    def objects(self) -> str:
        """The object store's URL."""
        return self.objects_url or str(self.data / "objects")
