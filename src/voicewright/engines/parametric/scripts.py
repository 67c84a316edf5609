"""A text in stretches of one script each, with the front end that reads it. espeak-ng spells foreign letters out by their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from voicewright.domain.language import Language
from voicewright.engines.parametric.fronts import SYLLABLES
from voicewright.text.letters import folded

_LATIN, _ENGLISH = "latin", "en-us"
_ACUTE = "\u0301"
# What espeak-ng 1.52 was heard to say letter by letter is left out of these ranges.
_SCRIPTS = (
    (_LATIN, 0x41, 0x5A), (_LATIN, 0x61, 0x7A), (_LATIN, 0xC0, 0xD6), (_LATIN, 0xD8, 0xF6), (_LATIN, 0xF8, 0x17F), (_LATIN, 0x1A0, 0x1A1),
    (_LATIN, 0x1AF, 0x1B0), (_LATIN, 0x1CD, 0x1DC), (_LATIN, 0x218, 0x21B), (_LATIN, 0x1E00, 0x1EF9), ("greek", 0x386, 0x386), ("greek", 0x388, 0x3CE),
    ("greek", 0x1F00, 0x1FFC), ("cyrillic", 0x400, 0x45F), ("cyrillic", 0x490, 0x4FF), ("armenian", 0x531, 0x556), ("armenian", 0x561, 0x587),
    ("hebrew", 0x5D0, 0x5EA), ("arabic", 0x621, 0x63A), ("arabic", 0x640, 0x655), ("arabic", 0x670, 0x6D3), ("deva", 0x901, 0x939), ("deva", 0x93E, 0x94D),
    ("deva", 0x950, 0x950), ("deva", 0x958, 0x963), ("bengali", 0x981, 0x9E3), ("pa", 0xA01, 0xA75), ("gu", 0xA81, 0xAE3), ("or", 0xB01, 0xB71),
    ("tamil", 0xB82, 0xBD7), ("te", 0xC00, 0xC63), ("kn", 0xC80, 0xCE3), ("ml", 0xD01, 0xD7F), ("si", 0xD81, 0xDF3), ("thai", 0xE01, 0xE2E),
    ("thai", 0xE30, 0xE39), ("thai", 0xE40, 0xE4C), ("my", 0x1000, 0x103F), ("ka", 0x10D0, 0x10F6), ("am", 0x1200, 0x124F), ("am", 0x1260, 0x135A), ("hangul", 0xAC00, 0xD7A3),
    ("hangul", 0x3131, 0x3163), ("hangul", 0x1100, 0x1112), ("hangul", 0x1161, 0x1175), ("hangul", 0x11A8, 0x11C2), ("kana", 0x3041, 0x3096),
    ("kana", 0x309D, 0x309E), ("kana", 0x30A1, 0x30FA), ("kana", 0x30FC, 0x30FE), ("han", 0x3400, 0x4DBF), ("han", 0x4E00, 0x9FFF), ("han", 0x3005, 0x3007),
)  # fmt: skip
_LETTERS = {
    "cyrillic": {
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
        "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "sr": "абвгдђежзијклљмнњопрстћуфхцчџш", "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
        "kk": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
    },
    "arabic": {
        "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيٱ", "fa": "ءآأؤئابپتثجچحخدذرزژسشصضطظعغـفقکگلمنهوۀیكيةى",
        "ur": "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغـفقکگلمنںوہھۂۃیےۓةىكي",
    },
}  # fmt: skip
"""Front ends of a script and their alphabets, the likelier first."""
_FRONTS = {"greek": "el", "armenian": "hy", "hebrew": "he", "deva": "hi", "bengali": "bn", "tamil": "ta", "thai": "th", "hangul": "ko", "kana": "ja"}
_OWN = {
    "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "ar": "arabic", "fa": "arabic", "el": "greek", "he": "hebrew", "hi": "deva", "ta": "tamil",
    "th": "thai", "ko": "hangul", "ja": "kana", "cmn": "han", "yue": "han", SYLLABLES: "han",
}  # fmt: skip
_VIETNAMESE = frozenset({0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1E00, 0x1EFA)})
_WITHOUT_LATIN = frozenset({"ja", SYLLABLES})
_WORD = re.compile(r"\s*\S+\s*|\s+")
# Assigned, but still spelled out: signs of old or regional spellings.
_UNREAD = frozenset({
    0x4DA, 0x4DB, 0x4EA, 0x4EB, 0x653, 0x904, 0x9BD, 0x9D7, 0xA01, 0xA51, 0xA74, 0xA75, 0xB3D, 0xB55, 0xB56, 0xB57, 0xB71, 0xC00, 0xC04, 0xC34, 0xC3C, 0xC3D,
    0xC5A, 0xC5D, 0xC62, 0xC63, 0xC80, 0xC81, 0xC84, 0xC8C, 0xCDD, 0xCE1, 0xCE2, 0xCE3, 0xD01, 0xD04, 0xD0C, 0xD29, 0xD3A, 0xD3B, 0xD3C, *range(0xD4F, 0xD64),
    0xD81, 0xDD3, 0xDD6, 0xE26, 0x1033, 0x1034, 0x1207, 0x1247, 0x1287, 0x12AF, 0x12CF, 0x12EF, 0x130F, 0x131F, 0x1347,
})  # fmt: skip
_AT_HOME = {"vi": frozenset(_VIETNAMESE), "pl": frozenset(map(ord, "Żż")), "ro": frozenset(map(ord, "ȘșȚț"))}
_ACCENTED = _VIETNAMESE | frozenset(map(ord, "ĈĉĊċĜĝĠġĤĥĴĵŜŝŴŵŻżȘșȚț"))
_REPEATED = re.compile(r"([\u3400-\u9fff])々")
_CANTONESE = frozenset("嘅咗喺唔冇佢哋嗰咁嚟啲嘢噉攞瞓睇嗌揾搵乜咩㗎囉啩喇")
_SIGNS = frozenset("$%&+<=>@#~^|`£€¥×÷±−°¢§©®")
_NEAREST = str.maketrans({
    "ə": "e", "ɐ": "a", "ɑ": "a", "ɒ": "o", "ɔ": "o", "ɛ": "e", "ɜ": "e", "ɡ": "g", "ɣ": "g", "ɪ": "i", "ɨ": "i", "ʃ": "sh", "ʒ": "zh", "ʊ": "u",
    "ʌ": "u", "ʁ": "r", "ɹ": "r", "ɾ": "r", "ʔ": "", "ɲ": "ny", "ɫ": "l", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ǝ": "e", "Ə": "E",
    "Ɛ": "E", "Ɔ": "O", "Ɓ": "B", "Ɗ": "D", "ẞ": "ß", "ſ": "s", "ẛ": "s", "Ŀ": "L", "ŀ": "l",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a sentence for one front end."""

    front: str
    text: str


