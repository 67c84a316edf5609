"""Which language a text is written in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.domain.language import Language
from voicewright.text.detect import detected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello there, my dear old friend", Language.ENGLISH),
        ("Bonjour tout le monde, comment allez-vous ?", Language.FRENCH),
        ("Guten Tag, wie geht es Ihnen?", Language.GERMAN),
        ("El tren sale a las tres de la tarde", Language.SPANISH),
        ("O comboio parte às três horas", Language.PORTUGUESE),
        ("Il treno parte alle tre", Language.ITALIAN),
        ("De trein vertrekt om drie uur", Language.DUTCH),
        ("Pociąg odjeżdża o trzeciej", Language.POLISH),
        ("Vlak odjíždí ve tři hodiny", Language.CZECH),
        ("Vlak odchádza o tretej hodine", Language.SLOVAK),
        ("Vlak odpelje ob treh popoldne", Language.SLOVENIAN),
        ("Dobar dan, kako ste danas?", Language.CROATIAN),
        ("A vonat három órakor indul", Language.HUNGARIAN),
        ("Juna lähtee kello kolme", Language.FINNISH),
        ("Tren saat üçte kalkıyor", Language.TURKISH),
        ("Trenul pleacă la ora trei", Language.ROMANIAN),
        ("El tren surt a les tres de la tarda", Language.CATALAN),
        ("Goeie môre, hoe gaan dit met jou?", Language.AFRIKAANS),
        ("Magandang umaga sa inyong lahat", Language.FILIPINO),
        ("Xin chào các bạn, hôm nay thế nào?", Language.VIETNAMESE),
        ("Hej, hvad laver du nu?", Language.DANISH),
        ("Hei, hva gjør du nå for noe?", Language.NORWEGIAN),
        ("Eg veit ikkje kva eg skal gjera", Language.NYNORSK),
        ("Hej, vad gör du nu och hur är det?", Language.SWEDISH),
        ("Добрый день, как у вас дела?", Language.RUSSIAN),
        ("Добрий день, як ваші справи?", Language.UKRAINIAN),
        ("Добър ден, как сте днес?", Language.BULGARIAN),
        ("你好", Language.CHINESE),
        ("我用GPT-4写代码", Language.CHINESE),
        ("你哋食咗飯未呀", Language.CANTONESE),
        ("今日は元気です", Language.JAPANESE),
        ("안녕하세요", Language.KOREAN),
        ("สวัสดี", Language.THAI),
        ("Γειά σου", Language.GREEK),
        ("שלום", Language.HEBREW),
        ("مرحبا كيف حالك", Language.ARABIC),
        ("سلام چطوری", Language.PERSIAN),
        ("नमस्ते", Language.HINDI),
        ("வணக்கம்", Language.TAMIL),
        ("Да", Language.RUSSIAN),
        ("Привет, как дела?", Language.RUSSIAN),
        ("Їжак", Language.UKRAINIAN),
        ("Къде?", Language.BULGARIAN),
        ("گل", Language.PERSIAN),
        ("𝕭𝖔𝖓𝖏𝖔𝖚𝖗 𝖙𝖔𝖚𝖙 𝖑𝖊 𝖒𝖔𝖓𝖉𝖊, 𝖈𝖔𝖒𝖒𝖊𝖓𝖙 𝖆𝖑𝖑𝖊𝖟-𝖛𝖔𝖚𝖘", Language.FRENCH),
    ],
)
def test_a_text_is_known_by_its_script_and_its_words(text: str, language: Language) -> None:
    assert detected(text) is language


HERE = Path(__file__).parent


def _lines(name: str) -> Iterator[str]:
    return (line for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#"))


def _short() -> dict[Language, list[str]]:
    table: dict[Language, list[str]] = {}
    language = Language.ENGLISH
    for line in _lines("short_sentences.txt"):
        if line.startswith("["):
            language = Language(line.strip("[]"))
        else:
            table.setdefault(language, []).append(line)
    return table


SHORT = _short()


@pytest.mark.parametrize("language", SHORT)
def test_a_short_sentence_is_taken_for_its_own_language_whoever_speaks_it(language: Language) -> None:
    assert len(SHORT[language]) >= 20

    for voice in (Language.ENGLISH, Language.CHINESE):
        missed = [text for text in SHORT[language] if detected(text, leaning=voice) is not language]

        assert len(missed) <= 3, missed


@pytest.mark.parametrize("language", SHORT)
def test_a_voice_of_the_language_never_loses_a_short_sentence_to_another(language: Language) -> None:
    lost = [text for text in SHORT[language] if detected(text, leaning=language) not in {None, language}]

    assert not lost


def test_of_all_short_sentences_nineteen_in_twenty_are_known() -> None:
    known = [detected(text, leaning=Language.ENGLISH) is language for language, texts in SHORT.items() for text in texts]

    assert sum(known) >= 0.95 * len(known)


def test_english_with_a_foreign_name_or_a_quoted_phrase_stays_english() -> None:
    texts = list(_lines("english_with_names.txt"))
    lost = [text for text in texts if detected(text, leaning=Language.ENGLISH) not in {None, Language.ENGLISH}]

    assert len(texts) >= 40
    assert len(lost) <= 1, lost


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das kostet 5 €.", Language.GERMAN),
        ("Danke!", Language.GERMAN),
        ("Merci !", Language.FRENCH),
        ("Ça va ?", Language.FRENCH),
        ("¿Qué tal?", Language.SPANISH),
        ("L’été est là.", Language.FRENCH),
        ("DAS IST GUT", Language.GERMAN),
        ('Él dijo "thank you very much" y se fue.', Language.SPANISH),
    ],
)
def test_a_few_words_are_enough_where_only_one_language_has_them(text: str, language: Language) -> None:
    assert detected(text, leaning=Language.ENGLISH) is language


@pytest.mark.parametrize("voice", [Language.SPANISH, Language.PORTUGUESE])
def test_what_two_languages_write_alike_is_in_the_one_of_the_voice(voice: Language) -> None:
    assert detected("Como se chama?", leaning=voice) in {voice, Language.PORTUGUESE}
    assert detected("Estamos en casa de una amiga", leaning=voice) is Language.SPANISH
    assert detected("Casa, hospital, animal", leaning=voice) is voice


def test_a_unit_is_no_word_of_any_language() -> None:
    assert detected("10 s, 5 min, 2 h", leaning=Language.ENGLISH) in {None, Language.ENGLISH}


@pytest.mark.parametrize("text", ["", "   ", "123", "?!", "Hello", "OK", "😀😀😀"])
def test_a_text_that_could_be_anything_has_no_language(text: str) -> None:
    assert detected(text) is None


@given(st.text())
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    assert detected(text) is None or isinstance(detected(text), Language)


def test_importing_it_loads_neither_the_model_nor_the_locale_data() -> None:
    script = "import sys, voicewright.text.prepare, voicewright.text.detect as d\nd.detected('你好')\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()

    assert "voicewright.text.detect" in loaded
    assert not {"numpy", "babel", "py3langid", "unicode_rbnf"} & set(loaded)
