"""Signs that are no letters: which are said, which are dropped, and how their many forms are made one."""

from __future__ import annotations

import re
import unicodedata

from voicewright.domain.language import Language
from voicewright.text.letters import folded
from voicewright.text.tongues import TONGUES

_SAME = str.maketrans({
    "％": "%", "﹪": "%", "٪": "%", "＄": "$", "￥": "¥", "￡": "£", "＃": "#", "＠": "@", "＆": "&", "＋": "+", "－": "-", "＝": "=", "／": "/",
    "‐": "-", "‑": "-", "‒": "–", "٬": ",", "٫": ".", "\t": " ", "\u00ad": "", "\u200b": "",
})  # fmt: skip
_VULGAR = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6",
    "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip
_FRACTION = re.compile(f"(\\d ?)?([{''.join(_VULGAR)}])")
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
# `10⁶`, `x⁵`, but not the mark of a footnote; ² and ³ alone are also read in units
_RAISED = re.compile(r"(?:(?<=[\d)])|(?<=\b[A-Za-z]))(?![²³](?![⁰¹²³⁴-⁹]))⁻?[⁰¹²³⁴-⁹]{1,3}")
_FULL_WIDTH_POINT = re.compile(r"(?<=\d)[．：](?=\d)")
_JOINERS = "\u200c\u200d"
_STRAY_JOINER = re.compile(f"(?<![^\\W\\d_])[{_JOINERS}]+|[{_JOINERS}]+(?![\\w])")
_KEPT = frozenset("°℃℉№+=<>≤≥≈±×÷~−^")
"""Signs that the rules for figures read."""
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_DROPPED = re.compile(r"[*_`^|\\{}\[\]<>#~°℃℉]+|-{2,}(?!\d)|={2,}")
_SLASH = re.compile(r"(?<=\w)/(?=\w)")
_HASHTAG = re.compile(r"(?<![\w&#])#(?=[^\W\d_])")


def unified(text: str) -> str:
    """One form for each figure and sign, and nothing that is neither said nor a sign: no emoji, no control characters."""
    text = _RAISED.sub(_power, folded(text.translate(_SAME)))
    text = _OTHER_DIGITS.sub(lambda found: str(unicodedata.digit(found.group(), 0)), text)
    text = _FULL_WIDTH_POINT.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = _FRACTION.sub(lambda found: (found[1].strip() + " " if found[1] else "") + _VULGAR[found[2]], text)
    if text.isascii() and text.isprintable():
        return text
    text = "".join(char if _stays(char) else _left(char) for char in text)
    return _SPACES.sub(" ", _STRAY_JOINER.sub("", text))


def _power(found: re.Match[str]) -> str:
    return "^" + unicodedata.normalize("NFKC", found.group()).replace("\u2212", "-")


def _stays(char: str) -> bool:
    if char in _KEPT or char in _JOINERS:
        return True
    category = unicodedata.category(char)
    return category[0] != "C" and category not in {"So", "Sk", "Me"} and not "\ufe00" <= char <= "\ufe0f" and not "\U000e0100" <= char <= "\U000e01ef"


def _left(char: str) -> str:
    """An emoji parts words; a control character does not."""
    return " " if unicodedata.category(char) == "So" else ""


def said(text: str, language: Language) -> str:
    """The signs that are left once the figures are words."""
    tongue = TONGUES[language]
    text = _HASHTAG.sub("hashtag " if language is Language.ENGLISH else "", text)
    glue = " " if language.spaced else ""
    for sign, word in (("&", tongue.also), ("@", tongue.at), ("№", tongue.number)):
        if sign in text:
            text = re.sub(f"(?<=.) ?{sign} ?", f"{glue}{word}{glue}", text).replace(sign, word + glue)
    text = _SLASH.sub(" ", text)
    return _SPACES.sub(" ", _DROPPED.sub(" ", text))
