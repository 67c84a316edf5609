"""The conformance suite: what every engine has to keep, the built-in ones too.

    class TestMyEngine(EngineContract):
        @pytest.fixture(scope="class")
        @classmethod
        def engine(cls) -> Iterator[Engine]:
            engine = my_package.engine()
            yield engine
            engine.close()

An engine that clones is given `reference`: override that fixture with real speech. Needs pytest; register this module with
`pytest.register_assert_rewrite` in your conftest to read what was expected.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import safetensors.numpy

from voicewright.audio.recording import Recording
from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Item, Pause, Script, Sentence, Sound, Words
from voicewright.domain.speech import Prosody
from voicewright.engines import hearing
from voicewright.engines.phrases import PHRASES
from voicewright.ports import Design, Engine, Reference, Share, Timbre, Word
from voicewright.text import tokens

PROMPT = "A warm, low voice of a woman in her forties, calm and clear"
OTHERS = ("A bright young man, quick and cheerful", "An old man with a deep, rough voice", "A child who whispers a secret")
PACE = (5.0, 35.0)
"""Characters of English a second, from the slowest teller of tales to the fastest reader of small print."""
PHRASE = (1.0, 12.0)
"""Seconds of a phrase of `phrases` in any language."""
LEVEL = (-40.0, -8.0)
"""dBFS of the loud parts of speech."""
LEVEL_SPREAD = 9.0
"""dB between the voices of one engine, before anybody levels them."""
FULL_SCALE = 1.0
CLIPPED = 0.001
"""Share of samples at full scale that no ear takes for clipping."""
LATE = 0.06
"""Seconds by which a word after a pause may be told too early or too late."""
LONG = 2000
"""Characters."""
MEMORY = 256 << 20
"""Bytes that a text of 2,000 characters may take beside what the engine had before."""
RATES = (8000, 48000)
ODD = ("", " ", "…?!", "🙂🙃", "a\u0301\u200b\ufeff", "Zx" * 60, "hello 你好 مرحبا Привет", "§ 1 (2) [3] {4} <b>5</b>", "\x07\n\t")


class EngineContract:
    """Subclass it with a class-scoped fixture `engine`."""

    @pytest.fixture(scope="class")
    @classmethod
    def reference(cls, engine: Engine) -> Reference:
        """Speech to learn from: a stranger's voice that the engine imagined, or the engine's own where it cannot."""
        if not engine.capabilities.designs:
            pytest.skip("override `reference` with a recording: this engine has no voice of its own to learn from")
        text = " ".join(hearing.ENGLISH[5:])  # nothing that a test says
        timbre = engine.imagine(Design(prompt=OTHERS[0], language=_home(engine), seed=7))
        samples = hearing.said(engine, timbre, _script(engine, *hearing.ENGLISH[5:]))
        recording = Recording(samples=samples, rate=engine.capabilities.rate)
        return Reference(recording=recording, transcript=text, transcript_fit=0.5, language=_home(engine), seed=3)

    @pytest.fixture(scope="class")
    @classmethod
    def timbre(cls, engine: Engine, request: pytest.FixtureRequest) -> Timbre:
        """A voice to speak with."""
        if engine.capabilities.designs:
            return engine.imagine(Design(prompt=PROMPT, language=_home(engine), seed=1))
        learned: Reference = request.getfixturevalue("reference")
        return engine.learn(learned)

    def test_it_declares_what_it_can_do(self, engine: Engine) -> None:
        """Languages, rate, licence and device."""
        can = engine.capabilities

        assert engine.name
        assert engine.version
        assert can.languages
        assert RATES[0] <= can.rate <= RATES[1]
        assert can.licence
        assert can.device in {"cpu", "cuda"}

    def test_the_same_design_makes_the_same_voice(self, engine: Engine) -> None:
        """And another seed or another prompt another one."""
        if not engine.capabilities.designs:
            pytest.skip("it does not design")
        design = Design(prompt=PROMPT, language=_home(engine), seed=1)
        voice = engine.imagine(design)

        assert _same(voice, engine.imagine(design))
        assert not _same(voice, engine.imagine(replace(design, prompt=OTHERS[1])))
        assert not _same(voice, engine.imagine(replace(design, seed=2)))

    def test_the_same_reference_makes_the_same_voice(self, engine: Engine, reference: Reference) -> None:
        """With a transcript or without one."""
        if not engine.capabilities.clones:
            pytest.skip("it does not clone")
        untold = replace(reference, transcript=None)

        assert _same(engine.learn(reference), engine.learn(reference))
        assert hearing.said(engine, engine.learn(untold), _script(engine)).size > 0

    def test_the_same_script_makes_the_same_sound(self, engine: Engine, timbre: Timbre) -> None:
        """To the sample."""
        script = _script(engine)

        assert np.array_equal(hearing.said(engine, timbre, script), hearing.said(engine, timbre, script))

    def test_a_voice_that_was_stored_sounds_the_same(self, engine: Engine, timbre: Timbre) -> None:
        """Timbres are kept as safetensors, their facts are not."""
        stored = safetensors.numpy.save({name: np.asarray(array) for name, array in timbre.arrays.items()})
        again = Timbre(arrays=safetensors.numpy.load(stored))

        assert np.array_equal(hearing.said(engine, again, _script(engine)), hearing.said(engine, timbre, _script(engine)))

    def test_its_sound_is_clean(self, engine: Engine, timbre: Timbre) -> None:
        """Frames of mono float32, finite, within full scale and not clipped."""
        for samples in (frame.samples for frame in engine.speak(timbre, _script(engine))):
            assert samples.dtype == np.float32
            assert samples.ndim == 1
            assert np.isfinite(samples).all()
            assert np.abs(samples).max(initial=0.0) <= FULL_SCALE
            assert np.mean(np.abs(samples) >= FULL_SCALE * 0.999) <= CLIPPED

    def test_it_streams(self, engine: Engine, timbre: Timbre) -> None:
        """The first frame is there long before the last, and is a small part of the whole."""
        if not engine.capabilities.streams:
            pytest.skip("it does not stream")
        hearing.said(engine, timbre, _script(engine))  # whatever is only made once is made now
        began = time.perf_counter()
        frames = iter(engine.speak(timbre, _script(engine, *hearing.ENGLISH)))
        first = next(frames)
        waited = time.perf_counter() - began
        rest = sum(len(frame) for frame in frames)

        assert waited < 0.6 * (time.perf_counter() - began)
        assert len(first) < 0.4 * (len(first) + rest)

    def test_it_says_a_text_once_and_at_a_human_pace(self, engine: Engine, timbre: Timbre) -> None:
        """Neither half of it nor twice, and twice the text takes twice as long."""
        if _home(engine) is not Language.ENGLISH:
            pytest.skip("the paces known here are those of English")
        text = hearing.ENGLISH[0]
        once = hearing.seconds(engine, timbre, _script(engine, text))
        twice = hearing.seconds(engine, timbre, _script(engine, text, text))

        assert len(text) / PACE[1] < once < len(text) / PACE[0]
        assert twice / once == pytest.approx(2.0, rel=0.25)

    def test_speed_changes_the_duration(self, engine: Engine, timbre: Timbre) -> None:
        """Twice the speed, half the time."""
        usual = hearing.seconds(engine, timbre, _script(engine, *hearing.ENGLISH[:2]))
        quick = hearing.seconds(engine, timbre, _script(engine, *hearing.ENGLISH[:2], prosody=Prosody(speed=2.0)))
        slow = hearing.seconds(engine, timbre, _script(engine, *hearing.ENGLISH[:2], prosody=Prosody(speed=0.5)))

        assert quick / usual == pytest.approx(0.5, abs=0.15)
        assert slow / usual == pytest.approx(2.0, abs=0.5)

    def test_directions_change_the_sound_and_what_changed_nothing_is_told(self, engine: Engine, timbre: Timbre) -> None:
        """Slower when told so; the first frame names the words."""
        if not engine.capabilities.directs:
            pytest.skip("it does not declare that it follows directions")
        usual = hearing.seconds(engine, timbre, _script(engine, *hearing.ENGLISH[:2]))
        asked = _script(engine, *hearing.ENGLISH[:2], prosody=Prosody(directions="Speak very slowly."))
        first, *_ = engine.speak(timbre, asked)

        assert hearing.seconds(engine, timbre, asked) > 1.1 * usual
        assert set(first.facts) <= {"understood", "unknown"}

    @pytest.mark.parametrize("semitones", [-4.0, 4.0])
    def test_pitch_moves_the_voice(self, engine: Engine, timbre: Timbre, semitones: float) -> None:
        """By the semitones that were asked for, give or take two."""
        rate = engine.capabilities.rate
        own = hearing.pitch(hearing.said(engine, timbre, _script(engine)), rate=rate)
        moved = hearing.pitch(hearing.said(engine, timbre, _script(engine, prosody=Prosody(pitch=semitones))), rate=rate)

        assert 12 * np.log2(moved / own) == pytest.approx(semitones, abs=2.0)

    @pytest.mark.parametrize("pause", [0.3, 2.0])
    def test_a_pause_is_as_long_as_it_was_asked_for(self, engine: Engine, timbre: Timbre, pause: float) -> None:
        """Beside the pause that two sentences make of themselves, which a longer one may swallow."""
        rate = engine.capabilities.rate
        without = _script(engine, hearing.ENGLISH[0], hearing.ENGLISH[1])
        first, second = without.items
        sound = hearing.said(engine, timbre, replace(without, items=(first, Pause(seconds=pause), second)))
        added = len(sound) / rate - hearing.seconds(engine, timbre, without)

        assert pause - 0.8 < added < pause + 0.3
        assert hearing.longest_silence(sound, rate=rate) > pause * 0.9

    def test_it_tells_when_each_word_is_heard(self, engine: Engine, timbre: Timbre) -> None:
        """Every word once, in order, none before the other is over, all within the sound; after a pause, where the sound begins."""
        if not engine.capabilities.times:
            pytest.skip("it does not declare that it times words")
        rate = engine.capabilities.rate
        first, second, third = _script(engine, *hearing.ENGLISH[:3]).items
        script = replace(_script(engine), items=(first, Pause(seconds=0.6), second, Pause(seconds=0.4), third))
        words = _timed(engine, timbre, script)
        begun = [word.begins for place, word in enumerate(words) if place == 0 or word.item != words[place - 1].item]
        heard = hearing.onsets(hearing.said(engine, timbre, script), rate=rate)

        assert [(word.item, word.start, word.end) for word in words] == _words_of(script)
        assert all(word.begins < word.ends for word in words)
        assert all(word.ends <= later.begins + 1e-6 for word, later in pairwise(words))
        assert words[-1].ends <= hearing.seconds(engine, timbre, script)
        assert all(min(abs(begins - onset) for onset in heard) <= LATE for begins in begun)

    def test_a_word_is_told_before_it_is_over(self, engine: Engine, timbre: Timbre) -> None:
        """So that whoever shows it while it is heard need not wait."""
        if not engine.capabilities.times:
            pytest.skip("it does not declare that it times words")
        heard = 0.0
        for frame in engine.speak(timbre, _script(engine, *hearing.ENGLISH[:2])):
            assert all(word.ends >= heard for word in frame.words)
            heard += len(frame) / engine.capabilities.rate

    @pytest.mark.parametrize("language", list(Language), ids=lambda language: language.tag)
    def test_it_times_the_words_of_every_language(self, engine: Engine, timbre: Timbre, language: Language) -> None:
        """In order and one after the other."""
        if not engine.capabilities.times or language not in engine.capabilities.languages:
            pytest.skip("it does not declare that it times words, or not this language")
        script = Script(items=(_sentence(PHRASES[language]),), language=language, prosody=Prosody(), seed=1)
        words = _timed(engine, timbre, script)

        assert [(word.item, word.start, word.end) for word in words] == _words_of(script)
        assert all(word.ends <= later.begins + 1e-6 for word, later in pairwise(words))

    def test_a_mix_of_one_voice_is_that_voice(self, engine: Engine, timbre: Timbre) -> None:
        """Whatever its weight."""
        if not engine.capabilities.mixes:
            pytest.skip("it does not mix")

        assert _same(engine.mix([Share(timbre=timbre, weight=3.0)]), timbre)

    def test_a_mix_lies_between_its_voices(self, engine: Engine) -> None:
        """The more weight a voice has, the nearer is the mix's pitch."""
        if not engine.capabilities.mixes or not engine.capabilities.designs:
            pytest.skip("it does not mix, or has no voices of its own")
        low, high = (engine.imagine(Design(prompt=prompt, language=_home(engine), seed=4)) for prompt in (OTHERS[1], PROMPT))
        rate = engine.capabilities.rate
        mixes = [engine.mix([Share(timbre=low, weight=100.0 - part), Share(timbre=high, weight=part)]) for part in (25.0, 50.0, 75.0)]
        pitches = [hearing.pitch(hearing.said(engine, voice, _script(engine)), rate=rate) for voice in (low, *mixes, high)]
        rising = pitches if pitches[0] < pitches[-1] else pitches[::-1]

        assert rising == sorted(rising)
        assert rising[0] < rising[2] < rising[4]

    @pytest.mark.parametrize("language", list(Language), ids=lambda language: language.tag)
    def test_it_speaks_every_language_that_it_declares(self, engine: Engine, timbre: Timbre, language: Language) -> None:
        """Audibly, and for about as long as a person would."""
        if language not in engine.capabilities.languages:
            pytest.skip("it does not declare this language")
        script = Script(items=(_sentence(PHRASES[language]),), language=language, prosody=Prosody(), seed=1)
        sound = hearing.said(engine, timbre, script)

        assert PHRASE[0] < len(sound) / engine.capabilities.rate < PHRASE[1]
        assert hearing.level(sound) > LEVEL[0]

    @pytest.mark.parametrize("sound", list(Sound), ids=lambda sound: sound.value)
    def test_an_interjection_is_heard_where_it_is_declared(self, engine: Engine, timbre: Timbre, sound: Sound) -> None:
        """And never an accident where it is not."""
        script = replace(_script(engine), items=(Interjection(sound=sound),))
        heard = hearing.said(engine, timbre, script)

        assert np.isfinite(heard).all()
        if sound in engine.capabilities.sounds:
            assert hearing.level(heard) > LEVEL[0] - 20.0

    def test_nothing_to_say_is_nothing(self, engine: Engine, timbre: Timbre) -> None:
        """No items, no frames."""
        assert hearing.said(engine, timbre, replace(_script(engine), items=())).size == 0

    @pytest.mark.parametrize("text", ODD, ids=ascii)
    def test_whatever_can_be_typed_does_no_harm(self, engine: Engine, timbre: Timbre, text: str) -> None:
        """Signs without sound, scripts of others, words without end."""
        items: tuple[Item, ...] = (_sentence(text), _sentence(PHRASES[_home(engine)]))

        assert hearing.seconds(engine, timbre, replace(_script(engine), items=items)) > 1.0

    def test_a_long_text_takes_little_memory(self, engine: Engine, timbre: Timbre) -> None:
        """2,000 characters, spoken and let go of."""
        sentences = [hearing.ENGLISH[n % len(hearing.ENGLISH)] for n in range(40)]
        before = hearing.memory()
        most = before
        for _ in engine.speak(timbre, _script(engine, *sentences)):
            most = max(most, hearing.memory())

        assert sum(map(len, sentences)) >= LONG
        assert most - before < MEMORY

    def test_a_listener_may_leave(self, engine: Engine, timbre: Timbre) -> None:
        """Whoever comes next is served as if nothing had been."""
        expected = hearing.said(engine, timbre, _script(engine))
        left = engine.speak(timbre, _script(engine, *hearing.ENGLISH))
        next(iter(left))
        if (close := getattr(left, "close", None)) is not None:
            close()
        del left

        assert np.array_equal(hearing.said(engine, timbre, _script(engine)), expected)

    def test_voices_are_about_equally_loud(self, engine: Engine, timbre: Timbre) -> None:
        """So that nobody reaches for the knob between two of them."""
        voices = [timbre]
        if engine.capabilities.designs:
            voices += [engine.imagine(Design(prompt=prompt, language=_home(engine), seed=5)) for prompt in OTHERS]
        levels = [hearing.level(hearing.said(engine, voice, _script(engine))) for voice in voices]

        assert all(LEVEL[0] < level < LEVEL[1] for level in levels)
        assert max(levels) - min(levels) < LEVEL_SPREAD

    def test_it_begins_with_the_text_and_not_with_the_reference(self, engine: Engine, reference: Reference) -> None:
        """No echo of the recording, and none of its silence."""
        if not engine.capabilities.clones:
            pytest.skip("it does not clone")
        rate = engine.capabilities.rate
        sound = hearing.said(engine, engine.learn(reference), _script(engine))

        assert hearing.echo(sound, rate=rate, of=reference.recording) < hearing.ECHO
        assert hearing.leading_silence(sound, rate=rate) < 0.6  # noqa: PLR2004 - seconds after which one wonders

    def test_it_tells_nobody_what_it_says(self, engine: Engine, timbre: Timbre, capfd: pytest.CaptureFixture[str]) -> None:
        """Whatever an engine prints is logged, and the text of a request is in no log."""
        hearing.said(engine, timbre, _script(engine, "Marmalade confidential."))
        printed = capfd.readouterr()

        assert "armalade" not in printed.out + printed.err


