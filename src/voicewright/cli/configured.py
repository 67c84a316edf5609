"""The operator's settings: from the environment, with flags on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voicewright.cli.exits import Stop
from voicewright.cli.wording import problem, sentence

if TYPE_CHECKING:
    from voicewright.settings import Settings


def configured(**flags: object) -> Settings:
    """The settings with these flags, where given, on top. Raises Stop."""
    from pydantic import ValidationError  # noqa: PLC0415 (`--help` must not wait for it)

    from voicewright.settings import Settings  # noqa: PLC0415 (as above)

    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Stop(" ".join(_objection(str(found["loc"][0]) if found["loc"] else "", problem(found), given) for found in error.errors())) from error


def _objection(name: str, wrong: str, given: dict[str, Any]) -> str:
    where = f"--{name.replace('_', '-')}" if name in given else f"VOICEWRIGHT_{name.upper()}"
    return sentence(f"{where} {wrong}")
