"""Times of the day: `15:30`, `3:30 pm`, `15h30`, `15:30 Uhr`."""

# ruff: noqa: PLR2004 - the figures are the language's own
# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re

from voicewright.domain.language import Language
from voicewright.text import counting, numbers
from voicewright.text.numbers import Figure, Gender

_TIME = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:]|[.,]\d)(?: ?(?:Uhr|uur|óra|h)\b| น\.)?")
_HOURS_H = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4]) ?h ?([0-5]\d)(?![\d\w])")
_BARE = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4]) (?:Uhr|uur)(?: ([0-5]\d))?\b")
_ENGLISH = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4])(?:[:.]([0-5]\d))?(?::[0-5]\d)?(?![\d:])(?: ?(a|p)(?:m\b|\.m\b(?P<stop>\.)?))", re.IGNORECASE)

# Full hours, then hours and minutes. {h} and {m} are numbers; {H} and {M} are CLDR's counted hours and minutes.
_SHAPES = {
    Language.GERMAN: ("{h} Uhr", "{h} Uhr {m}"), Language.DUTCH: ("{h} uur", "{h} uur {m}"), Language.AFRIKAANS: ("{h} uur", "{h} uur {m}"),
    Language.FRENCH: ("{H}", "{H} {m}"), Language.SPANISH: ("{h} en punto", "{h} y {m}"), Language.PORTUGUESE: ("{H}", "{H} e {m}"),
    Language.ITALIAN: ("{h} in punto", "{h} e {m}"), Language.CATALAN: ("{h} en punt", "{h} i {m}"), Language.ROMANIAN: ("{h} fix", "{h} și {m}"),
    Language.RUSSIAN: ("{H}", "{H} {M}"), Language.UKRAINIAN: ("{H}", "{H} {M}"), Language.BULGARIAN: ("{H}", "{H} и {M}"),
    Language.CZECH: ("{H}", "{H} {M}"), Language.SLOVAK: ("{H}", "{H} {M}"), Language.CROATIAN: ("{H}", "{H} {M}"),
    Language.HUNGARIAN: ("{h} óra", "{h} óra {m} perc"), Language.GREEK: ("{h} ακριβώς", "{h} και {m}"), Language.TURKISH: ("{h}", "{h} {m}"),
    Language.VIETNAMESE: ("{h} giờ", "{h} giờ {m}"), Language.INDONESIAN: ("{h}", "{h} lewat {m}"), Language.MALAY: ("{h}", "{h} {m}"),
    Language.THAI: ("{h} นาฬิกา", "{h} นาฬิกา {m} นาที"), Language.HINDI: ("{h} बजे", "{h} बजकर {m} मिनट"), Language.TAMIL: ("{h} மணி", "{h} மணி {m} நிமிடம்"),
    Language.ARABIC: ("{h}", "{h} و{m} دقيقة"), Language.PERSIAN: ("{h}", "{h} و {m} دقیقه"), Language.HEBREW: ("{h}", "{h} ו{m}"),
    Language.SWEDISH: ("{h}", "{h} och {m}"),
}  # fmt: skip
_FEMININE = frozenset({
    Language.SPANISH, Language.ITALIAN, Language.CATALAN, Language.ROMANIAN, Language.GREEK, Language.HEBREW, Language.ARABIC,
})  # fmt: skip
# Native hours: 한 시, 두 시, …
_KOREAN_HOURS = "영 한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두".split()
_KOREAN_HOUR = re.compile(r"(?<![\d:.,])(1[0-2]|[1-9]) ?시(?!간)")


def said(text: str, language: Language) -> str:
    """The text with its times in words."""
    if language is Language.ENGLISH:
        text = _ENGLISH.sub(_english_half, text)
        return _TIME.sub(lambda found: _english(int(found[1]), int(found[2])) + (_seconds(found[3])), text)
    if language is Language.KOREAN:
        text = _TIME.sub(lambda found: f"{_korean(int(found[1]))} 시" + (f" {int(found[2])} 분" if int(found[2]) else ""), text)
        return _KOREAN_HOUR.sub(lambda found: f"{_korean(int(found[1]))} 시", text)
    if language in {Language.GERMAN, Language.DUTCH, Language.AFRIKAANS}:
        text = _BARE.sub(lambda found: _shaped(int(found[1]), int(found[2] or 0), language), text)
    if language in {Language.FRENCH, Language.PORTUGUESE, Language.CATALAN}:
        text = _HOURS_H.sub(lambda found: _shaped(int(found[1]), int(found[2]), language), text)
    return _TIME.sub(lambda found: _shaped(int(found[1]), int(found[2]), language), text)


def _shaped(hours: int, minutes: int, language: Language) -> str:
    full, both = _SHAPES.get(language, ("{h}", "{h} {m}"))
    gender = Gender.FEMININE if language in _FEMININE else None
    values = {"h": numbers.cardinal(hours, language, gender), "m": numbers.cardinal(minutes, language)}
    shape = both if minutes else full
    if language is Language.GERMAN and hours == 1:
        values["h"] = "ein"
    if "{H}" in shape:
        values["H"] = counting.unit(Figure(whole=str(hours)), "duration-hour", language) or values["h"]
        values["M"] = counting.unit(Figure(whole=str(minutes)), "duration-minute", language) or values["m"]
    return shape.format(**values)


def _korean(hours: int) -> str:
    return _KOREAN_HOURS[hours] if hours <= 12 else numbers.cardinal(hours, Language.KOREAN)


def _english(hours: int, minutes: int) -> str:
    said_hours = numbers.cardinal(hours, Language.ENGLISH)
    if not minutes:
        return f"{said_hours} o’clock" if 1 <= hours <= 12 else f"{said_hours} hundred hours"
    return f"{said_hours} {'oh ' if minutes < 10 else ''}{numbers.cardinal(minutes, Language.ENGLISH)}"


def _seconds(seconds: str | None) -> str:
    return f" and {numbers.cardinal(int(seconds), Language.ENGLISH)} seconds" if seconds and int(seconds) else ""


def _english_half(found: re.Match[str]) -> str:
    """`three thirty p m`, with the full stop of a sentence that ends there."""
    minutes = int(found[2] or 0)
    hours = numbers.cardinal(int(found[1]), Language.ENGLISH)
    time = _english(int(found[1]), minutes) if minutes else hours
    follows = found.string[found.end() : found.end() + 2]
    ends = found["stop"] and (not follows.strip() or (follows[0].isspace() and follows[-1].isupper()))
    return f"{time} {found[3].lower()} m{'.' if ends else ''}"
