"""A tone tells that a machine has spoken."""

from __future__ import annotations

import numpy as np
import pytest

from voicewright.audio.recording import Recording
from voicewright.audio.watermark import mark, marked


@pytest.mark.parametrize("rate", [8000, 24000, 48000])
def test_two_notes_follow_a_short_silence_at_any_rate(rate: int) -> None:
    tone = mark(rate)
    loud = [int(np.argmax(np.abs(np.fft.rfft(tone[int(start * rate) : int((start + 0.1) * rate)])))) * 10 for start in (0.16, 0.3)]

    assert len(tone) == pytest.approx(0.45 * rate, abs=2)
    assert not tone[: int(0.14 * rate)].any()
    assert loud == [880, 660]
    assert 0.05 < np.abs(tone).max() < 0.2


def test_nothing_of_the_speech_is_changed() -> None:
    speech = Recording(samples=np.linspace(-1, 1, 1000, dtype=np.float32), rate=24000)

    assert np.array_equal(marked(speech).samples[:1000], speech.samples)
