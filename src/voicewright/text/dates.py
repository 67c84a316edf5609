"""Dates: `2024-06-01`, `6/1/2024`, `1. Juni 2024`, `June 1st`. Month names are CLDR's, by way of Babel."""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from voicewright.domain.language import Language
from voicewright.text import counting, numbers
from voicewright.text.numbers import Gender

_ISO = re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?=[^\d/-])|$)(?:T(?=\d\d:\d\d))?")
_STAMP = re.compile(r"(?<![\d/.-])(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?(?:(Z)|([+-])(\d\d):?(\d\d))?(?![\w:])")
_POLISH_YEAR = re.compile(r"(?<![\d.,])([12]\d{3}) ?r\.(?!\w)(\s*\Z)?")
_LOCAL = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|[.,]\d)")
_MONTH = re.compile(r"(?<![\w/.,-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\w/-]|[.,]\d)")
_YEAR_FIRST = frozenset({Language.CHINESE, Language.CANTONESE, Language.JAPANESE, Language.KOREAN, Language.HUNGARIAN})
_MONTH_FIRST = frozenset({Language.ENGLISH, Language.FILIPINO})
_YEAR_SIGN = {Language.RUSSIAN: (" г", " года"), Language.UKRAINIAN: (" р", " року"), Language.BULGARIAN: (" г", " година")}


def said(text: str, language: Language) -> str:
    """The text with its dates in words; parts that are read as plain numbers stay figures."""
    text = _STAMP.sub(lambda found: _stamp(found, language), text)
    if language is Language.POLISH:
        text = _POLISH_YEAR.sub(_polish_year, text)
    text = _ISO.sub(lambda found: _long(found[1], found[3], found[4], language) or found.group(), text)
    text = _MONTH.sub(lambda found: _year_and_month(int(found[1]), int(found[2]), language), text)
    text = _LOCAL.sub(lambda found: _numeric(found, language), text)
    if language is Language.ENGLISH:
        return _english(text)
    if language in _DAYS:
        return _named(language).sub(lambda found: _day_of_month(found, language), text)
    return text


def _stamp(found: re.Match[str], language: Language) -> str:
    """`2025-11-21, 03:28 UTC`, for the rules that follow."""
    comma = ", " if language.spaced else " "
    sign, hours, minutes = found[4], int(found[5] or 0), int(found[6] or 0)
    zone = " UTC" if found[3] or sign else ""
    if hours or minutes:
        words = {"+": " plus ", "-": " minus "} if language is Language.ENGLISH else {"+": "+", "-": "-"}
        zone += f"{words[sign]}{hours}" + (f":{minutes:02}" if minutes else "")
    return f"{found[1]}{comma}{found[2]}{zone}"


