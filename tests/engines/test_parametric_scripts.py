"""The embedded engine says every script that it can read, in its place, and spells nothing out by number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicewright.domain.language import Language
from voicewright.domain.script import Notation, Reading, Script, Sentence, Words
from voicewright.domain.speech import Emotion, Prosody
from voicewright.engines import parametric
from voicewright.engines.host.limits import allowance
from voicewright.engines.parametric.readings import stretched
from voicewright.ports import Design, Engine, Timbre

PER_CHARACTER = 0.6
"""Seconds; what anyone says is shorter, what is spelled out by number is longer."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = parametric.engine()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def voice(engine: Engine) -> Timbre:
    return engine.imagine(Design(prompt="A clear young woman", language=Language.ENGLISH, seed=1))


def _script(text: str, language: Language, prosody: Prosody) -> Script:
    return Script(items=(Sentence(runs=(Words(text=text),)),), language=language, prosody=prosody)


def _seconds(engine: Engine, voice: Timbre, script: Script) -> float:
    return sum(map(len, engine.speak(voice, script))) / engine.capabilities.rate


@pytest.mark.parametrize(
    ("text", "language", "fronts"),
    [
        ("今天天气很好我们去公园走走吧", Language.ENGLISH, ["cmn"]),
        ("Say 你好 now.", Language.ENGLISH, ["en-us", "cmn", "en-us"]),
        ("Привет, как дела?", Language.CHINESE, ["ru"]),
        ("我用GPT写代码", Language.CHINESE, ["cmn"]),
        ("今日はGPTを使います", Language.JAPANESE, ["ja", "en-us", "ja"]),
        ("佢喺度", Language.ENGLISH, ["yue"]),
        ("東京は", Language.KOREAN, ["ja"]),
        ("Привіт ўсім", Language.RUSSIAN, ["uk", "be"]),
        ("گل", Language.ARABIC, ["fa"]),
        ("The α and Ω", Language.ENGLISH, ["en-us"]),
        ("Γειά σου", Language.ENGLISH, ["el"]),
        ("Скажи hello.", Language.RUSSIAN, ["ru"]),
    ],
)
def test_each_stretch_is_read_by_a_front_end_that_knows_its_letters(text: str, language: Language, fronts: list[str]) -> None:
    assert [part.front for part in stretched(Sentence(runs=(Words(text=text),)), language)] == fronts


def test_the_sign_of_a_repeated_character_repeats_it() -> None:
    (part,) = stretched(Sentence(runs=(Words(text="人々"),)), Language.CHINESE)
    assert part.text == "人人"


def test_a_reading_is_said_by_the_language_that_it_was_given_in() -> None:
    runs = (Words(text="Привет "), Reading(text="live", notation=Notation.IPA, symbols="lɪv"), Words(text=" now"))
    assert [part.front for part in stretched(Sentence(runs=runs), Language.ENGLISH)] == ["ru", "en-us"]


@pytest.mark.parametrize("text", ["𓀀𓀁𓀂", "ᏣᎳᎩ", "𐍈", "\u0378", "𠀀𠮷"])
def test_letters_that_nobody_reads_are_left_out(engine: Engine, voice: Timbre, text: str) -> None:
    assert 0 < _seconds(engine, voice, _script(text, Language.ENGLISH, Prosody())) < 0.6


@pytest.mark.parametrize(
    ("text", "language", "most"),
    [
        ("𝓗𝓮𝓵𝓵𝓸 𝔀𝓸𝓻𝓵𝓭", Language.ENGLISH, 1.8),
        ("ʜᴇʟʟᴏ ᴡᴏʀʟᴅ", Language.ENGLISH, 1.8),
        ("The ﬁrst ﬂoor oﬃce.", Language.ENGLISH, 2.5),
        ("วันนี้อากาศดี", Language.ENGLISH, 3.0),
        ("今天天气很好我们去公园走走吧", Language.ENGLISH, 4.5),
        ("Привет, как дела сегодня?", Language.CHINESE, 3.0),
        ("Hello 你好 Привет مرحبا こんにちは 안녕하세요 สวัสดี", Language.ENGLISH, 9.0),
        ("שָׁלוֹם", Language.HEBREW, 1.5),
        ("ああぁぁぁーー", Language.JAPANESE, 2.2),
        ("Ŵŵ Żż Țț", Language.ENGLISH, 3.0),
    ],
)
def test_what_was_spelled_out_is_said(engine: Engine, voice: Timbre, text: str, language: Language, most: float) -> None:
    assert 0.3 < _seconds(engine, voice, _script(text, language, Prosody())) < most


LETTERS = st.one_of(
    st.sampled_from("abéßжяїђ你好佢こカ안녕สวัสดีשلپमகაԱሀ ,.?!"),
    st.characters(categories=["L", "Mn", "Mc", "P", "Zs", "No", "Sm", "Sc"]),
    st.sampled_from(["Hello ", "Привет ", "你好", "こんにちは", "안녕 ", "สวัสดี ", "مرحبا ", "नमस्ते "]),
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(parts=st.lists(LETTERS, min_size=1, max_size=6))
@pytest.mark.parametrize("language", list(Language))
def test_no_mixture_of_scripts_takes_longer_than_speech(engine: Engine, voice: Timbre, language: Language, parts: list[str]) -> None:
    text = "".join(parts)
    assert _seconds(engine, voice, _script(text, language, Prosody())) <= 1.0 + PER_CHARACTER * len(text)


@pytest.mark.parametrize("text", ["W.", "Wow, www!", "GPT-4 XYZ QWW", "Hello 你好 Привет"])
def test_slow_and_sad_speech_is_no_babble(engine: Engine, text: str) -> None:
    slowest = engine.imagine(Design(prompt="A very old, very slow man", language=Language.ENGLISH, seed=2))
    script = _script(text, Language.ENGLISH, Prosody(speed=0.5, emotion=Emotion.SAD))
    assert _seconds(engine, slowest, script) < 0.7 * allowance(script)
