"""Numbers before a noun: its plural form and the gender that the number takes. Nouns are CLDR's, by way of Babel."""

# ruff: noqa: PLR2004 - the figures are the language's own

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voicewright.domain.language import Language
from voicewright.text import numbers, numerals
from voicewright.text.numbers import Figure, Gender
from voicewright.text.tongues import TONGUES

if TYPE_CHECKING:
    from babel import Locale

_FEMININE_ENDINGS = {
    Language.SPANISH: ("a", "as"), Language.ITALIAN: ("a",), Language.PORTUGUESE: ("a", "as"), Language.CATALAN: ("a",),
    Language.ROMANIAN: ("ă", "a", "ție"), Language.RUSSIAN: ("а", "я"), Language.UKRAINIAN: ("а", "я"), Language.BULGARIAN: ("а", "я"),
    Language.POLISH: ("a",), Language.CZECH: ("a", "á"), Language.SLOVAK: ("a", "á"), Language.CROATIAN: ("a",), Language.SLOVENIAN: ("a",),
    Language.GREEK: ("α", "η"), Language.HEBREW: ("ה",), Language.ARABIC: ("ة",),
    Language.FRENCH: ("heure", "minute", "seconde", "tonne", "livre", "roupie", "couronne", "hryvnia", "calorie", "kilocalorie", "once"),
    Language.GERMAN: ("Minute", "Stunde", "Sekunde", "Tonne", "Rupie", "Krone", "Lira", "Meile", "Unze", "Kalorie", "Kilokalorie"),
}  # fmt: skip
_NEUTER_ENDINGS = {
    Language.POLISH: ("o",), Language.CZECH: ("o",), Language.SLOVAK: ("o",), Language.BULGARIAN: ("о",),
    Language.GREEK: ("ο", "ό", "ι", "ί", "ώ", "γιεν"), Language.SWEDISH: ("gram", "ton", "pund", "skt"), Language.DANISH: ("gram", "ton", "pund"),
    Language.NORWEGIAN: ("gram", "tonn", "pund"), Language.NYNORSK: ("gram", "tonn", "pund"),
    Language.ROMANIAN: ("procent", "grad", "minut", "kilogram", "gram"),
}  # fmt: skip
_MASCULINE = {"programa", "grama", "kilograma", "quilograma", "día", "dia", "yuana"}
_DIGITS = re.compile(r"\d(?:[\d.,\u00a0\u202f]*\d)?")


@cache
def locale_of(language: Language) -> Locale:
    """CLDR's data for a language."""
    from babel import Locale  # noqa: PLC0415 - a text without figures needs none of its data

    return Locale.parse(language.tag)


def plural(number: Figure, language: Language) -> str:
    """CLDR's plural category: `one`, `few`, `many`, and so on."""
    return locale_of(language).plural_form(_decimal(number))


def unit(number: Figure, name: str, language: Language, *, said: str | None = None) -> str | None:
    """A number of CLDR's unit `length-kilometer`, in words; None where CLDR has no word for it."""
    template = _template(_decimal(number), name, language)
    if template is None:
        return None
    if "{}" not in template:
        return template
    alone = (_template(Decimal(1), name, language) or template).replace("{}", "").strip()
    if language is Language.JAPANESE:
        template = template.replace(" ", "")
    if number.is_one and language in _ONE_AFTER and template.startswith("{}"):
        return f"{alone} {_one_after(alone, language)}"
    return template.replace("{}", said or counted(number, alone, language))


def currency(number: Figure, code: str, language: Language, *, said: str | None = None) -> str:
    """A number of a currency by its ISO code, in words."""
    noun = currency_name(number, code, language)
    glue = " " if language.spaced else ""
    one = currency_name(Figure(whole="1"), code, language)
    if number.is_one and said is None and language in _ONE_AFTER:
        return f"{noun} {_one_after(one, language)}"
    return (said or counted(number, one, language)) + glue + noun


