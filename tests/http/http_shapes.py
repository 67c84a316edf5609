"""Compares an answer with the shape that a contract documents (the notation stands in every contract.json)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

LINK = re.compile(r"https?://[^/]+/media/[A-Za-z0-9_-]+\.[a-z0-9]+\?exp=\d+&sig=[A-Za-z0-9_-]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def differences(shape: object, found: object, *, at: str = "$") -> list[str]:
    """Every place where what was found is not what is documented."""
    if isinstance(shape, dict):
        return _of_object(cast("dict[str, object]", shape), found, at)
    if isinstance(shape, list):
        return _of_list(cast("list[object]", shape), found, at)
    if isinstance(shape, str) and shape[:1] in {"@", "~"}:
        return [] if _of_kind(shape, found) else [f"{at}: {found!r} is not {shape}"]
    return [] if shape == found and type(shape) is type(found) else [f"{at}: {found!r} is not {shape!r}"]


def _of_object(shape: Mapping[str, object], found: object, at: str) -> list[str]:
    if "@each" in shape:
        if not isinstance(found, list) or not found:
            return [f"{at}: no list of one or more"]
        members = cast("list[object]", found)
        return [text for number, member in enumerate(members) for text in differences(shape["@each"], member, at=f"{at}[{number}]")]
    if not isinstance(found, dict):
        return [f"{at}: no object"]
    members = cast("dict[str, object]", found)
    wanted = {name.removeprefix("+"): inner for name, inner in shape.items()}
    missing = [f"{at}: without {name}" for name in wanted.keys() - members.keys()]
    extra = [f"{at}: with {name}, which nobody documents" for name in members.keys() - wanted.keys()]
    inner = [text for name in wanted.keys() & members.keys() for text in differences(wanted[name], members[name], at=f"{at}.{name}")]
    return missing + extra + inner


def _of_list(shape: Sequence[object], found: object, at: str) -> list[str]:
    if not isinstance(found, list) or len(cast("list[object]", found)) != len(shape):
        return [f"{at}: no list of {len(shape)}"]
    members = cast("list[object]", found)
    return [text for number, inner in enumerate(shape) for text in differences(inner, members[number], at=f"{at}[{number}]")]


def _of_kind(shape: str, found: object) -> bool:
    if shape.startswith("~"):
        return isinstance(found, str) and re.fullmatch(shape[1:], found) is not None
    if shape.endswith("?") and found is None:
        return True
    kind = shape.strip("@?")
    if kind == "integer":
        return isinstance(found, int) and not isinstance(found, bool)
    patterns = {"link": LINK, "moment": MOMENT, "string": re.compile(r"(?s).*")}
    return kind == "any" or (isinstance(found, str) and patterns[kind].fullmatch(found) is not None)
