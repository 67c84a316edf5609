"""What is kept of a recording, what engines are given of it, and what files say of themselves."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from services_house import PREVIEW, SECONDS, House, Reed, house_in

from voicewright.adapters.clock import SystemClock
from voicewright.adapters.sql.store import SqlStore
from voicewright.audio.tags import label_in
from voicewright.domain.account import Caller
from voicewright.domain.language import Language
from voicewright.domain.provenance import UNMARKED, Marks
from voicewright.domain.report import Evidence, Flaw, report_of
from voicewright.domain.task import Stage, Task
from voicewright.domain.voice import Voice
from voicewright.services.accounts import AccountService

Build = Callable[..., House]
GERMAN = "Das ist ein Satz, der auf Deutsch geschrieben ist."


@pytest.fixture
async def build(store: SqlStore, tmp_path: Path, speech: Path) -> Build:
    """A house to whose address a real recording of fifteen seconds lies."""
    key, _ = await AccountService(store=store, clock=SystemClock()).mint(name="test")
    caller = Caller(account=key.account, key=key.id, request="req_test")
    data = (speech / "dev" / "ls1688" / "reference_noisy.flac").read_bytes()

    async def fetch(url: str, *, field: str, limit: int) -> bytes:
        del url, field, limit
        return data

    def built(*, reed: Reed | None = None, keep_originals: bool = False, marks: Marks = UNMARKED) -> House:
        return house_in(store, caller, tmp_path / "objects", fetch=fetch, reed=reed, keep_originals=keep_originals, marks=marks)

    return built


async def cloned(house: House) -> tuple[Task, Voice]:
    """A clone that is ready."""
    task = await house.work(await house.clone())
    assert task.stage is Stage.SUCCEEDED
    return task, await house.core.catalog.voice(house.caller, task.voice_id)


async def test_the_report_on_its_recording_stays_with_a_voice(build: Build) -> None:
    _, voice = await cloned(build())

    report = report_of(voice.facts["report"])

    assert report.seconds == 15.0
    assert report.findings[0].flaw == "noisy"


@pytest.mark.parametrize(
    ("transcript", "wanted", "language", "warns"),
    [
        (GERMAN, None, Language.GERMAN, False),
        (GERMAN, Language.GERMAN, Language.GERMAN, False),
        (GERMAN, Language.ENGLISH, Language.GERMAN, True),
        (None, Language.ENGLISH, None, False),
        (PREVIEW, Language.GERMAN, None, False),  # it may be the preview's alone
    ],
)
async def test_the_report_says_in_which_language_its_recording_is_where_somebody_told(
    build: Build, transcript: str | None, wanted: Language | None, language: Language | None, *, warns: bool
) -> None:
    house = build()
    task = await house.work(await house.clone(transcript=transcript, language=wanted))

    report = report_of((await house.core.catalog.voice(house.caller, task.voice_id)).facts["report"])

    assert report.language == language
    assert report.language_by == (None if language is None else Evidence.TRANSCRIPT)
    assert [finding.says for finding in report.findings if finding.flaw is Flaw.LANGUAGE] == [
        "The recording is in German, and English was asked for: the voice may have an accent, unless it is recorded in English."
    ] * int(warns)


async def test_originals_are_not_kept_unless_the_operator_says_so(build: Build) -> None:
    house = build()
    _, voice = await cloned(house)

    assert "original" not in voice.facts
    assert house.kept() == {voice.reference, voice.preview, *(key for key in house.kept() if key.startswith("timbres/"))}


async def test_an_original_is_kept_byte_by_byte_and_goes_with_its_voice(build: Build, speech: Path) -> None:
    house = build(keep_originals=True)
    _, voice = await cloned(house)

    assert await house.core.objects.get(voice.facts["original"]) == (speech / "dev" / "ls1688" / "reference_noisy.flac").read_bytes()

    await house.core.catalog.delete(house.caller, voice.id)

    assert house.kept() == set()


async def test_a_kept_original_is_not_taken_for_something_left_behind(build: Build) -> None:
    house = build(keep_originals=True)
    _, voice = await cloned(house)

    async with house.store.view() as unit:
        strays = await unit.inventory.strays([voice.facts["original"], "originals/0", voice.reference or ""])

    assert strays == {"originals/0"}


@pytest.mark.parametrize("longest", [None, 6.0, 60.0])
async def test_an_engine_that_wants_a_short_recording_is_given_the_best_part_of_a_long_one(build: Build, longest: float | None) -> None:
    reed = Reed()
    capabilities = dataclasses.replace(reed.info.capabilities, longest_reference=longest)
    reed.info = dataclasses.replace(reed.info, capabilities=capabilities)

    await cloned(build(reed=reed))

    assert (reed.learned[0].recording.seconds <= 6.0) == (longest == 6.0)


async def test_what_is_spoken_names_its_producer_and_the_same_request_has_the_same_number(build: Build) -> None:
    house = build(marks=Marks(producer="Acme 语音"))
    task, voice = await cloned(house)
    spoken = [await house.work(await house.core.speak.submit(house.caller, house.words(voice.id))) for _ in range(2)]

    numbers = list[str]()
    for made in (task, *spoken):
        assert made.output is not None
        label = json.loads(label_in(await house.core.objects.get(made.output.key)) or "{}")
        assert (label["Label"], label["ContentProducer"]) == ("1", "Acme 语音")
        numbers.append(label["ProduceID"])
        assert made.output.seconds == pytest.approx(SECONDS, abs=0.1)
    assert numbers[0] == task.id
    assert numbers[1] == numbers[2] != numbers[0]


async def test_nobody_named_as_producer_leaves_the_files_unlabelled(build: Build) -> None:
    house = build()
    task, _ = await cloned(house)

    assert task.output is not None
    assert label_in(await house.core.objects.get(task.output.key)) is None
