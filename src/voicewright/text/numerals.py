"""Number words for the languages whose CLDR rules no speaker would recognise, and repairs to the rules of others.

CLDR spells Tamil and Filipino numbers part by part where the languages run them together.
"""

# ruff: noqa: PLR2004 - the figures are the language's own
# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re

from voicewright.domain.language import Language

_TAMIL_ONES = (
    "பூஜ்ஜியம் ஒன்று இரண்டு மூன்று நான்கு ஐந்து ஆறு ஏழு எட்டு ஒன்பது பத்து பதினொன்று பன்னிரண்டு பதிமூன்று பதினான்கு பதினைந்து பதினாறு பதினேழு பதினெட்டு பத்தொன்பது".split()
)
_TAMIL_TENS = "இருபது முப்பது நாற்பது ஐம்பது அறுபது எழுபது எண்பது தொண்ணூறு".split()
_TAMIL_TENS_BOUND = "இருபத்து முப்பத்து நாற்பத்து ஐம்பத்து அறுபத்து எழுபத்து எண்பத்து தொண்ணூற்று".split()
_TAMIL_HUNDREDS = "நூறு இருநூறு முந்நூறு நானூறு ஐந்நூறு அறுநூறு எழுநூறு எண்ணூறு தொள்ளாயிரம்".split()
_TAMIL_HUNDREDS_BOUND = "நூற்று இருநூற்று முந்நூற்று நானூற்று ஐந்நூற்று அறுநூற்று எழுநூற்று எண்ணூற்று தொள்ளாயிரத்து".split()
_TAMIL_SCALES = ((10**7, "கோடி", "கோடியே"), (10**5, "லட்சம்", "லட்சத்து"), (1000, "ஆயிரம்", "ஆயிரத்து"))


def tamil(number: int) -> str:
    """A Tamil cardinal of at least 0."""
    for scale, alone, bound in _TAMIL_SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            counted = "" if count == 1 and scale == 1000 else ("ஒரு " if count == 1 else tamil(count) + " ")
            return f"{counted}{bound} {tamil(rest)}" if rest else f"{counted}{alone}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{_TAMIL_HUNDREDS_BOUND[hundreds - 1]} {tamil(rest)}" if rest else _TAMIL_HUNDREDS[hundreds - 1]
    if number >= 20:
        tens, rest = divmod(number, 10)
        return f"{_TAMIL_TENS_BOUND[tens - 2]} {_TAMIL_ONES[rest]}" if rest else _TAMIL_TENS[tens - 2]
    return _TAMIL_ONES[number]


_FILIPINO_ONES = "sero isa dalawa tatlo apat lima anim pito walo siyam".split()
_FILIPINO_TEENS = "sampu labing-isa labindalawa labintatlo labing-apat labinlima labing-anim labimpito labingwalo labinsiyam".split()
_FILIPINO_TENS = "dalawampu tatlumpu apatnapu limampu animnapu pitumpu walumpu siyamnapu".split()
_FILIPINO_SCALES = ((10**12, "trilyon"), (10**9, "bilyon"), (10**6, "milyon"), (1000, "libo"), (100, "daan"))


def filipino(number: int) -> str:
    """A Filipino cardinal of at least 0."""
    for scale, word in _FILIPINO_SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"{linked(filipino(count))} {'raan' if word == 'daan' and count in (4, 6, 9) else word}"
            return f"{_joined(head)} {filipino(rest)}" if rest else head
    if number >= 20:
        tens, rest = divmod(number, 10)
        return f"{_FILIPINO_TENS[tens - 2]}'t {_FILIPINO_ONES[rest]}" if rest else _FILIPINO_TENS[tens - 2]
    return _FILIPINO_TEENS[number - 10] if number >= 10 else _FILIPINO_ONES[number]


def linked(word: str) -> str:
    """A number before what it counts: `dalawa` becomes `dalawang`, `apat` becomes `apat na`."""
    if word.endswith("n"):
        return word + "g"
    return word + "ng" if word[-1] in "aeiou" else word + " na"


def _joined(head: str) -> str:
    return head + "'t" if head[-1] in "aeiou" else head + " at"


_REPAIRS = {
    # Slovenian says the unit first, in one word; CLDR the ten.
    Language.SLOVENIAN: (
        (r"\b(\w+(?:dvajset|deset)|dvajset|trideset) (ena|dva|tri|štiri|pet|šest|sedem|osem|devet)\b", r"\2in\1"),
        (r"\bšesto\b", "šeststo"),
    ),
    Language.ROMANIAN: ((r"ş", "ș"), (r"ţ", "ț"), (r"(zeci(?: și \w+)?) (mii|milioane|miliarde)\b", r"\1 de \2"), (r"\buna de mii\b", "una de mii")),
    Language.CATALAN: ((r"\b(dos|tres|quatre|cinc|sis|set|vuit|nou)-cent\b", r"\1-cents"),),
    Language.GREEK: ((r"χίλιάδες", "χιλιάδες"),),
    Language.THAI: (("\u200b", ""),),
    Language.UKRAINIAN: (("ʼ", "’"),),
    Language.CZECH: ((r"\bjeden miliarda\b", "jedna miliarda"), (r"mili(ó)n", "milion")),
    Language.SLOVAK: ((r"\bjeden miliarda\b", "jedna miliarda"),),
    Language.ARABIC: ((r"إثنان مليون", "مليونان"), (r"\bإثنان\b", "اثنان"), (r"\bإحدى عشر\b", "أحد عشر"), ("  ", " ")),
    Language.NYNORSK: ((r"\bnitten hundre\b", "nittenhundre"),),
}


def repaired(words: str, language: Language) -> str:
    """What CLDR's rules make of a number, as the language's speakers write it."""
    for wrong, right in _REPAIRS.get(language, ()):
        words = re.sub(wrong, right, words)
    return words
