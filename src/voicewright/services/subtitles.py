"""Subtitles of what was said, and the file that they are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from voicewright.domain.script import Script, Sentence
from voicewright.domain.subtitle import Caption, Cue, Span, Subtitles
from voicewright.ports import Word
from voicewright.text.aligned import aligned, shown
from voicewright.text.between import shares

LONGEST = 50
"""Characters of a line (contracts, MiniMax); a single word may be longer."""


def subtitles_of(written: str, script: Script, words: Sequence[Word]) -> Subtitles:
    """The subtitles of a text, from when an engine said each word of its script."""
    following = Following(written=written, script=script)
    cues = following.heard(words, last=True)
    placed = following.placed(cues)
    lines = [line for start, end in pairwise(following.edges) for line in _lines([one for one in placed if start <= one.cue.spoken.start < end])]
    return Subtitles(written=written, spoken=following.spoken, captions=tuple(_caption(line) for line in lines))


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A word and what of the text is read with it."""

    cue: Cue
    written: Span
    spoken: Span


class Following:
    """When the words of a text are heard, told while they are said."""

    def __init__(self, *, written: str, script: Script) -> None:
        sentences = {number: item.text for number, item in enumerate(script.items) if isinstance(item, Sentence)}
        self.written = written
        self.spoken = " ".join(sentences.values())
        self._starts = dict(zip(sentences, accumulate((len(text) + 1 for text in sentences.values()), initial=0), strict=False))
        self._pairs = list(aligned(written, self.spoken))
        written_shares = shares(shown(written), [mine for mine, _ in self._pairs])
        spoken_shares = shares("\n".join(sentences.values()), [said for _, said in self._pairs])
        self._shares = {said.start: both for (_, said), *both in zip(self._pairs, written_shares, spoken_shares, strict=True)}
        self._timed: list[tuple[int, Word]] = []
        self._pair = self._word = 0
        self._now: float | None = None

    @property
    def edges(self) -> list[int]:
        """Where sentences begin in what is spoken, and where the last one ends."""
        return [*self._starts.values(), len(self.spoken) + 1]

    def placed(self, cues: Sequence[Cue]) -> list[_Placed]:
        """Words of this text with the punctuation that is read with them."""
        shared = ((cue, *self._shares[cue.spoken.start]) for cue in cues)
        return [_Placed(cue=cue, written=written, spoken=spoken) for cue, written, spoken in shared]

    def heard(self, words: Sequence[Word], *, last: bool = False) -> list[Cue]:
        """The words whose times are known now, with what they were written as; one that may go on waits for the next."""
        self._timed += [(self._starts[word.item] + word.start, word) for word in words]
        known = len(self.spoken) if last else self._timed[-1][0] if self._timed else 0
        cues: list[Cue] = []
        while self._pair < len(self._pairs) and self._pairs[self._pair][1].end <= known:
            cues.append(self._cue(*self._pairs[self._pair]))
            self._pair += 1
        return cues

    def _cue(self, written: Span, spoken: Span) -> Cue:
        """One of which nothing is heard has no time, between the words beside it."""
        first = self._word
        while self._word < len(self._timed) and self._timed[self._word][0] < spoken.end:
            self._word += 1
        said = [word for _, word in self._timed[first : self._word]]
        if self._now is None:
            self._now = self._timed[0][1].begins if self._timed else 0.0
        begins, self._now = (said[0].begins, said[-1].ends) if said else (self._now, self._now)
        return Cue(written=written, spoken=spoken, begins=begins, ends=self._now)


def passage(following: Following, cues: Sequence[Cue]) -> Subtitles:
    """Some words that follow each other, as one line."""
    captions = (_caption(following.placed(cues)),) if cues else ()
    return Subtitles(written=following.written, spoken=following.spoken, captions=captions)


def lines_of(subtitles: Subtitles, *, words: bool) -> list[dict[str, object]]:
    """Lines as MiniMax's `subtitle_file` has them: times in milliseconds, offsets in characters."""
    last = len(subtitles.captions) - 1
    return [
        {
            **_entry(subtitles, caption.cue, "text", "pronounce_text", "text"),
            "is_final_segment": place == last,
            **({"timestamped_words": _words(subtitles, caption)} if words else {}),
        }
        for place, caption in enumerate(subtitles.captions)
    ]


def file_of(subtitles: Subtitles, *, words: bool = True) -> bytes:
    """The lines as a file, JSON."""
    return json.dumps(lines_of(subtitles, words=words), ensure_ascii=False).encode(errors="replace")


def _lines(cues: Sequence[_Placed]) -> Iterator[Sequence[_Placed]]:
    """A sentence in lines of bounded length."""
    line: list[_Placed] = []
    for placed in cues:
        if line and placed.written.end - line[0].written.start > LONGEST:
            yield line
            line = []
        line.append(placed)
    if line:
        yield line


def _caption(line: Sequence[_Placed]) -> Caption:
    """Words that follow each other, with the punctuation around them."""
    first, last = line[0], line[-1]
    over = Cue(
        written=Span(start=first.written.start, end=last.written.end),
        spoken=Span(start=first.spoken.start, end=last.spoken.end),
        begins=first.cue.begins,
        ends=last.cue.ends,
    )
    return Caption(cue=over, words=tuple(placed.cue for placed in line))


def _words(subtitles: Subtitles, caption: Caption) -> list[dict[str, object]]:
    """The words and what stands between them, so that together they are the line."""
    entries: list[dict[str, object]] = []
    written, spoken, now = caption.cue.written.start, caption.cue.spoken.start, caption.cue.begins
    end = Cue(
        written=Span(start=caption.cue.written.end, end=caption.cue.written.end),
        spoken=Span(start=caption.cue.spoken.end, end=caption.cue.spoken.end),
        begins=caption.cue.ends,
        ends=caption.cue.ends,
    )
    for cue in (*caption.words, end):
        if cue.written.start > written:
            said = Span(start=spoken, end=max(spoken, cue.spoken.start))
            between = Cue(written=Span(start=written, end=cue.written.start), spoken=said, begins=now, ends=cue.begins)
            entries.append(_entry(subtitles, between, "word", "pronounce_word", "word"))
        if cue is not end:
            entries.append(_entry(subtitles, cue, "word", "pronounce_word", "word"))
        written, spoken, now = cue.written.end, cue.spoken.end, cue.ends
    return entries


def _entry(subtitles: Subtitles, cue: Cue, text: str, said: str, prefix: str) -> dict[str, object]:
    return {
        text: subtitles.written[cue.written.start : cue.written.end],
        said: subtitles.spoken[cue.spoken.start : cue.spoken.end],
        "time_begin": round(1000 * cue.begins, 1),
        "time_end": round(1000 * cue.ends, 1),
        f"{prefix}_begin": cue.written.start,
        f"{prefix}_end": cue.written.end,
        f"pronounce_{prefix}_begin": cue.spoken.start,
        f"pronounce_{prefix}_end": cue.spoken.end,
    }
