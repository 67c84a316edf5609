"""The few words that every language needs to read figures and signs aloud, and how it writes its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from voicewright.domain.language import Language


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """One language's words."""

    point: str
    """Between the whole and the fraction of a decimal."""
    to: str
    """Between the ends of a range."""
    also: str
    """For `&`."""
    at: str
    """For `@`."""
    dot: str
    """For `.` in an address."""
    number: str
    """For `№` and `#`."""
    dollar: str
    """The short name of the currency, in as many forms as `plurals` has categories."""


_ROWS = {
    Language.CHINESE: "点|到|和|艾特|点|第|美元",
    Language.CANTONESE: "點|到|同|at|點|第|美元",
    Language.ENGLISH: "point|to|and|at|dot|number|dollar/dollars",
    Language.ARABIC: "فاصلة|إلى|و|آت|نقطة|رقم|دولار/دولارات",
    Language.RUSSIAN: "запятая|до|и|собака|точка|номер|доллар/доллара/долларов",
    Language.SPANISH: "coma|a|y|arroba|punto|número|dólar/dólares",
    Language.FRENCH: "virgule|à|et|arobase|point|numéro|dollar/dollars",
    Language.PORTUGUESE: "vírgula|a|e|arroba|ponto|número|dólar/dólares",
    Language.GERMAN: "Komma|bis|und|ät|Punkt|Nummer|Dollar",
    Language.TURKISH: "virgül|ila|ve|et|nokta|numara|dolar",
    Language.DUTCH: "komma|tot|en|apenstaartje|punt|nummer|dollar",
    Language.UKRAINIAN: "кома|до|і|равлик|крапка|номер|долар/долари/доларів",
    Language.VIETNAMESE: "phẩy|đến|và|a còng|chấm|số|đô la",
    Language.INDONESIAN: "koma|sampai|dan|at|titik|nomor|dolar",
    Language.JAPANESE: "てん|から|アンド|アット|ドット|ナンバー|ドル",
    Language.ITALIAN: "virgola|a|e|chiocciola|punto|numero|dollaro/dollari",
    Language.KOREAN: "점|에서|앤드|골뱅이|점|넘버|달러",
    Language.THAI: "จุด|ถึง|และ|แอท|จุด|หมายเลข|ดอลลาร์",
    Language.POLISH: "przecinek|do|i|małpa|kropka|numer|dolar/dolary/dolarów/dolara",
    Language.ROMANIAN: "virgulă|la|și|arond|punct|numărul|dolar/dolari/de dolari",
    Language.GREEK: "κόμμα|έως|και|παπάκι|τελεία|αριθμός|δολάριο/δολάρια",
    Language.CZECH: "celá|až|a|zavináč|tečka|číslo|dolar/dolary/dolaru/dolarů",
    Language.FINNISH: "pilkku|viiva|ja|ät|piste|numero|dollari/dollaria",
    Language.HINDI: "दशमलव|से|और|ऐट|डॉट|नंबर|डॉलर",
    Language.BULGARIAN: "цяло и|до|и|кльомба|точка|номер|долар/долара",
    Language.DANISH: "komma|til|og|snabel-a|punktum|nummer|dollar",
    Language.HEBREW: "נקודה|עד|ו|שטרודל|נקודה|מספר|דולר",
    Language.MALAY: "perpuluhan|hingga|dan|at|titik|nombor|dolar",
    Language.PERSIAN: "ممیز|تا|و|ات|نقطه|شماره|دلار",
    Language.SLOVAK: "celá|až|a|zavináč|bodka|číslo|dolár/doláre/dolára/dolárov",
    Language.SWEDISH: "komma|till|och|snabel-a|punkt|nummer|dollar",
    Language.CROATIAN: "zarez|do|i|et|točka|broj|dolar/dolara/dolara",
    Language.FILIPINO: "punto|hanggang|at|at|tuldok|numero|dolyar",
    Language.HUNGARIAN: "egész|–|és|kukac|pont|szám|dollár",
    Language.NORWEGIAN: "komma|til|og|krøllalfa|punktum|nummer|dollar",
    Language.SLOVENIAN: "vejica|do|in|afna|pika|številka|dolar/dolarja/dolarji/dolarjev",
    Language.CATALAN: "coma|a|i|arrova|punt|número|dòlar/dòlars",
    Language.NYNORSK: "komma|til|og|krøllalfa|punktum|nummer|dollar",
    Language.TAMIL: "புள்ளி|முதல்|மற்றும்|அட்|புள்ளி|எண்|டாலர்",
    Language.AFRIKAANS: "komma|tot|en|by|punt|nommer|dollar",
}

_FIELDS = ("point", "to", "also", "at", "dot", "number", "dollar")
TONGUES = {language: Tongue(**dict(zip(_FIELDS, row.split("|"), strict=True))) for language, row in _ROWS.items()}

POINTED = frozenset({
    Language.CHINESE, Language.CANTONESE, Language.ENGLISH, Language.ARABIC, Language.JAPANESE, Language.KOREAN,
    Language.THAI, Language.HINDI, Language.HEBREW, Language.MALAY, Language.PERSIAN, Language.FILIPINO, Language.TAMIL,
})  # fmt: skip
"""Languages that write 1,200.5; the others write 1.200,5."""

ALPHABET = (
    r"A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u0481\u048a-\u052f\u05d0-\u05ea\u0620-\u065f\u066e-\u06d3"
    r"\u0900-\u0963\u0971-\u0de5\u0df2"
)
"""Letters of scripts that put spaces between words, for a character class."""
LETTERS = "0-9" + ALPHABET

SINITIC = frozenset({Language.CHINESE, Language.CANTONESE})
