from __future__ import annotations

import asyncio
import os
import signal
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import uvloop
from hosting import DESIGN, HUM, QUICK, VOICE, Diary, alive, descendants, heard, reference, script, until
from hum import Hum
from structlog.testing import capture_logs

from voicewright.domain.errors import EngineCrashed, EngineTooSlow, EngineUnavailable, WorkCancelled
from voicewright.domain.language import Language
from voicewright.domain.script import Interjection, Notation, Pause, Reading, Script, Sentence, Sound, Words
from voicewright.domain.speech import Emotion, Prosody
from voicewright.engines import hearing
from voicewright.engines.host import EngineHost, HostState
from voicewright.engines.host.limits import READ_AHEAD, allowance
from voicewright.engines.registry import Registry
from voicewright.ports import Need, Share

SAID = "a quiet evening hum"


async def test_an_engine_in_its_process_says_what_it_says_at_home(host: EngineHost) -> None:
    full = Script(
        items=(
            Sentence(runs=(Words(text="we hum "), Reading(text="处理", notation=Notation.PINYIN, symbols="chu3 li3")), paragraph_end=True),
            Pause(seconds=0.25),
            Interjection(sound=Sound.LAUGHS),
        ),
        language=Language.ENGLISH,
        prosody=Prosody(speed=1.5, pitch=2.0, emotion=Emotion.CALM),
        seed=9,
    )
    async with aclosing(host.speak(HUM, VOICE, full)) as frames:
        heard = [frame async for frame in frames]

    assert np.array_equal(np.concatenate([frame.samples for frame in heard]), hearing.said(Hum(), VOICE, full))
    assert [frame.words for frame in heard] == [frame.words for frame in Hum().speak(VOICE, full)]
    assert any(frame.words for frame in heard)


async def test_voices_are_mixed_as_at_home(host: EngineHost) -> None:
    shares = [Share(timbre=VOICE, weight=30.0), Share(timbre=Hum().learn(reference("hm")), weight=70.0)]
    mixed, own = await host.mix(HUM, shares), Hum().mix(shares)

    assert {name: array.tolist() for name, array in mixed.arrays.items()} == {name: array.tolist() for name, array in own.arrays.items()}


async def test_a_voice_is_learned_and_imagined_as_at_home(host: EngineHost) -> None:
    learned, imagined = await host.learn(HUM, reference("hm")), await host.imagine(HUM, DESIGN)

    for made, own in ((learned, Hum().learn(reference("hm"))), (imagined, VOICE)):
        assert made.facts == own.facts
        assert {name: (array.dtype, array.shape, array.tolist()) for name, array in made.arrays.items()} == {
            name: (array.dtype, array.shape, array.tolist()) for name, array in own.arrays.items()
        }


async def test_a_frame_may_be_changed_by_whoever_gets_it(host: EngineHost) -> None:
    async with aclosing(host.speak(HUM, VOICE, script(SAID))) as frames:
        frame = await anext(frames)

    samples = frame.samples
    samples *= 0.5
    assert samples.flags.owndata


async def test_nothing_to_say_is_no_frame(host: EngineHost) -> None:
    assert (await heard(host)).size == 0


async def test_the_engines_are_known_by_what_they_declare(host: EngineHost) -> None:
    assert host.all() == (HUM,)
    assert host.choose(Need(language=Language.GERMAN, clone=True)) == HUM
    with pytest.raises(EngineUnavailable):
        host.choose(Need(language=Language.THAI))


async def test_an_engine_that_is_not_installed_is_refused(host: EngineHost) -> None:
    with pytest.raises(EngineUnavailable):
        await host.imagine(replace(HUM, name="stranger"), DESIGN)


@pytest.mark.parametrize("command", ["!kill", "!segfault", "!memory"])
async def test_a_crash_costs_one_speech(host: EngineHost, command: str) -> None:
    with pytest.raises(EngineCrashed):
        await heard(host, SAID, command, SAID)

    assert (await heard(host, SAID)).size > 0
    assert host.state().restarts == 1