def _home(engine: Engine) -> Language:
    languages = engine.capabilities.languages
    return Language.ENGLISH if Language.ENGLISH in languages else min(languages)


def _sentence(text: str) -> Sentence:
    return Sentence(runs=(Words(text=text),))


def _script(engine: Engine, *texts: str, prosody: Prosody | None = None) -> Script:
    """English where the engine speaks it, else its phrase as often as there are texts."""
    home = _home(engine)
    wanted = (texts or hearing.ENGLISH[:1]) if home is Language.ENGLISH else (PHRASES[home],) * max(1, len(texts))
    return Script(items=tuple(_sentence(text) for text in wanted), language=home, prosody=prosody or Prosody(), seed=1)


def _timed(engine: Engine, timbre: Timbre, script: Script) -> list[Word]:
    return [word for frame in engine.speak(timbre, script) for word in frame.words]


def _words_of(script: Script) -> list[tuple[int, int, int]]:
    """Every word that there is to be timed."""
    sentences = ((number, item) for number, item in enumerate(script.items) if isinstance(item, Sentence))
    return [(number, start, end) for number, item in sentences for start, end in tokens.words(item.text)]


def _same(one: Timbre, other: Timbre) -> bool:
    return one.arrays.keys() == other.arrays.keys() and all(np.array_equal(array, other.arrays[name]) for name, array in one.arrays.items())