def stretches(text: str, language: Language, own: str) -> Iterator[Stretch]:
    """The text in parts, each for a front end that reads its letters; `own` is the language's. Letters that none reads are left out."""
    chars = [kept for char in folded(text).translate(_NEAREST) for kept in _kept(char)]
    scripts = list(_settled(chars, own))
    marked = [(front, char) for front, char in zip(_fronts(chars, scripts, language, own), chars, strict=True)]
    for front, group in groupby(marked, key=lambda pair: pair[0]):
        part = _readable("".join(char for _, char in group), front)
        if part:
            yield Stretch(front=front, text=part)


def _kept(char: str) -> str:
    """A letter as some front end reads it, a space for what none does, nothing for a mark that none does."""
    category = unicodedata.category(char)
    if script(char) is not None or char.isspace() or char in _SIGNS or char == _ACUTE or (char.isascii() and char.isprintable()):
        return char
    if category[0] == "P":
        return char
    if category[0] == "M":
        return ""
    base = unicodedata.normalize("NFD", char)[0]
    return base if base != char and script(base) is not None else " "


@cache
def script(char: str) -> str | None:
    """The script of a letter or mark; None for everything else, and for scripts that no front end reads."""
    if unicodedata.category(char) == "Cn" or ord(char) in _UNREAD:
        return None
    return next((name for name, first, last in _SCRIPTS if first <= ord(char) <= last), None)


def _settled(chars: list[str], own: str) -> Iterator[str]:
    """The script of each character; signs and spaces go with what stands before them."""
    known = (script(char) for char in chars)
    current = next((found for found in map(script, chars) if found is not None), _OWN.get(own, _LATIN))
    for found in known:
        current = found or current
        yield current


def _fronts(chars: list[str], scripts: list[str], language: Language, own: str) -> Iterator[str]:
    """The front end of each character."""
    sinitic = language in {Language.CHINESE, Language.CANTONESE}
    place = 0
    for names in _together(scripts):
        text = "".join(chars[place : place + len(names)])
        place += len(names)
        japanese = language is Language.JAPANESE or (not sinitic and "kana" in names)
        if names[0] in _LETTERS:
            yield from _by_alphabet(text, _LETTERS[names[0]], own)
        else:
            yield from (_front(name, text, own, japanese=japanese) for name in names)


def _together(scripts: list[str]) -> Iterator[list[str]]:
    """Scripts in runs, Han with the kana beside it."""
    for _, group in groupby(scripts, key=lambda name: "han" if name == "kana" else name):
        yield list(group)


def _front(name: str, text: str, own: str, *, japanese: bool) -> str:
    home = _OWN.get(own, _LATIN)
    if name == _LATIN:
        return _ENGLISH if own in _WITHOUT_LATIN else own
    if name == "han" and japanese:
        return "ja"
    if name == "han":
        return own if home == "han" else "yue" if _CANTONESE & set(text) else "cmn"
    if name == "greek" and home == _LATIN and sum(char.isalpha() for char in text) == 1:
        return own  # a letter of mathematics has a name in every language
    return own if name == home else _FRONTS.get(name, name)


def _by_alphabet(text: str, alphabets: dict[str, str], own: str) -> Iterator[str]:
    """One front end for the whole text where one has all its letters, else one for each word."""
    candidates = [own] * (own in alphabets) + list(alphabets)

    def best(part: str) -> str | None:
        letters = {char for char in part.lower() if char.isalpha()}
        return next((front for front in candidates if letters <= set(alphabets[front])), None)

    whole = best(text)
    for word in _WORD.findall(text):
        yield from [whole or best(word) or candidates[0]] * len(word)


def _readable(text: str, front: str) -> str:
    """Without letters of the front end's script that are not in its alphabet."""
    for name, alphabets in _LETTERS.items():
        if front in alphabets:
            return "".join(char if script(char) != name or char.lower() in alphabets[front] or not char.isalpha() else _bare(char) for char in text)
    if front in {"cmn", "yue"}:
        return _REPEATED.sub(r"\1\1", text).replace("々", "")
    foreign = _ACCENTED - _AT_HOME.get(front, frozenset())
    return "".join(_bare(char) if ord(char) in foreign else char for char in text)


def _bare(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base != char else ""
