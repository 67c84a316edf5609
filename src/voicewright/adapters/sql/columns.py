"""Column types that read and write the domain's values alike on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Dialect

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Moment(sa.TypeDecorator[datetime]):
    """An aware datetime, UTC, to the microsecond. SQLite keeps it as text that sorts like time."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the driver. Raises ValueError without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone names no moment")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the driver: aware, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(sa.TypeDecorator[str]):
    """Text. What PostgreSQL cannot keep, NUL and lone surrogates, becomes U+FFFD on both."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the driver."""
        del dialect
        if value is None or (value.isascii() and "\0" not in value):
            return value
        paired = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return paired.replace("\0", "\ufffd")


class Typed(sa.TypeDecorator[T]):
    """A domain value as JSON."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: type[T]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: T | None, dialect: Dialect) -> Any:
        """To plain lists and dicts."""
        del dialect
        return None if value is None else msgspec.to_builtins(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> T | None:
        """From plain lists and dicts, checked."""
        del dialect
        return None if value is None else msgspec.convert(value, self.kind)


class Several(sa.TypeDecorator[frozenset[E]]):
    """Some of an enumeration's values, as their words with commas, in order."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: frozenset[E] | None, dialect: Dialect) -> str | None:
        """To the driver."""
        del dialect
        return None if value is None else ",".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[E] | None:
        """From the driver."""
        del dialect
        return None if value is None else frozenset(self.kind(word) for word in value.split(",") if word)


def choice(kind: type[StrEnum]) -> sa.Enum:
    """One of an enumeration's values, kept as its word, so that a new word needs no migration."""
    return sa.Enum(kind, native_enum=False, length=20, values_callable=_words_of)


def _words_of(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]
