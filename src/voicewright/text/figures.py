"""Figures and signs as people read them. One line of text in, the same line in words out.

The rules run one after the other; each leaves as figures what a later one reads. No pattern has an unbounded repetition
before something that can fail, so that the time grows with the length of the text alone.
"""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re
from functools import cache

from voicewright.domain.language import Language
from voicewright.text import abbreviations, addresses, chinese, clocks, dates, english, japanese, measures, money, numbers, ordinals, powers, signs
from voicewright.text.tongues import ALPHABET, LETTERS, POINTED, SINITIC, TONGUES

_DIGIT = re.compile(r"[\d²³]")
_LONG_RUN = re.compile(r"\d{16,}")
_INTERNATIONAL = re.compile(r"(?<![\w+])\+(\d{1,3}(?:[ .()/-]{1,2}\d{1,9}){1,6}|\d{7,15})(?![\d])")
_AREA = re.compile(r"(?<![\w.,-])\(?(\d{3})\)?[ .-]{1,2}(\d{3})[.-](\d{4})(?![\d-])")
_NATIONAL = re.compile(r"(?<![\w.,/-])(0\d{1,5})[ /-]{1,3}(\d{2,9}(?:[ -]\d{2,5}){0,3})(?!\d|[.,:/-]\d)")
_LOCAL = re.compile(r"(?<![\w.,/-])(\d{3})-(\d{3}[1-9])(?![\d-])")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d{1,4}){2,7})(?![\d])")
_SERIAL = re.compile(r"(?<![\w+-])\d{1,7}(?:-\d{1,8}){3,7}(?![\w-])")
_TIMES_APART = re.compile(r"(?:(?<=\d:\d\d)|(?<=\d[ap]m)|(?<=\d [ap]m)|(?<=\dh)) ?[-–—~～] ?(?=\d{1,2}(?::\d\d| ?[ap]\.?m|h\b))")
_RATIO = re.compile(r"(?<=\d) ?[:∶] ?(?=\d)")
_CODE = re.compile(r"(?<=[A-Z])(?<!FY)(\d{3,6})(?![\w.,]\d|\d)")
_BARE_FRACTION = re.compile(r"(?<![\w.])\.(?=\d)")
_NEGATIVE = re.compile(r"(?:(?<![\w)\]%])[-–]|−)(?=[$€£¥]?\d)")
_CODE_HYPHEN = re.compile(rf"(?<=[{ALPHABET}])-(?=\d)")
_TOUCHING = re.compile(rf"(?<=[0-9])(?=[{ALPHABET}])|(?<=[{ALPHABET}])(?=[0-9])")
_YEAR = re.compile(r"(?<![\d.,:/-])(1[1-9]\d\d|20[1-9]\d)(?![\d%]|[.,:]\d)")
_REST = re.compile(r"\d+")
_YEARS = frozenset(
    {Language.ENGLISH, Language.GERMAN, Language.DUTCH, Language.SWEDISH, Language.DANISH, Language.NORWEGIAN, Language.NYNORSK, Language.AFRIKAANS}
)
_RATIOS = {Language.CHINESE: "比", Language.CANTONESE: "比", Language.GERMAN: "zu", Language.JAPANESE: "たい", Language.KOREAN: "대"}
_PLUS = {
    Language.CHINESE: "加", Language.CANTONESE: "加", Language.JAPANESE: "プラス", Language.KOREAN: "플러스 ", Language.RUSSIAN: "плюс ",
    Language.UKRAINIAN: "плюс ", Language.BULGARIAN: "плюс ", Language.ARABIC: "زائد ", Language.HEBREW: "פלוס ", Language.HINDI: "प्लस ",
    Language.THAI: "บวก ", Language.PERSIAN: "به‌علاوه ", Language.TAMIL: "பிளஸ் ", Language.VIETNAMESE: "cộng ", Language.TURKISH: "artı ", Language.GREEK: "συν ",
}  # fmt: skip


def spoken(line: str, *, language: Language) -> str:
    """A line without figures, signs and emoji, all that is said being words."""
    text = signs.unified(line)
    text = addresses.said(text, language)
    text = abbreviations.expanded(text, language)
    if _DIGIT.search(text):
        text = _figures(text, language)
    return signs.said(money.named(text, language), language)


def counted(line: str, *, language: Language) -> str:
    """The same with every figure as a plain number, whatever it means."""
    text = signs.unified(line)
    return signs.said(_plain(text, language) if _DIGIT.search(text) else text, language)


