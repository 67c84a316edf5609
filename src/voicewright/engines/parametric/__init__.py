"""The embedded engine: nothing to download, forty languages, cloning and design on a CPU."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicewright.ports import Engine


def engine() -> Engine:
    """The entry point. Importing this module costs nothing; making the engine imports what it needs."""
    from voicewright.engines.parametric.parametric import Parametric  # noqa: PLC0415 - see the docstring

    return Parametric()