def counted(number: Figure, noun: str, language: Language) -> str:
    """The number as it stands before a noun, which is given in the singular: `ein`, `две`, `két`."""
    gender = gender_of(noun, language)
    if not number.fraction and int(number.whole) <= 2:
        own = _SMALL.get((language, int(number.whole), gender)) or _SMALL.get((language, int(number.whole), None))
        if own is not None:
            return own
    said = numbers.decimal(number, language, gender)
    return numerals.linked(said) if language is Language.FILIPINO else said


def _one_after(noun: str, language: Language) -> str:
    masculine, feminine = _ONE_AFTER[language]
    return feminine if gender_of(noun, language) is Gender.FEMININE else masculine


# Languages that put the word for one behind its noun.
_ONE_AFTER = {Language.ARABIC: ("واحد", "واحدة"), Language.HEBREW: ("אחד", "אחת")}
_SMALL = {
    (Language.ROMANIAN, 1, Gender.MASCULINE): "un", (Language.ROMANIAN, 1, Gender.NEUTER): "un", (Language.ROMANIAN, 2, Gender.NEUTER): "două",
    (Language.SLOVENIAN, 1, Gender.MASCULINE): "en", (Language.SLOVENIAN, 2, Gender.FEMININE): "dve", (Language.TAMIL, 1, None): "ஒரு",
    (Language.HUNGARIAN, 2, None): "két", (Language.CHINESE, 2, None): "两", (Language.CANTONESE, 2, None): "兩",
}  # fmt: skip


def currency_name(number: Figure, code: str, language: Language) -> str:
    """The currency's name in the form that the number asks for."""
    short = _SHORT.get((code, language))
    if code == "USD":
        short = TONGUES[language].dollar
    if short is not None:
        return form(number, short, language)
    from babel.numbers import get_currency_name  # noqa: PLC0415 - as above

    return get_currency_name(code, count=_decimal(number), locale=locale_of(language)).split(" (")[0].split(" /")[0]


def form(number: Figure, forms: str, language: Language) -> str:
    """One of `доллар/доллара/долларов`, in the order of CLDR's categories one, two, few, many, other."""
    given = forms.split("/")
    order = [name for name in ("one", "two", "few", "many", "other") if name in _categories(language)]
    if language in _MANY_UNUSED:
        order = [name for name in order if name != "many"]
    category = plural(number, language)
    place = order.index(category) if category in order else len(order) - 1
    if len(given) == 1 or (language is Language.RUSSIAN and number.fraction):
        return given[min(1, len(given) - 1)]
    return given[min(place, len(given) - 1)]


def gender_of(noun: str, language: Language) -> Gender:
    """The gender of a noun in the singular, by its ending."""
    first = noun.split(" ", maxsplit=1)[0]
    if first in _MASCULINE:
        return Gender.MASCULINE
    if first.endswith(_FEMININE_ENDINGS.get(language, ("\0",))):
        return Gender.FEMININE
    return Gender.NEUTER if first.endswith(_NEUTER_ENDINGS.get(language, ("\0",))) else Gender.MASCULINE


# Romance languages have a category for millions, which no currency's forms here tell apart.
_MANY_UNUSED = frozenset({Language.SPANISH, Language.FRENCH, Language.PORTUGUESE, Language.ITALIAN, Language.CATALAN})

