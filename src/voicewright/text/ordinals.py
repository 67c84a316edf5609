"""Ordinals, fractions and counters of languages other than English and Chinese: `1er`, `3º`, `der 3. Platz`, `3개`."""

from __future__ import annotations

import re
from collections.abc import Callable

from voicewright.domain.language import Language
from voicewright.text import numbers
from voicewright.text.numbers import Gender

_F, _M, _N = Gender.FEMININE, Gender.MASCULINE, Gender.NEUTER
_START = r"(?<![\w.,])"
_IBERIAN = re.compile(_START + r"(\d{1,4})(?:\.?([ºª°])|(?:er|\.er))(?!\w)")
_FRENCH = re.compile(_START + r"(\d{1,4})(er|re|ère|nde|nd|ème|eme|e)s?\b")
_DUTCH = re.compile(_START + r"(\d{1,4})(?:ste|de|e)\b")
_SWEDISH = re.compile(_START + r"(\d{1,4}):[ae]\b")
_GERMAN = re.compile(r"\b([Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|[Dd]es|[Aa]m|[Ii]m|[Zz]um|[Zz]ur|[Bb]eim|[Vv]om) (\d{1,4})\. (?=\w)")
_NORDIC = re.compile(r"\b([Dd]en|[Dd]et) (\d{1,4})\. (?=\w)")
_RUSSIAN = re.compile(_START + r"(\d{1,4})-(?:[а-я]?)(й|я|е|го|му|м)\b")
_GREEK = re.compile(_START + r"(\d{1,4})(ος|η|ο)\b")
_KOREAN = re.compile(r"(?<![\d.,])(\d{1,2}) ?(?=(?:개|명|살|마리|권|잔|시간|번째|장|대|병|그루|켤레)(?!월|국|년))")
# Two months lose a consonant: 육월 and 십월 are said 유월 and 시월.
_KOREAN_MONTH = re.compile(r"(?<![\d.,])(6|10) ?월(?!요)")
_KOREAN_MONTHS = {"6": "유월", "10": "시월"}
_KOREAN_FRACTION = re.compile(r"(?<![\d./])(\d{1,3})/(\d{1,3})(?![\d/])")

_CASES = {"го": "-genitive", "му": "-dative", "м": "-locative"}
_GENDERS = {"й": _M, "я": _F, "е": _N, "ª": _F, "ος": _M, "η": _F, "ο": _N, "re": _F, "ère": _F, "nde": _F}
_FRACTION = re.compile(r"(?<![\d./\w])(\d{1,2})/(\d{1,2})(?![\d/\w])")
_FRACTIONS: dict[Language, dict[str, str]] = {
    Language.GERMAN: {"1/2": "ein halb", "1/3": "ein Drittel", "2/3": "zwei Drittel", "1/4": "ein Viertel", "3/4": "drei Viertel"},
    Language.FRENCH: {"1/2": "un demi", "1/3": "un tiers", "2/3": "deux tiers", "1/4": "un quart", "3/4": "trois quarts"},
    Language.SPANISH: {"1/2": "un medio", "1/3": "un tercio", "2/3": "dos tercios", "1/4": "un cuarto", "3/4": "tres cuartos"},
    Language.ITALIAN: {"1/2": "un mezzo", "1/3": "un terzo", "2/3": "due terzi", "1/4": "un quarto", "3/4": "tre quarti"},
    Language.PORTUGUESE: {"1/2": "um meio", "1/3": "um terço", "2/3": "dois terços", "1/4": "um quarto", "3/4": "três quartos"},
    Language.DUTCH: {"1/2": "een half", "1/3": "een derde", "2/3": "twee derde", "1/4": "een kwart", "3/4": "drie kwart"},
    Language.RUSSIAN: {"1/2": "одна вторая", "1/3": "одна треть", "2/3": "две трети", "1/4": "одна четверть", "3/4": "три четверти"},
    Language.UKRAINIAN: {"1/2": "одна друга", "1/3": "одна третина", "2/3": "дві третини", "1/4": "одна чверть", "3/4": "три чверті"},
    Language.POLISH: {"1/2": "jedna druga", "1/3": "jedna trzecia", "2/3": "dwie trzecie", "1/4": "jedna czwarta", "3/4": "trzy czwarte"},
    Language.CZECH: {"1/2": "jedna polovina", "1/3": "jedna třetina", "2/3": "dvě třetiny", "1/4": "jedna čtvrtina", "3/4": "tři čtvrtiny"},
    Language.SWEDISH: {"1/2": "en halv", "1/3": "en tredjedel", "2/3": "två tredjedelar", "1/4": "en fjärdedel", "3/4": "tre fjärdedelar"},
    Language.DANISH: {"1/2": "en halv", "1/3": "en tredjedel", "2/3": "to tredjedele", "1/4": "en fjerdedel", "3/4": "tre fjerdedele"},
    Language.NORWEGIAN: {"1/2": "en halv", "1/3": "en tredjedel", "2/3": "to tredjedeler", "1/4": "en fjerdedel", "3/4": "tre fjerdedeler"},
    Language.HINDI: {"1/2": "आधा", "1/3": "एक तिहाई", "2/3": "दो तिहाई", "1/4": "एक चौथाई", "3/4": "तीन चौथाई"},
    Language.ARABIC: {"1/2": "نصف", "1/3": "ثلث", "2/3": "ثلثان", "1/4": "ربع", "3/4": "ثلاثة أرباع"},
    Language.FINNISH: {"1/2": "puoli", "1/3": "yksi kolmasosa", "2/3": "kaksi kolmasosaa", "1/4": "yksi neljäsosa", "3/4": "kolme neljäsosaa"},
    Language.TURKISH: {"1/2": "yarım", "1/3": "üçte bir", "2/3": "üçte iki", "1/4": "dörtte bir", "3/4": "dörtte üç"},
    Language.HUNGARIAN: {"1/2": "fél", "1/3": "egyharmad", "2/3": "kétharmad", "1/4": "egynegyed", "3/4": "háromnegyed"},
}


