"""How figures and signs are read aloud, language by language."""

from __future__ import annotations

import pytest

from voicewright.domain.language import Language
from voicewright.text.figures import spoken

ENGLISH = [
    ("$3.50", "three dollars and fifty cents"),
    ("$0.99", "ninety-nine cents"),
    ("$1", "one dollar"),
    ("$5M", "five million dollars"),
    ("$1.2 billion", "one point two billion dollars"),
    ("£1,200", "one thousand two hundred pounds"),
    ("€3.00", "three euros"),
    ("20 USD", "twenty dollars"),
    ("$5-$10", "five dollars to ten dollars"),
    ("3.5 km", "three point five kilometers"),
    ("1 kg", "one kilogram"),
    ("70mph", "seventy miles per hour"),
    ("10%", "ten percent"),
    ("10–15%", "ten to fifteen percent"),
    ("-5°C", "minus five degrees Celsius"),
    ("1st", "first"),
    ("22nd", "twenty-second"),
    ("113th", "one hundred thirteenth"),
    ("2024-06-01", "June first, twenty twenty-four"),
    ("6/1/2024", "June first, twenty twenty-four"),
    ("25/12/2024", "December twenty-fifth, twenty twenty-four"),
    ("on 1 June 2024", "on the first of June, twenty twenty-four"),
    ("Dec. 25", "December twenty-fifth"),
    ("3:30 pm", "three thirty p m"),
    ("9:05", "nine oh five"),
    ("10:00", "ten o’clock"),
    ("in 1999", "in nineteen ninety-nine"),
    ("in 2005", "in two thousand five"),
    ("the 1990s", "the nineteen nineties"),
    ("the ’80s", "the eighties"),
    ("No. 5", "number five"),
    ("#5", "number five"),
    ("1/2", "one half"),
    ("2 3/4", "two and three quarters"),
    ("1½", "one and a half"),
    ("+1 415 555 2671", "plus one, four one five, five five five, two six seven one"),
    ("+1-415-555-2671", "plus one, four one five, five five five, two six seven one"),
    ("(415) 555-2671", "four one five, five five five, two six seven one"),
    ("v2.8", "version two point eight"),
    ("2.8.1", "two point eight point one"),
    ("192.168.0.1", "one nine two dot one six eight dot zero dot one"),
    ("MiniMax", "MiniMax"),
    ("https://example.com/a-b?x=1.", "example dot com slash a dash b question mark x equals one."),
    ("www.example.org", "example dot org"),
    ("jane.doe@example.com", "jane dot doe at example dot com"),
    ("R&D", "R and D"),
    ("@alice", "at alice"),
    ("-$5", "minus five dollars"),
    ("$.50", "fifty cents"),
    ("$1.5M–$2M", "one point five million dollars to two million dollars"),
    ("3:1", "three to one"),
    ("10:00-11:30", "ten o’clock to eleven thirty"),
    ("Aug 5th–7th", "Aug fifth to seventh"),
    ("2024-06", "June twenty twenty-four"),
    ("BA2490", "BA two four nine zero"),
    ("4K and 10K", "four K and ten thousand"),
    ("x^2", "x squared"),
    ("E=mc²", "E=mc squared"),
    ("50/50", "fifty-fifty"),
    ("Call 911", "Call nine one one"),
    ("978-3-16-148410-0", "nine seven eight, three, one six, one four eight four one zero, zero"),
    ("#fun", "hashtag fun"),
    ("GPT-4o", "GPT four o"),
    ("COVID-19", "COVID nineteen"),
    ("007", "zero zero seven"),
    ("24/7", "twenty-four seven"),
    ("1,234,567.89", "one million two hundred thirty-four thousand five hundred sixty-seven point eight nine"),
    ("5 + 3 = 8", "five plus three equals eight"),
    ("3x", "three times"),
    ("Dr. Li, e.g. him", "Doctor Li, for example him"),
    ("St. John St. is long", "Saint John Street is long"),
    ("and/or", "and or"),
    ("**bold** `code`", " bold code "),
    ("yes 😀👍🏽 no", "yes no"),
    ("1️⃣", "one"),
    ("１２％", "twelve percent"),
    ("10^6", "ten to the power of six"),
    ("10⁶", "ten to the power of six"),
    ("2^-3", "two to the power of minus three"),
    ("x² and m² and 3 m²", "x squared and m squared and three square meters"),
    ("1e-5", "one times ten to the power of minus five"),
    ("2.5E10", "two point five times ten to the power of ten"),
    ("6.02×10²³", "six point zero two times ten to the power of twenty-three"),
    ("2025-11-21T03:28:00Z", "November twenty-first, twenty twenty-five, three twenty-eight UTC"),
    ("2025-11-21T03:28:00.123+01:00", "November twenty-first, twenty twenty-five, three twenty-eight UTC plus one"),
    ("12 000 kr", "twelve thousand kroner"),
    ("1 kr", "one krone"),
    ("H₂O", "H two O"),
    ("5㎏, 30℃, 1½", "five kilograms, thirty degrees Celsius, one and a half"),
    ("① ❷ ⑩", "one two ten"),
    ("Ａｔ ５％", "At five percent"),
]
CHINESE = [
    ("2024年6月1日", "二零二四年六月一日"),
    ("2024-06-01", "二零二四年六月一日"),
    ("下午3:30", "下午三点半"),
    ("12:05", "十二点零五分"),
    ("2点", "两点"),
    ("2个人", "两个人"),
    ("12个人", "十二个人"),
    ("第2名", "第二名"),
    ("2,200", "两千两百"),
    ("10086", "幺零零八六"),
    ("1005", "一千零五"),
    ("120000", "十二万"),
    ("3.14", "三点一四"),
    ("10%", "百分之十"),
    ("1/2", "二分之一"),
    ("-5℃", "零下五摄氏度"),
    ("$3.50", "三点五美元"),
    ("¥100", "一百元"),
    ("¥5万", "五万元"),
    ("5km", "五公里"),
    ("3-5天", "三到五天"),
    ("13800138000", "幺三八，零零幺三，八零零零"),
    ("90后", "九零后"),
    ("2023-2024年", "二零二三到二零二四年"),
    ("10:00-11:30", "十点到十一点半"),
    ("3:2", "三比二"),
    ("CA1234航班", "CA一二三四航班"),
    ("GPT-4", "GPT四"),
    ("我和2只猫", "我和两只猫"),
]
GERMAN = [
    ("3,50 €", "drei Euro fünfzig"),
    ("1 €", "ein Euro"),
    ("5 Mio. €", "fünf Millionen Euro"),
    ("1.200,5 km", "eintausendzweihundert Komma fünf Kilometer"),
    ("1 h", "eine Stunde"),
    ("10 %", "zehn Prozent"),
    ("Nr. 5", "Nummer fünf"),
    ("am 3. Oktober 1990", "am dritten Oktober neunzehnhundertneunzig"),
    ("der 1. Mai", "der erste Mai"),
    ("01.06.2024", "erster Juni zweitausendvierundzwanzig"),
    ("15:30 Uhr", "fünfzehn Uhr dreißig"),
    ("im 3. Stock", "im dritten Stock"),
    ("z. B. hier", "zum Beispiel hier"),
    ("1/2", "ein halb"),
    ("3-5", "drei bis fünf"),
]
FRENCH = [
    ("3,50 €", "trois euros cinquante"),
    ("le 1er mai 2024", "le premier mai deux mille vingt-quatre"),
    ("15h30", "quinze heures trente"),
    ("10 %", "dix pour cent"),
    ("2e étage", "deuxième étage"),
    ("n° 5", "numéro cinq"),
    ("71", "soixante-et-onze"),
    ("1 200 km", "mille deux cents kilomètres"),
    ("5 millions €", "cinq millions d’euros"),
    ("M. Dupont", "Monsieur Dupont"),
]
SPANISH = [
    ("3,50 €", "tres euros con cincuenta"),
    ("el 1 de junio de 2024", "el uno de junio de dos mil veinticuatro"),
    ("21 km", "veintiún kilómetros"),
    ("10%", "diez por ciento"),
    ("2ª", "segunda"),
    ("Sr. López", "señor López"),
    ("a las 3:30", "a las tres y treinta"),
]
JAPANESE = [
    ("2024年6月1日", "にせんにじゅうよねんろくがつついたち"),
    ("15:30", "じゅうごじさんじゅっぷん"),
    ("3人", "さんにん"),
    ("1人", "ひとり"),
    ("1,200円", "せんにひゃくえん"),
    ("¥300", "さんびゃくえん"),
    ("10%", "じゅうパーセント"),
    ("3本", "さんぼん"),
    ("8個", "はっこ"),
    ("1/2", "にぶんのいち"),
    ("3.14", "さんてんいちよん"),
]
RUSSIAN = [
    ("1 июня 2024 г.", "первого июня две тысячи двадцать четвертого года"),
    ("15:30", "пятнадцать часов тридцать минут"),
    ("21 км", "двадцать один километр"),
    ("3,5 км", "три целых пять десятых километра"),
    ("5 руб.", "пять рублей"),
    ("10%", "десять процентов"),
    ("3-й", "третий"),
    ("№ 5", "номер пять"),
]
ARABIC = [
    ("١٢٣ كم", "مائة وثلاثة وعشرون كيلومترًا"),
    ("10%", "عشرة بالمئة"),
    ("٣٫١٤", "ثلاثة فاصلة واحد أربعة"),
    ("$3", "ثلاثة دولارات"),
]
HINDI = [
    ("₹500", "पाँच सौ रुपये"),
    ("1,23,456", "एक लाख तेईस हज़ार चार सौ छप्पन"),
    ("१२३", "एक सौ तेईस"),
    ("3.5 किमी", "तीन दशमलव पाँच किलोमीटर"),
    ("15:30", "पन्द्रह बजकर तीस मिनट"),
]
OTHERS = [
    (Language.POLISH, "w 2025 r. było", "w dwa tysiące dwudziestego piątego roku było"),
    (Language.POLISH, "1 maja 1999 r.", "pierwszego maja tysiąc dziewięćset dziewięćdziesiątego dziewiątego roku."),
    (Language.POLISH, "2000 r. i 1945 r. tu", "dwutysięcznego roku i tysiąc dziewięćset czterdziestego piątego roku tu"),
    (Language.GERMAN, "10^6", "zehn hoch sechs"),
    (Language.GERMAN, "2025-11-21T03:28:00Z", "einundzwanzigster November zweitausendfünfundzwanzig, drei Uhr achtundzwanzig UTC"),
    (Language.CHINESE, "2025-11-21T03:28Z", "二零二五年十一月二十一日 三点二十八分 UTC"),
    (Language.KOREAN, "6월 1일", "유월 일일"),
    (Language.KOREAN, "3개", "세 개"),
    (Language.KOREAN, "15:30", "십오 시 삼십 분"),
    (Language.CANTONESE, "2萬", "二萬"),
    (Language.CANTONESE, "2024年", "二零二四年"),
    (Language.CANTONESE, "3.14", "三點一四"),
    (Language.PORTUGUESE, "R$ 3,50", "três reais e cinquenta"),
    (Language.ITALIAN, "3,50 €", "tre euro e cinquanta"),
    (Language.POLISH, "2 zł", "dwa złote"),
    (Language.POLISH, "1 czerwca", "pierwszego czerwca"),
    (Language.CZECH, "21. června", "dvacátého prvního června"),
    (Language.UKRAINIAN, "1 червня", "першого червня"),
    (Language.HUNGARIAN, "2 km", "két kilométer"),
    (Language.HUNGARIAN, "2024. június 1.", "kétezerhuszonnégy június elseje"),
    (Language.SLOVENIAN, "21", "enaindvajset"),
    (Language.SWEDISH, "1 juni", "första juni"),
    (Language.NORWEGIAN, "i 1999 og 2024", "i nittenhundre og nittini og to tusen og tjuefire"),
    (Language.TURKISH, "%10", "yüzde on"),
    (Language.TURKISH, "10%", "yüzde on"),
    (Language.VIETNAMESE, "10%", "mười phần trăm"),
    (Language.THAI, "3.5", "สามจุดห้า"),
    (Language.TAMIL, "1234", "ஆயிரத்து இருநூற்று முப்பத்து நான்கு"),
    (Language.FILIPINO, "21", "dalawampu't isa"),
    (Language.HEBREW, "1 km", "קילומטר אחד"),
    (Language.PERSIAN, "5 km", "پنج کیلومتر"),
    (Language.FINNISH, "1. kesäkuuta", "ensimmäinen kesäkuuta"),
    (Language.ROMANIAN, "21 km", "douăzeci și unu de kilometri"),
]
READINGS = [
    *((Language.ENGLISH, *row) for row in ENGLISH),
    *((Language.CHINESE, *row) for row in CHINESE),
    *((Language.GERMAN, *row) for row in GERMAN),
    *((Language.FRENCH, *row) for row in FRENCH),
    *((Language.SPANISH, *row) for row in SPANISH),
    *((Language.JAPANESE, *row) for row in JAPANESE),
    *((Language.RUSSIAN, *row) for row in RUSSIAN),
    *((Language.ARABIC, *row) for row in ARABIC),
    *((Language.HINDI, *row) for row in HINDI),
    *OTHERS,
]


