"""What directions in free words ask of a voice that is there already: the words of descriptions, and those of a delivery."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from voicewright.domain.language import Language
from voicewright.domain.speech import Emotion, Prosody
from voicewright.engines.parametric.delivery import Delivery, delivery
from voicewright.engines.parametric.imagining import MUTE, TRACTS, tinted
from voicewright.engines.parametric.portrait import Portrait
from voicewright.engines.parametric.spectrum import encode
from voicewright.engines.parametric.vocabulary import CHINESE, SILENT, WORDS, Lexicon, Trait, meaning

_NEPER = np.log(10) / 20
_HIGHEST, _LOUDEST, _SHAKIEST = 8.0, 6.0, 0.9
"""Semitones, dB, semitones: the most that words do, however many there are of them."""
_PACE_SPAN = 0.45
"""How far words take the pace, in nepers: 0.64 to 1.57 of it."""
_RANGE = (0.15, 2.4)
_ROUGHEST = 1.2

_LOUD = Trait(level=4.0, pitch=1.2, lively=10.0, tilt=2.5)
_QUIET = Trait(level=-5.0, lively=-8.0, tilt=-2.5, breath=0.05)
_EMPHATIC = Trait(lively=35.0, level=1.5, pace=-4.0)
_KIND = Trait(body=1.0, tilt=-1.5, lively=-5.0, pace=-4.0, breath=0.04)
_GLAD = Trait(pitch=1.0, lively=22.0, pace=3.0, tilt=1.0)


def _manner(emotion: Emotion) -> Trait:
    """An emotion as a trait, so that it can be wanted much, a little, or not at all."""
    asked = delivery(Prosody(emotion=emotion))
    return Trait(
        pitch=asked.pitch,
        lively=100 * (asked.range - 1),
        pace=100 * (asked.pace - 1),
        level=asked.level,
        tilt=asked.tilt,
        breath=1.2 if asked.whisper else asked.breath,
        tremor=asked.tremor,
    )


_ENGLISH = {
    "happy happily happiness cheerful cheerfully joyful joyfully joy delighted": _manner(Emotion.HAPPY),
    "sad sadly sadness sorrowful sorrow mournful heartbroken grieving": _manner(Emotion.SAD),
    "angry angrily anger furious furiously rage irritated annoyed outraged": _manner(Emotion.ANGRY),
    "fearful fearfully fear afraid scared frightened anxious nervous nervously terrified panicked": _manner(Emotion.FEARFUL),
    "disgusted disgust contempt contemptuous": _manner(Emotion.DISGUSTED),
    "surprised surprise astonished amazed amazement shocked startled": _manner(Emotion.SURPRISED),
    "calm calmly calming calmer serene tranquil": _manner(Emotion.CALM),
    "fluent fluently fluid": _manner(Emotion.FLUENT),
    "whisper whispers whispering whispered": _manner(Emotion.WHISPER),
    "loud loudly louder shout shouting shouts yell yelling": _LOUD,
    "quiet quietly quieter hushed": _QUIET,
    "emphatic emphatically emphasis emphasize emphasise dramatically": _EMPHATIC,
    "empathetic sympathetic compassionate caring sincere supportive comforting": _KIND,
    "positive encouraging optimistic uplifting bubbly thrilled enthusiasm excitement energy": _GLAD,
    "faster quicker quickly rapidly": WORDS["fast"],
    "slower": WORDS["slow"],
    "deeper": WORDS["deep"],
    "brighter": WORDS["bright"],
    "warmer warmth": WORDS["warm"],
    "softer softly gently gentler": WORDS["soft"],
    "clearer clearly": WORDS["clear"],
    "excitedly livelier": WORDS["excited"],
    "sleepily": WORDS["sleepy"],
    "confidence confidently": WORDS["confident"],
}
_CHINESE = {
    "高兴": _manner(Emotion.HAPPY), "开心": _manner(Emotion.HAPPY), "快乐": _manner(Emotion.HAPPY), "喜悦": _manner(Emotion.HAPPY),
    "悲伤": _manner(Emotion.SAD), "难过": _manner(Emotion.SAD), "伤心": _manner(Emotion.SAD), "生气": _manner(Emotion.ANGRY), "愤怒": _manner(Emotion.ANGRY),
    "害怕": _manner(Emotion.FEARFUL), "恐惧": _manner(Emotion.FEARFUL), "紧张": _manner(Emotion.FEARFUL), "厌恶": _manner(Emotion.DISGUSTED),
    "惊讶": _manner(Emotion.SURPRISED), "惊喜": _manner(Emotion.SURPRISED), "平静": _manner(Emotion.CALM), "冷静": _manner(Emotion.CALM),
    "耳语": _manner(Emotion.WHISPER), "低语": _manner(Emotion.WHISPER), "大声": _LOUD, "小声": _QUIET, "轻声": _QUIET, "强调": _EMPHATIC,
}  # fmt: skip
_FILLERS = (
    "speak say saying said talk use using keep make should must would will could more most while when how if then them they you your"
    " manner way mood emotion emotional feeling feel personality delivery affect pacing speed rate expression text line sentence word words this these"
    " maintain convey give add let read perform deliver act were being by out through throughout overall generally audience listener listeners"
)

DIRECTING = Lexicon(
    english=WORDS | {word: trait for words, trait in _ENGLISH.items() for word in words.split()},
    chinese=CHINESE | _CHINESE,
    silent=SILENT | frozenset(_FILLERS.split()),
    given=True,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Directed:
    """A voice, and how it is to speak."""

    portrait: Portrait
    manner: Delivery
    facts: dict[str, str] = field(default_factory=dict[str, str])
    """`understood` and `unknown`; empty where there are no directions."""


def directed(portrait: Portrait, prosody: Prosody, language: Language) -> Directed:
    """What a script's prosody asks for, its directions included."""
    manner = delivery(prosody)
    if not prosody.directions.strip():
        return Directed(portrait=portrait, manner=manner)
    meant = meaning(prosody.directions, language, DIRECTING)
    return Directed(
        portrait=_coloured(portrait, meant.trait, meant.accent),
        manner=_moved(manner, meant.trait, portrait),
        facts={"understood": ", ".join(meant.understood), "unknown": ", ".join(meant.unknown)},
    )


def _moved(manner: Delivery, trait: Trait, portrait: Portrait) -> Delivery:
    return replace(
        manner,
        pitch=manner.pitch + float(np.clip(trait.pitch, -_HIGHEST, _HIGHEST)),
        range=float(np.clip(manner.range * (1 + trait.lively / 100), *_RANGE)),
        pace=manner.pace * float(np.exp(_PACE_SPAN * np.tanh(trait.pace / 100 / _PACE_SPAN))),
        level=manner.level + float(np.clip(trait.level, -_LOUDEST, _LOUDEST)),
        breath=float(np.clip(manner.breath + trait.breath, -portrait.breath, 1.0)),
        tremor=min(_SHAKIEST, max(0.0, manner.tremor + trait.tremor)),
        whisper=manner.whisper or trait.breath > MUTE,
    )


def _coloured(portrait: Portrait, trait: Trait, accent: str) -> Portrait:
    return replace(
        portrait,
        warp=float(np.clip(portrait.warp * (1 + trait.tract / 100), *TRACTS)),
        roughness=float(np.clip(portrait.roughness + trait.rough, 0, _ROUGHEST)),
        finish=portrait.finish + encode((_NEPER * tinted(trait))[None, :])[0],
        accent=accent or portrait.accent,
    )
