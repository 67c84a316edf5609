"""Models for Whisper, from the hub where faster-whisper's are kept. The only part of recognition that reaches outside, and only when the operator asks."""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from voicewright.adapters.recogniser.whisper import languages_of

EXTRA = "pip install 'voicewright[whisper]'"


class NotFetched(Exception):
    """There is no model; the message says what to do."""


def fetched(name: str, folder: Path) -> None:
    """Put a model into a folder, whole or not at all: a size that faster-whisper knows, or `owner/repository`. Raises NotFetched."""
    if find_spec("faster_whisper") is None:
        raise NotFetched(f"Whisper is not installed. Run `{EXTRA}` first.")
    library: Any = importlib.import_module("faster_whisper")
    if "/" not in name and name not in library.available_models():
        raise NotFetched(f"There is no model called {name}; use one of {', '.join(library.available_models())}, or owner/repository.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
        try:
            found = Path(library.download_model(name, cache_dir=fresh))
            languages_of(found)
        except (OSError, ValueError) as error:
            raise NotFetched(
                f"The model {name} cannot be fetched: {_problem(error)}. Where there is no way to a hub, copy a model to {folder}."
            ) from error
        whole = Path(fresh, "whole")
        whole.mkdir()
        for part in found.iterdir():
            os.replace(part.resolve(), whole / part.name)  # noqa: PTH105 - the cache holds links to what it fetched
        shutil.rmtree(folder, ignore_errors=True)
        whole.rename(folder)


def _problem(error: Exception) -> str:
    """What went wrong, in a line. The hub's library wraps it, and adds advice; a connection that nobody answers says nothing of itself."""
    found = error.__cause__ or error
    said = next(iter(str(found).splitlines()), "").strip().rstrip(".:")
    return said or type(found).__name__