# What people say where CLDR's name is the bank's.
_SHORT = {
    ("GBP", Language.ENGLISH): "pound/pounds", ("CNY", Language.ENGLISH): "yuan", ("JPY", Language.ENGLISH): "yen",
    ("INR", Language.ENGLISH): "rupee/rupees", ("KRW", Language.ENGLISH): "won", ("RUB", Language.ENGLISH): "ruble/rubles",
    ("GBP", Language.GERMAN): "Pfund", ("GBP", Language.FRENCH): "livre/livres", ("GBP", Language.SPANISH): "libra/libras",
    ("GBP", Language.ITALIAN): "sterlina/sterline", ("GBP", Language.PORTUGUESE): "libra/libras", ("BRL", Language.PORTUGUESE): "real/reais",
    ("EUR", Language.PORTUGUESE): "euro/euros", ("RUB", Language.RUSSIAN): "рубль/рубля/рублей",
    ("UAH", Language.UKRAINIAN): "гривня/гривні/гривень", ("PLN", Language.POLISH): "złoty/złote/złotych/złotego",
    ("CZK", Language.CZECH): "koruna/koruny/koruny/korun", ("SEK", Language.SWEDISH): "krona/kronor", ("NOK", Language.NORWEGIAN): "krone/kroner",
    ("NOK", Language.NYNORSK): "krone/kroner", ("DKK", Language.DANISH): "krone/kroner", ("HUF", Language.HUNGARIAN): "forint",
    ("JPY", Language.JAPANESE): "えん", ("USD", Language.JAPANESE): "ドル", ("KRW", Language.KOREAN): "원", ("INR", Language.HINDI): "रुपया/रुपये",
    ("CNY", Language.CHINESE): "元", ("CNY", Language.CANTONESE): "元", ("HKD", Language.CANTONESE): "港元", ("THB", Language.THAI): "บาท",
    ("VND", Language.VIETNAMESE): "đồng", ("TRY", Language.TURKISH): "lira", ("IDR", Language.INDONESIAN): "rupiah", ("MYR", Language.MALAY): "ringgit",
    ("ILS", Language.HEBREW): "שקל/שקלים", ("PHP", Language.FILIPINO): "piso", ("BGN", Language.BULGARIAN): "лев/лева", ("RON", Language.ROMANIAN): "leu/lei/de lei",
    ("ZAR", Language.AFRIKAANS): "rand",
}  # fmt: skip


@cache
def _categories(language: Language) -> frozenset[str]:
    return frozenset(locale_of(language).plural_form.tags) | {"other"}


@lru_cache(maxsize=2048)
def _template(number: Decimal, name: str, language: Language) -> str | None:
    """CLDR's pattern for this many of a unit, with `{}` for the number."""
    own = _UNITS.get((name, language))
    if own is not None:
        return own
    from babel.units import format_unit  # noqa: PLC0415 - as above

    given = format_unit(number, name, "long", format="0", numbering_system="latn", locale=locale_of(language))
    if name in given:
        return None
    return _DIGITS.sub("{}", given, count=1).replace("\u00a0", " ").replace("\u202f", " ")


def _decimal(number: Figure) -> Decimal:
    return Decimal(f"{number.whole[:15]}.{number.fraction or 0}") if number.fraction else Decimal(number.whole[:15])


_CHINESE_UNITS = (
    "length-kilometer 公里|length-meter 米|length-centimeter 厘米|length-millimeter 毫米|length-micrometer 微米|length-nanometer 纳米|length-mile 英里|"
    "length-foot 英尺|length-inch 英寸|mass-kilogram 公斤|mass-gram 克|mass-milligram 毫克|mass-pound 磅|mass-ounce 盎司|volume-liter 升|"
    "volume-milliliter 毫升|power-watt 瓦|power-kilowatt 千瓦|power-megawatt 兆瓦|energy-kilowatt-hour 千瓦时|duration-millisecond 毫秒|"
    "duration-second 秒|duration-minute 分钟|duration-hour 小时|area-square-kilometer 平方公里|area-square-meter 平方米|"
    "area-square-centimeter 平方厘米|volume-cubic-meter 立方米|volume-cubic-centimeter 立方厘米|energy-kilocalorie 千卡|energy-calorie 卡|"
    "area-hectare 公顷|digital-kilobyte KB|digital-megabyte MB|digital-gigabyte GB|digital-terabyte TB|frequency-hertz 赫兹|frequency-kilohertz 千赫|"
    "frequency-megahertz 兆赫|frequency-gigahertz 吉赫|electric-volt 伏|electric-milliampere 毫安|graphics-pixel 像素|angle-degree 度|pressure-bar 巴"
)
_PERSIAN_UNITS = (
    "length-kilometer کیلومتر|length-centimeter سانتی‌متر|length-millimeter میلی‌متر|length-mile مایل|length-foot فوت|length-inch اینچ|"
    "mass-kilogram کیلوگرم|mass-gram گرم|mass-pound پوند|mass-ounce اونس|volume-milliliter میلی‌لیتر|angle-degree درجه|frequency-hertz هرتز|"
    "frequency-megahertz مگاهرتز|frequency-gigahertz گیگاهرتز|power-watt وات|power-megawatt مگاوات|electric-volt ولت|duration-second ثانیه|"
    "duration-minute دقیقه|duration-hour ساعت|duration-millisecond میلی‌ثانیه|pressure-bar بار|energy-calorie کالری"
)
_TO_TRADITIONAL = str.maketrans("纳里时钟顷兹兆吉伏安像压", "納里時鐘頃茲兆吉伏安像壓")


