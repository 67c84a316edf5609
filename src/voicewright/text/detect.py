"""Which language a text is written in: by its script, and among languages of one script by their commonest words and a small model.

The model is py3langid's (Lui and Baldwin's langid.py, 97 languages, trained on public corpora), loaded at the first Latin or
Cyrillic text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from voicewright.domain.language import Language
from voicewright.text.commonplaces import WORDS, evidence
from voicewright.text.letters import folded

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LOOKED_AT = 2_000
"""Characters; a longer text is judged by its beginning."""
_FEWEST_LETTERS = 12
"""Below this, words of one alphabet are no evidence."""
_SURE = 0.75
"""Share of the probability that the best language must have."""
_APART = math.log(3)
"""How far the best must be before the next; the same as a share of three quarters."""
_OTHER = 2.0
"""How far the best must be before the language that is leant to, where others are near to the best."""
_TRUSTED_LETTERS = 40
"""From this many on the model's word counts in full."""
_LEAST_SHARE = 0.01
"""As sure as the model is let to be that a text is not in a language."""

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
_CYRILLIC = (Language.RUSSIAN, Language.UKRAINIAN, Language.BULGARIAN)
_LATIN = tuple(WORDS)
_KIN = (frozenset({Language.DANISH, Language.NORWEGIAN, Language.NYNORSK}), frozenset({Language.INDONESIAN, Language.MALAY}))
"""Languages that are near enough for the likelier one to be named where they fit alike."""
_MINGLED = _KIN[:1]
"""Of these the model cannot tell one from the other in short texts; their commonest words can."""
_CODES = {"fil": "tl", "nb": "no"}


def detected(text: str, *, leaning: Language | None = None) -> Language | None:
    """The language of a text; None where it is unclear: no letters, too few, or two languages that fit alike.

    `leaning` is what is to be believed where languages fit alike, such as the language of the voice that speaks.
    """
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
    if script == "latin":
        return _latin(beginning, letters, leaning)
    return _cyrillic(beginning, letters) if script == "cyrillic" else None


def _cyrillic(text: str, letters: int) -> Language:
    if letters >= _FEWEST_LETTERS:
        shares = _modelled(text, _CYRILLIC)
        best = max(shares, key=lambda language: shares[language])
        if math.exp(shares[best]) >= _SURE:
            return best
    return _by_letters(text)


def _latin(text: str, letters: int, leaning: Language | None) -> Language | None:
    """By its commonest words and its letters together with the model, each as a logarithm of likelihood."""
    scores = evidence(text)
    if letters >= _FEWEST_LETTERS:
        trust = min(1.0, letters / _TRUSTED_LETTERS)
        scores = {language: scores[language] + trust * share for language, share in _modelled(text, _LATIN).items()}
    elif not any(scores.values()):
        return None
    best = max(scores, key=lambda language: scores[language])
    near = {language for language, score in scores.items() if scores[best] - score < _APART}
    if leaning in near:
        return leaning
    if near <= _kin(best):
        return best
    return best if leaning is not None and scores[best] - scores.get(leaning, 0.0) > _OTHER else None


def _kin(language: Language) -> frozenset[Language]:
    return next((kin for kin in _KIN if language in kin), frozenset({language}))


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


def _modelled(text: str, among: tuple[Language, ...]) -> dict[Language, float]:
    """The logarithm of each language's share of the probability among them."""
    codes = {_CODES.get(language.tag, language.tag): language for language in among}
    ranked = cast("list[tuple[str, float]]", _model().rank(text))
    known = {codes[code]: share for code, share in ranked if code in codes}
    total = sum(known.values()) or 1.0
    for kin in _MINGLED:
        known |= dict.fromkeys(kin & known.keys(), max((known[language] for language in kin & known.keys()), default=0.0))
    return {language: math.log(max(share / total, _LEAST_SHARE)) for language, share in known.items()}


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second and numpy's linear algebra

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
