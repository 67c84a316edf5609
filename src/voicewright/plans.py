"""The file of plans: what an operator writes, checked to the last key before anything starts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from voicewright.domain.plan import FREE, RETENTION, Limit, Plan, Verb
from voicewright.text.forbidden import listed

LONGEST_RETENTION = 100 * 365 * 24
"""Hours."""


class PlansUnreadable(Exception):
    """The file cannot be used; the message says where it is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _LimitIn(_Strict):
    per_minute: int | None = Field(default=None, ge=1)
    at_once: int | None = Field(default=None, ge=1)


class _PlanIn(_Strict):
    retention_hours: float = Field(default=RETENTION / timedelta(hours=1), gt=0, le=LONGEST_RETENTION, allow_inf_nan=False)
    consent: bool = False
    price_book: str = Field(default=FREE.price_book, min_length=1)
    forbidden_words: list[str] = []
    limits: dict[str, _LimitIn] = {}

    def plan(self, name: str) -> Plan:
        limits = {Verb(verb): Limit(per_minute=limit.per_minute, at_once=limit.at_once) for verb, limit in self.limits.items()}
        return Plan(
            name=name,
            retention=timedelta(hours=self.retention_hours),
            consent=self.consent,
            price_book=self.price_book,
            forbidden_words=listed("\n".join(self.forbidden_words)),
            limits=limits,
        )


_FILE = TypeAdapter(dict[str, _PlanIn])
_WITHOUT_TASKS = frozenset({Verb.READ, Verb.CHANGE})


def plans_in(path: Path | None) -> Mapping[str, Plan]:
    """The plans of a file by name, and `free` as it is built in where the file has none. Raises PlansUnreadable."""
    if path is None:
        return {FREE.name: FREE}
    try:
        found = _FILE.validate_python(tomllib.loads(path.read_text()))
    except OSError as error:
        raise PlansUnreadable(f"The plans in {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlansUnreadable(f"The plans in {path} are not TOML: {error}.") from error
    except ValidationError as error:
        problems = "; ".join(_problem(".".join(map(str, one["loc"])), one["type"], one["msg"]) for one in error.errors())
        raise PlansUnreadable(f"The plans in {path} cannot be used: {problems}.") from error
    for name, plan in found.items():
        _check_verbs(path, name, plan)
    return {FREE.name: FREE} | {name: plan.plan(name) for name, plan in found.items()}


def _check_verbs(path: Path, name: str, plan: _PlanIn) -> None:
    for verb, limit in plan.limits.items():
        if verb not in set(Verb):
            raise PlansUnreadable(f"The plans in {path} cannot be used: {name}.limits.{verb} is no verb; there are {', '.join(Verb)}.")
        if verb in _WITHOUT_TASKS and limit.at_once is not None:
            raise PlansUnreadable(
                f"The plans in {path} cannot be used: {name}.limits.{verb}.at_once limits nothing, as that makes no tasks; remove it."
            )


def _problem(place: str, kind: str, said: str) -> str:
    if kind == "extra_forbidden":
        known = "per_minute, at_once" if ".limits." in place else ", ".join(_PlanIn.model_fields)
        return f"{place} is unknown; there are {known}"
    if kind in {"model_type", "dict_type"} or not place:
        return f"{place or 'the file'} must be a table such as [pro]"
    return f"{place}: {said[:1].lower()}{said[1:]}"
