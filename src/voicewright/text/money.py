"""Amounts of money: `$3.50`, `£1,200`, `1.200 €`, `USD 5 million`."""

# ruff: noqa: PLR2004 - the figures are the language's own
# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from functools import cache

from voicewright.domain.language import Language
from voicewright.text import counting, numbers
from voicewright.text.numbers import Figure
from voicewright.text.tongues import LETTERS, POINTED, SINITIC

_SIGNS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "AU$": "AUD", "CA$": "CAD", "NZ$": "NZD", "A$": "AUD", "C$": "CAD", "R$": "BRL", "S$": "SGD",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₫": "VND", "฿": "THB", "₴": "UAH",
    "₪": "ILS", "₱": "PHP", "₦": "NGN", "₸": "KZT", "₡": "CRC", "₵": "GHS",
}  # fmt: skip
_CODES = {
    code: code
    for code in (
        "USD EUR GBP JPY CNY INR KRW RUB TRY VND THB UAH ILS PHP BRL CHF SEK NOK DKK PLN CZK HUF RON BGN CAD AUD NZD SGD HKD TWD MXN IDR "
        "MYR ZAR AED SAR"
    ).split()
} | {"RMB": "CNY"}
_WORDS = {
    Language.POLISH: {"zł": "PLN"}, Language.CZECH: {"Kč": "CZK"}, Language.SWEDISH: {"kr": "SEK"}, Language.DANISH: {"kr": "DKK"},
    Language.NORWEGIAN: {"kr": "NOK"}, Language.NYNORSK: {"kr": "NOK"}, Language.RUSSIAN: {"руб": "RUB"}, Language.UKRAINIAN: {"грн": "UAH"},
    Language.BULGARIAN: {"лв": "BGN"}, Language.HUNGARIAN: {"Ft": "HUF"}, Language.TURKISH: {"TL": "TRY"}, Language.JAPANESE: {"円": "JPY"},
}  # fmt: skip

_WITHOUT_PARTS = frozenset({"JPY", "KRW", "VND", "HUF", "IDR", "CLP"})
_ENGLISH_PARTS = {
    **dict.fromkeys(("USD", "EUR", "CAD", "AUD", "NZD", "SGD", "HKD", "ZAR", "MYR"), "cent/cents"),
    "GBP": "penny/pence", "INR": "paisa/paise", "MXN": "centavo/centavos", "BRL": "centavo/centavos", "PHP": "centavo/centavos",
}  # fmt: skip
# Between the whole and the hundredths, where people say both as numbers: `drei Euro fünfzig`.
_BETWEEN = {
    Language.GERMAN: " ", Language.FRENCH: " ", Language.DUTCH: " ", Language.ITALIAN: " e ", Language.SPANISH: " con ", Language.PORTUGUESE: " e ",
    Language.CATALAN: " amb ", Language.SWEDISH: " och ", Language.DANISH: " og ", Language.NORWEGIAN: " og ", Language.NYNORSK: " og ",
    Language.AFRIKAANS: " ", Language.RUSSIAN: " ", Language.UKRAINIAN: " ", Language.POLISH: " ", Language.CZECH: " ", Language.SLOVAK: " ",
    Language.CROATIAN: " i ", Language.SLOVENIAN: " in ", Language.ROMANIAN: " și ", Language.GREEK: " και ", Language.BULGARIAN: " и ",
}  # fmt: skip

# How a large amount is written, how it is said, and what links it to the currency.
_LARGE: dict[Language, dict[str, str]] = {
    Language.ENGLISH: {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "B": "billion", "b": "billion",
                       "bn": "billion", "T": "trillion", "thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion"},
    Language.GERMAN: {"Mio.": "Millionen", "Mio": "Millionen", "Mrd.": "Milliarden", "Mrd": "Milliarden", "Millionen": "Millionen",
                      "Million": "Million", "Milliarden": "Milliarden", "Milliarde": "Milliarde"},
    Language.FRENCH: {word: word + " de" for word in ("millions", "million", "milliards", "milliard")},
    Language.SPANISH: {word: word + " de" for word in ("millones", "millón", "mil millones", "billones")},
    Language.PORTUGUESE: {word: word + " de" for word in ("milhões", "milhão", "bilhões", "bilhão")},
    Language.ITALIAN: {word: word + " di" for word in ("milioni", "milione", "miliardi", "miliardo")},
    Language.RUSSIAN: {"млн": "миллионов", "млрд": "миллиардов", "тыс": "тысяч"},
    Language.CHINESE: {"万亿": "万亿", "万": "万", "亿": "亿"}, Language.CANTONESE: {"萬億": "萬億", "萬": "萬", "億": "億"},
    Language.JAPANESE: {"万": "まん", "億": "おく", "兆": "ちょう"}, Language.KOREAN: {"만": "만", "억": "억"},
}  # fmt: skip

# English has no plain name for three countries' money; their own way of grouping figures comes with it.
_KRONER = re.compile(r"(?<![\w.,])(\d{1,3}(?:[ ,]\d{3}){1,4}|\d{1,12}(?:\.\d{1,2})?) ?kr\b")


_ALONE = re.compile(
    rf"(?P<touches>(?<=[^\W_]))?(?<![$€£¥])(?P<c>{'|'.join(re.escape(sign) for sign in _SIGNS)})(?![^\W\d_]|[$€£¥])(?=(?P<next>-| [^\W_])?)"
)


def written_own(text: str, language: Language) -> str:
    """The text with amounts that are written as elsewhere, `5,99 €` in English and `$1,200.50` in German, as the language writes them."""
    behind, before = _elsewhere(language in POINTED)
    own = "." if language in POINTED else ","

    def rewritten(found: re.Match[str]) -> str:
        figures = re.findall(r"\d+", found["n"])
        fraction = figures.pop() if len(figures[-1]) < 3 else ""
        return f"{found['c'] or ''}{''.join(figures)}{own if fraction else ''}{fraction}"

    return before.sub(rewritten, behind.sub(rewritten, text))


