"""What English reads in its own way: ordinals, decades, fractions, magnitudes, `24/7`."""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re

from voicewright.domain.language import Language
from voicewright.text import numbers
from voicewright.text.numbers import Figure

_EN = Language.ENGLISH
_ORDINAL = re.compile(r"(?<![\d.,\w])(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(st|nd|rd|th)\b")
_ORDINALS_APART = re.compile(r"(?<=\d)(st|nd|rd|th) ?[–-] ?(?=\d{1,3}(?:st|nd|rd|th)\b)")
_POWER = re.compile(r"(?<=[\w)])[²³]")
_DECADE = re.compile(r"(?<!\w)(?:(1[1-9]|20)(\d0)|['’]?([2-9]0))['’]?s\b")
_FRACTION = re.compile(r"(?<![\d./\w])(?:(\d{1,4})[ -])?(\d{1,3})/(\d{1,3})(?![\d/\w])(?!\.\d)")
_MAGNITUDE = re.compile(r"(?<![\w.,])(\d{1,4}(?:\.\d{1,3})?)(?:(k|M|bn|B)|(?<![248])(K)|(?<=\d[248])(K))\b(?!\.)")
_TIMES = re.compile(r"(?<![\w.,])(\d{1,4}(?:\.\d{1,2})?)[x×](?!\w)")
_BY = re.compile(r"(?<![\w.,])(\d{1,5}) ?[x×] ?(?=\d{1,5}(?!\w))")
_PIXELS = re.compile(r"(?<![\w.,])(480|720|1080|1440|2160)([pi])\b")
_VERSION = re.compile(r"\bv(?=\d{1,4}\.\d)")
_FEET = re.compile(r"(?<![\w.,])([3-8])['’′] ?(\d|1[01])[\"”″]")
_SUMS = (
    (re.compile(r"(?<=\d) ?\+ ?(?=\d)"), " plus "),
    (re.compile(r"(?<=\d) ?= ?(?=[-\d])"), " equals "),
    (re.compile(r"(?<=\d) ?[×*] ?(?=\d)"), " times "),
    (re.compile(r"(?<=\d) ?÷ ?(?=\d)"), " divided by "),
    (re.compile(r"(?<=\d) - (?=\d)"), " minus "),
    (re.compile(r"(?<=\d)\+(?!\w)"), " plus"),
    (re.compile(r"[<＜] ?(?=\d)"), "less than "),
    (re.compile(r"[>＞] ?(?=\d)"), "more than "),
    (re.compile(r"[≤] ?(?=\d)"), "at most "),
    (re.compile(r"[≥] ?(?=\d)"), "at least "),
    (re.compile(r"[~≈] ?(?=\d)"), "about "),
    (re.compile(r"± ?(?=\d)"), "plus or minus "),
)
_LARGE = {"k": "thousand", "M": "million", "bn": "billion", "B": "billion"}
_BELOW = {2: ("half", "halves"), 4: ("quarter", "quarters")}


def readings(text: str) -> str:
    """Figures with an English reading of their own, in words; plain numbers stay."""
    text = re.sub(r"(?<![\d/])24/7(?![\d/])", "twenty-four seven", text)
    text = re.sub(r"(?<![\d/])9/11(?![\d/])", "nine eleven", text)
    text = re.sub(r"(?<![\d/])50/50(?![\d/])", "fifty-fifty", text)
    text = re.sub(r"\b911\b(?! ?[,.]?\d)", "nine one one", text)
    text = _VERSION.sub("version ", text)
    text = _ORDINALS_APART.sub(r"\1 to ", text)
    text = _POWER.sub(lambda found: " squared" if found.group() == "²" else " cubed", text)
    text = _ORDINAL.sub(lambda found: numbers.ordinal(int(found[1].replace(",", "")), _EN) or found.group(), text)
    text = _DECADE.sub(_decade, text)
    text = _FEET.sub(lambda found: f"{found[1]} foot {found[2]}", text)
    text = _FRACTION.sub(_fraction, text)
    text = _PIXELS.sub(lambda found: f"{_pairs(found[1])} {found[2]}", text)
    text = _MAGNITUDE.sub(lambda found: f"{numbers.decimal(numbers.figure(found[1], _EN), _EN)} {_LARGE[found[2] or 'k']}", text)
    text = _BY.sub(r"\1 by ", text)
    text = _TIMES.sub(lambda found: f"{numbers.decimal(numbers.figure(found[1], _EN), _EN)} times", text)
    for sign, words in _SUMS:
        text = sign.sub(words, text)
    return text


def _decade(found: re.Match[str]) -> str:
    if found[3]:
        return _plural(numbers.cardinal(int(found[3]), _EN))
    return _plural(numbers.year(int(found[1] + found[2]), _EN))


def _plural(words: str) -> str:
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def _pairs(figures: str) -> str:
    """`ten eighty`, `seven twenty`."""
    head, tail = figures[:-2], figures[-2:]
    return f"{numbers.cardinal(int(head), _EN)} {numbers.cardinal(int(tail), _EN)}"


def _fraction(found: re.Match[str]) -> str:
    whole, above, below = found[1], int(found[2]), int(found[3])
    if below < 2 or (whole is not None and above >= below):
        return found.group()
    names = _BELOW.get(below)
    one = names[0] if names else numbers.ordinal(below, _EN)
    many = names[1] if names else f"{one}s"
    over = above > 20 or below > 100
    said = f"{above} over {below}" if over else f"{numbers.cardinal(above, _EN)} {one if above == 1 else many}"
    if not whole:
        return said
    said = f"a {one}" if above == 1 else said
    return f"{numbers.decimal(Figure(whole=whole), _EN)} and {said}"
