"""Where sentences end, and where one that is too long may be cut without losing a character."""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from voicewright.domain.language import Language
from voicewright.text.abbreviations import NO_END

LIMIT = 280
"""Characters of a sentence in a script with spaces; about twenty seconds of speech."""
LIMIT_UNSPACED = 120
"""Characters of a sentence in Chinese, Japanese or Thai; as long to say."""

# Stops that always end a sentence; a Greek question mark is a semicolon there, and `;` elsewhere only parts clauses.
_ALWAYS = "。！？｡!?؟۔।॥…‽"
_CLOSING = "\"'”’»›)）」』】〉》]］"
_APART = r"(?:[“‘«‹](?!\S)|[ \u00a0\u202f][»›](?!\S))?"
"""German closes its quotations with what opens elsewhere, and French behind a space."""
_END = re.compile(rf"(?:[{_ALWAYS}]|\.)[{_ALWAYS}.]*[{re.escape(_CLOSING)}]*{_APART}")
_GREEK_END = re.compile(rf"(?:[{_ALWAYS};;]|\.)[{_ALWAYS}.;;]*[{re.escape(_CLOSING)}]*{_APART}")
_CJK_STOPS = frozenset("。！？｡।॥؟۔")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])*\Z")
_CLAUSES = (re.compile(r"[;；:：](?!\d)"), re.compile(r"[,，、،—–](?!\d)"), re.compile(r"[\s\u200b]"))


def limit(language: Language) -> int:
    """The most characters that one sentence may have."""
    return LIMIT if language.spaced else LIMIT_UNSPACED


def ends(text: str, *, language: Language) -> Iterator[int]:
    """Where each sentence of one paragraph ends, the last one included; white space belongs to the sentence before it."""
    pattern = _GREEK_END if language is Language.GREEK else _END
    last = 0
    for found in pattern.finditer(text):
        if _is_end(text, found):
            last = _after_space(text, found.end())
            yield last
    if last < len(text):
        yield len(text)


def cut(text: str, start: int, most: int) -> int:
    """Where to cut a sentence that goes on beyond `start + most`: after a clause, else a space, else between two letters."""
    window = text[start : start + most]
    for pattern in _CLAUSES:
        best = 0
        for found in pattern.finditer(window):
            best = found.end()
        if best > most // 3:
            return start + best
    place = start + most
    while place > start + most // 2 and unicodedata.category(text[place])[0] == "M":
        place -= 1
    return place


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _is_end(text: str, found: re.Match[str]) -> bool:
    stops = found.group().rstrip(_CLOSING + "“‘«‹ \u00a0\u202f")
    follows = text[found.end() : found.end() + 3]
    if any(stop in _CJK_STOPS for stop in stops):
        return True
    if follows and not follows[0].isspace() and not _is_unspaced(follows[0]):
        return False
    following = follows.lstrip()[:1]
    if stops == ".":
        return not _abbreviates(text, found.start(), following)
    # `Really?!` he asked; `Well… no`: what goes on in lower case is still the same sentence.
    return not following.islower() or (set(stops) <= {"!", "?"} and found.group() == stops)


def _is_unspaced(char: str) -> bool:
    return unicodedata.category(char) == "Lo" and ord(char) >= 0x0E00


def _abbreviates(text: str, stop: int, following: str) -> bool:
    """Whether a single full stop belongs to its word: `Dr.`, `e.g.`, an initial, or anything that goes on in lower case."""
    if following.islower():
        return True
    found = _LAST_WORD.search(text[max(0, stop - 24) : stop])
    if found is None:
        return False
    word = found.group().lower()
    if word in NO_END:
        return bool(following)
    # An initial: `J. Smith`, `U.S. Army`; but `plan B. Then` cannot be told apart. `I.` and the `m` of `p m.` end a sentence.
    last = found.group().rsplit(".", 1)[-1]
    initial = len(last) == 1 and word != "i" and (last.isupper() or last != found.group())
    return initial and following.isalpha() and not _is_unspaced(last)