@cache
def _elsewhere(pointed: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:  # noqa: FBT001 - only ever called above
    """Amounts behind which a currency stands, and before which. Three figures behind a single mark are groups where they usually are."""
    group, point = (r"\.", ",") if pointed else (",", r"\.")
    certain = rf"\d{{1,3}}(?:{group}\d{{3}}){{1,5}}{point}\d{{1,2}}|\d{{1,3}}(?:{group}\d{{3}}){{2,5}}"
    grouped = rf"\d{{1,3}}(?:{group}\d{{3}})"
    spaced = r"\d{1,3}(?: \d{3}){1,5}(?:,\d{1,2})?"
    cents = rf"\d{{1,9}}{point}\d{{1,2}}"
    behind = f"{certain}|{grouped}|{spaced}|{cents}" if pointed else certain
    before = f"{certain}|{cents}" if pointed else f"{certain}|{grouped}"
    signs = "|".join(re.escape(sign) for sign in (*_SIGNS, *_CODES))
    after = rf"(?= ?(?:[-–—] ?\d[\d.,]{{0,12}} ?)?(?:{signs})(?![A-Za-z]))"
    return re.compile(rf"(?P<c>)(?<![\d.,])(?P<n>{behind}){after}"), re.compile(rf"(?P<c>(?:{signs}) ?)(?P<n>{before})(?!\d|[.,]\d)")


def named(text: str, language: Language) -> str:
    """The signs that stand at no amount, in words: `in €`, `the £ sign`."""
    glue = " " if language.spaced else ""

    def name(found: re.Match[str]) -> str:
        many = Figure(whole="1" if found["next"] else "5")
        noun = counting.currency_name(many, _code(found["c"], language), language)
        return f"{glue if found['touches'] else ''}{noun}"

    return _ALONE.sub(name, text)


def said(text: str, language: Language) -> str:
    """The text with its amounts of money in words."""
    if language is Language.ENGLISH:
        text = _KRONER.sub(lambda found: f"{found[1].replace(' ', '')} krone{'r' * (found[1] != '1')}", text)
    before, after = _patterns(language)
    # `3,50 € 4 €`: where the sign stands behind, the first one must not be taken for the second number's.
    for pattern in (before, after) if language in POINTED else (after, before):
        text = pattern.sub(lambda found: _amount(found["n"], found["c"], found["l"], language), text)
    return text


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    number = numbers.pattern(language)
    large = "|".join(re.escape(word) for word in sorted(_LARGE.get(language, {"\0": ""}), key=len, reverse=True))
    spaced = r"(?![A-Za-z])" if language is not Language.RUSSIAN else r"\b\.?"
    amount = rf"(?P<n>{number})(?:[ -]?(?P<l>{large}){spaced})?"
    signs = "|".join(re.escape(sign) for sign in _SIGNS)
    codes = "|".join(_CODES)
    words = "|".join(f"{re.escape(word)}\\.?" for word in _WORDS.get(language, {"\0": ""}))
    before = rf"(?<![A-Za-z$])(?P<c>{signs}|(?:{codes}) ?) ?{amount}"
    after = rf"(?<![{LETTERS}.,]){amount} ?(?P<c>{signs}|(?:{codes}|{words})(?![{LETTERS}]))"
    return re.compile(before), re.compile(after)


def _amount(number: str, sign: str, large: str | None, language: Language) -> str:
    code = _code(sign.strip(), language)
    figure = numbers.figure(number, language)
    if large:
        return _large(figure, code, _LARGE[language][large], language)
    if len(figure.fraction) == 2 and code not in _WITHOUT_PARTS:
        if language is Language.ENGLISH and code in _ENGLISH_PARTS:
            return _in_parts(figure, code)
        if language in _BETWEEN:
            return _with_hundredths(figure, code, language)
    return counting.currency(Figure(whole=figure.whole, fraction=figure.fraction.rstrip("0")), code, language)


def _code(sign: str, language: Language) -> str:
    if sign == "¥" and language in SINITIC:
        return "CNY"
    word = _WORDS.get(language, {}).get(sign.rstrip("."))
    return word or _SIGNS.get(sign) or _CODES[sign]


def _large(figure: Figure, code: str, word: str, language: Language) -> str:
    noun = counting.currency_name(Figure(whole="1000000"), code, language)
    if word.endswith(" de") and language is Language.FRENCH and noun[:1] in "aeiouAEIOU":
        word = word[:-1] + "’"
        return f"{numbers.decimal(figure, language)} {word}{noun}"
    glue = " " if language.spaced else ""
    number = "eine" if language is Language.GERMAN and figure.is_one else numbers.decimal(figure, language)
    return glue.join((number, word, noun))


def _in_parts(figure: Figure, code: str) -> str:
    """English: dollars and cents."""
    parts = Figure(whole=str(int(figure.fraction)))
    hundredths = f"{numbers.decimal(parts, Language.ENGLISH)} {counting.form(parts, _ENGLISH_PARTS[code], Language.ENGLISH)}"
    if int(figure.whole) == 0 and int(parts.whole):
        return hundredths
    whole = counting.currency(Figure(whole=figure.whole), code, Language.ENGLISH)
    return f"{whole} and {hundredths}" if int(parts.whole) else whole


def _with_hundredths(figure: Figure, code: str, language: Language) -> str:
    whole = counting.currency(Figure(whole=figure.whole), code, language)
    if int(figure.fraction) == 0:
        return whole
    return f"{whole}{_BETWEEN[language]}{numbers.cardinal(int(figure.fraction), language)}"
