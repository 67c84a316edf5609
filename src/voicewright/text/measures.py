"""Numbers with a unit: `3.5 km`, `10 %`, `-5 °C`, `90 km/h`."""

from __future__ import annotations

import re
from functools import cache

from voicewright.domain.language import Language
from voicewright.text import counting, numbers
from voicewright.text.tongues import LETTERS

_UNITS = {
    "km": "length-kilometer", "m": "length-meter", "cm": "length-centimeter", "mm": "length-millimeter", "µm": "length-micrometer",
    "μm": "length-micrometer", "nm": "length-nanometer", "mi": "length-mile", "ft": "length-foot", "kg": "mass-kilogram", "g": "mass-gram",
    "mg": "mass-milligram", "lb": "mass-pound", "lbs": "mass-pound", "oz": "mass-ounce", "l": "volume-liter", "L": "volume-liter",
    "ml": "volume-milliliter", "mL": "volume-milliliter", "km/h": "speed-kilometer-per-hour", "kmh": "speed-kilometer-per-hour",
    "kph": "speed-kilometer-per-hour", "mph": "speed-mile-per-hour", "m/s": "speed-meter-per-second", "°C": "temperature-celsius",
    "℃": "temperature-celsius", "°F": "temperature-fahrenheit", "℉": "temperature-fahrenheit", "°": "angle-degree", "kB": "digital-kilobyte",
    "KB": "digital-kilobyte", "MB": "digital-megabyte", "GB": "digital-gigabyte", "TB": "digital-terabyte", "Hz": "frequency-hertz",
    "kHz": "frequency-kilohertz", "MHz": "frequency-megahertz", "GHz": "frequency-gigahertz", "W": "power-watt", "kW": "power-kilowatt",
    "MW": "power-megawatt", "kWh": "energy-kilowatt-hour", "V": "electric-volt", "mA": "electric-milliampere",
    "ms": "duration-millisecond", "s": "duration-second", "sec": "duration-second", "min": "duration-minute", "h": "duration-hour",
    "hr": "duration-hour", "hrs": "duration-hour", "km²": "area-square-kilometer", "km2": "area-square-kilometer", "m²": "area-square-meter",
    "m2": "area-square-meter", "cm²": "area-square-centimeter", "m³": "volume-cubic-meter", "m3": "volume-cubic-meter",
    "cm³": "volume-cubic-centimeter", "px": "graphics-pixel", "kcal": "energy-kilocalorie", "cal": "energy-calorie", "bar": "pressure-bar",
    "hPa": "pressure-hectopascal", "ha": "area-hectare", "%": "concentr-percent", "‰": "concentr-permille",
}  # fmt: skip
_CYRILLIC = {
    "км": "length-kilometer", "м": "length-meter", "см": "length-centimeter", "мм": "length-millimeter", "кг": "mass-kilogram", "мг": "mass-milligram",
    "л": "volume-liter", "мл": "volume-milliliter", "км/ч": "speed-kilometer-per-hour", "км/год": "speed-kilometer-per-hour",
    "м/с": "speed-meter-per-second", "ГБ": "digital-gigabyte", "МБ": "digital-megabyte", "Гц": "frequency-hertz", "кВт": "power-kilowatt",
    "мин": "duration-minute", "сек": "duration-second", "га": "area-hectare", "м²": "area-square-meter", "км²": "area-square-kilometer",
}  # fmt: skip
_LOCAL = {
    Language.RUSSIAN: _CYRILLIC, Language.UKRAINIAN: _CYRILLIC | {"хв": "duration-minute", "год": "duration-hour"}, Language.BULGARIAN: _CYRILLIC,
    Language.ARABIC: {"كم": "length-kilometer", "كغ": "mass-kilogram", "كجم": "mass-kilogram", "سم": "length-centimeter"},
    Language.HEBREW: {'ק"מ': "length-kilometer", "ק״מ": "length-kilometer", 'ק"ג': "mass-kilogram", "ק״ג": "mass-kilogram"},
    Language.THAI: {"กม.": "length-kilometer", "กก.": "mass-kilogram", "ซม.": "length-centimeter"},
    Language.HINDI: {"किमी": "length-kilometer", "किग्रा": "mass-kilogram"},
}  # fmt: skip
# Letters that are also words or other signs of a language: never units there.
_NOT_HERE = {
    Language.ENGLISH: frozenset({"bar", "cal", "ha", "h", "s", "kmh"}),
    Language.VIETNAMESE: frozenset({"h", "ha"}),
    Language.HUNGARIAN: frozenset({"s", "ha"}),
    Language.CZECH: frozenset({"s"}), Language.SLOVAK: frozenset({"s"}), Language.CROATIAN: frozenset({"s"}), Language.SLOVENIAN: frozenset({"s"}),
}  # fmt: skip
_PERCENT_FIRST = re.compile(r"%(\d{1,9}(?:,\d{1,6})?)(?!\d)")


def said(text: str, language: Language) -> str:
    """The text with its measures in words."""
    names, pattern = _pattern(language)
    if language is Language.TURKISH:
        text = _PERCENT_FIRST.sub(r"\1%", text)
    return pattern.sub(lambda found: counting.unit(numbers.figure(found[1], language), names[found[2]], language) or found.group(), text)


@cache
def _pattern(language: Language) -> tuple[dict[str, str], re.Pattern[str]]:
    barred = _NOT_HERE.get(language, frozenset())
    names = {unit: name for unit, name in (_UNITS | _LOCAL.get(language, {})).items() if unit not in barred}
    units = "|".join(re.escape(unit) for unit in sorted(names, key=len, reverse=True))
    number = numbers.pattern(language)
    return names, re.compile(rf"(?<![{LETTERS}.,])({number})[ \u00a0\u202f-]?({units})(?![{LETTERS}°²³])")
