"""Which engines are installed, and which of them is for what. Imports none of them: see `engine_of`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from voicewright.domain.errors import EngineUnavailable
from voicewright.ports import Engine, EngineInfo, Need

GROUP = "voicewright.engines"
"""The entry-point group: a name, and the `module:attribute` of a function without arguments that makes the engine."""

EMBEDDED = "parametric"
"""The engine that is always there; whatever else was installed was installed to be preferred."""


class EngineNameTaken(ValueError):
    """Two installed packages bring an engine of the same name; remove one of them."""


class Registry:
    """The engines that are installed, by name.

    Args:
        factories: `module:attribute` by name, instead of what the entry points say.
        prefer: Names that come first, in this order. The others follow by name, the embedded engine last.

    Raises:
        EngineNameTaken: Two packages disagree about a name.
    """

    def __init__(self, factories: Mapping[str, str] | None = None, *, prefer: Sequence[str] = ()) -> None:
        self._factories = dict(factories) if factories is not None else installed(entry_points(group=GROUP))
        self._prefer = tuple(prefer)

    @property
    def names(self) -> tuple[str, ...]:
        """Every engine, in the order of preference."""
        first = [name for name in self._prefer if name in self._factories]
        others = sorted(self._factories.keys() - set(first), key=lambda name: (name == EMBEDDED, name))
        return (*first, *others)

    def factory(self, name: str) -> str:
        """The `module:attribute` that makes an engine. Raises KeyError."""
        return self._factories[name]


def installed(points: Iterable[EntryPoint]) -> dict[str, str]:
    """The factories that packages declare. Raises EngineNameTaken."""
    factories: dict[str, str] = {}
    for point in points:
        if factories.setdefault(point.name, point.value) != point.value:
            raise EngineNameTaken(f"Two packages bring an engine called {point.name}: {factories[point.name]} and {point.value}. Remove one of them.")
    return factories


def engine_of(factory: str) -> Engine:
    """Import a `module:attribute` and make the engine, in this process. Raises whatever importing it raises."""
    make = cast("Callable[[], Engine]", EntryPoint(name=factory, value=factory, group=GROUP).load())
    return make()


def chosen(engines: Sequence[EngineInfo], need: Need) -> EngineInfo:
    """The first engine that can do a piece of work. Raises EngineUnavailable."""
    for engine in engines:
        if suits(engine, need):
            return engine
    raise EngineUnavailable(need=_verb(need), language=need.language.value)


def suits(engine: EngineInfo, need: Need) -> bool:
    """Whether an engine declares everything that a piece of work asks for."""
    can = engine.capabilities
    able = can.clones >= need.clone and can.designs >= need.design and can.times >= need.times and can.mixes >= need.mix
    return able and can.directs >= need.directions and need.language in can.languages


def _verb(need: Need) -> str:
    wants = (
        ("follow directions", need.directions),
        ("mix voices", need.mix),
        ("time words", need.times),
        ("clone a voice", need.clone),
        ("design a voice", need.design),
    )
    return next((words for words, wanted in wants if wanted), "speak")
