"""A voice made in any dialect speaks in every other, for its owner and for nobody else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tongues import TONGUES, spoken, words_for

from running import Server, newcomer
from voicewright.audio.decode import Limits, decoded
from voicewright.audio.recording import Recording
from voicewright.engines import hearing
from voicewright.http.dialects import DIALECTS

pytestmark = pytest.mark.xdist_group("e2e")

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "dialects.md"
BEGIN, END = "<!-- matrix: checked by tests/e2e/test_matrix.py -->\n", "<!-- end of matrix -->"
NAMES = [dialect.name for dialect in DIALECTS]


def heard(server: Server, dialect: str, voice: str) -> Recording:
    sound = decoded(spoken(server, dialect, voice), field="audio", limits=Limits())
    assert 2 < sound.seconds < 10
    assert np.abs(sound.samples).max() > 0.05
    return sound


def same_voice(sounds: list[Recording]) -> bool:
    """Whether one voice speaks in all of them, at one pitch and one pace."""
    pitches = [hearing.pitch(sound.samples, rate=sound.rate) for sound in sounds]
    seconds = [sound.seconds for sound in sounds]
    return max(pitches) / min(pitches) < 1.03 and max(seconds) - min(seconds) < 0.1


def table(speaks: dict[str, bool], refused: dict[str, str]) -> str:
    lines = ["| made in | " + " | ".join(f"spoken in {name}" for name in NAMES) + " |", "|---|" + "---|" * len(NAMES)]
    lines += ["| " + " | ".join([row, *("speaks" if speaks[row] else "does not" for _ in NAMES)]) + " |" for row in NAMES]
    lines += ["| anywhere, by somebody else | " + " | ".join(refused[name] for name in NAMES) + " |"]
    return "\n".join(lines) + "\n"


def test_every_voice_speaks_everywhere_for_its_owner_and_nowhere_for_anybody_else(server: Server) -> None:
    stranger = newcomer(server.log.parent)
    speaks: dict[str, bool] = {}
    refused = {name: words_for(server, name, "nobody-has-this-one", stranger) for name in NAMES}
    for row in NAMES:
        voice = TONGUES[row].make(server)
        foreign = {name: words_for(server, name, voice, stranger) for name in NAMES}
        assert foreign == refused, f"a voice of {row} is told from one that there is not"
        speaks[row] = same_voice([heard(server, name, voice) for name in NAMES])
        assert {name: words_for(server, name, voice, stranger) for name in NAMES} == refused

    assert all(refused.values())
    assert all(speaks.values())
    written = GUIDE.read_text().partition(BEGIN)[2].partition(END)[0]
    assert written == table(speaks, refused)
