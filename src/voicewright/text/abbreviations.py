"""Abbreviations: what they are said as, and which full stops end no sentence."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from functools import cache

from voicewright.domain.language import Language

# Said in full. A full stop that also ends a sentence is put back by `expanded`.
_EXPANDED: dict[Language, dict[str, str]] = {
    Language.ENGLISH: {
        "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz", "Prof.": "Professor", "Jr.": "Junior", "Sr.": "Senior", "e.g.": "for example",
        "i.e.": "that is", "etc.": "et cetera", "vs.": "versus", "approx.": "approximately", "Gen.": "General", "Sgt.": "Sergeant", "Capt.": "Captain",
        "Lt.": "Lieutenant", "Col.": "Colonel", "Rev.": "Reverend", "Gov.": "Governor", "Sen.": "Senator", "dept.": "department", "Inc.": "Incorporated",
        "Ltd.": "Limited", "Corp.": "Corporation", "w/o": "without", "w/": "with", "C++": "C plus plus", "C#": "C sharp",
    },
    Language.GERMAN: {
        "z.B.": "zum Beispiel", "z. B.": "zum Beispiel", "d.h.": "das heißt", "d. h.": "das heißt", "u.a.": "unter anderem", "u. a.": "unter anderem",
        "usw.": "und so weiter", "bzw.": "beziehungsweise", "ca.": "circa", "Dr.": "Doktor", "Prof.": "Professor", "Hr.": "Herr",
        "ggf.": "gegebenenfalls", "evtl.": "eventuell", "inkl.": "inklusive", "zzgl.": "zuzüglich", "vgl.": "vergleiche",
    },
    Language.FRENCH: {
        "M.": "Monsieur", "MM.": "Messieurs", "Mme": "Madame", "Mlle": "Mademoiselle", "Dr": "Docteur", "etc.": "et cetera", "p. ex.": "par exemple",
        "env.": "environ",
    },
    Language.SPANISH: {
        "Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Dr.": "doctor", "Dra.": "doctora", "Ud.": "usted", "Uds.": "ustedes", "etc.": "etcétera",
        "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "pág.": "página", "EE. UU.": "Estados Unidos", "EE.UU.": "Estados Unidos",
    },
    Language.ITALIAN: {
        "Sig.": "signor", "Sig.ra": "signora", "Dott.": "dottor", "Dott.ssa": "dottoressa", "Prof.": "professor", "ecc.": "eccetera", "es.": "esempio",
        "pag.": "pagina",
    },
    Language.PORTUGUESE: {
        "Sr.": "senhor", "Sra.": "senhora", "Dr.": "doutor", "Dra.": "doutora", "etc.": "et cetera", "p. ex.": "por exemplo", "pág.": "página",
    },
    Language.DUTCH: {
        "bijv.": "bijvoorbeeld", "d.w.z.": "dat wil zeggen", "enz.": "enzovoort", "dhr.": "de heer", "mevr.": "mevrouw", "ca.": "circa", "o.a.": "onder andere",
    },
    Language.RUSSIAN: {
        "т.е.": "то есть", "т. е.": "то есть", "т.д.": "так далее", "т. д.": "так далее", "т.п.": "тому подобное", "т. п.": "тому подобное",
        "т.к.": "так как", "т. к.": "так как", "др.": "другие", "напр.": "например", "ул.": "улица",
    },
    Language.UKRAINIAN: {"т. д.": "так далі", "т.д.": "так далі", "напр.": "наприклад", "вул.": "вулиця"},
    Language.POLISH: {"np.": "na przykład", "tzn.": "to znaczy", "itd.": "i tak dalej", "itp.": "i tym podobne", "m.in.": "między innymi", "ul.": "ulica"},
    Language.CZECH: {"např.": "například", "tj.": "to jest", "atd.": "a tak dále", "apod.": "a podobně"},
    Language.SWEDISH: {"t.ex.": "till exempel", "bl.a.": "bland annat", "osv.": "och så vidare", "dvs.": "det vill säga", "ca": "cirka"},
    Language.DANISH: {"f.eks.": "for eksempel", "bl.a.": "blandt andet", "osv.": "og så videre", "dvs.": "det vil sige", "ca.": "cirka"},
    Language.NORWEGIAN: {"f.eks.": "for eksempel", "bl.a.": "blant annet", "osv.": "og så videre", "dvs.": "det vil si", "ca.": "cirka"},
    Language.NYNORSK: {"t.d.": "til dømes", "osv.": "og så vidare", "dvs.": "det vil seie", "ca.": "cirka"},
    Language.TURKISH: {"vb.": "ve benzeri", "vs.": "vesaire", "örn.": "örneğin", "Dr.": "Doktor"},
}  # fmt: skip

# Numbers follow these: `No. 5`, `Nr. 5`, `S. 5`.
_NUMBERED: dict[Language, str] = {
    Language.ENGLISH: r"[Nn]os?\.",
    Language.GERMAN: r"Nr\.",
    Language.FRENCH: r"[Nn](?:°|º|os?\b)",
    Language.SPANISH: r"[Nn](?:\.?º|úm\.|ro\.)",
    Language.ITALIAN: r"[Nn](?:\.|°|r\.)",
    Language.PORTUGUESE: r"[Nn](?:\.?º|úm\.)",
    Language.DUTCH: r"[Nn]r\.",
    Language.SWEDISH: r"[Nn]r\.?",
    Language.DANISH: r"[Nn]r\.",
    Language.NORWEGIAN: r"[Nn]r\.",
    Language.NYNORSK: r"[Nn]r\.",
    Language.AFRIKAANS: r"[Nn]r\.",
    Language.POLISH: r"[Nn]r\.?",
    Language.CZECH: r"č\.",
    Language.SLOVAK: r"č\.",
    Language.CROATIAN: r"br\.",
    Language.SLOVENIAN: r"št\.",
    Language.ROMANIAN: r"[Nn]r\.",
    Language.CATALAN: r"[Nn]úm\.",
    Language.TURKISH: r"[Nn]o[.:]",
    Language.INDONESIAN: r"[Nn]o\.",
    Language.MALAY: r"[Nn]o\.",
}

NO_END = frozenset(
    "dr mr mrs ms prof st sr jr vs fig no nr vol pp ed al mt ft capt lt col gen sgt rev hon gov sen rep ave blvd dept est approx inc ltd co corp "
    "bzw ca usw ggf evtl inkl vgl hr fr str tel abb bd abs art ziff mme mlle env pág pag sra srta dra ud uds núm sig dott ecc tab "
    "bijv enz dhr mevr ul np tzn itd itp dr hab inż prof tj např atd č čj čís str св г гг им др ул напр см стр рис т п д в вв обл гор "
    "jan feb mar apr jun jul aug sep sept oct nov dec cf op cit resp ing dipl mag phd km cm mm kg".split()
)
"""Words in lower case after which a full stop does not end a sentence, whatever the language."""


# `Main St.` is a street, `St. John` a saint.
_SAINT = re.compile(r"\b([A-Z]\w{1,30} )?St\.(?= [A-Za-z])")


def expanded(text: str, language: Language) -> str:
    """The text with its abbreviations said in full."""
    if language is Language.ENGLISH and "St." in text:
        text = _SAINT.sub(lambda found: ("Street" if found[1] else "Saint").join((found[1] or "", "")), text)
    pattern = _pattern(language)
    if pattern is None:
        return text
    words = _EXPANDED[language]
    return pattern.sub(lambda found: words[found[1]] + _stop(found), text)


@cache
def _pattern(language: Language) -> re.Pattern[str] | None:
    words = _EXPANDED.get(language)
    if not words:
        return None
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])({listed})(?![\w])")


_LISTING = frozenset(
    {
        "etc.",
        "usw.",
        "ecc.",
        "enz.",
        "itd.",
        "itp.",
        "osv.",
        "atd.",
        "apod.",
        "Inc.",
        "Ltd.",
        "Corp.",
        "Jr.",
        "vb.",
        "т.д.",
        "т. д.",
        "т.п.",
        "т. п.",
        "др.",
    }
)


def _stop(found: re.Match[str]) -> str:
    """The full stop that an abbreviation shared with its sentence: at the end, or before a capital after a word that ends lists."""
    rest = found.string[found.end() : found.end() + 3]
    if not found[1].endswith("."):
        return ""
    if not rest.strip(" )\"'”’»"):
        return "."
    ends = found[1] in _LISTING and rest[:1].isspace() and rest.strip()[:1].isupper()
    return "." if ends else ""


@cache
def numbered(language: Language) -> re.Pattern[str]:
    """What stands for the word `number` before a figure: `№`, `#`, `No.`."""
    local = _NUMBERED.get(language)
    return re.compile(rf"(?<![\w#&])(?:№{f'|{local}' if local else ''}|#) ?(?=\d)")