def _table(rows: str, languages: tuple[Language, ...], spaced: str) -> dict[tuple[str, Language], str]:
    pairs = [row.split(" ") for row in rows.split("|")]
    return {
        (name, language): "{}" + spaced + (noun.translate(_TO_TRADITIONAL) if language is Language.CANTONESE else noun)
        for name, noun in pairs
        for language in languages
    }


_UNITS = {
    ("concentr-percent", Language.ARABIC): "{} بالمئة", ("concentr-percent", Language.KOREAN): "{} 퍼센트",
    ("concentr-percent", Language.VIETNAMESE): "{} phần trăm", ("concentr-percent", Language.CHINESE): "百分之{}",
    ("concentr-percent", Language.CANTONESE): "百分之{}", ("concentr-percent", Language.ITALIAN): "{} per cento",
    ("concentr-permille", Language.CHINESE): "千分之{}", ("concentr-permille", Language.CANTONESE): "千分之{}",
    ("temperature-celsius", Language.CANTONESE): "攝氏{}度", ("temperature-celsius", Language.JAPANESE): "{}ど",
    ("angle-degree", Language.JAPANESE): "{}ど", ("mass-kilogram", Language.FILIPINO): "{} kilo", ("duration-hour", Language.FILIPINO): "{} oras",
    ("duration-hour", Language.DUTCH): "{} uur", ("volume-liter", Language.ARABIC): "{} لتر", ("angle-degree", Language.ARABIC): "{} درجة",
    ("duration-second", Language.KOREAN): "{}초", ("duration-minute", Language.KOREAN): "{}분", ("duration-hour", Language.KOREAN): "{}시간",
    ("duration-second", Language.VIETNAMESE): "{} giây", ("duration-minute", Language.VIETNAMESE): "{} phút",
    ("duration-hour", Language.VIETNAMESE): "{} giờ", ("duration-second", Language.JAPANESE): "{}びょう",
    ("duration-hour", Language.JAPANESE): "{}じかん", ("duration-minute", Language.JAPANESE): "{}ふん",
    ("mass-pound", Language.THAI): "{} ปอนด์", ("length-foot", Language.THAI): "{} ฟุต", ("length-mile", Language.THAI): "{} ไมล์",
    ("power-watt", Language.THAI): "{} วัตต์", ("length-mile", Language.HINDI): "{} मील", ("length-mile", Language.UKRAINIAN): "{} миль",
    ("mass-pound", Language.HINDI): "{} पाउंड", ("length-foot", Language.SWEDISH): "{} fot", ("mass-pound", Language.SWEDISH): "{} pund",
    ("length-mile", Language.TURKISH): "{} mil", ("length-mile", Language.HEBREW): "{} מייל", ("length-mile", Language.VIETNAMESE): "{} dặm",
    **_table(_CHINESE_UNITS, (Language.CHINESE, Language.CANTONESE), ""),
    **_table(_PERSIAN_UNITS, (Language.PERSIAN,), " "),
}  # fmt: skip
