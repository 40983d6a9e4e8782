"""The plug-in in the developers' page on charts is complete and does what the page says."""

from __future__ import annotations

import re
import sys
import tomllib
from types import ModuleType

import numpy as np
import pytest

import ohlc_desktop.indicators
from ohlc_desktop.core.chart.indicators import compute, indicator, label, register, registry
from ohlc_desktop.indicators import GROUP
from ohlc_desktop.services.indicator_declarations import declared
from tests.core.chart.indicator_making import column, oldest, only, walk
from tests.test_packaging import ROOT, project

PAGE = (ROOT / "resources" / "docs" / "charts.md").read_text("utf-8")


def block(language: str) -> str:
    """The one block of code in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_the_example_is_a_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = tomllib.loads(block("toml"))
    assert papers["build-system"] == tomllib.loads((ROOT / "tests/plugins/example/pyproject.toml").read_text("utf-8"))["build-system"]
    assert papers["project"]["dependencies"] == [project()["name"]]
    ((entry, value),) = papers["project"]["entry-points"][GROUP].items()
    name, _, attribute = value.partition(":")
    assert f"`{name}.py`" in PAGE
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(block("python"), vars(module))
    monkeypatch.setattr(registry, "_custom", {})
    kind = f"{papers['project']['name']}/{entry}"
    assert f"`{kind}`" in PAGE
    register(declared(kind, getattr(module, attribute)))
    spec, series = indicator(kind, period=7), walk(100)
    assert label(spec) == "Middle 7"
    high, low = column(series, "high"), column(series, "low")
    slow = [(high[at - 6 : at + 1].max() + low[at - 6 : at + 1].min()) / 2 for at in range(6, 100)]
    np.testing.assert_allclose(only(compute(spec, series)), [*[np.nan] * 6, *slow], rtol=1e-6)
    for count in range(8):
        assert compute(spec, oldest(series, count)).problem == ""


def test_the_page_names_everything_there_is() -> None:
    words = set(re.findall(r"\w+", PAGE))
    fields = set(ohlc_desktop.indicators.CandleColumns.__dataclass_fields__)
    fields |= set(ohlc_desktop.indicators.CustomIndicator.__dataclass_fields__)
    kinds = {member.name for each in ("LineStyle", "ParameterKind", "Place") for member in getattr(ohlc_desktop.indicators, each)}
    assert fields | kinds | set(ohlc_desktop.indicators.__all__) - {"GROUP"} <= words
