"""How Mandarin and Cantonese read figures: 两 before what is counted, years and telephone numbers digit by digit."""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re

from voicewright.domain.language import Language

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_SCALES = ("", "万", "亿", "万亿")
_TRADITIONAL = str.maketrans({"万": "萬", "亿": "億", "两": "兩", "负": "負", "点": "點", "号": "號", "时": "時", "为": "為", "摄": "攝"})
# What is counted with 两 and not with 二. 分 and 元 also are; 月, 日, 号, 楼 and 年级 are not.
_COUNTED = "个個只隻本张張条條位件次天年周週岁歲块塊元杯瓶碗人名家种種台台辆輛斤倍遍层層口双雙间間所头頭套小分秒点點公米千克升吨噸磅英美欧歐毛角款场場部篇句句页頁支枝把座颗顆股"


def cardinal(number: int) -> str:
    """A whole number below 10¹⁶: 一百零一, 两千零二十四, 十二万."""
    if number == 0:
        return "零"
    groups: list[str] = []
    rest = number
    for scale in _SCALES:
        rest, four = divmod(rest, 10_000)
        if four:
            said = _four(four, leading=not rest)
            # 二万 and 二亿 are said 两万 and 两亿.
            groups.append(("两" if said == "二" and scale else said) + scale)
        elif groups and not groups[-1].startswith("零") and rest:
            groups[-1] = "零" + groups[-1]
    return "".join(reversed(groups))


def _four(number: int, *, leading: bool) -> str:
    """Up to four figures; figures that do not lead say 零 for the thousands they lack."""
    out = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += ("两" if digit == 2 and place in (2, 3) else _DIGITS[digit]) + _PLACES[place]
        elif (out or not leading) and number % 10**place and not out.endswith("零"):
            out += "零"
    return out[1:] if leading and out.startswith("一十") else out


def digits(figures: str, *, telephone: bool = False) -> str:
    """One by one: 二零二四; in a telephone number 一 is said 幺."""
    return "".join("幺" if telephone and figure == "1" else _DIGITS[int(figure)] for figure in figures)


def decimal(whole: str, fraction: str) -> str:
    """三点一四."""
    return cardinal(int(whole)) + (f"点{digits(fraction)}" if fraction else "")


_D = r"(?<![\d.])"
_E = r"(?![\d])"
_YEAR = re.compile(rf"{_D}(\d{{4}}|\d{{2}})(?=年(?!级|級|代?前|的历史|以来))")
_YEARS = re.compile(rf"{_D}(\d{{4}}) ?[-–—~～] ?(?=\d{{4}}年)")
_BORN = re.compile(rf"{_D}(\d{{2}})(?=[后後])(?![后後]来)")
_AFTER_THIS = re.compile(rf"{_D}(\d{{1,2}})(?= ?[月日号號])")
_CLOCK = re.compile(rf"{_D}([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?{_E}")
_CHINESE_CLOCK = re.compile(rf"{_D}(\d{{1,2}})([点點时時])(\d{{1,2}})(?=分)")
_FRACTION = re.compile(r"(?<![\d./])(\d{1,4})/(\d{1,4})(?![\d./])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})-(\d{3,4})-?(\d{4})(?!\d)")
_SPECIAL = re.compile(r"(?<!\d)(110|119|120|114|12306|12345|10086|10010|10000|911|999)(?!\d|[元块个人米公里年名万亿%.,])")
_ORDINAL = re.compile(rf"第 ?(\d{{1,8}}){_E}(?![.,]\d)")
_TWO = re.compile(rf"{_D}(?<![第周期])2(?= ?[{_COUNTED}])(?!年[级級]|点\d|點\d)")
_BELOW_ZERO = re.compile(r"(?<![\dA-Za-z])[-−](\d{1,3}(?:\.\d{1,3})?) ?(?=℃|°C|度|摄氏度)")


def readings(text: str, *, language: Language) -> str:
    """The figures whose Chinese reading differs from their plain number, in words; the others stay."""
    text = _BELOW_ZERO.sub(r"零下\1", text)
    text = _YEARS.sub(lambda found: digits(found[1]) + "到", text)
    text = _YEAR.sub(lambda found: digits(found[1]), text)
    text = _BORN.sub(lambda found: digits(found[1]), text)
    text = _AFTER_THIS.sub(lambda found: cardinal(int(found[1])), text)
    text = _CLOCK.sub(lambda found: _clock(found[1], found[2], found[3]), text)
    text = _CHINESE_CLOCK.sub(lambda found: f"{hour(int(found[1]))}{found[2]}{_minutes(int(found[3]))}", text)
    text = _MOBILE.sub(lambda found: "，".join(digits(part, telephone=True) for part in found.groups()), text)
    text = _LANDLINE.sub(lambda found: "，".join(digits(part, telephone=True) for part in found.groups()), text)
    text = _SPECIAL.sub(lambda found: digits(found[1], telephone=True), text)
    text = _FRACTION.sub(_fraction, text)
    text = _ORDINAL.sub(lambda found: "第" + cardinal(int(found[1])), text)
    return _TWO.sub("两", text) if language is Language.CHINESE else _TWO.sub("兩", text)


def hour(number: int) -> str:
    """An hour of the day: 两点, 十二点."""
    return "两" if number == 2 else cardinal(number)


def _clock(hours: str, minutes: str, seconds: str | None) -> str:
    out = f"{hour(int(hours))}点"
    if minutes == "30" and seconds is None:
        return out + "半"
    if minutes != "00" or seconds is not None:
        out += _minutes(int(minutes)) + "分"
    return out + (f"{_minutes(int(seconds))}秒" if seconds else "")


def _minutes(number: int) -> str:
    return ("零" if 0 < number < 10 else "") + cardinal(number)


def _fraction(found: re.Match[str]) -> str:
    below, above = int(found[2]), int(found[1])
    if below < 2:
        return found.group()
    return f"{cardinal(below)}分之{cardinal(above)}"


def in_script(words: str, language: Language) -> str:
    """Number words as the language writes them: Cantonese in traditional characters."""
    return words.translate(_TRADITIONAL) if language is Language.CANTONESE else words