@pytest.mark.parametrize("command", ["!kill", "!segfault", "!memory"])
async def test_a_crash_costs_one_voice(host: EngineHost, command: str) -> None:
    with pytest.raises(EngineCrashed):
        await host.imagine(HUM, replace(DESIGN, prompt=command))
    with pytest.raises(EngineCrashed):
        await host.learn(HUM, reference(command))

    assert (await host.imagine(HUM, DESIGN)).facts == VOICE.facts
    assert host.state().restarts == 2


async def test_what_was_spoken_before_a_crash_is_heard(host: EngineHost) -> None:
    frames = host.speak(HUM, VOICE, script("one two", "!sleep 0.3", "!kill"))

    first = await anext(frames)
    with pytest.raises(EngineCrashed):
        _ = [frame async for frame in frames]

    assert len(first) > 0


@pytest.mark.parametrize("command", ["!sleep 60", "!hold"])
async def test_a_hang_costs_one_call(host: EngineHost, command: str) -> None:
    with pytest.raises(EngineTooSlow) as refusal:
        await heard(host, SAID, command)
    with pytest.raises(EngineTooSlow):
        await host.imagine(HUM, replace(DESIGN, prompt=command))

    assert str(refusal.value) == "The engine did not finish within 2.5 s; nothing was charged."
    assert (await heard(host, SAID)).size > 0


async def test_a_worker_survives_what_its_engine_raises(host: EngineHost) -> None:
    for _ in range(2):
        with pytest.raises(EngineCrashed):
            await heard(host, SAID, "!raise")

    assert (await heard(host, SAID)).size > 0
    assert host.state().restarts == 0


async def test_the_log_says_where_an_engine_failed_and_nothing_of_the_text(host: EngineHost) -> None:
    with capture_logs() as logs, pytest.raises(EngineCrashed):
        await heard(host, "!raise my secret diary")

    failure = next(entry for entry in logs if entry["event"] == "engine failed")
    assert failure["engine"] == "hum"
    assert "in misbehave" in failure["trace"]
    assert failure["trace"].endswith("ValueError")
    assert "secret" not in str(logs)


async def test_what_an_engine_prints_is_logged_and_disturbs_nothing(host: EngineHost) -> None:
    with capture_logs() as logs:
        sound = await heard(host, "!print", SAID)
        await until(lambda: any(entry.get("line") == "raw words" for entry in logs))

    assert sound.size > 0


async def test_endless_speech_is_stopped(host: EngineHost) -> None:
    endless = script("!babble")
    spoken = host.speak(HUM, VOICE, endless)
    frames = [await anext(spoken) for _ in range(10)]
    with pytest.raises(EngineCrashed):
        frames += [frame async for frame in spoken]

    assert sum(map(len, frames)) / HUM.capabilities.rate <= allowance(endless)
    assert (await heard(host, SAID)).size > 0
    assert host.state().restarts == 0


def test_the_allowance_grows_with_the_script() -> None:
    plain = allowance(script("x" * 100))

    assert plain > 100.0
    assert allowance(replace(script("x" * 100), prosody=Prosody(speed=0.5))) > 1.9 * (plain - 5.0)
    assert allowance(script("x" * 100, Pause(seconds=90.0), Interjection(sound=Sound.SIGHS))) > plain + 90.0


async def test_a_listener_who_leaves_frees_the_worker(patient: EngineHost, diary: Diary) -> None:
    async with aclosing(patient.speak(HUM, VOICE, script("word " * 4000))) as frames:
        await anext(frames)
    sound = await heard(patient, SAID)

    assert sound.size > 0
    assert len(diary.lines("frame")) < 1000
    assert len(set(diary.processes("frame"))) == 1
    assert patient.state().restarts == 0


