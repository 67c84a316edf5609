"""What the framework found wrong with a request, as our refusals, with the wire's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from voicewright.domain.errors import BodyUnreadable, FieldInvalid, FieldMissing, PathUnknown, Refusal

_OBJECT = "it must be a JSON object, sent as application/json"

_PROBLEMS = {
    "string_type": "must be a string",
    "string_unicode": "is not valid Unicode",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "bytes_type": "must be a file",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a whole number of usual size",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "list_type": "must be a list",
    "too_long": "must have at most {max_length} entries",
    "too_short": "must have at least {min_length} entries",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "value_error": "{error}",
}

_UNKNOWN = "extra_forbidden"
_LONGEST_NAME = 100
"""Characters that are told of a name which the caller has made up."""

_LENGTHS = {"too_short", "too_long"}
"""What pydantic says of a string too, where something else has looked at it before."""


def complaint(found: RequestValidationError) -> Refusal:
    """The first thing that was wrong, as a refusal."""
    first = cast("Mapping[str, Any]", found.errors()[0])
    where, kind = tuple(first["loc"]), str(first["type"])
    if kind == "json_invalid":
        return BodyUnreadable(problem="it is not valid JSON")
    if where == ("body",):
        return BodyUnreadable(problem="it is empty" if kind == "missing" else _OBJECT)
    field = ".".join(str(part) for part in where[1:])
    if kind == _UNKNOWN:
        return FieldInvalid(field=field[:_LONGEST_NAME], problem="is no field that is known here")
    if kind == "missing" or first["input"] is None:
        return FieldMissing(field=field)
    facts = cast("Mapping[str, Any]", first.get("ctx") or {})
    if kind == "value_error" and where[0] == "body" and "UploadFile" in str(facts["error"]):
        return FieldInvalid(field=field, problem="must be a file")
    if kind in _LENGTHS and isinstance(first["input"], str):
        kind = f"string_{kind}"
    return FieldInvalid(field=field, problem=_PROBLEMS.get(kind, "is not valid").format_map(facts))


def objection(found: HTTPException) -> Refusal:
    """What the framework refused by a status of its own, as a refusal."""
    if isinstance(found.__cause__, Refusal):
        return found.__cause__
    if found.status_code in {404, 405}:
        return PathUnknown()
    if isinstance(found.__cause__, UnicodeDecodeError):
        return BodyUnreadable(problem="it is not UTF-8")
    if isinstance(found.__cause__, RecursionError):
        return BodyUnreadable(problem="it is nested too deeply")
    if isinstance(found.__cause__, ValueError):
        return BodyUnreadable(problem="it is not valid JSON")
    return BodyUnreadable(problem=f"it is no form that can be read ({found.detail.rstrip('.')})")
