"""How Japanese reads figures, in kana: the sound changes of numbers, and the counters that change with them."""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re

_ONES = ("", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_DIGITS = ("ゼロ", *_ONES[1:])
_HUNDREDS = ("", "ひゃく", "にひゃく", "さんびゃく", "よんひゃく", "ごひゃく", "ろっぴゃく", "ななひゃく", "はっぴゃく", "きゅうひゃく")
_THOUSANDS = ("", "せん", "にせん", "さんぜん", "よんせん", "ごせん", "ろくせん", "ななせん", "はっせん", "きゅうせん")
_SCALES = ("", "まん", "おく", "ちょう")
_DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか", 9: "ここのか",
    10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_MONTHS = {4: "し", 7: "しち", 9: "く"}
_HOURS = {4: "よ", 7: "しち", 9: "く"}
_PEOPLE = {1: "ひとり", 2: "ふたり"}
_THINGS = ("", "ひとつ", "ふたつ", "みっつ", "よっつ", "いつつ", "むっつ", "ななつ", "やっつ", "ここのつ")
# The figure before a counter that begins with h, k, s or t: いっ, ろっ, はっ, じゅっ.
_SHORT = {"いち": "いっ", "ろく": "ろっ", "はち": "はっ", "じゅう": "じゅっ", "ひゃく": "ひゃっ"}


def cardinal(number: int) -> str:
    """A whole number below 10¹⁶ in kana."""
    if number == 0:
        return "ゼロ"
    groups: list[str] = []
    rest = number
    for scale in _SCALES:
        rest, four = divmod(rest, 10_000)
        if four:
            head = _four(four)
            if four == 1000 and scale:
                head = "いっせん"
            groups.append((_shortened(head) if scale == "ちょう" else head) + scale)
    return "".join(reversed(groups))


def _four(number: int) -> str:
    tens = number // 10 % 10
    ten = ("じゅう" if tens == 1 else _ONES[tens] + "じゅう") if tens else ""
    return _THOUSANDS[number // 1000] + _HUNDREDS[number // 100 % 10] + ten + _ONES[number % 10]


def digits(figures: str) -> str:
    """One by one."""
    return "".join(_DIGITS[int(figure)] for figure in figures)


def decimal(whole: str, fraction: str) -> str:
    """さんてんいちよん; before てん, 10 is じゅってん in careful speech, 8 はってん."""
    said = cardinal(int(whole))
    return f"{_shortened(said)}てん{digits(fraction)}" if fraction else said


def _shortened(said: str) -> str:
    for ending, short in _SHORT.items():
        if said.endswith(ending):
            return said[: -len(ending)] + short
    return said


_N = r"(?<![\d.,])(\d{1,4})"
_YEARS = re.compile(_N + "年")
_MONTH = re.compile(r"(?<![\d.,])(\d{1,2})月(?!間)")
_DAY = re.compile(r"(?<![\d.,])(\d{1,2})日(?!間|本)")
_DAYS_LONG = re.compile(_N + "日間")
_HOUR = re.compile(r"(?<![\d.,])(\d{1,2})時(半)?")
_MINUTE = re.compile(_N + "分(?!の)")
_PERSON = re.compile(_N + "人")
_THING = re.compile(r"(?<![\d.,])([1-9])つ")
_CLOCK = re.compile(r"(?<![\d.:])([01]?\d|2[0-4])[:：]([0-5]\d)(?![\d:])")
_FRACTION = re.compile(r"(?<![\d./])(\d{1,4})/(\d{1,4})(?![\d./])")
_OF = re.compile(r"(?<![\d.,])(\d{1,4})分の(\d{1,4})")
_TELEPHONE = re.compile(r"(?<![\d-])(0\d{1,4})-(\d{1,4})-(\d{3,4})(?![\d-])")
_COUNTER = re.compile(r"(?<![\d.,])(\d{1,4})(本|匹|杯|回|個|階|歳|才|冊|台|枚|ヶ月|か月|カ月|週間|番|円|度|秒|時間|円)")

# Reading of a counter, whether figures shorten before it, and what it becomes after さん and after a shortened figure.
_COUNTERS = {
    "本": ("ほん", "ぼん", "ぽん"), "匹": ("ひき", "びき", "ぴき"), "杯": ("はい", "ばい", "ぱい"), "回": ("かい", "かい", "かい"),
    "個": ("こ", "こ", "こ"), "階": ("かい", "がい", "かい"), "歳": ("さい", "さい", "さい"), "才": ("さい", "さい", "さい"),
    "冊": ("さつ", "さつ", "さつ"), "ヶ月": ("かげつ", "かげつ", "かげつ"), "か月": ("かげつ", "かげつ", "かげつ"),
    "カ月": ("かげつ", "かげつ", "かげつ"), "週間": ("しゅうかん", "しゅうかん", "しゅうかん"),
}  # fmt: skip
_PLAIN_COUNTERS = {"台": "だい", "枚": "まい", "番": "ばん", "円": "えん", "度": "ど", "秒": "びょう", "時間": "じかん"}
_FOUR = {"円": "よ", "時間": "よ"}


def readings(text: str) -> str:
    """Dates, times and counted things in kana; plain figures stay."""
    text = _TELEPHONE.sub(lambda found: "、".join(digits(part) for part in found.groups()), text)
    text = _CLOCK.sub(lambda found: f"{found[1]}時" + (f"{int(found[2])}分" if found[2] != "00" else ""), text)
    text = _OF.sub(lambda found: f"{cardinal(int(found[1]))}ぶんの{cardinal(int(found[2]))}", text)
    text = _FRACTION.sub(lambda found: f"{cardinal(int(found[2]))}ぶんの{cardinal(int(found[1]))}", text)
    text = _YEARS.sub(lambda found: _before(int(found[1]), {4: "よ"}, also_tens=True) + "ねん", text)
    text = _MONTH.sub(lambda found: _before(int(found[1]), _MONTHS) + "がつ", text)
    text = _DAYS_LONG.sub(lambda found: _day(int(found[1])) + "かん", text)
    text = _DAY.sub(lambda found: _day(int(found[1])), text)
    text = _COUNTER.sub(lambda found: _counted(int(found[1]), found[2]), text)
    text = _HOUR.sub(lambda found: _before(int(found[1]), _HOURS, also_tens=True) + "じ" + ("はん" if found[2] else ""), text)
    text = _MINUTE.sub(lambda found: _minutes(int(found[1])), text)
    text = _PERSON.sub(lambda found: _PEOPLE.get(int(found[1])) or _before(int(found[1]), {4: "よ"}, also_tens=True) + "にん", text)
    return _THING.sub(lambda found: _THINGS[int(found[1])], text)


def _before(number: int, changed: dict[int, str], *, also_tens: bool = False) -> str:
    """A number whose last figure is said in another way before this counter."""
    last = number % 10 if also_tens else number
    if last not in changed:
        return cardinal(number)
    return cardinal(number)[: -len(_ONES[last])] + changed[last]


def _day(number: int) -> str:
    return _DAYS.get(number) or cardinal(number) + "にち"


def _minutes(number: int) -> str:
    said = cardinal(number)
    if number % 10 in (3, 4):
        return said + "ぷん"
    short = _shortened(said)
    return short + ("ぷん" if short != said else "ふん")


def _counted(number: int, counter: str) -> str:
    plain = _PLAIN_COUNTERS.get(counter)
    if plain is not None:
        return _before(number, {4: _FOUR[counter]} if counter in _FOUR else {}, also_tens=True) + plain
    ordinary, after_three, after_short = _COUNTERS[counter]
    said = cardinal(number)
    if number == 20 and counter in ("歳", "才"):
        return "はたち"
    short = _shortened(said)
    # はち shortens before h, k, s and t alike; ろく only before h and k.
    if short != said and not (said.endswith("ろく") and ordinary[0] in "さし"):
        return short + after_short
    return said + (after_three if number % 10 == 3 else ordinary)
