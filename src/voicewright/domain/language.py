"""The languages that a voice can speak, and the spellings that callers use for them.

The forty names are MiniMax's `language_boost` values; the tags are BCP 47.
"""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """One of the forty languages, by MiniMax's name for it."""

    CHINESE = "Chinese"
    CANTONESE = "Chinese,Yue"
    ENGLISH = "English"
    ARABIC = "Arabic"
    RUSSIAN = "Russian"
    SPANISH = "Spanish"
    FRENCH = "French"
    PORTUGUESE = "Portuguese"
    GERMAN = "German"
    TURKISH = "Turkish"
    DUTCH = "Dutch"
    UKRAINIAN = "Ukrainian"
    VIETNAMESE = "Vietnamese"
    INDONESIAN = "Indonesian"
    JAPANESE = "Japanese"
    ITALIAN = "Italian"
    KOREAN = "Korean"
    THAI = "Thai"
    POLISH = "Polish"
    ROMANIAN = "Romanian"
    GREEK = "Greek"
    CZECH = "Czech"
    FINNISH = "Finnish"
    HINDI = "Hindi"
    BULGARIAN = "Bulgarian"
    DANISH = "Danish"
    HEBREW = "Hebrew"
    MALAY = "Malay"
    PERSIAN = "Persian"
    SLOVAK = "Slovak"
    SWEDISH = "Swedish"
    CROATIAN = "Croatian"
    FILIPINO = "Filipino"
    HUNGARIAN = "Hungarian"
    NORWEGIAN = "Norwegian"
    SLOVENIAN = "Slovenian"
    CATALAN = "Catalan"
    NYNORSK = "Nynorsk"
    TAMIL = "Tamil"
    AFRIKAANS = "Afrikaans"

    @property
    def tag(self) -> str:
        """The BCP 47 tag, such as `zh`, `yue` or `en`."""
        return _TAGS[self]

    @property
    def spaced(self) -> bool:
        """Whether the script puts spaces between words."""
        return self not in _UNSPACED


_TAGS = {
    Language.CHINESE: "zh", Language.CANTONESE: "yue", Language.ENGLISH: "en", Language.ARABIC: "ar",
    Language.RUSSIAN: "ru", Language.SPANISH: "es", Language.FRENCH: "fr", Language.PORTUGUESE: "pt",
    Language.GERMAN: "de", Language.TURKISH: "tr", Language.DUTCH: "nl", Language.UKRAINIAN: "uk",
    Language.VIETNAMESE: "vi", Language.INDONESIAN: "id", Language.JAPANESE: "ja", Language.ITALIAN: "it",
    Language.KOREAN: "ko", Language.THAI: "th", Language.POLISH: "pl", Language.ROMANIAN: "ro",
    Language.GREEK: "el", Language.CZECH: "cs", Language.FINNISH: "fi", Language.HINDI: "hi",
    Language.BULGARIAN: "bg", Language.DANISH: "da", Language.HEBREW: "he", Language.MALAY: "ms",
    Language.PERSIAN: "fa", Language.SLOVAK: "sk", Language.SWEDISH: "sv", Language.CROATIAN: "hr",
    Language.FILIPINO: "fil", Language.HUNGARIAN: "hu", Language.NORWEGIAN: "nb", Language.SLOVENIAN: "sl",
    Language.CATALAN: "ca", Language.NYNORSK: "nn", Language.TAMIL: "ta", Language.AFRIKAANS: "af",
}  # fmt: skip

_UNSPACED = {Language.CHINESE, Language.CANTONESE, Language.JAPANESE, Language.THAI}

_SPELLINGS = {
    "mandarin": Language.CHINESE, "chinese (mandarin)": Language.CHINESE, "cmn": Language.CHINESE,
    "zh-cn": Language.CHINESE, "zh-tw": Language.CHINESE, "chinese (simplified)": Language.CHINESE,
    "中文": Language.CHINESE, "普通话": Language.CHINESE, "cantonese": Language.CANTONESE,
    "chinese (cantonese)": Language.CANTONESE, "粤语": Language.CANTONESE, "zh-hk": Language.CANTONESE,
    "farsi": Language.PERSIAN, "tagalog": Language.FILIPINO, "tl": Language.FILIPINO,
    "no": Language.NORWEGIAN, "bokmål": Language.NORWEGIAN, "norwegian bokmål": Language.NORWEGIAN,
    "norwegian nynorsk": Language.NYNORSK, "iw": Language.HEBREW, "日本語": Language.JAPANESE,
    "한국어": Language.KOREAN, "deutsch": Language.GERMAN, "français": Language.FRENCH, "español": Language.SPANISH,
}  # fmt: skip

_KNOWN = {language.value.lower(): language for language in Language} | {tag: language for language, tag in _TAGS.items()} | _SPELLINGS


def language_named(spelling: str) -> Language | None:
    """The language that a caller means: a name, a BCP 47 tag, with or without a region or a remark in brackets."""
    wanted = " ".join(spelling.lower().split())
    bare = wanted.split("(")[0].strip()
    return _KNOWN.get(wanted) or _KNOWN.get(bare) or _KNOWN.get(wanted.replace("_", "-").split("-")[0])
