"""Long texts that come as files: a text, or a zip of texts or of JSON (contract §1.11). Nothing is unpacked that is larger than it may be."""

from __future__ import annotations

import codecs
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from voicewright.domain.errors import FieldInvalid, TextTooLong

LONGEST = 1_000_000
"""Characters that all texts of a file together stay below, whoever asks."""
MOST_FILES = 50
_LARGEST = 4 * LONGEST + 3
"""Bytes of that many characters in any encoding."""
_KEYS = ("title", "content", "extra")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, kw_only=True)
class Document:
    """One text, and what its sound is called beside others."""

    title: str
    """Empty where there is only one."""
    text: str


def documents(data: bytes, *, field: str, fewer_than: int = LONGEST) -> Sequence[Document]:
    """The texts of a file that was sent. Raises FieldInvalid, TextTooLong."""
    texts = _archived(data, field) if data[:4] == b"PK\x03\x04" else [Document(title="", text=_text(data, field))]
    said = [document for document in texts if document.text.strip()]
    if not said:
        raise FieldInvalid(field=field, problem="names a file without text")
    length = sum(len(document.text) for document in said)
    if length >= fewer_than:
        raise TextTooLong(field=field, length=length, limit=fewer_than - 1)
    return said if len(said) > 1 else [Document(title="", text=said[0].text)]


def _archived(data: bytes, field: str) -> list[Document]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(_unpacked(archive, field))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise FieldInvalid(field=field, problem=f"names a zip that cannot be read: {error}") from error


def _unpacked(archive: zipfile.ZipFile, field: str) -> Iterator[Document]:
    files = [info for info in archive.infolist() if not info.is_dir()]
    kinds = {info.filename.rsplit(".", 1)[-1].lower() for info in files}
    if kinds not in ({"txt"}, {"json"}):
        raise FieldInvalid(field=field, problem="names a zip that holds something else than .txt files alone, or .json files alone")
    if len(files) > MOST_FILES:
        raise FieldInvalid(field=field, problem=f"names a zip of {len(files)} files; at most {MOST_FILES} are read")
    left = _LARGEST
    for number, info in enumerate(files, 1):
        with archive.open(info) as file:
            data = file.read(left + 1)  # what a header says of a file's size is not believed
        left -= len(data)
        if left < 0:
            raise FieldInvalid(field=field, problem=f"names a zip with more than {LONGEST} characters in it")
        stem = _title(info.filename, number)
        yield from _keyed(data, stem if len(files) > 1 else "", field) if kinds == {"json"} else [Document(title=stem, text=_text(data, field))]


def _keyed(data: bytes, stem: str, field: str) -> Iterator[Document]:
    try:
        found: object = json.loads(_text(data, field))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise FieldInvalid(field=field, problem="names a zip whose JSON is no object with `title`, `content` or `extra`")
    for key in _KEYS:
        text = cast("dict[str, Any]", found).get(key)
        if isinstance(text, str) and text.strip():
            yield Document(title=f"{stem}_{key}" if stem else key, text=text)


def _title(filename: str, number: int) -> str:
    stem = filename.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return f"{number:02d}_{re.sub(r'[^A-Za-z0-9-]', '-', stem)[:40]}"


def _text(data: bytes, field: str) -> str:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FieldInvalid(field=field, problem="names a file that is no text in UTF-8, UTF-16 or GB 18030")
