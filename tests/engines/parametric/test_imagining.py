"""Voices from descriptions."""

from __future__ import annotations

import numpy as np
import pytest
from spoken import RATE, SENTENCE, say

from voicewright.domain.language import Language
from voicewright.engines import hearing
from voicewright.engines.parametric.fronts import VARIANTS
from voicewright.engines.parametric.portrait import Portrait, recalled
from voicewright.engines.parametric.vocabulary import meaning
from voicewright.ports import Design, Engine


def imagined(engine: Engine, prompt: str, seed: int = 1) -> Portrait:
    return recalled(engine.imagine(Design(prompt=prompt, language=Language.ENGLISH, seed=seed)))


@pytest.mark.parametrize(("woman", "man"), [("a woman", "a man"), ("女性的声音", "男性的声音"), ("an elderly lady", "an elderly gentleman")])
def test_women_are_higher_than_men(engine: Engine, woman: str, man: str) -> None:
    for seed in range(3):
        assert imagined(engine, woman, seed).pitch > 1.15 * imagined(engine, man, seed).pitch


def test_a_child_is_higher_still_and_smaller(engine: Engine) -> None:
    children = [imagined(engine, "a child", seed) for seed in range(5)]
    women = [imagined(engine, "a woman", seed) for seed in range(5)]

    assert np.mean([child.warp for child in children]) > 1.08 * np.mean([woman.warp for woman in women])
    assert np.mean([child.pitch for child in children]) > 1.15 * np.mean([woman.pitch for woman in women])


def test_seeds_that_follow_each_other_are_people_unlike_each_other(engine: Engine) -> None:
    women = [imagined(engine, "a woman", seed) for seed in range(6)]
    faces = [(woman.variant, *np.round(woman.general, 6)) for woman in women]

    assert len(set(faces)) == len(faces)
    assert max(np.corrcoef(one[1:], other[1:])[0, 1] for one in faces for other in faces if one is not other) < 0.95


def test_a_voice_that_was_kept_starts_from_the_same_source_as_ever() -> None:
    assert VARIANTS[:7] == ("f5", "", "anika", "f2", "f1", "m1", "john")


@pytest.mark.parametrize(
    ("more", "less", "of"),
    [
        ("a fast man", "a slow man", "rate"),
        ("一位语速快的男性", "一位语速慢的男性", "rate"),
        ("a lively man", "a monotone man", "liveliness"),
        ("a rough man", "a man", "roughness"),
        ("a breathy man", "a man", "breath"),
        ("a man", "a deep man", "pitch"),
        ("a deep man", "a very deep man", "pitch"),
    ],
)
def test_words_change_what_they_name(engine: Engine, more: str, less: str, of: str) -> None:
    assert np.mean([getattr(imagined(engine, more, seed), of) for seed in range(6)]) > np.mean(
        [getattr(imagined(engine, less, seed), of) for seed in range(6)]
    )


def test_a_bright_voice_is_brighter_than_a_warm_one(engine: Engine) -> None:
    def highs(prompt: str) -> float:
        sound = say(engine, engine.imagine(Design(prompt=prompt, language=Language.ENGLISH, seed=2)), SENTENCE)
        power = np.abs(np.fft.rfft(sound)) ** 2
        hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
        return float(power[hertz > 3000].sum() / power.sum())

    assert highs("a bright woman") > 1.5 * highs("a warm woman")


def test_a_voice_has_the_pitch_that_was_imagined(engine: Engine) -> None:
    timbre = engine.imagine(Design(prompt="a deep man", language=Language.ENGLISH, seed=3))

    assert hearing.pitch(say(engine, timbre, SENTENCE), rate=RATE) == pytest.approx(recalled(timbre).pitch, rel=0.08)


def test_somebody_who_whispers_never_uses_the_voice(engine: Engine) -> None:
    assert imagined(engine, "a woman who whispers").breath == 1.0


def test_words_that_changed_nothing_are_named(engine: Engine) -> None:
    facts = engine.imagine(Design(prompt="a purple warm woman with 金属感 和温柔", language=Language.ENGLISH, seed=1)).facts

    assert "purple" in facts["unknown"]
    assert "金属感" in facts["unknown"]
    assert "warm" in facts["understood"]
    assert "温柔" in facts["understood"]


def test_not_rough_is_not_rough() -> None:
    assert meaning("a voice that is not rough").trait.rough < 0
    assert meaning("very rough").trait.rough > meaning("rough").trait.rough > meaning("slightly rough").trait.rough


@pytest.mark.parametrize(
    ("denied", "plain", "of"),
    [
        ("a man, not very deep", "a very deep man", "pitch"),
        ("一位不太低沉的男性", "一位低沉的男性", "pitch"),
        ("a man, not too slow", "a slow man", "pace"),
        ("语速不慢的男性", "语速慢的男性", "pace"),
    ],
)
def test_what_is_denied_is_not_given(denied: str, plain: str, of: str) -> None:
    assert getattr(meaning(denied).trait, of) > 0 > getattr(meaning(plain).trait, of)


def test_a_denial_reaches_over_or_and_ends_at_but() -> None:
    assert meaning("not nasal or rough but warm").understood == ("not nasal", "not rough", "warm")
    assert meaning("没有鼻音，温暖").understood == ("不鼻音", "温暖")


def test_not_a_man_is_a_woman() -> None:
    assert meaning("not a man").trait.woman > 0
    assert meaning("不是女性").trait.woman < 0


def test_an_age_in_years_is_an_age_and_not_old() -> None:
    assert meaning("a 25-year-old woman").trait == meaning("a young woman").trait
    assert meaning("a middle aged man").trait == meaning("a middle-aged man").trait


def test_an_accent_is_spoken_where_it_fits_the_language_and_named_where_not(engine: Engine) -> None:
    said = {
        accent: say(engine, engine.imagine(Design(prompt=f"an {accent} man", language=Language.ENGLISH, seed=1)), "I can't dance in the castle.")
        for accent in ("american", "british", "scottish", "jamaican")
    }
    brazilian = engine.imagine(Design(prompt="a Brazilian man", language=Language.ENGLISH, seed=1))

    assert len({len(sound) for sound in said.values()}) == len(said)
    assert recalled(brazilian).accent == ""
    assert brazilian.facts["unknown"] == "brazilian"
    assert meaning("巴西口音的男性", Language.PORTUGUESE).accent == "pt-br"


def test_an_empty_description_is_a_voice_too(engine: Engine) -> None:
    assert len(say(engine, engine.imagine(Design(prompt="", language=Language.ENGLISH, seed=5)), "Hello.")) > RATE / 4
