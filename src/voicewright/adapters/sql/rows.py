"""Between the domain's values and rows whose columns have the same names."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def row_of(value: DataclassInstance) -> dict[str, Any]:
    """The value's fields, one level deep."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def inserting(connection: AsyncConnection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what to do on conflict."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
