"""A short sentence in each of the forty languages, for whoever has to hear that an engine speaks it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from voicewright.domain.language import Language

PHRASES: Mapping[Language, str] = MappingProxyType({
    Language.CHINESE: "今天天气很好，我们去公园走走吧。",
    Language.CANTONESE: "今日天氣好好，我哋去公園行下啦。",
    Language.ENGLISH: "The weather is fine today, let us walk in the park.",
    Language.ARABIC: "الطقس جميل اليوم، لنذهب إلى الحديقة.",
    Language.RUSSIAN: "Сегодня хорошая погода, пойдём гулять в парк.",
    Language.SPANISH: "Hoy hace buen tiempo, vamos a pasear por el parque.",
    Language.FRENCH: "Il fait beau aujourd'hui, allons nous promener au parc.",
    Language.PORTUGUESE: "Hoje o tempo está bom, vamos passear no parque.",
    Language.GERMAN: "Heute ist schönes Wetter, gehen wir in den Park.",
    Language.TURKISH: "Bugün hava güzel, parkta yürüyelim.",
    Language.DUTCH: "Het is mooi weer vandaag, laten we naar het park gaan.",
    Language.UKRAINIAN: "Сьогодні гарна погода, ходімо гуляти в парк.",
    Language.VIETNAMESE: "Hôm nay trời đẹp, chúng ta đi dạo công viên nhé.",
    Language.INDONESIAN: "Hari ini cuacanya bagus, mari berjalan di taman.",
    Language.JAPANESE: "今日はいい天気ですね、公園を散歩しましょう。",
    Language.ITALIAN: "Oggi il tempo è bello, andiamo a passeggiare nel parco.",
    Language.KOREAN: "오늘은 날씨가 좋으니 공원에서 산책해요.",
    Language.THAI: "วันนี้อากาศดี ไปเดินเล่นในสวนกันเถอะ",
    Language.POLISH: "Dzisiaj jest ładna pogoda, chodźmy do parku.",
    Language.ROMANIAN: "Astăzi este vreme frumoasă, hai să ne plimbăm în parc.",
    Language.GREEK: "Σήμερα ο καιρός είναι καλός, πάμε βόλτα στο πάρκο.",
    Language.CZECH: "Dnes je hezké počasí, pojďme do parku.",
    Language.FINNISH: "Tänään on kaunis sää, mennään kävelylle puistoon.",
    Language.HINDI: "आज मौसम अच्छा है, चलो बगीचे में टहलते हैं।",
    Language.BULGARIAN: "Днес времето е хубаво, да се разходим в парка.",
    Language.DANISH: "Vejret er godt i dag, lad os gå en tur i parken.",
    Language.HEBREW: "היום מזג האוויר יפה, בואו נטייל בפארק.",
    Language.MALAY: "Cuaca hari ini baik, mari kita berjalan di taman.",
    Language.PERSIAN: "امروز هوا خوب است، بیا در پارک قدم بزنیم.",
    Language.SLOVAK: "Dnes je pekné počasie, poďme do parku.",
    Language.SWEDISH: "Det är fint väder i dag, låt oss gå till parken.",
    Language.CROATIAN: "Danas je lijepo vrijeme, idemo prošetati parkom.",
    Language.FILIPINO: "Maganda ang panahon ngayon, maglakad tayo sa parke.",
    Language.HUNGARIAN: "Ma szép idő van, sétáljunk a parkban.",
    Language.NORWEGIAN: "Det er fint vær i dag, la oss gå en tur i parken.",
    Language.SLOVENIAN: "Danes je lepo vreme, pojdimo na sprehod v park.",
    Language.CATALAN: "Avui fa bon temps, anem a passejar pel parc.",
    Language.NYNORSK: "Det er fint vêr i dag, lat oss gå ein tur i parken.",
    Language.TAMIL: "இன்று வானிலை நன்றாக இருக்கிறது, பூங்காவில் நடப்போம்.",
    Language.AFRIKAANS: "Die weer is vandag mooi, kom ons stap in die park.",
})  # fmt: skip
