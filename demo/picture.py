"""The spectrograms of what the voices said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray

from sound import RATE, samples_of

WINDOW = 1024
"""Samples; 32 ms, which shows both the voice's harmonics and its consonants."""
HOP = 192
LIFT = 0.7
"""How much the high frequencies are lifted before drawing: consonants are faint."""
HIGHEST = 8.0
"""kHz; speech has little above."""
FLOOR = -65.0
"""dB below the loudest point, where the colours begin."""
PAPER, INK, FAINT = "#12141c", "#e8e9ef", "#8b8fa3"


def draw(path: Path, sounds: Mapping[str, Path]) -> None:
    """One row for each sound, under its title, all with the same axes."""
    mpl.use("Agg")
    waves = {title: samples_of(sound) for title, sound in sounds.items()}
    longest = max(map(len, waves.values())) / RATE
    figure, rows = plt.subplots(
        len(waves), 1, figsize=(12, 3.3 * len(waves)), sharex=True, squeeze=False, layout=ConstrainedLayoutEngine(w_pad=0.2, h_pad=0.2)
    )
    shown: AxesImage | None = None
    for axes, (title, wave) in zip(rows[:, 0], waves.items(), strict=True):
        shown = _row(axes, title, wave)
        axes.set_xlim(0, longest)
    rows[-1, 0].set_xlabel("seconds", color=FAINT)
    assert shown is not None
    bar = figure.colorbar(shown, ax=rows[:, 0].tolist(), pad=0.012, aspect=40)
    bar.set_label("dB from the loudest", color=FAINT)
    bar.ax.tick_params(colors=FAINT, length=0)
    bar.outline.set_visible(False)
    figure.savefig(path, dpi=110, facecolor=PAPER)
    plt.close(figure)


def decibels(wave: NDArray[np.float32]) -> NDArray[np.float64]:
    """Power by frequency (rows, from 0 Hz) and time (columns), dB below the loudest."""
    lifted = np.append(wave[:1], wave[1:] - LIFT * wave[:-1])
    padded = np.pad(lifted, WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(frames, axis=1)).T ** 2
    return 10 * np.log10(power / max(power.max(), 1e-12) + 1e-12)


def _row(axes: Axes, title: str, wave: NDArray[np.float32]) -> AxesImage:
    axes.set_facecolor("#000004")
    shown = axes.imshow(
        decibels(wave),
        origin="lower",
        aspect="auto",
        extent=(0, len(wave) / RATE, 0, RATE / 2000),
        vmin=FLOOR,
        vmax=0,
        cmap="magma",
        interpolation="bilinear",
    )
    axes.set_ylim(0, HIGHEST)
    axes.set_ylabel("kHz", color=FAINT)
    axes.set_title(title, loc="left", color=INK, fontsize=12, pad=8)
    axes.tick_params(colors=FAINT, length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return shown