def said(text: str, language: Language) -> str:
    """The text with the language's own ordinals in words."""
    known = _FRACTIONS.get(language)
    if known:
        text = _FRACTION.sub(lambda found: known.get(found.group(), found.group()), text)
    rule = _RULES.get(language)
    return rule(text) if rule else text


def _ordinal(figures: str, ending: str, language: Language, *, case: str = "") -> str:
    return numbers.ordinal(int(figures), language, gender=_GENDERS.get(ending, _M), case=case) or figures


def _suffixed(pattern: re.Pattern[str], language: Language) -> Callable[[str], str]:
    def rule(text: str) -> str:
        return pattern.sub(lambda found: _ordinal(found[1], found[2] or "", language), text)

    return rule


def _bare(pattern: re.Pattern[str], language: Language) -> Callable[[str], str]:
    return lambda text: pattern.sub(lambda found: _ordinal(found[1], "", language), text)


def _german(text: str) -> str:
    def declined(found: re.Match[str]) -> str:
        case = "" if found[1].lower() in {"der", "die", "das"} else "-n"
        return f"{found[1]} {_ordinal(found[2], '', Language.GERMAN, case=case)} "

    return _GERMAN.sub(declined, text)


def _russian(text: str) -> str:
    return _RUSSIAN.sub(lambda found: _ordinal(found[1], found[2], Language.RUSSIAN, case=_CASES.get(found[2], "")), text)


def _nordic(language: Language) -> Callable[[str], str]:
    return lambda text: _NORDIC.sub(lambda found: f"{found[1]} {_ordinal(found[2], '', language)} ", text)


def _korean(text: str) -> str:
    text = _KOREAN_MONTH.sub(lambda found: _KOREAN_MONTHS[found[1]], text)
    text = _KOREAN_FRACTION.sub(lambda found: f"{_sino(found[2])}분의 {_sino(found[1])}", text)
    return _KOREAN.sub(lambda found: numbers.native_korean(int(found[1])) + " ", text)


def _sino(figures: str) -> str:
    return numbers.cardinal(int(figures), Language.KOREAN)


_RULES: dict[Language, Callable[[str], str]] = {
    **{language: _suffixed(_IBERIAN, language) for language in (Language.SPANISH, Language.PORTUGUESE, Language.ITALIAN, Language.CATALAN)},
    Language.FRENCH: _suffixed(_FRENCH, Language.FRENCH),
    Language.DUTCH: _bare(_DUTCH, Language.DUTCH),
    Language.AFRIKAANS: _bare(_DUTCH, Language.AFRIKAANS),
    Language.SWEDISH: _bare(_SWEDISH, Language.SWEDISH),
    Language.GREEK: _suffixed(_GREEK, Language.GREEK),
    Language.GERMAN: _german,
    Language.RUSSIAN: _russian,
    Language.DANISH: _nordic(Language.DANISH),
    Language.NORWEGIAN: _nordic(Language.NORWEGIAN),
    Language.NYNORSK: _nordic(Language.NORWEGIAN),
    Language.KOREAN: _korean,
}
