"""Powers and numbers in scientific notation: `10^6`, `2^-3`, `1e-5`."""

from __future__ import annotations

import re

from voicewright.domain.language import Language
from voicewright.text import numbers

_POWER = re.compile(r"(?<=[\w)])\^ ?\(?([-−–]?)(\d{1,3})(?!\d)\)?")
_SCIENTIFIC = re.compile(r"(?<![\w.,])(\d{1,9}(?:[.,]\d{1,12})?)[eE]([-+−]?)(\d{1,3})(?![.,]?\d|\w)")
_SMALL = {"2": " squared", "3": " cubed"}

# What stands for the multiplication, and for the power with its exponent.
_WORDS = {
    Language.ENGLISH: ("times", "to the power of {}"), Language.GERMAN: ("mal", "hoch {}"), Language.FRENCH: ("fois", "puissance {}"),
    Language.SPANISH: ("por", "elevado a {}"), Language.PORTUGUESE: ("vezes", "elevado a {}"), Language.ITALIAN: ("per", "elevato a {}"),
    Language.DUTCH: ("maal", "tot de macht {}"), Language.SWEDISH: ("gånger", "upphöjt till {}"), Language.NORWEGIAN: ("ganger", "opphøyd i {}"),
    Language.NYNORSK: ("gonger", "opphøgd i {}"), Language.DANISH: ("gange", "i {}"), Language.POLISH: ("razy", "do potęgi {}"),
    Language.RUSSIAN: ("на", "в степени {}"), Language.UKRAINIAN: ("на", "у степені {}"), Language.CHINESE: ("乘", "的{}次方"),
    Language.CANTONESE: ("乘", "嘅{}次方"), Language.JAPANESE: ("かける", "の{}じょう"),
}  # fmt: skip


def said(text: str, language: Language) -> str:
    """The text with its powers in words, exponents still in figures; as it is where the language's words are not known here."""
    words = _WORDS.get(language)
    if words is None:
        return text
    glue = " " if language.spaced else ""
    times, power = words

    def raised(found: re.Match[str]) -> str:
        sign, exponent = found.groups()
        if language is Language.ENGLISH and not sign and exponent in _SMALL:
            return _SMALL[exponent]
        return glue + power.format((numbers.minus(language) + glue if sign else "") + exponent)

    text = _SCIENTIFIC.sub(lambda found: f"{found[1]}{glue}{times}{glue}10^{found[2].strip('+')}{int(found[3])}", text)
    return _POWER.sub(raised, text)