async def test_a_cancelled_task_frees_the_worker(patient: EngineHost, diary: Diary) -> None:
    speaking = asyncio.create_task(heard(patient, "word " * 100, "!sleep 0.2", "word " * 4000))
    await until(lambda: bool(diary.lines("!sleep")))
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking

    assert (await heard(patient, SAID)).size > 0
    assert patient.state().restarts == 0


async def test_a_worker_that_does_not_leave_off_is_replaced(host: EngineHost, diary: Diary) -> None:
    learning = asyncio.create_task(host.learn(HUM, reference("!sleep 60")))
    await until(lambda: bool(diary.lines("!sleep")))
    learning.cancel()
    with pytest.raises(asyncio.CancelledError):
        await learning

    assert (await heard(host, SAID)).size > 0
    assert host.state().restarts == 1
    assert not alive(diary.processes("!sleep")[0])


async def test_a_listener_who_takes_nothing_holds_the_engine_back_and_then_loses_it(host: EngineHost, diary: Diary) -> None:
    frames = host.speak(HUM, VOICE, script("humming " * 4000))
    await anext(frames)
    await asyncio.sleep(1.0)
    made = len(diary.lines("frame"))
    await asyncio.sleep(0.3)

    assert len(diary.lines("frame")) == made < READ_AHEAD + 40
    assert (await heard(host, SAID)).size > 0
    with pytest.raises(WorkCancelled):
        _ = [frame async for frame in frames]


async def test_callers_are_served_in_the_order_in_which_they_came(host: EngineHost) -> None:
    served: list[int] = []

    async def call(number: int) -> None:
        await heard(host, "!sleep 0.05", SAID)
        served.append(number)

    calls = [asyncio.create_task(call(number)) for number in range(6)]
    await until(lambda: host.state().queued == 5)
    calls[2].cancel()
    await asyncio.gather(*calls, return_exceptions=True)

    assert served == [0, 1, 3, 4, 5]


async def test_workers_work_side_by_side(diary: Diary) -> None:
    host = EngineHost(Registry({"hum": "hum:engine"}), workers=2, limits=QUICK)
    await host.start()
    try:
        await until(lambda: host.state().alive == 2)
        await asyncio.gather(*(heard(host, "!sleep 0.5") for _ in range(4)))
    finally:
        await host.close()

    assert sorted(diary.processes("!sleep").count(process) for process in set(diary.processes("!sleep"))) == [2, 2]


async def test_the_state_tells_what_the_workers_do(host: EngineHost, diary: Diary) -> None:
    assert host.state() == HostState(wanted=1, alive=1, busy=0, queued=0, restarts=0)

    calls = [asyncio.create_task(heard(host, "!sleep 0.5", SAID)) for _ in range(3)]
    await until(lambda: bool(diary.lines("!sleep")))
    assert host.state() == HostState(wanted=1, alive=1, busy=1, queued=2, restarts=0)

    await asyncio.gather(*calls)
    assert host.state() == HostState(wanted=1, alive=1, busy=0, queued=0, restarts=0)


async def test_a_worker_that_dies_while_it_is_idle_is_replaced(host: EngineHost) -> None:
    await heard(host, SAID)
    (process,) = descendants()
    os.kill(process, signal.SIGKILL)
    await until(lambda: host.state() == HostState(wanted=1, alive=1, busy=0, queued=0, restarts=1))

    assert descendants() != [process]
    assert (await heard(host, SAID)).size > 0


async def test_a_worker_that_dies_before_its_first_job_is_replaced_too(host: EngineHost) -> None:
    (process,) = descendants()
    os.kill(process, signal.SIGKILL)
    await until(lambda: host.state() == HostState(wanted=1, alive=0, busy=0, queued=0, restarts=1))

    await until(lambda: host.state().alive == 1)
    assert descendants() != [process]


async def test_an_engine_that_no_longer_starts_costs_each_caller_one_attempt(host: EngineHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "")
    with pytest.raises(EngineCrashed):
        await heard(host, "!kill")
    lost = await asyncio.gather(*(heard(host, SAID) for _ in range(3)), return_exceptions=True)
    monkeypatch.undo()
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))

    assert [type(each) for each in lost] == [EngineCrashed] * 3
    assert (await heard(host, SAID)).size > 0


