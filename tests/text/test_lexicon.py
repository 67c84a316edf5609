"""The caller's pronunciation dictionary."""

from __future__ import annotations

from voicewright.domain.language import Language
from voicewright.domain.script import Notation, Reading
from voicewright.domain.speech import Pronunciation
from voicewright.text.lexicon import LONGEST_WORD, Lexicon
from voicewright.text.markup import Plain


def _said(text: str, entries: dict[str, str], language: Language = Language.ENGLISH) -> str:
    lexicon = Lexicon([Pronunciation(word=word, said=said) for word, said in entries.items()], language=language)
    return "".join(
        f"[{piece.symbols}]" if isinstance(piece, Reading) else piece.text for piece in lexicon.applied(text) if isinstance(piece, Plain | Reading)
    )


def test_a_word_is_said_as_its_entry_says_in_any_case() -> None:
    assert _said("OMG, omg!", {"omg": "oh my god"}) == "oh my god, oh my god!"


def test_a_part_of_a_word_is_left_alone() -> None:
    assert _said("omgs and zomg", {"omg": "oh my god"}) == "omgs and zomg"


def test_scripts_without_spaces_are_searched_anywhere() -> None:
    assert _said("请处理一下", {"处理": "(chu3)(li3)"}, Language.CHINESE) == "请[chu3 li3]一下"
    assert _said("ฉันรักไทย", {"รัก": "rak"}, Language.THAI) == "ฉันrakไทย"


def test_a_latin_word_is_found_beside_chinese() -> None:
    assert _said("我用GPT写", {"gpt": "机器"}, Language.CHINESE) == "我用机器写"


def test_korean_particles_do_not_hide_a_word() -> None:
    assert _said("서울은 크다", {"서울": "soul"}, Language.KOREAN) == "soul은 크다"


def test_the_longest_entry_wins() -> None:
    assert _said("New York is new", {"new": "N", "new york": "NY"}) == "NY is N"


def test_the_longest_entry_that_ends_a_word_wins() -> None:
    assert _said("new yorker", {"new": "N", "new york": "NY"}) == "N yorker"


def test_a_replacement_is_not_replaced_again() -> None:
    assert _said("a b", {"a": "b", "b": "a"}) == "b a"


def test_of_two_entries_the_later_counts() -> None:
    lexicon = Lexicon([Pronunciation(word="x", said="first"), Pronunciation(word="X", said="second")], language=Language.ENGLISH)
    assert list(lexicon.applied("x")) == [Plain(text="second")]


def test_a_transcription_keeps_the_word_for_engines_that_cannot_read_it() -> None:
    lexicon = Lexicon([Pronunciation(word="resume", said="(rɪˈzjuːm)")], language=Language.ENGLISH)
    assert list(lexicon.applied("Resume")) == [Reading(text="Resume", notation=Notation.IPA, symbols="rɪˈzjuːm")]


def test_empty_and_endless_entries_match_nothing() -> None:
    assert _said("a" * (LONGEST_WORD + 1), {"": "x", " ": "y", "a" * (LONGEST_WORD + 1): "z"}) == "a" * (LONGEST_WORD + 1)
