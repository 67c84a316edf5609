"""Subtitles: what is read while it is said."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from voicewright.domain.language import Language
from voicewright.domain.script import Script, Sentence
from voicewright.domain.speech import Prosody
from voicewright.domain.subtitle import Subtitles
from voicewright.ports import Word
from voicewright.services.subtitles import LONGEST, Following, file_of, passage, subtitles_of
from voicewright.text import tokens
from voicewright.text.prepare import prepared

TEXT = "“I paid $25 on 3/4/2021,” she said. <#0.5#> Dr. Who has 2 dogs and a very large number of small and rather hungry cats. (laughs) Good!"


def heard(text: str, *, deaf_to: str = "", language: Language = Language.ENGLISH) -> Subtitles:
    """The subtitles of a text of which each word takes half a second and is followed by as much silence."""
    script = Script(items=prepared(text, language=language), language=language, prosody=Prosody())
    spans = [(number, *span) for number, item in enumerate(script.items) if isinstance(item, Sentence) for span in tokens.words(item.text)]
    words = [Word(item=item, start=start, end=end, begins=place, ends=place + 0.5) for place, (item, start, end) in enumerate(spans)]
    sentences = dict(enumerate(script.items))
    kept = [word for word in words if isinstance(said := sentences[word.item], Sentence) and said.text[word.start : word.end] != deaf_to]
    return subtitles_of(text, script, kept)


def lines(subtitles: Subtitles) -> list[tuple[str, str]]:
    cues = [caption.cue for caption in subtitles.captions]
    return [(subtitles.written[cue.written.start : cue.written.end], subtitles.spoken[cue.spoken.start : cue.spoken.end]) for cue in cues]


def test_a_line_is_a_sentence_as_written_and_as_said() -> None:
    first, *_, last = lines(heard(TEXT))

    assert first == ("“I paid $25 on 3/4/2021,” she said.", "“I paid twenty-five dollars on March fourth, twenty twenty-one,” she said.")
    assert last == ("Good!", "Good!")


def test_a_long_sentence_has_several_lines() -> None:
    written = [mine for mine, _ in lines(heard(TEXT))]

    assert " ".join(written).replace(" <#0.5#>", "").replace(" (laughs)", "") == TEXT.replace(" <#0.5#>", "").replace(" (laughs)", "")
    assert all(len(line) <= LONGEST for line in written)


WHOLE = [
    (Language.FRENCH, "Il dit : « Bonjour à tous ! » Puis il part."),
    (Language.FRENCH, "Tu viens ? Oui ! Non ; peut-être…"),
    (Language.FRENCH, "Elle lit « Le Monde »"),
    (Language.FRENCH, "« Viens ! » dit-elle. « Non », répond-il."),
    (Language.FRENCH, "— Tu viens ?\n— Non.\n— Dommage !"),
    (Language.GERMAN, "Er sagt: „Komm her!“ Dann geht er. »Warum?« fragt sie. »Darum.«"),
    (Language.GERMAN, "Das kostet 5 €"),
    (Language.GERMAN, "Das kostet 5 €. Und das 3 € !"),
    (Language.SPANISH, "¿Vienes? ¡Sí! (Claro.) «Vale.»"),
    (Language.ENGLISH, 'He said " yes " and then " no " . She left !'),
    (Language.ENGLISH, 'One "two." "Three" four—“five” (six) [seven].'),
    (Language.ENGLISH, "$5 for #one – or two - for @her & me ..."),
    (Language.ENGLISH, "(Nothing) ‘here’ *is* **bold**. ***\n– A list\n– Of things"),
    (Language.ENGLISH, "A word ! Another ? “A very long sentence that is cut into two lines, and then into three ” !"),
    (Language.CHINESE, "他说：“你好！”然后走了。《书》很好（真的）。"),
    (Language.JAPANESE, "「はい」と言った。『本』です！"),
]


@pytest.mark.parametrize(("language", "text"), WHOLE)
def test_the_lines_together_are_the_text_to_its_last_sign(language: Language, text: str) -> None:
    subtitles = heard(text, language=language)
    spans = [caption.cue.written for caption in subtitles.captions]

    assert "".join("".join(mine for mine, _ in lines(subtitles)).split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for line in json.loads(file_of(subtitles)):
        assert "".join(word["word"] for word in line["timestamped_words"]) == line["text"]
        assert "".join(word["pronounce_word"] for word in line["timestamped_words"]) == line["pronounce_text"]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (Language.FRENCH, "Il dit : « Bonjour ! » Puis il part.", ["Il dit : « Bonjour ! »", "Puis il part."]),
        (Language.FRENCH, "Oui. « Viens ! » dit-elle.", ["Oui.", "« Viens ! » dit-elle."]),
        (Language.GERMAN, "Er geht. »Warum?«", ["Er geht.", "»Warum?«"]),
        (Language.GERMAN, "Sie sagt „Komm!“\n„Nein“, sagt er.", ["Sie sagt „Komm!“", "„Nein“, sagt er."]),
        (Language.ENGLISH, 'Stop. "Now!" "Why?"', ["Stop.", '"Now!"', '"Why?"']),
        (Language.ENGLISH, "Stop ! (laughs) Go ?", ["Stop !", "Go ?"]),
        (Language.ENGLISH, "One.\n– Two.", ["One.", "– Two."]),
        (Language.ENGLISH, "It is over.\n$5 is the price.", ["It is over.", "$5 is the price."]),
        (Language.CHINESE, "他说。“你好！”然后走了。", ["他说。", "“你好！”", "然后走了。"]),
        (Language.SPANISH, "¿Vienes? ¡Sí!", ["¿Vienes?", "¡Sí!"]),
    ],
)
def test_what_closes_stays_with_its_line_and_what_opens_goes_with_the_next(language: Language, text: str, wanted: list[str]) -> None:
    assert [mine for mine, _ in lines(heard(text, language=language))] == wanted


def test_words_that_are_told_one_by_one_bring_their_signs() -> None:
    text = "« Bonjour ! » dit-il : « Viens ! »"
    script = Script(items=prepared(text, language=Language.FRENCH), language=Language.FRENCH, prosody=Prosody())
    spans = [(number, *span) for number, item in enumerate(script.items) if isinstance(item, Sentence) for span in tokens.words(item.text)]
    following = Following(written=text, script=script)
    parts = [
        passage(following, following.heard([Word(item=item, start=start, end=end, begins=place, ends=place + 0.5)]))
        for place, (item, start, end) in enumerate(spans)
    ]
    parts.append(passage(following, following.heard((), last=True)))

    assert "".join("".join(mine for part in parts for mine, _ in lines(part)).split()) == "".join(text.split())


def test_lines_and_words_follow_each_other() -> None:
    captions = heard(TEXT).captions
    words = [word for caption in captions for word in caption.words]

    assert all(one.cue.ends <= other.cue.begins for one, other in pairwise(captions))
    assert all(one.ends <= other.begins and one.written.end <= other.written.start for one, other in pairwise(words))
    assert all(caption.cue.begins == caption.words[0].begins and caption.cue.ends == caption.words[-1].ends for caption in captions)


def test_a_word_of_which_nothing_is_heard_has_a_moment_between_the_others() -> None:
    words = [word for caption in heard("One two three.", deaf_to="two").captions for word in caption.words]

    assert [(word.begins, word.ends) for word in words] == [(0, 0.5), (0.5, 0.5), (2, 2.5)]


def test_the_file_is_as_the_vendor_writes_it() -> None:
    text = "One code. Then 2."
    first, second = json.loads(file_of(heard(text)))

    assert {name: first[name] for name in first if name != "timestamped_words"} == {
        "text": "One code.", "pronounce_text": "One code.", "time_begin": 0.0, "time_end": 1500.0, "text_begin": 0, "text_end": 9,
        "pronounce_text_begin": 0, "pronounce_text_end": 9, "is_final_segment": False,
    }  # fmt: skip
    assert first["timestamped_words"][0] == {
        "word": "One", "word_begin": 0, "word_end": 3, "pronounce_word": "One", "pronounce_word_begin": 0, "pronounce_word_end": 3,
        "time_begin": 0.0, "time_end": 500.0,
    }  # fmt: skip
    assert second["is_final_segment"]
    assert [(word["word"], word["pronounce_word"]) for word in second["timestamped_words"]] == [
        ("Then", "Then"),
        (" ", " "),
        ("2", "two"),
        (".", "."),
    ]
    for line in (first, second):
        assert "".join(word["word"] for word in line["timestamped_words"]) == line["text"] == text[line["text_begin"] : line["text_end"]]


def test_words_can_be_followed_while_they_are_said_and_are_the_same_in_the_end() -> None:
    script = Script(items=prepared(TEXT, language=Language.ENGLISH), language=Language.ENGLISH, prosody=Prosody())
    spans = [(number, *span) for number, item in enumerate(script.items) if isinstance(item, Sentence) for span in tokens.words(item.text)]
    words = [Word(item=item, start=start, end=end, begins=place, ends=place + 0.5) for place, (item, start, end) in enumerate(spans)]
    following = Following(written=TEXT, script=script)

    told = [following.heard([word]) for word in words]
    last = following.heard((), last=True)

    whole = [cue for caption in subtitles_of(TEXT, script, words).captions for cue in caption.words]
    assert [cue for cues in (*told, last) for cue in cues] == whole
    assert sum(bool(cues) for cues in told) > 5
    assert passage(following, last).captions[0].words == tuple(last)
    assert passage(following, []).captions == ()


def test_a_file_of_lines_alone_has_no_words() -> None:
    assert all("timestamped_words" not in line for line in json.loads(file_of(heard(TEXT), words=False)))
