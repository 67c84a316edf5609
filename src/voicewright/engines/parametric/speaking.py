"""A script, spoken item by item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Pause, Script, Sentence
from voicewright.engines.parametric.delivery import Delivery
from voicewright.engines.parametric.directing import directed
from voicewright.engines.parametric.fronts import SYLLABLES, Voice, accented, front_of, usual
from voicewright.engines.parametric.heard import Heard, hear
from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.readings import stretched
from voicewright.engines.parametric.rendering import Register, Rendering, register_of
from voicewright.engines.parametric.scripts import Stretch
from voicewright.engines.parametric.sounds import made
from voicewright.engines.parametric.source import Source
from voicewright.engines.parametric.spectrum import RATE
from voicewright.engines.parametric.stillness import Stillness
from voicewright.engines.parametric.timing import Timing
from voicewright.engines.phrases import PHRASES
from voicewright.ports import Frame, Word

_LONGEST = 240
"""Characters that espeak-ng is given at once; what is longer is broken at a comma, a space, or anywhere."""
_BREAK = re.compile(r"[,;:，；：、،]\s*")
_SENTENCE_PAUSE, _PARAGRAPH_PAUSE, _PIECE_PAUSE = 0.32, 0.7, 0.12
"""Seconds, at the usual pace."""
_SILENCE_AT_ONCE = RATE
_LEAD, _TRAIL = int(0.01 * RATE), int(0.04 * RATE)
"""Samples of silence around everything, for players that swallow or cut off an edge."""
_REGISTER_RATE = 175
_PHRASES = {front_of(language): PHRASES[language] for language in reversed(Language)} | {SYLLABLES: PHRASES[Language.CANTONESE]}


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    """Who is speaking, how, and in which language."""

    portrait: Portrait
    manner: Delivery
    rendering: Rendering
    language: Language


class Speaker:
    """Speaks scripts through one espeak-ng process."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._registers: dict[str, Register] = {}

    def speak(self, portrait: Portrait, script: Script) -> Iterator[Frame]:
        """The sound of a script, the first of it early, each word timed when its line begins."""
        at = 0
        asked = directed(portrait, script.prosody, script.language)
        facts = asked.facts
        for frame in _edged(self._items(asked.portrait, asked.manner, script), script):
            yield Frame(samples=frame.samples, words=_later(frame.words, at), facts=facts)
            at += len(frame)
            facts = {}

    def _items(self, portrait: Portrait, manner: Delivery, script: Script) -> Iterator[Frame]:
        """Frames whose words are timed from the frame's own beginning. A pause that is asked for counts what is still beside it."""
        rendering = Rendering(portrait, manner, seed=script.seed)
        part = _Part(portrait=portrait, manner=manner, rendering=rendering, language=script.language)
        last = max((number for number, item in enumerate(script.items) if isinstance(item, Sentence)), default=-1)
        still, owed = Stillness(manner.level), 0.0
        for number, item in enumerate(script.items):
            if isinstance(item, Pause):
                owed += item.seconds
                continue
            for place, frame in enumerate(self._said(item, part, number)):
                if place == 0 and owed:
                    yield from silence(owed - still.since - still.until(frame.samples))
                    owed = 0.0
                still.passed(frame.samples)
                yield frame
            if isinstance(item, Sentence) and number < last and not isinstance(script.items[number + 1], Pause):
                yield from silence((_PARAGRAPH_PAUSE if item.paragraph_end else _SENTENCE_PAUSE) / manner.pace)
        yield from silence(owed - still.since)

    def _said(self, item: Sentence | Interjection, part: _Part, number: int) -> Iterator[Frame]:
        if isinstance(item, Sentence):
            yield from self._sentence(item, part, number)
        else:
            yield Frame(samples=made(item.sound, part.portrait, part.manner, seed=number))

    def _sentence(self, sentence: Sentence, part: _Part, number: int) -> Iterator[Frame]:
        said = False
        lines = list(_lines(stretched(sentence, part.language)))
        timing = Timing(sentence, [piece for _, piece in lines], item=number)
        for turn, (front, piece) in enumerate(lines):
            voice = Voice(front=accented(front, part.portrait.accent), variant=part.portrait.variant)
            heard = hear(self._source, piece, voice, part.portrait.rate * part.manner.pace)
            if heard is None:
                continue
            if said:
                yield from silence(_PIECE_PAUSE / part.manner.pace)
            sound = part.rendering.line(heard, self.register(voice, heard), number=number * 100 + turn)
            yield Frame(samples=next(sound), words=timing.line(turn, heard))
            yield from (Frame(samples=samples) for samples in sound)
            said = True
        if not said:
            yield from silence(_SENTENCE_PAUSE / part.manner.pace)  # a sentence in a script that nobody reads is no missing one

    def register(self, voice: Voice, heard: Heard) -> Register:
        """How high the source voice speaks: front ends have pitches of their own. Of one without a phrase, what was heard tells."""
        phrase = _PHRASES.get(usual(voice.front))
        if phrase is None:
            return register_of(heard.voicing.pitch)
        if voice.name not in self._registers:
            known = hear(self._source, phrase, voice, _REGISTER_RATE)
            self._registers[voice.name] = register_of(known.voicing.pitch if known else np.zeros(0))
        return self._registers[voice.name]


def _lines(stretches: Sequence[Stretch]) -> Iterator[tuple[str, str]]:
    """Front ends and what each says in turn. A comma keeps the voice up where the sentence goes on in another script."""
    for place, stretch in enumerate(stretches):
        text = stretch.text if place == len(stretches) - 1 else f"{stretch.text.rstrip()}, "
        for piece in pieces(text):
            yield stretch.front, piece


def _later(words: tuple[Word, ...], samples: int) -> tuple[Word, ...]:
    return tuple(replace(word, begins=word.begins + samples / RATE, ends=word.ends + samples / RATE) for word in words)


def _edged(sounds: Iterator[Frame], script: Script) -> Iterator[Frame]:
    """With silence at both ends, but where the caller asked for a pause: that is exact. No frame is silence before anything is made."""
    begun = False
    for sound in sounds:
        opening = not begun and not isinstance(script.items[0], Pause)
        yield _led(sound) if opening else sound
        begun = True
    if begun and not isinstance(script.items[-1], Pause):
        yield Frame(samples=np.zeros(_TRAIL, np.float32))


def _led(frame: Frame) -> Frame:
    return Frame(samples=np.concatenate([np.zeros(_LEAD, np.float32), frame.samples]), words=_later(frame.words, _LEAD))


def silence(seconds: float) -> Iterator[Frame]:
    """Exactly so much, in stretches of a second at most; less than nothing is nothing."""
    left = round(seconds * RATE)
    while left > 0:
        part = min(left, _SILENCE_AT_ONCE)
        yield Frame(samples=np.zeros(part, np.float32))
        left -= part


def pieces(text: str) -> Iterator[str]:
    """A text in stretches of bounded length, phoneme brackets left whole."""
    left = text.strip()
    while len(left) > _LONGEST:
        at = _cut(left)
        yield left[:at].strip()
        left = left[at:].strip()
    if left:
        yield left


def _cut(text: str) -> int:
    head = text[:_LONGEST]
    commas = [match.end() for match in _BREAK.finditer(head) if match.end() > _LONGEST // 3]
    at = commas[-1] if commas else head.rfind(" ") + 1 or _LONGEST
    opened = text.rfind("[[", 0, at)
    if opened >= 0 and text.find("]]", opened) >= at - 1:
        closed = text.find("]]", opened)
        return opened if opened > 0 else (closed + 2 if closed >= 0 else at)
    return at
