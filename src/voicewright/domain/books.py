"""Price books: the rates of an operator, by kind of work, dialect and model. A book is a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any, cast

from voicewright.domain.commands import Origin
from voicewright.domain.pricing import FOR_NOTHING, Price
from voicewright.domain.task import Kind

RATES = ("each", "per_preview_character", "per_character", "per_second")
_BOOK = frozenset({"name", "version", "currency", "price"})
_RULE = frozenset({"kind", "dialects", "models", "free", "round_up_to", *RATES})
_MEASURED = {Kind.CLONE: RATES[:2], Kind.DESIGN: RATES[:2], Kind.SPEECH: (RATES[0], *RATES[2:])}
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_CURRENCY = re.compile(r"[A-Za-z]{2,12}")
_FINEST = Decimal("1e-9")
_DEAREST = Decimal(10**6)


class BookInvalid(Exception):
    """A price book cannot be used; the message names the file, the key, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A price, and what it is for."""

    kind: Kind
    dialects: tuple[str, ...]
    """Empty: whichever."""
    models: tuple[str, ...]
    """Names, with `*` for any characters; empty: whichever."""
    price: Price

    def fits(self, kind: Kind, origin: Origin) -> bool:
        """Whether this price is the work's."""
        dialect = not self.dialects or origin.dialect in self.dialects
        return kind is self.kind and dialect and (not self.models or any(fnmatchcase(origin.model, name) for name in self.models))


@dataclass(frozen=True, kw_only=True)
class PriceBook:
    """Rates in one currency. The first rule that fits says the price."""

    name: str
    version: str
    currency: str
    """`USD`, say; empty where everything is free."""
    rules: tuple[Rule, ...]

    def price(self, kind: Kind, origin: Origin) -> Price:
        """What such work costs."""
        return next((rule.price for rule in self.rules if rule.fits(kind, origin)), FOR_NOTHING)

    @property
    def free(self) -> bool:
        """Whether nothing in it costs anything: no credit is asked for."""
        return all(rule.price.free for rule in self.rules)


FREE = PriceBook(name="free", version="1", currency="", rules=())
"""The book of accounts that nobody bills."""


def parsed(text: str, *, file: str) -> PriceBook:
    """A book, checked to its last key. Raises BookInvalid."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BookInvalid(f"{file} is no TOML: {error}.") from error
    page = _Page(file=file)
    page.only(table, _BOOK, "")
    rules = table.get("price")
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):  # pyright: ignore[reportUnknownVariableType]  # TOML has no types
        raise page.wrong("price", "must be tables, each beginning with [[price]]")
    listed = cast("Sequence[Mapping[str, Any]]", rules)
    book = PriceBook(
        name=page.word(table, "name", "", _NAME, "lower-case letters, digits, `.`, `_` and `-`"),
        version=page.word(table, "version", "", _NAME, "lower-case letters, digits, `.`, `_` and `-`, such as a date"),
        currency=page.word(table, "currency", "", _CURRENCY, "2 to 12 letters, such as USD"),
        rules=tuple(page.rule(rule, f"price {number}: ") for number, rule in enumerate(listed, 1)),
    )
    for kind in Kind:
        if not any(rule.kind is kind and not rule.dialects and not rule.models for rule in book.rules):
            raise page.wrong(
                "price", f'has none for every {kind}: end with one of `kind = "{kind}"` without dialects or models; `free = true` is a price'
            )
    return book


@dataclass(frozen=True, kw_only=True)
class _Page:
    """A file that is being read."""

    file: str

    def wrong(self, key: str, problem: str) -> BookInvalid:
        return BookInvalid(f"{self.file}: `{key}` {problem}.")

    def only(self, table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self.wrong(f"{where}{key}", f"is not known; there are {', '.join(sorted(known))}")

    def word(self, table: Mapping[str, Any], key: str, where: str, form: re.Pattern[str], said: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not form.fullmatch(value):
            raise self.wrong(f"{where}{key}", f"must be {said}, in quotation marks")
        return value

    def rule(self, table: Mapping[str, Any], where: str) -> Rule:
        self.only(table, _RULE, where)
        kind = table.get("kind")
        if kind not in set(Kind):
            raise self.wrong(f"{where}kind", f"must be one of {', '.join(Kind)}")
        kind = Kind(kind)
        return Rule(
            kind=kind, dialects=self.names(table, "dialects", where), models=self.names(table, "models", where), price=self.price(table, kind, where)
        )

    def names(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value) or (key in table and not value):  # pyright: ignore[reportUnknownVariableType]  # TOML has no types
            raise self.wrong(f"{where}{key}", "must be a list of names; leave it out for all of them")
        return tuple(map(str, value))  # pyright: ignore[reportUnknownArgumentType]  # as above

    def price(self, table: Mapping[str, Any], kind: Kind, where: str) -> Price:
        given = [key for key in RATES if key in table]
        if table.get("free", False) is True and not given and "round_up_to" not in table:
            return FOR_NOTHING
        if "free" in table or not given:
            raise self.wrong(f"{where}free", f"must be true and alone, or be left out beside one of {', '.join(_MEASURED[kind])}")
        for key in given:
            if key not in _MEASURED[kind]:
                raise self.wrong(f"{where}{key}", f"is nothing that a {kind} is measured by; there are {', '.join(_MEASURED[kind])}")
        each, preview, character, second = (self.rate(table, key, where) for key in RATES)
        step = self.rate(table, "round_up_to", where) if "round_up_to" in table else None
        if step == 0:
            raise self.wrong(f"{where}round_up_to", "must be more than 0; leave it out for exact prices")
        return Price(each=each, preview_character=preview, character=character, second=second, round_up_to=step)

    def rate(self, table: Mapping[str, Any], key: str, where: str) -> Decimal:
        value = table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise self.wrong(f"{where}{key}", "must be a number without quotation marks, such as 0.0003")
        rate = Decimal(value)
        if not rate.is_finite() or not 0 <= rate <= _DEAREST or rate % _FINEST:
            raise self.wrong(f"{where}{key}", f"must be between 0 and {_DEAREST}, with nine places behind the point at most")
        return rate
