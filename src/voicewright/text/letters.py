"""Letters in fancy dress: the many code points that Unicode has for a letter that people read as the plain one."""

from __future__ import annotations

import re
import unicodedata

# Small capitals have no decomposition: https://www.unicode.org/charts/PDF/U1D00.pdf and U0250.
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz")
# Nor have white letters and figures on black.
_NEGATIVE = {first + place: chr(ord("A") + place) for first in (0x1F150, 0x1F170) for place in range(26)}
_PLAIN = _SMALL_CAPITALS | _NEGATIVE

_WORDS = re.compile(
    "["
    "\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d9b-\u1dbf\u2071\u207f\u2090-\u209c"  # letters above and below the line
    "\u2080-\u2089"  # figures below it; those above are powers
    "\u2102\u2107\u210a-\u2115\u2118-\u211d\u2124\u2128\u212c-\u2139\u213c-\u213f\u2145-\u2149\u2160-\u217f"  # letters of mathematics, Roman numerals
    "\u3300-\u33ff"  # units and words in a square
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc"  # full and half width
    "\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb4f\ufb50-\ufdfb\ufe70-\ufefc\uf900-\ufaff"  # ligatures, presentation forms
    "\U0001d400-\U0001d7ff\U0002f800-\U0002fa1f"
    "\u01c4-\u01cc\u01f1-\u01f3\u0132\u0133\u0149"
    "]+"
)
_ENCIRCLED = re.compile(r"((?<=\w))?([\u2460-\u249b\u24ea-\u24f4\u24ff\u2776-\u2793])(?=(\w)?)")
_ENCLOSED = re.compile("[\u249c-\u24e9\u3200-\u3296\u3298\u329a-\u32ff\U0001f130-\U0001f149]")


def folded(text: str) -> str:
    """The text in plain letters: `𝓗𝓲`, `Ｈｉ`, `ʜɪ`, `ﬁ`, `Ⓗ`. Superscript figures, fractions and ℃ stay, and so does punctuation."""
    if text.isascii():
        return text
    text = text.translate(_PLAIN)
    text = _ENCIRCLED.sub(_figure, text)
    text = _ENCLOSED.sub(lambda found: unicodedata.normalize("NFKC", found.group()).strip("()"), text)
    return unicodedata.normalize("NFC", _WORDS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text))


def _figure(found: re.Match[str]) -> str:
    touches_before, figure, touches_after = found.groups()
    before, after = " " if touches_before is not None else "", " " if touches_after else ""
    return f"{before}{unicodedata.numeric(figure):.0f}{after}"
