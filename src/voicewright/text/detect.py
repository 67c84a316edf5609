"""Which language a text is written in: by its script, and among languages of one script by a small model.

The model is py3langid's (Lui and Baldwin's langid.py, 97 languages, trained on public corpora), loaded at the first Latin or
Cyrillic text.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from voicewright.domain.language import Language
from voicewright.text.letters import folded

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LOOKED_AT = 2_000
"""Characters; a longer text is judged by its beginning."""
_FEWEST_LETTERS = 12
"""Below this, words of one alphabet are no evidence."""
_SURE = 0.75
"""Share of the probability that the best language must have."""

_SCRIPTS = (
    ("hangul", 0x1100, 0x11FF), ("hangul", 0x3130, 0x318F), ("hangul", 0xAC00, 0xD7A3), ("kana", 0x3040, 0x30FF), ("han", 0x3400, 0x4DBF),
    ("han", 0x4E00, 0x9FFF), ("han", 0xF900, 0xFAFF), ("han", 0x20000, 0x323AF), ("thai", 0x0E00, 0x0E7F), ("greek", 0x0370, 0x03FF),
    ("cyrillic", 0x0400, 0x052F), ("hebrew", 0x0590, 0x05FF), ("arabic", 0x0600, 0x06FF), ("devanagari", 0x0900, 0x097F),
    ("tamil", 0x0B80, 0x0BFF), ("latin", 0x0041, 0x024F), ("latin", 0x1E00, 0x1EFF),
)  # fmt: skip
_ONE_LANGUAGE = {
    "hangul": Language.KOREAN, "thai": Language.THAI, "greek": Language.GREEK, "hebrew": Language.HEBREW, "devanagari": Language.HINDI,
    "tamil": Language.TAMIL,
}  # fmt: skip
_CANTONESE = re.compile("[嘅咗喺唔冇佢哋嗰咁嚟啲嘢噉攞瞓睇嗌揾搵乜咩㗎囉啩喇]")
_PERSIAN = re.compile("[پچژگکیۀ]")
_ARABIC = re.compile("[ةىيكإأؤ]")
_UKRAINIAN = re.compile("[їєґіЇЄҐІ]")
_RUSSIAN = re.compile("[ыэёЫЭЁ]")
_BULGARIAN = re.compile("[ъЪ](?=[^\\W\\d_еёюяЕЁЮЯ])")
_BY_MODEL = {
    "cyrillic": (Language.RUSSIAN, Language.UKRAINIAN, Language.BULGARIAN),
    "latin": tuple(
        language for language in Language if language.tag not in {"zh", "yue", "ar", "ru", "uk", "ja", "ko", "th", "el", "hi", "bg", "he", "fa", "ta"}
    ),
}
_WORD = re.compile(r"[a-zæøåäö]{1,20}")
_SCANDINAVIAN = {
    Language.DANISH: frozenset(
        "hej hvad af nu noget nogen efter jeg ikke også mig dig meget kunne skulle ud lige blev uden selv mellem tog tak".split()
    ),
    Language.NORWEGIAN: frozenset(
        "hei hva av nå noe noen etter jeg ikke også meg deg mye kunne skulle ut like ble uten selv mellom tog takk".split()
    ),
    Language.NYNORSK: frozenset(
        "hei kva av no noko nokon etter eg ikkje òg meg deg mykje kunne skulle ut blei utan sjølv mellom korleis frå takk".split()
    ),
    Language.SWEDISH: frozenset(
        "hej vad av nu något någon efter jag inte också mig dig mycket kunde skulle ut blev utan och är hur att från mår tack".split()
    ),
}
_CODES = {"fil": "tl"}


def detected(text: str) -> Language | None:
    """The language of a text; None where it is unclear: no letters, too few, or two languages that fit alike."""
    beginning = folded(unicodedata.normalize("NFC", text[:_LOOKED_AT]))
    counts = Counter(_script(char) for char in beginning if char.isalpha())
    counts.pop("", None)
    if not counts:
        return None
    if (east := _east_asian(beginning, counts)) is not None:
        return east
    script, letters = counts.most_common(1)[0]
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script == "arabic":
        return Language.PERSIAN if len(_PERSIAN.findall(beginning)) > len(_ARABIC.findall(beginning)) else Language.ARABIC
    modelled = _modelled(beginning, _BY_MODEL[script]) if script in _BY_MODEL and letters >= _FEWEST_LETTERS else None
    return modelled or (_by_letters(beginning) if script == "cyrillic" else None)


def _by_letters(text: str) -> Language:
    """For Cyrillic words that are too few for the model: a reader of Russian is seldom far off."""
    if _UKRAINIAN.search(text):
        return Language.UKRAINIAN
    return Language.BULGARIAN if _BULGARIAN.search(text) and not _RUSSIAN.search(text) else Language.RUSSIAN


def _east_asian(text: str, counts: Counter[str]) -> Language | None:
    """Chinese, Cantonese or Japanese, whose texts may hold many Latin letters."""
    han, kana = counts["han"], counts["kana"]
    if (not han and not kana) or (han + kana) * 3 < counts["latin"] or counts["hangul"] > han + kana:
        return None
    if kana * 8 >= han:
        return Language.JAPANESE
    return Language.CANTONESE if len(_CANTONESE.findall(text)) * 40 >= han else Language.CHINESE


@cache
def _script(char: str) -> str:
    code = ord(char)
    return next((name for name, first, last in _SCRIPTS if first <= code <= last), "")


def _modelled(text: str, among: tuple[Language, ...]) -> Language | None:
    codes = {_CODES.get(language.tag, language.tag): language for language in among}
    ranked = cast("list[tuple[str, float]]", _model().rank(text))
    known = [(code, share) for code, share in ranked if code in codes]
    total = sum(share for _, share in known)
    best, share = codes[known[0][0]], known[0][1]
    if best in _SCANDINAVIAN:
        return _scandinavian(text, best)
    return best if share / total >= _SURE else None


def _scandinavian(text: str, guess: Language) -> Language:
    """The model cannot tell Norwegian from Danish in short texts; their commonest words can. Where they tie, the model decides."""
    words = set(_WORD.findall(text.lower()))
    counts = {language: len(words & marks) for language, marks in _SCANDINAVIAN.items()}
    most = max(counts.values())
    tied = [language for language, count in counts.items() if count == most]
    return guess if guess in tied else tied[0]


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second and numpy's linear algebra

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
