"""Numbers as words in the forty languages.

The rules are CLDR's (RBNF, by way of the unicode-rbnf package), but for Chinese, Japanese, Tamil and Filipino.
"""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voicewright.domain.language import Language
from voicewright.text import chinese, japanese, numerals
from voicewright.text.tongues import POINTED, SINITIC, TONGUES

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

SPELLED = 10**15
"""Numbers from here on are read figure by figure."""


class Gender(StrEnum):
    """Of what is counted."""

    MASCULINE = "masculine"
    FEMININE = "feminine"
    NEUTER = "neuter"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number as it was written."""

    whole: str
    """ASCII digits without separators."""
    fraction: str = ""

    @property
    def is_one(self) -> bool:
        """Whether it is exactly 1."""
        return not self.fraction and int(self.whole) == 1


@cache
def pattern(language: Language) -> str:
    """A regular expression for one number with its separators. It matches 60 characters at most, and has no group."""
    gap = "\u00a0\u202f'’"
    if language in POINTED:
        indian = r"|\d{1,2}(?:,\d{2}){1,5},\d{3}" if language in {Language.HINDI, Language.TAMIL, Language.ENGLISH} else ""
        return rf"(?:\d{{1,3}}(?:[,{gap}]\d{{3}}){{1,6}}(?!\d){indian}|\d{{1,24}})(?:\.\d{{1,12}})?(?!\d)"
    return rf"(?:\d{{1,3}}(?:[. {gap}]\d{{3}}){{1,6}}(?!\d)|\d{{1,24}})(?:[.,]\d{{1,12}})?(?!\d)"


def figure(written: str, language: Language) -> Figure:
    """What a match of `pattern` means."""
    if language in POINTED:
        whole, _, fraction = written.partition(".")
    else:
        grouped = re.sub(r"(?<=\d)[.](?=\d{3}(?!\d))", "", written) if re.match(r"\d{1,3}(?:\.\d{3})+(?!\d)", written) else written
        whole, _, fraction = grouped.replace(".", ",").partition(",")
    return Figure(whole=re.sub(r"\D", "", whole), fraction=fraction)


@lru_cache(maxsize=4096)
def cardinal(number: int, language: Language, gender: Gender | None = None) -> str:
    """A whole number of at least 0. The gender is that of the noun that follows; None is for counting."""
    if number >= SPELLED:
        return digits(str(number), language)
    own = _OWN.get(language)
    if own is not None:
        return own(number)
    return numerals.repaired(_spelled(number, _cardinal_rules(language, gender), language), language)


@lru_cache(maxsize=1024)
def ordinal(number: int, language: Language, *, gender: Gender = Gender.MASCULINE, case: str = "") -> str | None:
    """`twenty-first`. None where CLDR has no rule for it."""
    if language in SINITIC:
        return "第" + cardinal(number, language)
    if language is Language.JAPANESE:
        return cardinal(number, language) + "ばんめ"
    names = [f"spellout-ordinal{kind}{case}" for kind in ("-reale", f"-{gender}", "-common", "")]
    rules = [name for name in names if name in _engine(language).rulesets]
    if not rules or number >= SPELLED:
        return None
    words = _spelled(number, rules[0], language)
    return numerals.repaired(words, language) if words and not any(char.isdigit() for char in words) else None


def native_korean(number: int) -> str:
    """The native number before a counter: `세`, `스무`; below 100."""
    return _spelled(number, "spellout-cardinal-native-attributive", Language.KOREAN)


@cache
def minus(language: Language) -> str:
    """The word before a negative number."""
    if language in _OWN:
        return _MINUS[language]
    rules = _cardinal_rules(language, None)
    return _spelled(-2, rules, language).removesuffix(_spelled(2, rules, language)).strip()


_MINUS = {
    Language.CHINESE: "负", Language.CANTONESE: "負", Language.JAPANESE: "マイナス", Language.TAMIL: "கழித்தல்", Language.FILIPINO: "minus",
}  # fmt: skip


@lru_cache(maxsize=1024)
def year(number: int, language: Language) -> str:
    """`nineteen ninety-nine`; the plain number where the language reads years so."""
    if language in SINITIC:
        return chinese.digits(str(number))
    # Only English and Swedish go on in hundreds after 2000: Norwegian says `to tusen og tjuefire`.
    end = 2100 if language in {Language.ENGLISH, Language.SWEDISH} else 2000
    if language not in _YEARS_IN_HUNDREDS or not 1100 <= number < end:
        return cardinal(number, language)
    return numerals.repaired(_spelled(number, "spellout-numbering-year", language), language)


def digits(figures: str, language: Language) -> str:
    """One by one: `four one five`."""
    if language in SINITIC:
        return chinese.digits(figures)
    if language is Language.JAPANESE:
        return japanese.digits(figures)
    return (" " if language.spaced else "").join(cardinal(int(one), language) for one in figures)


def decimal(number: Figure, language: Language, gender: Gender | None = None) -> str:
    """A number with or without a fraction."""
    counted = None if number.fraction else gender
    whole = digits(number.whole, language) if _is_code(number.whole) else cardinal(int(number.whole), language, counted)
    if not number.fraction:
        return whole
    if language is Language.JAPANESE:
        return japanese.decimal(number.whole, number.fraction) if not _is_code(number.whole) else f"{whole}てん{digits(number.fraction, language)}"
    if language in {Language.RUSSIAN, Language.UKRAINIAN} and len(number.fraction) in _PARTS[language]:
        return _in_parts(number, language)
    point = TONGUES[language].point
    glue = " " if language.spaced else ""
    return glue.join((whole, point, _fraction(number.fraction, language)))


def _is_code(whole: str) -> bool:
    """Whether a whole number is rather a code: with a leading zero, or longer than anyone counts."""
    return len(whole) > 15 or (len(whole) > 1 and whole.startswith("0"))


def _fraction(fraction: str, language: Language) -> str:
    if language in _FRACTION_AS_NUMBER and len(fraction) <= 2 and not fraction.startswith("0"):
        return cardinal(int(fraction), language)
    return digits(fraction, language)


_FRACTION_AS_NUMBER = frozenset({
    Language.FRENCH, Language.SPANISH, Language.ITALIAN, Language.PORTUGUESE, Language.CATALAN, Language.ROMANIAN, Language.POLISH,
    Language.CZECH, Language.SLOVAK, Language.CROATIAN, Language.SLOVENIAN, Language.BULGARIAN, Language.TURKISH, Language.GREEK,
    Language.VIETNAMESE,
})  # fmt: skip
_YEARS_IN_HUNDREDS = frozenset({
    Language.ENGLISH, Language.GERMAN, Language.DUTCH, Language.SWEDISH, Language.DANISH, Language.NORWEGIAN, Language.NYNORSK,
    Language.AFRIKAANS,
})  # fmt: skip

# Wholes and parts for one and for many: `две целых пять десятых`.
_PARTS = {
    Language.RUSSIAN: {0: ("целая", "целых"), 1: ("десятая", "десятых"), 2: ("сотая", "сотых"), 3: ("тысячная", "тысячных")},
    Language.UKRAINIAN: {0: ("ціла", "цілих"), 1: ("десята", "десятих"), 2: ("сота", "сотих"), 3: ("тисячна", "тисячних")},
}


def _in_parts(number: Figure, language: Language) -> str:
    parts = _PARTS[language]
    said: list[str] = []
    for count, names in ((int(number.whole), parts[0]), (int(number.fraction), parts[len(number.fraction)])):
        one = count % 10 == 1 and count % 100 != 11
        said.append(f"{cardinal(count, language, Gender.FEMININE)} {names[0 if one else 1]}")
    return " ".join(said)


_GENDERED = {
    Gender.MASCULINE: ("spellout-cardinal-masculine", "spellout-cardinal-common", "spellout-cardinal-reale"),
    Gender.FEMININE: ("spellout-cardinal-feminine",),
    Gender.NEUTER: ("spellout-cardinal-neuter",),
}
_COUNTING = {
    Language.KOREAN: "spellout-cardinal-sinokorean",
    Language.RUSSIAN: "spellout-numbering",
}


def _cardinal_rules(language: Language, gender: Gender | None) -> str:
    known = _engine(language).rulesets
    if gender is not None and language is Language.SWEDISH and gender is not Gender.NEUTER:
        return "spellout-cardinal-reale"
    wanted = _GENDERED[gender] if gender is not None else ()
    return next((name for name in wanted if name in known), _COUNTING.get(language, "spellout-numbering"))


def _spelled(number: int, rules: str, language: Language) -> str:
    return _engine(language).format_number(number, ruleset_names=[rules]).text.replace("\u00ad", "")


@cache
def _engine(language: Language) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415 - a text without figures needs none of its rules

    return RbnfEngine.for_language("no" if language is Language.NORWEGIAN else language.tag)


_OWN: dict[Language, Callable[[int], str]] = {
    Language.CHINESE: chinese.cardinal,
    Language.CANTONESE: lambda number: chinese.in_script(chinese.cardinal(number), Language.CANTONESE),
    Language.JAPANESE: japanese.cardinal,
    Language.TAMIL: numerals.tamil,
    Language.FILIPINO: numerals.filipino,
}
