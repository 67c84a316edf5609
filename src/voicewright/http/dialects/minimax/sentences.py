"""Characters that come one by one, given on as sentences: speech that is made word by word has no melody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from voicewright.domain.language import Language
from voicewright.text.split import cut, ends, limit

_NEXT = " Xx"
"""The beginning of some other sentence."""
_OPEN = re.compile(r"(\d|\b[^\W\d_])\.\Z")
"""What may go on without a space: `3.5`, `e.g.`"""


class Sentences:
    """What has been typed and not been given on."""

    def __init__(self, language: Language | None) -> None:
        self.language = language
        self.text = ""

    def feed(self, text: str) -> Iterator[str]:
        """The sentences that are whole now."""
        self.text += text
        while place := self._end():
            yield from self._given(place)

    def rest(self) -> Iterator[str]:
        """What is left, whole or not."""
        yield from self.feed("")
        yield from self._given(len(self.text))

    def forget(self) -> None:
        """Nothing was typed."""
        self.text = ""

    @property
    def doubtful(self) -> bool:
        """Whether it may end here, or go on: `in 2.` could become `in 2.5 seconds`."""
        return self.text.rstrip().endswith(".")

    def _given(self, place: int) -> Iterator[str]:
        sentence, self.text = self.text[:place], self.text[place:]
        if any(map(str.isalnum, sentence)):
            yield sentence.strip()

    def _end(self) -> int:
        """Where the first sentence ends; 0 where none does yet."""
        line, broken, _ = self.text.partition("\n")
        language = self.language or _guessed(line)
        first = next(ends(line, language=language), 0)
        if 0 < first < len(line):
            return first
        if broken:
            return len(line) + 1
        if _over(line, language):
            return len(line)
        most = limit(language) // 2
        return cut(line, 0, most) if len(line) > most else 0


def _over(line: str, language: Language) -> bool:
    """Whether the last sentence ends where the text ends for now."""
    said = line.rstrip()
    if not said or _OPEN.search(line):
        return False
    return len(said) + 1 in ends(said + _NEXT, language=language)


def _guessed(line: str) -> Language:
    """Enough to tell how long a sentence may be."""
    unspaced = any(unicodedata.category(char) == "Lo" and char >= "\u0e00" for char in line)
    return Language.CHINESE if unspaced else Language.ENGLISH
