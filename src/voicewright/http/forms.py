"""Bodies that come as a form or as JSON: some clients send a form only where there is a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from fastapi import Request
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from voicewright.domain.errors import BodyUnreadable

MOST_FILES, MOST_FIELDS = 4, 40


async def fields_of(request: Request) -> Mapping[str, object]:
    """The fields by name; of files, their bytes. Raises BodyUnreadable, HTTPException."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        return await _object(request)
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        return {name: await value.read() if isinstance(value, UploadFile) else value for name, value in form.items()}


def described(model: type[BaseModel]) -> dict[str, Any]:
    """Such a body for a route's `openapi_extra`."""
    content = {"schema": model.model_json_schema()}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": content, "application/json": content}}}


async def _object(request: Request) -> Mapping[str, object]:
    try:
        found: object = await request.json()
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable(problem="it is not valid JSON") from error
    if not isinstance(found, dict):
        raise BodyUnreadable(problem="it must be a JSON object, sent as application/json")
    return cast("Mapping[str, object]", found)
