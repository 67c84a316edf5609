"""Web and e-mail addresses, read as people dictate them: `example dot com slash news`."""

from __future__ import annotations

import re

from voicewright.domain.language import Language
from voicewright.text.tongues import TONGUES

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){1,6}"
_MAIL = re.compile(rf"(?<![\w.@+-])[A-Za-z0-9][A-Za-z0-9._%+-]{{0,63}}@{_HOST}(?<![.-])")
_WEB = re.compile(r"(?<![\w@.-])(?:https?://|www\.)[^\s<>\"'“”«»，。、！？；（）()\[\]{}]{1,400}", re.IGNORECASE)
_TOP = "com|org|net|edu|gov|io|ai|dev|app|info|de|fr|nl|uk|ru|ua|pl|cz|jp|kr|cn|tw|hk|vn|gr|bg|dk|br|ch|eu"
# Endings that are also words of a language are left out: `yes.no` lacks a space, and is no address.
_BARE = re.compile(rf"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]{{0,62}})\.){{1,3}}(?:{_TOP})(?:/[A-Za-z0-9._~/-]{{0,200}})?(?![\w@])(?!\.\w)")
_TRAILING = ".,;:!?…"

_SIGNS = {
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    "+": "plus",
    "=": "equals",
    "?": "question mark",
    "&": "and",
    "#": "hash",
    "~": "tilde",
    "%": "percent",
    ":": "colon",
}
_SIGNS_LOCAL: dict[Language, dict[str, str]] = {
    Language.GERMAN: {"/": "Schrägstrich", "-": "Bindestrich", "_": "Unterstrich"},
    Language.FRENCH: {"/": "slash", "-": "tiret", "_": "tiret bas"},
    Language.SPANISH: {"/": "barra", "-": "guion", "_": "guion bajo"},
    Language.ITALIAN: {"/": "barra", "-": "trattino", "_": "trattino basso"},
    Language.PORTUGUESE: {"/": "barra", "-": "hífen", "_": "sublinhado"},
    Language.CHINESE: {"/": "斜杠", "-": "杠", "_": "下划线"},
    Language.CANTONESE: {"/": "斜線", "-": "橫線", "_": "底線"},
    Language.JAPANESE: {"/": "スラッシュ", "-": "ハイフン", "_": "アンダーバー"},
    Language.KOREAN: {"/": "슬래시", "-": "하이픈", "_": "밑줄"},
    Language.RUSSIAN: {"/": "слэш", "-": "дефис", "_": "нижнее подчёркивание"},
    Language.UKRAINIAN: {"/": "слеш", "-": "дефіс", "_": "підкреслення"},
    Language.DUTCH: {"/": "slash", "-": "streepje", "_": "underscore"},
    Language.POLISH: {"/": "ukośnik", "-": "myślnik", "_": "podkreślnik"},
}
_PART = re.compile(r"[^\W_]+|[^\w\s]|_")


def said(text: str, language: Language) -> str:
    """The text with its addresses in words; figures in them stay, for the rules that follow."""
    if "@" in text:
        text = _MAIL.sub(lambda found: _spelled(found.group(), language), text)
    if "." in text or ":" in text:
        text = _WEB.sub(lambda found: _web(found.group(), language), text)
        text = _BARE.sub(lambda found: _web(found.group(), language), text)
    return text


def _web(address: str, language: Language) -> str:
    bare = address.rstrip(_TRAILING)
    rest = address[len(bare) :]
    bare = re.sub(r"^https?://", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"^www\.", "", bare, flags=re.IGNORECASE).rstrip("/")
    return _spelled(bare, language) + rest


def _spelled(address: str, language: Language) -> str:
    tongue = TONGUES[language]
    signs = _SIGNS | _SIGNS_LOCAL.get(language, {}) | {".": tongue.dot, "@": tongue.at}
    parts = (signs.get(part, part if part.isalnum() else "") for part in _PART.findall(address))
    said_parts = " ".join(part for part in parts if part)
    return f" {said_parts} " if not language.spaced else said_parts
