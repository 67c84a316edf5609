"""The markup of MiniMax's texts: pauses, interjections and readings in parentheses.

Contract: MiniMax T2A v2 "text", §1.8 of the transcribed contract. Nothing here raises: what is no markup is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Notation, Pause, Reading, Sound

SHORTEST_PAUSE, LONGEST_PAUSE = 0.01, 99.99


@dataclass(frozen=True, kw_only=True)
class Plain:
    """Text that has yet to be normalised."""

    text: str


Piece: TypeAlias = Plain | Reading | Pause | Interjection

_SOUNDS = {sound.value: sound for sound in Sound}
_SINITIC = frozenset({Language.CHINESE, Language.CANTONESE})

# Every repetition is bounded, so that no text of any length makes the scan more than linear.
_MARK = re.compile(r"<#(?P<pause>[^#<>\n]{0,24})#>|[(（](?P<inner>[^()（）\n<>]{1,60})[)）]")
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}")
_WORD = re.compile(r"[^\W_](?:[\w'’-]{0,58}[^\W_])?(?= ?\Z)")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_TAIL = re.compile(f"[{_HAN}]{{1,16}}(?= ?\\Z)")
_TAIL = 64
_GROUPS = re.compile(r"(?:[(（][^()（）]{1,60}[)）]){1,32}")
_GROUP = re.compile(r"[(（]([^()（）]{1,60})[)）]")

_PINYIN = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|üan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|üe|vn|ün|a|o|e|i|u|v|ü)"
    r"[1-5]"
)
_JYUTPING = re.compile(
    r"(?:ng|gw|kw|[bpmfdtnlgkhwzcsj])?"
    r"(?:aai|aau|aam|aan|aang|aap|aat|aak|aa|ai|au|am|an|ang|ap|at|ak|a|ei|eu|em|eng|ep|ek|e|oeng|oek|oet|oe|eoi|eon|eot|"
    r"oi|ou|on|ong|ot|ok|o|iu|im|in|ing|ip|it|ik|i|ui|un|ung|ut|uk|u|yun|yut|yu|m|ng)"
    r"[1-6]"
)
_SYLLABLES = {Notation.PINYIN: _PINYIN, Notation.JYUTPING: _JYUTPING}
# Letters that only a phonetic transcription has; æ, ø, θ and the like are also letters of ordinary words.
_PHONETIC = re.compile("[\u0250-\u02afˈˌːˑŋ]")
_IPA = re.compile("[a-z\u0250-\u02afˈˌːˑʰʲʷˠˤˀⁿˡ˞æøœçðħŋβθχǀǁǂǃ.‿|\u0300-\u036f -]+")


def parsed(text: str, *, language: Language) -> tuple[Piece, ...]:
    """Take the markup out of a text, in order. Pauses are clamped to 0.01–99.99 s; malformed ones vanish."""
    pieces: list[Piece] = []
    place = 0
    for found in _MARK.finditer(text):
        before = text[max(place, found.start() - _TAIL) : found.start()]
        adjacent = not before and bool(pieces) and isinstance(pieces[-1], Reading)
        mark = _mark(found, before, language, adjacent=adjacent)
        if mark is None:
            continue
        taken, piece = mark
        if found.start() - taken > place:
            pieces.append(Plain(text=text[place : found.start() - taken]))
        if piece is not None:
            _push(pieces, piece)
        place = found.end()
    if place < len(text):
        pieces.append(Plain(text=text[place:]))
    return tuple(pieces)


def reading(said: str, *, language: Language) -> tuple[Notation, str] | None:
    """The notation and symbols of an entry such as `(chu3)(li3)` or `(rɪˈzjuːm)`; None if it is written in words."""
    if not _GROUPS.fullmatch(said.strip()):
        return None
    notated = [_notated(inner, language) for inner in _GROUP.findall(said)]
    known = [one for one in notated if one is not None]
    if len(known) < len(notated) or len({notation for notation, _ in known}) != 1:
        return None
    return known[0][0], " ".join(symbols for _, symbols in known)


def _mark(found: re.Match[str], before: str, language: Language, *, adjacent: bool) -> tuple[int, Piece | None] | None:
    """How many characters before a mark belong to it, and what it means; None for ordinary parentheses."""
    if found["pause"] is not None:
        return 0, _pause(found["pause"])
    sound = _SOUNDS.get(found["inner"].strip().lower())
    if sound is not None:
        return 0, Interjection(sound=sound)
    said = _notated(found["inner"], language)
    if said is None:
        return None
    notation, symbols = said
    word = _word_before(before, 0 if notation is Notation.IPA else len(symbols.split()))
    if not word and notation is not Notation.IPA and not adjacent and language not in _SINITIC:
        return None
    return len(word), Reading(text=word.rstrip(), notation=notation, symbols=symbols)


def _word_before(before: str, syllables: int) -> str:
    """The word at the end of a text, with the space after it: as many Han characters as there are syllables, or a word."""
    found = (_HAN_TAIL if syllables else _WORD).search(before)
    if found is None:
        return ""
    start = max(found.start(), found.end() - syllables) if syllables else found.start()
    return before[start:]


def _pause(inner: str) -> Pause | None:
    found = _SECONDS.fullmatch(inner.strip())
    if found is None or float(found.group()) == 0:
        return None
    return Pause(seconds=_clamped(float(found.group())))


def _clamped(seconds: float) -> float:
    return round(min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE), 2)


def _notated(inner: str, language: Language) -> tuple[Notation, str] | None:
    """The notation of what stands in parentheses, or None for ordinary words."""
    syllables = inner.lower().split()
    notations = (Notation.JYUTPING, Notation.PINYIN) if language is Language.CANTONESE else (Notation.PINYIN, Notation.JYUTPING)
    for notation in notations:
        if syllables and all(_SYLLABLES[notation].fullmatch(one) for one in syllables):
            return notation, " ".join(syllables)
    phonetic = inner.strip(" /[]")
    if _PHONETIC.search(phonetic) and _IPA.fullmatch(phonetic):
        return Notation.IPA, phonetic
    return None


def _push(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece. The syllables of one word become one; pauses in a row stay apart, each as long as was asked for."""
    last = pieces[-1] if pieces else None
    if isinstance(piece, Reading) and isinstance(last, Reading) and _continues(last, piece):
        # `处理(chu3)(li3)`: the first syllable of n reads the n-th character from the end.
        pieces[-1] = Reading(text=_char_taken(pieces) + last.text, notation=last.notation, symbols=f"{last.symbols} {piece.symbols}")
    else:
        pieces.append(piece)


def _continues(last: Reading, piece: Reading) -> bool:
    return not piece.text and piece.notation is last.notation and piece.notation is not Notation.IPA


def _char_taken(pieces: list[Piece]) -> str:
    """Take the Han character before the last reading away from the text that stands there."""
    before = pieces[-2] if len(pieces) > 1 else None
    if not isinstance(before, Plain) or not _HAN_TAIL.fullmatch(before.text[-1:]):
        return ""
    if len(before.text) > 1:
        pieces[-2] = Plain(text=before.text[:-1])
    else:
        del pieces[-2]
    return before.text[-1]
