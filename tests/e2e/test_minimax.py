"""Every option of MiniMax's speech changes what is heard, with the real engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
import requests

from running import Server
from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Recording

CALM = "English_Graceful_Lady"
TEXT = "In 1999 it cost $25, omg."
PCM = {"format": "wav", "sample_rate": 24000}
PLAIN: dict[str, Any] = {"model": "speech-2.6-hd", "text": TEXT, "audio_setting": PCM}


def answered(server: Server, **fields: object) -> dict[str, Any]:
    voice: dict[str, Any] = {"voice_id": CALM, **cast("dict[str, Any]", fields.pop("voice_setting", {}))}
    body: dict[str, Any] = {**PLAIN, **fields, "voice_setting": voice}
    answer: dict[str, Any] = server.post("/minimax/v1/t2a_v2", body).json()
    assert answer["base_resp"]["status_code"] == 0, answer
    return answer


def sound(answer: dict[str, Any]) -> Recording:
    return decoded(bytes.fromhex(answer["data"]["audio"]), field="audio", limits=Limits())


@pytest.fixture(scope="module")
def plain(server: Server) -> str:
    return str(answered(server)["data"]["audio"])


def test_the_same_request_makes_the_same_sound(server: Server, plain: str) -> None:
    assert answered(server)["data"]["audio"] == plain


@pytest.mark.parametrize(
    "fields",
    [
        {"voice_setting": {"speed": 1.5}},
        {"voice_setting": {"vol": 0.5}},
        {"voice_setting": {"pitch": 4}},
        *(
            {"voice_setting": {"emotion": word}}
            for word in ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm", "fluent", "whisper")
        ),
        {"voice_setting": {"text_normalization": False}},
        {"voice_setting": {"english_normalization": False}},
        {"text_normalization": False},
        {"pronunciation_dict": {"tone": ["omg/oh my god"]}},
        {
            "timbre_weights": [{"voice_id": CALM, "weight": 1}, {"voice_id": "English_Trustworthy_Man", "weight": 1}],
            "voice_setting": {"voice_id": ""},
        },
        *({"voice_modify": {name: -60}} for name in ("pitch", "intensity", "timbre")),
        *({"voice_modify": {"sound_effects": word}} for word in ("spacious_echo", "auditorium_echo", "lofi_telephone", "robotic")),
        {"language_boost": "German"},
        {"aigc_watermark": True},
        {"audio_setting": {**PCM, "sample_rate": 16000}},
        {"audio_setting": {**PCM, "channel": 2}},
        {"audio_setting": {**PCM, "format": "flac"}},
        {"voice_setting": {"voice_id": "Calm_Woman", "latex_read": True}},
    ],
    ids=str,
)
def test_an_option_changes_the_sound(server: Server, plain: str, fields: dict[str, Any]) -> None:
    assert answered(server, **fields)["data"]["audio"] != plain


def test_a_fast_voice_takes_less_time_and_a_loud_one_is_louder(server: Server, plain: str) -> None:
    usual = sound({"data": {"audio": plain}})
    fast, quiet = sound(answered(server, voice_setting={"speed": 2.0})), sound(answered(server, voice_setting={"vol": 0.25}))

    assert fast.seconds < 0.65 * usual.seconds
    assert abs(quiet.samples).max() == pytest.approx(0.25 * abs(usual.samples).max(), rel=0.05)


def test_a_formula_is_read_in_chinese_only_where_that_was_asked_for(server: Server) -> None:
    text = r"勾股定理是 $$a^2+b^2=c^2$$ 。"
    voice = {"voice_id": "female-shaonv"}

    def titles(*, latex: bool) -> str:
        answer = answered(server, text=text, voice_setting={**voice, "latex_read": latex}, subtitle_enable=True)
        return "".join(line["pronounce_text"] for line in requests.get(answer["data"]["subtitle_file"], timeout=30).json())

    assert "的平方等于" in titles(latex=True)
    assert "的平方" not in titles(latex=False)


def test_a_sound_in_brackets_is_made_by_the_models_that_know_it_and_left_out_by_the_others(server: Server) -> None:
    def seconds(model: str, text: str) -> float:
        return sound(answered(server, model=model, text=text)).seconds

    assert seconds("speech-2.8-hd", "Well. (laughs) Fine.") > seconds("speech-2.6-hd", "Well. (laughs) Fine.") + 0.3
    assert seconds("speech-2.6-hd", "Well. (laughs) Fine.") == pytest.approx(seconds("speech-2.6-hd", "Well. Fine."), abs=0.05)


def test_a_pause_is_heard(server: Server) -> None:
    short, long = (sound(answered(server, text=f"Well. <#{pause}#> Fine.")).seconds for pause in (0.5, 2.5))

    assert long - short == pytest.approx(2.0, abs=0.05)


def uploaded(server: Server, path: Path, purpose: str) -> int:
    answer = server.call("POST", "/minimax/v1/files/upload", files={"file": (path.name, path.read_bytes())}, data={"purpose": purpose})
    return int(answer.json()["file"]["file_id"])


def test_clones_speak_with_and_without_a_prompt_and_the_model_is_heard(server: Server, speech: Path) -> None:
    speakers = json.loads((speech / "dev" / "manifest.json").read_text())["speakers"]
    speaker = next(one for one in speakers if one["speaker_id"] == "p225")
    told = next(test for test in speaker["tests"] if _seconds(speech / "dev" / test["file"]) < 8)
    recording = uploaded(server, speech / "dev" / speaker["reference"]["file"], "voice_clone")
    prompt = {"prompt_audio": uploaded(server, speech / "dev" / told["file"], "prompt_audio"), "prompt_text": told["transcript"]}

    def cloned(name: str, **fields: object) -> None:
        answer = server.post("/minimax/v1/voice_clone", {"file_id": recording, "voice_id": name, **fields}).json()
        assert answer["base_resp"]["status_code"] == 0, answer

    cloned("Clone-plain1")
    cloned("Clone-prompt1", clone_prompt=prompt)
    fine, quick, prompted = (
        answered(server, model=model, voice_setting={"voice_id": name})["data"]["audio"]
        for model, name in (("speech-2.6-hd", "Clone-plain1"), ("speech-2.6-turbo", "Clone-plain1"), ("speech-2.6-hd", "Clone-prompt1"))
    )

    assert fine != quick
    assert prompted


def _seconds(path: Path) -> float:
    return decoded(path.read_bytes(), field="recording", limits=Limits()).seconds
