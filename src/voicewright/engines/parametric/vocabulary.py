"""What words of a description mean for a voice, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from voicewright.domain.language import Language, language_named
from voicewright.engines.parametric.fronts import accent_named, of_language


@dataclass(frozen=True, kw_only=True)
class Trait:
    """What a word asks for. Traits of several words add up."""

    woman: float = 0.0
    """Above 0 a woman, below 0 a man."""
    pitch: float = 0.0
    """Semitones."""
    tract: float = 0.0
    """Per cent that the formants lie higher."""
    pace: float = 0.0
    """Per cent."""
    lively: float = 0.0
    """Per cent of pitch movement."""
    tilt: float = 0.0
    """dB at 8 kHz."""
    body: float = 0.0
    """dB below 500 Hz."""
    breath: float = 0.0
    rough: float = 0.0
    nasal: float = 0.0
    ring: float = 0.0
    """dB at 2.5–4 kHz, where a trained voice carries."""
    level: float = 0.0
    """dB. This and what follows belong to a delivery; no voice has them by itself."""
    tremor: float = 0.0
    """Semitones."""

    def __add__(self, other: Trait) -> Trait:
        return Trait(**{item.name: getattr(self, item.name) + getattr(other, item.name) for item in fields(Trait)})


_WOMAN, _MAN = Trait(woman=1.0), Trait(woman=-1.0)
_GIRL, _BOY = Trait(woman=1.2, pitch=2.5, tract=6.0), Trait(woman=1.0, pitch=1.5, tract=8.0)
_CHILD = Trait(woman=1.0, pitch=4.5, tract=13.0, lively=15.0, tilt=3.0, body=-4.0, ring=2.0)
_YOUNG = Trait(pitch=1.2, tract=2.0, pace=4.0, tilt=1.0)
_MIDDLE = Trait(pitch=-0.7, tract=-1.0, pace=-2.0)
_OLD = Trait(pitch=-1.2, tract=-2.0, pace=-18.0, rough=0.45, breath=0.08, tilt=-2.0)
_DEEP = Trait(pitch=-3.5, tract=-5.0, body=3.0, tilt=-1.5)
_LOW = Trait(pitch=-2.5, tract=-2.5, body=1.5)
_HIGH = Trait(pitch=3.0, tract=3.0)
_WARM = Trait(pitch=-0.6, body=2.5, tilt=-3.0, breath=0.03)
_BRIGHT = Trait(pitch=0.8, tilt=4.0, tract=1.5, body=-1.5)
_BREATHY = Trait(breath=0.5, tilt=-2.0, rough=-0.1)
_ROUGH = Trait(rough=1.2, pitch=-0.8, breath=0.2)
_NASAL = Trait(nasal=1.0)
_WHISPER = Trait(breath=1.2, pace=-4.0)
_SOFT = Trait(tilt=-6.0, breath=0.12, lively=-12.0, pace=-4.0)
_LIVELY = Trait(lively=35.0, pace=4.0, pitch=1.0, tilt=1.5)
_CALM = Trait(lively=-25.0, pace=-9.0, pitch=-0.5)
_FAST, _SLOW = Trait(pace=18.0), Trait(pace=-18.0)
_CLEAR = Trait(ring=2.5, tilt=1.5, breath=-0.05)
_STRONG = Trait(ring=3.0, lively=10.0, pitch=-0.6, body=1.5)
_THIN = Trait(tract=4.0, body=-3.0, pitch=1.0)
_FULL = Trait(body=3.0, ring=1.0, tract=-2.0)
_FLAT = Trait(lively=-55.0)
_SAD = Trait(lively=-25.0, pitch=-1.2, pace=-10.0, tilt=-2.0)
_SWEET = Trait(pitch=1.5, tract=2.5, breath=0.06, lively=10.0)
_NARRATING = Trait(ring=1.0, pace=-4.0, lively=6.0)
_CHATTING = Trait(lively=14.0, pace=4.0)
_KINDLY = Trait(body=1.0, tilt=-1.0, lively=-6.0, pace=-3.0)

_ENGLISH = {
    "woman women female lady mother mom mum wife queen actress girlfriend sister aunt businesswoman she her": _WOMAN,
    "man men male gentleman guy father dad husband king actor boyfriend brother uncle businessman he his him": _MAN,
    "girl daughter schoolgirl princess": _GIRL,
    "boy son schoolboy": _BOY,
    "child kid children childlike toddler childish": _CHILD,
    "grandmother grandma granny": _WOMAN + _OLD,
    "grandfather grandpa": _MAN + _OLD,
    "young youthful teen teenage teenager adolescent student twenties": _YOUNG,
    "middle-aged mature adult thirties forties fifties": _MIDDLE,
    "old elderly aged senior ancient sixties seventies eighties": _OLD,
    "deep bass baritone booming resonant sonorous": _DEEP,
    "low lower low-pitched contralto alto": _LOW,
    "high higher high-pitched soprano squeaky shrill": _HIGH,
    "warm mellow velvety rich cozy cosy smooth honeyed": _WARM,
    "bright crisp sparkling brilliant sharp metallic": _BRIGHT,
    "breathy airy husky-soft sultry intimate asmr": _BREATHY,
    "rough hoarse raspy gravelly husky gruff scratchy harsh croaky weathered": _ROUGH,
    "nasal twangy": _NASAL,
    "whisper whispers whispering whispered hushed": _WHISPER,
    "soft gentle tender quiet delicate soothing": _SOFT,
    "energetic lively excited enthusiastic cheerful happy upbeat playful vivid expressive dynamic passionate animated joyful perky": _LIVELY,
    "calm relaxed serene composed peaceful steady stable measured patient thoughtful": _CALM,
    "fast quick rapid brisk hurried": _FAST,
    "slow slowly unhurried deliberate leisurely": _SLOW,
    "clear articulate professional broadcaster announcer newsreader anchor presenter precise": _CLEAR,
    "strong powerful commanding authoritative confident firm heroic bold dramatic intense serious": _STRONG,
    "thin small tiny light": _THIN,
    "full thick round big heavy": _FULL,
    "monotone flat robotic emotionless": _FLAT,
    "sad melancholic melancholy sorrowful tired sleepy weary gloomy": _SAD,
    "sweet cute charming lovely friendly kind pleasant": _SWEET,
    "mysterious spooky creepy sinister evil villain": _LOW + _BREATHY + _SLOW,
    "narrator storyteller narration audiobook documentary": _NARRATING,
    "teacher professor": _CLEAR,
    "podcast host conversational casual": _CHATTING,
    "commercial advertising promo": _LIVELY + _CLEAR,
    "premium elegant sophisticated luxurious graceful": _WARM + _CALM,
    "polite courteous reassuring trustworthy reliable": _KINDLY,
}

CHINESE = {
    "女性": _WOMAN, "女人": _WOMAN, "女声": _WOMAN, "女士": _WOMAN, "女": _WOMAN, "妈妈": _WOMAN, "阿姨": _WOMAN, "姐姐": _WOMAN,
    "男性": _MAN, "男人": _MAN, "男声": _MAN, "先生": _MAN, "男": _MAN, "爸爸": _MAN, "叔叔": _MAN, "大叔": _MAN + _MIDDLE, "哥哥": _MAN,
    "女孩": _GIRL, "少女": _GIRL, "萝莉": _GIRL + _SWEET, "男孩": _BOY, "小孩": _CHILD, "儿童": _CHILD, "孩子": _CHILD, "童声": _CHILD,
    "奶奶": _WOMAN + _OLD, "爷爷": _MAN + _OLD, "御姐": _WOMAN + _LOW, "少年": _MAN + _YOUNG,
    "年轻": _YOUNG, "青年": _YOUNG, "学生": _YOUNG, "中年": _MIDDLE, "成年": _MIDDLE, "成熟": _MIDDLE, "老人": _OLD, "老年": _OLD, "年老": _OLD, "苍老": _OLD,
    "低沉": _DEEP, "浑厚": _DEEP, "深沉": _DEEP, "磁性": _DEEP + _WARM, "低音": _LOW, "高音": _HIGH, "尖": _HIGH, "高亢": _HIGH,
    "温暖": _WARM, "温和": _WARM, "醇厚": _WARM, "明亮": _BRIGHT, "清脆": _BRIGHT, "响亮": _BRIGHT, "气声": _BREATHY, "性感": _BREATHY,
    "沙哑": _ROUGH, "粗犷": _ROUGH, "嘶哑": _ROUGH, "鼻音": _NASAL, "耳语": _WHISPER, "低语": _WHISPER, "悄悄": _WHISPER,
    "温柔": _SOFT, "轻柔": _SOFT, "柔和": _SOFT, "柔美": _SOFT, "活泼": _LIVELY, "激动": _LIVELY, "兴奋": _LIVELY, "热情": _LIVELY, "开朗": _LIVELY,
    "有活力": _LIVELY, "元气": _LIVELY, "欢快": _LIVELY, "平静": _CALM, "沉稳": _CALM, "冷静": _CALM, "沉着": _CALM, "安静": _CALM,
    "语速快": _FAST, "快速": _FAST, "语速慢": _SLOW, "缓慢": _SLOW, "慢": _SLOW, "清晰": _CLEAR, "专业": _CLEAR, "播音": _CLEAR, "主持": _CLEAR, "主播": _CLEAR, "新闻": _CLEAR,
    "有力": _STRONG, "威严": _STRONG, "自信": _STRONG, "霸气": _STRONG, "坚定": _STRONG, "单薄": _THIN, "饱满": _FULL, "平淡": _FLAT,
    "悲伤": _SAD, "忧郁": _SAD, "疲惫": _SAD, "甜美": _SWEET, "可爱": _SWEET, "亲切": _SWEET, "友好": _SWEET, "神秘": _LOW + _BREATHY,
    "旁白": _NARRATING, "讲述": _NARRATING, "解说": _NARRATING, "慈祥": _WARM + _SOFT, "快": _FAST, "老师": _CLEAR, "礼貌": _KINDLY, "优雅": _WARM + _CALM,
    "高": _HIGH, "低": _LOW, "粗糙": _ROUGH, "生动": _LIVELY, "单调": _FLAT, "严肃": _STRONG, "浓厚": _FULL, "柔软": _SOFT, "稳重": _CALM,
}  # fmt: skip

WORDS = {word: trait for words, trait in _ENGLISH.items() for word in words.split()}
_MORE = {
    "very": 1.5,
    "extremely": 1.8,
    "really": 1.4,
    "quite": 1.1,
    "too": 1.3,
    "so": 1.2,
    "particularly": 1.4,
    "slightly": 0.5,
    "somewhat": 0.6,
    "little": 0.5,
    "bit": 0.5,
    "fairly": 0.9,
    "rather": 0.9,
}
_MORE_CHINESE = {"非常": 1.5, "很": 1.3, "特别": 1.5, "极其": 1.8, "太": 1.3, "略": 0.5, "稍": 0.5, "有点": 0.5}
_DENIALS = "not no non never without neither nor nothing isn't aren't doesn't don't hardly isnt doesnt"
_NOT = frozenset(_DENIALS.split())
_NOT_CHINESE = frozenset({"不", "没有", "没", "无", "别", "毫无", "并非", "不是", "不要"})
_AGAIN = frozenset({"or", "nor", "或", "或者", "也"})
"""What carries a negation on to the next word."""
_DENIED, _SOMEWHAT_DENIED = -0.5, -0.3
"""What is left of a trait that somebody does not want: a little of its opposite."""
_FILLERS = (
    "a an the and of in at for to from who that which is are be has have having speaks speaking speaker spoken sounding sounds sound like as on"
    " tone style his her their age aged year years yet into its it s d voiced pitch pitched pace paced speech talking talks tells telling"
    " reading reads voice voices normal neutral natural naturally medium moderate range suitable with accent accented dialect any i want please person someone me my all"
)
SILENT = frozenset(_FILLERS.split())
_SILENT_CHINESE = "口的一个位名着地得和又而且带有是在说话讲人岁音色声嗓自然调速度语适中成点这那要"
_BREAKS = "but although though however while , . ; : ! ? ， 。 ； ： ！ ？ 、 但 而是"
_ENDS = frozenset(_BREAKS.split())
"""Where a negation no longer reaches."""
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?(?:-[a-z]+)*|\d+|[\u4e00-\u9fff]+|[,.;:!?，。；：！？、]")
_PHRASES = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("’", "'"),
        (r"(\d+)[- ]?years?[- ]?old", r"\1"),
        (r"\bmiddle aged\b", "middle-aged"),
        (r"\bhigh[- ]energy\b", "energetic"),
        (r"\blow[- ]energy\b", "tired"),
        (r"\bwide (?:pitch )?range\b", "expressive"),
        (r"\bnarrow (?:pitch )?range\b", "monotone"),
        (r"\b(?:at all|much)\b", " "),
    )
)
_AGES = ((13, _CHILD), (30, _YOUNG), (56, _MIDDLE), (121, _OLD))


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The words that count."""

    english: Mapping[str, Trait]
    chinese: Mapping[str, Trait]
    silent: frozenset[str]
    """English words that need not change anything."""
    given: bool = False
    """Whether the voice is there already: then no word makes it a man's, a woman's, or that of another language."""