@pytest.mark.parametrize(("language", "written", "said"), READINGS)
def test_is_read_as_people_read_it(language: Language, written: str, said: str) -> None:
    assert spoken(written, language=language) == said


@pytest.mark.parametrize("language", list(Language))
def test_every_language_reads_figures_money_measures_dates_and_times_without_a_figure_left(language: Language) -> None:
    text = spoken("7 21 345 10% 5 km $3.50 2024-06-01 15:30 3.14 1/2 -4 +1 415 555 2671", language=language)
    assert not any(char.isdigit() and char not in "一二三四五六七八九十零〇" for char in text)


@pytest.mark.parametrize("language", list(Language))
def test_every_language_tells_numbers_apart(language: Language) -> None:
    said = {spoken(str(number), language=language) for number in range(1000)}
    assert len(said) == 1000


@pytest.mark.parametrize("text", ["3500", "12 and 13", "1,500", "on the 4th"])
def test_a_figure_beside_words_leaves_the_words(text: str) -> None:
    words = [word for word in text.split() if word.isalpha()]
    said = spoken(text, language=Language.ENGLISH).split()
    assert [word for word in said if word in words] == words


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        (Language.ENGLISH, "5 €, €5", "five euros, five euros"),
        (Language.ENGLISH, "5,99 €", "five euros and ninety-nine cents"),
        (Language.ENGLISH, "0,99€", "ninety-nine cents"),
        (Language.ENGLISH, "€5,99", "five euros and ninety-nine cents"),
        (Language.ENGLISH, "1.200 €", "one thousand two hundred euros"),
        (Language.ENGLISH, "2 500,00 €", "two thousand five hundred euros"),
        (Language.ENGLISH, "€1.250 per litre", "one point two five euros per litre"),
        (Language.ENGLISH, "from 5,50 – 9,99 €", "from five point five zero to nine euros and ninety-nine cents"),
        (
            Language.ENGLISH,
            "£1,200 and $1,234,567.89",
            "one thousand two hundred pounds and one million two hundred thirty-four thousand five hundred sixty-seven dollars and eighty-nine cents",
        ),
        (Language.GERMAN, "$1,200.50", "eintausendzweihundert Dollar fünfzig"),
        (Language.GERMAN, "$1,200", "eintausendzweihundert Dollar"),
        (Language.GERMAN, "1,659 €", "eins Komma sechs fünf neun Euro"),
        (Language.GERMAN, "1.200.000 €", "eine Million zweihunderttausend Euro"),
        (Language.GERMAN, "1.200.000 Menschen", "eine Million zweihunderttausend Menschen"),
        (Language.GERMAN, "12,50 £ und ¥100", "zwölf Pfund fünfzig und einhundert Japanische Yen"),
        (Language.FRENCH, "2,50 €", "deux euros cinquante"),
        (Language.CHINESE, "5,99 €", "五点九九欧元"),
        (Language.JAPANESE, "5,99 €", "ごてんきゅうきゅうユーロ"),
        (Language.HINDI, "₹5,00,000", "पाँच लाख रुपये"),
    ],
)
def test_an_amount_is_read_however_it_is_grouped(language: Language, written: str, read: str) -> None:
    assert spoken(written, language=language) == read


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        (Language.GERMAN, "Preise in €.", "Preise in Euro."),
        (Language.GERMAN, "das €-Zeichen", "das Euro-Zeichen"),
        (Language.ENGLISH, "prices in £", "prices in pounds"),
        (Language.ENGLISH, "the € sign", "the euro sign"),
        (Language.FRENCH, "en € ou en $", "en euro ou en dollars"),
        (Language.SPANISH, "¿Cuántos €?", "¿Cuántos euros?"),
        (Language.CHINESE, "¥", "元"),
    ],
)
def test_a_currency_without_an_amount_is_named(language: Language, written: str, read: str) -> None:
    assert spoken(written, language=language) == read


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("written", ["5 €", "€5", "5,99 €", "€5.99", "£12.50", "12,50 £", "¥100", "$3", "3 $", "€"])
def test_no_currency_sign_is_left_in_any_language(language: Language, written: str) -> None:
    read = spoken(written, language=language)

    assert not set(read) & set("€£¥$0123456789")
    assert "," not in read
