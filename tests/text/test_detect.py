"""Which language a text is written in."""

from __future__ import annotations

import subprocess
import sys

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
