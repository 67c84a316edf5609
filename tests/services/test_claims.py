"""What a recording is said to say is checked before anything is kept: real recordings, the built-in recogniser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from services_house import House, house_in

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.recogniser.recognisers import installed
from voicewright.adapters.sql.store import SqlStore
from voicewright.audio.decode import Limits, decoded
from voicewright.audio.encode import encoded
from voicewright.audio.recording import Recording
from voicewright.domain.account import Caller
from voicewright.domain.commands import FromUrl, PromptAudio, Transcribe, Validation
from voicewright.domain.errors import (
    FieldMissing,
    PromptMismatch,
    PromptTooLong,
    RecogniserMissing,
    RecordingUnreadable,
    Refusal,
    TextTooLong,
    ValidationFailed,
)
from voicewright.domain.language import Language
from voicewright.domain.report import Evidence, report_of
from voicewright.domain.speech import AudioSpec, Codec
from voicewright.services.accounts import AccountService
from voicewright.services.intake import kept

pytestmark = pytest.mark.skipif(find_spec("pocketsphinx") is None, reason="pocketsphinx is not installed")

SAMPLE = "ls1688/reference.flac"
CLIP = "ls367/test_2.flac"
SAID = "Put this in a double boiler and let cook until thick, stirring constantly."
LONGER_THAN_8 = "ls367/test_1.flac"
GERMAN = "Das ist ein Satz, der auf Deutsch geschrieben ist und den niemand hier versteht."


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is heard does not depend on where it is kept."""
    return f"sqlite:///{tmp_path / 'voicewright.db'}"


@pytest.fixture
async def listening(store: SqlStore, tmp_path: Path, speech: Path) -> AsyncIterator[House]:
    """A house with the built-in recogniser, to which every address is a file among the recordings, and the sample one of them."""

    async def fetch(url: str, *, field: str, limit: int) -> bytes:
        del field, limit
        name = url.removeprefix("https://example.com/")
        return await asyncio.to_thread((speech / "dev" / (SAMPLE if name == "me.wav" else name)).read_bytes)

    key, _ = await AccountService(store=store, clock=SystemClock()).mint(name="test")
    caller = Caller(account=key.account, key=key.id, request="req_test")
    recognisers = installed(None)
    yield house_in(store, caller, tmp_path / "objects", fetch=fetch, recognisers=recognisers)
    await asyncio.gather(*(one.close() for one in recognisers))


@pytest.fixture
def says(speech: Path) -> str:
    """What the sample says."""
    manifest = json.loads((speech / "dev" / "manifest.json").read_text())
    return str(next(one["reference"]["transcript"] for one in manifest["speakers"] if one["reference"]["file"] == SAMPLE))


def validation(text: str, *, accuracy: float = 0.7) -> Validation:
    return Validation(text=text, accuracy=accuracy, field="text_validation")


def prompt(name: str = CLIP, *, text: str = SAID) -> PromptAudio:
    recording = FromUrl(url=f"https://example.com/{name}", field="clone_prompt.prompt_audio")
    return PromptAudio(recording=recording, transcript=text, field="clone_prompt.prompt_text")


async def test_a_sample_that_says_something_else_is_refused_and_nothing_is_kept(listening: House) -> None:
    with pytest.raises(ValidationFailed, match=r"`text_validation` closely enough: they are alike to 0\.\d+, and 0\.7 is asked for") as refused:
        await listening.clone(validation=validation("I promise that I may use this voice."))

    assert refused.value.field == "text_validation"
    assert listening.kept() == set()


async def test_a_sample_that_says_its_text_is_taken_and_the_text_is_its_transcript(listening: House, says: str) -> None:
    task = await listening.clone(validation=validation(says), prompt=prompt())

    async with listening.store.view() as unit:
        voice = await unit.voices.get(task.voice_id)
    assert voice is not None
    assert voice.transcript == says
    assert (await listening.work(task)).failure is None


async def test_a_text_that_was_heard_tells_the_language_of_its_sample(listening: House, says: str) -> None:
    task = await listening.clone(validation=validation(says))

    voice = await listening.core.catalog.voice(listening.caller, (await listening.work(task)).voice_id)
    report = report_of(voice.facts["report"])
    assert (report.language, report.language_by) == (Language.ENGLISH, Evidence.TRANSCRIPT)