def _figures(text: str, language: Language) -> str:
    text = money.written_own(abbreviations.numbered(language).sub(_number_word(language), text), language)
    if language in POINTED:
        text = _BARE_FRACTION.sub("0.", text)
    text = powers.said(text, language)
    text = dates.said(text, language)
    text = _telephones(_SERIAL.sub(lambda found: _serial(found.group(), language), text), language)
    text = _TIMES_APART.sub(_to(language), text)
    if language in SINITIC:
        text = chinese.readings(text, language=language)
    elif language is Language.JAPANESE:
        text = japanese.readings(text)
    text = clocks.said(text, language)
    text = _RATIO.sub(_ratio(language), text)
    text = _CODE.sub(lambda found: _join(found[1], language), text)
    text = _DOTTED.sub(lambda found: _parts(found[1], language), text)
    text = _ranges(language).sub(lambda found: f"{found[1]}{_to(language)}", text)
    text = _NEGATIVE.sub(numbers.minus(language) + (" " if language.spaced else ""), text)
    text = money.said(text, language)
    text = measures.said(text, language)
    if language is Language.ENGLISH:
        text = english.readings(text)
    text = ordinals.said(text, language)
    return _plain(text, language)


def _plain(text: str, language: Language) -> str:
    """Every figure that is left."""
    joiner = " " if language.spaced else ""
    text = _LONG_RUN.sub(lambda found: numbers.digits(found.group(), language), text)
    text = _CODE_HYPHEN.sub(joiner, text)
    text = _TOUCHING.sub(joiner, text)
    if language in _YEARS:
        text = _YEAR.sub(lambda found: numbers.year(int(found[1]), language), text)
    text = _number(language).sub(lambda found: numbers.decimal(numbers.figure(found.group(), language), language), text)
    return _REST.sub(lambda found: numbers.digits(found.group(), language), text)


@cache
def _number(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){numbers.pattern(language)}")


@cache
def _ranges(language: Language) -> re.Pattern[str]:
    number = numbers.pattern(language)
    return re.compile(rf"(?<![{LETTERS}.,/-])((?:[$€£¥]?){number} ?[%kKMB]?)(?:-| ?[–—~～] ?)(?=[$€£¥]?{number}(?![-/]\d))")


def _to(language: Language) -> str:
    word = TONGUES[language].to
    return f" {word} " if language.spaced else word


def _serial(written: str, language: Language) -> str:
    """An ISBN and the like, group by group."""
    comma = ", " if language.spaced else "，"
    return comma.join(numbers.digits(group, language) for group in written.split("-"))


def _ratio(language: Language) -> str:
    word = _RATIOS.get(language, TONGUES[language].to)
    return f" {word} " if language.spaced else word


def _join(figures: str, language: Language) -> str:
    """`BA2490`: a code's figures one by one."""
    return (" " if language.spaced else "") + numbers.digits(figures, language)


def _number_word(language: Language) -> str:
    return TONGUES[language].number + (" " if language.spaced else "")


def _parts(written: str, language: Language) -> str:
    """`2.8.1`, an address of four bytes, a section: part by part."""
    glue = " " if language.spaced else ""
    parts = written.split(".")
    if language not in POINTED and _are_groups(parts):
        return written
    dot = TONGUES[language].point if len(parts) == 3 and language is Language.ENGLISH else TONGUES[language].dot
    # Of an address of four bytes, 192 is dictated figure by figure.
    said = (
        numbers.digits(part, language) if len(part) == 3 and len(parts) == 4 else numbers.decimal(numbers.Figure(whole=part), language)
        for part in parts
    )
    return f"{glue}{dot}{glue}".join(said)


def _are_groups(parts: list[str]) -> bool:
    """`1.200.000`, but not the address 192.168.100.200."""
    address = len(parts) == 4 and all(int(part) <= 255 for part in parts)
    return len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]) and not address


def _telephones(text: str, language: Language) -> str:
    comma = "，" if language in SINITIC else "、" if language is Language.JAPANESE else ", "
    plus = _PLUS.get(language, "plus ")

    def grouped(written: str) -> str:
        groups = [group for run in re.findall(r"\d+", written) for group in _groups(run)]
        telephone = language in SINITIC
        return comma.join(chinese.digits(group, telephone=True) if telephone else numbers.digits(group, language) for group in groups)

    text = _INTERNATIONAL.sub(lambda found: plus + grouped(found[1]), text)
    text = _AREA.sub(lambda found: grouped(" ".join(found.groups())), text)
    if language not in SINITIC and language is not Language.JAPANESE:
        text = _NATIONAL.sub(lambda found: grouped(f"{found[1]} {found[2]}"), text)
    return _LOCAL.sub(lambda found: grouped(f"{found[1]} {found[2]}"), text) if language is Language.ENGLISH else text


def _groups(run: str) -> list[str]:
    """A run of more than five figures in threes, with a four at the end rather than a single one."""
    if len(run) <= 5:
        return [run]
    head = len(run) - 4 if len(run) % 3 == 1 else len(run)
    groups = [run[place : place + 3] for place in range(0, head, 3)]
    return [*groups, run[head:]] if head < len(run) else groups
