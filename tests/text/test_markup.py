"""Pauses, interjections and readings that a caller wrote into the text."""

from __future__ import annotations

import pytest

from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Notation, Pause, Reading, Sound
from voicewright.text.markup import Piece, Plain, parsed, reading


def _plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Plain))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("<#0.5#>", 0.5), ("<#2#>", 2.0), ("<# 1.25 #>", 1.25), ("<#.5#>", 0.5), ("<#0.001#>", 0.01), ("<#500#>", 99.99), ("<#0.567#>", 0.57)],
)
def test_a_pause_lasts_as_long_as_it_says_within_the_limits(written: str, seconds: float) -> None:
    assert parsed(f"a{written}b", language=Language.ENGLISH) == (Plain(text="a"), Pause(seconds=seconds), Plain(text="b"))


@pytest.mark.parametrize("written", ["<##>", "<#x#>", "<#0#>", "<#1,5#>", "<#-1#>", "<#1e9#>"])
def test_a_malformed_pause_is_neither_heard_nor_read_aloud(written: str) -> None:
    assert _plain(parsed(f"a{written}b", language=Language.ENGLISH)) == "ab"
    assert len(parsed(f"a{written}b", language=Language.ENGLISH)) == 2


def test_pauses_in_a_row_last_as_long_as_all_of_them() -> None:
    assert parsed("<#1#><#2#>", language=Language.ENGLISH) == (Pause(seconds=1.0), Pause(seconds=2.0))
    assert parsed("<#99#>" * 7, language=Language.ENGLISH) == (Pause(seconds=99.0),) * 7


@pytest.mark.parametrize("sound", list(Sound))
def test_each_of_the_22_interjections_is_a_sound_and_no_word(sound: Sound) -> None:
    assert parsed(f"So ({sound}) yes", language=Language.ENGLISH) == (Plain(text="So "), Interjection(sound=sound), Plain(text=" yes"))


@pytest.mark.parametrize("written", ["(Laughs)", "( laughs )", "（laughs）"])
def test_an_interjection_is_known_in_capitals_and_in_full_width_parentheses(written: str) -> None:
    assert parsed(written, language=Language.CHINESE) == (Interjection(sound=Sound.LAUGHS),)


@pytest.mark.parametrize(
    "text", ["I (and you) know", "f(x)", "see (a)", "(laughter)", "figure (abc1)", "blåbær (æøå)", "naïve (naïf)", "(", "()", "<#", "(((("]
)
def test_ordinary_parentheses_stay_text(text: str) -> None:
    assert parsed(text, language=Language.ENGLISH) == (Plain(text=text),)


def test_a_syllable_reads_the_character_before_it() -> None:
    assert parsed("我和(he2)你", language=Language.CHINESE) == (
        Plain(text="我"),
        Reading(text="和", notation=Notation.PINYIN, symbols="he2"),
        Plain(text="你"),
    )


@pytest.mark.parametrize("written", ["请处理(chu3)(li3)它", "请处理(chu3 li3)它"])
def test_two_syllables_read_the_two_characters_before_them(written: str) -> None:
    assert parsed(written, language=Language.CHINESE) == (
        Plain(text="请"),
        Reading(text="处理", notation=Notation.PINYIN, symbols="chu3 li3"),
        Plain(text="它"),
    )


def test_a_tone_that_mandarin_lacks_is_cantonese() -> None:
    pieces = parsed("食餸(sung3)啦(laa1)，六(luk6)", language=Language.CANTONESE)
    assert [piece.notation for piece in pieces if isinstance(piece, Reading)] == [Notation.JYUTPING] * 3
    assert parsed("六(luk6)", language=Language.CHINESE)[0] == Reading(text="六", notation=Notation.JYUTPING, symbols="luk6")


@pytest.mark.parametrize("written", ["They live (lɪv) here", "They live(lɪv) here", "They live (/lɪv/) here"])
def test_a_phonetic_transcription_reads_the_word_before_it(written: str) -> None:
    assert Reading(text="live", notation=Notation.IPA, symbols="lɪv") in parsed(written, language=Language.ENGLISH)


def test_pinyin_after_a_latin_word_is_text() -> None:
    assert parsed("Go (ba3) now", language=Language.ENGLISH) == (Plain(text="Go (ba3) now"),)


def test_an_entry_of_a_dictionary_may_be_notated() -> None:
    assert reading("(chu3)(li3)", language=Language.CHINESE) == (Notation.PINYIN, "chu3 li3")
    assert reading("(rɪˈzjuːm)", language=Language.ENGLISH) == (Notation.IPA, "rɪˈzjuːm")


@pytest.mark.parametrize("said", ["oh my god", "(he2) ha", "(he2)(lɪv)", "", "()"])
def test_an_entry_in_words_has_no_notation(said: str) -> None:
    assert reading(said, language=Language.ENGLISH) is None