async def test_a_recogniser_that_hears_another_language_than_was_asked_for_says_so_and_refuses_nothing(
    store: SqlStore, tmp_path: Path, speech: Path
) -> None:
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    from whisper_model import WORDS, written  # noqa: PLC0415 - not to be had without it

    async def fetch(url: str, *, field: str, limit: int) -> bytes:
        del url, field, limit
        return await asyncio.to_thread((speech / "dev" / SAMPLE).read_bytes)

    key, _ = await AccountService(store=store, clock=SystemClock()).mint(name="test")
    caller = Caller(account=key.account, key=key.id, request="req_test")
    whisper = installed(await asyncio.to_thread(written, tmp_path / "whisper"))[0]
    house = house_in(store, caller, tmp_path / "objects", fetch=fetch, recognisers=[whisper])

    task = await house.work(await house.clone(language=Language.GERMAN, validation=validation(" ".join(WORDS), accuracy=0.1)))
    await whisper.close()

    report = report_of((await house.core.catalog.voice(house.caller, task.voice_id)).facts["report"])
    assert (report.language, report.language_by) == (Language.ENGLISH, Evidence.HEARD)
    assert [finding.says for finding in report.findings] == [
        "The recording is in English, and German was asked for: the voice may have an accent, unless it is recorded in German."
    ]


async def test_accuracy_is_the_callers_choice(listening: House, says: str) -> None:
    half = says[: len(says) // 2]
    with pytest.raises(ValidationFailed):
        await listening.clone(validation=validation(half))

    assert await listening.clone(validation=validation(half, accuracy=0.05))


async def test_a_prompt_with_another_text_is_refused_and_nothing_is_kept(listening: House) -> None:
    with pytest.raises(PromptMismatch) as refused:
        await listening.clone(prompt=prompt(text="When is a lobster not a lobster? When it is a crayfish."))

    assert refused.value.field == "clone_prompt.prompt_text"
    assert listening.kept() == set()


async def test_a_prompt_of_eight_seconds_is_too_long(listening: House, speech: Path, tmp_path: Path) -> None:
    with pytest.raises(PromptTooLong, match=r"`clone_prompt\.prompt_audio` is 9\.8 s long; it must be shorter than 8 s"):
        await listening.clone(prompt=prompt(LONGER_THAN_8))

    whole = decoded((speech / "dev" / LONGER_THAN_8).read_bytes(), field="file", limits=Limits())
    for seconds, refusal in ((8.0, PromptTooLong), (7.99, PromptMismatch)):
        cut = encoded(whole.samples[: int(seconds * whole.rate)], rate=whole.rate, spec=AudioSpec(codec=Codec.WAV, rate=whole.rate))
        (tmp_path / "cut.wav").write_bytes(cut)
        with pytest.raises(refusal):
            await listening.clone(prompt=prompt(str(tmp_path / "cut.wav")))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", FieldMissing), ("word " * 41, TextTooLong)],
)
async def test_a_text_that_cannot_be_checked_is_refused_before_anything_is_fetched(listening: House, text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal, match="text_validation"):
        await listening.clone(validation=validation(text))


async def test_a_language_that_no_recogniser_understands_is_never_waved_through(listening: House) -> None:
    for language, asked in ((Language.GERMAN, SAID), (None, GERMAN)):
        with pytest.raises(
            RecogniserMissing, match=r"needs a recogniser that can compare speech with a text in German, .* `voicewright models install`"
        ):
            await listening.clone(language=language, validation=validation(asked))
        with pytest.raises(RecogniserMissing):
            await listening.clone(language=language, prompt=prompt(text=asked))


async def test_dictation_wants_a_recogniser_that_takes_it(listening: House) -> None:
    asked = Transcribe(recording=FromUrl(url=f"https://example.com/{CLIP}", field="file"), field="file", language=None, words=False)

    with pytest.raises(RecogniserMissing, match="`file` needs a recogniser that can write down speech in any language"):
        await listening.core.transcribe.transcribe(listening.caller, asked)


async def test_dictation_is_taken_of_a_file_or_of_what_stands_at_an_address(store: SqlStore, tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    from whisper_model import WORDS, written  # noqa: PLC0415 - not to be had without it

    key, _ = await AccountService(store=store, clock=SystemClock()).mint(name="test")
    whisper = installed(await asyncio.to_thread(written, tmp_path / "whisper"))[0]
    sent = await asyncio.to_thread(kept, Recording(samples=np.random.default_rng(0).normal(0, 0.1, 32_000).astype(np.float32), rate=16_000))

    async def fetch(url: str, *, field: str, limit: int) -> bytes:
        del url, field, limit
        return sent

    caller = Caller(account=key.account, key=key.id, request="req_test")
    house = house_in(store, caller, tmp_path / "objects", fetch=fetch, recognisers=[whisper])
    transcribe, url = house.core.transcribe.transcribe, FromUrl(url="https://example.com/it.flac", field="file")

    for recording in (url, sent):
        found = await transcribe(house.caller, Transcribe(recording=recording, field="file", language=None, words=True))
        assert found.passages[0].text == " ".join(WORDS)
        assert found.seconds == pytest.approx(2)
    with pytest.raises(RecordingUnreadable, match="`file`"):
        await transcribe(house.caller, Transcribe(recording=b"no sound", field="file", language=None, words=False))
    await whisper.close()
