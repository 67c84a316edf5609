"""Kinds of fields that every dialect's bodies are made of, and what their values mean to the core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, TypeVar, cast

from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.config import JsonDict

from voicewright.domain.errors import FieldInvalid, LanguageUnknown, TextTooLong
from voicewright.domain.language import Language, language_named
from voicewright.domain.speech import Pronunciation

_LONGEST, _ALIKE = 100, 0.8
"""Characters of a name that are looked at, and how alike a slip is to what was meant."""

T = TypeVar("T")
K = TypeVar("K", bound="In")


class In(BaseModel):
    """A body that a caller sends. Fields that it does not know are ignored: programs send what their vendors know, or knew once."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def _open(schema: JsonDict) -> None:
    schema.pop("additionalProperties", None)


class ExactIn(In):
    """A body of which a field that is nearly a known one is refused: it is a slip, and what it was to say would be lost.

    Others are ignored: programs send what their vendor once knew, too.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra=_open)

    @model_validator(mode="before")
    @classmethod
    def _without_strangers(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        known, fields = cls.model_fields, cast("dict[str, object]", given)
        return {name: value for name, value in fields.items() if name in known or get_close_matches(name[:_LONGEST], known, 1, _ALIKE)}


class Out(BaseModel):
    """A body that is sent. No field has a default: whatever is documented is there."""

    model_config = ConfigDict(frozen=True)


def _storable(value: str) -> str:
    if "\0" in value:
        raise ValueError("must not hold NUL characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("is not valid Unicode")
    return value


def _figure(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number")  # noqa: TRY004 - pydantic reports ValueError, and lets TypeError through
    return value


def _given(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str, AfterValidator(_storable)]
"""Text that every database can keep."""
Number = Annotated[float, BeforeValidator(_figure), Field(allow_inf_nan=False)]
"""A finite number, or a string that holds one."""
Whole = Annotated[int, BeforeValidator(_figure)]
"""A whole number, or a string that holds one."""
Serial = Annotated[Whole, Field(ge=0, le=2**63 - 1)]
"""The number of a file or of a task."""
Unless = Annotated[T | None, BeforeValidator(_given)]
"""A value; null and blank text mean that none was given."""

ConsentField = Annotated[
    Unless[Text],
    Field(
        description="That the speaker consents: the id of a recorded consent (`cons_…`, kept in OpenAI's dialect), or the statement itself.",
        examples=["I, Jo Doe, agree that my voice may be cloned by Example Ltd. 2026-11-21"],
    ),
]
"""What a clone may bring, and must where the account's plan says so."""


def validated(kind: type[K], found: Mapping[str, object]) -> K:
    """Fields that were read by hand. Raises RequestValidationError, as a body would."""
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error


def named_language(spelling: str | None, *, field: str) -> Language | None:
    """The language that a caller named; None for `auto` and for nothing. Raises LanguageUnknown."""
    if spelling is None or not spelling.strip() or spelling.strip().lower() == "auto":
        return None
    language = language_named(spelling)
    if language is None:
        raise LanguageUnknown(field=field, known=", ".join(Language))
    return language


def at_most(text: str, limit: int, *, field: str) -> str:
    """The text, if it is no longer than that. Raises TextTooLong."""
    if len(text) > limit:
        raise TextTooLong(field=field, length=len(text), limit=limit)
    return text


def pronunciations(entries: Iterable[str], *, field: str) -> tuple[Pronunciation, ...]:
    """The entries of a dictionary, `word/how it is said` each. Raises FieldInvalid."""
    return tuple(_pronunciation(entry, field=f"{field}.{number}") for number, entry in enumerate(entries))


def _pronunciation(entry: str, *, field: str) -> Pronunciation:
    word, _, said = entry.partition("/")
    if not word.strip() or not said.strip():
        raise FieldInvalid(field=field, problem="must be written `word/how it is said`")
    return Pronunciation(word=word.strip(), said=said.strip())