DESIGNING = Lexicon(english=WORDS, chinese=CHINESE, silent=SILENT)


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What was understood of a description."""

    trait: Trait
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    """Words that change nothing."""
    accent: str = ""
    """A front end of espeak-ng; empty for the language's usual one."""


@dataclass
class _Reader:
    """Reads a description word by word."""

    language: Language
    lexicon: Lexicon
    trait: Trait = field(default_factory=Trait)
    understood: list[str] = field(default_factory=list[str])
    unknown: list[str] = field(default_factory=list[str])
    accent: str = ""
    factor: float = 1.0
    denied: bool = False
    denying: bool = False
    """Whether the last word was denied, for an “or” that follows."""

    def read(self, token: str) -> None:
        """One token."""
        if "\u4e00" <= token[0] <= "\u9fff":
            self._chinese(token)
        elif token.isdigit():
            self.hear(token, next((trait for limit, trait in _AGES if 0 < int(token) < limit), None))
        elif not self.steer(token, more=_MORE, negators=_NOT):
            self._english(token)

    def steer(self, word: str, *, more: Mapping[str, float], negators: frozenset[str]) -> bool:
        """Whether the word only says how the following ones are meant."""
        if word in _ENDS:
            self.factor, self.denied, self.denying = 1.0, False, False
        elif word in negators or (word in _AGAIN and self.denying):
            self.denied = True
        elif word in more:
            self.factor = more[word]
        else:
            return word in _AGAIN
        return True

    def hear(self, word: str, asked: Trait | None) -> None:
        """Take a word in, as it was meant."""
        shown = word if not self.denied else f"不{word}" if not word.isascii() else f"not {word}"
        if asked is None or (self.lexicon.given and asked in {_WOMAN, _MAN}):
            self.unknown.append(shown)
        else:
            self.understood.append(shown)
            self.trait += _refused(asked, modified=self.factor != 1.0) if self.denied else _scaled(asked, self.factor)
        self.denying, self.denied, self.factor = self.denied, False, 1.0

    def _named(self, word: str) -> bool:
        """Whether the word names a language or an accent, and what follows from it."""
        front = accent_named(word)
        if front is None and language_named(word) is None:
            return False
        fits = language_named(word) is self.language if front is None else of_language(front, self.language)
        if front is not None and fits and not self.denied:
            self.accent = front
        fits = fits and (front is not None or not self.lexicon.given)
        (self.understood if fits and not self.denied else self.unknown).append(f"not {word}" if self.denied else word)
        self.denied = False
        return True

    def _english(self, token: str) -> None:
        words = self.lexicon.english
        if token in words:
            self.hear(token, words[token])
            return
        if self._named(token):
            return
        for part in token.split("-"):
            stem = next((form for form in (part, *(part.removesuffix(end) for end in ("s", "ly", "y"))) if form in words), None)
            if stem is not None:
                self.hear(part, words[stem])
            elif part not in self.lexicon.silent and not self.steer(part, more=_MORE, negators=_NOT) and not self._named(part):
                self.hear(part, None)

    def _chinese(self, token: str) -> None:
        """Longest match first. There are no spaces to say where a word ends, so what no entry begins at is gathered."""
        at, missed = 0, ""
        while at < len(token):
            word = next((token[at : at + size] for size in (4, 3, 2, 1) if self._known(token[at : at + size])), "")
            if missed and (word or token[at] in _SILENT_CHINESE):
                self.hear(missed, None)
                missed = ""
            if word in self.lexicon.chinese:
                self.hear(word, self.lexicon.chinese[word])
            elif word and not self.steer(word, more=_MORE_CHINESE, negators=_NOT_CHINESE):
                self._named(word)
            elif not word and token[at] not in _SILENT_CHINESE:
                missed += token[at]
            at += len(word) or 1
        if missed:
            self.hear(missed, None)

    def _known(self, word: str) -> bool:
        tables = (self.lexicon.chinese, _MORE_CHINESE, _NOT_CHINESE, _AGAIN, _ENDS)
        return any(word in table for table in tables) or accent_named(word) is not None


def meaning(prompt: str, language: Language = Language.ENGLISH, lexicon: Lexicon = DESIGNING) -> Meaning:
    """The sum of what a description's words ask for, of a voice that speaks a language."""
    reader = _Reader(language=language, lexicon=lexicon)
    text = prompt.lower()
    for pattern, instead in _PHRASES:
        text = pattern.sub(instead, text)
    for token in _TOKEN.findall(text):
        reader.read(token)
    understood, unknown = (tuple(dict.fromkeys(words)) for words in (reader.understood, reader.unknown))
    return Meaning(trait=reader.trait, understood=understood, unknown=unknown, accent=reader.accent)


def _scaled(trait: Trait, factor: float) -> Trait:
    return Trait(**{item.name: getattr(trait, item.name) * (1.0 if item.name == "woman" else factor) for item in fields(Trait)})


def _refused(trait: Trait, *, modified: bool) -> Trait:
    """Not a man is a woman, but not a child may be either."""
    opposite = _scaled(trait, _SOMEWHAT_DENIED if modified else _DENIED)
    return replace(opposite, woman=-trait.woman if trait in {_WOMAN, _MAN} else 0.0)