def _polish_year(found: re.Match[str]) -> str:
    """`2025 r.` is an ordinal in the genitive: `dwa tysiące dwudziestego piątego roku`."""
    hundreds, rest = divmod(int(found[1]), 100)
    stop = "" if found[2] is None else "." + found[2]
    if rest == 0:
        return ("dwutysięcznego" if hundreds == 20 else found[1]) + " roku" + stop
    ones = _GENITIVES[Language.POLISH].split()
    tens = [ones[rest // 10 + 17] if rest < 40 else _POLISH_TENS[rest // 10 - 4]] if rest >= 20 else []
    last = [ones[(rest if rest < 20 else rest % 10) - 1]] if rest < 20 or rest % 10 else []
    return " ".join([numbers.cardinal(hundreds * 100, Language.POLISH), *tens, *last, "roku"]) + stop


def _numeric(found: re.Match[str], language: Language) -> str:
    """A date in the order of the language. Two-figure years are believed only after a slash or a dot of a full date."""
    first, sign, second, years = found.groups()
    if language in _YEAR_FIRST or (len(years) == 2 and sign != "/"):
        return found.group()
    if len(years) == 2:
        years = ("20" if int(years) < 50 else "19") + years
    month_first = language in _MONTH_FIRST and sign != "."
    days, months = (second, first) if month_first else (first, second)
    return _long(years, months, days, language) or _long(years, days, months, language) or found.group()


def _year_and_month(year: int, month: int, language: Language) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - as below

    return format_skeleton("yMMMM", date(year, month, 1), locale=counting.locale_of(language)).replace("\u00a0", " ").rstrip(".")


def _long(years: str, months: str, days: str, language: Language) -> str | None:
    """The date as the language writes it in full, still with figures; None if there is no such day."""
    try:
        day = date(int(years), int(months), int(days))
    except ValueError:
        return None
    if language is Language.VIETNAMESE:
        return f"ngày {day.day} tháng {day.month} năm {day.year}"
    from babel.dates import format_date  # noqa: PLC0415 - a text without dates needs none of its data

    written = format_date(day, "long", locale=counting.locale_of(language))
    written = re.sub(r"\b0(?=\d)", "", written.replace("\u200f", "").replace("\u00a0", " ").replace("\u202f", " ")).rstrip(".")
    sign, word = _YEAR_SIGN.get(language, ("\0", ""))
    return written.replace(sign, word) + ("." if language is Language.HUNGARIAN else "")


@cache
def _months(language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - as above

    locale = counting.locale_of(language)
    names = {format_date(date(2000, month, 1), shape, locale) for month in range(1, 13) for shape in ("MMMM", "LLLL")}
    if language is Language.SLOVENIAN:
        names |= set(_SLOVENIAN.values())
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if not any(char.isdigit() for char in name))


@cache
def _named(language: Language) -> re.Pattern[str]:
    before = r"(?P<before>\w{2,6} )?" if language is Language.GERMAN else ""
    if language is Language.HUNGARIAN:
        return re.compile(rf"(?:(?P<year>(?<!\d)\d{{4}})\. )?(?P<month>{_months(language)}) (?P<day>\d{{1,2}})\.(?!\d)", re.IGNORECASE)
    return re.compile(
        rf"{before}(?<![\d.,])(?P<day>\d{{1,2}})(?:\.|er|º|°)? (?P<of>d[ei’'] ?)?(?P<month>{_months(language)})(?!\w)"
        r"(?P<year>,? (?:de |del )?\d{4}(?!\d)(?P<sign> года| г\.)?)?",
        re.IGNORECASE,
    )


def _day_of_month(found: re.Match[str], language: Language) -> str:
    day = int(found["day"])
    if not 1 <= day <= 31:
        return found.group()
    parts = found.groupdict()
    if language is Language.HUNGARIAN:
        year = f"{found['year']} " if found["year"] else ""
        return f"{year}{found['month']} {_hungarian(day)}"
    years = parts["year"] or ""
    if language is Language.RUSSIAN and years:
        years = " " + (numbers.ordinal(int(re.sub(r"\D", "", years)), language, case="-genitive") or years) + " года"
    before = parts.get("before") or ""
    said_day = _german(day, before.strip().lower()) if language is Language.GERMAN else _DAYS[language](day)
    return f"{before}{said_day} {parts['of'] or ''}{_month(found['month'], language)}{years}"


# CLDR has these months in the nominative only.
_SLOVENIAN = {
    "januar": "januarja", "februar": "februarja", "marec": "marca", "april": "aprila", "maj": "maja", "junij": "junija", "julij": "julija",
    "avgust": "avgusta", "september": "septembra", "oktober": "oktobra", "november": "novembra", "december": "decembra",
}  # fmt: skip


def _month(name: str, language: Language) -> str:
    return _SLOVENIAN.get(name, name) if language is Language.SLOVENIAN else name


def _german(day: int, before: str) -> str:
    """`am ersten`, `der erste`, `erster`."""
    if before in {"der", "die", "das"}:
        return numbers.ordinal(day, Language.GERMAN) or str(day)
    weak = {"am", "dem", "den", "des", "vom", "zum", "bis", "beim", "ab", "seit", "und"}
    return numbers.ordinal(day, Language.GERMAN, case="-n" if before in weak else "-r") or str(day)


def _hungarian(day: int) -> str:
    if day == 1:
        return "elseje"
    word = numbers.ordinal(day, Language.HUNGARIAN) or str(day)
    if day == 31:
        return "harmincegyedike"
    return word + ("a" if word.endswith(("adik", "odik")) else "e")


# From the first to the nineteenth, the twentieth and the thirtieth.
_GENITIVES = {
    Language.POLISH: (
        "pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego dziesiątego jedenastego dwunastego trzynastego "
        "czternastego piętnastego szesnastego siedemnastego osiemnastego dziewiętnastego dwudziestego trzydziestego"
    ),
    Language.CZECH: (
        "prvního druhého třetího čtvrtého pátého šestého sedmého osmého devátého desátého jedenáctého dvanáctého třináctého čtrnáctého "
        "patnáctého šestnáctého sedmnáctého osmnáctého devatenáctého dvacátého třicátého"
    ),
    Language.SLOVAK: (
        "prvého druhého tretieho štvrtého piateho šiesteho siedmeho ôsmeho deviateho desiateho jedenásteho dvanásteho trinásteho štrnásteho "
        "pätnásteho šestnásteho sedemnásteho osemnásteho devätnásteho dvadsiateho tridsiateho"
    ),
    Language.CROATIAN: (
        "prvog drugog trećeg četvrtog petog šestog sedmog osmog devetog desetog jedanaestog dvanaestog trinaestog četrnaestog petnaestog "
        "šesnaestog sedamnaestog osamnaestog devetnaestog dvadesetog tridesetog"
    ),
    Language.UKRAINIAN: (
        "першого другого третього четвертого п’ятого шостого сьомого восьмого дев’ятого десятого одинадцятого дванадцятого тринадцятого "
        "чотирнадцятого п’ятнадцятого шістнадцятого сімнадцятого вісімнадцятого дев’ятнадцятого двадцятого тридцятого"
    ),
    Language.SLOVENIAN: (
        "prvega drugega tretjega četrtega petega šestega sedmega osmega devetega desetega enajstega dvanajstega trinajstega štirinajstega "
        "petnajstega šestnajstega sedemnajstega osemnajstega devetnajstega dvajsetega tridesetega"
    ),
}
_POLISH_TENS = ("czterdziestego", "pięćdziesiątego", "sześćdziesiątego", "siedemdziesiątego", "osiemdziesiątego", "dziewięćdziesiątego")
_TENS_INFLECTED = frozenset({Language.POLISH, Language.CZECH, Language.SLOVAK})


def _genitive(language: Language) -> Callable[[int], str]:
    def said_day(day: int) -> str:
        *ones, twentieth, thirtieth = _GENITIVES[language].split()
        if day < 20:
            return ones[day - 1]
        ten, one = divmod(day, 10)
        tens = twentieth if ten == 2 else thirtieth
        if not one:
            return tens
        if language is Language.SLOVENIAN:
            return numbers.cardinal(day, language) + "ega"
        return f"{tens if language in _TENS_INFLECTED else numbers.cardinal(day, language).rsplit(' ', 1)[0]} {ones[one - 1]}"

    return said_day


def _ordinal(language: Language, *, case: str = "") -> Callable[[int], str]:
    return lambda day: numbers.ordinal(day, language, case=case) or str(day)


def _first(word: str, language: Language, gender: Gender | None = None) -> Callable[[int], str]:
    return lambda day: word if day == 1 else numbers.cardinal(day, language, gender)


_DAYS: dict[Language, Callable[[int], str]] = {
    Language.GERMAN: _ordinal(Language.GERMAN, case="-r"),
    Language.DANISH: _ordinal(Language.DANISH),
    Language.NORWEGIAN: _ordinal(Language.NORWEGIAN),
    Language.NYNORSK: _ordinal(Language.NORWEGIAN),
    Language.SWEDISH: _ordinal(Language.SWEDISH),
    Language.FINNISH: _ordinal(Language.FINNISH),
    Language.RUSSIAN: _ordinal(Language.RUSSIAN, case="-genitive"),
    Language.BULGARIAN: _ordinal(Language.BULGARIAN),
    Language.HUNGARIAN: _hungarian,
    Language.FRENCH: _first("premier", Language.FRENCH),
    Language.ITALIAN: _first("primo", Language.ITALIAN),
    Language.PORTUGUESE: _first("primeiro", Language.PORTUGUESE),
    Language.ROMANIAN: _first("întâi", Language.ROMANIAN),
    Language.GREEK: _first("πρώτη", Language.GREEK, Gender.FEMININE),
} | {language: _genitive(language) for language in _GENITIVES}

_ENGLISH_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?"
)
_FULL = {name[:3]: name for name in _ENGLISH_MONTHS.split("|")[:12]}
_MONTH_DAY = re.compile(rf"\b(?P<month>{_ENGLISH_MONTHS}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?P<year>,? \d{{4}})?(?![\w:/%]|[.,]\d|[–-]\d)")
_DAY_MONTH = re.compile(
    rf"(?P<the>\bthe )?(?<![\d.,:/])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_ENGLISH_MONTHS})(?P<year>,? \d{{4}})?(?![\w%])"
)
_SHORT_YEAR = re.compile(rf"\b(?P<month>{_ENGLISH_MONTHS})(?= \d{{4}}\b)")


def _english(text: str) -> str:
    text = _MONTH_DAY.sub(lambda found: _english_date(found, "{month} {day}{year}"), text)
    text = _DAY_MONTH.sub(lambda found: _english_date(found, "the {day} of {month}{year}"), text)
    return _SHORT_YEAR.sub(lambda found: _FULL[found["month"][:3]], text)


def _english_date(found: re.Match[str], order: str) -> str:
    day = int(found["day"])
    if not 1 <= day <= 31:
        return found.group()
    years = found["year"]
    year = f", {numbers.year(int(years[-4:]), Language.ENGLISH)}" if years else ""
    # A full stop after a day is the sentence's; after an abbreviated month it is the month's.
    return order.format(month=_FULL[found["month"][:3]], day=numbers.ordinal(day, Language.ENGLISH), year=year)
