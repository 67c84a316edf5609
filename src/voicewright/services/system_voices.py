"""The voices that everybody has. Each was designed: its prompt and seed are all that is kept of it.

Their ids are the ones that MiniMax's clients ask for by name (contracts, default voices). Each seed is one of eight, chosen by DNSMOS,
by the words that a recogniser understands (English ones), and by how unlike the voice is to the others.
"""

from __future__ import annotations

from datetime import UTC, datetime

from voicewright.domain.language import Language
from voicewright.domain.voice import Source, State, Voice

_SINCE = datetime(2026, 11, 21, tzinfo=UTC)


def _voice(voice_id: str, language: Language, label: str, *, description: str, prompt: str, seed: int) -> Voice:
    return Voice(
        id=voice_id,
        owner=None,
        source=Source.SYSTEM,
        state=State.ACTIVE,
        name=_shown(voice_id),
        language=language,
        language_label=label,
        description=description,
        prompt=prompt,
        seed=seed,
        created_at=_SINCE,
    )


def _shown(voice_id: str) -> str:
    """`Chinese (Mandarin)_Warm_Girl` is shown as `Warm Girl`."""
    words = voice_id.split("_", 1)[1].replace("_", " ")
    spaced = "".join(f" {char}" if char.isupper() and before.islower() else char for before, char in zip(f" {words}", words, strict=False))
    return spaced[:1].upper() + spaced[1:]


SYSTEM_VOICES: tuple[Voice, ...] = (
    _voice(
        "English_expressive_narrator",
        Language.ENGLISH,
        "English",
        description="A clear male narrator with a wide range of pitch.",
        prompt="A clear, expressive adult male narrator, medium pitch, lively intonation.",
        seed=2,
    ),
    _voice(
        "English_Graceful_Lady",
        Language.ENGLISH,
        "English",
        description="A warm, calm woman in her middle years.",
        prompt="A warm, calm middle-aged woman, soft and graceful, unhurried.",
        seed=3,
    ),
    _voice(
        "English_Trustworthy_Man",
        Language.ENGLISH,
        "English",
        description="A deep, steady man who explains things.",
        prompt="A deep, steady, confident middle-aged man, warm, slow and clear.",
        seed=4,
    ),
    _voice(
        "English_Playful_Girl",
        Language.ENGLISH,
        "English",
        description="A young, bright, quick voice.",
        prompt="A young bright playful girl, high pitch, fast and energetic.",
        seed=2,
    ),
    _voice(
        "English_FriendlyPerson",
        Language.ENGLISH,
        "English",
        description="An even, friendly voice.",
        prompt="A friendly adult woman, medium low pitch, clear, natural.",
        seed=1,
    ),
    _voice(
        "English_Diligent_Man",
        Language.ENGLISH,
        "English",
        description="A clear, exact man.",
        prompt="A clear, precise young man, medium pitch, articulate.",
        seed=5,
    ),
    _voice(
        "English_Gentle-voiced_man",
        Language.ENGLISH,
        "English",
        description="A gentle man with feeling.",
        prompt="A gentle, expressive adult man, soft and warm.",
        seed=17,
    ),
    _voice(
        "English_DecentYoungMan",
        Language.ENGLISH,
        "English",
        description="A warm young man who talks easily.",
        prompt="A warm young man, conversational, medium low pitch.",
        seed=5,
    ),
    _voice(
        "English_CaptivatingStoryteller",
        Language.ENGLISH,
        "English",
        description="A British teller of tales.",
        prompt="A captivating British male storyteller, expressive, warm.",
        seed=7,
    ),
    _voice(
        "English_CalmWoman",
        Language.ENGLISH,
        "English",
        description="A calm, thoughtful woman.",
        prompt="A calm, measured adult woman, thoughtful, clear.",
        seed=7,
    ),
    _voice(
        "English_Upbeat_Woman",
        Language.ENGLISH,
        "English",
        description="A cheerful young woman.",
        prompt="An upbeat, friendly young woman, bright and energetic.",
        seed=6,
    ),
    _voice(
        "English_ConfidentWoman",
        Language.ENGLISH,
        "English",
        description="A confident, professional woman.",
        prompt="A confident, professional adult woman, clear and strong.",
        seed=4,
    ),
    _voice(
        "English_PatientMan",
        Language.ENGLISH,
        "English",
        description="A patient man, low and kind.",
        prompt="A patient, kind, mature man, low pitch, warm and steady.",
        seed=2,
    ),
    _voice(
        "Chinese (Mandarin)_Warm_Girl",
        Language.CHINESE,
        "Chinese (Mandarin)",
        description="A warm young woman.",
        prompt="温暖亲切的年轻女声，语速适中，音色柔和。",
        seed=121,
    ),
    _voice(
        "Chinese (Mandarin)_Kind-hearted_Elder",
        Language.CHINESE,
        "Chinese (Mandarin)",
        description="A kind, slow, elderly man.",
        prompt="慈祥的老年男声，低沉温和，语速缓慢。",
        seed=7,
    ),
    _voice(
        "Chinese (Mandarin)_News_Anchor",
        Language.CHINESE,
        "Chinese (Mandarin)",
        description="A clear, confident woman who reads the news.",
        prompt="清晰自信的成年女声新闻主播，明亮，语速稍快。",
        seed=6,
    ),
    _voice(
        "Chinese (Mandarin)_Gentle_Youth",
        Language.CHINESE,
        "Chinese (Mandarin)",
        description="A gentle young man.",
        prompt="温和的年轻男声，音色清澈，语速适中。",
        seed=3,
    ),
    _voice(
        "Chinese (Mandarin)_Reliable_Executive",
        Language.CHINESE,
        "Chinese (Mandarin)",
        description="A steady, confident man.",
        prompt="沉稳自信的成年男声，低沉有力，语速稳定。",
        seed=2,
    ),
    _voice(
        "Cantonese_GentleLady",
        Language.CANTONESE,
        "Cantonese",
        description="A gentle Cantonese woman.",
        prompt="温柔的成年女声，音色柔和，平静。",
        seed=5,
    ),
    _voice(
        "Spanish_Narrator",
        Language.SPANISH,
        "Spanish",
        description="A warm Spanish narrator.",
        prompt="A warm adult male narrator, medium low pitch, calm.",
        seed=2,
    ),
    _voice(
        "French_Female_News Anchor",
        Language.FRENCH,
        "French",
        description="A clear French woman who reads the news.",
        prompt="A clear, confident adult woman, bright, medium pace.",
        seed=6,
    ),
    _voice(
        "German_FriendlyMan",
        Language.GERMAN,
        "German",
        description="A friendly German man.",
        prompt="A friendly adult man, warm, medium pitch, relaxed.",
        seed=4,
    ),
    _voice(
        "Japanese_KindLady",
        Language.JAPANESE,
        "Japanese",
        description="A kind Japanese woman.",
        prompt="A kind gentle young woman, soft, slightly high pitch.",
        seed=6,
    ),
    _voice(
        "Russian_ReliableMan",
        Language.RUSSIAN,
        "Russian",
        description="A reliable Russian man.",
        prompt="A deep, reliable middle-aged man, steady pace.",
        seed=7,
    ),
    _voice(
        "Arabic_CalmWoman",
        Language.ARABIC,
        "Arabic",
        description="A calm Arabic woman.",
        prompt="A calm adult woman, warm, low pitch, slow.",
        seed=1,
    ),
)

_BY_ID = {voice.id: voice for voice in SYSTEM_VOICES}


def system_voice(voice_id: str) -> Voice | None:
    """The system voice with this id, byte for byte."""
    return _BY_ID.get(voice_id)
