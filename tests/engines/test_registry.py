from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest
from hum import Hum

from voicewright.domain.errors import EngineUnavailable
from voicewright.domain.language import Language
from voicewright.engines.registry import GROUP, EngineNameTaken, Registry, chosen, engine_of, installed
from voicewright.ports import EngineInfo, Need

HUM = EngineInfo(name="hum", version="1", capabilities=Hum.capabilities)


def engine(name: str, *, clones: bool = True, designs: bool = True, languages: frozenset[Language] = frozenset(Language)) -> EngineInfo:
    return EngineInfo(name=name, version="1", capabilities=replace(Hum.capabilities, clones=clones, designs=designs, languages=languages))


def test_the_embedded_engine_is_installed_with_the_package() -> None:
    assert "parametric" in Registry().names


def test_an_engine_that_somebody_installed_comes_before_the_embedded_one() -> None:
    registry = Registry({"parametric": "a:b", "zeta": "c:d", "alpha": "e:f"})

    assert registry.names == ("alpha", "zeta", "parametric")


def test_the_order_can_be_chosen() -> None:
    registry = Registry({"parametric": "a:b", "zeta": "c:d", "alpha": "e:f"}, prefer=("zeta", "parametric", "missing"))

    assert registry.names == ("zeta", "parametric", "alpha")


def test_two_packages_may_not_bring_engines_of_one_name() -> None:
    points = [EntryPoint(name="twin", value="one:engine", group=GROUP), EntryPoint(name="twin", value="two:engine", group=GROUP)]

    with pytest.raises(EngineNameTaken, match=r"one:engine and two:engine"):
        installed(points)


def test_an_engine_that_is_listed_twice_is_one_engine() -> None:
    point = EntryPoint(name="twin", value="one:engine", group=GROUP)

    assert installed([point, point]) == {"twin": "one:engine"}


def test_a_factory_makes_its_engine() -> None:
    assert engine_of("hum:engine").version == Hum.version


def test_the_first_engine_that_can_do_it_is_chosen() -> None:
    engines = [engine("reader", clones=False, designs=False), engine("cloner", designs=False), engine("all")]

    assert chosen(engines, Need(language=Language.GERMAN)).name == "reader"
    assert chosen(engines, Need(language=Language.GERMAN, clone=True)).name == "cloner"
    assert chosen(engines, Need(language=Language.GERMAN, design=True)).name == "all"


def test_an_engine_that_lacks_the_language_is_passed_over() -> None:
    engines = [engine("english", languages=frozenset({Language.ENGLISH})), engine("all")]

    assert chosen(engines, Need(language=Language.TAMIL)).name == "all"


@pytest.mark.parametrize(
    ("need", "words"),
    [
        (Need(language=Language.THAI), "No engine here can speak in Thai."),
        (Need(language=Language.THAI, clone=True), "No engine here can clone a voice in Thai."),
        (Need(language=Language.THAI, design=True), "No engine here can design a voice in Thai."),
    ],
)
def test_a_need_that_no_engine_meets_is_refused_in_words(need: Need, words: str) -> None:
    with pytest.raises(EngineUnavailable) as refusal:
        chosen([HUM], need)

    assert str(refusal.value) == words


@pytest.mark.parametrize(
    "module", ["voicewright.engines.registry", "voicewright.engines.host", *(Registry().factory(n).split(":")[0] for n in Registry().names)]
)
def test_importing_it_imports_no_torch(module: str) -> None:
    program = f"import importlib, sys; importlib.import_module({module!r}); sys.exit('torch' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_looking_for_engines_imports_none() -> None:
    program = (
        "import sys; from voicewright.engines.registry import Registry; Registry().names; "
        "sys.exit(any(name.startswith('voicewright.engines.parametric') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