async def test_an_engine_that_cannot_start_is_left_out() -> None:
    host = EngineHost(Registry({"missing": "no_such_module:engine", "broken": "hum:broken", "hum": "hum:engine"}), workers=1, limits=QUICK)
    with capture_logs() as logs:
        await host.start()
    try:
        assert [engine.name for engine in host.all()] == ["hum"]
        assert (await heard(host, SAID)).size > 0
    finally:
        await host.close()

    assert {entry["engine"] for entry in logs if entry["event"] == "engine left out"} == {"missing", "broken"}
    assert any("weights.bin" in entry.get("line", "") for entry in logs)


async def test_an_engine_that_takes_for_ever_to_start_is_left_out() -> None:
    host = EngineHost(Registry({"slow": "hum:slow_to_come"}), workers=1, limits=replace(QUICK, start=0.5))
    await host.start()
    await host.close()

    assert host.all() == ()
    assert descendants() == []


async def test_closing_ends_every_process_and_lets_engines_clean_up(diary: Diary) -> None:
    host = EngineHost(Registry({"hum": "hum:engine"}), workers=2, limits=QUICK)
    await host.start()
    await until(lambda: host.state().alive == 2)
    processes = descendants()
    await host.close()

    assert len(processes) == 2
    assert not any(map(alive, processes))
    assert sorted(diary.processes("closed")) == sorted(processes)


async def test_whoever_waits_when_the_host_closes_is_sent_away(host: EngineHost) -> None:
    calls = [asyncio.create_task(heard(host, "!sleep 5")) for _ in range(2)]
    await until(lambda: host.state().queued == 1)
    await host.close()
    first, second = await asyncio.gather(*calls, return_exceptions=True)

    assert isinstance(first, EngineCrashed)
    assert isinstance(second, WorkCancelled)
    with pytest.raises(WorkCancelled):
        await host.imagine(HUM, DESIGN)


async def test_what_an_engine_started_ends_with_it(host: EngineHost, diary: Diary) -> None:
    with pytest.raises(EngineTooSlow):
        await heard(host, "!child")
    child = int(diary.lines("child")[0].split(" ")[2])

    await until(lambda: not alive(child))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_a_service_manager_that_stops_everything_cuts_no_work_off(host: EngineHost, diary: Diary, sign: signal.Signals) -> None:
    speaking = asyncio.create_task(heard(host, "!sleep 0.5", SAID))
    await until(lambda: bool(diary.lines("!sleep")))
    os.killpg(diary.processes("!sleep")[0], sign)

    assert (await speaking).size > 0
    assert host.state().restarts == 0


async def test_an_engine_does_not_see_the_servers_settings(monkeypatch: pytest.MonkeyPatch, diary: Diary) -> None:
    monkeypatch.setenv("VOICEWRIGHT_API_KEY", "of-the-operator")
    host = EngineHost(Registry({"hum": "hum:engine"}), workers=1, limits=QUICK)
    await host.start()
    await heard(host, "!settings")
    await host.close()

    assert diary.lines("settings") == [f"{diary.processes('settings')[0]} settings []"]


def test_it_is_the_same_under_uvloop() -> None:
    async def day() -> HostState:
        host = EngineHost(Registry({"hum": "hum:engine"}), workers=1, limits=QUICK)
        await host.start()
        for command in ("!kill", "!sleep 60", "!raise", "!babble"):
            with pytest.raises((EngineCrashed, EngineTooSlow)):
                await heard(host, SAID, command)
        async with aclosing(host.speak(HUM, VOICE, script("word " * 4000))) as frames:
            await anext(frames)
        assert (await heard(host, SAID)).size > 0
        state = host.state()
        await host.close()
        return state

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        state = runner.run(day())

    assert state.restarts == 2
    assert descendants() == []
